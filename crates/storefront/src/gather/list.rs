//! Lists of products, narrowed and counted; what words find; what is shown beside a product.

use super::each;
use crate::{
    context::Ask,
    facts::Fact,
    shown::{Shown, Tag},
};
use futures_util::future::BoxFuture;
use infrasell_contracts::{
    catalog::{
        Facet, FindProductLists, FindProducts, FoundProducts, Intent, ListFound, ListProductWords, MAX_LISTS, Product,
        ProductFilter, ProductSort, ProductTest, ProductWord, RecommendProducts, Unavailable, Within,
    },
    common::{Direction, Span},
    search::{ContentAnswer, SearchContent, SearchKind, SearchProducts, SearchSort, Suggest, Suggestions},
};
use infrasell_kernel::{CollectionId, Cursor, ErrorKind, FieldError, ProductId};
use infrasell_rpc::{Fault, ServiceError};
use std::sync::Arc;

type Found<K, V> = Result<Vec<(K, V)>, Fault>;

/// What part of a list, as a client says it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Part {
    /// So many.
    pub limit: u32,
    /// Behind this place, or before it.
    pub from: Option<String>,
    /// Whether the last ones are wanted.
    pub backwards: bool,
}

impl Part {
    /// As the contracts say it; `None` where `from` is no cursor at all.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        let from = match &self.from {
            Some(text) => Some(serde_json::from_value::<Cursor>(text.as_str().into()).ok()?),
            None => None,
        };
        Some(Span { limit: self.limit, from, backwards: self.backwards })
    }
}

/// A cursor as clients see it.
#[must_use]
pub fn text_of(cursor: &Cursor) -> String {
    serde_json::to_value(cursor).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// What a client did wrong: its code and a sentence.
pub type Refused = (&'static str, String);

/// An answer that says what the client did wrong is one; every other fault is none.
pub fn refused<T>(fault: Fault) -> Result<Result<T, Refused>, Fault> {
    match fault {
        Fault::Invalid { errors } => Ok(Err(refusal(errors))),
        other => Err(other),
    }
}

fn refusal(errors: Vec<FieldError>) -> Refused {
    match errors.into_iter().next() {
        Some(error) if error.code == "invalid_cursor" => ("INVALID_CURSOR", "this is no cursor of this list".into()),
        Some(error) => ("BAD_USER_INPUT", error.message),
        None => ("BAD_USER_INPUT", "what was asked for is out of bounds".into()),
    }
}

/// Asks for a part of a list of products on sale.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ListKey {
    /// In this collection, or in the whole shop.
    pub collection: Option<CollectionId>,
    /// In what order.
    pub sort: Order,
    /// Whether it is turned around.
    pub reverse: bool,
    /// What was written.
    pub query: Option<String>,
    /// What was picked.
    pub tests: Vec<ProductTest>,
    /// What part.
    pub part: Part,
    /// Whether to count what else could be picked.
    pub facets: bool,
}

/// The order of a list, as a key can hold it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Order {
    Id,
    Title,
    CreatedAt,
    UpdatedAt,
    Price,
    Manual,
    Vendor,
    ProductType,
    BestSelling,
    Relevance,
}

impl From<Order> for ProductSort {
    fn from(order: Order) -> Self {
        match order {
            Order::Id => ProductSort::Id,
            Order::Title => ProductSort::Title,
            Order::CreatedAt => ProductSort::CreatedAt,
            Order::UpdatedAt => ProductSort::UpdatedAt,
            Order::Price => ProductSort::Price,
            Order::Manual => ProductSort::Manual,
            Order::Vendor => ProductSort::Vendor,
            Order::ProductType => ProductSort::ProductType,
            Order::BestSelling => ProductSort::BestSelling,
            Order::Relevance => ProductSort::Relevance,
        }
    }
}

/// A part of a list of products.
#[derive(Debug)]
pub struct ProductList {
    /// Its products, each with its cursor.
    pub items: Vec<(Arc<Product>, String)>,
    /// Whether there are more before them.
    pub has_previous: bool,
    /// Whether there are more behind them.
    pub has_next: bool,
    /// How many there are in all, where that is known.
    pub total: i64,
    /// What else could be picked.
    pub facets: Vec<Facet>,
}

impl ProductList {
    fn note(&self, shown: &mut Shown) {
        for (product, _) in &self.items {
            shown.add(Tag::Product(product.id));
        }
    }
}

/// Parts of lists of products.
pub struct Lists;

impl Fact for Lists {
    type Key = ListKey;
    type Value = Result<ProductList, Refused>;
    fn fetch(ask: &Ask, keys: Vec<ListKey>) -> BoxFuture<'_, Found<ListKey, Self::Value>> {
        Box::pin(lists(ask, keys))
    }
    fn note(key: &ListKey, value: Option<&Self::Value>, shown: &mut Shown) {
        shown.add(Tag::AnyProduct);
        // what is written may be about anything
        let is_written = key.facets || key.query.is_some() || !key.tests.is_empty();
        if is_written || key.sort == Order::Price {
            shown.add(Tag::ByPrice);
        }
        if is_written {
            shown.add(Tag::ByStock);
            shown.add(Tag::Categories);
            shown.add(Tag::Metafields);
        }
        if key.collection.is_some() {
            shown.add(Tag::Collections);
        }
        if let Some(Ok(list)) = value {
            list.note(shown);
        }
    }
}

/// All lists with one call, however many places show one.
async fn lists(ask: &Ask, keys: Vec<ListKey>) -> Found<ListKey, Result<ProductList, Refused>> {
    let (mut found, mut asked) = (Vec::with_capacity(keys.len()), vec![]);
    for key in keys {
        match key.part.span() {
            Some(span) => asked.push((request(ask, &key, span), key)),
            None => found.push((key, Err(("INVALID_CURSOR", "this is no cursor".into())))),
        }
    }
    while !asked.is_empty() {
        let (lists, keys): (Vec<_>, Vec<_>) = asked.drain(..asked.len().min(MAX_LISTS)).unzip();
        let answers = ask.services.catalog.find_product_lists(&ask.cx, FindProductLists { lists }).await;
        let answers = answers.map_err(|error| Fault::relay(&error))?;
        for (key, answer) in keys.into_iter().zip(answers) {
            let list = match answer {
                ListFound::Found(list) => Ok(list.into()),
                ListFound::Refused { errors } => Err(refusal(errors)),
            };
            found.push((key, list));
        }
    }
    Ok(found)
}

fn request(ask: &Ask, key: &ListKey, span: Span) -> FindProducts {
    FindProducts {
        channel: ask.channel.id,
        currency: ask.channel.currency,
        within: key.collection.map_or(Within::Shop, Within::Collection),
        filter: ProductFilter::default(),
        query: key.query.clone(),
        tests: key.tests.clone(),
        unavailable: Unavailable::Show,
        sort: key.sort.into(),
        direction: if key.reverse { Direction::Desc } else { Direction::Asc },
        span,
        count: false,
        facets: key.facets,
    }
}

impl From<FoundProducts> for ProductList {
    fn from(found: FoundProducts) -> Self {
        ProductList {
            items: found.items.into_iter().map(|one| (Arc::new(one.product), text_of(&one.cursor))).collect(),
            has_previous: found.has_previous,
            has_next: found.has_next,
            total: 0,
            facets: found.facets,
        }
    }
}

/// Asks what words find.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SearchKey {
    /// The words.
    pub query: String,
    /// Whether the last one may be a beginning.
    pub is_prefix: bool,
    /// By price, else what fits best first.
    pub by_price: bool,
    /// Whether it is turned around.
    pub reverse: bool,
    /// What was picked.
    pub tests: Vec<ProductTest>,
    /// What becomes of products that cannot be bought.
    pub unavailable: Gone,
    /// What part.
    pub part: Part,
    /// Whether to count what else could be picked.
    pub facets: bool,
}

/// What becomes of products that cannot be bought, as a key can hold it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Gone {
    Show,
    Hide,
    Last,
}

impl From<Gone> for Unavailable {
    fn from(gone: Gone) -> Self {
        match gone {
            Gone::Show => Unavailable::Show,
            Gone::Hide => Unavailable::Hide,
            Gone::Last => Unavailable::Last,
        }
    }
}

/// What words find. Not kept for others: nobody is told when the index has changed.
pub struct Searches;

impl Fact for Searches {
    type Key = SearchKey;
    type Value = Result<ProductList, Refused>;
    fn fetch(ask: &Ask, keys: Vec<SearchKey>) -> BoxFuture<'_, Found<SearchKey, Self::Value>> {
        Box::pin(each(keys, async |key| {
            let found = search(ask, &key).await?;
            Ok((key, found))
        }))
    }
    fn note(_: &SearchKey, _: Option<&Self::Value>, shown: &mut Shown) {
        shown.private();
    }
}

async fn search(ask: &Ask, key: &SearchKey) -> Result<Result<ProductList, Refused>, Fault> {
    let Some(span) = key.part.span() else { return Ok(Err(("INVALID_CURSOR", "this is no cursor".into()))) };
    let asked = SearchProducts {
        query: key.query.clone(),
        is_prefix: key.is_prefix,
        channel: ask.channel.id,
        currency: ask.channel.currency,
        locale: ask.channel.locales.first().cloned(),
        visitor: None,
        tests: key.tests.clone(),
        unavailable: key.unavailable.into(),
        sort: if key.by_price { SearchSort::Price } else { SearchSort::Relevance },
        direction: if key.reverse { Direction::Desc } else { Direction::Asc },
        span,
        facets: key.facets,
    };
    match ask.services.search.products(&ask.cx, asked).await {
        Ok(found) => Ok(Ok(ProductList {
            items: found.items.into_iter().map(|one| (Arc::new(one.product), text_of(&one.cursor))).collect(),
            has_previous: found.has_previous,
            has_next: found.has_next,
            total: found.total,
            facets: found.facets,
        })),
        Err(fault) => refused(fault),
    }
}

/// Asks for pages and articles that fit some words.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ContentSearchKey {
    /// The words.
    pub query: String,
    /// Whether the last of them may only be the beginning of one.
    pub is_prefix: bool,
    /// Whether pages are wanted.
    pub pages: bool,
    /// Whether articles are.
    pub articles: bool,
    /// Whether the order is turned around.
    pub reverse: bool,
    /// What part.
    pub part: Part,
}

/// Pages and articles that words find. Not kept for others: nobody is told when the index has changed.
pub struct ContentSearches;

impl Fact for ContentSearches {
    type Key = ContentSearchKey;
    type Value = Result<ContentAnswer, Refused>;
    fn fetch(ask: &Ask, keys: Vec<ContentSearchKey>) -> BoxFuture<'_, Found<ContentSearchKey, Self::Value>> {
        Box::pin(each(keys, async |key: ContentSearchKey| {
            let Some(span) = key.part.span() else {
                return Ok((key, Err(("INVALID_CURSOR", "this is no cursor".into()))));
            };
            let asked = SearchContent {
                query: key.query.clone(),
                is_prefix: key.is_prefix,
                channel: ask.channel.id,
                locale: ask.channel.locales.first().cloned(),
                pages: key.pages,
                articles: key.articles,
                direction: if key.reverse { Direction::Desc } else { Direction::Asc },
                span,
            };
            match ask.services.search.content(&ask.cx, asked).await {
                Ok(found) => Ok((key, Ok(found))),
                Err(fault) => Ok((key, refused(fault)?)),
            }
        }))
    }
    fn note(_: &ContentSearchKey, _: Option<&Self::Value>, shown: &mut Shown) {
        shown.private();
    }
}

/// Asks what somebody who is typing might look for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SuggestKey {
    /// What he wrote so far.
    pub query: String,
    /// What is wanted.
    pub kinds: Vec<SearchKind>,
    /// So many of each.
    pub limit: u32,
    /// What becomes of products that cannot be bought.
    pub unavailable: Gone,
}

/// What somebody who is typing might look for.
pub struct Suggested;

impl Fact for Suggested {
    type Key = SuggestKey;
    type Value = Result<Suggestions, Refused>;
    fn fetch(ask: &Ask, keys: Vec<SuggestKey>) -> BoxFuture<'_, Found<SuggestKey, Self::Value>> {
        Box::pin(each(keys, async |key| {
            let asked = Suggest {
                query: key.query.clone(),
                channel: ask.channel.id,
                currency: ask.channel.currency,
                locale: ask.channel.locales.first().cloned(),
                visitor: None,
                kinds: key.kinds.clone(),
                unavailable: key.unavailable.into(),
                limit: key.limit,
            };
            match ask.services.search.suggest(&ask.cx, asked).await {
                Ok(found) => Ok((key, Ok(found))),
                Err(fault) => Ok((key, refused(fault)?)),
            }
        }))
    }
    fn note(_: &SuggestKey, _: Option<&Self::Value>, shown: &mut Shown) {
        shown.private();
    }
}

/// Asks what to show beside a product.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct BesideKey {
    /// Beside which.
    pub product: ProductId,
    /// Whether what goes with it is wanted, and not what one could buy instead.
    pub complements: bool,
}

/// So many products are shown beside one.
const BESIDE: u32 = 10;

/// What to show beside a product; nothing where that is not on sale.
pub struct Beside;

impl Fact for Beside {
    type Key = BesideKey;
    type Value = Vec<Arc<Product>>;
    fn fetch(ask: &Ask, keys: Vec<BesideKey>) -> BoxFuture<'_, Found<BesideKey, Vec<Arc<Product>>>> {
        Box::pin(async move {
            let found = each(keys, async |key| {
                let intent = if key.complements { Intent::Complementary } else { Intent::Related };
                let asked = RecommendProducts { product: key.product, channel: ask.channel.id, intent, limit: BESIDE };
                match ask.services.catalog.recommend(&ask.cx, asked).await {
                    Ok(found) => Ok(Some((key, found.into_iter().map(Arc::new).collect()))),
                    Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
                    Err(error) => Err(Fault::relay(&error)),
                }
            });
            Ok(found.await?.into_iter().flatten().collect())
        })
    }
    fn note(_: &BesideKey, _: Option<&Vec<Arc<Product>>>, shown: &mut Shown) {
        for tag in [Tag::AnyProduct, Tag::ByPrice, Tag::ByStock, Tag::Collections] {
            shown.add(tag);
        }
    }
}

/// Asks for words of products: tags, or types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct WordsKey {
    /// Whether tags are wanted, and not types.
    pub tags: bool,
    /// So many.
    pub first: u32,
}

/// Words of products on sale: one more than was asked for, when there are more.
pub struct Words;

impl Fact for Words {
    type Key = WordsKey;
    type Value = Vec<String>;
    fn fetch(ask: &Ask, keys: Vec<WordsKey>) -> BoxFuture<'_, Found<WordsKey, Vec<String>>> {
        Box::pin(each(keys, async |key| {
            let word = if key.tags { ProductWord::Tag } else { ProductWord::ProductType };
            let asked = ListProductWords { channel: ask.channel.id, word, limit: key.first, after: None };
            let found = ask.services.catalog.product_words(&ask.cx, asked).await.map_err(|e| Fault::relay(&e))?;
            Ok((key, found))
        }))
    }
    fn note(_: &WordsKey, _: Option<&Vec<String>>, shown: &mut Shown) {
        shown.add(Tag::AnyProduct);
    }
}
