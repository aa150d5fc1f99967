//! The service.

mod cutoff;
mod file;
mod jobs;
mod keeping;
#[macro_use]
mod shop;
mod absent;

use infrasell_db::testing::{TestDb, engines};
use infrasell_imports::{Deps, FileReport, ImportService, MIGRATIONS};
use infrasell_rpc::Cx;
use shop::Shop;
use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

/// The service over one database and a shop of one test's own.
pub struct World {
    pub db: TestDb,
    pub shop: Arc<Shop>,
    pub service: Arc<ImportService>,
}

impl World {
    fn new(db: TestDb) -> World {
        let shop = Arc::new(Shop::new());
        let deps = Deps {
            db: db.db.clone(),
            settings: shop.clone(),
            catalog: shop.clone(),
            pricing: shop.clone(),
            inventory: shop.clone(),
            orders: shop.clone(),
            customers: shop.clone(),
        };
        World { db, shop, service: infrasell_imports::open(deps) }
    }

    /// Imports a text as the command line would import a file.
    pub async fn import(&self, text: &str) -> FileReport {
        self.try_import(text, false).await.expect("the file is imported")
    }

    pub async fn dry_run(&self, text: &str) -> FileReport {
        let before = self.shop.snapshot();
        let report = self.try_import(text, true).await.expect("the file is checked");
        assert_eq!(self.shop.snapshot(), before, "a dry run writes nothing");
        report
    }

    pub async fn try_import(
        &self,
        text: &str,
        dry_run: bool,
    ) -> Result<FileReport, infrasell_contracts::imports::ImportError> {
        let file = TempFile::new(text);
        let (mut last, mut total) = (0, 0);
        let report = self
            .service
            .run_file(&cx(), &file.0, dry_run, |progress| {
                assert!(progress.rows >= last && progress.rows <= progress.rows_total);
                (last, total) = (progress.rows, progress.rows_total);
            })
            .await?;
        assert_eq!((last, report.report.rows), (total, i64::try_from(total).expect("few rows")));
        let r = &report.report;
        let rejected = i64::try_from(r.rejected.len()).expect("few rows");
        assert_eq!(r.rows, r.created + r.updated + r.unchanged + rejected, "every row counts once");
        Ok(report)
    }
}

/// Created, updated, unchanged, rejected.
pub fn counts(report: &FileReport) -> (i64, i64, i64, usize) {
    let r = &report.report;
    (r.created, r.updated, r.unchanged, r.rejected.len())
}

pub async fn worlds() -> Vec<World> {
    engines(&[MIGRATIONS]).await.into_iter().map(World::new).collect()
}

pub async fn world() -> World {
    World::new(infrasell_db::testing::sqlite(&[MIGRATIONS]).await)
}

pub fn cx() -> Cx {
    Cx::system("test", "req")
}

pub fn sample() -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../examples/shop/products.csv");
    std::fs::read_to_string(path).expect("the sample shop is there")
}

struct TempFile(PathBuf);

impl TempFile {
    fn new(text: &str) -> TempFile {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let name = format!("infrasell_imports_{}_{}.csv", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        std::fs::write(&path, text).expect("the temporary folder can be written");
        TempFile(path)
    }
}

impl Drop for TempFile {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}
