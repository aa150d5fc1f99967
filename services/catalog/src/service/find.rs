//! Finding products and collections as storefronts do.

use super::{
    CatalogService,
    read::{in_order, listed, name_of},
};
use crate::{
    pure::{
        check,
        limits::{MAX_PRODUCTS_ASKED, MAX_WORD},
        narrow::{self, Condition, Kind, Test},
    },
    store::{
        collection::{self, CollectionPlace},
        facets::{self, Counted, What},
        metafield,
        page::{self, Listed, Order, Place},
        product, words,
    },
    trouble::Trouble,
};
use futures_util::{StreamExt, TryStreamExt, stream};
use infrasell_contracts::{
    catalog::{
        Collection, CollectionsOf, Facet, FacetKind, FacetValue, FindCollections, FindCollectionsOf, FindProductLists,
        FindProducts, FoundCollection, FoundCollections, FoundProduct, FoundProducts, GetCollections, ListFound,
        ListProductWords, MAX_FACET_VALUES, MAX_LISTS, MAX_RANKED, MAX_TESTS, ProductFilter, ProductSort, ProductTest,
        Unavailable, Within,
    },
    common::{Direction, Span},
};
use infrasell_db::{Db, Dir};
use infrasell_kernel::{CategoryId, CollectionId, Cursor, FieldError, Fields, MAX_LIMIT, ProductId};
use infrasell_rpc::{Fault, ServiceError};
use infrasell_rules::syntax::{self, Expr};
use std::collections::{BTreeMap, HashMap};

/// So many lists of one call are read at once: one call leaves readers for the others.
const LISTS_AT_ONCE: usize = 4;

/// A list, what of it was passed over, and what was picked in it.
struct Asked {
    listed: Listed,
    ignored: Vec<String>,
    picked: Vec<(Kind, Condition)>,
    scores: HashMap<ProductId, i64>,
}

impl CatalogService {
    pub(crate) async fn find(&self, req: FindProducts) -> Result<FoundProducts, Trouble> {
        let limit = req.span.limit()?;
        let mut asked = asked(&req)?;
        let name = name_of(&asked.listed, req.sort);
        let from: Option<Place> = req.span.from.as_ref().map(|cursor| cursor.open(&name)).transpose()?;
        if from.as_ref().is_some_and(|place| !place.fits(asked.listed.order)) {
            return Err(FieldError::new("after", "invalid_cursor", "after is not a cursor of this list").into());
        }
        let all = asked.listed.clone();
        asked.listed.conditions.extend(asked.picked.iter().map(|(_, condition)| condition.clone()));
        let (places, counted) = match asked.listed.order {
            Order::Rank => {
                let places = ranked(&self.db, &asked, req.unavailable, from.as_ref(), &req.span).await?;
                (places.0, Some(places.1))
            }
            _ if limit == 0 => (vec![], None),
            _ => {
                let backwards = req.span.backwards;
                (page::places(&self.db, &asked.listed, from.as_ref(), limit, backwards).await?, None)
            }
        };
        let window = Window::new(places, limit, req.span.backwards, from.is_some());
        let ids: Vec<ProductId> = window.items.iter().map(Place::id).collect();
        let found = product::by_ids(&mut (&self.db).into(), &ids).await?;
        // one that was deleted between the two reads is left out
        let mut places = window.items.iter();
        let items = in_order(&ids, found.into_iter(), |product| product.id)
            .into_iter()
            .filter_map(|product| {
                let place = places.by_ref().find(|place| place.id() == product.id)?;
                Some(FoundProduct { cursor: Cursor::new(&name, place), product })
            })
            .collect();
        let total = match counted {
            Some(counted) => Some(counted).filter(|_| req.count),
            None if req.count => Some(page::count(&self.db, &asked.listed).await?),
            None => None,
        };
        let facets = if req.facets { self.facets(&all, &asked.picked).await? } else { vec![] };
        Ok(FoundProducts {
            items,
            has_previous: window.has_previous,
            has_next: window.has_next,
            total,
            facets,
            ignored: asked.ignored,
        })
    }

    async fn facets(&self, all: &Listed, picked: &[(Kind, Condition)]) -> Result<Vec<Facet>, Trouble> {
        let rows = facets::count(&self.db, all, picked).await?;
        let fields = metafield::shown(&self.db).await?;
        let mut facets: BTreeMap<(usize, FacetName), Vec<FacetValue>> = BTreeMap::new();
        let mut categories: Vec<(CategoryId, i64)> = vec![];
        for row in rows {
            match row.what {
                What::Category => {
                    categories.extend(row.number.map(|id| (CategoryId::from_i64(id), row.count)));
                }
                What::Metafield if !fields.contains_key(&row.name) => {}
                // what has no maker or type is not something to pick
                What::Vendor | What::ProductType if row.value.is_empty() => {}
                what => {
                    let place = WHATS.iter().position(|known| *known == what).unwrap_or(WHATS.len());
                    if let Some(value) = value(&row) {
                        facets.entry((place, row.name.clone())).or_default().push(value);
                    }
                }
            }
        }
        let mut answer: Vec<Facet> =
            facets.into_iter().filter_map(|((place, name), values)| facet(place, &name, values, &fields)).collect();
        if !categories.is_empty() {
            answer.push(self.category_facet(&categories).await?);
        }
        Ok(answer)
    }

    /// Counts of products become counts of everything below: each product stands in one category.
    async fn category_facet(&self, counts: &[(CategoryId, i64)]) -> Result<Facet, Trouble> {
        let tree = self.read_tree().await?;
        let mut sums: BTreeMap<CategoryId, i64> = BTreeMap::new();
        for (category, count) in counts {
            for above in tree.ids_down_to(*category) {
                *sums.entry(above).or_default() += count;
            }
        }
        let values = sums.into_iter().filter_map(|(category, count)| {
            let label = tree.category(category)?.name;
            Some(FacetValue { label, test: ProductTest::Category { category }, count })
        });
        Ok(Facet { kind: FacetKind::Category, values: most(values.collect()) })
    }

    /// Several lists; they are read side by side.
    pub(crate) async fn find_lists(&self, req: FindProductLists) -> Result<Vec<ListFound>, Trouble> {
        check::asked("lists", req.lists.len(), MAX_LISTS)?;
        stream::iter(req.lists.into_iter().map(|list| self.find_one_of(list)))
            .buffered(LISTS_AT_ONCE)
            .try_collect()
            .await
    }

    async fn find_one_of(&self, list: FindProducts) -> Result<ListFound, Trouble> {
        match self.find(list).await {
            Ok(found) => Ok(ListFound::Found(found)),
            Err(Trouble::Answer(error)) => match error.fault() {
                Some(Fault::Invalid { errors }) => Ok(ListFound::Refused { errors: errors.clone() }),
                _ => Err(error.into()),
            },
            Err(other) => Err(other),
        }
    }

    pub(crate) async fn find_published(&self, req: FindCollections) -> Result<FoundCollections, Trouble> {
        let limit = req.span.limit()?;
        let (condition, ignored) = match read("query", req.query.as_deref())? {
            Some(expr) => narrow::of_collections(&expr),
            None => (None, vec![]),
        };
        let way = if req.direction == Direction::Asc { "asc" } else { "desc" };
        let name = format!("collections:{:?}:{way}", req.sort).to_lowercase();
        let from: Option<CollectionPlace> = req.span.from.as_ref().map(|cursor| cursor.open(&name)).transpose()?;
        let forwards = if req.direction == Direction::Asc { Dir::Asc } else { Dir::Desc };
        let list = collection::List {
            channel: req.channel,
            condition: condition.as_ref(),
            sort: req.sort,
            dir: match (forwards, req.span.backwards) {
                (Dir::Asc, false) | (Dir::Desc, true) => Dir::Asc,
                _ => Dir::Desc,
            },
        };
        let found = if limit == 0 { vec![] } else { collection::places(&self.db, &list, from.as_ref(), limit).await? };
        let window = Window::new(found, limit, req.span.backwards, from.is_some());
        let total = if req.count { Some(collection::count(&self.db, &list).await?) } else { None };
        let items = window
            .items
            .into_iter()
            .map(|(place, collection)| FoundCollection { cursor: Cursor::new(&name, &place), collection })
            .collect();
        Ok(FoundCollections { items, has_previous: window.has_previous, has_next: window.has_next, total, ignored })
    }
}

pub(crate) async fn collections_by_id(db: &Db, req: GetCollections) -> Result<Vec<Collection>, Trouble> {
    check::asked("ids", req.ids.len(), MAX_PRODUCTS_ASKED)?;
    let found = collection::by_ids(db, &req.ids, req.published_in).await?;
    Ok(in_order::<CollectionId, _>(&req.ids, found.into_iter(), |one| one.id))
}

pub(crate) async fn collections_of(db: &Db, req: FindCollectionsOf) -> Result<Vec<CollectionsOf>, Trouble> {
    check::asked("products", req.products.len(), MAX_PRODUCTS_ASKED)?;
    let most = usize::try_from(req.limit.clamp(1, MAX_LIMIT)).unwrap_or(1);
    let mut found: BTreeMap<ProductId, Vec<CollectionId>> = BTreeMap::new();
    for (product, collection) in collection::of_products(db, &req.products, req.channel).await? {
        let list = found.entry(product).or_default();
        if list.len() < most {
            list.push(collection);
        }
    }
    Ok(found.into_iter().map(|(product, collections)| CollectionsOf { product, collections }).collect())
}

pub(crate) async fn product_words(db: &Db, req: ListProductWords) -> Result<Vec<String>, Trouble> {
    let mut fields = Fields::new();
    fields.max_len("after", req.after.as_deref().unwrap_or(""), MAX_WORD);
    fields.done()?;
    let limit = i64::from(req.limit.clamp(1, MAX_LIMIT));
    Ok(words::list(db, req.word, req.channel, req.after.as_deref(), limit).await?)
}

/// The order in which facets are shown, but categories, which come last.
const WHATS: [What; 7] =
    [What::Availability, What::Price, What::ProductType, What::Vendor, What::Option, What::Tag, What::Metafield];

type FacetName = String;

fn facet(
    place: usize,
    name: &str,
    values: Vec<FacetValue>,
    fields: &BTreeMap<String, (String, String, String)>,
) -> Option<Facet> {
    let kind = match WHATS.get(place)? {
        What::Availability => FacetKind::Availability,
        What::Price => FacetKind::Price,
        What::ProductType => FacetKind::ProductType,
        What::Vendor => FacetKind::Vendor,
        What::Option => FacetKind::Option { name: name.to_owned() },
        What::Tag => FacetKind::Tag,
        What::Metafield => {
            let (namespace, key, label) = fields.get(name)?.clone();
            FacetKind::Metafield { namespace, key, label }
        }
        What::Category => return None,
    };
    Some(Facet { kind, values: most(values) })
}

/// Those of the most products first, equal ones by label, which both engines compare as bytes.
fn most(mut values: Vec<FacetValue>) -> Vec<FacetValue> {
    values.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.label.cmp(&b.label)));
    values.truncate(MAX_FACET_VALUES);
    values
}

fn value(row: &Counted) -> Option<FacetValue> {
    let text = || row.value.clone();
    let test = match row.what {
        What::Option => ProductTest::Option { name: row.name.clone(), value: text() },
        What::Tag => ProductTest::Tag { value: text() },
        What::Metafield => {
            let (namespace, key) = row.name.split_once('.')?;
            ProductTest::Metafield { namespace: namespace.into(), key: key.into(), value: text() }
        }
        What::ProductType => ProductTest::ProductType { value: text() },
        What::Vendor => ProductTest::Vendor { value: text() },
        What::Availability => {
            let available = row.number == Some(1);
            let label = if available { "in_stock" } else { "out_of_stock" };
            return Some(FacetValue {
                label: label.into(),
                test: ProductTest::Available { available },
                count: row.count,
            });
        }
        // how many products have a price is not asked for: the row has the bounds
        What::Price => {
            let test = ProductTest::Price { min_minor: row.number, max_minor: Some(row.count) };
            return Some(FacetValue { label: "price".into(), test, count: 0 });
        }
        What::Category => return None,
    };
    Some(FacetValue { label: text(), test, count: row.count })
}

fn read(path: &str, query: Option<&str>) -> Result<Option<Expr>, Trouble> {
    let Some(query) = query else { return Ok(None) };
    let message = |why| FieldError::new(path, "too_large", format!("{path} is too large: {why}"));
    Ok(syntax::read(query).map_err(message)?)
}

fn asked(req: &FindProducts) -> Result<Asked, Trouble> {
    checked(req)?;
    let collection = if let Within::Collection(id) = &req.within { Some(*id) } else { req.filter.collection };
    let filter = ProductFilter { on_sale_in: Some(req.channel), collection, ..req.filter.clone() };
    // the order of a search is made in memory
    let mut listed = listed(filter, req.sort, req.direction)?;
    let mut scores = HashMap::new();
    if let Within::Ranked(ranked) = &req.within {
        scores.extend(ranked.iter().map(|one| (one.product, one.score)));
        listed.among = Some(ranked.iter().map(|one| one.product).collect());
        if matches!(req.sort, ProductSort::Relevance | ProductSort::BestSelling) {
            listed.order = Order::Rank;
        }
    }
    let mut ignored = vec![];
    if let Some(expr) = read("query", req.query.as_deref())? {
        let (condition, passed_over) = narrow::of_products(&expr, req.currency);
        listed.conditions.extend(condition);
        ignored = passed_over;
    }
    if req.unavailable == Unavailable::Hide {
        listed.conditions.push(Condition::Is(Test::InStock(true)));
    }
    Ok(Asked { listed, ignored, picked: narrow::picked(&req.tests), scores })
}

fn checked(req: &FindProducts) -> Result<(), Trouble> {
    let mut fields = Fields::new();
    let message = || format!("at most {MAX_TESTS} filters");
    fields.check(req.tests.len() <= MAX_TESTS, "filters", "too_many", message());
    if let Within::Ranked(ranked) = &req.within {
        let message = format!("at most {MAX_RANKED} products can be ranked");
        fields.check(ranked.len() <= MAX_RANKED, "within", "too_many", message);
    }
    for (i, test) in req.tests.iter().enumerate() {
        let texts = match test {
            ProductTest::Available { .. } | ProductTest::Price { .. } | ProductTest::Category { .. } => vec![],
            ProductTest::ProductType { value } | ProductTest::Vendor { value } | ProductTest::Tag { value } => {
                vec![("value", value)]
            }
            ProductTest::Option { name, value } => vec![("name", name), ("value", value)],
            ProductTest::Metafield { namespace, key, value } => {
                vec![("namespace", namespace), ("key", key), ("value", value)]
            }
        };
        for (part, value) in texts {
            fields.max_len(&format!("filters.{i}.{part}"), value, MAX_WORD);
        }
    }
    Ok(fields.done()?)
}

/// The places of a list in the order of a search, and how many there are in all.
async fn ranked(
    db: &Db,
    asked: &Asked,
    unavailable: Unavailable,
    from: Option<&Place>,
    span: &Span,
) -> Result<(Vec<Place>, i64), Trouble> {
    let hits = page::hits(db, &asked.listed).await?;
    let total = i64::try_from(hits.len()).unwrap_or(i64::MAX);
    let mut keys: Vec<(bool, i64, i64)> = hits
        .into_iter()
        .map(|(id, in_stock)| {
            let is_last = unavailable == Unavailable::Last && !in_stock;
            (is_last, asked.scores.get(&id).copied().unwrap_or(0), id.get())
        })
        .collect();
    // best first; a reversed list is the same from its other end
    let key = |(is_last, score, id): &(bool, i64, i64)| (*is_last, std::cmp::Reverse(*score), *id);
    keys.sort_unstable_by_key(key);
    let reversed = asked.listed.dir == Dir::Desc;
    let from = from.and_then(|place| if let Place::Rank(a, b, c) = place { Some((*a, *b, *c)) } else { None });
    let (mut first, mut last) = (0, keys.len());
    if let Some(from) = &from {
        // towards the end of the sorted keys, or towards their beginning
        if reversed == span.backwards {
            first = keys.partition_point(|one| key(one) <= key(from));
        } else {
            last = keys.partition_point(|one| key(one) < key(from));
        }
    }
    let most = usize::try_from(span.limit).unwrap_or(0) + 1;
    let part = &keys[first..last];
    let place = |(is_last, score, id): &(bool, i64, i64)| Place::Rank(*is_last, *score, *id);
    let places = if reversed == span.backwards {
        part.iter().take(most).map(place).collect()
    } else {
        part.iter().rev().take(most).map(place).collect()
    };
    Ok((places, total))
}

/// A part of a list, cut from one item more than was wanted.
struct Window<T> {
    items: Vec<T>,
    has_previous: bool,
    has_next: bool,
}

impl<T> Window<T> {
    fn new(mut found: Vec<T>, limit: i64, backwards: bool, is_from: bool) -> Self {
        let limit = usize::try_from(limit).unwrap_or(0);
        let more = found.len() > limit;
        found.truncate(limit);
        if backwards {
            found.reverse();
            return Window { items: found, has_previous: more, has_next: is_from };
        }
        Window { items: found, has_previous: is_from, has_next: more }
    }
}
