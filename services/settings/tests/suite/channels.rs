//! Channels.

use crate::{Shop, bad_fields, cx, keyed, limit, shops};
use infrasell_contracts::settings::{
    Channel, ChannelInput, ChannelPatch, ChannelRef, CreateChannel, ListChannels, Settings, SettingsError,
    UpdateChannel,
};
use infrasell_kernel::{ChannelId, Cursor, LocationId, PageRequest, Patch};
use infrasell_rpc::Fault;
use serde_json::json;
use std::time::Duration;

fn input(code: &str) -> ChannelInput {
    let json = json!({
        "code": code, "name": "Till 1", "currency": "EUR", "locales": ["de-DE", "en"], "countries": ["DE", "AT"],
        "prices_include_tax": false, "stock_locations": ["loc_7", "loc_3"]
    });
    serde_json::from_value(json).unwrap()
}

fn create(code: &str) -> CreateChannel {
    CreateChannel { channel: input(code) }
}

fn patch(json: serde_json::Value) -> ChannelPatch {
    serde_json::from_value(json).unwrap()
}

async fn update(shop: &Shop, of: &Channel, json: serde_json::Value) -> Result<Channel, SettingsError> {
    let request = UpdateChannel { id: of.id, patch: patch(json), if_version: Some(of.version) };
    shop.settings.update_channel(&cx(), request).await
}

#[tokio::test]
async fn a_channel_is_made_found_by_id_and_code_and_announced() {
    for shop in shops().await {
        let web = shop.web().await;
        let till = shop.settings.create_channel(&cx(), create("till-1")).await.unwrap();
        assert_eq!((till.active, till.tax_rounding, till.version), (true, Default::default(), 1));
        assert_eq!(till.stock_locations, [LocationId::from_i64(7), LocationId::from_i64(3)], "the order is kept");
        assert_eq!(shop.channel(ChannelRef::Id(till.id)).await.unwrap(), till);
        assert_eq!(shop.channel(ChannelRef::Code("till-1".into())).await.unwrap(), till);
        assert_eq!(shop.announced().await, [web.id, till.id]);
    }
}

#[tokio::test]
async fn a_repeated_create_makes_one_channel() {
    for shop in shops().await {
        let first = shop.settings.create_channel(&keyed("k"), create("app")).await.unwrap();
        assert_eq!(shop.settings.create_channel(&keyed("k"), create("app")).await.unwrap(), first);
        let other = shop.settings.create_channel(&keyed("k"), create("app2")).await;
        assert_eq!(other, Err(SettingsError::Fault(Fault::IdempotencyKeyReused)));
        let taken = shop.settings.create_channel(&cx(), create("app")).await;
        assert_eq!(taken, Err(SettingsError::ChannelCodeTaken { channel_code: "app".into() }));
        let all = shop.settings.channels(&cx(), ListChannels::default()).await.unwrap();
        assert_eq!(all.items.len(), 2);
        assert_eq!(shop.announced().await.len(), 2);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_creates_with_one_code_at_once_one_succeeds() {
    for shop in shops().await {
        let mut creates = tokio::task::JoinSet::new();
        for n in 0..8 {
            let settings = shop.settings.clone();
            let cx = if n % 2 == 0 { cx() } else { keyed(&format!("k{n}")) };
            creates.spawn(async move { settings.create_channel(&cx, create("race")).await });
        }
        let answers = creates.join_all().await;
        let taken = SettingsError::ChannelCodeTaken { channel_code: "race".into() };
        assert_eq!(answers.iter().filter(|a| a.is_ok()).count(), 1);
        assert_eq!(answers.iter().filter(|a| a.as_ref() == Err(&taken)).count(), 7, "{answers:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_repeats_at_once_all_get_the_one_channel() {
    for shop in shops().await {
        let mut creates = tokio::task::JoinSet::new();
        for _ in 0..8 {
            let settings = shop.settings.clone();
            creates.spawn(async move { settings.create_channel(&keyed("same"), create("race")).await });
        }
        let answers = creates.join_all().await;
        let first = answers[0].as_ref().unwrap();
        assert!(answers.iter().all(|a| a.as_ref() == Ok(first)), "{answers:?}");
    }
}

#[tokio::test]
async fn a_change_raises_the_version_and_no_change_does_not() {
    for shop in shops().await {
        let made = shop.settings.create_channel(&cx(), create("app")).await.unwrap();
        shop.db.clock.advance(Duration::from_secs(5));
        let change =
            json!({ "name": "App", "countries": null, "stock_locations": [], "active": false, "locales": ["hi"] });
        let changed = update(&shop, &made, change).await.unwrap();
        assert_eq!((changed.version, changed.updated_at), (2, shop.db.now()));
        assert_eq!((changed.name.as_str(), changed.active), ("App", false));
        assert!(changed.countries.is_empty() && changed.stock_locations.is_empty());
        assert_eq!((&changed.code, changed.currency, changed.created_at), (&made.code, made.currency, made.created_at));
        assert_eq!(shop.channel(ChannelRef::Id(made.id)).await.unwrap(), changed);

        let announced = shop.announced().await.len();
        assert_eq!(update(&shop, &changed, json!({ "name": "App" })).await.unwrap(), changed);
        assert_eq!(shop.announced().await.len(), announced, "nothing changed, nothing announced");

        let stale = SettingsError::Fault(Fault::Stale { what: "channel".into() });
        assert_eq!(update(&shop, &made, json!({ "name": "X" })).await, Err(stale));
        let nobody = UpdateChannel { id: ChannelId::from_i64(999_999), patch: patch(json!({})), if_version: None };
        let answer = shop.settings.update_channel(&cx(), nobody).await;
        assert_eq!(answer, Err(Fault::not_found("channel", "chan_999999").into()));
    }
}

#[tokio::test]
async fn a_repeated_change_is_made_once() {
    for shop in shops().await {
        let web = shop.web().await;
        let request =
            |name: &str| UpdateChannel { id: web.id, patch: patch(json!({ "name": name })), if_version: Some(1) };
        let first = shop.settings.update_channel(&keyed("k"), request("A")).await.unwrap();
        assert_eq!(shop.settings.update_channel(&keyed("k"), request("A")).await.unwrap(), first);
        assert_eq!(shop.web().await.version, 2);
    }
}

#[tokio::test]
async fn the_web_channel_is_never_switched_off() {
    for shop in shops().await {
        let web = shop.web().await;
        let answer = update(&shop, &web, json!({ "active": false, "name": "Off" })).await;
        assert_eq!(answer, Err(SettingsError::DefaultChannelFixed));
        assert_eq!(shop.web().await, web);
        assert!(update(&shop, &web, json!({ "active": true, "name": "On" })).await.is_ok());
    }
}

#[tokio::test]
async fn every_bad_field_is_named() {
    for shop in shops().await {
        let mut bad = input("Till 1");
        bad.name = "\0".into();
        bad.locales.clear();
        bad.countries = vec![bad.countries[0]; 2];
        bad.stock_locations = vec![LocationId::from_i64(1); 1_001];
        let found = bad_fields(shop.settings.create_channel(&cx(), CreateChannel { channel: bad }).await);
        let expected = [
            "code invalid_code",
            "name invalid_character",
            "locales required",
            "countries.1 duplicate",
            "stock_locations too_many",
        ];
        assert_eq!(found, expected);

        let web = shop.web().await;
        let twice = json!({ "name": "", "locales": ["en", "hi", "en"], "countries": ["IN", "IN"], "stock_locations": ["loc_1", "loc_1"] });
        let found = bad_fields(update(&shop, &web, twice).await);
        let expected = ["name required", "locales.2 duplicate", "countries.1 duplicate", "stock_locations.1 duplicate"];
        assert_eq!(found, expected);
        assert_eq!(shop.web().await, web);
    }
}

#[tokio::test]
async fn a_code_is_short_and_plain() {
    for shop in shops().await {
        let longest = "a".repeat(32);
        for good in ["a", "0", "till-1", longest.as_str()] {
            assert!(shop.settings.create_channel(&cx(), create(good)).await.is_ok(), "{good}");
        }
        let too_long = "a".repeat(33);
        let huge = "a".repeat(1_000_000);
        let hostile =
            ["", "A", "a b", "ä", "🛒", "a_b", "a\0", "'; DROP TABLE settings_channel;--", "%", &too_long, &huge];
        for bad in hostile {
            assert_eq!(bad_fields(shop.settings.create_channel(&cx(), create(bad)).await), ["code invalid_code"]);
            let answer = shop.channel(ChannelRef::Code(bad.into())).await;
            let Err(SettingsError::Fault(Fault::NotFound { id, .. })) = answer else { panic!("{bad} was found") };
            assert!(id.len() <= 48 * 4);
        }
    }
}

#[tokio::test]
async fn the_list_is_read_page_by_page_and_filtered() {
    for shop in shops().await {
        let mut codes = vec!["web".to_owned()];
        for n in 0..5 {
            let mut channel = input(&format!("c{n}"));
            channel.active = Some(n % 2 == 0);
            shop.settings.create_channel(&cx(), CreateChannel { channel }).await.unwrap();
            codes.push(format!("c{n}"));
        }
        let (mut seen, mut page) = (vec![], limit(2));
        loop {
            let request = ListChannels { active: None, page };
            let found = shop.settings.channels(&cx(), request).await.unwrap();
            assert!(found.items.len() <= 2);
            seen.extend(found.items.into_iter().map(|channel| channel.code));
            let Some(next) = found.next else { break };
            page = PageRequest { after: Some(next), ..limit(2) };
        }
        assert_eq!(seen, codes);

        for (active, count) in [(true, 4), (false, 2)] {
            let request = ListChannels { active: Some(active), page: PageRequest::default() };
            let found = shop.settings.channels(&cx(), request).await.unwrap();
            assert_eq!((found.items.len(), found.items.iter().all(|c| c.active == active)), (count, true));
        }
        for (page, word) in [
            (limit(0), "limit out_of_range"),
            (limit(251), "limit out_of_range"),
            (PageRequest { after: Some(Cursor::new("orders:id", &1)), ..limit(2) }, "after invalid_cursor"),
            (PageRequest { after: Some(Cursor::new("channels:id", &"x")), ..limit(2) }, "after invalid_cursor"),
        ] {
            let request = ListChannels { active: None, page };
            assert_eq!(bad_fields(shop.settings.channels(&cx(), request).await), [word]);
        }
    }
}

#[test]
fn a_null_and_an_absent_list_travel_as_two_things() {
    let request = UpdateChannel {
        id: ChannelId::from_i64(1),
        patch: ChannelPatch { countries: Patch::Clear, ..Default::default() },
        if_version: None,
    };
    let back: UpdateChannel = serde_json::from_value(serde_json::to_value(&request).unwrap()).unwrap();
    assert_eq!(back.patch.countries, Patch::Clear);
    assert!(back.patch.stock_locations.is_keep());
}
