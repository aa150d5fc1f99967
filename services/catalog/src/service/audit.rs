//! Checks catalog's own books.

use super::settle::look;
use crate::{
    pure::{limits::MAX_DEPTH, matching::Rules, tree::Tree},
    store::{
        audit as books, category,
        collection::{self, Ruled},
        member, metafield,
    },
    trouble::Trouble,
};
use infrasell_contracts::common::{AuditCheck, AuditReport};
use infrasell_db::Db;
use infrasell_kernel::ProductId;
use std::collections::HashSet;

pub(crate) async fn run(db: &Db) -> Result<AuditReport, Trouble> {
    let mut checks = vec![];
    for book in books::BOOKS {
        let (examined, differences) = books::check(db, book).await?;
        checks.push(AuditCheck { name: book.name.into(), examined, differences });
    }
    let (examined, differences) = metafield::mistyped(db).await?;
    checks.push(AuditCheck { name: "metafields have their definition's type".into(), examined, differences });
    checks.push(tree(db).await?);
    checks.extend(products(db).await?);
    Ok(AuditReport { checks })
}

async fn tree(db: &Db) -> Result<AuditCheck, Trouble> {
    let tree = Tree::new(category::all(&mut db.into()).await?);
    let differences = tree
        .misplaced(MAX_DEPTH)
        .into_iter()
        .map(|id| format!("{id} is not within {MAX_DEPTH} levels of a root, or in a cycle"))
        .collect();
    let examined = i64::try_from(tree.len()).unwrap_or(i64::MAX);
    Ok(AuditCheck { name: "categories are a tree".into(), examined, differences })
}

/// How often a part is read before its differences count: under a live shop two reads are of two moments.
const READS: usize = 3;

/// One pass over all products: the table of tags, and what each rule-based collection holds.
async fn products(db: &Db) -> Result<[AuditCheck; 2], Trouble> {
    // one whose pass is under way is not yet what it will be
    let ruled: Vec<Ruled> = collection::ruled(&mut db.into()).await?.into_iter().filter(|one| one.settled).collect();
    let mut tags = AuditCheck { name: "products are found by their tags".into(), examined: 0, differences: vec![] };
    let mut members =
        AuditCheck { name: "collections hold what their rules say".into(), examined: 0, differences: vec![] };
    let mut after = 0;
    loop {
        let mut part = Part::read(db, &ruled, after).await?;
        for _ in 1..READS {
            if part.tags.is_empty() && part.members.is_empty() {
                break;
            }
            part = Part::read(db, &ruled, after).await?;
        }
        let Some(last) = part.last else { return Ok([tags, members]) };
        tags.examined += part.examined;
        members.examined += part.examined * i64::try_from(ruled.len()).unwrap_or(0);
        tags.differences.extend(part.tags);
        members.differences.extend(part.members);
        after = last.get();
    }
}

/// What was found about a thousand products.
#[derive(Default)]
struct Part {
    last: Option<ProductId>,
    examined: i64,
    tags: Vec<String>,
    members: Vec<String>,
}

impl Part {
    async fn read(db: &Db, ruled: &[Ruled], after: i64) -> Result<Self, Trouble> {
        let rules: Vec<&Rules> = ruled.iter().map(|one| &one.rules).collect();
        let looked = look(db, after, &rules).await?;
        let Some(last) = looked.keys().next_back().copied() else { return Ok(Part::default()) };
        let examined = i64::try_from(looked.len()).unwrap_or(i64::MAX);
        let mut part = Part { last: Some(last), examined, ..Part::default() };
        let mut tagged = books::tags_between(db, after, last).await?;
        for (product, (_, _, own)) in &looked {
            let found = tagged.remove(product).unwrap_or_default();
            if found != *own {
                part.tags.push(format!("{product} has the tags {own:?}, found by {found:?}"));
            }
        }
        part.tags.extend(tagged.keys().map(|id| format!("{id} is found by tags and is not there")));
        for one in ruled {
            let held: HashSet<ProductId> = member::between(db, one.id, after, last).await?.into_iter().collect();
            for (product, (_, facts, _)) in &looked {
                let (is, should) = (held.contains(product), one.rules.hold(facts));
                if is != should {
                    part.members.push(format!("{} holds {product}: {is}, by its rules: {should}", one.id));
                }
            }
        }
        Ok(part)
    }
}
