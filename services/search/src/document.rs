//! What is found by which words, and how much each weighs.

use crate::words::cut;
use infrasell_contracts::{
    catalog::{Collection, Product, ProductStatus},
    content::{Article, ContentPage},
};
use std::collections::BTreeMap;

/// The version of the way in which documents are made; raise it with each change here or in [`crate::words`], and all
/// are made anew.
pub(crate) const REVISION: i64 = 1;

/// What a word weighs in a title.
pub(crate) const TITLE: i64 = 8;
/// What a word weighs in a SKU, a maker's name, a type, a tag, an option's value.
const FACT: i64 = 4;
/// What a word weighs in a description.
const BODY: i64 = 1;
/// The most words of a description that are looked at.
const MAX_BODY_WORDS: usize = 500;
/// The most words of one document.
const MAX_WORDS: usize = 2_000;

/// What can be found here, by its number in the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Product = 0,
    Collection = 1,
    Page = 2,
    Article = 3,
}

impl Kind {
    /// Every kind, by its number.
    pub(crate) const ALL: [Kind; 4] = [Kind::Product, Kind::Collection, Kind::Page, Kind::Article];
}

/// What is found by which words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Document {
    pub kind: Kind,
    pub id: i64,
    pub version: i64,
    pub words: BTreeMap<String, i64>,
}

/// A product's document; none when it is not on sale anywhere.
pub(crate) fn of_product(product: &Product) -> Option<Document> {
    if product.status != ProductStatus::Active {
        return None;
    }
    let mut words = Weighed::default();
    words.add(&product.title, TITLE);
    for text in [&product.vendor, &product.product_type, &product.handle].into_iter().chain(&product.tags) {
        words.add(text, FACT);
    }
    for variant in &product.variants {
        for text in [&variant.sku, &variant.barcode].into_iter().chain(&variant.option_values) {
            words.add(text, FACT);
        }
    }
    words.add_body(&product.description_html);
    Some(Document { kind: Kind::Product, id: product.id.get(), version: product.version, words: words.0 })
}

/// A collection's document.
pub(crate) fn of_collection(collection: &Collection) -> Document {
    let mut words = Weighed::default();
    words.add(&collection.title, TITLE);
    words.add(&collection.handle, FACT);
    words.add_body(&collection.description_html);
    Document { kind: Kind::Collection, id: collection.id.get(), version: collection.version, words: words.0 }
}

/// A page's document, with its texts in every language. Whether it is published is asked when it is shown.
pub(crate) fn of_page(page: &ContentPage) -> Document {
    let mut words = Weighed::default();
    words.add(&page.title, TITLE);
    words.add(&page.handle, FACT);
    words.add_body(&page.body_html);
    for text in page.translations.values() {
        words.add(text.title.as_deref().unwrap_or(""), TITLE);
        words.add_body(text.body_html.as_deref().unwrap_or(""));
    }
    Document { kind: Kind::Page, id: page.id.get(), version: page.version, words: words.0 }
}

/// An article's document, with its texts in every language.
pub(crate) fn of_article(article: &Article) -> Document {
    let mut words = Weighed::default();
    words.add(&article.title, TITLE);
    for text in [&article.handle, &article.author.name].into_iter().chain(&article.tags) {
        words.add(text, FACT);
    }
    words.add_body(&article.excerpt_html);
    words.add_body(&article.body_html);
    for text in article.translations.values() {
        words.add(text.title.as_deref().unwrap_or(""), TITLE);
        words.add_body(text.body_html.as_deref().unwrap_or(""));
    }
    Document { kind: Kind::Article, id: article.id.get(), version: article.version, words: words.0 }
}

/// Words with the most that each weighs.
#[derive(Default)]
struct Weighed(BTreeMap<String, i64>);

impl Weighed {
    fn add(&mut self, text: &str, weight: i64) {
        for word in cut(text) {
            self.put(word, weight);
        }
    }

    fn add_body(&mut self, html: &str) {
        for word in cut(&text_of(html)).into_iter().take(MAX_BODY_WORDS) {
            self.put(word, BODY);
        }
    }

    fn put(&mut self, word: String, weight: i64) {
        if let Some(most) = self.0.get_mut(&word) {
            *most = weight.max(*most);
        } else if self.0.len() < MAX_WORDS {
            self.0.insert(word, weight);
        }
    }
}

/// What is written between the tags; entities stay, as their names are no words that anyone looks for.
fn text_of(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' => {
                inside = false;
                out.push(' ');
            }
            _ if !inside => out.push(c),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_weighs_as_much_as_where_it_stands() {
        let mut words = Weighed::default();
        words.add_body("<p class=\"red\">A linen shirt, <b>light</b></p>");
        words.add("Linen", TITLE);
        words.add("shirts", FACT);
        let found: Vec<_> = words.0.iter().map(|(word, weight)| (word.as_str(), *weight)).collect();
        assert_eq!(found, [("a", BODY), ("light", BODY), ("linen", TITLE), ("shirt", FACT)]);
    }

    #[test]
    fn a_document_has_an_end() {
        let mut words = Weighed::default();
        let long: String = (0..10_000).map(|n| format!("w{n} ")).collect();
        words.add(&long, FACT);
        words.add_body(&long);
        assert_eq!(words.0.len(), MAX_WORDS);
    }
}
