//! Reads over HTTP: product lists of 20 and products, with the cache and without, each beside its limit; and reads among
//! writes at a pace, with a look for old answers.

mod limits;
mod look;
mod many;
mod table;

pub use limits::{Arguments as LimitArguments, serve as serve_limit};
pub use look::Asked;
pub use table::page;

use crate::{
    Trouble, catalogue,
    http::Conn,
    load,
    place::{Engine, Ground, Place},
    purchases,
    server::{Memory, Server, memory},
    stats::{Load, Turns},
};
use look::{Mix, Readers, Watched};
use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU64, Ordering::Relaxed},
    },
    time::Duration,
};

/// Products of the shop, two variants each.
pub const PRODUCTS: u64 = 5_000;
/// How many read at once.
const CLIENTS: [u64; 2] = [16, 256];
/// Products and list pages that are asked for.
const ASKED_PRODUCTS: usize = 500;
const ASKED_PAGES: usize = 50;
/// Products whose prices change.
const WATCHED: usize = 40;
/// In how many turns a figure and its limit are taken.
const TURNS: u32 = 4;
/// How many of a hundred things that are done are purchases, when reads and writes are mixed.
const BOUGHT_PERCENT: u64 = 2;
/// How many read and write at once at a pace.
const MIXED_CLIENTS: u64 = 32;

/// What is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// A page of 20 products.
    List,
    /// One product.
    Product,
}

impl What {
    /// As the results name it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            What::List => "product list of 20",
            What::Product => "product",
        }
    }
}

/// One way of reading, measured.
pub struct Case {
    /// What.
    pub what: What,
    /// Whether the cache is on.
    pub cached: bool,
    /// How many at once.
    pub clients: u64,
    /// The shop.
    pub shop: Load,
    /// The bare server.
    pub limit: Load,
}

/// Reads among writes.
pub struct Mixed {
    /// As fast as they are answered.
    pub top: Load,
    /// At half of that.
    pub half: Load,
    /// Prices that were compared with what was acknowledged, and those that were old.
    pub compared: (u64, u64),
}

/// Everything about reads on one engine.
pub struct Measured {
    /// On what.
    pub engine: Engine,
    /// Each way of reading.
    pub cases: Vec<Case>,
    /// Reads among writes.
    pub mixed: Mixed,
    /// What the server holds with its cache in use.
    pub held: Memory,
    /// Few products and many.
    pub sizes: Vec<many::Size>,
}

/// Measures reads on one engine.
///
/// # Errors
/// When a shop cannot be made or a process ends.
pub async fn measure(ground: &Ground, engine: Engine, products: u64) -> Result<Measured, Trouble> {
    let place = shop(ground, engine, "read").await?;
    let key = place.run(&ground.infrasell, &["key", "create", "bench", "--role", "owner"])?;
    let on = serve(ground, &place, true).await?;
    let paths = paths(&on).await?;
    let mut cases = vec![];
    let file = ground.folder.join("read.paths");
    let lines: Vec<&str> = paths.iter().flat_map(|paths| paths.iter().map(String::as_str)).collect();
    std::fs::write(&file, lines.join("\n"))?;
    let (mut held, mut server) = (Memory::default(), Some(on));
    for cached in [true, false] {
        let shop = match server.take() {
            Some(server) => server,
            None => serve(ground, &place, false).await?,
        };
        let limit = bare(&place, &file, !cached).await?;
        for (what, paths) in [What::List, What::Product].into_iter().zip(&paths) {
            for clients in CLIENTS {
                cases.push(case(ground, what, cached, clients, paths, [&shop, &limit]).await?);
            }
        }
        if cached {
            held = memory(shop.id())?;
        }
        shop.stop()?;
        limit.stop()?;
    }
    let mixed = mixed(ground, &place, key.trim(), &paths).await?;
    let sizes = if products > PRODUCTS { many::measure(ground, &place, products).await? } else { vec![] };
    Ok(Measured { engine, cases, mixed, held, sizes })
}

/// A shop of [`PRODUCTS`] products with two variants each.
///
/// # Errors
/// When it cannot be made.
pub async fn shop(ground: &Ground, engine: Engine, name: &str) -> Result<Place, Trouble> {
    let place = ground.place(engine, name).await?;
    let file = ground.folder.join(format!("{name}.csv"));
    catalogue::write_pairs(&file, PRODUCTS, 7)?;
    place.import(&ground.infrasell, &file).await?;
    Ok(place)
}

/// Serves it, with its cache or without.
///
/// # Errors
/// When it does not start.
pub async fn serve(ground: &Ground, place: &Place, cached: bool) -> Result<Server, Trouble> {
    let off = ("INFRASELL_CACHE_BYTES".to_owned(), "0".to_owned());
    let mut server = place.serve(&ground.infrasell, if cached { &[] } else { std::slice::from_ref(&off) })?;
    server.first_answer("/store/v1/products?limit=1").await?;
    Ok(server)
}

/// The bare server for what is in a file, a request a line.
///
/// # Errors
/// When it does not start.
pub async fn bare(place: &Place, paths: &Path, reads: bool) -> Result<Server, Trouble> {
    let words = |listen: &str| {
        let mut words = vec!["bare-reads", "--listen", listen].into_iter().map(str::to_owned).collect::<Vec<_>>();
        words.extend(["--data".into(), place.data.display().to_string()]);
        words.extend(["--paths".into(), paths.display().to_string()]);
        words.extend(place.database.iter().flat_map(|url| ["--database".to_owned(), url.clone()]));
        words.extend(reads.then(|| "--reads".to_owned()));
        words
    };
    let mut server = Server::start(&std::env::current_exe()?, words, &[])?;
    server.first_answer("/livez").await?;
    Ok(server)
}

/// What is asked for: pages of the list, products.
///
/// # Errors
/// When the server does not say.
pub async fn paths(server: &Server) -> Result<[Arc<Vec<String>>; 2], Trouble> {
    let mut conn = Conn::open(server.address).await?;
    let (mut pages, mut products, mut path) = (vec![], vec![], "/store/v1/products?limit=20".to_owned());
    while pages.len() < ASKED_PAGES {
        let reply = conn.call("GET", &path, "").await?;
        let page: serde_json::Value = serde_json::from_slice(reply.body)?;
        let handles = page["items"].as_array().into_iter().flatten().filter_map(|item| item["handle"].as_str());
        products.extend(handles.map(|handle| format!("/store/v1/products/{handle}")));
        pages.push(path);
        match page["next"].as_str() {
            Some(next) => path = format!("/store/v1/products?limit=20&after={next}"),
            None => break,
        }
    }
    products.truncate(ASKED_PRODUCTS);
    Ok([Arc::new(pages), Arc::new(products)])
}

/// Measures one way of reading and its limit by turns.
async fn case(
    ground: &Ground,
    what: What,
    cached: bool,
    clients: u64,
    paths: &Arc<Vec<String>>,
    [shop, limit]: [&Server; 2],
) -> Result<Case, Trouble> {
    let mut case = Case { what, cached, clients, shop: Load::default(), limit: Load::default() };
    for _ in 0..TURNS {
        for (server, sum) in [(shop, &mut case.shop), (limit, &mut case.limit)] {
            sum.add(turn(ground, clients, paths, server, TURNS).await?);
        }
    }
    let name = format!("{what:?} {clients:>3} {}", if cached { "cached" } else { "made" });
    for (who, load) in [("shop", &case.shop), ("limit", &case.limit)] {
        eprintln!(
            "{name:<20} {who:<5} {:>6}/s  p50 {:>6} us  p99 {:>6} us  cpu {:>4} us  failed {} {}",
            load.per_second(),
            load.at(500),
            load.at(990),
            load.cpu_each_us(),
            load.failed,
            load.first_failure.as_deref().unwrap_or("")
        );
    }
    Ok(case)
}

/// One of so many turns of one server.
///
/// # Errors
/// When the server is gone.
pub async fn turn(
    ground: &Ground,
    clients: u64,
    paths: &Arc<Vec<String>>,
    server: &Server,
    turns: u32,
) -> Result<Load, Trouble> {
    let readers = Readers {
        address: server.address,
        process: server.id(),
        clients,
        paths: paths.clone(),
        warm: ground.warm / 2,
        measured: ground.measured / turns,
        mix: None,
        pace: None,
    };
    blocking(readers).await
}

/// What two servers do by turns, each asked for its own pages.
///
/// # Errors
/// When one of them is gone.
pub async fn by_turns(
    ground: &Ground,
    what: What,
    clients: u64,
    servers: [&Server; 2],
    turns: u32,
) -> Result<Turns, Trouble> {
    let mut all = vec![];
    for server in servers {
        let [pages, products] = paths(server).await?;
        all.push(if what == What::List { pages } else { products });
    }
    let mut did = Turns::default();
    for number in 0..turns {
        let mut loads = [Load::default(), Load::default()];
        for who in Turns::order(number) {
            loads[who] = turn(ground, clients, &all[who], servers[who], turns).await?;
        }
        did.add(loads);
    }
    Ok(did)
}

async fn blocking(readers: Readers) -> Result<Load, Trouble> {
    purchases::blocking(move || look::run(readers)).await
}

/// 95 of 100 read, 3 change a price, 2 buy: as fast as it goes, then at half of that.
async fn mixed(ground: &Ground, place: &Place, key: &str, paths: &[Arc<Vec<String>>; 2]) -> Result<Mixed, Trouble> {
    let server = serve(ground, place, true).await?;
    let all_goods = load::goods(server.address).await?;
    let mut conn = Conn::open(server.address).await?;
    let auth = format!("authorization: Bearer {key}\r\n");
    let channels: serde_json::Value =
        serde_json::from_slice(conn.call_with("GET", "/admin/v1/channels", &auth, "").await?.body)?;
    let channel = channels["items"][0]["id"].as_str().unwrap_or_default().to_owned();
    let mut watched = vec![];
    for path in paths[1].iter().take(WATCHED) {
        let product: serde_json::Value = serde_json::from_slice(conn.call("GET", path, "").await?.body)?;
        let ids = product["variants"].as_array().into_iter().flatten().filter_map(|variant| variant["id"].as_str());
        let variants = ids.map(str::to_owned).collect();
        // every price from here on is above those of the catalogue
        let first = 1_000_000;
        let (acknowledged, asked) = (AtomicI64::new(0), tokio::sync::Mutex::new(first));
        watched.push(Watched { path: path.clone(), variants, acknowledged, asked });
    }
    // whoever buys what has just become dearer is told so, which is no failure but no purchase either
    let changes = |id: &String| watched.iter().any(|watched: &Watched| watched.variants.contains(id));
    let goods = Arc::new(all_goods.iter().filter(|id| !changes(id)).cloned().collect::<Vec<_>>());
    let (old, compared) = (Arc::<AtomicU64>::default(), Arc::<AtomicU64>::default());
    let mix = Mix {
        key: key.to_owned(),
        channel,
        watched: Arc::new(watched),
        goods,
        old: old.clone(),
        compared: compared.clone(),
    };
    let all: Vec<String> = paths.iter().flat_map(|paths| paths.iter().cloned()).collect();
    let mut readers = Readers {
        address: server.address,
        process: server.id(),
        clients: MIXED_CLIENTS,
        paths: Arc::new(all),
        warm: ground.warm,
        measured: ground.measured,
        mix: Some(mix),
        pace: None,
    };
    let top = blocking(readers.clone()).await?;
    tokio::time::sleep(Duration::from_secs(1)).await;
    // a purchase is four of the answers that were counted, and one of the things that are paced
    readers.pace = Some(top.per_second() * 100 / (100 + 3 * BOUGHT_PERCENT) / 2);
    let half = blocking(readers).await?;
    server.stop()?;
    let compared = (compared.load(Relaxed), old.load(Relaxed));
    eprintln!(
        "mixed: top {}/s, at half p99 {} us, failed {} {}; {} prices compared, {} old",
        top.per_second(),
        half.at(990),
        top.failed + half.failed,
        half.first_failure.as_deref().or(top.first_failure.as_deref()).unwrap_or(""),
        compared.0,
        compared.1
    );
    Ok(Mixed { top, half, compared })
}
