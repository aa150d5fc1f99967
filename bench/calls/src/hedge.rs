//! Whether hedged reads pay: a peer that is slow once in a hundred calls, asked once, and asked a second time when the first
//! answer is late.

use crate::{
    Load, Role, Trouble,
    callers::{Call, Ours},
    run,
    server::Server,
};
use std::{sync::Arc, time::Duration};

/// How late an answer is before it is asked for once more: above p95 of an idle peer.
const LATE_AFTER: Duration = Duration::from_millis(2);

struct Hedged(Ours);

impl Call for Hedged {
    async fn once(&self) -> Result<(), Trouble> {
        let mut first = std::pin::pin!(self.0.once());
        match tokio::time::timeout(LATE_AFTER, &mut first).await {
            Ok(answered) => answered,
            Err(_) => tokio::select! {
                answered = first => answered,
                answered = self.0.once() => answered,
            },
        }
    }
}

/// Measures and prints it.
///
/// # Errors
/// When a call fails.
pub async fn print(time: Duration) -> Result<(), Trouble> {
    println!(
        "\n| one call in 100 takes 20 ms | callers | calls | p50 | p99 | p99.9 | CPU of both |\n|---|---|---|---|---|---|---|"
    );
    for callers in [1, 64] {
        let server = Server::start(Role::Tail).await?;
        let (once, hedged) = (Ours::new(server.address)?, Hedged(Ours::new(server.address)?));
        row("asked once", callers, run(Arc::new(once), server.id(), callers, time / 2).await?);
        row("asked again after 2 ms", callers, run(Arc::new(hedged), server.id(), callers, time / 2).await?);
    }
    Ok(())
}

fn row(what: &str, callers: usize, mut load: Load) {
    load.took_us.sort_unstable();
    let count = (load.took_us.len() as u64).max(1);
    let [p50, p99, p999] = [500, 990, 999].map(|per_mille| load.at(per_mille));
    let each = (load.cpu_us[0] + load.cpu_us[1]) / count;
    let rate = count * 1_000_000 / load.window_us.max(1);
    println!("| {what} | {callers} | {rate}/s | {p50} µs | {p99} µs | {p999} µs | {each} µs |");
}
