//! Secrets: exchanged while calls are made, of the wrong account or mode, and never shown.

use crate::world::{World, config, world, worlds};
use infrasell_payments::engines::{Secret, Simulator as Engine, SimulatorError};
use infrasell_rules::payment::{PaymentMode, PaymentState};
use infrasell_simulator::{Config, Simulator};
use std::sync::Arc;

async fn with_secrets(world: &mut World, api: &[&str], webhook: &[&str]) {
    let list = |secrets: &[&str]| secrets.iter().map(|secret| Secret((*secret).into())).collect();
    let config = infrasell_payments::engines::SimulatorConfig {
        secrets: list(api),
        webhook_secrets: list(webhook),
        ..config(&world.sim)
    };
    world.stop().await;
    world.engines[0] = Arc::new(Engine::new(config, world.db.clock.clone()).unwrap());
    world.start().await;
}

#[tokio::test]
async fn both_are_exchanged_without_a_gap() {
    for mut world in worlds().await {
        world.listen();
        let (old, old_hook) = (world.sim.secret.clone(), world.sim.webhook_secret.clone());
        with_secrets(&mut world, &[&old, "sk_test_new"], &[&old_hook, "whsec_new"]).await;
        let payment = world.held("a").await;
        world.sim.set_secrets(vec!["sk_test_new".into(), old.clone()]);
        world.sim.set_webhook_secrets(vec!["whsec_new".into(), old_hook]);
        world.capture(&payment, "c1", Some(1_000)).await.unwrap();
        world.sim.set_secrets(vec!["sk_test_new".into()]);
        world.sim.set_webhook_secrets(vec!["whsec_new".into()]);
        world.capture(&payment, "c2", Some(1_000)).await.unwrap();
        with_secrets(&mut world, &["sk_test_new"], &["whsec_new"]).await;
        world.capture(&payment, "c3", Some(1_000)).await.unwrap();
        world.settle().await;
        assert_eq!(world.payment(payment.id).await.totals.captured_minor, 3_000, "{:?}", world.ops(&payment).await);
        assert_eq!(world.webhooks().await.keys().collect::<Vec<_>>(), ["applied"]);
        world.oracle().await;
    }
}

#[tokio::test]
async fn one_that_is_not_valid_any_more_loses_nothing() {
    for world in worlds().await {
        let payment = world.held("a").await;
        world.sim.set_secrets(vec!["sk_test_new".into()]);
        world.capture(&payment, "c", None).await.unwrap();
        assert_eq!(world.state(&payment).await, PaymentState::Authorised);
        world.sim.set_secrets(vec![world.sim.secret.clone()]);
        world.advance(60).await;
        assert_eq!(world.state(&payment).await, PaymentState::Captured);
        world.oracle().await;
    }
}

#[tokio::test]
async fn one_of_the_other_mode_is_refused_before_any_call() {
    let world = world().await;
    let live = infrasell_payments::engines::SimulatorConfig {
        secrets: vec![Secret("sk_live_real".into())],
        ..config(&world.sim)
    };
    assert!(matches!(Engine::new(live.clone(), world.db.clock.clone()), Err(SimulatorError::WrongMode(_))));
    let live = infrasell_payments::engines::SimulatorConfig { mode: PaymentMode::Live, ..live };
    assert!(Engine::new(live.clone(), world.db.clock.clone()).is_ok());
    for secrets in [vec![], vec![Secret("a".into()), Secret("b".into()), Secret("c".into())]] {
        let config = infrasell_payments::engines::SimulatorConfig { secrets, ..config(&world.sim) };
        assert!(matches!(Engine::new(config, world.db.clock.clone()), Err(SimulatorError::Secrets)));
    }
    assert_eq!(format!("{:?}", live.secrets), "[***]");
}

#[tokio::test]
async fn one_of_another_account_is_refused_at_boot() {
    let mut world = world().await;
    assert_eq!(world.service.check_engines().await, Ok(()));
    let start = Config { account: "acct_other".into(), ..Config::default() };
    let other = Simulator::start(start).await.unwrap();
    let engine = Engine::new(config(&other), world.db.clock.clone()).unwrap();
    world.engines[0] = Arc::new(engine);
    let service = crate::world::service(&world.db, &world.engines);
    let wrong = service.check_engines().await.unwrap_err();
    assert!(wrong[0].contains("acct_other") && !wrong[0].contains(&other.secret), "{wrong:?}");
    drop(other);
    assert_eq!(service.check_engines().await, Ok(()), "a provider that is away is no reason not to start");
}
