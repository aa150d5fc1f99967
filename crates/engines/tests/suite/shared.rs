//! The conformance suite of what processes remember together. Every test takes two handles on one engine: what one does,
//! the other sees.

use infrasell_engines::shared::{Embedded, FORGET, Listener, Looked, News, Shared, Spent, Stamp};
use infrasell_kernel::SystemClock;
use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

const LONG: Duration = Duration::from_secs(60);
const SHORT: Duration = Duration::from_millis(40);

type Two = (Arc<dyn Shared>, Arc<dyn Shared>);

fn embedded() -> Two {
    let one = Arc::new(Embedded::new(Arc::new(SystemClock)));
    (one.clone(), one)
}

#[cfg(feature = "redis")]
mod real {
    use super::Two;
    use crate::servers;
    use infrasell_engines::shared::Redis;
    use infrasell_kernel::{OsRandom, Random};
    use std::{sync::Arc, time::Duration};

    /// Two processes' handles on a Redis, and the server when it is this test's own.
    pub async fn redis() -> Option<(Two, Option<servers::Server>)> {
        let (url, server) = match std::env::var("INFRASELL_TEST_REDIS") {
            Ok(url) => (url, None),
            Err(_) => {
                let server = servers::redis()?;
                (format!("redis://127.0.0.1:{}", server.port), Some(server))
            }
        };
        let mut name = [0; 8];
        OsRandom.fill(&mut name);
        let prefix = format!("test-{:x}", u64::from_le_bytes(name));
        let open = || Redis::open_patient(&url, &prefix, Duration::from_secs(10)).unwrap();
        let (one, other) = (open(), open());
        for handle in [&one, &other] {
            handle.connected(servers::PATIENCE.min(Duration::from_secs(10))).await.unwrap();
        }
        Some(((Arc::new(one), Arc::new(other)), server))
    }
}

macro_rules! on_every_engine {
    ($($name:ident),* $(,)?) => {
        mod on_embedded {
            $(#[tokio::test]
            async fn $name() {
                super::$name(super::embedded()).await;
            })*
        }
        #[cfg(feature = "redis")]
        mod on_redis {
            $(#[tokio::test]
            async fn $name() {
                if let Some((two, _server)) = super::real::redis().await {
                    super::$name(two).await;
                }
            })*
        }
    };
}

on_every_engine!(
    a_value_is_found_until_it_is_removed_or_its_time_is_over,
    what_was_removed_is_not_put_back_by_who_began_before,
    counts_are_common_and_end_with_their_window,
    many_at_once_count_exactly,
    a_bucket_is_common_and_fills_up,
    a_lock_has_one_holder_and_a_growing_fence,
    one_of_many_gets_the_lock,
    news_reach_who_listens,
    names_and_values_may_be_anything,
);

async fn absent(engine: &Arc<dyn Shared>, key: &str) -> Stamp {
    match engine.get(key).await.unwrap() {
        Looked::Absent(stamp) => stamp,
        Looked::Found(value) => panic!("{key} is there: {value:?}"),
    }
}

async fn until_absent(engine: &Arc<dyn Shared>, key: &str) {
    crate::servers::until("its time is over", async || matches!(engine.get(key).await, Ok(Looked::Absent(_)))).await;
}

async fn a_value_is_found_until_it_is_removed_or_its_time_is_over((one, other): Two) {
    let stamp = absent(&one, "a").await;
    assert!(one.put("a", b"1", LONG, &stamp).await.unwrap());
    assert_eq!(other.get("a").await.unwrap(), Looked::Found(b"1".into()));
    assert!(other.put("a", b"2", LONG, &stamp).await.unwrap(), "it was not removed since");
    assert_eq!(one.get("a").await.unwrap(), Looked::Found(b"2".into()));
    other.remove("a").await.unwrap();
    let stamp = absent(&one, "a").await;
    assert!(one.put("a", b"3", SHORT, &stamp).await.unwrap());
    until_absent(&other, "a").await;
}

async fn what_was_removed_is_not_put_back_by_who_began_before((one, other): Two) {
    let before = absent(&one, "a").await;
    other.remove("a").await.unwrap();
    assert!(!one.put("a", b"old", LONG, &before).await.unwrap());
    let after = absent(&one, "a").await;
    other.remove("a").await.unwrap();
    assert!(!one.put("a", b"old", LONG, &after).await.unwrap(), "each removal counts");
    let now = absent(&one, "a").await;
    assert!(one.put("a", b"new", LONG, &now).await.unwrap());
    assert!(one.put("b", b"x", LONG, &before).await.unwrap(), "keys do not meet");
}

async fn counts_are_common_and_end_with_their_window((one, other): Two) {
    assert_eq!(one.count("a", 1, LONG).await.unwrap().count, 1);
    let counted = other.count("a", 2, LONG).await.unwrap();
    assert_eq!(counted.count, 3);
    assert!(counted.ends_in <= LONG && counted.ends_in > LONG / 2, "{counted:?}");
    assert_eq!(one.count("a", -1, LONG).await.unwrap().count, 2);
    assert_eq!(one.count("a", -5, LONG).await.unwrap().count, 0, "never below zero");
    assert_eq!(one.count("b", -5, LONG).await.unwrap().count, 0);
    assert_eq!(other.count("b", 1, LONG).await.unwrap().count, 1);
    one.count("c", 7, LONG).await.unwrap();
    assert_eq!(other.count("c", FORGET, LONG).await.unwrap().count, 0);
    assert_eq!(one.count("c", 1, LONG).await.unwrap().count, 1);
    one.count("d", 5, SHORT).await.unwrap();
    crate::servers::until("the window is over", async || other.count("d", 1, SHORT).await.unwrap().count == 1).await;
}

async fn many_at_once_count_exactly((one, other): Two) {
    let mut tasks = vec![];
    for n in 0..8 {
        let engine = if n % 2 == 0 { one.clone() } else { other.clone() };
        tasks.push(tokio::spawn(async move {
            for _ in 0..25 {
                engine.count("a", 1, LONG).await.unwrap();
            }
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(one.count("a", 0, LONG).await.unwrap().count, 200);
}

async fn a_bucket_is_common_and_fills_up((one, other): Two) {
    let spend = |key: &str, ms| Spent { key: key.into(), time: Duration::from_millis(ms) };
    let is_about = |time: Duration, ms: u64| {
        let most = Duration::from_millis(ms);
        assert!(time <= most && time + Duration::from_secs(5) > most, "{time:?} is not about {most:?}");
    };
    let first = one.spend(&[spend("a", 20_000), spend("b", 40_000)]).await.unwrap();
    is_about(first[0], 20_000);
    is_about(first[1], 40_000);
    let second = other.spend(&[spend("b", 0), spend("a", 30_000), spend("c", 0)]).await.unwrap();
    is_about(second[0], 40_000);
    is_about(second[1], 50_000);
    assert_eq!(second[2], Duration::ZERO);
    one.spend(&[spend("d", 30)]).await.unwrap();
    crate::servers::until("it is full again", async || other.spend(&[spend("d", 0)]).await.unwrap()[0].is_zero()).await;
    assert!(one.spend(&[]).await.unwrap().is_empty());
}

async fn a_lock_has_one_holder_and_a_growing_fence((one, other): Two) {
    let first = one.lock("a", "me", LONG).await.unwrap().unwrap();
    assert_eq!(other.lock("a", "you", LONG).await.unwrap(), None);
    assert_eq!(one.lock("a", "me", LONG).await.unwrap(), Some(first), "who has it keeps it");
    assert!(!other.unlock("a", "you").await.unwrap());
    assert!(one.unlock("a", "me").await.unwrap() && !one.unlock("a", "me").await.unwrap());
    let second = other.lock("a", "you", SHORT).await.unwrap().unwrap();
    assert!(second > first);
    let mut third = None;
    crate::servers::until("the lease is over", async || {
        third = one.lock("a", "me", LONG).await.unwrap();
        third.is_some()
    })
    .await;
    assert!(third.unwrap() > second);
    assert!(!other.unlock("a", "you").await.unwrap(), "he has lost it");
}

async fn one_of_many_gets_the_lock((one, other): Two) {
    let mut tasks = vec![];
    for n in 0..16 {
        let engine = if n % 2 == 0 { one.clone() } else { other.clone() };
        tasks
            .push(tokio::spawn(async move { engine.lock("a", &format!("holder {n}"), LONG).await.unwrap().is_some() }));
    }
    let mut held = 0;
    for task in tasks {
        held += u32::from(task.await.unwrap());
    }
    assert_eq!(held, 1);
}

async fn news_reach_who_listens((one, other): Two) {
    let heard = Arc::new(Mutex::new(Vec::<String>::new()));
    let own = heard.clone();
    let listener: Listener = Arc::new(move |news: News<'_>| {
        own.lock().unwrap().push(match news {
            News::Missed => "missed".to_owned(),
            News::Message { channel, text } => format!("{channel} {text}"),
        });
    });
    one.subscribe(&["prices", "stock"], listener);
    crate::servers::until("it listens", async || *heard.lock().unwrap() == ["missed"]).await;
    other.publish("prices", "7").await.unwrap();
    other.publish("nobody", "8").await.unwrap();
    one.publish("stock", "9 ä\n").await.unwrap();
    crate::servers::until("both have come", async || heard.lock().unwrap().len() >= 3).await;
    let mut heard = heard.lock().unwrap().clone();
    heard.sort();
    assert_eq!(heard, ["missed", "prices 7", "stock 9 ä\n"]);
}

async fn names_and_values_may_be_anything((one, other): Two) {
    let long = "x".repeat(10_000);
    for key in ["", "a b", "{}", "}{", "ä\n", "a:b", "*", "\0", long.as_str()] {
        let stamp = absent(&one, key).await;
        let value = [key.as_bytes(), &[0, 255, 13, 10]].concat();
        assert!(one.put(key, &value, LONG, &stamp).await.unwrap());
        assert_eq!(other.get(key).await.unwrap(), Looked::Found(value));
        assert_eq!(one.count(key, 1, LONG).await.unwrap().count, 1, "sorts do not meet");
        assert!(one.lock(key, key, LONG).await.unwrap().is_some());
    }
}
