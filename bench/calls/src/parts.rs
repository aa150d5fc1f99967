//! Where the time of a call goes: what is done beside HTTP and the kernel, each part by itself.

use crate::{
    Trouble,
    callers::cx,
    contract::{self, Answer, Ask, Memory, Stock},
    server::SECRET,
};
use infrasell_kernel::Env;
use infrasell_rpc::{
    Cx,
    token::{SharedSecret, issue, verify},
};
use std::{hint::black_box, time::Instant};

const TIMES: u32 = 100_000;

fn nanoseconds(mut work: impl FnMut()) -> u64 {
    (0..TIMES / 10).for_each(|_| work());
    let begun = Instant::now();
    (0..TIMES).for_each(|_| work());
    u64::try_from(begun.elapsed().as_nanos()).unwrap_or(u64::MAX) / u64::from(TIMES)
}

/// Measures and prints them.
///
/// # Errors
/// When a part does not do what it should.
pub async fn print() -> Result<(), Trouble> {
    let secrets = [SharedSecret::new(SECRET).ok_or_else(|| Trouble::Other("the secret is short".into()))?];
    let now = Env::system().now();
    let token = issue(&secrets[0], "bench", "stock", now);
    let (context, ask) = (cx(), contract::ask());
    let written = serde_json::to_vec(&context).map_err(Trouble::of)?;
    let asked = serde_json::to_vec(&ask).map_err(Trouble::of)?;
    let answer = contract::answer(&ask);
    let answered = serde_json::to_vec(&answer).map_err(Trouble::of)?;
    if (asked.len(), answered.len() + r#"{"ok":}"#.len()) != (contract::ASKED, contract::ANSWERED) {
        return Err(Trouble::Other(format!("{} bytes are asked, {} answered", asked.len(), answered.len() + 7)));
    }
    let memory = Memory { slow_once_in: 0, calls: std::sync::atomic::AtomicU64::new(0) };
    let begun = Instant::now();
    for _ in 0..TIMES {
        black_box(memory.levels(&context, ask.clone()).await.map_err(Trouble::of)?);
    }
    let here = u64::try_from(begun.elapsed().as_nanos()).unwrap_or(u64::MAX) / u64::from(TIMES);
    let parts = [
        ("the same call in one process", here),
        ("context, written", nanoseconds(|| drop(black_box(serde_json::to_string(&context))))),
        ("context, read", nanoseconds(|| drop(black_box(serde_json::from_slice::<Cx>(&written))))),
        ("token, checked", nanoseconds(|| drop(black_box(verify(&secrets, &token, "stock", now))))),
        ("token, made (once in 30 s)", nanoseconds(|| drop(black_box(issue(&secrets[0], "bench", "stock", now))))),
        ("question, written", nanoseconds(|| drop(black_box(serde_json::to_vec(&ask))))),
        ("question, read", nanoseconds(|| drop(black_box(serde_json::from_slice::<Ask>(&asked))))),
        ("answer, written", nanoseconds(|| drop(black_box(serde_json::to_vec(&answer))))),
        ("answer, read", nanoseconds(|| drop(black_box(serde_json::from_slice::<Answer>(&answered))))),
    ];
    println!("\n| part of a call | CPU |\n|---|---|");
    for (part, ns) in parts {
        println!("| {part} | {}.{:02} µs |", ns / 1_000, ns % 1_000 / 10);
    }
    Ok(())
}
