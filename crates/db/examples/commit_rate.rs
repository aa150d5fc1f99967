//! How many durable purchases a second the layer writes, beside the bare engine doing the same.
//!
//! `cargo run --release -p infrasell-db --example commit_rate [SECONDS] [BUSY]`: BUSY µs of other work stand before each
//! purchase, as in a shop, which shows what handing the writer over costs where its next owner is not alone. PostgreSQL too when
//! `INFRASELL_TEST_POSTGRES` names a server. One purchase: two conditional stock updates, an order, two lines, an event.

use infrasell_db::{Db, DbError, DbOptions, DbUrl, Migration, testing, v};
use infrasell_kernel::Env;
use rusqlite::{Connection, params};
use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

const TABLES: &[Migration] = &[Migration {
    service: "bench",
    version: 1,
    name: "bench",
    sql: "CREATE TABLE bench_stock (variant BIGINT PRIMARY KEY, qty BIGINT NOT NULL CHECK (qty >= 0));
          CREATE TABLE bench_order (id BIGINT PRIMARY KEY, total BIGINT NOT NULL, address TEXT NOT NULL);
          CREATE TABLE bench_line (order_id BIGINT NOT NULL, n BIGINT NOT NULL, sku TEXT NOT NULL, qty BIGINT NOT NULL,
              price BIGINT NOT NULL, PRIMARY KEY (order_id, n));",
}];
const VARIANTS: i64 = 5_000;
const ADDRESS: &str = r#"{"line1":"12 Some Street","city":"Pune","pin":"411001"}"#;
const TAKE: &str = "UPDATE bench_stock SET qty = qty - 1 WHERE variant = $1 AND qty >= 1";
const ORDER: &str = "INSERT INTO bench_order (id, total, address) VALUES ($1, $2, $3)";
const LINE: &str = "INSERT INTO bench_line (order_id, n, sku, qty, price) VALUES ($1, $2, 'SKU-123', 1, 999)";

fn variants(n: i64) -> [i64; 2] {
    let mut both = [n * 7_919 % VARIANTS, (n * 104_729 + 1) % VARIANTS];
    both.sort_unstable();
    both
}

async fn buy(db: &Db, n: i64) -> Result<(), DbError> {
    let id = db.next_id::<()>().await?;
    let mut tx = db.begin().await?;
    let stock = variants(n).map(|variant| v![variant]);
    tx.exec_many(TAKE, &stock).await?;
    tx.queue(ORDER, &v![id, 1_999, ADDRESS])?;
    for line in 0..2 {
        tx.queue(LINE, &v![id, line])?;
    }
    tx.emit("order.placed", &id.get()).await?;
    tx.commit().await
}

/// The same by hand on one connection, a commit each.
fn buy_bare(conn: &Connection, id: i64) -> rusqlite::Result<()> {
    conn.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
    for variant in variants(id) {
        conn.prepare_cached(&TAKE.replace('$', "?"))?.execute([variant])?;
    }
    conn.prepare_cached(&ORDER.replace('$', "?"))?.execute(params![id, 1_999, ADDRESS])?;
    for line in 0..2 {
        conn.prepare_cached(&LINE.replace('$', "?"))?.execute([id, line])?;
    }
    conn.prepare_cached("INSERT INTO bench_outbox (topic, payload) VALUES ('order.placed', ?1)")?.execute([id])?;
    conn.prepare_cached("COMMIT")?.execute([])?;
    Ok(())
}

async fn prepare(url: DbUrl) -> Result<Db, DbError> {
    let db = Db::open(&url, Env::system(), DbOptions { connections: 32, ..DbOptions::default() }).await?;
    db.migrate(&[TABLES]).await?;
    let mut tx = db.begin().await?;
    let rows: Vec<_> = (0..VARIANTS).map(|variant| v![variant, 1_000_000_000]).collect();
    tx.insert_many("INSERT INTO bench_stock (variant, qty) VALUES ($1, $2)", &rows).await?;
    tx.commit().await?;
    Ok(db)
}

fn report(name: &str, clients: usize, seconds: u64, mut took: Vec<Duration>) {
    took.sort_unstable();
    let per_second = took.len() as u64 / seconds.max(1);
    let at = |per_mille: usize| took.get(took.len() * per_mille / 1_000).copied().unwrap_or_default();
    println!("{name:22} {clients:4} clients {per_second:7}/s  p50 {:>9.1?}  p99 {:>9.1?}", at(500), at(990));
}

fn work(busy: Duration) {
    let end = Instant::now() + busy;
    while Instant::now() < end {
        std::hint::spin_loop();
    }
}

async fn measure(name: &str, db: &Db, clients: usize, seconds: u64, busy: Duration) {
    let end = Instant::now() + Duration::from_secs(seconds);
    let mut tasks = Vec::new();
    for client in 0..clients {
        let db = db.clone();
        tasks.push(tokio::spawn(async move {
            let (mut took, mut n) = (Vec::new(), i64::try_from(client).unwrap_or(0) * 10_000_000);
            while Instant::now() < end {
                work(busy);
                tokio::task::yield_now().await;
                let begun = Instant::now();
                n += 1;
                if let Err(error) = buy(&db, n).await {
                    println!("{error}");
                    break;
                }
                took.push(begun.elapsed());
            }
            took
        }));
    }
    let mut took = Vec::new();
    for task in tasks {
        took.extend(task.await.unwrap_or_default());
    }
    report(name, clients, seconds, took);
}

fn measure_bare(folder: &Path, clients: usize, seconds: u64) -> rusqlite::Result<()> {
    let conn = Connection::open(folder.join(format!("bare{clients}.db")))?;
    conn.execute_batch("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=4000")?;
    conn.set_prepared_statement_cache_capacity(64);
    conn.execute_batch(&TABLES[0].sql.replace("BIGINT PRIMARY KEY", "INTEGER PRIMARY KEY"))?;
    conn.execute_batch("CREATE TABLE bench_outbox (id INTEGER PRIMARY KEY, topic TEXT, payload TEXT); BEGIN")?;
    for variant in 0..VARIANTS {
        conn.execute("INSERT INTO bench_stock VALUES (?1, 1000000000)", [variant])?;
    }
    conn.execute_batch("COMMIT")?;
    let conn = Arc::new(Mutex::new(conn));
    let end = Instant::now() + Duration::from_secs(seconds);
    let threads: Vec<_> = (0..clients)
        .map(|client| {
            let conn = conn.clone();
            std::thread::spawn(move || {
                let (mut took, mut id) = (Vec::new(), i64::try_from(client).unwrap_or(0) * 10_000_000);
                while Instant::now() < end {
                    let begun = Instant::now();
                    id += 1;
                    let conn = conn.lock().unwrap_or_else(PoisonError::into_inner);
                    if let Err(error) = buy_bare(&conn, id) {
                        println!("{error}");
                        break;
                    }
                    took.push(begun.elapsed());
                }
                took
            })
        })
        .collect();
    let took = threads.into_iter().flat_map(|thread| thread.join().unwrap_or_default()).collect();
    report("sqlite, plain commits", clients, seconds, took);
    Ok(())
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let seconds = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(5);
    let busy = Duration::from_micros(std::env::args().nth(2).and_then(|text| text.parse().ok()).unwrap_or(0));
    let folder = std::env::temp_dir().join(format!("commit-rate-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    for clients in [1, 16] {
        measure_bare(&folder, clients, seconds)?;
    }
    let db = prepare(DbUrl::Sqlite(folder.join("layer.db"))).await?;
    for clients in [1, 2, 16, 64, 256] {
        measure("sqlite, the layer", &db, clients, seconds, busy).await;
    }
    drop(db);
    std::fs::remove_dir_all(&folder)?;
    let Some(scratch) = testing::postgres(&[]).await else { return Ok(()) };
    let db = prepare(scratch.url().clone()).await?;
    for clients in [1, 16, 64] {
        measure("postgres, the layer", &db, clients, seconds, busy).await;
    }
    Ok(())
}
