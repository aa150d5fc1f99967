//! Lists of products: which ids, in what order. What they are is read afterwards.

use super::{
    channels,
    narrow::{self, Of},
};
use crate::pure::{narrow::Condition, text};
use infrasell_contracts::catalog::{ProductFilter, ProductStatus};
use infrasell_db::{Db, DbError, Dir, Q, Row, Val, v};
use infrasell_kernel::{ChannelId, CollectionId, ProductId};
use serde::{Deserialize, Serialize};

/// Where a product stands in a list: what it is sorted by, and its id between equal ones.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Place {
    /// By id.
    Id(i64),
    /// By the folded title, the maker, the type.
    Text(String, i64),
    /// By a time, a price, a position; products without a price stand behind all others.
    Number(Option<i64>, i64),
    /// By whether it stands behind the others, and how well it fits.
    Rank(bool, i64, i64),
}

impl Place {
    /// Whether a list in this order can have such a place.
    pub(crate) fn fits(&self, order: Order) -> bool {
        match order {
            Order::Id => matches!(self, Place::Id(_)),
            Order::Title | Order::Vendor | Order::ProductType => matches!(self, Place::Text(..)),
            Order::Price(_) => matches!(self, Place::Number(..)),
            Order::CreatedAt | Order::UpdatedAt | Order::Manual(_) => matches!(self, Place::Number(Some(_), _)),
            Order::Rank => matches!(self, Place::Rank(..)),
        }
    }

    pub(crate) fn id(&self) -> ProductId {
        match self {
            Place::Id(id) | Place::Text(_, id) | Place::Number(_, id) | Place::Rank(_, _, id) => {
                ProductId::from_i64(*id)
            }
        }
    }
}

/// The order of a list, with what it needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    Id,
    Title,
    Vendor,
    ProductType,
    CreatedAt,
    UpdatedAt,
    Price(ChannelId),
    Manual(CollectionId),
    /// That of a search, which is made in memory: see [`hits`].
    Rank,
}

/// What is asked for, checked.
#[derive(Debug, Clone)]
pub(crate) struct Listed {
    pub filter: ProductFilter,
    /// The folded words of the search.
    pub words: Vec<String>,
    /// What else must hold; needs a channel in the filter when it is of the listing.
    pub conditions: Vec<Condition>,
    /// Only these.
    pub among: Option<Vec<ProductId>>,
    pub order: Order,
    pub dir: Dir,
}

/// Up to `limit + 1` places behind `from`; before it, the nearest first, when walked backwards.
pub(crate) async fn places(
    db: &Db,
    listed: &Listed,
    from: Option<&Place>,
    limit: i64,
    backwards: bool,
) -> Result<Vec<Place>, DbError> {
    let walk = Walk { from, limit, dir: if backwards { opposite(listed.dir) } else { listed.dir } };
    let Order::Price(_) = listed.order else { return part(db, listed, Part::Whole, walk).await };
    // two reads, each along an index: those with a price stand before those without, whichever way prices go
    let filters_by_price = listed.filter.min_price_minor.is_some() || listed.filter.max_price_minor.is_some();
    let mut parts = if filters_by_price { vec![Part::Priced] } else { vec![Part::Priced, Part::Unpriced] };
    if backwards {
        parts.reverse();
    }
    let begins = match from {
        None => parts[0],
        Some(Place::Number(None, _)) => Part::Unpriced,
        Some(_) => Part::Priced,
    };
    let mut found = vec![];
    for kind in parts.into_iter().skip_while(|part| *part != begins) {
        let missing = limit + 1 - i64::try_from(found.len()).unwrap_or(0);
        if missing > 0 {
            let from = from.filter(|_| kind == begins);
            found.extend(part(db, listed, kind, Walk { from, limit: missing - 1, dir: walk.dir }).await?);
        }
    }
    Ok(found)
}

fn opposite(dir: Dir) -> Dir {
    if dir == Dir::Asc { Dir::Desc } else { Dir::Asc }
}

/// Which way, from where, how far.
#[derive(Debug, Clone, Copy)]
struct Walk<'a> {
    from: Option<&'a Place>,
    limit: i64,
    dir: Dir,
}

/// Every product that is asked for, and whether it can be bought; in no order.
pub(crate) async fn hits(db: &Db, listed: &Listed) -> Result<Vec<(ProductId, bool)>, DbError> {
    let mut q = Q::new("SELECT p.id, COALESCE(l.in_stock, FALSE)");
    sources(&mut q, listed, Part::Counted);
    filters(&mut q, listed);
    q.all(db, |row| Ok((row.get(0)?, row.get(1)?))).await
}

/// How many products are asked for.
pub(crate) async fn count(db: &Db, listed: &Listed) -> Result<i64, DbError> {
    let mut q = Q::new("SELECT count(*)");
    sources(&mut q, listed, Part::Whole);
    filters(&mut q, listed);
    let counts = q.all(db, |row| row.get(0)).await?;
    Ok(counts.first().copied().unwrap_or(0))
}

/// Which part of a list a statement is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Whole,
    Priced,
    Unpriced,
    /// All of it, with what the listing says.
    Counted,
}

async fn part(db: &Db, listed: &Listed, part: Part, walk: Walk<'_>) -> Result<Vec<Place>, DbError> {
    let column = match (listed.order, part) {
        (Order::Id | Order::Rank, _) | (_, Part::Unpriced) => None,
        (Order::Title, _) => Some("p.title_key"),
        (Order::Vendor, _) => Some("p.vendor_key"),
        (Order::ProductType, _) => Some("p.type_key"),
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
        Part::Whole | Part::Counted => {}
        Part::Priced => drop(q.push(" AND l.min_price_minor IS NOT NULL", [])),
        Part::Unpriced => drop(q.push(" AND l.min_price_minor IS NULL", [])),
    }
    filters(&mut q, listed);
    match column {
        None => q.page(&[id], walk.dir, walk.from.map(|place| v![place.id()]), walk.limit),
        Some(column) => q.page(&[column, id], walk.dir, walk.from.map(|place| seek(place, listed.order)), walk.limit),
    };
    q.all(db, |row| read(row, listed.order, part)).await
}

fn seek(place: &Place, order: Order) -> [Val<'_>; 2] {
    match place {
        Place::Id(id) | Place::Rank(_, _, id) => v![*id, *id],
        Place::Text(key, id) if order == Order::Title => v![key.as_bytes(), *id],
        Place::Text(key, id) => v![key, *id],
        Place::Number(number, id) => v![*number, *id],
    }
}

fn read(row: &Row<'_>, order: Order, part: Part) -> Result<Place, DbError> {
    let id = row.get(0)?;
    Ok(match (order, part) {
        (Order::Id | Order::Rank, _) => Place::Id(id),
        (Order::Vendor | Order::ProductType, _) => Place::Text(row.get(1)?, id),
        (_, Part::Unpriced) => Place::Number(None, id),
        (Order::Title, _) => {
            let key: Vec<u8> = row.get(1)?;
            Place::Text(String::from_utf8_lossy(&key).into_owned(), id)
        }
        _ => Place::Number(Some(row.get(1)?), id),
    })
}

/// The tables, up to a WHERE.
pub(crate) fn sources(q: &mut Q<'_>, listed: &Listed, part: Part) {
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
        } else if matches!(part, Part::Unpriced | Part::Counted)
            || filter.in_stock.is_some()
            || listed.conditions.iter().any(Condition::is_of_listing)
        {
            q.push(" LEFT JOIN catalog_listing l ON l.product_id = p.id AND l.channel_id = ?", v![channel]);
        }
    }
    q.push(" WHERE TRUE", []);
}

/// What must hold, behind a WHERE.
pub(crate) fn filters<'a>(q: &mut Q<'a>, listed: &'a Listed) {
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
        q.push(" AND ", []).push(narrow::BELOW, v![category]);
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
    if let Some(ids) = &listed.among {
        q.push(" AND p.id IN list(?)", v![ids]);
    }
    for condition in &listed.conditions {
        narrow::and(q, Of::Products, condition);
    }
}

/// The state's name, as it is stored.
pub(crate) fn word(status: ProductStatus) -> &'static str {
    match status {
        ProductStatus::Draft => "draft",
        ProductStatus::Active => "active",
        ProductStatus::Archived => "archived",
    }
}
