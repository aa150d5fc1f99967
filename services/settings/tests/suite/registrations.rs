//! Tax registrations.

use crate::{Shop, bad_fields, cx, keyed, limit, shops};
use infrasell_contracts::settings::{
    CreateTaxRegistration, EndTaxRegistration, ListTaxRegistrations, Settings, SettingsError, TaxRegistration,
};
use infrasell_db::v;
use infrasell_kernel::{PageRequest, TaxRegistrationId, Timestamp};
use infrasell_rpc::Fault;
use serde_json::json;

const GSTIN: &str = "27AAPFU0939F1ZV";

fn request(json: serde_json::Value) -> CreateTaxRegistration {
    CreateTaxRegistration { registration: serde_json::from_value(json).unwrap() }
}

fn gst(number: &str, from: &str, until: Option<&str>) -> CreateTaxRegistration {
    request(json!({ "country": "IN", "number": number, "scheme": "regular", "valid_from": from, "valid_until": until }))
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

async fn create(shop: &Shop, request: CreateTaxRegistration) -> Result<TaxRegistration, SettingsError> {
    shop.settings.create_tax_registration(&cx(), request).await
}

async fn end(shop: &Shop, id: TaxRegistrationId, until: &str) -> Result<TaxRegistration, SettingsError> {
    shop.settings.end_tax_registration(&cx(), EndTaxRegistration { id, valid_until: at(until) }).await
}

#[tokio::test]
async fn a_gstin_brings_its_state_and_begins_now() {
    for shop in shops().await {
        let made =
            create(&shop, request(json!({ "country": "IN", "number": " 27aapfu0939f1zv ", "scheme": "regular" })));
        let made = made.await.unwrap();
        assert_eq!((made.number.as_str(), made.region.as_str()), (GSTIN, "MH"));
        assert_eq!((made.valid_from, made.valid_until), (shop.db.now(), None));
        let composition =
            json!({ "country": "IN", "region": "DL", "number": "07ZXCFV9012M2ZV", "scheme": "composition" });
        assert_eq!(create(&shop, request(composition)).await.unwrap().region, "DL");
        assert_eq!(shop.differences().await, []);
    }
}

#[tokio::test]
async fn other_numbers_are_checked_for_their_characters_only() {
    for shop in shops().await {
        let vat = json!({ "country": "DE", "number": " de 123456789 ", "scheme": "regular" });
        let made = create(&shop, request(vat)).await.unwrap();
        assert_eq!((made.number.as_str(), made.region.as_str()), ("DE 123456789", ""));
        let enrolment = json!({ "country": "IN", "region": "MH", "number": "ENROL-1", "scheme": "unregistered" });
        assert_eq!(create(&shop, request(enrolment)).await.unwrap().region, "MH");
    }
}

#[tokio::test]
async fn every_bad_field_is_named_and_nothing_is_written() {
    let huge = "7".repeat(1_000_000);
    let cases = [
        (
            json!({ "country": "IN", "number": "27AAPFU0939F1ZW", "scheme": "regular" }),
            vec!["number invalid_gstin_check"],
        ),
        (
            json!({ "country": "IN", "number": "39ABCCI1234K1ZI", "scheme": "regular" }),
            vec!["number invalid_gstin_state"],
        ),
        (json!({ "country": "IN", "number": "", "scheme": "composition" }), vec!["number invalid_gstin"]),
        (json!({ "country": "IN", "number": huge, "scheme": "regular" }), vec!["number invalid_gstin"]),
        (json!({ "country": "IN", "region": "KA", "number": GSTIN, "scheme": "regular" }), vec!["region mismatch"]),
        (json!({ "country": "DE", "number": "", "scheme": "regular" }), vec!["number required"]),
        (json!({ "country": "DE", "number": "DE\u{0}1", "scheme": "regular" }), vec!["number invalid_character"]),
        (json!({ "country": "DE", "number": "';--🧾", "scheme": "regular" }), vec!["number invalid_character"]),
        (json!({ "country": "DE", "number": "1".repeat(33), "scheme": "regular" }), vec!["number too_long"]),
        (
            json!({
                "country": "DE", "region": "bayern", "number": "_", "scheme": "regular",
                "valid_from": "2026-01-01T00:00:00Z", "valid_until": "2026-01-01T00:00:00Z"
            }),
            vec!["region invalid_region", "valid_until out_of_range", "number invalid_character"],
        ),
    ];
    for shop in shops().await {
        for (bad, expected) in &cases {
            assert_eq!(&bad_fields(create(&shop, request(bad.clone())).await), expected);
        }
        let all = shop.settings.tax_registrations(&cx(), ListTaxRegistrations::default()).await.unwrap();
        assert_eq!(all.items, []);
    }
}

#[tokio::test]
async fn one_number_holds_once_at_a_time() {
    for shop in shops().await {
        let first = create(&shop, gst(GSTIN, "2026-01-01T00:00:00Z", Some("2026-04-01T00:00:00Z"))).await.unwrap();
        for (from, until) in [
            ("2025-01-01T00:00:00Z", None),
            ("2025-01-01T00:00:00Z", Some("2026-01-01T00:00:00.000001Z")),
            ("2026-03-31T23:59:59.999999Z", None),
            ("2026-02-01T00:00:00Z", Some("2026-02-02T00:00:00Z")),
        ] {
            let answer = create(&shop, gst(GSTIN, from, until)).await;
            let expected = SettingsError::TaxRegistrationOverlaps { number: GSTIN.into(), registration: first.id };
            assert_eq!(answer, Err(expected));
        }
        create(&shop, gst(GSTIN, "2025-01-01T00:00:00Z", Some("2026-01-01T00:00:00Z"))).await.unwrap();
        create(&shop, gst(GSTIN, "2026-04-01T00:00:00Z", None)).await.unwrap();
        // a seller may have two numbers in one state
        create(&shop, gst("27ABCCI1234K1ZN", "2026-01-01T00:00:00Z", None)).await.unwrap();
        assert_eq!(shop.differences().await, []);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_registrations_of_one_number_at_once_one_succeeds() {
    for shop in shops().await {
        let mut creates = tokio::task::JoinSet::new();
        for n in 1..=8 {
            let settings = shop.settings.clone();
            let request = gst(GSTIN, &format!("2026-01-0{n}T00:00:00Z"), None);
            creates.spawn(async move { settings.create_tax_registration(&cx(), request).await });
        }
        let answers = creates.join_all().await;
        assert_eq!(answers.iter().filter(|a| a.is_ok()).count(), 1);
        let overlaps = |a: &&Result<_, _>| matches!(a, Err(SettingsError::TaxRegistrationOverlaps { .. }));
        assert_eq!(answers.iter().filter(overlaps).count(), 7, "{answers:?}");
        assert_eq!(shop.differences().await, []);
    }
}

#[tokio::test]
async fn a_registration_ends_and_its_end_only_comes_nearer() {
    for shop in shops().await {
        let made = create(&shop, gst(GSTIN, "2026-01-01T00:00:00Z", None)).await.unwrap();
        for too_early in ["2025-12-31T23:59:59Z", "2026-01-01T00:00:00Z"] {
            assert_eq!(bad_fields(end(&shop, made.id, too_early).await), ["valid_until out_of_range"]);
        }
        let ended = end(&shop, made.id, "2026-06-01T00:00:00Z").await.unwrap();
        assert_eq!(ended, TaxRegistration { valid_until: Some(at("2026-06-01T00:00:00Z")), ..made.clone() });
        assert_eq!(end(&shop, made.id, "2026-06-01T00:00:00Z").await.unwrap(), ended);
        assert_eq!(bad_fields(end(&shop, made.id, "2026-06-02T00:00:00Z").await), ["valid_until out_of_range"]);
        end(&shop, made.id, "2026-05-01T00:00:00Z").await.unwrap();

        let nobody = TaxRegistrationId::from_i64(999_999);
        let answer = end(&shop, nobody, "2026-05-01T00:00:00Z").await;
        assert_eq!(answer, Err(Fault::not_found("tax registration", nobody).into()));
        create(&shop, gst(GSTIN, "2026-05-01T00:00:00Z", None)).await.unwrap();
        assert_eq!(shop.differences().await, []);
    }
}

#[tokio::test]
async fn repeats_are_answered_and_not_done_again() {
    for shop in shops().await {
        let begin = || request(json!({ "country": "IN", "number": GSTIN, "scheme": "regular" }));
        let first = shop.settings.create_tax_registration(&keyed("k"), begin()).await.unwrap();
        shop.db.clock.advance(std::time::Duration::from_secs(3));
        assert_eq!(shop.settings.create_tax_registration(&keyed("k"), begin()).await.unwrap(), first);

        let finish = |until: &str| EndTaxRegistration { id: first.id, valid_until: at(until) };
        let ended = shop.settings.end_tax_registration(&keyed("e"), finish("2026-09-01T00:00:00Z")).await.unwrap();
        end(&shop, first.id, "2026-08-01T00:00:00Z").await.unwrap();
        let again = shop.settings.end_tax_registration(&keyed("e"), finish("2026-09-01T00:00:00Z")).await.unwrap();
        assert_eq!(again, ended);
    }
}

#[tokio::test]
async fn the_list_knows_what_was_valid_when() {
    for shop in shops().await {
        let old = create(&shop, gst(GSTIN, "2025-01-01T00:00:00Z", Some("2026-01-01T00:00:00Z"))).await.unwrap();
        let new = create(&shop, gst(GSTIN, "2026-01-01T00:00:00Z", None)).await.unwrap();
        let mut valid = vec![];
        for time in
            ["2024-12-31T23:59:59Z", "2025-01-01T00:00:00Z", "2025-12-31T23:59:59.999999Z", "2026-01-01T00:00:00Z"]
        {
            let request = ListTaxRegistrations { valid_at: Some(at(time)), page: PageRequest::default() };
            let page = shop.settings.tax_registrations(&cx(), request).await.unwrap();
            valid.push(page.items.into_iter().map(|one| one.id).collect::<Vec<_>>());
        }
        assert_eq!(valid, [vec![], vec![old.id], vec![old.id], vec![new.id]]);

        let request = ListTaxRegistrations { valid_at: None, page: limit(1) };
        let first = shop.settings.tax_registrations(&cx(), request).await.unwrap();
        assert_eq!(first.items, [old]);
        let request = ListTaxRegistrations { valid_at: None, page: PageRequest { after: first.next, ..limit(1) } };
        let second = shop.settings.tax_registrations(&cx(), request).await.unwrap();
        assert_eq!((second.items, second.next), (vec![new], None));
    }
}

#[tokio::test]
async fn the_audit_finds_what_was_broken_by_hand() {
    for shop in shops().await {
        let made = create(&shop, gst(GSTIN, "2026-01-01T00:00:00Z", None)).await.unwrap();
        let copy = "INSERT INTO settings_tax_registration (id, country, region, number, scheme, valid_from)
                    SELECT id + 500000, country, region, number, scheme, valid_from FROM settings_tax_registration";
        shop.db.exec(copy, &[]).await.unwrap();
        shop.db.exec("UPDATE settings_tax_registration SET region = 'KA' WHERE id = $1", &v![made.id]).await.unwrap();
        shop.db.exec("UPDATE settings_channel SET active = FALSE, locales = '[]'", &[]).await.unwrap();
        let web = shop.web().await;
        let copy = TaxRegistrationId::from_i64(made.id.get() + 500_000);
        let found: Vec<String> = shop.differences().await.into_iter().map(|(_, difference)| difference).collect();
        let expected = [
            "there are 0 active channels 'web' instead of 1".to_owned(),
            format!("{} 'web' (version 1) has no language, version below 1 or a change before its making", web.id),
            format!("{} and {copy} both hold the number {GSTIN} at the same time", made.id),
            format!("{} is kept for 'KA', its number {GSTIN} is of 'MH'", made.id),
        ];
        assert_eq!(found, expected);
    }
}
