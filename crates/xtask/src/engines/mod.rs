//! `cargo xtask engines up | down | status`, and the servers that the other tasks stand on.
//!
//! Always true: what is started is written down before anybody is told of it; only what was started here is ever
//! stopped (`state.rs`); a server that somebody else runs is used by its variable and left alone.

mod start;
mod state;
mod table;

pub use table::{MATRIX, NATS, POSTGRES, POSTGRES_DURABLE, REDIS};

use crate::tools::{Failure, ci, target};
use state::State;
use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
};
use table::Engine;

/// What to do about the engines.
#[derive(Debug, clap::Subcommand)]
pub enum Action {
    /// Install what is missing, start it on free ports, and print where it is.
    Up {
        /// Which; all of the test matrix when none is named.
        names: Vec<String>,
    },
    /// Stop what `up` has started, and nothing else.
    Down {
        /// Which; all when none is named.
        names: Vec<String>,
    },
    /// Print which engine is installed, which runs, and where.
    Status,
}

/// Does it.
///
/// # Errors
/// When an engine can be neither found nor installed, or does not start; what runs by then goes on.
pub fn run(action: &Action) -> Result<(), Failure> {
    let ground = Ground::lasting()?;
    match action {
        Action::Up { names } => up(&ground, names),
        Action::Down { names } => {
            let _turn = ground.turn()?;
            for name in names {
                table::named(name)?;
            }
            let mut state = State::read(&ground.folder)?;
            let told = state.stop(names);
            state.write(&ground.folder)?;
            told.iter().for_each(|line| println!("{line}"));
            Ok(())
        }
        Action::Status => {
            print!("{}", table_of(&State::read(&ground.folder)?));
            Ok(())
        }
    }
}

fn up(ground: &Ground, names: &[String]) -> Result<(), Failure> {
    let _turn = ground.turn()?;
    let wanted: Vec<&str> = if names.is_empty() { MATRIX.to_vec() } else { names.iter().map(String::as_str).collect() };
    for name in wanted {
        let engine = table::named(name)?;
        let (url, how) = match State::read(&ground.folder)?.alive(name) {
            Some(running) => (running.url.clone(), "is up already"),
            None => {
                let programs = engine.installed().map_or_else(|| engine.install(), Ok)?;
                (ground.start(engine, &programs)?, "is up")
            }
        };
        println!("{} {how}", engine.title);
        match engine.own_by_test {
            true => println!("  at {url}"),
            false => println!("  export {}={url}", engine.variable),
        }
    }
    Ok(())
}

/// A table of every engine.
fn table_of(state: &State) -> String {
    let mut text = format!("{:<22} {:<12} {:>8}  where\n", "engine", "state", "process");
    for engine in table::ALL {
        let given = std::env::var(engine.variable).ok();
        let (how, pid, place) = match (state.alive(engine.name), given, engine.installed()) {
            (Some(running), ..) => {
                let how = if start::is_ready(running) { "up" } else { "not ready" };
                (how, running.process.pid.to_string(), running.url.clone())
            }
            (None, Some(url), _) => ("given", String::new(), url),
            (None, None, Some(folder)) => {
                ("installed", String::new(), folder.join(engine.program).display().to_string())
            }
            (None, None, None) => ("absent", String::new(), engine.how_to_get()),
        };
        text.push_str(&format!("{:<22} {how:<12} {pid:>8}  {place}\n", engine.title));
    }
    text
}

/// Where servers are started and written down.
struct Ground {
    folder: PathBuf,
}

impl Ground {
    /// That of `engines up`: what is started there goes on until `engines down`.
    fn lasting() -> Result<Ground, Failure> {
        Ground::at(&target().join("engines"))
    }

    /// Below the target folder; elsewhere when PostgreSQL's user cannot come there, as with a target below `/root`.
    fn at(wanted: &Path) -> Result<Ground, Failure> {
        fs::create_dir_all(wanted)?;
        if start::is_open_to_servers(wanted) {
            return Ok(Ground { folder: wanted.to_owned() });
        }
        let mut hasher = DefaultHasher::new();
        wanted.hash(&mut hasher);
        let folder = std::env::temp_dir().join(format!("infrasell-engines-{:x}", hasher.finish()));
        fs::create_dir_all(&folder)?;
        Ok(Ground { folder })
    }

    /// One at a time starts and stops; the turn ends when what is returned is dropped.
    fn turn(&self) -> Result<fs::File, Failure> {
        let file = fs::File::create(self.folder.join("lock"))?;
        file.lock()?;
        Ok(file)
    }

    fn start(&self, engine: &Engine, programs: &Path) -> Result<String, Failure> {
        let folder = self.folder.join(engine.name);
        // what one that was killed has left
        drop(fs::remove_dir_all(&folder));
        let running = start::start(engine, programs, &folder)?;
        let url = running.url.clone();
        let mut state = State::read(&self.folder)?;
        state.running.retain(|known| known.name != engine.name);
        state.running.push(running);
        state.write(&self.folder)?;
        Ok(url)
    }
}

/// How an engine is had for a task.
enum Had {
    /// Somebody else runs it, or `engines up` has started it.
    Given(String),
    /// Started for this task.
    Started(String),
    /// Here; each test starts its own.
    Program(String),
    /// Not here, and why.
    Absent(String),
}

/// The servers that a task stands on; those that were started for it go with it.
pub struct Matrix {
    ground: Ground,
    had: Vec<(&'static Engine, Had)>,
}

impl Matrix {
    /// Finds these engines, or starts those that are installed; in CI installs what is missing.
    ///
    /// # Errors
    /// When one is installed but does not start.
    pub fn of(names: &[&str]) -> Result<Matrix, Failure> {
        let lasting = Ground::lasting()?;
        sweep(&lasting.folder);
        let ground = Ground { folder: lasting.folder.join(format!("run-{}", std::process::id())) };
        fs::create_dir_all(&ground.folder)?;
        if !start::is_open_to_servers(&ground.folder) {
            return Err(format!("{} must be open to the user postgres", ground.folder.display()).into());
        }
        let up = State::read(&lasting.folder)?;
        let mut matrix = Matrix { ground, had: vec![] };
        for name in names {
            let engine = table::named(name)?;
            let had = matrix.have(engine, &up)?;
            matrix.had.push((engine, had));
        }
        Ok(matrix)
    }

    fn have(&self, engine: &'static Engine, up: &State) -> Result<Had, Failure> {
        if !engine.own_by_test {
            if let Ok(url) = std::env::var(engine.variable) {
                return Ok(Had::Given(url));
            }
            if let Some(running) = up.alive(engine.name) {
                return Ok(Had::Given(running.url.clone()));
            }
        }
        let programs = match engine.installed() {
            Some(programs) => programs,
            None if ci() => engine.install()?,
            None => return Ok(Had::Absent(engine.how_to_get())),
        };
        if engine.own_by_test {
            return Ok(Had::Program(programs.join(engine.program).display().to_string()));
        }
        Ok(Had::Started(self.ground.start(engine, &programs)?))
    }

    /// Where the engine of this name answers, if it is here.
    pub fn url(&self, name: &str) -> Option<&str> {
        let (_, had) = self.had.iter().find(|(engine, _)| engine.name == name)?;
        match had {
            Had::Given(url) | Had::Started(url) => Some(url),
            Had::Program(_) | Had::Absent(_) => None,
        }
    }

    /// What tests are told by their environment.
    pub fn variables(&self) -> Vec<(&'static str, String)> {
        let told = self.had.iter().filter_map(|(engine, had)| match had {
            Had::Given(value) | Had::Started(value) | Had::Program(value) => Some((engine.variable, value.clone())),
            Had::Absent(_) => None,
        });
        told.collect()
    }

    /// A line of each for the closing table: its name, and how it is had; an error where it must not be absent.
    pub fn lines(&self) -> Vec<(String, Result<String, String>)> {
        let line = |(engine, had): &(&'static Engine, Had)| {
            let result = match had {
                Had::Given(url) => Ok(format!("given: {url}")),
                Had::Started(_) => Ok("started for this run".to_owned()),
                Had::Program(path) => Ok(path.clone()),
                Had::Absent(why) if ci() => Err(why.clone()),
                Had::Absent(why) => Ok(format!("SKIPPED, {why}")),
            };
            (format!("engine: {}", engine.title), result)
        };
        self.had.iter().map(line).collect()
    }
}

impl Drop for Matrix {
    fn drop(&mut self) {
        stop_all(&self.ground.folder);
    }
}

fn stop_all(folder: &Path) {
    match State::read(folder) {
        Ok(mut state) => drop(state.stop(&[])),
        Err(error) => eprintln!("xtask: {error}"),
    }
    drop(fs::remove_dir_all(folder));
}

/// Stops what tasks that were killed have left.
fn sweep(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let owner = name.strip_prefix("run-").and_then(|pid| pid.parse().ok());
        if owner.is_some_and(|pid| state::Process::find(pid).is_none()) {
            stop_all(&entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What comes up answers, is found again by the next who asks, and goes down; a second time there is nothing to stop.
    #[test]
    fn what_is_installed_comes_up_once_and_goes_down() {
        let folder = std::env::temp_dir().join(format!("infrasell-ground-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let ground = Ground { folder: folder.clone() };
        for name in ["redis", "nats"] {
            let engine = table::named(name).unwrap();
            let Some(programs) = engine.installed() else {
                println!("SKIPPED {}: {}", engine.title, engine.how_to_get());
                continue;
            };
            let url = ground.start(engine, &programs).unwrap();
            let mut state = State::read(&folder).unwrap();
            let running = state.alive(name).unwrap().clone();
            assert!(running.url == url && start::is_ready(&running) && running.folder.exists());
            assert!(table_of(&state).contains(&running.process.pid.to_string()));
            let told = state.stop(&[name.into()]);
            assert_eq!(told, [format!("{name} stopped (process {})", running.process.pid)]);
            assert!(!start::is_ready(&running) && !running.folder.exists());
            state.write(&folder).unwrap();
            assert!(State::read(&folder).unwrap().stop(&[]).is_empty());
        }
        fs::remove_dir_all(folder).unwrap();
    }
}
