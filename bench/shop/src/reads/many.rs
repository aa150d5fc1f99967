//! The same shop with many more products: what a list, a start and idle memory cost then.

use super::{TURNS, paths, serve, turn};
use crate::{
    Trouble,
    place::{Engine, Ground, Place},
    server::{Memory, memory},
    stats::Load,
};
use infrasell_db::v;
use std::time::{Duration, Instant};

/// How often a start is tried; the median counts.
const TRIES: usize = 5;
/// How many read at once.
const CLIENTS: u64 = 16;
/// Rows that are copied in one transaction, about.
const COPIES: i64 = 4;

/// Each table's columns: those that are made anew in every copy, and how; the rest as they are.
const TABLES: [(&str, &str, &str); 5] = [
    (
        "catalog_product",
        "id, handle, title, title_key, status, vendor, product_type, category_id, tax_class, channels, image, version, \
         created_at, updated_at, content_hash, tags, search_text, body",
        "id + $1, handle || $2, title || $2, title_key, status, vendor, product_type, category_id, tax_class, channels, image, \
         version, created_at, updated_at, content_hash, tags, search_text, body",
    ),
    (
        "catalog_variant",
        "id, product_id, position, sku, barcode, option_values, weight_grams, hsn_code, country_of_origin, requires_shipping, \
         taxable, image",
        "id + $1, product_id + $1, position, sku || $2, barcode, option_values, weight_grams, hsn_code, country_of_origin, \
         requires_shipping, taxable, image",
    ),
    (
        "pricing_price",
        "id, list_id, variant_id, price_minor, compare_at_minor, mrp_minor, starts_at, ends_at, created_at",
        "id + $1, list_id, variant_id + $1, price_minor, compare_at_minor, mrp_minor, starts_at, ends_at, created_at",
    ),
    (
        "inventory_level",
        "variant_id, location_id, on_hand, reserved, updated_at",
        "variant_id + $1, location_id, on_hand, reserved, updated_at",
    ),
    (
        "catalog_listing",
        "channel_id, product_id, min_price_minor, max_price_minor, in_stock",
        "channel_id, product_id + $1, min_price_minor, max_price_minor, in_stock",
    ),
];

/// What a shop with so many products costs.
pub struct Size {
    /// How many.
    pub products: u64,
    /// Lists without the cache.
    pub list: Load,
    /// From the start of the process to its first answer: the median.
    pub start: Duration,
    /// After the start.
    pub idle: Memory,
    /// After the lists.
    pub loaded: Memory,
}

/// Measures the shop as it is, then with `products`.
///
/// # Errors
/// When it cannot be made or a process ends.
pub async fn measure(ground: &Ground, place: &Place, products: u64) -> Result<Vec<Size>, Trouble> {
    let few = size(ground, place, super::PRODUCTS).await?;
    let begun = Instant::now();
    grow(place, products / super::PRODUCTS).await?;
    eprintln!("{products} products were made in {} s", begun.elapsed().as_secs());
    Ok(vec![few, size(ground, place, products).await?])
}

/// Copies everything until it is there `times`.
async fn grow(place: &Place, times: u64) -> Result<(), Trouble> {
    let db = place.open().await?;
    let mut tops = vec![];
    for (table, column) in [("catalog_variant", "id"), ("catalog_product", "id"), ("pricing_price", "id")] {
        tops.push(db.one(&format!("SELECT max({column}) FROM {table}"), &[], |row| row.get::<i64>(0)).await?);
    }
    // far from every id that is handed out meanwhile
    let step = tops.into_iter().max().unwrap_or(0) + 1_000_000;
    let times = i64::try_from(times).unwrap_or(i64::MAX);
    let mut next = 1;
    while next < times {
        let mut tx = db.begin().await?;
        for copy in next..times.min(next + COPIES) {
            for (table, columns, values) in TABLES {
                let first = if table == "inventory_level" {
                    "variant_id"
                } else if table == "catalog_listing" {
                    "product_id"
                } else {
                    "id"
                };
                let sql = format!("INSERT INTO {table} ({columns}) SELECT {values} FROM {table} WHERE {first} < $3");
                let named = values.contains("$2");
                let sql = if named { sql } else { sql.replace("$3", "$2") };
                let name = format!("-{copy}");
                if named {
                    tx.exec(&sql, &v![step * copy, name, step]).await?;
                } else {
                    tx.exec(&sql, &v![step * copy, step]).await?;
                }
            }
        }
        tx.commit().await?;
        next += COPIES;
    }
    if place.engine() == Engine::Postgres {
        db.exec("ANALYZE", &[]).await?;
    }
    Ok(())
}

async fn size(ground: &Ground, place: &Place, products: u64) -> Result<Size, Trouble> {
    let mut took = vec![];
    for _ in 0..TRIES {
        let mut server = place.serve(&ground.infrasell, &[])?;
        took.push(server.first_answer("/store/v1/products").await?);
        server.stop()?;
    }
    took.sort_unstable();
    let server = serve(ground, place, false).await?;
    tokio::time::sleep(Duration::from_secs(1)).await;
    let idle = memory(server.id())?;
    let [pages, _] = paths(&server).await?;
    let mut case = Load::default();
    for _ in 0..TURNS {
        case.add(turn(ground, CLIENTS, &pages, &server, TURNS).await?);
    }
    let loaded = memory(server.id())?;
    server.stop()?;
    eprintln!(
        "{products} products: list p99 {} us at {}/s, start {} ms, idle {} KiB, loaded {} KiB, failed {}",
        case.at(990),
        case.per_second(),
        took[TRIES / 2].as_millis(),
        idle.resident,
        loaded.resident,
        case.failed
    );
    Ok(Size { products, list: case, start: took[TRIES / 2], idle, loaded })
}
