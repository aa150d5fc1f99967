//! The clock: against the file system's, and against one that only goes forward. Against the database's: `database`.

use super::Finding;
use infrasell_kernel::{Clock, OsRandom, Timestamp, Token};
use std::{
    path::Path,
    time::{Duration, Instant, SystemTime},
};

/// Two clocks may differ by this much.
const FAIR: Duration = Duration::from_secs(2);
/// Beyond this, times in the books are wrong.
const WRONG: Duration = Duration::from_secs(60);
/// How long the two clocks of this machine are watched, and how far they may drift apart in that time.
const WATCH: Duration = Duration::from_millis(200);
const DRIFT: Duration = Duration::from_millis(20);

pub(super) fn examine(data: &Path, clock: &dyn Clock) -> Vec<Finding> {
    let mut findings = vec![steady(watch(clock))];
    if let Some(difference) = against_files(data, clock) {
        findings.push(compared("clock.files", "the file system", difference));
    }
    findings
}

/// What two clocks that differ mean.
pub(super) fn compared(check: &'static str, other: &str, difference: Duration) -> Finding {
    let found = format!("{}.{:03} s apart from {other}", difference.as_secs(), difference.subsec_millis());
    let advice = "let both machines keep time by NTP (chrony or systemd-timesyncd)";
    match difference {
        d if d > WRONG => Finding::error(check, found, advice),
        d if d > FAIR => Finding::warn(check, found, advice),
        _ => Finding::ok(check, found),
    }
}

/// How far the wall clock jumped while it was watched.
fn watch(clock: &dyn Clock) -> Duration {
    let (wall, steady) = (clock.now(), Instant::now());
    std::thread::sleep(WATCH);
    let (passed, after) = (steady.elapsed(), clock.now());
    if after < wall { wall.since(after).saturating_add(passed) } else { after.since(wall).abs_diff(passed) }
}

/// How far two points in time are apart.
pub(super) fn apart(a: Timestamp, b: Timestamp) -> Duration {
    a.since(b).max(b.since(a))
}

fn steady(jump: Duration) -> Finding {
    if jump > DRIFT {
        let found = format!("the clock jumped by {} ms within {} ms", jump.as_millis(), WATCH.as_millis());
        return Finding::warn("clock.steady", found, "see what sets it: NTP should slew the clock, not step it");
    }
    Finding::ok("clock.steady", "it goes evenly")
}

/// How far the file system's clock is from ours; nothing when the folder cannot be written, which `disk` says.
fn against_files(data: &Path, clock: &dyn Clock) -> Option<Duration> {
    let path = data.join(format!(".infrasell-doctor-{}", Token::random(&OsRandom)));
    std::fs::write(&path, b"x").ok()?;
    let now = clock.now();
    let written = std::fs::metadata(&path).and_then(|meta| meta.modified());
    // a file that was written can be removed
    let _removed = std::fs::remove_file(&path);
    let written = written.ok()?.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    let written = Timestamp::from_micros(i64::try_from(written.as_micros()).ok()?);
    Some(apart(written, now))
}

#[cfg(test)]
mod tests {
    use super::{super::Level, *};

    #[test]
    fn clocks_are_judged() {
        let judged = |ms| compared("clock.files", "x", Duration::from_millis(ms)).level;
        assert_eq!([judged(10), judged(5_000), judged(61_000)], [Level::Ok, Level::Warn, Level::Error]);
        assert_eq!(steady(Duration::from_millis(3)).level, Level::Ok);
        assert_eq!(steady(Duration::from_secs(3_600)).level, Level::Warn);
    }
}
