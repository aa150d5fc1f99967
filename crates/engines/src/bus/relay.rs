//! The relay: one outbox into its stream.
//!
//! Always true: what is already in the stream says where it goes on; nothing else is written down. A message is taken only
//! as the next of the last one that this relay knows: of two relays on one outbox (replicas) one gets a message in, and
//! the other looks again after a pause. An outbox that was put back to an earlier state begins its stream anew.

use super::{
    Letter, Nats, NatsError,
    link::{PATIENCE, in_time, last},
};
use async_nats::jetstream::message::PublishMessage;
use infrasell_db::{Ask, Batch, Db};
use infrasell_metrics::catalogue::{ENGINE_CALLS, ENGINE_SECONDS};
use std::{
    convert::Infallible,
    time::{Duration, Instant},
};
use tokio::sync::watch;

/// The name by which the outbox knows the relay, and keeps events for it.
pub const RELAY: &str = "nats";
/// The most messages that are on their way at once.
pub const MOST_IN_FLIGHT: i64 = 200;
/// How long a question to the outbox waits for news.
const WAIT: Duration = Duration::from_secs(5);
/// The first and the longest pause after trouble.
const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// Relays the outbox of `db` until `stop` says so.
pub async fn relay(db: Db, nats: Nats, mut stop: watch::Receiver<bool>) {
    let mut pause = FIRST_PAUSE;
    loop {
        let begun = Instant::now();
        let Err(trouble) = tokio::select! {
            trouble = run(&db, &nats) => trouble,
            _ = stop.wait_for(|stop| *stop) => return,
        };
        // what has gone well for a while may be tried again at once
        pause = if begun.elapsed() > WAIT { FIRST_PAUSE } else { (pause * 2).min(LONGEST_PAUSE) };
        tracing::warn!(%trouble, "events wait in the outbox");
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            _ = stop.wait_for(|stop| *stop) => return,
        }
    }
}

/// Relays until something is in the way.
async fn run(db: &Db, nats: &Nats) -> Result<Infallible, NatsError> {
    let look = Ask { after: -1, topics: vec![], most: 1, wait: Duration::ZERO, kept: None };
    let Batch { source, head, .. } = db.read_outbox(&look).await.map_err(NatsError::of)?;
    let stream = nats.make(&source).await?;
    let (mut sequence, mut after) = last(&stream).await?;
    if after > head {
        tracing::error!(source, after, head, "the outbox was put back to an earlier state; its stream begins anew");
        in_time(stream.purge()).await?;
        after = 0;
    }
    loop {
        // everything up to here is in the stream
        let ask = Ask { after, topics: vec![], most: MOST_IN_FLIGHT, wait: WAIT, kept: Some(after) };
        let batch = db.answer_reader(RELAY, &ask).await.map_err(NatsError::of)?;
        let begun = Instant::now();
        let told = publish(nats, &batch, &mut sequence).await;
        let outcome = if told.is_ok() { "done" } else { "refused" };
        if !batch.events.is_empty() {
            ENGINE_CALLS.with(&["nats", outcome]).add(1);
            ENGINE_SECONDS.with(&["nats"]).took(begun.elapsed());
        }
        told?;
        after = batch.head;
    }
}

/// Puts a batch into the stream, all of it on its way at once: JetStream refuses whatever does not follow the one before.
async fn publish(nats: &Nats, batch: &Batch, sequence: &mut u64) -> Result<(), NatsError> {
    let mut under_way = vec![];
    for carried in &batch.events {
        let letter = Letter { source: batch.source.clone(), carried: carried.clone() };
        let bytes = serde_json::to_vec(&letter).map_err(NatsError::of)?;
        let message = PublishMessage::build()
            .payload(bytes.into())
            .message_id(format!("{}:{}", batch.source, carried.position))
            .expected_last_sequence(*sequence + under_way.len() as u64);
        let subject = nats.subject(&batch.source, &carried.event.topic);
        let sending = nats.context.send_publish(subject, message);
        under_way.push(tokio::time::timeout(PATIENCE, sending).await.map_err(NatsError::of)?.map_err(NatsError::of)?);
    }
    for acknowledged in under_way {
        let expected = *sequence + 1;
        let got = in_time(acknowledged).await?.sequence;
        if got != expected {
            return Err(NatsError(format!("a message is number {got} where {expected} was to be")));
        }
        *sequence = expected;
    }
    Ok(())
}
