//! Customers by file: what goes out comes back unchanged, and every row is accounted for.

use crate::real::{MIGRATIONS, Shop, counts, cx, open};
use infrasell_contracts::{
    common::Audit,
    customers::{Customer, CustomerFilter, ListAddresses, ListConsents, ListCustomers},
    imports::{ExportKind, ImportKind},
};
use infrasell_db::testing::engines;

const HEADER: &str = "E-mail,Name,Phone,Language,Note,Tags,Consents,Address name,Address line 1,Address city,\
                      Address region,Address postal code,Address country,Address phone\n";

fn file(rows: &[&str]) -> String {
    format!("{HEADER}{}\n", rows.join("\n"))
}

const FULL: &str = "a@example.in,Asha,98200 12345,en-IN,likes tea,\"vip, a\\,b\",\"offers:email:yes:v1, offers:sms:no\",\
                    Asha,7 Hill Street,Pune,mh,411 001,IN,098200 12345";
const HOSTILE: &str = "b@example.in,'=1+1,,,'@note,,,,,,,,,";
const BARE: &str = "c@example.in,,,,,,,,,,,,,";

impl Shop {
    async fn customer(&self, email: &str) -> Customer {
        let filter = CustomerFilter { email: Some(email.into()), ..CustomerFilter::default() };
        let found = self.customers.customers(&cx(), ListCustomers { filter, ..ListCustomers::default() }).await;
        found.expect("they are told").items.remove(0)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn customers_come_back_unchanged_and_make_equal_ones_elsewhere() {
    let mut others = engines(MIGRATIONS).await;
    for db in engines(MIGRATIONS).await {
        let shop = open(db).await;
        let text = file(&[FULL, HOSTILE, BARE]);
        let made = shop.bring(ImportKind::Customers, &text).await;
        assert_eq!(counts(&made), (3, 0, 0, 0), "{:?}", made.report.rejected);
        assert_eq!(counts(&shop.bring(ImportKind::Customers, &text).await), (0, 0, 3, 0), "as it was written by hand");
        let asha = shop.customer("a@example.in").await;
        assert_eq!((asha.name.as_str(), asha.phone.as_deref()), ("Asha", Some("+919820012345")));
        assert_eq!(asha.tags, ["a,b", "vip"]);
        assert_eq!(shop.customer("b@example.in").await.name, "=1+1");
        assert_eq!(asha.consents.iter().filter(|consent| consent.granted).count(), 1);
        assert!(asha.consents.iter().all(|consent| consent.source.starts_with("import ")));

        let out = shop.export(ExportKind::Customers).await;
        assert!(
            out.contains("'=1+1") && out.contains("'+919820012345") && out.contains("offers:email:yes:v1"),
            "{out}"
        );
        let again = shop.bring(ImportKind::Customers, &out).await;
        assert_eq!(counts(&again), (0, 0, 3, 0), "{:?}", again.report.rejected);
        let ask = ListAddresses { customer: asha.id, page: Default::default() };
        assert_eq!(shop.customers.addresses(&cx(), ask).await.unwrap().items.len(), 1, "none is kept twice");
        let ask = ListConsents { customer: asha.id, page: Default::default() };
        let ledger = shop.customers.consents(&cx(), ask).await.unwrap().items.len();
        assert!(ledger <= 2, "{ledger}");

        let other = open(others.remove(0)).await;
        assert_eq!(counts(&other.bring(ImportKind::Customers, &out).await), (3, 0, 0, 0));
        let without_time = |text: &str| -> Vec<String> {
            let cut = |line: &str| line.rsplit_once(',').map_or_else(String::new, |(rest, _)| rest.to_owned());
            let mut lines: Vec<String> = text.lines().map(cut).collect();
            lines.sort();
            lines
        };
        assert_eq!(without_time(&other.export(ExportKind::Customers).await), without_time(&out));
        for shop in [&shop, &other] {
            let audit = shop.customers.audit(&cx(), Audit {}).await.unwrap();
            assert!(audit.checks.iter().all(|check| check.differences.is_empty()), "{audit:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_blank_cell_takes_nothing_away_and_a_filled_one_changes() {
    for db in engines(MIGRATIONS).await {
        let shop = open(db).await;
        shop.bring(ImportKind::Customers, &file(&[FULL])).await;
        let before = shop.customer("a@example.in").await;
        assert_eq!(counts(&shop.bring(ImportKind::Customers, "Email\nA@Example.in\n").await), (0, 0, 1, 0));
        assert_eq!(shop.customer("a@example.in").await, before);
        let changed =
            shop.bring(ImportKind::Customers, "Email,Name,Consents\na@example.in,Asha R,offers:email:no\n").await;
        assert_eq!(counts(&changed), (0, 1, 0, 0), "{:?}", changed.report.rejected);
        let after = shop.customer("a@example.in").await;
        assert_eq!((after.name.as_str(), after.phone, after.tags), ("Asha R", before.phone, before.tags));
        assert!(after.consents.iter().all(|consent| !consent.granted));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_bad_row_is_refused_with_its_column_and_costs_no_other() {
    for db in engines(MIGRATIONS).await {
        let shop = open(db).await;
        let rows = [
            (BARE, None),
            ("C@example.in,,,,,,,,,,,,,", Some(("E-mail", "line 2 has this e-mail address"))),
            (",Nobody,,,,,,,,,,,,", Some(("E-mail", "is missing"))),
            ("no address,X,,,,,,,,,,,,", Some(("E-mail", ""))),
            ("d@example.in,X,12,,,,,,,,,,,", Some(("Phone", ""))),
            ("e@example.in,X,,klingon!,,,,,,,,,,", Some(("Language", "is not a language"))),
            ("f@example.in,X,,,,,offers,,,,,,,", Some(("Consents", "is not a consent"))),
            ("g@example.in,X,,,,,offers:email:yes,,,,,,,", Some(("Consents", "his consents not"))),
            ("h@example.in,X,,,,,,X,Street 1,Pune,MH,999,IN,", Some(("Address postal code", "his address not"))),
            (
                "i@example.in,X,,,,,,X,Street 1,Pune,MH,411001,India,",
                Some(("Address country", "is not a country code")),
            ),
        ];
        let text = file(&rows.map(|(row, _)| row));
        let report = shop.bring(ImportKind::Customers, &text).await.report;
        assert_eq!((report.rows, report.created), (i64::try_from(rows.len()).unwrap(), 1));
        for (n, (row, wanted)) in rows.iter().enumerate() {
            let line = i64::try_from(n).unwrap() + 2;
            let found = report.rejected.iter().find(|one| one.line == line);
            match (wanted, found) {
                (None, None) => {}
                (Some((column, reason)), Some(found)) => {
                    assert!(found.column == *column && found.reason.contains(reason), "{row}: {found:?}");
                }
                _ => unreachable!("{row}: {found:?}"),
            }
        }
    }
}
