//! The database: its schema, its clock, and what waits in it.

use super::{Finding, clock, span};
use crate::{split::Places, wire::MIGRATIONS};
use infrasell_db::{Backlog, Db, DbError, Engine, SchemaState, v};
use infrasell_kernel::Timestamp;
use std::time::Duration;

/// Jobs that are due should be begun within this.
const LATE: Duration = Duration::from_secs(300);
/// Below this, what lies behind a subscription's place says nothing (see [`infrasell_db::SubscriptionLag`]).
const BEHIND: i64 = 2_000;
/// A server that answers later than this is far away.
const FAR: Duration = Duration::from_millis(50);

pub(super) async fn examine(db: &Db, places: &Places) -> Vec<Finding> {
    let mut findings = vec![];
    let begun = std::time::Instant::now();
    match db.ping().await {
        Ok(()) => findings.push(answers(db, begun.elapsed())),
        Err(error) => return vec![failed("database", &error)],
    }
    let schema = match db.schema_state_of(MIGRATIONS, &|service| places.has_tables_of(service)).await {
        Ok(state) => schema(state),
        Err(error) => failed("schema", &error),
    };
    let has_tables = schema.level != super::Level::Error;
    findings.push(schema);
    if !has_tables {
        return findings;
    }
    findings.extend(clocks(db).await);
    match db.backlog().await {
        Ok(backlog) => findings.extend(queues(&backlog, db.now())),
        Err(error) => findings.push(failed("queues", &error)),
    }
    findings
}

fn failed(check: &'static str, error: &DbError) -> Finding {
    Finding::error(check, error.to_string(), "see what the database says; restore a backup if it is damaged")
}

fn answers(db: &Db, took: Duration) -> Finding {
    let found = format!("{} answers in {}.{} ms", db.url(), took.as_millis(), took.as_micros() % 1_000 / 100);
    if took > FAR {
        return Finding::warn("database", found, "bring the database nearer: a purchase asks it many times");
    }
    Finding::ok("database", found)
}

fn schema(state: SchemaState) -> Finding {
    match state {
        SchemaState::Current => Finding::ok("schema", "it is the one that this build needs"),
        SchemaState::Empty => {
            Finding::error("schema", "the database is empty", "start `infrasell serve`, which makes the shop")
        }
        SchemaState::Behind(pending) => Finding::warn(
            "schema",
            format!("{} are to be applied: {}", pending.len(), pending.join(", ")),
            "back up, then start `infrasell serve` or run `infrasell migrate`",
        ),
        SchemaState::Foreign(why) => {
            Finding::error("schema", why, "use the build that the database was last used with")
        }
    }
}

async fn clocks(db: &Db) -> Vec<Finding> {
    const SERVER: &str = "SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT)";
    const NEWEST: &str = "SELECT max(at) FROM (SELECT max(applied_at) AS at FROM db_migration
        UNION ALL SELECT max(created_at) FROM db_job UNION ALL SELECT max(created_at) FROM db_outbox) AS newest";
    let mut findings = vec![];
    if db.engine() == Engine::Postgres {
        let server: Result<Timestamp, DbError> = db.one(SERVER, &v![], |row| row.get(0)).await;
        findings.push(match server {
            Ok(server) => clock::compared("clock.database", "the database's server", clock::apart(server, db.now())),
            Err(error) => failed("clock.database", &error),
        });
    }
    let newest: Result<Option<Timestamp>, DbError> = db.one(NEWEST, &v![], |row| row.get(0)).await;
    findings.push(match newest {
        Ok(newest) => set_back(newest, db.now()),
        Err(error) => failed("clock.books", &error),
    });
    findings
}

/// What was written down must not be later than now.
fn set_back(newest: Option<Timestamp>, now: Timestamp) -> Finding {
    let ahead = newest.map_or(Duration::ZERO, |newest| newest.since(now));
    if ahead > Duration::from_secs(2) {
        let found = format!("the newest entry lies {} in the future: the clock was set back", span(ahead.as_secs()));
        return Finding::error("clock.books", found, "set the clock right: jobs wait until it has caught up");
    }
    Finding::ok("clock.books", "nothing in the database is later than now")
}

fn queues(backlog: &Backlog, now: Timestamp) -> Vec<Finding> {
    let mut findings = vec![];
    findings.push(match backlog.dead {
        0 => Finding::ok("queues.dead", "no job was given up"),
        dead => Finding::warn(
            "queues.dead",
            format!("{dead} jobs were given up"),
            "read why (GET /admin/v1/jobs?state=dead), then retry or remove each",
        ),
    });
    let late = backlog.due_since.map_or(Duration::ZERO, |since| now.since(since));
    let due = format!("{} jobs are due, {} run", backlog.due, backlog.running);
    findings.push(if late > LATE {
        let found = format!("{due}; the oldest waits for {}", span(late.as_secs()));
        Finding::warn("queues.waiting", found, "see that `infrasell serve` runs and is not overloaded")
    } else {
        Finding::ok("queues.waiting", due)
    });
    let stuck = backlog.subscriptions.iter().filter(|lag| lag.attempts > 0 || lag.behind > BEHIND);
    let stuck: Vec<String> = stuck
        .map(|lag| {
            let why = lag.last_error.as_deref().filter(|_| lag.attempts > 0).unwrap_or("no error");
            format!("{} is up to {} events behind ({} failed tries: {why})", lag.name, lag.behind, lag.attempts)
        })
        .collect();
    findings.push(match (stuck.is_empty(), backlog.unplaced > BEHIND) {
        (true, false) => Finding::ok("queues.events", "events are delivered"),
        (true, true) => Finding::warn(
            "queues.events",
            format!("{} events wait to be placed", backlog.unplaced),
            "see that `infrasell serve` runs",
        ),
        (false, _) => Finding::warn(
            "queues.events",
            stuck.join("; "),
            "see that `infrasell serve` runs, and what the subscriber fails at; it is tried again by itself",
        ),
    });
    findings
}

#[cfg(test)]
mod tests {
    use super::{super::Level, *};
    use infrasell_db::SubscriptionLag;

    fn levels(backlog: &Backlog) -> Vec<Level> {
        queues(backlog, Timestamp::from_micros(1_000_000_000_000)).iter().map(|finding| finding.level).collect()
    }

    #[test]
    fn queues_are_judged() {
        use Level::{Ok, Warn};
        assert_eq!(levels(&Backlog::default()), [Ok, Ok, Ok]);
        let since = Some(Timestamp::from_micros(1_000_000_000_000 - 400_000_000));
        assert_eq!(levels(&Backlog { dead: 1, due: 3, due_since: since, ..Backlog::default() }), [Warn, Warn, Ok]);
        let mut lag = SubscriptionLag { name: "x".into(), behind: 900, attempts: 0, last_error: Some("old".into()) };
        assert_eq!(levels(&Backlog { subscriptions: vec![lag.clone()], ..Backlog::default() }), [Ok, Ok, Ok]);
        lag.attempts = 2;
        assert_eq!(levels(&Backlog { subscriptions: vec![lag], ..Backlog::default() }), [Ok, Ok, Warn]);
    }

    #[test]
    fn a_clock_that_was_set_back_shows() {
        let at = |seconds: i64| Some(Timestamp::from_micros(seconds * 1_000_000));
        let now = Timestamp::from_micros(1_000_000_000);
        assert_eq!(set_back(at(999), now).level, Level::Ok);
        assert_eq!(set_back(None, now).level, Level::Ok);
        assert_eq!(set_back(at(1_100), now).level, Level::Error);
    }
}
