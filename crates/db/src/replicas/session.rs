//! A process's line to the others: one connection of its own, on which it hears what they say, says what it has to say,
//! and looks whether it was revoked. A line that is lost ends everything that was kept; the next one begins anew.

use super::{
    Order, ReplicaOptions, Replicas,
    crew::Crew,
    message::{Message, News, What, news_of},
};
use crate::{Db, DbError, Heard, db::Opened, outbox, sql, v};
use futures_util::future::poll_fn;
use infrasell_metrics::catalogue::DB_REPLICAS;
use std::{
    sync::PoisonError,
    sync::atomic::Ordering,
    time::{Duration, Instant},
};
use tokio::sync::{mpsc, watch};
use tokio_postgres::{AsyncMessage, Client, NoTls, Statement};

/// How long after a line was lost the next one is opened.
const AGAIN: Duration = Duration::from_millis(100);
/// Commits that are told at once.
const MOST_ORDERS: usize = 500;

const ARRIVE: &str = sql!("INSERT INTO db_member (id, revoked) VALUES ($1, FALSE)");
const OTHERS: &str = sql!("SELECT id, revoked FROM db_member WHERE id <> $1");
const FORGET: &str = sql!("DELETE FROM db_member WHERE id IN list($1)");
const REVOKE: &str = "UPDATE db_member SET revoked = TRUE WHERE id = ANY($1) AND NOT revoked";
const STANDS: &str = "SELECT 1 FROM db_member WHERE id = $1 AND NOT revoked";
const SAY: &str = "SELECT pg_notify($1, said) FROM unnest($2::text[]) AS said";

/// Keeps a line to the others until it is told to stop.
pub(super) async fn run(
    db: Db,
    options: ReplicaOptions,
    mut orders: mpsc::UnboundedReceiver<Order>,
    mut stop: watch::Receiver<bool>,
) {
    let mut queued: Vec<Order> = vec![];
    let mut former: Option<i64> = None;
    while !*stop.borrow() {
        let opened = tokio::time::timeout(options.lease * 4, Session::open(&db, options, &mut former)).await;
        let opened = opened.unwrap_or_else(|_| Err(DbError::unavailable("the server does not answer")));
        match opened {
            Ok(mut session) => {
                let ended = session.serve(&mut orders, &mut queued, &mut stop).await;
                db.replicas().suspend();
                *line(db.replicas()) = None;
                let mut again = session.crew.take_back();
                again.append(&mut queued);
                queued = again;
                match ended {
                    Ok(()) => return session.leave().await,
                    Err(error) => {
                        tracing::warn!(%error, "the line to the other processes is lost; nothing is kept until it is back")
                    }
                }
            }
            Err(error) => {
                tracing::warn!(%error, "the other processes cannot be reached; nothing is kept until they can")
            }
        }
        let _stopped = tokio::time::timeout(AGAIN, stopped(&mut stop)).await;
    }
}

async fn stopped(stop: &mut watch::Receiver<bool>) {
    // whoever could stop it is gone: the same
    drop(stop.wait_for(|stop| *stop).await);
}

fn line(replicas: &Replicas) -> std::sync::MutexGuard<'_, Option<i32>> {
    replicas.line.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Session {
    db: Db,
    options: ReplicaOptions,
    me: i64,
    channel: String,
    client: Client,
    say: Statement,
    stands: Statement,
    heard: mpsc::UnboundedReceiver<String>,
    crew: Crew,
    /// What is to be said.
    out: Vec<String>,
    /// When the last look was begun that found this one in good standing.
    stood_at: Instant,
    has_entered: bool,
}

impl Session {
    /// Listens first, then is seen by whoever comes or writes, then looks who is there: whoever is not among those will find
    /// this one, or has begun after it.
    async fn open(db: &Db, options: ReplicaOptions, former: &mut Option<i64>) -> Result<Session, DbError> {
        let Opened::Pg(pool) = db.opened() else { return Err(DbError::other("there is nobody else on SQLite")) };
        let mut config = pool.config().clone();
        let (client, mut connection) = config.application_name("infrasell line").connect(NoTls).await?;
        let (ear, heard) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            while let Some(Ok(message)) = poll_fn(|context| connection.poll_message(context)).await {
                if let AsyncMessage::Notification(said) = message
                    && ear.send(said.payload().to_owned()).is_err()
                {
                    break;
                }
            }
        });
        // what is said need not survive a crash of the server: every line ends with that
        client.batch_execute("SET synchronous_commit = off").await?;
        let row = client.query_one("SELECT current_schema()::text, pg_backend_pid()", &[]).await?;
        let channel = format!("infrasell_{}", row.try_get::<_, Option<String>>(0)?.unwrap_or_default());
        client.batch_execute(&format!("LISTEN \"{}\"", channel.replace('"', "\"\""))).await?;
        let (say, stands) = (client.prepare(SAY).await?, client.prepare(STANDS).await?);
        let me = db.next_id::<()>().await?.get();
        let was = former.replace(me);
        let mut tx = db.begin().await?;
        tx.queue(FORGET, &v![was.as_slice()])?;
        tx.exec(ARRIVE, &v![me]).await?;
        tx.commit().await?;
        let stood_at = Instant::now();
        let others = db.all(OTHERS, &v![me], |row| Ok((row.next::<i64>()?, row.next::<bool>()?))).await?;
        let crew = Crew::found(others, Instant::now());
        let hello = Message { from: me, what: What::Hello { was } };
        *line(db.replicas()) = Some(row.try_get(1)?);
        let (db, out) = (db.clone(), vec![hello.text()]);
        Ok(Session { db, options, me, channel, client, say, stands, heard, crew, out, stood_at, has_entered: false })
    }

    async fn serve(
        &mut self,
        orders: &mut mpsc::UnboundedReceiver<Order>,
        queued: &mut Vec<Order>,
        stop: &mut watch::Receiver<bool>,
    ) -> Result<(), DbError> {
        let lost = || DbError::unavailable("the connection has ended");
        loop {
            let due = tokio::time::Instant::from_std(self.next_due());
            if queued.is_empty() || !self.has_entered {
                tokio::select! {
                    biased;
                    () = stopped(stop) => return Ok(()),
                    said = self.heard.recv() => self.hear(&said.ok_or_else(lost)?).await?,
                    Some(order) = orders.recv(), if self.has_entered => queued.push(order),
                    () = tokio::time::sleep_until(due) => {}
                }
            }
            while let Ok(said) = self.heard.try_recv() {
                self.hear(&said).await?;
            }
            self.look_after_others().await?;
            self.stand().await?;
            if self.has_entered {
                while queued.len() < MOST_ORDERS
                    && let Ok(order) = orders.try_recv()
                {
                    queued.push(order);
                }
                self.say_all(queued);
            }
            self.flush().await?;
            self.db.replicas().others.store(self.crew.others(), Ordering::Release);
        }
    }

    fn next_due(&self) -> Instant {
        let look = self.stood_at + self.options.lease / 4;
        self.crew.next_due(self.options.patience, self.options.lease).map_or(look, |due| due.min(look))
    }

    /// Looks whether this one was revoked, when that is due, and enters once everybody knows it.
    async fn stand(&mut self) -> Result<(), DbError> {
        let now = Instant::now();
        let enters = !self.has_entered && self.crew.has_joined();
        if !enters && now.saturating_duration_since(self.stood_at) < self.options.lease / 4 {
            return Ok(());
        }
        let stands = self.limited(self.client.query_opt(&self.stands, &[&self.me])).await?;
        if stands.is_none() {
            return Err(DbError::unavailable("another process has waited for this one in vain"));
        }
        self.stood_at = now;
        let replicas = self.db.replicas();
        if enters {
            replicas.others.store(self.crew.others(), Ordering::Release);
            self.forget();
            self.has_entered = true;
            tracing::info!(others = self.crew.others(), "joined the other processes on this database");
        }
        if self.has_entered {
            // a tenth is left for clocks that do not run at the same speed
            replicas.keep_until(now + self.options.lease * 9 / 10);
        }
        DB_REPLICAS.set(i64::try_from(self.crew.others()).unwrap_or(i64::MAX));
        Ok(())
    }

    /// Says what was committed. This one must stand at that moment, as otherwise somebody may have come whom it does not
    /// know; then it is said on the next line.
    fn say_all(&mut self, queued: &mut Vec<Order>) {
        let now = Instant::now();
        if queued.is_empty() || !self.db.may_keep(now) {
            return;
        }
        let orders = std::mem::take(queued);
        let is_waited_for = orders.iter().any(|order| order.told.is_waited_for());
        let number = is_waited_for.then(|| self.crew.next_number());
        if self.crew.others() > 0 {
            self.news(news_of(&orders, number));
        }
        if is_waited_for {
            self.crew.say(orders, now);
        }
    }

    fn news(&mut self, told: Vec<News>) {
        let from = self.me;
        self.out.extend(told.into_iter().map(|news| Message { from, what: What::News(news) }.text()));
    }

    async fn flush(&mut self) -> Result<(), DbError> {
        if self.out.is_empty() {
            return Ok(());
        }
        let out = std::mem::take(&mut self.out);
        self.limited(self.client.query(&self.say, &[&self.channel, &out])).await?;
        Ok(())
    }

    /// A server that does not answer within a lease is as good as gone.
    async fn limited<T>(&self, asked: impl Future<Output = Result<T, tokio_postgres::Error>>) -> Result<T, DbError> {
        match tokio::time::timeout(self.options.lease, asked).await {
            Ok(answer) => Ok(answer?),
            Err(_) => Err(DbError::unavailable("the server does not answer")),
        }
    }

    async fn hear(&mut self, said: &str) -> Result<(), DbError> {
        let Some(Message { from, what }) = Message::read(said) else {
            tracing::warn!("what another process says cannot be read; everything kept is forgotten");
            self.forget();
            return Ok(());
        };
        if from == self.me {
            return Ok(());
        }
        match what {
            What::Hello { was } => {
                was.into_iter().for_each(|was| self.crew.part(was));
                self.crew.meet(from);
                self.db.replicas().others.store(self.crew.others(), Ordering::Release);
                self.out.push(Message { from: self.me, what: What::Welcome { to: from } }.text());
            }
            What::Welcome { to } if to == self.me => self.crew.answered(from, 0),
            What::Seen { of, number } if of == self.me => self.crew.answered(from, number),
            What::Bye => self.crew.part(from),
            What::News(news) => self.take_in(from, news).await?,
            What::Welcome { .. } | What::Seen { .. } => {}
        }
        Ok(())
    }

    /// Drops what the news make old: first what is kept from tables, so that nothing is filled anew from there.
    async fn take_in(&mut self, from: i64, news: News) -> Result<(), DbError> {
        let (db, listeners) = (&self.db, self.db.listeners());
        if news.tables {
            db.tables().touch_all();
        }
        if news.all {
            self.forget();
        }
        for (_, topic, payload) in &news.events {
            listeners.tell(topic, payload);
        }
        listeners.remember(news.events.iter().map(|(id, _, _)| *id));
        if news.look {
            let lately = outbox::lately(db, &listeners.topics()).await?;
            db.tables().touch_all();
            listeners.tell_strange(db, &lately);
        }
        if news.wake && db.replicas().delivers.load(Ordering::Acquire) {
            db.wake();
        }
        if let Some(number) = news.number {
            self.out.push(Message { from: self.me, what: What::Seen { of: from, number } }.text());
        }
        Ok(())
    }

    fn forget(&self) {
        self.db.tables().touch_all();
        self.db.listeners().tell_all(Heard::Missed);
    }

    /// Revokes those who do not answer, and parts with those that have been revoked for long enough.
    async fn look_after_others(&mut self) -> Result<(), DbError> {
        let silent = self.crew.silent(Instant::now(), self.options.patience);
        if !silent.is_empty() {
            // on the line itself: the pool may be busy
            self.limited(self.client.execute(REVOKE, &[&silent])).await?;
            self.crew.revoke(&silent, Instant::now());
            tracing::warn!(
                others = silent.len(),
                "a process does not say that it has dropped what is old; it is revoked"
            );
        }
        let lapsed = self.crew.lapsed(Instant::now(), self.options.lease);
        if !lapsed.is_empty() {
            self.db.exec(FORGET, &v![&lapsed]).await?;
            lapsed.iter().for_each(|id| self.crew.part(*id));
        }
        Ok(())
    }

    /// The end of a process that stops: nothing is shown any more, so nobody needs to wait.
    async fn leave(mut self) {
        self.out.push(Message { from: self.me, what: What::Bye }.text());
        if let Err(error) = self.db.exec(FORGET, &v![[self.me].as_slice()]).await {
            tracing::warn!(%error, "the others could not be told that this process leaves");
        }
        if let Err(error) = self.flush().await {
            tracing::warn!(%error, "the others could not be told that this process leaves");
        }
    }
}
