//! The category tree.

use super::{CatalogService, not_found};
use crate::{
    pure::{
        check::{
            self,
            collection::{category_name, category_position},
        },
        limits::MAX_DEPTH,
        text,
        tree::{Node, Place, Tree},
    },
    store::{category, collection, guard},
    trouble::Trouble,
};
use infrasell_contracts::catalog::{
    CATEGORIES_CHANGED, CatalogError, CategoriesChanged, Category, CategoryPatch, CreateCategory, DeleteCategory,
    ListCategories, UpdateCategory,
};
use infrasell_db::{Once, Tx};
use infrasell_kernel::{CategoryId, CollectionId, Cursor, Fields, Page};
use infrasell_rpc::{Cx, Fault};
use std::{
    collections::HashSet,
    sync::{Arc, PoisonError},
};

impl CatalogService {
    pub(crate) async fn list_categories(&self, req: ListCategories) -> Result<Page<Category>, Trouble> {
        let limit = req.page.limit()?;
        let list = req.parent.map_or("categories".to_owned(), |parent| format!("categories:{parent}"));
        let after: Option<Place> = req.page.key(&list)?;
        let tree = self.read_tree().await?;
        let most = usize::try_from(limit).unwrap_or(0) + 1;
        let ids = tree.page(req.parent, after.as_ref(), most);
        let page = Page::from_surplus(ids, limit, |last| Cursor::new(&list, &tree.place(*last)));
        let items = page.items.iter().filter_map(|id| tree.category(*id)).collect();
        Ok(Page { items, next: page.next })
    }

    /// The tree as it is committed.
    pub(crate) async fn read_tree(&self) -> Result<Arc<Tree>, Trouble> {
        let stamp = guard::read(&mut (&self.db).into(), guard::TREE).await?;
        Ok(match self.kept_tree(stamp) {
            Some(tree) => tree,
            None => self.keep_tree(stamp, Tree::new(category::all(&mut (&self.db).into()).await?)),
        })
    }

    fn kept_tree(&self, stamp: i64) -> Option<Arc<Tree>> {
        let kept = self.tree.lock().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref().filter(|(of, _)| *of == stamp).map(|(_, tree)| tree.clone())
    }

    fn keep_tree(&self, stamp: i64, tree: Tree) -> Arc<Tree> {
        let tree = Arc::new(tree);
        *self.tree.lock().unwrap_or_else(PoisonError::into_inner) = Some((stamp, tree.clone()));
        tree
    }

    /// The tree, which nobody else changes until the transaction ends.
    async fn locked_tree(&self, tx: &mut Tx) -> Result<Arc<Tree>, Trouble> {
        let stamp = guard::lock(tx, guard::TREE).await?;
        Ok(match self.kept_tree(stamp) {
            Some(tree) => tree,
            None => self.keep_tree(stamp, Tree::new(category::all(&mut tx.into()).await?)),
        })
    }

    pub(crate) async fn make_category(&self, cx: &Cx, req: &CreateCategory) -> Result<Category, Trouble> {
        let mut fields = Fields::new();
        let name = category_name(&mut fields, "name", req.category.name.clone());
        category_position(&mut fields, req.category.position);
        let handle = check::handle(&mut fields, format_args!("handle"), req.category.handle.clone());
        fields.done()?;
        let mut tx = match self.db.begin_once(cx, "catalog.create_category", req).await? {
            Once::Answered(category) => return Ok(category),
            Once::Fresh(tx) => tx,
        };
        let tree = self.locked_tree(&mut tx).await?;
        let parent = req.category.parent;
        let mut path = parent_path(&tree, parent, 1)?;
        path.push(name.clone());
        let id = tx.next_id().await?;
        let handle = match handle {
            None => made_handles(&mut tx, &[(id, path.join(" "))]).await?.swap_remove(0),
            Some(handle) if category::taken(&mut tx, std::slice::from_ref(&handle)).await?.is_empty() => handle,
            Some(handle) => return Err(CatalogError::HandleTaken { handle }.into()),
        };
        let node = Node { id, parent, handle: handle.clone(), name: name.clone(), position: req.category.position };
        category::insert_many(&mut tx, std::slice::from_ref(&node)).await?;
        guard::renew(&mut tx, guard::TREE, &*self.env.random)?;
        let answer = Category { id, parent, handle, name, path, position: node.position };
        announce(&mut tx).await?;
        tx.commit_with(&answer).await?;
        Ok(answer)
    }

    pub(crate) async fn change_category(&self, cx: &Cx, req: &UpdateCategory) -> Result<Category, Trouble> {
        let patch = checked_patch(&req.patch)?;
        let mut tx = match self.db.begin_once(cx, "catalog.update_category", req).await? {
            Once::Answered(category) => return Ok(category),
            Once::Fresh(tx) => tx,
        };
        let may_move = !patch.parent.is_keep();
        if may_move {
            guard::lock(&mut tx, guard::ARRANGEMENT).await?;
        }
        let tree = self.locked_tree(&mut tx).await?;
        let old = tree.node(req.id).ok_or_else(|| not_found("category", req.id))?.clone();
        tx.was(&answer(&tree, req.id)?);
        let new = Node {
            parent: patch.parent.apply(old.parent),
            name: patch.name.unwrap_or_else(|| old.name.clone()),
            position: patch.position.unwrap_or(old.position),
            ..old.clone()
        };
        if new == old {
            let answer = answer(&tree, req.id)?;
            tx.commit_with(&answer).await?;
            return Ok(answer);
        }
        if new.parent.is_some_and(|parent| tree.is_within(parent, old.id)) {
            return Err(Fault::field("parent", "cycle", "a category cannot stand below itself").into());
        }
        let mut path = parent_path(&tree, new.parent, tree.height(old.id))?;
        path.push(new.name.clone());
        category::update(&mut tx, &new).await?;
        let mut unsettled = vec![];
        if new.parent != old.parent {
            unsettled = self.unsettle_moved(&mut tx, &tree, &old, new.parent).await?;
            guard::renew(&mut tx, guard::ARRANGEMENT, &*self.env.random)?;
        }
        guard::renew(&mut tx, guard::TREE, &*self.env.random)?;
        let Node { id, parent, handle, name, position } = new;
        let answer = Category { id, parent, handle, name, path, position };
        announce(&mut tx).await?;
        tx.commit_with(&answer).await?;
        for collection in unsettled {
            self.settle(collection).await?;
        }
        Ok(answer)
    }

    /// Marks the collections whose rules name a category that the moved one's products come under or leave.
    async fn unsettle_moved(
        &self,
        tx: &mut Tx,
        tree: &Tree,
        moved: &Node,
        to: Option<CategoryId>,
    ) -> Result<Vec<CollectionId>, Trouble> {
        let above = |parent: Option<CategoryId>| -> HashSet<CategoryId> {
            parent.map(|parent| tree.ids_down_to(parent).into_iter().collect()).unwrap_or_default()
        };
        let (left, entered) = (above(moved.parent), above(to));
        let touched: HashSet<CategoryId> = left.symmetric_difference(&entered).copied().collect();
        let ruled = collection::ruled(&mut (&mut *tx).into()).await?;
        let names_touched = |one: &&collection::Ruled| one.rules.categories().any(|id| touched.contains(&id));
        let ids: Vec<CollectionId> = ruled.iter().filter(names_touched).map(|one| one.id).collect();
        self.unsettle(tx, &ids).await?;
        Ok(ids)
    }

    pub(crate) async fn remove_category(&self, cx: &Cx, req: &DeleteCategory) -> Result<(), Trouble> {
        let mut tx = match self.db.begin_once(cx, "catalog.delete_category", req).await? {
            Once::Answered(()) => return Ok(()),
            Once::Fresh(tx) => tx,
        };
        // with the arrangement alone: no product is on its way into the category
        guard::lock(&mut tx, guard::ARRANGEMENT).await?;
        let tree = self.locked_tree(&mut tx).await?;
        tx.was(&answer(&tree, req.id)?);
        if !category::is_empty(&mut tx, req.id).await? {
            return Err(CatalogError::CategoryNotEmpty { id: req.id }.into());
        }
        category::delete(&mut tx, req.id).await?;
        guard::renew(&mut tx, guard::ARRANGEMENT, &*self.env.random)?;
        guard::renew(&mut tx, guard::TREE, &*self.env.random)?;
        announce(&mut tx).await?;
        tx.commit_with(&()).await?;
        Ok(())
    }
}

/// Tells that the tree is another now.
pub(super) async fn announce(tx: &mut Tx) -> Result<(), Trouble> {
    tx.emit(CATEGORIES_CHANGED, &CategoriesChanged {}).await?;
    Ok(())
}

fn answer(tree: &Tree, id: CategoryId) -> Result<Category, Fault> {
    tree.category(id).ok_or_else(|| not_found("category", id))
}

fn checked_patch(patch: &CategoryPatch) -> Result<CategoryPatch, Trouble> {
    let mut fields = Fields::new();
    let mut patch = patch.clone();
    patch.name = patch.name.map(|name| category_name(&mut fields, "name", name));
    category_position(&mut fields, patch.position.unwrap_or(0));
    fields.done()?;
    Ok(patch)
}

/// The names from the root to `parent`, under which `levels` more are to stand.
fn parent_path(tree: &Tree, parent: Option<CategoryId>, levels: usize) -> Result<Vec<String>, Fault> {
    let Some(parent) = parent else { return Ok(vec![]) };
    let unknown = || Fault::field("parent", "unknown", format!("there is no category {parent}"));
    let above = tree.category(parent).ok_or_else(unknown)?;
    if tree.depth(parent) + levels > MAX_DEPTH {
        return Err(Fault::field("parent", "too_deep", format!("the tree has at most {MAX_DEPTH} levels")));
    }
    Ok(above.path)
}

/// A handle for each new category, made from the names on its path; with its id at the end where that is taken.
pub(super) async fn made_handles(tx: &mut Tx, wanted: &[(CategoryId, String)]) -> Result<Vec<String>, Trouble> {
    let candidates = |(id, path): &(CategoryId, String)| {
        let mut base = infrasell_kernel::handle::handle(path);
        text::truncate(&mut base, 200);
        base.truncate(base.trim_end_matches('-').len());
        if base.is_empty() {
            base.push_str("category");
        }
        let second = format!("{base}-{}", id.get());
        [base, second]
    };
    let candidates: Vec<[String; 2]> = wanted.iter().map(candidates).collect();
    let all: Vec<String> = candidates.iter().flatten().cloned().collect();
    let mut taken: HashSet<String> = category::taken(tx, &all).await?.into_iter().collect();
    let mut handles = Vec::with_capacity(wanted.len());
    for [first, second] in candidates {
        let handle = if taken.contains(&first) { second } else { first };
        taken.insert(handle.clone());
        handles.push(handle);
    }
    Ok(handles)
}
