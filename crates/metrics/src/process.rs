//! The process itself, as Linux tells of it; elsewhere nothing is said.

use crate::{
    Text,
    catalogue::{PROCESS_CPU, PROCESS_FDS, PROCESS_MAX_FDS, PROCESS_MEMORY, PROCESS_START},
    text::seconds,
};
use std::fs::{read_dir, read_to_string};

/// Ticks a second in `/proc`, on every Linux.
const TICKS: u64 = 100;

/// Adds memory, files, processor time and the time of the start.
pub fn process(text: &mut Text) {
    let read = |path: &str| read_to_string(path).unwrap_or_default();
    let status = read("/proc/self/status");
    if let Some(kib) = number_after(&status, "VmRSS:") {
        text.sample(&PROCESS_MEMORY, &[], kib * 1024);
    }
    if let Ok(files) = read_dir("/proc/self/fd") {
        text.sample(&PROCESS_FDS, &[], files.count());
    }
    if let Some(most) = number_after(&read("/proc/self/limits"), "Max open files") {
        text.sample(&PROCESS_MAX_FDS, &[], most);
    }
    let stat = read("/proc/self/stat");
    // behind the name, which may hold anything, the fields are numbers; the first one there is the third of all
    let fields: Vec<&str> = stat.rsplit_once(')').map_or(vec![], |(_, rest)| rest.split_whitespace().collect());
    let field = |number: usize| fields.get(number - 3).and_then(|text| text.parse::<u64>().ok());
    if let (Some(user), Some(system)) = (field(14), field(15)) {
        text.sample(&PROCESS_CPU, &[], seconds((user + system) * 1_000_000 / TICKS));
    }
    if let (Some(ticks), Some(boot)) = (field(22), number_after(&read("/proc/stat"), "btime")) {
        text.sample(&PROCESS_START, &[], boot + ticks / TICKS);
    }
}

fn number_after(text: &str, word: &str) -> Option<u64> {
    let line = text.lines().find_map(|line| line.strip_prefix(word))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn linux_tells_of_the_process() {
        let mut text = Text::default();
        process(&mut text);
        let text = text.finish();
        for name in ["resident_memory_bytes", "open_fds", "max_fds", "cpu_seconds_total", "start_time_seconds"] {
            let sample = text.lines().find_map(|line| line.strip_prefix(&format!("process_{name} ")));
            let sample = sample.unwrap_or_else(|| panic!("{name}"));
            assert!(sample.chars().all(|c| c.is_ascii_digit() || c == '.'), "{name} {sample}");
        }
        let started: u64 = number_after(&text, "process_start_time_seconds").unwrap();
        assert!(started > 1_600_000_000, "{started}");
    }
}
