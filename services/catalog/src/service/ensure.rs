//! Finds or makes the categories on many paths, level by level, as an import asks for them.

use super::{
    CatalogService,
    categories::{announce, made_handles},
};
use crate::{
    pure::{
        check::{self, collection::category_name},
        limits::MAX_DEPTH,
        text,
        tree::Node,
    },
    store::{Source, category, guard},
    trouble::Trouble,
};
use infrasell_contracts::catalog::{Category, EnsureCategories, MAX_BULK};
use infrasell_db::Once;
use infrasell_kernel::{CategoryId, Fields};
use infrasell_rpc::{Cx, Fault};
use std::collections::{BTreeSet, HashMap};

/// A category as it is found: what it stands under and its folded name.
type Spot = (Option<CategoryId>, String);

/// How far each path has been followed.
struct Walk {
    paths: Vec<Vec<String>>,
    found: HashMap<Spot, Node>,
    /// The category that each path has reached.
    reached: Vec<Option<CategoryId>>,
    level: usize,
}

impl Walk {
    fn new(paths: Vec<Vec<String>>) -> Self {
        Walk { reached: vec![None; paths.len()], paths, found: HashMap::new(), level: 0 }
    }

    /// The spots that are wanted on this level; empty when every path is at its end.
    fn wanted(&self) -> BTreeSet<Spot> {
        let spots = self.paths.iter().zip(&self.reached).filter_map(|(path, reached)| {
            let name = path.get(self.level)?;
            Some((*reached, text::fold(name).into_owned()))
        });
        spots.collect()
    }

    /// What to look for: the parents and the name keys.
    fn look_for(spots: &BTreeSet<Spot>) -> (Vec<CategoryId>, Vec<String>) {
        let parents: BTreeSet<CategoryId> = spots.iter().filter_map(|(parent, _)| *parent).collect();
        let keys: BTreeSet<String> = spots.iter().map(|(_, name)| category::name_key(name)).collect();
        (parents.into_iter().collect(), keys.into_iter().collect())
    }

    /// Takes what was found; of two of one name the older one counts.
    fn absorb(&mut self, nodes: Vec<Node>) {
        for node in nodes {
            self.found.entry((node.parent, text::fold(node.name.trim()).into_owned())).or_insert(node);
        }
    }

    /// Goes on to the next level, when everything on this one is found.
    fn step(&mut self) {
        for (path, reached) in self.paths.iter().zip(&mut self.reached) {
            let Some(name) = path.get(self.level) else { continue };
            let spot = (*reached, text::fold(name).into_owned());
            *reached = self.found.get(&spot).map(|node| node.id);
        }
        self.level += 1;
    }

    /// The last category of each path.
    fn answers(&self) -> Result<Vec<Category>, Fault> {
        let by_id: HashMap<CategoryId, &Node> = self.found.values().map(|node| (node.id, node)).collect();
        let lost = || Fault::internal("a category that was just found is not there");
        let mut answers = Vec::with_capacity(self.reached.len());
        for id in &self.reached {
            let node = id.and_then(|id| by_id.get(&id)).ok_or_else(lost)?;
            let upwards = std::iter::successors(Some(node), |node| node.parent.and_then(|id| by_id.get(&id)));
            let mut path: Vec<String> = upwards.map(|node| node.name.clone()).collect();
            path.reverse();
            answers.push(Category {
                id: node.id,
                parent: node.parent,
                handle: node.handle.clone(),
                name: node.name.clone(),
                path,
                position: node.position,
            });
        }
        Ok(answers)
    }
}

impl CatalogService {
    pub(crate) async fn ensure(&self, cx: &Cx, req: EnsureCategories) -> Result<Vec<Category>, Trouble> {
        let paths = checked(&req)?;
        // most calls of an import find everything there, and then there is nothing to write
        if cx.idempotency_key.is_none() {
            let mut walk = Walk::new(paths.clone());
            if follow(&mut walk, &mut (&self.db).into()).await?.is_empty() {
                return Ok(walk.answers()?);
            }
        }
        let mut tx = match self.db.begin_once(cx, "catalog.ensure_categories", &req).await? {
            Once::Answered(categories) => return Ok(categories),
            Once::Fresh(tx) => tx,
        };
        guard::lock(&mut tx, guard::TREE).await?;
        let mut walk = Walk::new(paths);
        let mut made_any = false;
        loop {
            let missing = follow(&mut walk, &mut (&mut *tx).into()).await?;
            if missing.is_empty() {
                break;
            }
            made_any = true;
            let made = make(&mut tx, &walk, missing).await?;
            walk.absorb(made);
        }
        if made_any {
            guard::renew(&mut tx, guard::TREE, &*self.env.random)?;
            announce(&mut tx).await?;
        }
        let answers = walk.answers()?;
        tx.commit_with(&answers).await?;
        Ok(answers)
    }
}

/// Follows the paths from level to level, for as long as everything is there; what is missing on the level where it
/// stops. Nothing is missing when every path is at its end.
async fn follow(walk: &mut Walk, source: &mut Source<'_>) -> Result<Vec<Spot>, Trouble> {
    loop {
        let spots = walk.wanted();
        if spots.is_empty() {
            return Ok(vec![]);
        }
        let unknown: BTreeSet<Spot> = spots.iter().filter(|spot| !walk.found.contains_key(spot)).cloned().collect();
        if !unknown.is_empty() {
            let (parents, keys) = Walk::look_for(&unknown);
            let found = if walk.level == 0 {
                category::roots_named(source, &keys).await?
            } else {
                category::children_named(source, &parents, &keys).await?
            };
            walk.absorb(found);
        }
        let missing: Vec<Spot> = unknown.into_iter().filter(|spot| !walk.found.contains_key(spot)).collect();
        if !missing.is_empty() {
            return Ok(missing);
        }
        walk.step();
    }
}

fn checked(req: &EnsureCategories) -> Result<Vec<Vec<String>>, Trouble> {
    check::asked("paths", req.paths.len(), MAX_BULK)?;
    let mut fields = Fields::new();
    let mut paths = Vec::with_capacity(req.paths.len());
    for (i, path) in req.paths.iter().enumerate() {
        if path.is_empty() || path.len() > MAX_DEPTH {
            let message = format!("a path has 1 to {MAX_DEPTH} names, not {}", path.len());
            fields.add(format!("paths.{i}"), "out_of_range", message);
            continue;
        }
        let mut names = Vec::with_capacity(path.len());
        for (k, name) in path.iter().enumerate() {
            names.push(category_name(&mut fields, &format!("paths.{i}.{k}"), name.clone()));
        }
        paths.push(names);
    }
    fields.done()?;
    Ok(paths)
}

/// Makes the categories at these spots of the walk's level, named as the first path that leads there names them.
async fn make(tx: &mut infrasell_db::Tx, walk: &Walk, spots: Vec<Spot>) -> Result<Vec<Node>, Trouble> {
    let mut names: HashMap<Spot, &[String]> = HashMap::new();
    for (path, reached) in walk.paths.iter().zip(&walk.reached) {
        if let Some(name) = path.get(walk.level) {
            names.entry((*reached, text::fold(name).into_owned())).or_insert(&path[..=walk.level]);
        }
    }
    let ids: Vec<CategoryId> = tx.next_ids(spots.len()).await?;
    let path_of = |spot: &Spot| names.get(spot).copied().unwrap_or_default();
    let wanted: Vec<(CategoryId, String)> =
        ids.iter().zip(&spots).map(|(id, spot)| (*id, path_of(spot).join(" "))).collect();
    let handles = made_handles(tx, &wanted).await?;
    let mut nodes = Vec::with_capacity(spots.len());
    for ((id, handle), spot) in ids.into_iter().zip(handles).zip(spots) {
        let name = path_of(&spot).last().cloned().unwrap_or_default();
        nodes.push(Node { id, parent: spot.0, handle, name, position: 0 });
    }
    category::insert_many(tx, &nodes).await?;
    Ok(nodes)
}
