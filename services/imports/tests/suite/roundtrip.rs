//! What an export writes, an import reads back unchanged: on every engine, with the sample shop and with texts that are
//! meant to break it.

use crate::real::{MIGRATIONS, Shop, counts, cx, open};
use infrasell_contracts::{
    catalog::*,
    imports::{ExportKind, ImportKind},
    inventory::{CreateLocation, LevelInput, ListLocations, LocationInput, SetStock, StockPolicy},
    pricing::{CreatePriceList, CreateTaxClass, PriceInput, PriceListInput, PriceListRef, SetPrices, TaxClassInput},
    settings::{ChannelRef, GetChannel},
};
use infrasell_db::testing::engines;
use infrasell_imports::FileReport;
use infrasell_kernel::{ChannelId, VariantId};
use infrasell_rules::stock::BackorderPolicy;

impl Shop {
    pub(crate) async fn export(&self, kind: ExportKind) -> String {
        let mut out = vec![];
        let (mut told, mut pages) = (0, 0);
        let rows = self.imports.export_to(&cx(), kind, &mut out, |rows| (told, pages) = (rows, pages + 1)).await;
        let (rows, text) = (rows.expect("it is exported"), String::from_utf8(out).expect("it is UTF-8"));
        assert_eq!((rows, pages > 0), (told, true));
        let mut reader = csv::ReaderBuilder::new().from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let read: Vec<_> = reader.records().collect::<Result<_, _>>().expect("it is CSV");
        assert_eq!(u64::try_from(read.len()).ok(), u64::try_from(rows).ok());
        text
    }

    pub(crate) async fn bring(&self, kind: ImportKind, text: &str) -> FileReport {
        let token = infrasell_kernel::Token::random(&infrasell_kernel::OsRandom);
        let path = std::env::temp_dir().join(format!("infrasell-roundtrip-{token}.csv"));
        std::fs::write(&path, text).expect("the temporary folder can be written");
        let report = self.imports.run_file_of(&cx(), kind, &path, false, |_| ()).await;
        std::fs::remove_file(&path).expect("it was written");
        report.expect("it is imported")
    }

    async fn web(&self) -> ChannelId {
        let web = GetChannel { channel: ChannelRef::Code("web".into()) };
        self.settings.channel(&cx(), web).await.expect("web is there").id
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sample_shop_comes_back_unchanged_and_makes_an_equal_one() {
    let mut others = engines(MIGRATIONS).await;
    for db in engines(MIGRATIONS).await {
        let shop = open(db).await;
        assert_eq!(counts(&shop.import(false).await).0, 152);
        let products = shop.export(ExportKind::Products).await;
        let stock = shop.export(ExportKind::Stock).await;
        let again = shop.bring(ImportKind::Products, &products).await;
        assert_eq!(counts(&again).1, 0, "{:?}", again.report);
        assert!(again.report.rejected.is_empty() && again.notes.is_empty() && again.report.unchanged >= 152);
        let again = shop.bring(ImportKind::Stock, &stock).await;
        assert!(again.report.rejected.is_empty(), "{:?}", again.report.rejected);
        assert_eq!((again.report.created, again.report.updated), (0, 0));
        assert!(again.report.unchanged > 200, "{}", again.report.unchanged);

        let other = open(others.remove(0)).await;
        for name in ["Mumbai", "Bengaluru"] {
            let location = LocationInput { code: name.to_lowercase(), name: name.into(), address: Default::default() };
            other.inventory.create_location(&cx(), CreateLocation { location }).await.expect("it is made");
        }
        assert_eq!(counts(&other.bring(ImportKind::Products, &products).await).0, again_rows(&products));
        assert_eq!(other.export(ExportKind::Products).await, products, "the same products in the same order");
        let made = other.bring(ImportKind::Stock, &stock).await;
        assert!(made.report.rejected.is_empty() && made.report.created > 200, "{:?}", made.report.rejected);
        let sorted = |text: &str| {
            // ids are each shop's own
            let mut lines: Vec<String> =
                text.lines().filter(|line| !line.contains(",0,0,0,")).map(without_id).collect();
            lines.sort();
            lines
        };
        assert_eq!(sorted(&other.export(ExportKind::Stock).await), sorted(&stock));
    }
}

fn again_rows(text: &str) -> i64 {
    let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    i64::try_from(reader.records().count()).expect("few rows")
}

fn without_id(line: &str) -> String {
    line.split(',').enumerate().filter(|(at, _)| *at != 1).map(|(_, cell)| cell).collect::<Vec<_>>().join(",")
}

/// Texts that spreadsheets compute, that readers cut, and that look like what they are not.
const HOSTILE: [&str; 12] = [
    "=1+1",
    "'=cmd|' /C calc'!A0",
    "@SUM(A1)",
    "+91 98200",
    "-2",
    "\"quoted\", and, so on",
    "'",
    "'tis tea",
    "none",
    "two\nlines\r\nand a tab\tin it",
    "हिन्दी, ₹ और 🙂",
    "back\\slash\\,",
];

fn hostile(n: usize, web: ChannelId) -> ProductInput {
    let text = HOSTILE[n % HOSTILE.len()];
    let variant = |at: usize| VariantInput {
        sku: format!("{text} {n}/{at}"),
        barcode: "=7".into(),
        option_values: vec![format!("{text}{at}"), HOSTILE[(n + at) % HOSTILE.len()].to_owned()],
        weight_grams: 7,
        hsn_code: if at == 0 { "6109".into() } else { String::new() },
        country_of_origin: (at == 0).then_some(infrasell_kernel::CountryCode::IN),
        taxable: at != 1,
        requires_shipping: at != 2,
        image_url: (at == 1).then(|| "/media/b.svg".to_owned()),
        ..VariantInput::default()
    };
    let variants: Vec<VariantInput> = (0..3).map(variant).collect();
    let values = |place: usize| {
        // not in the order of the variants, and one that no variant has
        let mut values: Vec<String> = variants.iter().rev().map(|v| v.option_values[place].clone()).collect();
        values.dedup();
        values.push("unused".into());
        values
    };
    let options = vec![
        ProductOption { name: "Size".into(), values: values(0) },
        ProductOption { name: "@Colour".into(), values: values(1) },
    ];
    let media =
        ["a", "b", "c", "d", "e"].map(|name| Media { url: format!("/media/{name}.svg"), alt: format!(" {text} ") });
    ProductInput {
        title: text.into(),
        handle: Some(format!("hostile-{n}")),
        description_html: format!("\n  {text}<p>\u{a0}"),
        status: [ProductStatus::Draft, ProductStatus::Active, ProductStatus::Archived][n % 3],
        vendor: text.into(),
        product_type: text.into(),
        tags: vec![text.into(), "a, b".into(), "c\\".into(), "=x".into()],
        options,
        variants,
        media: media.to_vec(),
        seo: Seo { title: text.into(), description: format!("{text}.") },
        tax_class: n.is_multiple_of(2).then(|| "luxury".into()),
        channels: n.is_multiple_of(4).then(Vec::new).or((n % 4 == 1).then(|| vec![web])),
        ..ProductInput::default()
    }
}

async fn hostile_shop(shop: &Shop) -> Vec<VariantId> {
    let class = TaxClassInput { code: "luxury".into(), name: "Luxury".into() };
    shop.pricing.create_tax_class(&cx(), CreateTaxClass { class }).await.expect("it is made");
    let paths = vec![vec!["=A > B".into(), "C\\".into(), ">".into()]];
    let category = shop.catalog.ensure_categories(&cx(), EnsureCategories { paths }).await.expect("they are made");
    let web = shop.web().await;
    let mut products: Vec<ProductInput> = (0..2 * HOSTILE.len()).map(|n| hostile(n, web)).collect();
    products[3].category = Some(category[0].id);
    let products = UpsertProducts { products, dry_run: false };
    let made = shop.catalog.upsert_products(&cx(), products).await.expect("they are taken");
    made.into_iter().flat_map(|one| one.variants).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_texts_come_back_unchanged_and_nothing_is_a_formula() {
    for db in engines(MIGRATIONS).await {
        let shop = open(db).await;
        let variants = hostile_shop(&shop).await;
        let web = shop.web().await;
        // every third has no price; one is sold for less by another list
        let price = |(n, variant): (usize, &VariantId)| PriceInput {
            variant: *variant,
            price_minor: 10_000 + i64::try_from(n).unwrap(),
            compare_at_minor: (n % 2 == 0).then_some(20_000),
            mrp_minor: (n % 3 == 0).then_some(30_000),
            starts_at: None,
            ends_at: None,
        };
        let prices: Vec<PriceInput> = variants.iter().enumerate().filter(|(n, _)| n % 3 < 2).map(price).collect();
        let cheaper = PriceInput { price_minor: 5, compare_at_minor: None, mrp_minor: None, ..prices[0].clone() };
        let base = SetPrices { list: PriceListRef::Channel(web), prices, dry_run: false };
        shop.pricing.set_prices(&cx(), base).await.expect("they are set");
        let list = PriceListInput {
            code: "sale".into(),
            name: "Sale".into(),
            channel: web,
            currency: None,
            priority: 9,
            starts_at: None,
            ends_at: None,
        };
        let list = shop.pricing.create_price_list(&cx(), CreatePriceList { list }).await.expect("it is made").id;
        let sale = SetPrices { list: PriceListRef::List(list), prices: vec![cheaper], dry_run: false };
        shop.pricing.set_prices(&cx(), sale).await.expect("it is set");
        let location =
            shop.inventory.locations(&cx(), ListLocations::default()).await.expect("there is one").items[0].id;
        let policy = |variant: &VariantId| StockPolicy {
            variant: *variant,
            tracked: false,
            backorder: BackorderPolicy::Continue,
            low_stock_threshold: Some(3),
        };
        let levels = variants.iter().map(|variant| LevelInput { variant: *variant, location, on_hand: 7 }).collect();
        let set = SetStock { levels, policies: variants[..9].iter().map(policy).collect(), ..SetStock::default() };
        shop.inventory.set_stock(&cx(), set).await.expect("it is set");

        let text = shop.export(ExportKind::Products).await;
        assert!(
            text.contains("100.00") && !text.contains(",0.05"),
            "the price is that of the list an import writes to"
        );
        for text in [&text, &shop.export(ExportKind::Stock).await] {
            let mut reader = csv::ReaderBuilder::new().from_reader(text.trim_start_matches('\u{feff}').as_bytes());
            for cell in reader.records().flat_map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>()) {
                assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']), "{cell:?}");
            }
        }
        let report = shop.bring(ImportKind::Products, &text).await;
        assert!(report.report.rejected.is_empty(), "{:?}", report.report.rejected);
        assert_eq!((report.report.created, report.report.updated), (0, 0), "{:?}", report.notes);
        let stock = shop.export(ExportKind::Stock).await;
        let report = shop.bring(ImportKind::Stock, &stock).await;
        assert_eq!(counts(&report), (0, 0, i64::try_from(variants.len()).unwrap(), 0), "{:?}", report.report.rejected);
        assert_eq!(shop.export(ExportKind::Products).await, text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_of_many_pages_is_whole_and_an_empty_one_has_a_header() {
    for db in engines(MIGRATIONS).await {
        let shop = open(db).await;
        assert_eq!(shop.export(ExportKind::Stock).await.lines().count(), 1);
        assert_eq!(shop.export(ExportKind::Orders).await.lines().count(), 1);
        let mut file = String::from("Handle,Title,Variant SKU,Price,Inventory quantity\n");
        for n in 0..620 {
            file.push_str(&format!("p{n},P{n},S{n},{n},{}\n", n + 1));
        }
        assert_eq!(counts(&shop.bring(ImportKind::Products, &file).await), (620, 0, 0, 0));
        for kind in [(ExportKind::Products, ImportKind::Products), (ExportKind::Stock, ImportKind::Stock)] {
            let text = shop.export(kind.0).await;
            assert_eq!(text.lines().count(), 621);
            assert_eq!(counts(&shop.bring(kind.1, &text).await), (0, 0, 620, 0));
        }
    }
}
