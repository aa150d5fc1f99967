//! A server as a process of its own, watched from outside: how long it takes, how much it uses.
//!
//! Always true: it ends with its handle, and only it.

use std::{
    ffi::OsStr,
    io,
    net::{Ipv4Addr, SocketAddr, TcpListener},
    path::Path,
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    time::{Duration, Instant},
};

/// The kernel counts processor time in hundredths of a second, on every machine that Linux runs on.
const TICK_US: u64 = 10_000;
/// How long a server may take to answer for the first time.
const PATIENCE: Duration = Duration::from_secs(30);
/// The longest that it is waited for a server to have nothing to do.
const MOST_BUSY: Duration = Duration::from_secs(60);

/// A process of ours.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// When it was started.
    pub started: Instant,
}

/// What a process holds in memory, KiB.
#[derive(Debug, Clone, Copy, Default)]
pub struct Memory {
    /// All of it.
    pub resident: u64,
    /// What is its own: heap and stacks.
    pub anonymous: u64,
    /// What belongs to files and can be had again: the program, the mapped database.
    pub files: u64,
}

/// A port that is free now, and that the system gives to no outgoing connection before it is listened on: such
/// connections get higher ones.
///
/// # Errors
/// When there is none.
pub fn free_port() -> io::Result<u16> {
    const FIRST: u32 = 20_000;
    const MANY: u32 = 12_000;
    static ASKED: AtomicU32 = AtomicU32::new(0);
    for _ in 0..MANY {
        // two programs that look at the same time begin at different ones
        let place = (std::process::id().wrapping_mul(97)).wrapping_add(ASKED.fetch_add(1, Ordering::Relaxed)) % MANY;
        let port = u16::try_from(FIRST + place).map_err(io::Error::other)?;
        if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return Ok(port);
        }
    }
    Err(io::Error::new(io::ErrorKind::AddrInUse, "no port from 20000 to 31999 is free"))
}

impl Server {
    /// Starts `program`, to which `arguments` says where to listen.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start(
        program: &Path,
        arguments: impl FnOnce(&str) -> Vec<String>,
        variables: &[(String, String)],
    ) -> io::Result<Server> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, free_port()?));
        Server::start_at(program, address, &arguments(&address.to_string()), variables)
    }

    /// Starts `program` with `arguments`, which have it listen at `address`.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start_at(
        program: &Path,
        address: SocketAddr,
        arguments: &[String],
        variables: &[(String, String)],
    ) -> io::Result<Server> {
        let mut command = Command::new(program);
        command.args(arguments).envs(variables.iter().map(|(k, v)| (k, v)));
        command.stdin(Stdio::null()).stdout(Stdio::null());
        let started = Instant::now();
        Ok(Server { child: command.spawn()?, address, started })
    }

    /// Asks for `path` until it is answered with 200 or 204; the time since the start.
    ///
    /// # Errors
    /// When it is not answered in time, or the process ends.
    pub async fn first_answer(&mut self, path: &str) -> io::Result<Duration> {
        while self.started.elapsed() < PATIENCE {
            if let Ok(mut conn) = crate::http::Conn::open(self.address).await
                && let Ok(reply) = conn.call("GET", path, "").await
                && [200, 204].contains(&reply.status)
            {
                return Ok(self.started.elapsed());
            }
            if let Some(status) = self.child.try_wait()? {
                return Err(io::Error::other(format!("the server ended with {status}")));
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        Err(io::Error::other(format!("{path} was not answered within {} s", PATIENCE.as_secs())))
    }

    /// Its process id.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Ends it as a power cut does.
    ///
    /// # Errors
    /// When it has ended before.
    pub fn kill(&mut self) -> io::Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Asks it to stop as Ctrl-C does, and waits.
    ///
    /// # Errors
    /// When it does not end well.
    pub fn stop(mut self) -> io::Result<()> {
        Command::new("kill").args(["-INT", &self.child.id().to_string()]).status()?;
        let status = self.child.wait()?;
        if status.success() { Ok(()) } else { Err(io::Error::other(format!("the server ended with {status}"))) }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // both fail when it has ended already, which is what is wanted
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Processor time that a process has used, µs, in steps of 10 ms.
///
/// # Errors
/// When there is no such process.
pub fn cpu_us(process: u32) -> io::Result<u64> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat"))?;
    // the name in brackets may hold anything
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or("").split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|text| text.parse::<u64>().ok()).unwrap_or(0);
    Ok((ticks(11) + ticks(12)) * TICK_US)
}

/// How long a process still works: until it has used no more than a tick within `idle`.
///
/// # Errors
/// When there is no such process.
pub async fn busy(process: u32, idle: Duration) -> io::Result<Duration> {
    let begun = Instant::now();
    loop {
        let (before, at) = (cpu_us(process)?, begun.elapsed());
        tokio::time::sleep(idle).await;
        if cpu_us(process)? - before <= TICK_US || at > MOST_BUSY {
            return Ok(at);
        }
    }
}

/// What a process holds.
///
/// # Errors
/// When there is no such process.
pub fn memory(process: u32) -> io::Result<Memory> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let value = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or("");
        line.split_whitespace().next().and_then(|text| text.parse().ok()).unwrap_or(0)
    };
    Ok(Memory { resident: value("VmRSS:"), anonymous: value("RssAnon:"), files: value("RssFile:") })
}

/// Runs a program to its end; what it printed.
///
/// # Errors
/// When it fails; with what it said.
pub fn run<A: AsRef<OsStr>>(program: &Path, arguments: &[A]) -> io::Result<String> {
    let out = Command::new(program).args(arguments).stdin(Stdio::null()).output()?;
    if out.status.success() {
        return Ok(String::from_utf8_lossy(&out.stdout).into_owned());
    }
    Err(io::Error::other(format!("{} failed: {}", program.display(), String::from_utf8_lossy(&out.stderr).trim())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_is_watched() {
        let own = std::process::id();
        let before = cpu_us(own).unwrap();
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_millis(60) {
            std::hint::spin_loop();
        }
        assert!(cpu_us(own).unwrap() > before, "this has worked for several ticks");
        let held = memory(own).unwrap();
        assert!(held.resident > 0 && held.resident >= held.anonymous);
        assert!(cpu_us(u32::MAX).is_err());
    }
}
