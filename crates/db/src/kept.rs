//! What is read again and again and seldom written, kept in memory: channels, tax rates, ways to send.
//!
//! Always true: what this process has written is seen by its next read, because a commit that touched one of the tables
//! makes everything kept from them old; what another replica has written is seen by the next read after that was answered
//! (`replicas`); what any other process has written is seen within [`MOST_AGE`].

use crate::Db;
use infrasell_kernel::Timestamp;
use std::{
    collections::HashMap,
    hash::Hash,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

/// How old what is kept may be.
pub const MOST_AGE: Duration = Duration::from_secs(1);
/// Answers that are kept under different keys; beyond it all are forgotten.
const MOST_KEPT: usize = 1_000;

/// Answers read from some tables, by key.
pub struct Kept<K, V> {
    db: Db,
    tables: Vec<Arc<AtomicU64>>,
    held: RwLock<Held<K, V>>,
}

struct Held<K, V> {
    /// The state of the tables that the answers were read from.
    version: u64,
    answers: HashMap<K, (Timestamp, Arc<V>)>,
}

impl<K: Hash + Eq + Clone, V> Kept<K, V> {
    /// Keeps what is read from `tables` of `db`. All of them must be written through this [`Db`] in this process.
    #[must_use]
    pub fn over(db: &Db, tables: &[&'static str]) -> Self {
        let held = Held { version: 0, answers: HashMap::new() };
        Kept {
            db: db.clone(),
            tables: tables.iter().map(|table| db.tables().watch(table)).collect(),
            held: RwLock::new(held),
        }
    }

    /// The answer for `key`: the kept one, or what `read` finds.
    ///
    /// # Errors
    /// What `read` says; nothing is kept then.
    pub async fn get<E>(&self, key: &K, read: impl Future<Output = Result<V, E>>) -> Result<Arc<V>, E> {
        let (now, version) = (self.db.now(), self.version());
        if let Some(answer) = self.look(key, now, version).filter(|_| self.db.may_keep(Instant::now())) {
            return Ok(answer);
        }
        let answer = Arc::new(read.await?);
        let mut held = self.held.write().unwrap_or_else(PoisonError::into_inner);
        // a commit meanwhile may have come before or after the read: then the answer is good, but not for keeping
        if self.version() == version {
            if held.version != version || held.answers.len() >= MOST_KEPT {
                held.answers.clear();
                held.version = version;
            }
            held.answers.insert(key.clone(), (now, answer.clone()));
        }
        Ok(answer)
    }

    /// Forgets everything: what is made of the tables has changed, though they have not.
    pub fn forget(&self) {
        self.held.write().unwrap_or_else(PoisonError::into_inner).answers.clear();
    }

    fn look(&self, key: &K, now: Timestamp, version: u64) -> Option<Arc<V>> {
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner);
        let (read_at, answer) = held.answers.get(key).filter(|_| held.version == version)?;
        // a clock that was put back makes nothing young
        (now >= *read_at && now.since(*read_at) < MOST_AGE).then(|| answer.clone())
    }

    /// Grows with every commit that touches one of the tables.
    fn version(&self) -> u64 {
        self.tables.iter().map(|table| table.load(Ordering::Acquire)).sum()
    }
}

/// The tables whose commits somebody wants to know of.
#[derive(Default)]
pub(crate) struct Tables(RwLock<Vec<(&'static str, Arc<AtomicU64>)>>);

impl Tables {
    fn watch(&self, table: &'static str) -> Arc<AtomicU64> {
        let mut watched = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, count)) = watched.iter().find(|(name, _)| *name == table) {
            return count.clone();
        }
        let count = Arc::new(AtomicU64::new(0));
        watched.push((table, count.clone()));
        count
    }

    /// Makes everything old that is kept from any table: another process has written, nobody knows where.
    pub(crate) fn touch_all(&self) {
        for (_, count) in self.0.read().unwrap_or_else(PoisonError::into_inner).iter() {
            count.fetch_add(1, Ordering::AcqRel);
        }
    }

    /// The watched table that a statement writes to.
    pub(crate) fn written_by(&self, sql: &str) -> Option<Arc<AtomicU64>> {
        let table = written_table(sql)?;
        let watched = self.0.read().unwrap_or_else(PoisonError::into_inner);
        watched.iter().find(|(name, _)| *name == table).map(|(_, count)| count.clone())
    }
}

/// The watched tables that a transaction has written to. Dropped when it has ended, whichever way: what is kept from
/// them is old then, also when nobody waits for the commit any more or its answer was lost.
#[derive(Default)]
pub(crate) struct Touched(Vec<Arc<AtomicU64>>);

impl Touched {
    pub(crate) fn note(&mut self, table: Arc<AtomicU64>) {
        self.0.push(table);
    }
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Drop for Touched {
    fn drop(&mut self) {
        for table in &self.0 {
            table.fetch_add(1, Ordering::AcqRel);
        }
    }
}

/// The table that a statement inserts into, updates or deletes from. Every statement of the portable subset names it
/// behind its first words, a CTE's too: those look with SELECT.
fn written_table(sql: &str) -> Option<&str> {
    let text = sql.trim_start();
    let rest = match text.as_bytes().first()? {
        b'I' => text.strip_prefix("INSERT INTO ")?,
        b'U' => text.strip_prefix("UPDATE ")?,
        b'D' => text.strip_prefix("DELETE FROM ")?,
        b'W' => {
            let at =
                ["INSERT INTO ", "UPDATE ", "DELETE FROM "].iter().filter_map(|verb| Some((text.find(verb)?, verb)));
            let (at, verb) = at.min()?;
            &text[at + verb.len()..]
        }
        _ => return None,
    };
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
    Some(&rest[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_a_write_is_found() {
        for (sql, table) in [
            ("INSERT INTO shelf_item (id) VALUES ($1)", Some("shelf_item")),
            ("\n  UPDATE shelf_item SET units = 1", Some("shelf_item")),
            ("DELETE FROM shelf_item WHERE id = $1", Some("shelf_item")),
            ("WITH due AS (SELECT 1) UPDATE shelf_item SET units = 1", Some("shelf_item")),
            ("SELECT 1 FROM shelf_item FOR UPDATE", None),
            ("SAVEPOINT s1", None),
            ("", None),
        ] {
            assert_eq!(written_table(sql), table, "{sql}");
        }
    }
}
