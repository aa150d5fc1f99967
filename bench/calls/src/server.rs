//! The peer: this program once more, as a process of its own.

use crate::{
    Role, Trouble,
    contract::{self, Memory, wire},
};
use axum::routing::post;
use bytes::Bytes;
use infrasell_kernel::Env;
use infrasell_rpc::{Guard, Inbound, Keyring};
use std::{
    net::{Ipv4Addr, SocketAddr},
    process::{Child, Command, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::net::{TcpListener, TcpStream};

/// What both sides sign with.
pub const SECRET: &str = "a secret for the benchmark alone: 44 letters";
/// The kernel counts processor time in hundredths of a second.
const TICK_US: u64 = 10_000;

/// A peer that runs.
pub struct Server {
    child: Child,
    /// Where.
    pub address: SocketAddr,
}

impl Server {
    /// Starts one and waits until it listens.
    ///
    /// # Errors
    /// When it does not within some seconds.
    pub async fn start(role: Role) -> Result<Server, Trouble> {
        let address = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
        let role = match role {
            Role::Contract => "contract",
            Role::Echo => "echo",
            Role::Tail => "tail",
        };
        let mut command = Command::new(std::env::current_exe()?);
        command.args(["--serve", role, "--listen", &address.to_string()]).stdin(Stdio::null());
        let server = Server { child: command.spawn()?, address };
        let begun = Instant::now();
        while TcpStream::connect(address).await.is_err() {
            if begun.elapsed() > Duration::from_secs(10) {
                return Err(Trouble::Other("the peer does not listen".into()));
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        Ok(server)
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // both fail when it has ended already, which is what is wanted
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Serves until it is ended.
///
/// # Errors
/// When the address cannot be had.
pub async fn serve(role: Role, listen: SocketAddr) -> Result<(), Trouble> {
    let listener = TcpListener::bind(listen).await?;
    if role == Role::Echo {
        let answer = Bytes::from(vec![b'x'; contract::ANSWERED]);
        let routes =
            axum::Router::new().route("/stock.levels", post(move |_asked: Bytes| async move { answer.clone() }));
        use axum::serve::ListenerExt;
        let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
        return Ok(axum::serve(listener, routes).await?);
    }
    let slow_once_in = if role == Role::Tail { 100 } else { 0 };
    let env = Env::system();
    let keys = Keyring::of(SECRET, env.clock.clone()).map_err(Trouble::of)?;
    let guard = Guard::new(keys, env.clock);
    let inbound = Inbound { guard, tls: None, drain: Duration::from_secs(1) };
    let memory = Memory { slow_once_in, calls: std::sync::atomic::AtomicU64::new(0) };
    infrasell_rpc::serve(listener, wire::routes(Arc::new(memory)), inbound, std::future::pending()).await;
    Ok(())
}

/// Processor time that a process has used, µs, in steps of 10 ms.
///
/// # Errors
/// When there is no such process.
pub fn cpu_us(process: u32) -> Result<u64, Trouble> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat"))?;
    // the name in brackets may hold anything
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or("").split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|text| text.parse::<u64>().ok()).unwrap_or(0);
    Ok((ticks(11) + ticks(12)) * TICK_US)
}
