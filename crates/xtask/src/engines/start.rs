//! How each engine begins: its configuration, its process, and how it is known to be ready. All listen on this machine
//! only, on ports that were free a moment ago.

use super::{
    state::{Process, Running},
    table::{Engine, MAILPIT, NATS, POSTGRES, POSTGRES_DURABLE, REDIS, as_root},
};
use crate::tools::Failure;
use std::{
    fs,
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

/// How long a server may take until it is ready.
const PATIENCE: Duration = Duration::from_secs(30);
const LOOK: Duration = Duration::from_millis(25);

/// Starts `engine` with its data in `folder`, and waits until it is ready.
///
/// # Errors
/// When it does not start or is not ready in time; the end of its log is in the message.
pub fn start(engine: &Engine, programs: &Path, folder: &Path) -> Result<Running, Failure> {
    fs::create_dir_all(folder)?;
    let (program, log) = (programs.join(engine.program), folder.join("log"));
    let started = match engine.name {
        POSTGRES => postgres(programs, folder, "-c fsync=off"),
        POSTGRES_DURABLE => postgres(programs, folder, "-c fsync=on -c synchronous_commit=on"),
        REDIS => redis(&program, folder),
        NATS => nats(&program, folder),
        MAILPIT => mailpit(&program, folder),
        other => Err(format!("nobody has said how {other} begins").into()),
    };
    let (pid, url, health) = started.map_err(|error| format!("{}: {error}{}", engine.title, end_of(&log)))?;
    let process = Process::find(pid).ok_or_else(|| format!("{} ended at once{}", engine.title, end_of(&log)))?;
    let (name, stop_signal) = (engine.name.to_owned(), engine.stop_signal.to_owned());
    let running = Running { name, process, url, health, folder: folder.to_owned(), stop_signal };
    let begun = Instant::now();
    while !is_ready(&running) {
        if !running.process.is_alive() || begun.elapsed() > PATIENCE {
            running.process.stop(&running.stop_signal);
            return Err(format!("{} does not get ready{}", engine.title, end_of(&log)).into());
        }
        std::thread::sleep(LOOK);
    }
    Ok(running)
}

/// Whether it answers now, in its own language.
pub fn is_ready(running: &Running) -> bool {
    match (&running.health, running.url.strip_prefix("redis://")) {
        (Some(page), _) => ureq::get(page).call().is_ok(),
        (None, Some(address)) => says(address, b"PING\r\n", b"+PONG"),
        // pg_ctl has waited for it; a look at the port tells whether it is still there
        (None, None) => {
            running.url.split(['@', '/']).any(|part| part.contains(':') && TcpStream::connect(part).is_ok())
        }
    }
}

fn says(address: &str, question: &[u8], answer: &[u8]) -> bool {
    let talk = || -> std::io::Result<bool> {
        let mut stream = TcpStream::connect(address.trim_end_matches('/'))?;
        stream.set_read_timeout(Some(Duration::from_secs(1)))?;
        stream.write_all(question)?;
        let mut said = vec![0; answer.len()];
        stream.read_exact(&mut said)?;
        Ok(said == answer)
    };
    talk().unwrap_or(false)
}

type Started = Result<(u32, String, Option<String>), Failure>;

fn redis(program: &Path, folder: &Path) -> Started {
    let port = free_port()?;
    let mut command = Command::new(program);
    command.args(["--bind", "127.0.0.1", "--port", &port.to_string(), "--save", "", "--appendonly", "no", "--dir"]);
    Ok((spawn(command.arg(folder), folder)?, format!("redis://127.0.0.1:{port}"), None))
}

fn nats(program: &Path, folder: &Path) -> Started {
    let (port, web) = (free_port()?, free_port()?);
    let file = folder.join("nats.conf");
    let text = format!(
        "listen: 127.0.0.1:{port}\nhttp: 127.0.0.1:{web}\n\
         jetstream {{ store_dir: \"{}\", max_mem: 64MB, max_file: 1GB }}\n",
        folder.join("streams").display()
    );
    fs::write(&file, text)?;
    let pid = spawn(Command::new(program).arg("-c").arg(file), folder)?;
    let health = format!("http://127.0.0.1:{web}/healthz?js-enabled-only=true");
    Ok((pid, format!("nats://127.0.0.1:{port}"), Some(health)))
}

fn mailpit(program: &Path, folder: &Path) -> Started {
    let (port, web) = (free_port()?, free_port()?);
    let mut command = Command::new(program);
    command.args(["--listen", &format!("127.0.0.1:{web}"), "--smtp", &format!("127.0.0.1:{port}")]);
    command.args(["--disable-version-check", "--database"]).arg(folder.join("mails.db"));
    let pid = spawn(&mut command, folder)?;
    Ok((pid, format!("smtp://127.0.0.1:{port}"), Some(format!("http://127.0.0.1:{web}/readyz"))))
}

fn postgres(programs: &Path, folder: &Path, durability: &str) -> Started {
    if as_root() {
        quiet(Command::new("chown").arg("postgres").arg(folder), "chown")?;
    }
    let data = folder.join("data");
    let mut initdb = as_its_user(programs, "initdb");
    initdb.args(["-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "-D"]).arg(&data);
    quiet(&mut initdb, "initdb")?;
    let port = free_port()?;
    let options = format!("-p {port} -h 127.0.0.1 -c unix_socket_directories= {durability} -c max_connections=300");
    let mut start = as_its_user(programs, "pg_ctl");
    start.arg("-D").arg(&data).args(["-w", "-l"]).arg(folder.join("log")).arg("-o").arg(options).arg("start");
    quiet(&mut start, "pg_ctl start")?;
    let written = fs::read_to_string(data.join("postmaster.pid"))?;
    let pid = written.lines().next().and_then(|line| line.trim().parse().ok());
    let pid = pid.ok_or("its process id is not where it should be")?;
    Ok((pid, format!("postgres://postgres@127.0.0.1:{port}/postgres"), None))
}

/// PostgreSQL refuses to run as root; Debian's package brings the user `postgres`.
fn as_its_user(programs: &Path, name: &str) -> Command {
    let path = programs.join(name);
    let mut command = if as_root() {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).arg(path);
        command
    } else {
        Command::new(path)
    };
    command.current_dir("/").process_group(0);
    command
}

/// Whether PostgreSQL's user can come to `folder`, which he must when we are root.
pub fn is_open_to_servers(folder: &Path) -> bool {
    if !as_root() {
        return true;
    }
    let mut test = Command::new("runuser");
    test.args(["-u", "postgres", "--", "test", "-x"]).arg(folder).stdout(Stdio::null()).stderr(Stdio::null());
    // without that user there is no PostgreSQL to keep out
    test.status().map_or(true, |status| status.success() || status.code() != Some(1))
}

fn free_port() -> Result<u16, Failure> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// Starts a server in a group of its own, so that what interrupts us does not interrupt it.
fn spawn(command: &mut Command, folder: &Path) -> Result<u32, Failure> {
    let log = fs::File::create(folder.join("log"))?;
    command.current_dir(folder).stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log).process_group(0);
    let mut child = command.spawn()?;
    let pid = child.id();
    // while this process lives, one that ends is taken away at once
    std::thread::spawn(move || child.wait());
    Ok(pid)
}

fn quiet(command: &mut Command, what: &str) -> Result<(), Failure> {
    let out = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?.wait_with_output()?;
    if out.status.success() {
        return Ok(());
    }
    Err(format!("{what} failed: {}", String::from_utf8_lossy(&out.stderr).trim()).into())
}

/// The last lines of a log, for an error.
fn end_of(log: &PathBuf) -> String {
    let text = fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().rev().take(10).collect();
    lines.iter().rev().fold(String::new(), |all, line| format!("{all}\n    {line}"))
}
