//! How long the shop has been without a backup.

use super::{Finding, size, span};
use crate::{
    backup::{Status, status},
    config::{Backup, Config},
};
use infrasell_kernel::Timestamp;
use std::path::Path;

/// Without a schedule, a backup should not be older than this.
const OLD_SECONDS: u64 = 7 * 86_400;

pub(super) fn examine(data: &Path, config: &Config, now: Timestamp) -> Finding {
    let status = status(data);
    let there = status.succeeded.as_ref().is_some_and(|last| Path::new(&last.file).exists());
    judge(&status, there, &config.backup, now)
}

fn judge(status: &Status, there: bool, settings: &Backup, now: Timestamp) -> Finding {
    let advice = match settings.every_hours {
        0 => "run `infrasell backup --to DIR`, or set backup.every_hours; keep backups on another disk",
        _ => "run `infrasell backup --to DIR` and see what it says; look for system.backup among the jobs",
    };
    let Some(last) = &status.succeeded else {
        let why = status.failed.as_ref().map_or(String::new(), |failed| format!("; the last try: {}", failed.reason));
        return Finding::warn("backup", format!("no backup was ever taken{why}"), advice);
    };
    let age = now.since(last.at).as_secs();
    let found = format!("the last backup is {} old: {}, {}", span(age), last.file, size(last.bytes));
    if let Some(failed) = status.failed.as_ref().filter(|failed| failed.at > last.at) {
        return Finding::error("backup", format!("{found}; the last try failed: {}", failed.reason), advice);
    }
    if !there {
        return Finding::warn("backup", format!("{found}; the file is no longer there"), advice);
    }
    // one round may be missed: the machine was off
    let most = if settings.every_hours == 0 { OLD_SECONDS } else { settings.every_hours.saturating_mul(2 * 3_600) };
    if age > most { Finding::warn("backup", found, advice) } else { Finding::ok("backup", found) }
}

#[cfg(test)]
mod tests {
    use super::{super::Level, *};
    use crate::backup::{Failed, Success};

    #[test]
    fn the_time_without_a_backup_is_judged() {
        let hours = |h: i64| Timestamp::from_micros(h * 3_600_000_000);
        let every = |every_hours| Backup { every_hours, ..Backup::default() };
        let success = Success { at: hours(10), file: "b.tar".into(), bytes: 5, took_ms: 1 };
        let mut status = Status { succeeded: Some(success), failed: None };
        let level =
            |status: &Status, there, every_hours, now| judge(status, there, &every(every_hours), hours(now)).level;
        assert_eq!(level(&Status::default(), true, 0, 10), Level::Warn);
        assert_eq!(level(&status, true, 24, 57), Level::Ok);
        assert_eq!(level(&status, true, 24, 59), Level::Warn);
        assert_eq!(level(&status, true, 0, 10 + 8 * 24), Level::Warn);
        assert_eq!(level(&status, false, 24, 11), Level::Warn, "a backup that is gone is none");
        status.failed = Some(Failed { at: hours(34), reason: "no room".into() });
        assert_eq!(level(&status, true, 24, 35), Level::Error);
    }
}
