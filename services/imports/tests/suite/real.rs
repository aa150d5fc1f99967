//! Against the real services, on every engine at hand.

use infrasell_contracts::{
    catalog::{Catalog, ListProducts, ProductFilter},
    common::{Audit, AuditReport},
    customers::Customers,
    inventory::{Inventory, ListLocations},
    pricing::{GetPrices, ListTaxClasses, Pricing},
    settings::{ChannelRef, GetChannel, Settings},
};
use infrasell_db::{
    Db, Migration,
    testing::{TestDb, engines},
};
use infrasell_imports::{FileReport, ImportService};
use infrasell_rpc::Cx;
use std::{path::PathBuf, sync::Arc};

pub(crate) const MIGRATIONS: &[&[Migration]] = &[
    infrasell_settings::MIGRATIONS,
    infrasell_catalog::MIGRATIONS,
    infrasell_pricing::MIGRATIONS,
    infrasell_inventory::MIGRATIONS,
    infrasell_identity::MIGRATIONS,
    infrasell_orders::MIGRATIONS,
    infrasell_customers::MIGRATIONS,
    infrasell_imports::MIGRATIONS,
];

/// The services, over one database.
pub(crate) struct Shop {
    _db: TestDb,
    pub(crate) settings: Arc<dyn Settings>,
    pub(crate) catalog: Arc<dyn Catalog>,
    pub(crate) pricing: Arc<dyn Pricing>,
    pub(crate) inventory: Arc<dyn Inventory>,
    pub(crate) customers: Arc<dyn Customers>,
    pub(crate) imports: Arc<ImportService>,
}

pub(crate) fn cx() -> Cx {
    Cx::system("test", "req")
}

pub(crate) async fn open(test: TestDb) -> Shop {
    let (db, env): (Db, _) = (test.db.clone(), test.db.env().clone());
    let settings = infrasell_settings::open(infrasell_settings::Deps { db: db.clone() });
    settings.bootstrap(&cx()).await.expect("settings has its defaults");
    let pricing = infrasell_pricing::open(infrasell_pricing::Deps {
        db: db.clone(),
        env: env.clone(),
        settings: settings.clone(),
    });
    pricing.bootstrap(&cx()).await.expect("pricing has its defaults");
    let inventory = infrasell_inventory::open(infrasell_inventory::Deps {
        db: db.clone(),
        env: env.clone(),
        settings: settings.clone(),
    });
    inventory.bootstrap(&cx()).await.expect("inventory has its defaults");
    let catalog = infrasell_catalog::open(infrasell_catalog::Deps {
        db: db.clone(),
        env,
        settings: settings.clone(),
        pricing: pricing.clone(),
        inventory: inventory.clone(),
    });
    let orders = infrasell_orders::open(infrasell_orders::Deps {
        db: db.clone(),
        env: test.db.env().clone(),
        settings: settings.clone(),
    });
    let identity = infrasell_identity::open(infrasell_identity::Deps {
        db: db.clone(),
        env: test.db.env().clone(),
        issuer: "http://shop.test".into(),
        shared: Arc::new(infrasell_engines::shared::Embedded::new(test.db.env().clock.clone())),
        keys: Arc::new(NoKeys),
    });
    let customers = infrasell_customers::open(infrasell_customers::Deps {
        db: db.clone(),
        env: test.db.env().clone(),
        identity,
        orders: orders.clone(),
        settings: settings.clone(),
    });
    let imports = infrasell_imports::open(infrasell_imports::Deps {
        db,
        settings: settings.clone(),
        catalog: catalog.clone(),
        pricing: pricing.clone(),
        inventory: inventory.clone(),
        orders,
        customers: customers.clone(),
    });
    Shop { _db: test, settings, catalog, pricing, inventory, customers, imports }
}

impl Shop {
    pub(crate) async fn import(&self, dry_run: bool) -> FileReport {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../examples/shop/products.csv");
        self.imports.run_file(&cx(), &path, dry_run, |_| ()).await.expect("the sample shop is imported")
    }
}

pub(crate) fn counts(report: &FileReport) -> (i64, i64, i64, usize) {
    let r = &report.report;
    (r.created, r.updated, r.unchanged, r.rejected.len())
}

fn sound(audit: &AuditReport) -> bool {
    audit.checks.iter().all(|check| check.differences.is_empty())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sample_shop_is_there_whole_and_a_second_time_changes_nothing() {
    for db in engines(MIGRATIONS).await {
        let shop = open(db).await;
        assert_eq!(counts(&shop.import(true).await), (152, 0, 0, 0));
        let first = shop.import(false).await;
        assert_eq!(counts(&first), (152, 0, 0, 0), "{:?}", first.report.rejected);
        assert_eq!(counts(&shop.import(true).await), (0, 0, 152, 0));
        assert_eq!(counts(&shop.import(false).await), (0, 0, 152, 0));

        let web = GetChannel { channel: ChannelRef::Code("web".into()) };
        let web = shop.settings.channel(&cx(), web).await.expect("web is there").id;
        let filter = ProductFilter { sku: Some("K12-SWB-1L-CORAL".into()), ..ProductFilter::default() };
        let found = shop.catalog.products(&cx(), ListProducts { filter, ..ListProducts::default() }).await;
        let bottle = found.expect("products are listed").items.remove(0);
        assert_eq!((bottle.handle.as_str(), bottle.variants.len()), ("steel-water-bottle", 6));
        assert_eq!(bottle.tax_class.as_deref(), Some("gst-5"));
        let last = bottle.variants.last().expect("it has variants");
        let ask = GetPrices { variants: vec![last.id], channel: web, at: None };
        let price = shop.pricing.prices(&cx(), ask).await.expect("prices are told").remove(0);
        assert_eq!((price.price.minor, price.mrp.map(|mrp| mrp.minor)), (119_900, Some(149_900)));
        let classes = shop.pricing.tax_classes(&cx(), ListTaxClasses::default()).await.expect("classes are told");
        assert!(["gst-0", "gst-5", "gst-18"].iter().all(|code| classes.items.iter().any(|class| class.code == *code)));
        let places = shop.inventory.locations(&cx(), ListLocations::default()).await.expect("locations are told");
        assert!(["Mumbai", "Bengaluru"].iter().all(|name| places.items.iter().any(|place| place.name == *name)));
        assert!(sound(&shop.catalog.audit(&cx(), Audit {}).await.expect("catalog looks at its books")));
        assert!(sound(&shop.pricing.audit(&cx(), Audit {}).await.expect("pricing looks at its books")));
        assert!(sound(&shop.inventory.audit(&cx(), Audit {}).await.expect("inventory looks at its books")));
    }
}

#[tokio::test]
async fn every_statement_prepares() {
    // those of the other services are linked in with this test
    infrasell_db::testing::assert_all_prepare(MIGRATIONS).await;
}

/// No master key: nothing that is imported is sealed.
struct NoKeys;

impl infrasell_identity::KeySource for NoKeys {
    fn read(&self) -> Result<Option<infrasell_identity::MasterKeys>, infrasell_identity::SealError> {
        Ok(None)
    }

    fn make(
        &self,
        keys: infrasell_identity::MasterKeys,
    ) -> Result<infrasell_identity::MasterKeys, infrasell_identity::SealError> {
        Ok(keys)
    }

    fn place(&self) -> String {
        "nowhere".into()
    }
}
