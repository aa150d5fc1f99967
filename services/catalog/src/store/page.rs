//! Lists of products: which ids, in what order. What they are is read afterwards.

use super::channels;
use crate::pure::text;
use infrasell_contracts::catalog::{ProductFilter, ProductSort, ProductStatus};
use infrasell_db::{Db, DbError, Dir, Q, Row, Val, v};
use infrasell_kernel::{ChannelId, CollectionId, ProductId};
use serde::{Deserialize, Serialize};

/// Where a product stands in a list: what it is sorted by, and its id between equal ones.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Place {
    /// By id.
    Id(i64),
    /// By the folded title.
    Text(String, i64),
    /// By a time, a price, a position; products without a price stand behind all others.
    Number(Option<i64>, i64),
}

impl Place {
    /// Whether a list in this order can have such a place.
    pub(crate) fn fits(&self, sort: ProductSort) -> bool {
        match sort {
            ProductSort::Id => matches!(self, Place::Id(_)),
            ProductSort::Title => matches!(self, Place::Text(..)),
            ProductSort::Price => matches!(self, Place::Number(..)),
            ProductSort::CreatedAt | ProductSort::UpdatedAt | ProductSort::Manual => {
                matches!(self, Place::Number(Some(_), _))
            }
        }
    }

    pub(crate) fn id(&self) -> ProductId {
        match self {
            Place::Id(id) | Place::Text(_, id) | Place::Number(_, id) => ProductId::from_i64(*id),
        }
    }
}

/// The order of a list, with what it needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    Id,
    Title,
    CreatedAt,
    UpdatedAt,
    Price(ChannelId),
    Manual(CollectionId),
}

/// What is asked for, checked.
#[derive(Debug, Clone)]
pub(crate) struct Listed {
    pub filter: ProductFilter,
    /// The folded words of the search.
    pub words: Vec<String>,
    pub order: Order,
    pub dir: Dir,
}

/// Up to `limit + 1` places behind `after`.
pub(crate) async fn places(db: &Db, listed: &Listed, after: Option<&Place>, limit: i64) -> Result<Vec<Place>, DbError> {
    let Order::Price(_) = listed.order else { return part(db, listed, Part::Whole, after, limit).await };
    // two reads, each along an index: those with a price, then those without
    let mut found = match after {
        Some(Place::Number(None, _)) => vec![],
        _ => part(db, listed, Part::Priced, after, limit).await?,
    };
    let missing = limit + 1 - i64::try_from(found.len()).unwrap_or(0);
    let filters_by_price = listed.filter.min_price_minor.is_some() || listed.filter.max_price_minor.is_some();
    if missing > 0 && !filters_by_price {
        let after = after.filter(|place| matches!(place, Place::Number(None, _)));
        found.extend(part(db, listed, Part::Unpriced, after, missing - 1).await?);
    }
    Ok(found)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Whole,
    Priced,
    Unpriced,
}

async fn part(db: &Db, listed: &Listed, part: Part, after: Option<&Place>, limit: i64) -> Result<Vec<Place>, DbError> {
    let column = match (listed.order, part) {
        (Order::Id, _) | (_, Part::Unpriced) => None,
        (Order::Title, _) => Some("p.title_key"),
        (Order::CreatedAt, _) => Some("p.created_at"),
        (Order::UpdatedAt, _) => Some("p.updated_at"),
        (Order::Price(_), _) => Some("l.min_price_minor"),
        (Order::Manual(_), _) => Some("m.position"),
    };
    // the column by which the index goes on
    let id = match (listed.order, part) {
        (Order::Price(_), Part::Priced) => "l.product_id",
        (Order::Manual(_), _) => "m.product_id",
        _ => "p.id",
    };
    let mut q = Q::new(format!("SELECT {id}{}", column.map(|c| format!(", {c}")).unwrap_or_default()));
    sources(&mut q, listed, part);
    match part {
        Part::Whole => {}
        Part::Priced => drop(q.push(" AND l.min_price_minor IS NOT NULL", [])),
        Part::Unpriced => drop(q.push(" AND l.min_price_minor IS NULL", [])),
    }
    filters(&mut q, listed);
    match column {
        None => q.page(&[id], listed.dir, after.map(|place| v![place.id()]), limit),
        Some(column) => q.page(&[column, id], listed.dir, after.map(seek), limit),
    };
    q.all(db, |row| read(row, listed.order, part)).await
}

fn seek(place: &Place) -> [Val<'_>; 2] {
    match place {
        Place::Id(id) => v![*id, *id],
        Place::Text(key, id) => v![key.as_bytes(), *id],
        Place::Number(number, id) => v![*number, *id],
    }
}

fn read(row: &Row<'_>, order: Order, part: Part) -> Result<Place, DbError> {
    let id = row.get(0)?;
    Ok(match (order, part) {
        (Order::Id, _) => Place::Id(id),
        (_, Part::Unpriced) => Place::Number(None, id),
        (Order::Title, _) => {
            let key: Vec<u8> = row.get(1)?;
            Place::Text(String::from_utf8_lossy(&key).into_owned(), id)
        }
        _ => Place::Number(Some(row.get(1)?), id),
    })
}

/// The tables, up to a WHERE.
fn sources(q: &mut Q<'_>, listed: &Listed, part: Part) {
    let filter = &listed.filter;
    q.push(" FROM catalog_product p", []);
    if let Order::Manual(collection) = listed.order {
        let join = " JOIN catalog_collection_product m ON m.product_id = p.id AND m.collection_id = ?";
        q.push(join, v![collection]);
    }
    let by_price = part == Part::Priced || filter.min_price_minor.is_some() || filter.max_price_minor.is_some();
    if let Some(channel) = filter.on_sale_in {
        // an inner join where it will do: only along it can the index on prices be followed
        if by_price {
            q.push(" JOIN catalog_listing l ON l.product_id = p.id AND l.channel_id = ?", v![channel]);
        } else if part == Part::Unpriced || filter.in_stock.is_some() {
            q.push(" LEFT JOIN catalog_listing l ON l.product_id = p.id AND l.channel_id = ?", v![channel]);
        }
    }
    q.push(" WHERE TRUE", []);
}

fn filters<'a>(q: &mut Q<'a>, listed: &'a Listed) {
    let filter = &listed.filter;
    if let Some(channel) = filter.on_sale_in {
        let sql = " AND p.status = 'active' AND (p.channels IS NULL OR p.channels LIKE ?)";
        q.push(sql, v![channels::pattern(channel)]);
    }
    if let Some(status) = filter.status {
        q.push(" AND p.status = ?", v![word(status)]);
    }
    for (column, value) in [(" AND p.vendor = ?", &filter.vendor), (" AND p.product_type = ?", &filter.product_type)] {
        if let Some(value) = value {
            q.push(column, v![value]);
        }
    }
    if let Some(tag) = &filter.tag {
        q.push(" AND p.id IN (SELECT t.product_id FROM catalog_product_tag t WHERE t.tag = ?)", v![tag]);
    }
    if let Some(category) = filter.category {
        q.push(BELOW, v![category]);
    }
    if let Some(collection) = filter.collection.filter(|_| !matches!(listed.order, Order::Manual(_))) {
        let sql = " AND p.id IN (SELECT m.product_id FROM catalog_collection_product m WHERE m.collection_id = ?)";
        q.push(sql, v![collection]);
    }
    for word in &listed.words {
        q.push(" AND p.search_text LIKE ? ESCAPE '\\'", v![text::containing(word)]);
    }
    if let Some(sku) = &filter.sku {
        q.push(" AND p.id = (SELECT v.product_id FROM catalog_variant v WHERE v.sku = ? AND v.sku <> '')", v![sku]);
    }
    if let Some(min) = filter.min_price_minor {
        q.push(" AND l.min_price_minor >= ?", v![min]);
    }
    if let Some(max) = filter.max_price_minor {
        q.push(" AND l.min_price_minor <= ?", v![max]);
    }
    if let Some(in_stock) = filter.in_stock {
        q.push(" AND COALESCE(l.in_stock, FALSE) = ?", v![in_stock]);
    }
    if let Some(since) = filter.updated_since {
        q.push(" AND p.updated_at >= ?", v![since]);
    }
}

const BELOW: &str = " AND p.category_id IN (
    WITH RECURSIVE below (id) AS (
        SELECT id FROM catalog_category WHERE id = ?
        UNION SELECT c.id FROM catalog_category c JOIN below ON c.parent_id = below.id
    ) SELECT id FROM below)";

/// The state's name, as it is stored.
pub(crate) fn word(status: ProductStatus) -> &'static str {
    match status {
        ProductStatus::Draft => "draft",
        ProductStatus::Active => "active",
        ProductStatus::Archived => "archived",
    }
}
