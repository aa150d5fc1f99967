//! Each kind, made and changed: the check, and what is special about it.

use super::{ContentService, no};
use crate::{
    check::{article, menu, metaobject, page, policy, redirect},
    noun::Noun,
    store::{entry, guard},
};
use infrasell_contracts::content::*;
use infrasell_db::Tx;
use infrasell_kernel::{BlogId, FieldError, Id, MenuItemId, MetaobjectDefinitionId, MetaobjectId};
use infrasell_rpc::{Cx, Fault};
use serde::Serialize;

/// The transaction of a write, or the answer that it had already.
macro_rules! fresh {
    ($content:ident, $cx:ident, $action:literal, $req:expr) => {
        match $content.fresh($cx, $action, $req).await? {
            Ok(tx) => tx,
            Err(answer) => return Ok(answer),
        }
    };
}

/// Commits what was written, and answers with it.
macro_rules! done {
    ($tx:ident, $written:expr) => {{
        let written = $written;
        $tx.commit_with(&written).await.map_err(Fault::from)?;
        Ok(written)
    }};
}

impl ContentService {
    pub(super) async fn make_page(&self, cx: &Cx, req: Create<ContentPageInput>) -> Result<ContentPage, ContentError> {
        let new = page::new_page(req.input.clone(), self.db.now())?;
        let mut tx = fresh!(self, cx, "content.create_page", &req);
        done!(tx, self.insert(&mut tx, new.thing, new.handle, None).await?)
    }

    pub(super) async fn change_page(
        &self,
        cx: &Cx,
        req: Change<infrasell_kernel::ContentPageId, ContentPagePatch>,
    ) -> Result<ContentPage, ContentError> {
        self.change(cx, "content.update_page", &req, page::changed_page).await
    }

    pub(super) async fn make_blog(&self, cx: &Cx, req: Create<BlogInput>) -> Result<Blog, ContentError> {
        let new = page::new_blog(req.input.clone(), self.db.now())?;
        let mut tx = fresh!(self, cx, "content.create_blog", &req);
        done!(tx, self.insert(&mut tx, new.thing, new.handle, None).await?)
    }

    pub(super) async fn change_blog(&self, cx: &Cx, req: Change<BlogId, BlogPatch>) -> Result<Blog, ContentError> {
        self.change(cx, "content.update_blog", &req, page::changed_blog).await
    }

    /// Changes what is checked by itself.
    async fn change<N: Noun, K: infrasell_kernel::Kind, P: Serialize + Clone + Sync>(
        &self,
        cx: &Cx,
        action: &str,
        req: &Change<Id<K>, P>,
        changed: impl FnOnce(N, P) -> Result<N, Vec<FieldError>>,
    ) -> Result<N, ContentError> {
        let mut tx = match self.fresh(cx, action, req).await? {
            Ok(tx) => tx,
            Err(answer) => return Ok(answer),
        };
        let old: N = self.locked(&mut tx, req.id.get(), req.id, req.if_version).await?;
        let new = changed(old.clone(), req.patch.clone())?;
        done!(tx, self.replace(&mut tx, old, new, None).await?)
    }

    pub(super) async fn make_article(&self, cx: &Cx, req: Create<ArticleInput>) -> Result<Article, ContentError> {
        let mut new = article::new(req.input.clone(), self.db.now())?;
        let mut tx = fresh!(self, cx, "content.create_article", &req);
        // the blog's row keeps it from being taken away meanwhile
        let blog = entry::lock::<Blog>(&mut tx, req.input.blog.get()).await.map_err(Fault::from)?;
        let Some(blog) = blog else {
            return Err(FieldError::new("blog", "unknown", format!("there is no blog {}", req.input.blog)).into());
        };
        new.thing.blog_handle = blog.handle;
        let within = new.thing.blog_handle.clone();
        done!(tx, self.insert(&mut tx, new.thing, new.handle, Some(&within)).await?)
    }

    pub(super) async fn change_article(
        &self,
        cx: &Cx,
        req: Change<infrasell_kernel::ArticleId, ArticlePatch>,
    ) -> Result<Article, ContentError> {
        let mut tx = fresh!(self, cx, "content.update_article", &req);
        let old: Article = self.locked(&mut tx, req.id.get(), req.id, req.if_version).await?;
        let within = old.blog_handle.clone();
        let new = article::changed(old.clone(), req.patch)?;
        done!(tx, self.replace(&mut tx, old, new, Some(&within)).await?)
    }

    pub(super) async fn make_menu(&self, cx: &Cx, req: Create<MenuInput>) -> Result<Menu, ContentError> {
        // asked before the transaction, which waits for nobody else
        let known = self.destinations(cx, menu::targets(&req.input.items), &View::default()).await?;
        let mut new = menu::new(req.input.clone(), &known, self.db.now())?;
        let mut tx = fresh!(self, cx, "content.create_menu", &req);
        number_items(&mut tx, &mut new.thing).await?;
        done!(tx, self.insert(&mut tx, new.thing, new.handle, None).await?)
    }

    pub(super) async fn change_menu(
        &self,
        cx: &Cx,
        req: Change<infrasell_kernel::MenuId, MenuPatch>,
    ) -> Result<Menu, ContentError> {
        let items = req.patch.items.as_deref().unwrap_or_default();
        let known = self.destinations(cx, menu::targets(items), &View::default()).await?;
        let mut tx = fresh!(self, cx, "content.update_menu", &req);
        let old: Menu = self.locked(&mut tx, req.id.get(), req.id, req.if_version).await?;
        let mut new = menu::changed(old.clone(), req.patch, &known)?;
        if old.is_default && new.handle != old.handle {
            return Err(ContentError::DefaultMenuFixed { handle: old.handle });
        }
        number_items(&mut tx, &mut new).await?;
        done!(tx, self.replace(&mut tx, old, new, None).await?)
    }

    pub(super) async fn make_redirect(&self, cx: &Cx, req: Create<RedirectInput>) -> Result<Redirect, ContentError> {
        let new = redirect::new(&req.input, self.db.now())?;
        let mut tx = fresh!(self, cx, "content.create_redirect", &req);
        guard::lock(&mut tx, guard::REDIRECTS).await.map_err(Fault::from)?;
        self.no_loop(&mut tx, &new).await?;
        let path = new.path.clone();
        done!(tx, self.insert(&mut tx, new, Some(path), None).await?)
    }

    pub(super) async fn change_redirect(
        &self,
        cx: &Cx,
        req: Change<infrasell_kernel::RedirectId, RedirectPatch>,
    ) -> Result<Redirect, ContentError> {
        let mut tx = fresh!(self, cx, "content.update_redirect", &req);
        guard::lock(&mut tx, guard::REDIRECTS).await.map_err(Fault::from)?;
        let old: Redirect = self.locked(&mut tx, req.id.get(), req.id, req.if_version).await?;
        let new = redirect::changed(old.clone(), &req.patch)?;
        self.no_loop(&mut tx, &new).await?;
        done!(tx, self.replace(&mut tx, old, new, None).await?)
    }

    pub(super) async fn make_definition(
        &self,
        cx: &Cx,
        req: Create<MetaobjectDefinitionInput>,
    ) -> Result<MetaobjectDefinition, ContentError> {
        let new = metaobject::new_definition(req.input.clone(), self.db.now())?;
        let mut tx = fresh!(self, cx, "content.create_metaobject_definition", &req);
        let kind = new.kind.clone();
        done!(tx, self.insert(&mut tx, new, Some(kind), None).await?)
    }

    pub(super) async fn change_definition(
        &self,
        cx: &Cx,
        req: Change<MetaobjectDefinitionId, MetaobjectDefinitionPatch>,
    ) -> Result<MetaobjectDefinition, ContentError> {
        let mut tx = fresh!(self, cx, "content.update_metaobject_definition", &req);
        let old: MetaobjectDefinition = self.locked(&mut tx, req.id.get(), req.id, req.if_version).await?;
        let new = metaobject::changed_definition(old.clone(), req.patch)?;
        if let Some(field) = metaobject::breaks(&old, &new)
            && entry::has_any(&mut tx, ContentKind::Metaobject, old.id.get()).await.map_err(Fault::from)?
        {
            return Err(ContentError::MetaobjectsExist { metaobject_type: old.kind, field });
        }
        done!(tx, self.replace(&mut tx, old, new, None).await?)
    }

    pub(super) async fn make_metaobject(
        &self,
        cx: &Cx,
        req: Create<MetaobjectInput>,
    ) -> Result<Metaobject, ContentError> {
        let mut tx = fresh!(self, cx, "content.create_metaobject", &req);
        let wanted = &req.input.kind;
        // the definition's row keeps it as it is meanwhile
        let is_text = !wanted.contains('\0');
        let definition = match is_text {
            true => entry::lock_by_handle::<MetaobjectDefinition>(&mut tx, wanted).await.map_err(Fault::from)?,
            false => None,
        };
        let Some(definition) = definition else {
            let wanted: String = wanted.chars().take(64).collect();
            return Err(FieldError::new("type", "unknown", format!("there is no type {wanted}")).into());
        };
        let new = metaobject::new(req.input.clone(), &definition, self.db.now())?;
        done!(tx, self.insert(&mut tx, new.thing, new.handle, Some(&definition.kind)).await?)
    }

    pub(super) async fn change_metaobject(
        &self,
        cx: &Cx,
        req: Change<MetaobjectId, MetaobjectPatch>,
    ) -> Result<Metaobject, ContentError> {
        let mut tx = fresh!(self, cx, "content.update_metaobject", &req);
        // the definition never changes for a metaobject, so it is found without a lock and locked before it, as when one is made
        let found = entry::peek::<Metaobject>(&mut tx, req.id.get()).await.map_err(Fault::from)?;
        let found = found.ok_or_else(|| no::<Metaobject>(req.id))?;
        let definition = entry::lock::<MetaobjectDefinition>(&mut tx, found.definition.get()).await;
        let definition = definition.map_err(Fault::from)?.ok_or_else(|| no::<Metaobject>(req.id))?;
        let old: Metaobject = self.locked(&mut tx, req.id.get(), req.id, req.if_version).await?;
        let new = metaobject::changed(old.clone(), req.patch, &definition)?;
        done!(tx, self.replace(&mut tx, old, new, Some(&definition.kind)).await?)
    }

    pub(super) async fn change_policy(&self, cx: &Cx, req: SetPolicy) -> Result<Policy, ContentError> {
        let mut tx = fresh!(self, cx, "content.set_policy", &req);
        guard::lock(&mut tx, guard::POLICIES).await.map_err(Fault::from)?;
        let stored = entry::lock::<Policy>(&mut tx, req.policy.number()).await.map_err(Fault::from)?;
        let is_new = stored.is_none();
        let old = stored.unwrap_or_else(|| policy::unwritten(req.policy));
        tx.about(old.handle.clone());
        tx.was(&old);
        if req.if_version.is_some_and(|version| version != old.version) {
            return Err(Fault::Stale { what: Policy::WHAT.into() }.into());
        }
        let mut new = policy::changed(old.clone(), req.patch)?;
        if is_new && new != old {
            new.stamped(1, self.db.now());
            return done!(tx, self.insert(&mut tx, new, Some(old.handle), None).await?);
        }
        done!(tx, self.replace(&mut tx, old, new, None).await?)
    }
}

/// Numbers the items of a menu that are new.
pub(super) async fn number_items(tx: &mut Tx, menu: &mut Menu) -> Result<(), Fault> {
    let mut count = 0;
    menu::each(&menu.items, &mut |item| count += usize::from(item.id.get() == 0));
    if count == 0 {
        return Ok(());
    }
    let mut ids = tx.next_ids(count).await?.into_iter();
    menu::each_mut(&mut menu.items, &mut |item| {
        if item.id.get() == 0 {
            item.id = ids.next().unwrap_or(MenuItemId::from_i64(0));
        }
    });
    Ok(())
}
