//! What customers agreed to.

use crate::{bad_fields, by, cx, houses, limit};
use infrasell_contracts::customers::*;
use infrasell_db::{testing, v};
use infrasell_kernel::{CustomerId, PageRequest};
use proptest::prelude::*;
use std::{collections::BTreeMap, time::Duration};

fn given(purpose: &str, medium: Medium, granted: bool, version: Option<&str>) -> ConsentGiven {
    ConsentGiven { purpose: purpose.into(), medium, granted, notice_version: version.map(str::to_owned) }
}

fn record(customer: CustomerId, consents: Vec<ConsentGiven>) -> RecordConsents {
    RecordConsents { customer, source: "account".into(), consents }
}

#[tokio::test]
async fn the_ledger_keeps_who_said_what_when_and_where_and_the_newest_counts() {
    for house in houses().await {
        let asha = house.make("asha@example.in").await;
        let yes = given("offers", Medium::Email, true, Some("2026-01"));
        let stands = house.customers.record_consents(&by(asha.id), record(asha.id, vec![yes.clone()])).await.unwrap();
        assert!(stands[0].granted && stands[0].notice_version.as_deref() == Some("2026-01"));
        assert_eq!(stands[0].at, house.db.now());
        // the same again is no news
        house.customers.record_consents(&by(asha.id), record(asha.id, vec![yes])).await.unwrap();
        house.db.clock.advance(Duration::from_secs(60));
        let no = given("offers", Medium::Email, false, None);
        let both = vec![no, given("offers", Medium::Whatsapp, true, Some("2026-01"))];
        let told = RecordConsents { source: "telephone".into(), ..record(asha.id, both) };
        let stands = house.customers.record_consents(&cx(), told).await.unwrap();
        assert_eq!(
            stands.iter().map(|one| (one.medium, one.granted)).collect::<Vec<_>>(),
            [(Medium::Email, false), (Medium::Whatsapp, true)]
        );
        assert_eq!(house.get(asha.id).await.consents, stands);

        let list = |page| ListConsents { customer: asha.id, page };
        let first = house.customers.consents(&cx(), list(limit(2))).await.unwrap();
        let rest =
            house.customers.consents(&cx(), list(PageRequest { limit: Some(2), after: first.next })).await.unwrap();
        let seqs: Vec<i64> = first.items.iter().chain(&rest.items).map(|entry| entry.seq).collect();
        assert_eq!(seqs, [3, 2, 1]);
        assert_eq!(rest.items[0].actor, asha.id.to_string());
        assert_eq!((first.items[0].actor.as_str(), first.items[0].consent.source.as_str()), ("test", "telephone"));
        house.close().await;
    }
}

#[tokio::test]
async fn customers_are_found_by_what_they_agree_to_at_present() {
    for house in houses().await {
        let (asha, ben) = (house.make("asha@example.in").await, house.make("ben@example.in").await);
        for customer in [&asha, &ben] {
            let yes = given("offers", Medium::Email, true, Some("v1"));
            house.customers.record_consents(&cx(), record(customer.id, vec![yes])).await.unwrap();
        }
        let no = given("offers", Medium::Email, false, None);
        house.customers.record_consents(&cx(), record(ben.id, vec![no])).await.unwrap();
        let by = |text: &str| CustomerFilter { consent: Some(text.into()), ..CustomerFilter::default() };
        assert_eq!(house.found(by("offers:email")).await, ["asha@example.in"]);
        assert_eq!(house.found(by("offers:sms")).await, Vec::<String>::new());
        for bad in ["offers", "offers:letter", ":email", "Offers:email", "offers:email:x"] {
            let list = ListCustomers { filter: by(bad), ..ListCustomers::default() };
            assert_eq!(bad_fields(house.customers.customers(&cx(), list).await), ["consent invalid"], "{bad}");
        }
        house.close().await;
    }
}

#[tokio::test]
async fn nobody_agrees_without_a_notice_and_every_bad_field_is_named() {
    for house in houses().await {
        let asha = house.make("asha@example.in").await;
        let bad = vec![
            given("offers", Medium::Email, true, None),
            given("Offers!", Medium::Email, false, None),
            given("offers", Medium::Email, false, Some("")),
        ];
        let told = RecordConsents { source: " ".into(), ..record(asha.id, bad) };
        assert_eq!(
            bad_fields(house.customers.record_consents(&cx(), told).await),
            [
                "source required",
                "consents.0.notice_version required",
                "consents.1.purpose invalid_code",
                "consents.2.purpose duplicate",
                "consents.2.notice_version required"
            ]
        );
        assert_eq!(
            bad_fields(house.customers.record_consents(&cx(), record(asha.id, vec![])).await),
            ["consents required"]
        );
        assert_eq!(house.get(asha.id).await, asha);
        house.close().await;
    }
}

#[tokio::test]
async fn a_removed_entry_shows_in_the_audit() {
    for house in houses().await {
        let asha = house.make("asha@example.in").await;
        for granted in [true, false] {
            let one = given("offers", Medium::Email, granted, Some("v1"));
            house.customers.record_consents(&cx(), record(asha.id, vec![one])).await.unwrap();
        }
        house.db.exec("DELETE FROM customers_consent WHERE seq = $1", &v![2_i64]).await.unwrap();
        assert_eq!(house.differences().await.len(), 1);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// Whatever is said in whatever order, where a customer stands is the last thing he said on each purpose and medium.
    #[test]
    fn the_last_word_on_each_purpose_and_medium_counts(
        said in prop::collection::vec((0..3_usize, 0..3_usize, any::<bool>(), 0..3_u8), 1..25)
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let house = crate::houses_on(vec![testing::sqlite(&[infrasell_customers::MIGRATIONS]).await]).pop().unwrap();
            let asha = house.make("asha@example.in").await;
            let mut model: BTreeMap<(String, Medium), (bool, Option<String>)> = BTreeMap::new();
            for (purpose, medium, granted, version) in said {
                let (purpose, medium) = (["offers", "news", "recall"][purpose], Medium::ALL[medium]);
                let version = granted.then(|| format!("v{version}"));
                let one = given(purpose, medium, granted, version.as_deref());
                house.customers.record_consents(&cx(), record(asha.id, vec![one])).await.unwrap();
                model.insert((purpose.to_owned(), medium), (granted, version));
            }
            let stands: BTreeMap<_, _> = house.get(asha.id).await.consents.into_iter()
                .map(|one| ((one.purpose, one.medium), (one.granted, one.notice_version))).collect();
            assert_eq!(stands, model);
            house.close().await;
        });
    }
}
