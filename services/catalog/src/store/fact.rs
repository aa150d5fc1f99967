//! What products can be picked by and are counted under.

use super::write::Writing;
use crate::pure::narrow::Fact;
use infrasell_contracts::catalog::{Metafield, MetafieldType, ProductOption};
use infrasell_db::{DbError, Tx, sql, v};
use infrasell_kernel::ProductId;
use std::collections::BTreeSet;

/// The most characters of a metafield's value that one can pick, as in the migration that filled the first ones.
const MAX_VALUE: usize = 255;

const INSERT: &str = sql!("INSERT INTO catalog_product_fact (product_id, kind, name, value) VALUES ($1, $2, $3, $4)");
const DELETE: &str =
    sql!("DELETE FROM catalog_product_fact WHERE product_id = $1 AND kind = $2 AND name = $3 AND value = $4");

type Facts = BTreeSet<(i64, String, String)>;

/// The facts of a product.
fn of<'a>(
    options: &[ProductOption],
    variants: impl Iterator<Item = &'a [String]>,
    tags: &[String],
    metafields: &[Metafield],
) -> Facts {
    let mut facts: Facts = tags.iter().map(|tag| (Fact::Tag as i64, String::new(), tag.clone())).collect();
    for values in variants {
        let named = options.iter().zip(values);
        facts.extend(named.map(|(option, value)| (Fact::Option as i64, option.name.clone(), value.clone())));
    }
    let short = metafields.iter().filter(|field| is_pickable(field));
    facts.extend(short.map(|field| {
        let name = format!("{}.{}", field.namespace, field.key);
        (Fact::Metafield as i64, name, field.value.clone())
    }));
    facts
}

fn is_pickable(field: &Metafield) -> bool {
    use MetafieldType::{Boolean, Date, Decimal, Integer, SingleLineText};
    matches!(field.kind, SingleLineText | Integer | Decimal | Boolean | Date)
        && field.value.chars().nth(MAX_VALUE).is_none()
}

fn after(writing: &Writing) -> Facts {
    let content = &writing.content;
    let variants = content.variants.iter().map(|variant| &variant.option_values[..]);
    of(&content.options, variants, &content.tags, &content.metafields)
}

fn before(writing: &Writing) -> Facts {
    let Some(old) = &writing.old else { return Facts::new() };
    let variants = old.variants.iter().map(|variant| &variant.option_values[..]);
    of(&old.options, variants, &old.tags, &old.metafields)
}

/// Brings the facts of what is written up to date.
pub(crate) async fn write(tx: &mut Tx, writings: &[Writing]) -> Result<(), DbError> {
    let (mut gone, mut fresh): (Vec<(ProductId, _)>, Vec<(ProductId, _)>) = (vec![], vec![]);
    for writing in writings {
        let (before, after) = (before(writing), after(writing));
        gone.extend(before.difference(&after).map(|fact| (writing.id, fact.clone())));
        fresh.extend(after.difference(&before).map(|fact| (writing.id, fact.clone())));
    }
    gone.sort_unstable();
    fresh.sort_unstable();
    let gone: Vec<_> = gone.iter().map(|(id, (kind, name, value))| v![*id, *kind, name, value]).collect();
    let fresh: Vec<_> = fresh.iter().map(|(id, (kind, name, value))| v![*id, *kind, name, value]).collect();
    tx.exec_many(DELETE, &gone).await?;
    tx.insert_many(INSERT, &fresh).await?;
    Ok(())
}
