//! Settings, through its contract, on every engine at hand.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

mod channels;
mod registrations;
mod shop;

use infrasell_contracts::{
    common::Audit,
    settings::{CHANNEL_CHANGED, Channel, ChannelChanged, ChannelRef, GetChannel, Settings, SettingsError},
};
use infrasell_db::{
    testing::{TestDb, assert_all_prepare, engines},
    v,
};
use infrasell_kernel::{ChannelId, PageRequest};
use infrasell_rpc::{Cx, Fault};
use infrasell_settings::{Deps, MIGRATIONS, SettingsService, WEB};
use std::sync::Arc;

/// A shop on a database of its own.
struct Shop {
    db: TestDb,
    settings: Arc<SettingsService>,
}

/// A freshly made shop on each engine.
async fn shops() -> Vec<Shop> {
    let mut all = vec![];
    for db in engines(&[MIGRATIONS]).await {
        let settings = infrasell_settings::open(Deps { db: db.db.clone() });
        settings.bootstrap(&cx()).await.unwrap();
        all.push(Shop { db, settings });
    }
    all
}

fn cx() -> Cx {
    Cx::system("test", "req_1")
}

fn keyed(key: &str) -> Cx {
    Cx { idempotency_key: Some(key.into()), ..cx() }
}

fn limit(limit: u32) -> PageRequest {
    PageRequest { limit: Some(limit), after: None }
}

/// The bad fields of an answer as `path code`, in order.
fn bad_fields<T: std::fmt::Debug>(answer: Result<T, SettingsError>) -> Vec<String> {
    match answer {
        Err(SettingsError::Fault(Fault::Invalid { errors })) => {
            errors.iter().map(|e| format!("{} {}", e.path, e.code)).collect()
        }
        other => panic!("not refused for its fields: {other:?}"),
    }
}

impl Shop {
    async fn web(&self) -> Channel {
        self.channel(ChannelRef::Code(WEB.into())).await.unwrap()
    }

    async fn channel(&self, channel: ChannelRef) -> Result<Channel, SettingsError> {
        self.settings.channel(&cx(), GetChannel { channel }).await
    }

    /// The channels that were announced as changed, in order.
    async fn announced(&self) -> Vec<ChannelId> {
        let sql = "SELECT payload FROM db_outbox WHERE topic = $1 ORDER BY id";
        let events = self.db.all(sql, &v![CHANNEL_CHANGED], |row| row.json::<ChannelChanged>(0)).await.unwrap();
        events.into_iter().map(|event| event.channel).collect()
    }

    /// What the audit finds, by the name of the check.
    async fn differences(&self) -> Vec<(String, String)> {
        let report = self.settings.audit(&cx(), Audit {}).await.unwrap();
        let mut all = vec![];
        for check in report.checks {
            all.extend(check.differences.into_iter().map(|difference| (check.name.clone(), difference)));
        }
        all
    }
}

#[tokio::test]
async fn every_statement_prepares_on_every_engine() {
    assert_all_prepare(&[MIGRATIONS]).await;
}

#[tokio::test]
async fn a_fresh_shop_is_indian_and_sells_on_the_web() {
    for shop in shops().await {
        let profile = shop.settings.shop(&cx(), Default::default()).await.unwrap();
        assert_eq!((profile.name.as_str(), profile.currency.code(), profile.country.code()), ("My shop", "INR", "IN"));
        assert_eq!((profile.email.as_str(), profile.version), ("", 1));
        let web = shop.web().await;
        assert_eq!((web.currency.code(), web.prices_include_tax, web.active), ("INR", true, true));
        assert_eq!((web.locales[0].to_string(), web.countries[0].code()), ("en-IN".into(), "IN"));
        assert_eq!(web.tax_rounding, Default::default());
        assert_eq!(shop.announced().await, [web.id]);
        assert_eq!(shop.differences().await, []);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn replicas_that_start_at_once_make_one_shop_and_one_web_channel() {
    for db in engines(&[MIGRATIONS]).await {
        let mut starts = tokio::task::JoinSet::new();
        for _ in 0..4 {
            let settings = infrasell_settings::open(Deps { db: db.reopen().await });
            starts.spawn(async move { settings.bootstrap(&cx()).await });
        }
        while let Some(started) = starts.join_next().await {
            started.unwrap().unwrap();
        }
        let shop = Shop { settings: infrasell_settings::open(Deps { db: db.db.clone() }), db };
        let before = shop.web().await;
        shop.settings.bootstrap(&cx()).await.unwrap();
        assert_eq!(shop.web().await, before);
        assert_eq!(shop.announced().await, [before.id]);
        assert_eq!(shop.differences().await, []);
    }
}

#[tokio::test]
async fn without_bootstrap_it_says_so_and_does_not_invent_a_shop() {
    for db in engines(&[MIGRATIONS]).await {
        let shop = Shop { settings: infrasell_settings::open(Deps { db: db.db.clone() }), db };
        let answer = shop.settings.shop(&cx(), Default::default()).await;
        assert!(matches!(answer, Err(SettingsError::Fault(Fault::Internal { .. }))), "{answer:?}");
        let found: Vec<String> = shop.differences().await.into_iter().map(|(_, difference)| difference).collect();
        assert_eq!(found, ["there are 0 shops instead of 1", "there are 0 active channels 'web' instead of 1"]);
    }
}
