//! What was started, written down so that a later call can stop it: a file below the target folder.
//!
//! Always true: a process is only ever stopped when it is the very one that was started: a process id is given again,
//! so the moment at which the process began is written down beside it and must agree.

use crate::tools::Failure;
use serde::{Deserialize, Serialize};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

/// How long a server may take to stop in good order before it is killed.
const PATIENCE: Duration = Duration::from_secs(15);
/// The name of the file.
const FILE: &str = "engines.json";

/// A process, known again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Process {
    /// Its id.
    pub pid: u32,
    /// When it began, as the system says; never the same for two processes of one id.
    began: String,
}

/// A server that was started.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Running {
    /// Its name in the table of engines.
    pub name: String,
    /// The process.
    pub process: Process,
    /// Where it answers.
    pub url: String,
    /// A page that says how it does, where it has one.
    pub health: Option<String>,
    /// Its folder, which goes with it.
    pub folder: PathBuf,
    /// The signal that stops it in good order.
    pub stop_signal: String,
}

/// All that was started from one folder.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// In the order in which they were started.
    pub running: Vec<Running>,
}

impl Process {
    /// The process of this id, if there is one.
    pub fn find(pid: u32) -> Option<Process> {
        began(pid).map(|began| Process { pid, began })
    }

    /// Whether it is still there, and still the same.
    pub fn is_alive(&self) -> bool {
        began(self.pid).as_deref() == Some(&self.began)
    }

    /// Stops it: by `signal`, and when that does not help in time, for good. One that is gone, or whose id somebody else
    /// has now, is left alone: `false`.
    pub fn stop(&self, signal: &str) -> bool {
        if !self.is_alive() {
            return false;
        }
        send(self.pid, signal);
        let begun = Instant::now();
        while self.is_alive() {
            if begun.elapsed() > PATIENCE {
                send(self.pid, "KILL");
                break;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        true
    }
}

/// When a process began; nothing when there is none, or only what its parent has not yet taken away.
fn began(pid: u32) -> Option<String> {
    let Ok(stat) = fs::read_to_string(format!("/proc/{pid}/stat")) else { return began_by_ps(pid) };
    // behind the name, which may hold anything: the state is the first word, the start the twentieth
    let rest: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let is_gone = matches!(*rest.first()?, "Z" | "X");
    let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
    let ticks = rest.get(19)?;
    (!is_gone).then(|| format!("{ticks} ticks after boot {}", boot.trim()))
}

fn began_by_ps(pid: u32) -> Option<String> {
    if Path::new("/proc/self/stat").exists() {
        return None;
    }
    let out = Command::new("ps").args(["-o", "lstart=,state=", "-p", &pid.to_string()]).output().ok()?;
    let text = String::from_utf8_lossy(&out.stdout).trim().to_owned();
    (out.status.success() && !text.ends_with('Z')).then_some(text).filter(|text| !text.is_empty())
}

fn send(pid: u32, signal: &str) {
    let mut kill = Command::new("kill");
    kill.args(["-s", signal, &pid.to_string()]).stdout(Stdio::null()).stderr(Stdio::null());
    // one that has just gone is what was wanted
    drop(kill.status());
}

impl State {
    /// What is written down in `folder`; nothing when nothing is.
    ///
    /// # Errors
    /// When the file is there and cannot be read: it is the only trace of what runs.
    pub fn read(folder: &Path) -> Result<State, Failure> {
        let file = folder.join(FILE);
        match fs::read(&file) {
            Ok(bytes) => Ok(serde_json::from_slice(&bytes).map_err(|error| format!("{}: {error}", file.display()))?),
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(State::default()),
            Err(cause) => Err(format!("{}: {cause}", file.display()).into()),
        }
    }

    /// Writes it down, whole or not at all.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn write(&self, folder: &Path) -> Result<(), Failure> {
        fs::create_dir_all(folder)?;
        let fresh = folder.join(format!("{FILE}.{}", std::process::id()));
        fs::write(&fresh, serde_json::to_vec_pretty(self)?)?;
        Ok(fs::rename(fresh, folder.join(FILE))?)
    }

    /// The server of this name, when it runs.
    pub fn alive(&self, name: &str) -> Option<&Running> {
        self.running.iter().find(|running| running.name == name && running.process.is_alive())
    }

    /// Stops those of these names, the last one first, and removes their folders; all of them when none is named. Tells of
    /// each what became of it.
    pub fn stop(&mut self, names: &[String]) -> Vec<String> {
        let is_meant = |running: &Running| names.is_empty() || names.contains(&running.name);
        let (stopping, staying) = std::mem::take(&mut self.running).into_iter().partition(is_meant);
        self.running = staying;
        let stopping: Vec<Running> = stopping;
        let mut told = vec![];
        for running in stopping.iter().rev() {
            let pid = running.process.pid;
            let stopped = running.process.stop(&running.stop_signal);
            drop(fs::remove_dir_all(&running.folder));
            told.push(match stopped {
                true => format!("{} stopped (process {pid})", running.name),
                false => format!("{} was gone already; process {pid} is not touched", running.name),
            });
        }
        told
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Child;

    fn sleeper() -> Child {
        Command::new("sleep").arg("60").spawn().unwrap()
    }

    fn running(name: &str, process: Process) -> Running {
        let folder = std::env::temp_dir().join(format!("infrasell-none-{name}-{}", process.pid));
        Running { name: name.into(), process, url: "x://".into(), health: None, folder, stop_signal: "TERM".into() }
    }

    #[test]
    fn what_is_written_down_is_read_back_and_a_broken_file_is_an_error() {
        let folder = std::env::temp_dir().join(format!("infrasell-state-{}", std::process::id()));
        assert_eq!(State::read(&folder).unwrap(), State::default());
        let me = Process::find(std::process::id()).unwrap();
        let state = State { running: vec![running("redis", me)] };
        state.write(&folder).unwrap();
        assert_eq!(State::read(&folder).unwrap(), state);
        assert!(state.alive("redis").is_some() && state.alive("nats").is_none());
        fs::write(folder.join(FILE), "{").unwrap();
        let error = State::read(&folder).unwrap_err().to_string();
        fs::remove_dir_all(&folder).unwrap();
        assert!(error.contains(FILE), "{error}");
    }

    #[test]
    fn a_strangers_process_that_has_the_id_now_is_left_alone() {
        let mut stranger = sleeper();
        let began = format!("1 {}", Process::find(stranger.id()).unwrap().began);
        let mut state = State { running: vec![running("redis", Process { pid: stranger.id(), began })] };
        let told = state.stop(&[]);
        let untouched = stranger.try_wait().unwrap().is_none();
        stranger.kill().unwrap();
        stranger.wait().unwrap();
        assert!(untouched && told == [format!("redis was gone already; process {} is not touched", stranger.id())]);
        assert!(state.running.is_empty(), "and it is struck from the list");
    }

    #[test]
    fn only_what_is_named_is_stopped() {
        let (mut one, mut other) = (sleeper(), sleeper());
        let find = |child: &Child| Process::find(child.id()).unwrap();
        let mut state = State { running: vec![running("redis", find(&one)), running("nats", find(&other))] };
        let told = state.stop(&["redis".into()]);
        assert!(!one.wait().unwrap().success() && told == [format!("redis stopped (process {})", one.id())]);
        assert!(other.try_wait().unwrap().is_none() && state.alive("nats").is_some());
        state.stop(&[]);
        assert!(!other.wait().unwrap().success());
    }

    #[test]
    fn a_dead_process_is_not_alive_even_while_nobody_has_taken_it_away() {
        let mut child = sleeper();
        let process = Process::find(child.id()).unwrap();
        send(child.id(), "KILL");
        let begun = Instant::now();
        while process.is_alive() {
            assert!(begun.elapsed() < PATIENCE);
            std::thread::sleep(Duration::from_millis(5));
        }
        child.wait().unwrap();
    }
}
