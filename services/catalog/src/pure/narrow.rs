//! What a list is narrowed to, as a tree of tests: read from what a person wrote, and from what was picked.
//!
//! Always true: a field that says nothing here, or a value that is none of its field's, narrows nothing and is named.

use infrasell_contracts::catalog::ProductTest;
use infrasell_kernel::{CategoryId, Currency, Money, Timestamp};
use infrasell_rules::syntax::{Compare, Expr, Term};
use std::{collections::BTreeMap, time::Duration};

const DAY: Duration = Duration::from_secs(86_400);

/// What must hold of a product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    Is(Test),
}

/// One thing that must hold. Texts that are compared without regard to case are in ASCII lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Test {
    /// The folded word is somewhere in what a search looks through, the type or the tags.
    Word(String),
    /// The column has this in it.
    Contains(Column, String),
    /// The column is this, ASCII letters folded; or begins with it.
    Same(Column, String, Match),
    /// The column is exactly this.
    Exactly(Column, String),
    /// A tag is this, ASCII letters folded; or begins with it.
    Tag(String, Match),
    /// The column compares to a number.
    Number(Column, Compare, i64),
    /// Whether one unit can be bought.
    InStock(bool),
    /// A variant's column is this; or begins with it.
    Variant(Column, String, Match),
    /// In this category or below it.
    Category(CategoryId),
    /// There is such a fact.
    Fact(Fact, String, String),
}

/// Whether a text is all or the beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Match {
    Whole,
    Prefix,
}

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    Id,
    Title,
    Handle,
    Vendor,
    ProductType,
    CreatedAt,
    UpdatedAt,
    MinPrice,
    MaxPrice,
    Sku,
    Barcode,
}

/// The kinds of `catalog_product_fact`, by their numbers there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Fact {
    Option = 0,
    Tag = 1,
    Metafield = 2,
}

impl Condition {
    /// Whether the listing of a channel is needed to tell.
    pub(crate) fn is_of_listing(&self) -> bool {
        match self {
            Condition::All(parts) | Condition::Any(parts) => parts.iter().any(Condition::is_of_listing),
            Condition::Not(inner) => inner.is_of_listing(),
            Condition::Is(test) => {
                matches!(test, Test::InStock(_) | Test::Number(Column::MinPrice | Column::MaxPrice, ..))
            }
        }
    }
}

/// Reads what was written; the fields that said nothing are added to `ignored`. `field` says what a term is about.
fn read(
    expr: &Expr,
    ignored: &mut Vec<String>,
    field: &impl Fn(&Term, &mut Vec<String>) -> Option<Condition>,
) -> Option<Condition> {
    let all = |parts: &[Expr], ignored: &mut Vec<String>| -> Vec<Condition> {
        parts.iter().filter_map(|part| read(part, ignored, field)).collect()
    };
    match expr {
        Expr::All(parts) => Some(Condition::All(all(parts, ignored))).filter(|read| !is_empty(read)),
        Expr::Any(parts) => Some(Condition::Any(all(parts, ignored))).filter(|read| !is_empty(read)),
        Expr::Not(inner) => Some(Condition::Not(Box::new(read(inner, ignored, field)?))),
        Expr::Term(term) => {
            let read = field(term, ignored);
            if let (None, Some(name)) = (&read, &term.field)
                && !ignored.contains(name)
            {
                ignored.push(name.clone());
            }
            read
        }
    }
}

fn is_empty(condition: &Condition) -> bool {
    matches!(condition, Condition::All(parts) | Condition::Any(parts) if parts.is_empty())
}

/// What an expression says of products in a channel that sells in `currency`, and the fields that it passed over.
pub(crate) fn of_products(expr: &Expr, currency: Currency) -> (Option<Condition>, Vec<String>) {
    let mut ignored = vec![];
    let read = read(expr, &mut ignored, &|term, _| product_term(term, currency));
    (read, ignored)
}

/// What an expression says of collections.
pub(crate) fn of_collections(expr: &Expr) -> (Option<Condition>, Vec<String>) {
    let mut ignored = vec![];
    let read = read(expr, &mut ignored, &|term, _| match term.field.as_deref() {
        None => Some(Condition::Is(Test::Word(super::text::fold(&term.value).into_owned()))),
        Some("title") => Some(Condition::Is(Test::Contains(Column::Title, lower(term)))),
        Some("handle") => Some(Condition::Is(Test::Same(Column::Handle, lower(term), matching(term)))),
        Some("id") => number(Column::Id, term.compare, id(&term.value)?),
        Some("updated_at") => time(Column::UpdatedAt, term),
        _ => None,
    });
    (read, ignored)
}

fn lower(term: &Term) -> String {
    term.value.to_ascii_lowercase()
}

fn matching(term: &Term) -> Match {
    if term.is_prefix { Match::Prefix } else { Match::Whole }
}

fn product_term(term: &Term, currency: Currency) -> Option<Condition> {
    let text = || (lower(term), matching(term));
    let is = |test| Some(Condition::Is(test));
    match term.field.as_deref() {
        None => is(Test::Word(super::text::fold(&term.value).into_owned())),
        Some("title") => is(Test::Contains(Column::Title, lower(term))),
        Some(name @ ("handle" | "vendor" | "product_type")) => {
            let column = match name {
                "handle" => Column::Handle,
                "vendor" => Column::Vendor,
                _ => Column::ProductType,
            };
            let (value, matching) = text();
            is(Test::Same(column, value, matching))
        }
        Some("tag") => is(Test::Tag(text().0, text().1)),
        Some("tag_not") => Some(Condition::Not(Box::new(Condition::Is(Test::Tag(text().0, text().1))))),
        Some("sku" | "variants.sku") => is(Test::Variant(Column::Sku, term.value.clone(), matching(term))),
        Some("barcode" | "variants.barcode") => is(Test::Variant(Column::Barcode, term.value.clone(), matching(term))),
        Some("available_for_sale") => match term.value.as_str() {
            "true" => is(Test::InStock(true)),
            "false" => is(Test::InStock(false)),
            _ => None,
        },
        Some("id") => number(Column::Id, term.compare, id(&term.value)?),
        Some("category_id") => is(Test::Category(CategoryId::from_i64(id(&term.value)?))),
        Some("created_at" | "published_at") => time(Column::CreatedAt, term),
        Some("updated_at") => time(Column::UpdatedAt, term),
        Some("price" | "variants.price") => price(term, currency),
        _ => None,
    }
}

/// The number of an id however it is written: `7`, `prod_7`, `gid://shopify/Product/7`.
fn id(text: &str) -> Option<i64> {
    text.rsplit(['/', '_']).next()?.parse().ok()
}

fn number(column: Column, compare: Compare, value: i64) -> Option<Condition> {
    Some(Condition::Is(Test::Number(column, compare, value)))
}

/// A day stands for all of its hours, in UTC.
fn time(column: Column, term: &Term) -> Option<Condition> {
    if let Ok(at) = term.value.parse::<Timestamp>() {
        return number(column, term.compare, at.micros());
    }
    let day: jiff::civil::Date = term.value.parse().ok()?;
    let begins: Timestamp = format!("{day}T00:00:00Z").parse().ok()?;
    let (begins, ends) = (begins.micros(), begins.plus(DAY).micros());
    match term.compare {
        Compare::Is => {
            let within = [(Compare::AtLeast, begins), (Compare::Less, ends)];
            Some(Condition::All(within.map(|(how, at)| Condition::Is(Test::Number(column, how, at))).into()))
        }
        Compare::Less => number(column, Compare::Less, begins),
        Compare::AtMost => number(column, Compare::Less, ends),
        Compare::More => number(column, Compare::AtLeast, ends),
        Compare::AtLeast => number(column, Compare::AtLeast, begins),
    }
}

/// Some variant has such a price: exact for one side, since the highest or the lowest then tells.
fn price(term: &Term, currency: Currency) -> Option<Condition> {
    let minor = Money::parse_decimal(&term.value, currency).ok()?.minor;
    match term.compare {
        Compare::Less | Compare::AtMost => number(Column::MinPrice, term.compare, minor),
        Compare::More | Compare::AtLeast => number(Column::MaxPrice, term.compare, minor),
        Compare::Is => Some(Condition::All(vec![
            Condition::Is(Test::Number(Column::MinPrice, Compare::AtMost, minor)),
            Condition::Is(Test::Number(Column::MaxPrice, Compare::AtLeast, minor)),
        ])),
    }
}

/// What tests are alternatives of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Availability,
    Price,
    ProductType,
    Vendor,
    Category,
    Fact(Fact, String),
}

/// What was picked, the alternatives of each kind together.
pub(crate) fn picked(tests: &[ProductTest]) -> Vec<(Kind, Condition)> {
    let mut kinds: BTreeMap<Kind, Vec<Condition>> = BTreeMap::new();
    for test in tests {
        let (kind, condition) = pick(test);
        kinds.entry(kind).or_default().push(condition);
    }
    kinds.into_iter().map(|(kind, alternatives)| (kind, Condition::Any(alternatives))).collect()
}

fn pick(test: &ProductTest) -> (Kind, Condition) {
    let fact = |kind: Fact, name: String, value: &str| {
        let test = Test::Fact(kind, name.clone(), value.to_owned());
        (Kind::Fact(kind, name), Condition::Is(test))
    };
    match test {
        ProductTest::Available { available } => (Kind::Availability, Condition::Is(Test::InStock(*available))),
        ProductTest::Price { min_minor, max_minor } => {
            let bounds = [(Compare::AtLeast, *min_minor), (Compare::AtMost, *max_minor)];
            let bound =
                |(how, at): (Compare, Option<i64>)| at.map(|at| Condition::Is(Test::Number(Column::MinPrice, how, at)));
            (Kind::Price, Condition::All(bounds.into_iter().filter_map(bound).collect()))
        }
        ProductTest::ProductType { value } => {
            (Kind::ProductType, Condition::Is(Test::Exactly(Column::ProductType, value.clone())))
        }
        ProductTest::Vendor { value } => (Kind::Vendor, Condition::Is(Test::Exactly(Column::Vendor, value.clone()))),
        ProductTest::Category { category } => (Kind::Category, Condition::Is(Test::Category(*category))),
        ProductTest::Tag { value } => fact(Fact::Tag, String::new(), value),
        ProductTest::Option { name, value } => fact(Fact::Option, name.clone(), value),
        ProductTest::Metafield { namespace, key, value } => fact(Fact::Metafield, format!("{namespace}.{key}"), value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use infrasell_rules::syntax;

    fn inr() -> Currency {
        "INR".parse().unwrap()
    }

    fn products(text: &str) -> (Option<Condition>, Vec<String>) {
        of_products(&syntax::read(text).unwrap().unwrap(), inr())
    }

    fn one(text: &str) -> Condition {
        products(text).0.unwrap()
    }

    fn is(test: Test) -> Condition {
        Condition::Is(test)
    }

    #[test]
    fn each_field_is_read_in_its_own_way() {
        for (text, want) in [
            ("Straße", Test::Word("strasse".into())),
            ("tag:'New In'", Test::Tag("new in".into(), Match::Whole)),
            ("vendor:Lo*", Test::Same(Column::Vendor, "lo".into(), Match::Prefix)),
            ("sku:AB-1", Test::Variant(Column::Sku, "AB-1".into(), Match::Whole)),
            ("id:>prod_7", Test::Number(Column::Id, Compare::More, 7)),
            ("id:\"gid://shopify/Product/7\"", Test::Number(Column::Id, Compare::Is, 7)),
            ("variants.price:>=99.5", Test::Number(Column::MaxPrice, Compare::AtLeast, 9_950)),
            ("variants.price:<99", Test::Number(Column::MinPrice, Compare::Less, 9_900)),
            ("available_for_sale:true", Test::InStock(true)),
            ("updated_at:>1970-01-01", Test::Number(Column::UpdatedAt, Compare::AtLeast, 86_400_000_000)),
            ("updated_at:<='1970-01-01T00:00:01Z'", Test::Number(Column::UpdatedAt, Compare::AtMost, 1_000_000)),
        ] {
            assert_eq!(one(text), is(want), "{text}");
        }
    }

    #[test]
    fn what_says_nothing_is_named_and_narrows_nothing() {
        let (read, ignored) = products("colour:red tag:a -(size:1 OR id:x) colour:blue");
        assert_eq!(read, Some(Condition::All(vec![is(Test::Tag("a".into(), Match::Whole))])));
        assert_eq!(ignored, ["colour", "size", "id"]);
        assert_eq!(products("colour:red").0, None);
    }

    #[test]
    fn what_is_picked_of_one_kind_are_alternatives() {
        let vendor = |value: &str| ProductTest::Vendor { value: value.into() };
        let size = |value: &str| ProductTest::Option { name: "Size".into(), value: value.into() };
        let picked = picked(&[vendor("A"), size("S"), vendor("B")]);
        assert_eq!(picked.len(), 2);
        let (kind, either) = &picked[0];
        assert_eq!(*kind, Kind::Vendor);
        assert!(matches!(either, Condition::Any(parts) if parts.len() == 2));
    }
}
