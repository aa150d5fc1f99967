//! Importing a large catalogue, beside the bare layer inserting the same rows.

use crate::{
    Trouble, catalogue, inside,
    place::{Engine, Ground},
    replay,
    stats::{micros, per_second},
};
use infrasell_bench_convert::Converter;
use infrasell_rpc::Cx;
use std::{
    fs::File,
    io::BufWriter,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

/// The products of a made-up catalogue, about as many as the two real ones have together.
const PRODUCTS: u64 = 47_000;
const SEED: u64 = 47;

/// A catalogue to import.
pub struct Catalogue {
    /// Where.
    pub file: PathBuf,
    /// Its products.
    pub products: u64,
    /// What it is.
    pub what: String,
}

/// How long an import took, beside its limit.
pub struct Measured {
    /// On what.
    pub engine: Engine,
    /// Products.
    pub products: u64,
    /// The first import, from the start of the command to its end.
    pub first: Duration,
    /// The same file again.
    pub again: Duration,
    /// The bare layer inserting what the first import did.
    pub limit: Duration,
    /// The bare layer reading and writing what the second import did.
    pub limit_again: Duration,
}

impl Measured {
    /// Products a second.
    #[must_use]
    pub fn rate(&self, took: Duration) -> u64 {
        per_second(self.products, micros(took))
    }
}

/// The catalogue: from `flipkart.jsonl.gz` and `bigbasket.csv.gz` in `folder`, else made up.
///
/// # Errors
/// When a file cannot be read or written.
pub fn catalogue(ground: &Ground, folder: Option<&Path>) -> Result<Catalogue, Trouble> {
    let file = ground.folder.join("catalogue.csv");
    let Some(folder) = folder else {
        catalogue::write(&file, catalogue::Made { products: PRODUCTS, seed: SEED, stock: None })?;
        let what = format!("made up, seed {SEED}: there was no folder with real ones");
        return Ok(Catalogue { file, products: PRODUCTS, what });
    };
    let failed = |error: infrasell_bench_convert::ConvertError| Trouble::Other(error.to_string());
    let mut converter = Converter::new(BufWriter::new(File::create(&file)?)).map_err(failed)?;
    converter.flipkart(File::open(folder.join("flipkart.jsonl.gz"))?).map_err(failed)?;
    converter.bigbasket(File::open(folder.join("bigbasket.csv.gz"))?).map_err(failed)?;
    let counts = converter.finish().map_err(failed)?;
    Ok(Catalogue { file, products: counts.written, what: "flipkart and bigbasket, by bench/convert".into() })
}

/// Measures the import on one engine.
///
/// # Errors
/// When an import fails.
pub async fn measure(ground: &Ground, engine: Engine, catalogue: &Catalogue) -> Result<Measured, Trouble> {
    let file = catalogue.file.display().to_string();
    let place = ground.place(engine, "import").await?;
    place.run(&ground.infrasell, &["migrate"])?;
    // before anything is in it: the limit's rows go here, a trace of the real ones is taken from there
    let (bare, traced) = (ground.copy(&place, "rows").await?, ground.copy(&place, "look").await?);
    let timed = |what: &str| {
        let begun = Instant::now();
        let said = place.run(&ground.infrasell, &["import", &file])?;
        let took = begun.elapsed();
        let first = said.lines().next().unwrap_or("");
        eprintln!("{:<10} {what}: {:>6} ms  {first}", engine.name(), took.as_millis());
        Ok::<_, Trouble>(took)
    };
    let first = timed("first import ")?;
    let again = timed("second import")?;
    let (written, unchanged) = {
        let app = inside::open(&traced).await?;
        let cx = Cx::system("bench", "import");
        let mut traces = vec![];
        for _ in 0..2 {
            app.db.trace(true);
            let done = app
                .imports
                .as_ref()
                .expect("a shop of one process has every service")
                .run_file(&cx, &catalogue.file, false, |_| {})
                .await;
            app.db.trace(false);
            done.map_err(|error| Trouble::Other(error.to_string()))?;
            traces.push(app.db.traced());
        }
        (traces.remove(0), traces.remove(0))
    };
    let db = bare.open().await?;
    let limit = replay::again(&db, &written, false).await?;
    let limit_again = replay::again(&db, &unchanged, true).await?;
    eprintln!("{:<10} limits: {} ms and {} ms", engine.name(), limit.as_millis(), limit_again.as_millis());
    Ok(Measured { engine, products: catalogue.products, first, again, limit, limit_again })
}
