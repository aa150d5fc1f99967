//! The shop's profile.

use crate::{bad_fields, cx, keyed, shops};
use infrasell_contracts::settings::{Settings, SettingsError, ShopPatch, UpdateShop};
use infrasell_kernel::Patch;
use infrasell_rpc::Fault;
use serde_json::json;
use std::time::Duration;

fn patch(json: serde_json::Value) -> ShopPatch {
    serde_json::from_value(json).unwrap()
}

fn update(json: serde_json::Value, if_version: Option<i64>) -> UpdateShop {
    UpdateShop { patch: patch(json), if_version }
}

fn whole() -> serde_json::Value {
    json!({
        "name": "कपड़े & Co 🧵", "legal_name": "Robert'); DROP TABLE settings_shop;-- Pvt Ltd",
        "legal_address": { "line1": "12 MG Road", "city": "Pune", "region": "MH", "postal_code": "411001", "country": "IN" },
        "registration_number": "U12345MH2020PTC123456", "email": "help@shop.example.in", "phone": "+91 98765 43210",
        "grievance": { "name": "A. Officer", "designation": "Grievance officer", "email": "officer@shop.example.in", "phone": "1800-123-456" },
        "country": "IN", "region": "MH", "time_zone": "Asia/Kolkata", "currency": "INR",
        "order_number": { "prefix": "AB/25-", "min_digits": 6 }
    })
}

#[tokio::test]
async fn everything_can_be_set_and_comes_back_as_it_was_sent() {
    for shop in shops().await {
        shop.db.clock.advance(Duration::from_secs(60));
        let answer = shop.settings.update_shop(&cx(), update(whole(), Some(1))).await.unwrap();
        assert_eq!((answer.version, answer.updated_at), (2, shop.db.now()));
        assert_eq!(shop.settings.shop(&cx(), Default::default()).await.unwrap(), answer);
        let mut sent = whole();
        let mut got = serde_json::to_value(&answer).unwrap();
        got.as_object_mut().unwrap().retain(|key, _| key != "version" && key != "updated_at");
        // a field that was left out of the address comes back empty
        sent["legal_address"]["name"] = "".into();
        assert_eq!(got, sent);
    }
}

#[tokio::test]
async fn absent_stays_null_is_taken_away_and_nothing_changes_nothing() {
    for shop in shops().await {
        shop.settings.update_shop(&cx(), update(whole(), None)).await.unwrap();
        let cleared = json!({ "registration_number": null, "phone": null, "region": null, "grievance": { "name": "", "email": "" } });
        let answer = shop.settings.update_shop(&cx(), update(cleared, None)).await.unwrap();
        assert_eq!((answer.version, answer.phone.as_str(), answer.region.as_str()), (3, "", ""));
        assert_eq!((answer.registration_number.as_str(), answer.grievance.name.as_str()), ("", ""));
        assert_eq!(answer.email, "help@shop.example.in");

        shop.db.clock.advance(Duration::from_secs(60));
        let same = shop.settings.update_shop(&cx(), update(json!({ "email": answer.email }), Some(3))).await.unwrap();
        assert_eq!(same, answer);
    }
}

#[tokio::test]
async fn a_version_that_is_not_the_last_is_stale() {
    for shop in shops().await {
        for wrong in [0, 2, -1, i64::MAX] {
            let answer = shop.settings.update_shop(&cx(), update(json!({ "name": "B" }), Some(wrong))).await;
            assert_eq!(answer, Err(SettingsError::Fault(Fault::Stale { what: "shop".into() })));
        }
        assert_eq!(shop.settings.shop(&cx(), Default::default()).await.unwrap().name, "My shop");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_changes_to_one_version_at_once_one_wins() {
    for shop in shops().await {
        let mut changes = tokio::task::JoinSet::new();
        for n in 0..8 {
            let settings = shop.settings.clone();
            changes.spawn(async move {
                settings.update_shop(&cx(), update(json!({ "name": format!("Shop {n}") }), Some(1))).await
            });
        }
        let answers = changes.join_all().await;
        let stale = SettingsError::Fault(Fault::Stale { what: "shop".into() });
        assert_eq!(answers.iter().filter(|a| a.is_ok()).count(), 1);
        assert_eq!(answers.iter().filter(|a| a.as_ref() == Err(&stale)).count(), 7);
        assert_eq!(shop.settings.shop(&cx(), Default::default()).await.unwrap().version, 2);
    }
}

#[tokio::test]
async fn a_repeated_change_is_made_once() {
    for shop in shops().await {
        let first = shop.settings.update_shop(&keyed("k1"), update(json!({ "name": "A" }), Some(1))).await.unwrap();
        shop.settings.update_shop(&cx(), update(json!({ "name": "B" }), None)).await.unwrap();
        let again = shop.settings.update_shop(&keyed("k1"), update(json!({ "name": "A" }), Some(1))).await.unwrap();
        assert_eq!(again, first);
        let other = shop.settings.update_shop(&keyed("k1"), update(json!({ "name": "C" }), Some(1))).await;
        assert_eq!(other, Err(SettingsError::Fault(Fault::IdempotencyKeyReused)));
        assert_eq!(shop.settings.shop(&cx(), Default::default()).await.unwrap().name, "B");
    }
}

#[tokio::test]
async fn every_bad_field_is_named_and_nothing_is_written() {
    for shop in shops().await {
        let before = shop.settings.shop(&cx(), Default::default()).await.unwrap();
        let long = "x".repeat(201);
        let bad = json!({
            "name": " ", "legal_name": long, "legal_address": { "line1": "", "city": "P\u{0}" },
            "registration_number": "", "email": "nobody", "phone": "call me",
            "grievance": { "name": "", "email": "officer@", "phone": "1", "designation": long },
            "region": "Maharashtra", "time_zone": "IST", "order_number": { "prefix": "AB CD_EFGH", "min_digits": 0 }
        });
        let found = bad_fields(shop.settings.update_shop(&cx(), update(bad, None)).await);
        let expected = [
            "name required",
            "legal_name too_long",
            "legal_address.city invalid_character",
            "legal_address.line1 required",
            "legal_address.country required",
            "registration_number required",
            "email invalid_email",
            "phone invalid_phone",
            "grievance.name required",
            "grievance.designation too_long",
            "grievance.email invalid_email",
            "grievance.phone invalid_phone",
            "region invalid_region",
            "time_zone invalid_time_zone",
            "order_number.prefix invalid_character",
            "order_number.prefix too_long",
            "order_number.min_digits out_of_range",
        ];
        assert_eq!(found, expected);
        assert_eq!(shop.settings.shop(&cx(), Default::default()).await.unwrap(), before);
    }
}

#[tokio::test]
async fn order_numbers_take_eight_characters_and_nine_digits_and_no_more() {
    for shop in shops().await {
        for (prefix, min_digits) in [("", 1), ("ABCD/24-", 9), ("-/-/", 4)] {
            let format = json!({ "order_number": { "prefix": prefix, "min_digits": min_digits } });
            let answer = shop.settings.update_shop(&cx(), update(format, None)).await.unwrap();
            assert_eq!((answer.order_number.prefix.as_str(), answer.order_number.min_digits), (prefix, min_digits));
        }
        for (prefix, min_digits, word) in [
            ("ABCDEFGHI", 4, "order_number.prefix too_long"),
            ("ÄB", 4, "order_number.prefix invalid_character"),
            ("#", 4, "order_number.prefix invalid_character"),
            ("\0", 4, "order_number.prefix invalid_character"),
            ("", 0, "order_number.min_digits out_of_range"),
            ("", 10, "order_number.min_digits out_of_range"),
            ("", u32::MAX, "order_number.min_digits out_of_range"),
        ] {
            let format = json!({ "order_number": { "prefix": prefix, "min_digits": min_digits } });
            assert_eq!(bad_fields(shop.settings.update_shop(&cx(), update(format, None)).await), [word]);
        }
    }
}

#[tokio::test]
async fn a_megabyte_in_any_field_is_refused() {
    for shop in shops().await {
        let huge = "ä".repeat(500_000);
        for field in ["name", "legal_name", "registration_number", "email", "phone", "region", "time_zone"] {
            let answer = shop.settings.update_shop(&cx(), update(json!({ field: huge }), None)).await;
            let Err(SettingsError::Fault(Fault::Invalid { errors })) = answer else { panic!("{field} was taken") };
            assert_eq!((errors.len(), errors[0].path.as_str()), (1, field));
            assert!(errors[0].message.len() < 300, "the megabyte is not sent back");
        }
    }
}

#[test]
fn a_patch_travels_between_processes_unchanged() {
    let request = UpdateShop {
        patch: ShopPatch { phone: Patch::Clear, region: Patch::Set("MH".into()), ..Default::default() },
        if_version: Some(1),
    };
    let text = serde_json::to_string(&request).unwrap();
    let back: UpdateShop = serde_json::from_str(&text).unwrap();
    assert_eq!((back.patch.phone, back.patch.region), (Patch::Clear, Patch::Set("MH".into())));
    assert!(back.patch.registration_number.is_keep());
}
