//! Idempotency: a write's answer is stored under its key in the same transaction as its effect.
//!
//! Always true: under one key of one caller and scope an effect happens at most once, and whoever asks again gets the
//! same answer, also when both ask at the same time.

use crate::{Db, DbError, Engine, Json, Row, Tx, audit::Draft, replicas::Told, sql, v};
use infrasell_kernel::{FieldError, Timestamp};
use infrasell_rpc::{Caller, Cx, Fault};
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};
use std::{
    ops::{Deref, DerefMut},
    time::Duration,
};

/// How long a client's key is remembered.
const KEEP: Duration = Duration::from_secs(24 * 3600);
/// How long a key of Infrasell itself is: a saga may be resumed after a long outage.
const KEEP_OWN: Duration = Duration::from_secs(30 * 24 * 3600);
/// How long after a write other processes may not have heard of it, when the one that wrote it has died: far longer than their
/// runners take to look.
const UNTOLD: Duration = Duration::from_secs(60);
/// What stands under a key: the request's hash, the answer, and when it was made.
type Found = (String, Option<String>, Timestamp);
/// The longest key, in bytes.
pub const MOST_KEY_BYTES: usize = 255;

/// What [`Db::begin_once`] found under the key.
pub enum Once<R> {
    /// The effect happened before; this is its answer.
    Answered(R),
    /// It did not; here is the transaction for it.
    Fresh(OnceTx),
}

/// A transaction that is committed together with its answer. Derefs to [`Tx`].
pub struct OnceTx {
    tx: Tx,
    slot: Option<Box<Slot>>,
}

struct Slot {
    scope: String,
    key: String,
    request_hash: String,
    now: Timestamp,
    keep_until: Timestamp,
}

impl Deref for OnceTx {
    type Target = Tx;
    fn deref(&self) -> &Tx {
        &self.tx
    }
}
impl DerefMut for OnceTx {
    fn deref_mut(&mut self) -> &mut Tx {
        &mut self.tx
    }
}

const FIND: &str = sql!("SELECT request_hash, answer, created_at FROM db_once WHERE scope = $1 AND key = $2");
/// Waits for another transaction that holds the same key, until that one has ended.
const CLAIM: &str = sql!(
    "INSERT INTO db_once (scope, key, request_hash, created_at, keep_until) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (scope, key) DO NOTHING"
);
const ANSWER: &str = sql!("UPDATE db_once SET answer = $3 WHERE scope = $1 AND key = $2");
const INSERT_ANSWERED: &str = sql!(
    "INSERT INTO db_once (scope, key, request_hash, created_at, keep_until, answer) VALUES ($1, $2, $3, $4, $5, $6)"
);
const SWEEP: &str = sql!("DELETE FROM db_once WHERE keep_until < $1");
/// How many answers are walked over at once.
const PAGE_ROWS: i64 = 1_000;
const PAGE: &str =
    sql!("SELECT scope, key, keep_until FROM db_once WHERE (scope, key) > ($1, $2) ORDER BY scope, key LIMIT $3");
const FORGET: &str = sql!("DELETE FROM db_once WHERE scope = $1 AND key = $2 AND keep_until < $3");

impl Db {
    /// Begins a write that is done at most once under the idempotency key of `cx`. `scope` names the kind of write, such
    /// as `cart.add_line`; keys of different callers and scopes do not meet. Without a key every call is fresh.
    /// Whether two requests are the same is decided by their JSON, so `req` should hold no map without an order.
    ///
    /// # Errors
    /// [`Fault::IdempotencyKeyReused`] when the key was used with another request; else the database's.
    pub async fn begin_once<R: DeserializeOwned>(
        &self,
        cx: &Cx,
        scope: &str,
        req: &(impl Serialize + Sync),
    ) -> Result<Once<R>, Fault> {
        let Some(key) = &cx.idempotency_key else {
            let mut tx = self.begin().await?;
            tx.set_draft(Draft::of(cx, scope, req));
            return Ok(Once::Fresh(OnceTx { tx, slot: None }));
        };
        let slot = Slot::new(cx, scope, key, serde_json::to_vec(req), self.now())?;
        let mut tx = self.begin().await?;
        match slot.claim(&mut tx).await? {
            None => {
                tx.set_draft(Draft::of(cx, scope, req));
                Ok(Once::Fresh(OnceTx { tx, slot: Some(Box::new(slot)) }))
            }
            Some((hash, ..)) if hash != slot.request_hash => Err(Fault::IdempotencyKeyReused),
            Some((_, Some(answer), created_at)) => {
                // on SQLite it may stand in a group that is not durable yet, nor seen by reads: wait for that group
                tx.commit().await?;
                // whoever wrote it may have died before he could tell the others
                let look = self.now().since(created_at) < UNTOLD;
                self.tell_others(Told { look, ..Told::default() }, true).seen(self).await?;
                Ok(Once::Answered(serde_json::from_str(&answer).map_err(Fault::internal)?))
            }
            Some((_, None, _)) => Err(Fault::IdempotencyKeyInUse),
        }
    }

    /// Forgets the answers whose time is up; returns how many.
    ///
    /// # Errors
    /// What the database says.
    pub async fn sweep_once(&self) -> Result<u64, DbError> {
        let now = self.now();
        if self.engine() == Engine::Postgres {
            return self.exec(SWEEP, &v![now]).await;
        }
        // an index by time would be written with every answer; readers walk over them, and hold up no writer
        let (mut swept, mut after) = (0, (String::new(), String::new()));
        loop {
            let read = |row: &Row<'_>| Ok((row.next::<String>()?, row.next::<String>()?, row.next::<Timestamp>()?));
            let page = self.all(PAGE, &v![&after.0, &after.1, PAGE_ROWS], read).await?;
            let over: Vec<_> = page.iter().filter(|(.., keep_until)| *keep_until < now).collect();
            if !over.is_empty() {
                let mut tx = self.begin().await?;
                for (scope, key, _) in over {
                    swept += tx.exec(FORGET, &v![scope, key, now]).await?;
                }
                tx.commit().await?;
            }
            let is_last = i64::try_from(page.len()).is_ok_and(|rows| rows < PAGE_ROWS);
            match page.into_iter().next_back() {
                Some((scope, key, _)) if !is_last => after = (scope, key),
                _ => return Ok(swept),
            }
        }
    }
}

impl Slot {
    fn new(cx: &Cx, scope: &str, key: &str, req: serde_json::Result<Vec<u8>>, now: Timestamp) -> Result<Self, Fault> {
        if key.is_empty() || key.len() > MOST_KEY_BYTES {
            let message = format!("the idempotency key must have 1 to {MOST_KEY_BYTES} bytes");
            return Err(FieldError::new("idempotency_key", "out_of_range", message).into());
        }
        let keep = if matches!(cx.caller, Caller::System { .. }) { KEEP_OWN } else { KEEP };
        Ok(Slot {
            scope: format!("{}/{scope}", cx.caller.scope()),
            key: key.to_owned(),
            request_hash: hex::encode(Sha256::digest(req.map_err(Fault::internal)?)),
            now,
            keep_until: now.plus(keep),
        })
    }

    /// What is stored under the key, if anything. On PostgreSQL the key's row is taken at once, so that another request
    /// under it waits; on SQLite the transaction alone keeps others out.
    async fn claim(&self, tx: &mut Tx) -> Result<Option<Found>, DbError> {
        if tx.db().engine() == Engine::Postgres {
            let values = v![&self.scope, &self.key, &self.request_hash, self.now, self.keep_until];
            if tx.exec(CLAIM, &values).await? == 1 {
                return Ok(None);
            }
        }
        tx.opt(FIND, &v![&self.scope, &self.key], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).await
    }
}

impl OnceTx {
    /// Stores the answer under the key, with the record of who did what, and commits all of it; returns after they are durable.
    ///
    /// # Errors
    /// What the database says; nothing was written then.
    pub async fn commit_with(mut self, answer: &(impl Serialize + Sync)) -> Result<(), DbError> {
        self.tx.finish_record(answer).await?;
        if let Some(slot) = &self.slot {
            if self.tx.db().engine() == Engine::Postgres {
                self.tx.queue(ANSWER, &v![&slot.scope, &slot.key, Json(answer)])?;
            } else {
                let values = v![&slot.scope, &slot.key, &slot.request_hash, slot.now, slot.keep_until, Json(answer)];
                self.tx.queue(INSERT_ANSWERED, &values)?;
            }
        }
        self.tx.commit().await
    }
}
