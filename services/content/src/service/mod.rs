//! The contract, and the only place that begins a transaction.

mod read;
mod things;
mod write;

pub(crate) use write::announce;

use crate::{
    Deps, audit,
    check::menu,
    media::MediaDeps,
    noun::Noun,
    store::{entry, list},
};
use async_trait::async_trait;
use infrasell_contracts::{
    catalog::Catalog,
    common::{Audit, AuditReport},
    content::*,
};
use infrasell_db::{Db, Once, OnceTx};
use infrasell_kernel::{
    ArticleId, BlogId, ContentPageId, FieldError, MediaId, MenuId, MetaobjectDefinitionId, MetaobjectId, Page,
    RedirectId,
};
use infrasell_rpc::{Cx, Fault};
use serde::{Serialize, de::DeserializeOwned};
use std::sync::Arc;

/// Content over its own tables.
pub struct ContentService {
    pub(crate) db: Db,
    pub(crate) catalog: Arc<dyn Catalog>,
    pub(crate) media: MediaDeps,
}

impl ContentService {
    pub(crate) fn new(deps: Deps) -> Self {
        let Deps { db, catalog, media } = deps;
        ContentService { db, catalog, media }
    }

    /// Makes the menus that every shop begins with, where they are not there. Called once the schema is in place, by every
    /// replica that starts.
    ///
    /// # Errors
    /// What the database says.
    pub async fn bootstrap(&self, _cx: &Cx) -> Result<(), ContentError> {
        let handles = [MAIN_MENU.to_owned(), FOOTER_MENU.to_owned()];
        let there = entry::by_handles::<Menu>(&self.db, &handles, None).await.map_err(Fault::from)?;
        if there.len() == handles.len() {
            return Ok(());
        }
        let mut tx = self.db.begin().await.map_err(Fault::from)?;
        let mut ids = vec![];
        for mut menu in menu::defaults(self.db.now()) {
            menu.id = tx.next_id().await.map_err(Fault::from)?;
            things::number_items(&mut tx, &mut menu).await?;
            if entry::insert_new(&mut tx, &menu).await.map_err(Fault::from)? {
                ids.push(menu.id.get());
            }
        }
        if !ids.is_empty() {
            announce(&mut tx, ContentKind::Menu, ids).await?;
        }
        tx.commit().await.map_err(Fault::from)?;
        Ok(())
    }

    /// Begins a write that is done once; the answer instead when it was done already.
    pub(crate) async fn fresh<A: DeserializeOwned>(
        &self,
        cx: &Cx,
        action: &str,
        req: &(impl Serialize + Sync),
    ) -> Result<Result<OnceTx, A>, Fault> {
        Ok(match self.db.begin_once(cx, action, req).await? {
            Once::Answered(answer) => Err(answer),
            Once::Fresh(tx) => Ok(tx),
        })
    }
}

/// The methods that every kind has, over those that know no kind.
macro_rules! contract {
    ({ $($own:tt)* } $($N:ident, $Id:ident, $named:ident, $list:ident, $delete:ident = $action:literal;)*) => {
        #[async_trait]
        impl Content for ContentService {
            $(
                async fn $named(&self, cx: &Cx, req: Named<$Id>) -> Result<Vec<Option<$N>>, ContentError> {
                    Ok(self.by_name(cx, req).await?)
                }
                async fn $list(&self, cx: &Cx, req: ListContent) -> Result<Page<$N>, ContentError> {
                    Ok(self.list(cx, req).await?)
                }
                async fn $delete(&self, cx: &Cx, req: Remove<$Id>) -> Result<(), ContentError> {
                    self.remove::<$N>(cx, $action, req.id.get(), req.id.to_string(), &req).await
                }
            )*
            $($own)*
        }
    };
}

contract! {
    {
        async fn media_named(&self, cx: &Cx, req: Named<MediaId>) -> Result<Vec<Option<MediaFile>>, ContentError> {
            Ok(self.by_name(cx, req).await?)
        }
        async fn media(&self, cx: &Cx, req: ListContent) -> Result<Page<MediaFile>, ContentError> {
            Ok(self.list(cx, req).await?)
        }
        async fn upload_media(&self, cx: &Cx, req: UploadMedia) -> Result<MediaFile, ContentError> {
            self.keep_picture(cx, req).await
        }
        async fn update_media(&self, cx: &Cx, req: Change<MediaId, MediaPatch>) -> Result<MediaFile, ContentError> {
            self.change_picture(cx, req).await
        }
        async fn delete_media(&self, cx: &Cx, req: Remove<MediaId>) -> Result<(), ContentError> {
            self.drop_picture(cx, req).await
        }
        async fn media_bytes(&self, _cx: &Cx, req: GetMediaBytes) -> Result<FileBytes, ContentError> {
            self.picture_bytes(req).await
        }
        async fn create_page(&self, cx: &Cx, req: Create<ContentPageInput>) -> Result<ContentPage, ContentError> {
            self.make_page(cx, req).await
        }
        async fn update_page(
            &self,
            cx: &Cx,
            req: Change<ContentPageId, ContentPagePatch>,
        ) -> Result<ContentPage, ContentError> {
            self.change_page(cx, req).await
        }
        async fn create_blog(&self, cx: &Cx, req: Create<BlogInput>) -> Result<Blog, ContentError> {
            self.make_blog(cx, req).await
        }
        async fn update_blog(&self, cx: &Cx, req: Change<BlogId, BlogPatch>) -> Result<Blog, ContentError> {
            self.change_blog(cx, req).await
        }
        async fn create_article(&self, cx: &Cx, req: Create<ArticleInput>) -> Result<Article, ContentError> {
            self.make_article(cx, req).await
        }
        async fn update_article(&self, cx: &Cx, req: Change<ArticleId, ArticlePatch>) -> Result<Article, ContentError> {
            self.change_article(cx, req).await
        }
        async fn create_menu(&self, cx: &Cx, req: Create<MenuInput>) -> Result<Menu, ContentError> {
            self.make_menu(cx, req).await
        }
        async fn update_menu(&self, cx: &Cx, req: Change<MenuId, MenuPatch>) -> Result<Menu, ContentError> {
            self.change_menu(cx, req).await
        }
        async fn create_redirect(&self, cx: &Cx, req: Create<RedirectInput>) -> Result<Redirect, ContentError> {
            self.make_redirect(cx, req).await
        }
        async fn update_redirect(
            &self,
            cx: &Cx,
            req: Change<RedirectId, RedirectPatch>,
        ) -> Result<Redirect, ContentError> {
            self.change_redirect(cx, req).await
        }
        async fn create_metaobject_definition(
            &self,
            cx: &Cx,
            req: Create<MetaobjectDefinitionInput>,
        ) -> Result<MetaobjectDefinition, ContentError> {
            self.make_definition(cx, req).await
        }
        async fn update_metaobject_definition(
            &self,
            cx: &Cx,
            req: Change<MetaobjectDefinitionId, MetaobjectDefinitionPatch>,
        ) -> Result<MetaobjectDefinition, ContentError> {
            self.change_definition(cx, req).await
        }
        async fn create_metaobject(&self, cx: &Cx, req: Create<MetaobjectInput>) -> Result<Metaobject, ContentError> {
            self.make_metaobject(cx, req).await
        }
        async fn update_metaobject(
            &self,
            cx: &Cx,
            req: Change<MetaobjectId, MetaobjectPatch>,
        ) -> Result<Metaobject, ContentError> {
            self.change_metaobject(cx, req).await
        }
        async fn policies(&self, _cx: &Cx, req: ListPolicies) -> Result<Vec<Policy>, ContentError> {
            Ok(self.all_policies(&req.view).await?)
        }
        async fn set_policy(&self, cx: &Cx, req: SetPolicy) -> Result<Policy, ContentError> {
            self.change_policy(cx, req).await
        }
        async fn sitemap(&self, _cx: &Cx, req: GetSitemap) -> Result<SitemapPage, ContentError> {
            Ok(self.sitemap_page(&req).await?)
        }
        async fn audit(&self, _cx: &Cx, _req: Audit) -> Result<AuditReport, ContentError> {
            Ok(audit::run(&self.db, &self.media).await?)
        }
    }
    ContentPage, ContentPageId, pages_named, pages, delete_page = "content.delete_page";
    Blog, BlogId, blogs_named, blogs, delete_blog = "content.delete_blog";
    Article, ArticleId, articles_named, articles, delete_article = "content.delete_article";
    Menu, MenuId, menus_named, menus, delete_menu = "content.delete_menu";
    Redirect, RedirectId, redirects_named, redirects, delete_redirect = "content.delete_redirect";
    MetaobjectDefinition, MetaobjectDefinitionId, metaobject_definitions_named, metaobject_definitions,
        delete_metaobject_definition = "content.delete_metaobject_definition";
    Metaobject, MetaobjectId, metaobjects_named, metaobjects, delete_metaobject = "content.delete_metaobject";
}

impl ContentService {
    async fn sitemap_page(&self, req: &GetSitemap) -> Result<SitemapPage, Fault> {
        if req.page < 1 {
            return Err(FieldError::new("page", "out_of_range", "page must be 1 or more").into());
        }
        let now = self.db.now();
        let (entries, total) = match req.kind {
            ContentKind::Page => list::sitemap::<ContentPage>(&self.db, now, req.page).await?,
            ContentKind::Blog => list::sitemap::<Blog>(&self.db, now, req.page).await?,
            ContentKind::Article => list::sitemap::<Article>(&self.db, now, req.page).await?,
            ContentKind::Metaobject => list::sitemap::<Metaobject>(&self.db, now, req.page).await?,
            _ => return Err(FieldError::new("kind", "invalid", "this kind is in no sitemap").into()),
        };
        Ok(SitemapPage { entries, total })
    }
}

pub(crate) fn no<N: Noun>(name: impl std::fmt::Display) -> Fault {
    Fault::not_found(N::WHAT, name)
}
