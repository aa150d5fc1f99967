//! Leases: a process says from time to time that it lives; what a dead one held is free again.

use super::Shared;
use crate::{DbError, sql, v};
use infrasell_kernel::Timestamp;
use std::{fs::File, sync::Arc, time::Instant};

const BEAT: &str = sql!("UPDATE db_runner SET locked_until = $2 WHERE id = $1");
const BEGIN: &str = sql!("INSERT INTO db_runner (id, locked_until) VALUES ($1, $2)");
const FORGET_DEAD: &str = sql!("DELETE FROM db_runner WHERE locked_until < $1");
const FREE_JOBS: &str = sql!(
    "UPDATE db_job SET state = 'waiting', runner = NULL, run_at = $1
     WHERE state = 'running' AND runner NOT IN (SELECT id FROM db_runner)"
);
const FREE_LOST_JOBS: &str = sql!(
    "UPDATE db_job SET state = 'waiting', runner = NULL, run_at = $2
     WHERE state = 'running' AND runner = $1 AND id NOT IN list($3)"
);
const FREE_SUBSCRIPTIONS: &str = sql!(
    "UPDATE db_subscription SET runner = NULL
     WHERE runner IS NOT NULL AND runner NOT IN (SELECT id FROM db_runner)"
);
const FORGET_ALL: &str = sql!("DELETE FROM db_runner");
const FORGET: &str = sql!("DELETE FROM db_runner WHERE id = $1");

/// What a runner holds as long as its process lives.
pub(super) struct Lease {
    /// Locked, when this is the only process with a runner on an SQLite file: the operating system frees it with the
    /// process, so that the next one takes over at once.
    _only_process: Option<File>,
}

impl Lease {
    pub(super) async fn take(shared: &Shared) -> Result<Self, DbError> {
        let only_process = shared.db.file().and_then(|path| {
            let mut name = path.as_os_str().to_owned();
            name.push(".runner");
            let file = File::create(name).ok()?;
            file.try_lock().ok().map(|()| file)
        });
        if only_process.is_some() {
            shared.db.exec(FORGET_ALL, &[]).await?;
        }
        beat(shared).await?;
        Ok(Lease { _only_process: only_process })
    }
}

/// Says that this process lives, and frees what dead ones held. One that was taken for dead itself stops what it runs:
/// others have it.
async fn beat(shared: &Shared) -> Result<(), DbError> {
    let _no_claim_under_way = shared.claiming.lock().await;
    let now = shared.db.now();
    let running: Vec<i64> = shared.running().iter().copied().collect();
    let until = now.plus(shared.options.lease);
    let mut tx = shared.db.begin().await?;
    let is_new = tx.exec(BEAT, &v![shared.id, until]).await? == 0;
    if is_new {
        tx.queue(BEGIN, &v![shared.id, until])?;
    }
    let dead = tx.exec(FORGET_DEAD, &v![now]).await?;
    tx.queue(FREE_JOBS, &v![now])?;
    tx.queue(FREE_LOST_JOBS, &v![shared.id, now, &running])?;
    tx.queue(FREE_SUBSCRIPTIONS, &[])?;
    tx.commit().await?;
    if is_new && !running.is_empty() {
        shared.abandon();
    }
    if dead > 0 {
        shared.db.wake();
        shared.db.wake_at(Timestamp::MIN);
    }
    Ok(())
}

/// Renews the lease three times in its length.
pub(super) async fn keep(shared: Arc<Shared>) {
    let mut beaten = Instant::now();
    loop {
        shared.pause(shared.options.lease / 3).await;
        if shared.is_stopping() {
            return;
        }
        let began = Instant::now();
        match beat(&shared).await {
            Ok(()) => beaten = began,
            Err(error) => {
                tracing::warn!(%error, "the runner's lease could not be renewed");
                if beaten.elapsed() >= shared.options.lease {
                    shared.abandon();
                }
            }
        }
    }
}

/// Gives everything back, at the end.
pub(super) async fn release(shared: &Shared) -> Result<(), DbError> {
    let mut tx = shared.db.begin().await?;
    tx.queue(FORGET, &v![shared.id])?;
    tx.queue(FREE_JOBS, &v![shared.db.now()])?;
    tx.queue(FREE_SUBSCRIPTIONS, &[])?;
    tx.commit().await
}
