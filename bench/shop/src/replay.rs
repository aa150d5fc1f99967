//! The limit: the bare layer over the database doing the same writes, in as many transactions, at the same durability.

use crate::{
    Trouble,
    pattern::{Pattern, Statement},
    stats::{Load, micros},
};
use infrasell_db::{Db, DbError, Traced, Tx, Val, Verb};
use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU8, Ordering},
    },
    time::{Duration, Instant},
};

/// Runs a statement as it was run, in a transaction.
async fn write(tx: &mut Tx, verb: Verb, sql: &str, sets: &[Vec<Val<'static>>]) -> Result<Option<u64>, DbError> {
    match (verb, sets) {
        (Verb::Queue, [values]) => tx.queue(sql, values).map(|()| None),
        (Verb::Rows, [values]) => Ok(Some(tx.all(sql, values, |_| Ok(())).await?.len() as u64)),
        (_, [values]) => tx.exec(sql, values).await.map(Some),
        _ => tx.exec_many(sql, sets).await.map(Some),
    }
}

async fn purchase(db: &Db, pattern: &Pattern, number: i64) -> Result<(), DbError> {
    for transaction in &pattern.transactions {
        let mut tx = db.begin().await?;
        for statement in transaction {
            write(&mut tx, statement.verb, &statement.sql, &statement.values(number)).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}

/// Writes purchase `number` and tells which statements did not touch as many rows as the real ones.
///
/// # Errors
/// When a statement fails.
pub async fn check(db: &Db, pattern: &Pattern, number: i64) -> Result<Vec<String>, Trouble> {
    let mut odd = vec![];
    for transaction in &pattern.transactions {
        let mut tx = db.begin().await?;
        for statement in transaction {
            let Statement { verb, sql, touched, .. } = statement;
            let verb = if *verb == Verb::Queue { Verb::Exec } else { *verb };
            let count = write(&mut tx, verb, sql, &statement.values(number)).await?;
            if touched.is_some() && count != *touched {
                odd.push(format!("{sql} touched {count:?} rows, not {touched:?}"));
            }
        }
        tx.commit().await?;
    }
    Ok(odd)
}

/// Lets `clients` write purchases at once; `number` is the last number that was used.
///
/// # Errors
/// When a statement fails.
pub async fn run(
    db: &Db,
    pattern: &Arc<Pattern>,
    clients: u64,
    number: &Arc<AtomicI64>,
    warm: Duration,
    measured: Duration,
) -> Result<Load, Trouble> {
    let phase = Arc::new(AtomicU8::new(0));
    let mut tasks = vec![];
    for _ in 0..clients {
        let (db, pattern, number, phase) = (db.clone(), pattern.clone(), number.clone(), phase.clone());
        tasks.push(tokio::spawn(async move {
            let mut took_us = vec![];
            while phase.load(Ordering::Relaxed) < 2 {
                let begun = Instant::now();
                purchase(&db, &pattern, number.fetch_add(1, Ordering::Relaxed) + 1).await?;
                if phase.load(Ordering::Relaxed) == 1 {
                    took_us.push(micros(begun.elapsed()));
                }
            }
            Ok::<_, DbError>(took_us)
        }));
    }
    tokio::time::sleep(warm).await;
    let own = std::process::id();
    let (cpu, begun) = (crate::server::cpu_us(own)?, Instant::now());
    phase.store(1, Ordering::Relaxed);
    tokio::time::sleep(measured).await;
    phase.store(2, Ordering::Relaxed);
    let cpu_us = crate::server::cpu_us(own)? - cpu;
    let mut load = Load { window_us: micros(begun.elapsed()), cpu_us, ..Load::default() };
    for task in tasks {
        load.took_us.extend(task.await.map_err(|error| Trouble::Other(error.to_string()))??);
    }
    load.took_us.sort_unstable();
    Ok(load)
}

/// Does everything in a trace once more: its committed transactions in the order of their commits; what was read
/// outside of them too, when `reads`.
///
/// # Errors
/// When a statement fails.
pub async fn again(db: &Db, trace: &[Traced], reads: bool) -> Result<Duration, Trouble> {
    let begun = Instant::now();
    let mut open: BTreeMap<u64, Vec<&Traced>> = BTreeMap::new();
    for traced in trace {
        match (traced.tx, traced.verb) {
            (None, Verb::Rows) => {
                if reads && let Some(values) = traced.sets.first() {
                    db.all(&traced.sql, values, |_| Ok(())).await?;
                }
            }
            (None, _) => {
                let values = traced.sets.first().map_or(&[] as &[Val<'_>], Vec::as_slice);
                db.exec(&traced.sql, values).await?;
            }
            (Some(tx), Verb::Commit) => commit(db, open.remove(&tx).unwrap_or_default(), reads).await?,
            (Some(tx), _) => open.entry(tx).or_default().push(traced),
        }
    }
    Ok(begun.elapsed())
}

async fn commit(db: &Db, statements: Vec<&Traced>, reads: bool) -> Result<(), Trouble> {
    let mut tx = db.begin().await?;
    for traced in statements {
        let only_reads = traced.verb == Verb::Rows && traced.sql.trim_start().starts_with("SELECT");
        if traced.verb != Verb::Begin && (reads || !only_reads) {
            write(&mut tx, traced.verb, &traced.sql, &traced.sets).await?;
        }
    }
    tx.commit().await?;
    Ok(())
}
