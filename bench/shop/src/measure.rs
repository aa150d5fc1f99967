//! The whole run: every figure, then the report.

use crate::{
    Means, Trouble, against, apart, graphql, imports,
    place::Ground,
    purchases, reads, replicas,
    report::{self, Results},
    starts,
};
use std::{path::PathBuf, time::Duration};

/// What to measure, and how long.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    means: Means,
    /// Two seconds a figure instead of ten.
    #[arg(long)]
    quick: bool,
    /// Only this part; nothing is written then.
    #[arg(long)]
    only: Option<Part>,
    /// A folder with flipkart.jsonl.gz and bigbasket.csv.gz; a made-up catalogue of the same size when absent.
    #[arg(long)]
    catalogues: Option<PathBuf>,
    /// With how many products lists, start and memory are measured once more; 0 is not at all.
    #[arg(long, default_value_t = 1_000_000)]
    products: u64,
    /// Another build of the shop, which is measured beside this one.
    #[arg(long)]
    against: Option<PathBuf>,
    /// Where the results are written.
    #[arg(long)]
    out: PathBuf,
}

/// A part of the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Part {
    /// Whole purchases over HTTP.
    Purchases,
    /// The import of a large catalogue.
    Import,
    /// Start, memory, size.
    Start,
    /// Product lists and products, with the cache and without.
    Reads,
    /// The storefront's GraphQL.
    Graphql,
    /// One, two and three processes on one PostgreSQL.
    Replicas,
    /// One process beside many.
    Apart,
    /// This build beside another one.
    Against,
}

/// Measures, prints and writes.
///
/// # Errors
/// When a part cannot be measured.
pub async fn run(arguments: &Arguments) -> Result<(), Trouble> {
    let seconds = |quick: u64, whole: u64| Duration::from_secs(if arguments.quick { quick } else { whole });
    let ground = Ground {
        folder: arguments.means.folder.clone(),
        postgres: arguments.means.postgres.clone(),
        infrasell: arguments.means.infrasell.clone(),
        simulator: arguments.means.simulator.clone(),
        measured: seconds(2, 10),
        // before each turn
        warm: Duration::from_millis(500),
    };
    std::fs::create_dir_all(&ground.folder)?;
    let mut results = Results::new(&ground)?;
    let wanted = |part: Part| arguments.only.is_none_or(|only| only == part);
    let catalogue =
        if wanted(Part::Import) { Some(imports::catalogue(&ground, arguments.catalogues.as_deref())?) } else { None };
    for engine in ground.engines() {
        if wanted(Part::Purchases) {
            results.purchases.push((engine, purchases::measure(&ground, engine).await?));
        }
        if let Some(catalogue) = &catalogue {
            results.imports.push(imports::measure(&ground, engine, catalogue).await?);
        }
        if wanted(Part::Start) {
            results.starts.push(starts::measure(&ground, engine).await?);
        }
        if wanted(Part::Reads) {
            results.reads.push(reads::measure(&ground, engine, arguments.products).await?);
        }
        if wanted(Part::Graphql) {
            results.graphql.push(graphql::measure(&ground, engine).await?);
        }
    }
    if let Some(other) = arguments.against.as_deref().filter(|_| wanted(Part::Against)) {
        for engine in ground.engines() {
            results.against.extend(against::measure(&ground, other, engine).await?);
        }
    }
    if wanted(Part::Apart) {
        results.apart = Some(apart::measure(&ground).await?);
    }
    results.catalogue = catalogue.map(|catalogue| catalogue.what);
    let mut text = report::write(&results);
    if wanted(Part::Replicas)
        && let Some(measured) = replicas::measure(&ground).await?
    {
        text.push('\n');
        text.push_str(&replicas::write(&measured));
    }
    println!("\n{text}");
    if arguments.only.is_none() {
        std::fs::write(&arguments.out, text)?;
        eprintln!("wrote {}", arguments.out.display());
    }
    Ok(())
}
