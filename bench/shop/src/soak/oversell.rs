//! Sixty buyers at once for ten units, again and again.

use super::{
    Outcome, Stand, Until,
    buyers::{End, Wish, complete, prepare},
    delivered, sells, text,
};
use crate::{
    Trouble,
    chance::Chance,
    place::{Engine, Ground},
    simulator::Simulator,
};
use infrasell_testkit::{Client, Process};
use serde_json::{Value, json};
use std::time::Instant;

/// Who wants it at once.
const BUYERS: u64 = 60;
/// How much there is.
const STOCK: i64 = 10;
/// How often the books are held against each other, in rounds.
const RECONCILE_EVERY: u64 = 40;
/// What a buyer who comes too late may be told.
const CLEAR: [&str; 3] = ["out_of_stock", "not_ready", "insufficient_stock"];

/// What is scarce, and how it is wanted.
#[derive(Debug, Clone, Copy)]
enum Scene {
    /// One SKU, one each.
    OneSku,
    /// Two SKUs in every cart, every other cart the other way round.
    Opposite,
    /// Two lines of one SKU in every cart.
    TwoLines,
}

impl Scene {
    /// How many can buy.
    fn winners(self) -> usize {
        match self {
            Scene::OneSku | Scene::Opposite => 10,
            Scene::TwoLines => 5,
        }
    }
}

/// Soaks one engine.
///
/// # Errors
/// When a shop cannot be made.
pub(crate) async fn run(
    ground: &Ground,
    engine: Engine,
    seed: u64,
    tries: u64,
    until: Until,
) -> Result<Outcome, Trouble> {
    let begun = Instant::now();
    let simulator = Simulator::start(&ground.simulator).await?;
    let stand = Stand::new(ground, ground.place(engine, "oversell").await?, simulator.variables()).await?;
    let mut process = stand.spawn.serve().await;
    let rounds = tries.div_ceil(BUYERS);
    let (mut done, mut bought, mut failures) = (0, 0, vec![]);
    for round in 0..rounds {
        if until.is_over() {
            break;
        }
        let round_seed = Chance::new(seed ^ (round << 20)).next();
        match round_of(&stand.admin(&process), round, round_seed).await {
            Ok(orders) => bought += orders,
            Err(why) => failures.push(format!("oversell {} round {round} seed {round_seed}: {why}", engine.name())),
        }
        done += BUYERS;
        if (round + 1).is_multiple_of(RECONCILE_EVERY) || round + 1 == rounds || until.is_over() {
            eprintln!("oversell {}: {done} of {tries} tries, {} failed rounds", engine.name(), failures.len());
            process = reconciled(&stand, process, &mut failures).await;
        }
    }
    process.stop().await;
    if !failures.is_empty() {
        failures.push(format!("the shop is kept in {}", stand.keep().display()));
    }
    let figures = format!("{bought} bought, 0 oversold unless a round failed");
    Ok(Outcome { what: "oversell", engine, done, wanted: tries, figures, failures, took: begun.elapsed() })
}

async fn reconciled(stand: &Stand, process: Process, failures: &mut Vec<String>) -> Process {
    if let Err(why) = delivered(&stand.admin(&process)).await {
        failures.push(why);
    }
    if !process.stop().await {
        failures.push("the shop did not stop well".into());
    }
    if let Err(why) = stand.reconcile().await {
        failures.push(why);
    }
    stand.spawn.serve().await
}

/// One round; how many bought.
async fn round_of(admin: &Client, round: u64, seed: u64) -> Result<usize, String> {
    let mut chance = Chance::new(seed);
    let scene = *chance.one_of(&[Scene::OneSku, Scene::OneSku, Scene::Opposite, Scene::TwoLines]);
    let method = *chance.one_of(&["cod", "simulator"]);
    // either every checkout is ready before the first is completed, or each buyer goes all the way by himself
    let ready_first = chance.below(2) == 0;
    let first = sells(admin, &format!("first-{round}"), STOCK).await;
    let second = sells(admin, &format!("second-{round}"), STOCK).await;
    let store = admin.guest();
    let mut buyers = vec![];
    for number in 0..BUYERS {
        let wish = Wish { lines: lines(scene, &first, &second, number), method };
        let store = store.clone();
        let ready = if ready_first { Some(prepare(&store, &wish).await) } else { None };
        buyers.push((store, wish, ready));
    }
    let mut tasks = vec![];
    for (store, wish, ready) in buyers {
        tasks.push(tokio::spawn(async move {
            let ready = match ready {
                Some(ready) => ready,
                None => prepare(&store, &wish).await,
            };
            match ready {
                Ok(checkout) => complete(&store, &checkout, &wish).await,
                Err(end) => end,
            }
        }));
    }
    let mut ends = vec![];
    for task in tasks {
        ends.push(task.await.map_err(|error| error.to_string())?);
    }
    let wanted = [&first, &second];
    judge(admin, scene, &wanted, ends).await.map_err(|why| format!("{scene:?} by {method}, ready {ready_first}: {why}"))
}

fn lines(scene: Scene, first: &str, second: &str, number: u64) -> Value {
    let line =
        |variant: &str, ribbon: &str| json!({ "variant": variant, "quantity": 1, "attributes": { "ribbon": ribbon } });
    match scene {
        Scene::OneSku => json!([line(first, "red")]),
        Scene::TwoLines => json!([line(first, "red"), line(first, "blue")]),
        Scene::Opposite if number.is_multiple_of(2) => json!([line(first, "red"), line(second, "red")]),
        Scene::Opposite => json!([line(second, "red"), line(first, "red")]),
    }
}

async fn judge(admin: &Client, scene: Scene, goods: &[&String; 2], ends: Vec<End>) -> Result<usize, String> {
    let bought = ends.iter().filter(|end| matches!(end, End::Bought(_))).count();
    for end in &ends {
        match end {
            End::Bought(_) => {}
            End::Refused(code) if CLEAR.contains(&code.as_str()) => {}
            other => return Err(format!("a buyer was told {other:?}")),
        }
    }
    if bought != scene.winners() {
        return Err(format!("{bought} bought, {} should have", scene.winners()));
    }
    let sold_out = if matches!(scene, Scene::Opposite) { &goods[..] } else { &goods[..1] };
    for variant in sold_out {
        let levels = admin.get(&format!("/admin/v1/stock?variant={variant}")).await.ok();
        for level in levels["items"].as_array().into_iter().flatten() {
            if level["available"] != 0 || level["on_hand"] != 0 {
                return Err(format!("{} should be sold out: {level}", text(&level["variant"])));
            }
        }
    }
    Ok(bought)
}
