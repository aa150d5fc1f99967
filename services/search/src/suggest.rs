//! What somebody who is still typing might look for.

use crate::{
    SearchService,
    document::Kind,
    service::{check, ranked, sought},
    words,
};
use infrasell_contracts::{
    catalog::{Collection, FindProducts, GetCollections, Product, ProductFilter, ProductSort, Within},
    common::{Direction, Span},
    search::{MAX_SUGGESTED, SearchKind, Suggest, SuggestedQuery, Suggestions},
};
use infrasell_kernel::{CollectionId, FieldError};
use infrasell_rpc::{Cx, Fault};
use std::collections::BTreeMap;

/// The best collections, pages and articles that suggestions are made of.
pub(crate) const SHOWN: i64 = 250;
/// The best products that suggestions are made of.
const LOOKED_AT: i64 = 1_000;
/// Products whose titles may complete a word.
const TITLES: u32 = 50;

impl SearchService {
    pub(crate) async fn suggested(&self, cx: &Cx, req: Suggest) -> Result<Suggestions, Fault> {
        check(&req.query)?;
        if !(1..=MAX_SUGGESTED).contains(&req.limit) {
            let message = format!("limit is {}, not between 1 and {MAX_SUGGESTED}", req.limit);
            return Err(FieldError::new("limit", "out_of_range", message).into());
        }
        let wants = |kind| req.kinds.contains(&kind);
        let most = usize::try_from(req.limit).unwrap_or(1);
        let mut suggestions = Suggestions::default();
        if wants(SearchKind::Product) || wants(SearchKind::Query) {
            let shown = self.products_for(cx, &req).await?;
            if wants(SearchKind::Query) {
                suggestions.queries = completions(&req.query, &shown, most);
            }
            if wants(SearchKind::Product) {
                suggestions.products = shown.into_iter().take(most).collect();
            }
        }
        if wants(SearchKind::Collection) {
            suggestions.collections = self.collections_for(cx, &req).await?;
        }
        if wants(SearchKind::Page) {
            let found = self.find(Kind::Page, &sought(&req.query, true), SHOWN).await?;
            suggestions.pages = self.pages_of(cx, &found.ids, req.channel, req.locale.clone()).await?;
            suggestions.pages.truncate(most);
        }
        if wants(SearchKind::Article) {
            let found = self.find(Kind::Article, &sought(&req.query, true), SHOWN).await?;
            suggestions.articles = self.articles_of(cx, &found.ids, req.channel, req.locale.clone()).await?;
            suggestions.articles.truncate(most);
        }
        Ok(suggestions)
    }

    async fn products_for(&self, cx: &Cx, req: &Suggest) -> Result<Vec<Product>, Fault> {
        let found = self.find(Kind::Product, &sought(&req.query, true), LOOKED_AT).await?;
        if found.ids.is_empty() {
            return Ok(vec![]);
        }
        let find = FindProducts {
            channel: req.channel,
            currency: req.currency,
            within: Within::Ranked(ranked(&found.ids)),
            filter: ProductFilter::default(),
            query: None,
            tests: vec![],
            unavailable: req.unavailable,
            sort: ProductSort::Relevance,
            direction: Direction::Asc,
            span: Span {
                limit: if req.kinds.contains(&SearchKind::Query) { TITLES } else { req.limit },
                ..Span::default()
            },
            count: false,
            facets: false,
        };
        let shown = self.catalog.find_products(&cx.unkeyed(), find).await.map_err(|error| Fault::relay(&error))?;
        Ok(shown.items.into_iter().map(|one| one.product).collect())
    }

    async fn collections_for(&self, cx: &Cx, req: &Suggest) -> Result<Vec<Collection>, Fault> {
        let found = self.find(Kind::Collection, &sought(&req.query, true), SHOWN).await?;
        if found.ids.is_empty() {
            return Ok(vec![]);
        }
        let ids = found.ids.iter().map(|(id, _)| CollectionId::from_i64(*id)).collect();
        let get = GetCollections { ids, published_in: Some(req.channel) };
        let shown = self.catalog.collections_by_id(&cx.unkeyed(), get).await.map_err(|error| Fault::relay(&error))?;
        Ok(shown.into_iter().take(usize::try_from(req.limit).unwrap_or(1)).collect())
    }
}

/// What was typed, with its last word completed to words of titles that can be seen: those of the most titles first.
fn completions(query: &str, products: &[Product], most: usize) -> Vec<SuggestedQuery> {
    let typed = query.trim_start();
    let start = typed.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let start = if typed.is_char_boundary(start) { start } else { 0 };
    let (before, last) = typed.split_at(start);
    let beginning = words::fold(last);
    if beginning.is_empty() {
        return vec![];
    }
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for product in products {
        let mut words: Vec<String> = product
            .title
            .split(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | '"' | '/' | '|' | ':' | ';'))
            .map(str::to_lowercase)
            .filter(|word| words::fold(word).starts_with(&beginning))
            .collect();
        words.sort_unstable();
        words.dedup();
        for word in words {
            *counts.entry(word).or_default() += 1;
        }
    }
    let mut ordered: Vec<(String, usize)> = counts.into_iter().collect();
    ordered.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let suggested = ordered.into_iter().take(most).map(|(word, _)| {
        let rest = word.get(last.len()..).filter(|_| word.starts_with(&last.to_lowercase())).unwrap_or("");
        let styled = if rest.is_empty() {
            format!("{}<mark>{}</mark>", escaped(before), escaped(&word))
        } else {
            format!("{}{}<mark>{}</mark>", escaped(before), escaped(last), escaped(rest))
        };
        SuggestedQuery { text: format!("{before}{word}"), styled }
    });
    suggested.collect()
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_that_was_typed_is_text() {
        assert_eq!(escaped("<b>\"&'"), "&lt;b&gt;&quot;&amp;&#39;");
        assert!(completions("x", &[], 3).is_empty() && completions("  ", &[], 3).is_empty());
    }
}
