//! The disk under the shop's folder: room, whether it can be written, and how long it takes until something is safe.

use super::{Finding, size};
use infrasell_kernel::{OsRandom, Token};
use std::{
    fs::File,
    io::{self, Write},
    path::Path,
    time::{Duration, Instant},
};

/// With less room than this the shop stops soon.
const LITTLE_BYTES: u64 = 200_000_000;
/// With less room than this somebody should look.
const SCARCE_BYTES: u64 = 2_000_000_000;
/// Syncs that are timed; the middle one counts.
const SYNCS: usize = 9;
/// A purchase waits for about two of them.
const SLOW_SYNC: Duration = Duration::from_millis(30);
const HOPELESS_SYNC: Duration = Duration::from_millis(250);

pub(super) fn examine(data: &Path) -> Vec<Finding> {
    if !data.is_dir() {
        let found = format!("{} is not there", data.display());
        return vec![Finding::error("disk.write", found, "name the shop's folder with --data")];
    }
    let shop = std::fs::metadata(data.join("shop.db")).map_or(0, |meta| meta.len());
    let mut findings = vec![];
    match rustix::fs::statvfs(data) {
        Ok(disk) => findings.push(space(disk.f_bavail.saturating_mul(disk.f_frsize), shop)),
        Err(cause) => findings.push(Finding::warn("disk.space", cause.to_string(), "look at the disk with `df`")),
    }
    match time_syncs(data) {
        Ok(times) => {
            findings.push(Finding::ok("disk.write", format!("{} can be written", data.display())));
            findings.push(sync_time(times));
        }
        Err(cause) => findings.push(Finding::error(
            "disk.write",
            format!("{} cannot be written: {cause}", data.display()),
            "give the folder to the user that runs the shop, free room, or mount the disk for writing",
        )),
    }
    findings
}

fn space(free: u64, shop: u64) -> Finding {
    let found = format!("{} free", size(free));
    if free < LITTLE_BYTES {
        return Finding::error("disk.space", found, "free room at once: a full disk refuses orders");
    }
    if free < SCARCE_BYTES {
        return Finding::warn("disk.space", found, "free room, or move the shop to a larger disk");
    }
    // a backup is written beside a copy of the database
    if free < shop.saturating_mul(2) {
        let found = format!("{found}; the database has {}", size(shop));
        return Finding::warn("disk.space", found, "a backup needs twice the database's size: back up to another disk");
    }
    Finding::ok("disk.space", found)
}

fn sync_time(mut times: Vec<Duration>) -> Finding {
    times.sort();
    let middle = times.get(times.len() / 2).copied().unwrap_or_default();
    let found = format!("{}.{} ms until a write is safe", middle.as_millis(), middle.as_micros() % 1_000 / 100);
    if middle >= HOPELESS_SYNC {
        return Finding::error("disk.sync", found, "use another disk: each purchase waits for this");
    }
    if middle >= SLOW_SYNC {
        return Finding::warn("disk.sync", found, "a disk of its own or an SSD makes purchases faster");
    }
    Finding::ok("disk.sync", found)
}

fn time_syncs(data: &Path) -> io::Result<Vec<Duration>> {
    let path = data.join(format!(".infrasell-doctor-{}", Token::random(&OsRandom)));
    let times = time_syncs_of(&path);
    // one that could not be made is not there
    let _removed = std::fs::remove_file(&path);
    times
}

fn time_syncs_of(path: &Path) -> io::Result<Vec<Duration>> {
    let mut file = File::create_new(path)?;
    let mut times = vec![];
    for _ in 0..SYNCS {
        let begun = Instant::now();
        file.write_all(&[7; 4096])?;
        file.sync_data()?;
        times.push(begun.elapsed());
    }
    Ok(times)
}

#[cfg(test)]
mod tests {
    use super::{super::Level, *};

    #[test]
    fn room_is_judged() {
        assert_eq!(space(100_000_000, 0).level, Level::Error);
        assert_eq!(space(1_000_000_000, 0).level, Level::Warn);
        assert_eq!(space(5_000_000_000, 4_000_000_000).level, Level::Warn);
        assert_eq!(space(5_000_000_000, 1_000_000_000).level, Level::Ok);
    }

    #[test]
    fn the_middle_time_counts() {
        let ms = |times: &[u64]| sync_time(times.iter().map(|ms| Duration::from_millis(*ms)).collect()).level;
        assert_eq!(ms(&[1, 900, 1]), Level::Ok);
        assert_eq!(ms(&[40, 40, 1]), Level::Warn);
        assert_eq!(ms(&[300, 300, 1]), Level::Error);
    }
}
