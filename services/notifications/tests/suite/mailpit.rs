//! A real mail server: mailpit, started for a test, with an interface to look mails up.
//!
//! It is found on the PATH, in Go's folder of programs, or by `INFRASELL_TEST_MAILPIT`.

use infrasell_db::testing;
use serde_json::Value;
use std::{
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::Duration,
};

/// A mail server of a test's own, stopped and removed with it.
pub struct Mailpit {
    child: Child,
    folder: PathBuf,
    http: String,
    pub port: u16,
}

fn program() -> Option<PathBuf> {
    if let Some(path) = std::env::var_os("INFRASELL_TEST_MAILPIT") {
        return Some(path.into());
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let go = std::env::var_os("HOME").map(|home| PathBuf::from(home).join("go/bin"));
    std::env::split_paths(&path).chain(go).map(|folder| folder.join("mailpit")).find(|file| file.exists())
}

fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

impl Mailpit {
    /// Starts one with these further arguments; nothing when it is not installed, which the closing table says.
    pub async fn start(arguments: impl FnOnce(&std::path::Path) -> Vec<String>) -> Option<Mailpit> {
        let Some(program) = program() else {
            testing::skip("mailpit: not installed (go install github.com/axllent/mailpit@latest)");
            return None;
        };
        let mut name = [0; 8];
        infrasell_kernel::Random::fill(&infrasell_kernel::OsRandom, &mut name);
        let folder = std::env::temp_dir().join(format!("infrasell-mailpit-{}", u64::from_le_bytes(name)));
        std::fs::create_dir_all(&folder).unwrap();
        let (port, web) = (free_port(), free_port());
        let mut command = Command::new(program);
        command.args(["--listen", &format!("127.0.0.1:{web}"), "--smtp", &format!("127.0.0.1:{port}")]);
        command.args(["--disable-version-check", "--database"]).arg(folder.join("mails.db")).args(arguments(&folder));
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let mailpit = Mailpit { child, folder, http: format!("http://127.0.0.1:{web}"), port };
        for _ in 0..200 {
            if reqwest::get(format!("{}/readyz", mailpit.http)).await.is_ok_and(|answer| answer.status().is_success()) {
                return Some(mailpit);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("mailpit is not ready");
    }

    async fn get(&self, path: &str) -> Value {
        let text = reqwest::get(format!("{}{path}", self.http)).await.unwrap().text().await.unwrap();
        serde_json::from_str(&text).unwrap()
    }

    /// Every mail it took, newest first.
    pub async fn mails(&self) -> Vec<Value> {
        let mut mails = vec![];
        for summary in self.get("/api/v1/messages").await["messages"].as_array().unwrap() {
            mails.push(self.get(&format!("/api/v1/message/{}", summary["ID"].as_str().unwrap())).await);
        }
        mails
    }

    /// Its folder.
    pub fn folder(&self) -> &std::path::Path {
        &self.folder
    }
}

impl Drop for Mailpit {
    fn drop(&mut self) {
        // it may have ended by itself, and what stays behind in the temporary folder does no harm
        let _killed = self.child.kill();
        let _waited = self.child.wait();
        let _removed = std::fs::remove_dir_all(&self.folder);
    }
}
