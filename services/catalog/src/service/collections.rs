//! Collections, manual and rule-based.

use super::{
    CatalogService, MAX_ATTEMPTS,
    known::ShopFacts,
    not_found,
    write::{first_free, handle_candidates},
};
use crate::{
    pure::{
        check::{
            self,
            collection::{Checked, check, check_patch},
        },
        matching::Rules,
    },
    store::{
        channels,
        collection::{self, CollectionRow, Stored},
        guard, member, product,
    },
    trouble::Trouble,
};
use infrasell_contracts::catalog::{
    COLLECTIONS_CHANGED, CatalogError, Collection, CollectionRef, CollectionsChanged, CreateCollection,
    DeleteCollection, GetCollection, ListCollections, Membership, UpdateCollection,
};
use infrasell_db::{Db, Once, OnceTx, Tx};
use infrasell_kernel::{CategoryId, ChannelId, CollectionId, Cursor, Fields, Page, Patch, ProductId, Timestamp};
use infrasell_rpc::{Cx, Fault};
use std::collections::{BTreeSet, HashSet};

const LIST: &str = "collections:id";

pub(crate) async fn get(db: &Db, req: GetCollection) -> Result<Collection, Trouble> {
    let (found, asked) = match req.collection {
        CollectionRef::Id(id) => (collection::by_id(&mut db.into(), id).await?, id.to_string()),
        CollectionRef::Handle(handle) => {
            (collection::by_handle(db, &infrasell_kernel::handle::handle(&handle)).await?, handle)
        }
    };
    let is_published = |stored: &Stored| {
        let column = channels::to_column(stored.collection.channels.as_deref());
        req.published_in.is_none_or(|channel| channels::include(column.as_deref(), channel))
    };
    let shown = found.filter(is_published).map(|stored| stored.collection);
    Ok(shown.ok_or_else(|| not_found("collection", asked))?)
}

pub(crate) async fn list(db: &Db, req: ListCollections) -> Result<Page<Collection>, Trouble> {
    let (limit, after) = (req.page.limit()?, req.page.key(LIST)?);
    let search = check::search(req.search.as_deref().unwrap_or(""))?.join(" ");
    let search = Some(search.as_str()).filter(|search| !search.is_empty());
    let found = collection::page(db, req.published_in, search, after, limit).await?;
    Ok(Page::from_surplus(found, limit, |last| Cursor::new(LIST, &last.id.get())))
}

fn is_limited(channels: Option<&[ChannelId]>) -> bool {
    channels.is_some_and(|channels| !channels.is_empty())
}

/// The categories that the rules name. A rule that cannot be read names none, and is refused by the check.
fn categories_of(membership: &Membership) -> BTreeSet<CategoryId> {
    let Membership::Rules { all, rules } = membership else { return BTreeSet::new() };
    let readable = rules.iter().filter_map(|rule| Rules::new(*all, std::slice::from_ref(rule)).ok());
    readable.flat_map(|one| one.categories().collect::<Vec<_>>()).collect()
}

impl CatalogService {
    pub(crate) async fn make_collection(&self, cx: &Cx, req: &CreateCollection) -> Result<Collection, Trouble> {
        let shop = self.shop_facts(cx, is_limited(req.collection.channels.as_deref()), false).await;
        for _ in 0..MAX_ATTEMPTS {
            let mut tx = match self.db.begin_once(cx, "catalog.create_collection", req).await? {
                Once::Answered(collection) => return Ok(collection),
                Once::Fresh(tx) => tx,
            };
            if matches!(req.collection.membership, Membership::Rules { .. }) {
                guard::lock(&mut tx, guard::ARRANGEMENT).await?;
            }
            let categories = categories_of(&req.collection.membership);
            let shop = shop.as_ref().map_err(Trouble::again)?;
            let (known, _) = self.known(&mut (&mut *tx).into(), shop, categories).await?;
            let mut fields = Fields::new();
            let (checked, products) = check(req.collection.clone(), &known, &mut fields);
            all_there(&mut tx, &products, &mut fields).await?;
            fields.done()?;
            match self.insert_collection(&mut tx, &checked, &products).await {
                Ok(answer) => return self.answer_collection(tx, answer, checked.rules.is_some()).await,
                Err(trouble) if trouble.is_race() => {}
                Err(trouble) => return Err(trouble),
            }
        }
        Err(Trouble::busy())
    }

    async fn insert_collection(
        &self,
        tx: &mut Tx,
        checked: &Checked,
        products: &[ProductId],
    ) -> Result<Collection, Trouble> {
        let id = tx.next_id().await?;
        let handle = match &checked.handle {
            Some(handle) => free_handle(tx, handle.clone(), None).await?,
            None => {
                let candidates = handle_candidates(&checked.title, "collection");
                let taken = collection::taken(tx, &candidates).await?;
                first_free(candidates, &taken).unwrap_or_else(|base| self.with_random_end(&base))
            }
        };
        let row = CollectionRow { id, version: 1, handle: &handle, checked, updated_at: self.env.now(), revision: 1 };
        collection::insert(tx, &row).await?;
        collection::redirect(tx, id, None, &handle).await?;
        if checked.rules.is_some() {
            self.unsettle(tx, &[id]).await?;
            guard::renew(tx, guard::ARRANGEMENT, &*self.env.random)?;
        } else {
            member::set_manual(tx, id, &[], products).await?;
        }
        announce(tx, id, Became::Made).await?;
        Ok(answer(&row, i64::try_from(products.len()).unwrap_or(i64::MAX)))
    }

    /// Commits, and finds out what the rules hold if they are new.
    async fn answer_collection(
        &self,
        tx: OnceTx,
        answer: Collection,
        has_new_rules: bool,
    ) -> Result<Collection, Trouble> {
        tx.commit_with(&answer).await?;
        if !has_new_rules {
            return Ok(answer);
        }
        self.settle(answer.id).await?;
        let stored = collection::by_id(&mut (&self.db).into(), answer.id).await?;
        let count = stored.map_or(answer.product_count, |stored| stored.collection.product_count);
        Ok(Collection { product_count: count, ..answer })
    }

    pub(crate) async fn change_collection(&self, cx: &Cx, req: &UpdateCollection) -> Result<Collection, Trouble> {
        let limits = matches!(&req.patch.channels, Patch::Set(channels) if !channels.is_empty());
        let shop = self.shop_facts(cx, limits, false).await;
        for _ in 0..MAX_ATTEMPTS {
            let mut tx = match self.db.begin_once(cx, "catalog.update_collection", req).await? {
                Once::Answered(collection) => return Ok(collection),
                Once::Fresh(tx) => tx,
            };
            match self.write_change(&mut tx, req, shop.as_ref().map_err(Trouble::again)?).await {
                Ok((answer, has_new_rules)) => return self.answer_collection(tx, answer, has_new_rules).await,
                Err(trouble) if trouble.is_race() => {}
                Err(trouble) => return Err(trouble),
            }
        }
        Err(Trouble::busy())
    }

    async fn write_change(
        &self,
        tx: &mut Tx,
        req: &UpdateCollection,
        shop: &ShopFacts,
    ) -> Result<(Collection, bool), Trouble> {
        if req.patch.membership.is_some() {
            guard::lock(tx, guard::ARRANGEMENT).await?;
        }
        let stored = collection::locked(tx, req.id).await?.ok_or_else(|| not_found("collection", req.id))?;
        let old = stored.collection;
        tx.was(&old);
        if req.if_version.is_some_and(|version| version != old.version) {
            return Err(Fault::Stale { what: "collection".into() }.into());
        }
        let categories = categories_of(req.patch.membership.as_ref().unwrap_or(&old.membership));
        let (mut known, _) = self.known(&mut (&mut *tx).into(), shop, categories).await?;
        // what the collection has already needs no proof; a category that its rules name may be gone
        known.channels.extend(old.channels.iter().flatten());
        if req.patch.membership.is_none() {
            known.category_paths.extend(categories_of(&old.membership).into_iter().map(|id| (id, vec![])));
        }
        let mut fields = Fields::new();
        let (checked, products) = check_patch(&old, req.patch.clone(), &known, &mut fields);
        all_there(tx, products.as_deref().unwrap_or_default(), &mut fields).await?;
        fields.done()?;
        let handle = checked.handle.clone().unwrap_or_else(|| old.handle.clone());
        let held = if products.is_some() { member::manual(tx, old.id).await? } else { vec![] };
        let new_products = products.filter(|products| *products != held);
        if new_products.is_none() && handle == old.handle && is_as_before(&checked, &old) {
            return Ok((old, false));
        }
        let handle = free_handle(tx, handle, Some(old.id)).await?;
        let has_new_rules = checked.membership != old.membership;
        let row = CollectionRow {
            id: old.id,
            version: old.version + 1,
            handle: &handle,
            checked: &checked,
            updated_at: self.env.now(),
            revision: stored.revision,
        };
        collection::update(tx, &row).await?;
        if handle != old.handle {
            collection::redirect(tx, old.id, Some(&old.handle), &handle).await?;
        }
        let mut count = old.product_count;
        if let Some(products) = &new_products {
            member::set_manual(tx, old.id, &held, products).await?;
            count = i64::try_from(products.len()).unwrap_or(i64::MAX);
        }
        if has_new_rules {
            self.unsettle(tx, &[old.id]).await?;
            guard::renew(tx, guard::ARRANGEMENT, &*self.env.random)?;
        }
        announce(tx, old.id, Became::Other).await?;
        Ok((answer(&row, count), has_new_rules))
    }

    pub(crate) async fn remove_collection(&self, cx: &Cx, req: &DeleteCollection) -> Result<(), Trouble> {
        let mut tx = match self.db.begin_once(cx, "catalog.delete_collection", req).await? {
            Once::Answered(()) => return Ok(()),
            Once::Fresh(tx) => tx,
        };
        guard::lock(&mut tx, guard::ARRANGEMENT).await?;
        let stored = collection::locked(&mut tx, req.id).await?;
        tx.was(&stored.map(|stored| stored.collection));
        if !collection::delete(&mut tx, req.id).await? {
            return Err(not_found("collection", req.id).into());
        }
        guard::renew(&mut tx, guard::ARRANGEMENT, &*self.env.random)?;
        announce(&mut tx, req.id, Became::Gone).await?;
        tx.commit_with(&()).await?;
        Ok(())
    }
}

/// What became of a collection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Became {
    Made,
    Other,
    Gone,
}

/// Tells that a collection was made or taken away, is another now, or holds other products.
pub(super) async fn announce(tx: &mut Tx, id: CollectionId, became: Became) -> Result<(), Trouble> {
    let only = |which| if became == which { vec![id] } else { vec![] };
    let (created, deleted) = (only(Became::Made), only(Became::Gone));
    tx.emit(COLLECTIONS_CHANGED, &CollectionsChanged { collections: vec![id], created, deleted }).await?;
    Ok(())
}

/// Notes each product that is not there.
async fn all_there(tx: &mut Tx, products: &[ProductId], fields: &mut Fields) -> Result<(), Trouble> {
    if products.is_empty() || !fields.is_empty() {
        return Ok(());
    }
    let there: HashSet<ProductId> = product::there(&mut tx.into(), products).await?.into_iter().collect();
    for (i, id) in products.iter().enumerate().filter(|(_, id)| !there.contains(id)) {
        fields.add(format!("products.{i}"), "unknown", format!("there is no product {id}"));
    }
    Ok(())
}

async fn free_handle(tx: &mut Tx, handle: String, own: Option<CollectionId>) -> Result<String, Trouble> {
    match collection::owner(tx, &handle).await? {
        Some(owner) if Some(owner) != own => Err(CatalogError::HandleTaken { handle }.into()),
        _ => Ok(handle),
    }
}

fn is_as_before(checked: &Checked, old: &Collection) -> bool {
    checked.title == old.title
        && checked.description_html == old.description_html
        && checked.image == old.image
        && checked.membership == old.membership
        && checked.seo == old.seo
        && checked.channels == old.channels
}

fn answer(row: &CollectionRow<'_>, product_count: i64) -> Collection {
    let checked = row.checked;
    let updated_at: Timestamp = row.updated_at;
    Collection {
        id: row.id,
        handle: row.handle.to_owned(),
        title: checked.title.clone(),
        description_html: checked.description_html.clone(),
        image: checked.image.clone(),
        membership: checked.membership.clone(),
        product_count,
        seo: checked.seo.clone(),
        channels: checked.channels.clone(),
        version: row.version,
        updated_at,
    }
}
