//! Real servers for tests, each test's own where it is killed, and a line of wire between that can be cut or hung.
#![cfg_attr(
    not(any(feature = "redis", feature = "nats")),
    expect(dead_code, reason = "no engine is built in that needs a server")
)]

use std::{
    io::Write,
    net::TcpListener,
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    sync::watch,
};

/// How long anything may take to come about.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Waits until `is_so`.
pub async fn until(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    let begun = Instant::now();
    while !is_so().await {
        assert!(begun.elapsed() < PATIENCE, "not within {PATIENCE:?}: {what}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// Where a program is: on the PATH or where Debian and Go put it. When it is nowhere, the closing table says so.
pub fn program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let go = std::env::var_os("HOME").map(|home| PathBuf::from(home).join("go/bin"));
    let places = std::env::split_paths(&path).chain(go).chain(["/usr/sbin".into(), "/usr/local/sbin".into()]);
    let found = places.map(|folder| folder.join(name)).find(|file| file.is_file());
    if found.is_none() {
        skip(&format!("{name}: not installed (cargo xtask engines up)"));
    }
    found
}

/// Notes that something was not tested, and why.
pub fn skip(what: &str) {
    eprintln!("SKIPPED {what}");
    let Ok(path) = std::env::var("INFRASELL_TEST_SKIPS") else { return };
    let file = std::fs::OpenOptions::new().create(true).append(true).open(&path);
    file.and_then(|mut file| writeln!(file, "{what}")).unwrap();
}

pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// A server of a test's own, on one port for its whole life, killed and begun anew as often as the test wants.
pub struct Server {
    command: Box<dyn Fn() -> Command + Send + Sync>,
    child: Mutex<Option<Child>>,
    folder: PathBuf,
    pub port: u16,
}

impl Server {
    /// A server that `command` starts, given its port and its folder.
    pub fn begin(command: impl Fn(u16, &std::path::Path) -> Command + Send + Sync + 'static) -> Server {
        let port = free_port();
        let folder = std::env::temp_dir().join(format!("infrasell-server-{}-{port}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let own = folder.clone();
        let server = Server { command: Box::new(move || command(port, &own)), child: Mutex::default(), folder, port };
        server.start();
        server
    }

    pub fn start(&self) {
        let mut command = (self.command)();
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        *self.child.lock().unwrap() = Some(command.spawn().unwrap());
    }

    /// Kills it, as a fall of the machine would.
    pub fn kill(&self) {
        if let Some(mut child) = self.child.lock().unwrap().take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

/// A Redis of a test's own.
pub fn redis() -> Option<Server> {
    let program = program("redis-server")?;
    Some(Server::begin(move |port, folder| {
        let mut command = Command::new(&program);
        command.args(["--bind", "127.0.0.1", "--port", &port.to_string(), "--save", "", "--appendonly", "no"]);
        command.arg("--dir").arg(folder);
        command
    }))
}

/// A NATS with JetStream of a test's own; what it has acknowledged is there when it is begun anew.
pub fn nats() -> Option<Server> {
    let program = program("nats-server")?;
    Some(Server::begin(move |port, folder| {
        let mut command = Command::new(&program);
        command.args(["--addr", "127.0.0.1", "--port", &port.to_string(), "--jetstream", "--store_dir"]).arg(folder);
        command
    }))
}

/// What a wire does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wire {
    /// Bytes go both ways.
    Whole,
    /// Nothing goes through, and nobody is told.
    Hung,
    /// Every connection ends, and none begins.
    Cut,
}

/// A line between a client and a server.
pub struct Proxy {
    pub port: u16,
    wire: Arc<watch::Sender<Wire>>,
}

impl Proxy {
    pub async fn before(server: u16) -> Proxy {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let wire = Arc::new(watch::Sender::new(Wire::Whole));
        let state = wire.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                if *state.borrow() == Wire::Cut {
                    continue;
                }
                let state = state.clone();
                tokio::spawn(async move {
                    let Ok(server) = TcpStream::connect(("127.0.0.1", server)).await else { return };
                    let (client_in, client_out) = client.into_split();
                    let (server_in, server_out) = server.into_split();
                    tokio::select! {
                        () = carry(client_in, server_out, state.subscribe()) => {}
                        () = carry(server_in, client_out, state.subscribe()) => {}
                    }
                });
            }
        });
        Proxy { port, wire }
    }

    pub fn set(&self, wire: Wire) {
        self.wire.send_replace(wire);
    }
}

async fn carry(
    mut from: tokio::net::tcp::OwnedReadHalf,
    mut to: tokio::net::tcp::OwnedWriteHalf,
    mut wire: watch::Receiver<Wire>,
) {
    let mut bytes = vec![0; 16_384];
    loop {
        let read = tokio::select! {
            read = from.read(&mut bytes) => read,
            _ = wire.wait_for(|wire| *wire == Wire::Cut) => return,
        };
        let Ok(read @ 1..) = read else { return };
        let Ok(now) = wire.wait_for(|wire| *wire != Wire::Hung).await.map(|wire| *wire) else { return };
        if now == Wire::Cut || to.write_all(&bytes[..read]).await.is_err() {
            return;
        }
    }
}
