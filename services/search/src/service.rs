//! The contract.

use crate::{
    document::Kind,
    store::{self, Sought},
    words,
};
use infrasell_contracts::{
    catalog::{Catalog, FindProducts, FoundProduct, MAX_RANKED, ProductFilter, ProductSort, Ranked, Within},
    common::{Audit, AuditCheck, AuditReport},
    content::Content,
    search::{
        Arm, ContentAnswer, MAX_QUERY, Search, SearchAnswer, SearchContent, SearchHit, SearchProducts, SearchSort,
        Suggest, Suggestions,
    },
};
use infrasell_db::Db;
use infrasell_kernel::{Fields, Ppm, ProductId};
use infrasell_rpc::{Cx, Fault, async_trait};
use std::sync::Arc;

/// The most words that are looked for; of more, the first ones.
const MAX_WORDS: usize = 12;

/// Search over its own tables, and the catalogue's word on what is shown.
pub struct SearchService {
    pub(crate) db: Db,
    pub(crate) catalog: Arc<dyn Catalog>,
    pub(crate) content: Arc<dyn Content>,
}

/// What was found by which way.
pub(crate) struct Found {
    pub ids: Vec<(i64, i64)>,
    pub arm: &'static str,
}

impl SearchService {
    /// Documents that have all words or, when there is none, any of them.
    pub(crate) async fn find(&self, kind: Kind, sought: &Sought, most: i64) -> Result<Found, Fault> {
        let nothing = Found { ids: vec![], arm: "all_words" };
        if sought.len() == 0 {
            return Ok(nothing);
        }
        let ids = store::find(&self.db, kind, sought, true, most).await?;
        if !ids.is_empty() || sought.len() == 1 {
            return Ok(Found { ids, ..nothing });
        }
        Ok(Found { ids: store::find(&self.db, kind, sought, false, most).await?, arm: "any_word" })
    }

    async fn found(&self, cx: &Cx, req: SearchProducts) -> Result<SearchAnswer, Fault> {
        check(&req.query)?;
        let sought = sought(&req.query, req.is_prefix);
        let most = i64::try_from(MAX_RANKED).unwrap_or(i64::MAX);
        let found = self.find(Kind::Product, &sought, most).await?;
        let find = FindProducts {
            channel: req.channel,
            currency: req.currency,
            within: Within::Ranked(ranked(&found.ids)),
            filter: ProductFilter::default(),
            query: None,
            tests: req.tests,
            unavailable: req.unavailable,
            sort: if req.sort == SearchSort::Price { ProductSort::Price } else { ProductSort::Relevance },
            direction: req.direction,
            span: req.span,
            count: true,
            facets: req.facets,
        };
        let shown = self.catalog.find_products(&cx.unkeyed(), find).await.map_err(|error| Fault::relay(&error))?;
        let hit = |one: FoundProduct| SearchHit { product: one.product, cursor: one.cursor };
        Ok(SearchAnswer {
            items: shown.items.into_iter().map(hit).collect(),
            has_previous: shown.has_previous,
            has_next: shown.has_next,
            total: shown.total.unwrap_or(0),
            facets: shown.facets,
            corrected_query: None,
            // a rule takes its one way always
            arm: Arm { name: found.arm.into(), propensity: Ppm::ONE },
        })
    }
}

pub(crate) fn ranked(ids: &[(i64, i64)]) -> Vec<Ranked> {
    ids.iter().map(|(id, score)| Ranked { product: ProductId::from_i64(*id), score: *score }).collect()
}

/// Refuses what is too long.
pub(crate) fn check(query: &str) -> Result<(), Fault> {
    let mut fields = Fields::new();
    fields.max_len("query", query, MAX_QUERY);
    Ok(fields.done()?)
}

/// The words of a query, each once.
pub(crate) fn sought(query: &str, is_prefix: bool) -> Sought {
    let mut whole: Vec<String> = Vec::new();
    for word in words::cut(query).into_iter().take(MAX_WORDS) {
        if !whole.contains(&word) {
            whole.push(word);
        }
    }
    let beginning = if is_prefix { whole.pop() } else { None };
    Sought { whole, beginning }
}

#[async_trait]
impl Search for SearchService {
    async fn products(&self, cx: &Cx, req: SearchProducts) -> Result<SearchAnswer, Fault> {
        self.found(cx, req).await
    }
    async fn content(&self, cx: &Cx, req: SearchContent) -> Result<ContentAnswer, Fault> {
        self.content_found(cx, req).await
    }
    async fn suggest(&self, cx: &Cx, req: Suggest) -> Result<Suggestions, Fault> {
        self.suggested(cx, req).await
    }
    async fn audit(&self, _cx: &Cx, _req: Audit) -> Result<AuditReport, Fault> {
        let (examined, differences) = store::books(&self.db).await?;
        let name = "every document is found by its words, and nothing else is".into();
        Ok(AuditReport { checks: vec![AuditCheck { name, examined, differences }] })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_may_be_a_beginning() {
        let words = |list: &[&str]| list.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        assert_eq!(sought("Red red SHI", true), Sought { whole: words(&["red"]), beginning: Some("shi".into()) });
        assert_eq!(sought("red shi", false), Sought { whole: words(&["red", "shi"]), beginning: None });
        assert_eq!(sought(" - ", true).len(), 0);
        assert_eq!(sought(&"a b c d e f g h i j k l m n".repeat(3), false).len(), MAX_WORDS);
    }
}
