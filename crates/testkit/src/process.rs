//! A shop in a process of its own, to be killed.

use crate::client::Client;
use infrasell_kernel::{OsRandom, Token};
use std::{
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};
use tokio::process::{Child, Command};

/// How a shop's process is started, again and again on the same data.
pub struct Spawn {
    /// The program.
    pub binary: PathBuf,
    /// The shop's folder.
    pub data: PathBuf,
    /// The database, if it is not SQLite in the folder.
    pub database: Option<String>,
    /// Its configuration, as variables.
    pub variables: Vec<(String, String)>,
    /// Where it listens; a port of our own, so that clients find it again.
    pub port: u16,
    /// It is a process without the edge, which listens for the others alone.
    pub is_internal: bool,
}

/// A shop's process.
pub struct Process {
    /// Clients find it here.
    pub base: String,
    child: Child,
}

impl Spawn {
    /// A fresh folder and port for the program at `binary`.
    ///
    /// # Panics
    /// When no port is free.
    pub fn new(binary: &str) -> Spawn {
        let data = std::env::temp_dir().join(format!("infrasell-process-{}", Token::random(&OsRandom)));
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        Spawn { binary: binary.into(), data, database: None, variables: vec![], port, is_internal: false }
    }

    /// A command of the program on this shop.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.binary);
        command.arg("--data").arg(&self.data).args(arguments).envs(self.variables.iter().cloned()).kill_on_drop(true);
        if let Some(url) = &self.database {
            command.args(["--database", url]);
        }
        command
    }

    /// Runs a command to its end: status, standard output, standard error.
    ///
    /// # Panics
    /// When it cannot be started.
    pub async fn run(&self, arguments: &[&str]) -> (bool, String, String) {
        let out = self.command(arguments).stdin(Stdio::null()).output().await.unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
        (out.status.success(), text(&out.stdout), text(&out.stderr))
    }

    /// Starts to serve, and waits until it is ready.
    ///
    /// # Panics
    /// When it is not ready within 20 seconds.
    pub async fn serve(&self) -> Process {
        let listen = format!("127.0.0.1:{}", self.port);
        let door = if self.is_internal { "--internal" } else { "--listen" };
        let child = self.command(&["serve", door, &listen]).stdout(Stdio::null()).spawn().unwrap();
        let process = Process { base: format!("http://{listen}"), child };
        let client = Client::new(process.base.clone(), None);
        for _ in 0..400 {
            if let Some(answer) = Client::try_send(client.request(reqwest::Method::GET, "/readyz")).await
                && answer.status == 204
            {
                return process;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{} is not ready", process.base);
    }

    /// The shop's folder.
    #[must_use]
    pub fn data(&self) -> &Path {
        &self.data
    }
}

impl Drop for Spawn {
    fn drop(&mut self) {
        // a folder that stays behind is no reason to fail a test
        let _removed = std::fs::remove_dir_all(&self.data);
    }
}

impl Process {
    /// Kills it as a power cut would: SIGKILL, nothing is told, nothing is flushed.
    ///
    /// # Panics
    /// When it cannot be killed.
    pub async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }

    /// Asks it to stop as Ctrl-C does, and waits: whether it ended well.
    ///
    /// # Panics
    /// When it does not end within 30 seconds.
    pub async fn stop(mut self) -> bool {
        let pid = self.child.id().unwrap().to_string();
        std::process::Command::new("kill").args(["-INT", &pid]).status().unwrap();
        let ended = tokio::time::timeout(Duration::from_secs(30), self.child.wait()).await;
        ended.expect("it stops").unwrap().success()
    }

    /// Its process id.
    #[must_use]
    pub fn id(&self) -> Option<u32> {
        self.child.id()
    }
}
