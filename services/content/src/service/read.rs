//! What is asked for: by name, as a list, and where menus lead.

use super::ContentService;
use crate::{
    check::menu::{Known, each, each_mut},
    noun::Noun,
    paths,
    store::{entry, list},
};
use infrasell_contracts::{
    catalog::{GetCollections, GetProducts},
    content::*,
};
use infrasell_kernel::{CollectionId, FieldError, Id, Page, ProductId, Timestamp};
use infrasell_rpc::{Cx, Fault};
use std::collections::BTreeMap;

/// The most characters of a search, and of a tag.
const MAX_SEARCH: usize = 255;
/// Products or collections asked for in one call.
const PRODUCTS_AT_ONCE: usize = 250;

/// What becomes of things of a kind once they are read.
pub(crate) trait Finish: Noun {
    /// Completes them as `view` sees them.
    fn finish(
        _content: &ContentService,
        _cx: &Cx,
        _things: &mut [Self],
        _view: &View,
    ) -> impl Future<Output = Result<(), Fault>> + Send {
        async { Ok(()) }
    }
    /// Finds what has none of these handles in itself.
    fn instead(_content: &ContentService, _handle: &str) -> impl Future<Output = Result<Option<Self>, Fault>> + Send {
        async { Ok(None) }
    }
}
impl Finish for ContentPage {}
impl Finish for Blog {}
impl Finish for Article {}
impl Finish for MetaobjectDefinition {}
impl Finish for Metaobject {}
impl Finish for MediaFile {}
impl Finish for Menu {
    async fn finish(content: &ContentService, cx: &Cx, menus: &mut [Self], view: &View) -> Result<(), Fault> {
        content.lead(cx, menus, view).await
    }
}
impl Finish for Redirect {
    /// An article whose blog has moved is found where the blog is now.
    async fn instead(content: &ContentService, path: &str) -> Result<Option<Self>, Fault> {
        let Some((blog, article)) = paths::blog_of(path) else { return Ok(None) };
        let found = entry::by_handles::<Redirect>(&content.db, &[blog.to_owned()], None).await?;
        let moved = found.into_iter().map(|(redirect, _)| redirect).find(|to| to.target.starts_with("/blogs/"));
        Ok(moved.map(|to| Redirect { path: path.to_owned(), target: format!("{}{article}", to.target), ..to }))
    }
}

impl ContentService {
    /// The time that counts, when only what is shown does.
    fn when(&self, view: &View) -> Option<Timestamp> {
        view.published.then(|| self.db.now())
    }

    pub(crate) async fn by_name<N: Finish, K>(&self, cx: &Cx, req: Named<Id<K>>) -> Result<Vec<Option<N>>, Fault> {
        if req.names.len() > MAX_NAMED {
            let message = format!("names has {} entries, more than {MAX_NAMED}", req.names.len());
            return Err(FieldError::new("names", "too_many", message).into());
        }
        let (mut ids, mut handles) = (vec![], vec![]);
        for name in &req.names {
            match name {
                Name::Id(id) => ids.push(id.get()),
                Name::Handle { handle, .. } => handles.push(N::handle(handle)),
            }
        }
        let now = self.when(&req.view);
        let by_id = if ids.is_empty() { vec![] } else { entry::by_ids::<N>(&self.db, &ids, now).await? };
        // a zero character is in no stored text, and PostgreSQL would not take it
        handles.retain(|handle| !handle.contains('\0'));
        let by_handle =
            if handles.is_empty() { vec![] } else { entry::by_handles::<N>(&self.db, &handles, now).await? };
        let mut found = vec![];
        for name in &req.names {
            found.push(match name {
                Name::Id(id) => by_id.iter().find(|thing| thing.entry().id == id.get()).cloned(),
                Name::Handle { within, handle } => {
                    let is_it = |thing: &N, parent: &Option<String>| {
                        thing.entry().handle == N::handle(handle) && (N::PARENT.is_none() || parent == within)
                    };
                    match by_handle.iter().find(|(thing, parent)| is_it(thing, parent)) {
                        Some((thing, _)) => Some(thing.clone()),
                        None => N::instead(self, &N::handle(handle)).await?,
                    }
                }
            });
        }
        self.as_seen(cx, &mut found, &req.view).await?;
        Ok(found)
    }

    async fn as_seen<N: Finish>(&self, cx: &Cx, found: &mut [Option<N>], view: &View) -> Result<(), Fault> {
        let mut there: Vec<N> = found.iter().flatten().cloned().collect();
        self.finish(cx, &mut there, view).await?;
        for (place, thing) in found.iter_mut().filter(|place| place.is_some()).zip(there) {
            *place = Some(thing);
        }
        Ok(())
    }

    async fn finish<N: Finish>(&self, cx: &Cx, things: &mut [N], view: &View) -> Result<(), Fault> {
        N::finish(self, cx, things, view).await?;
        if view.published {
            things.iter_mut().for_each(|thing| thing.shown(view.locale.as_ref()));
        }
        Ok(())
    }

    pub(crate) async fn list<N: Finish>(&self, cx: &Cx, req: ListContent) -> Result<Page<N>, Fault> {
        for (path, text) in [("search", &req.search), ("tag", &req.tag), ("within", &req.within)] {
            let text = text.as_deref().unwrap_or("");
            if text.chars().count() > MAX_SEARCH || text.contains('\0') {
                let message = format!("{path} is longer than {MAX_SEARCH} characters or contains a zero character");
                return Err(FieldError::new(path, "too_long", message).into());
            }
        }
        let limit = req.page.limit()?;
        let mut found = list::page::<N>(&self.db, &req, self.db.now(), limit).await?;
        self.finish(cx, &mut found, &req.view).await?;
        Ok(Page::from_surplus(found, limit, |last| list::cursor(&req, last)))
    }

    pub(crate) async fn all_policies(&self, view: &View) -> Result<Vec<Policy>, Fault> {
        let handles = PolicyKind::ALL.map(|kind| kind.handle().to_owned());
        let written = entry::by_handles::<Policy>(&self.db, &handles, self.when(view)).await?;
        let mut policies = vec![];
        for kind in PolicyKind::ALL {
            let found = written.iter().find(|(policy, _)| policy.policy == kind).map(|(policy, _)| policy.clone());
            let unwritten = || (!view.published).then(|| crate::check::policy::unwritten(kind));
            policies.extend(found.or_else(unwritten));
        }
        if view.published {
            policies.iter_mut().for_each(|policy| policy.shown(view.locale.as_ref()));
        }
        Ok(policies)
    }

    /// Gives each item its address. For buyers what leads nowhere is left out, with what is under it.
    async fn lead(&self, cx: &Cx, menus: &mut [Menu], view: &View) -> Result<(), Fault> {
        let mut targets = vec![];
        for menu in menus.iter() {
            each(&menu.items, &mut |item| targets.push(item.target.clone()));
        }
        let known = self.destinations(cx, targets, view).await?;
        for menu in menus.iter_mut() {
            each_mut(&mut menu.items, &mut |item| item.url = address(&known, item));
            if view.published {
                drop_dead(&mut menu.items);
            }
        }
        Ok(())
    }

    /// The addresses of those targets that are there.
    pub(crate) async fn destinations(&self, cx: &Cx, targets: Vec<MenuTarget>, view: &View) -> Result<Known, Fault> {
        let mut known = Known::new();
        let mut asked = Asked::default();
        for target in targets {
            let fixed = match &target {
                MenuTarget::FrontPage => "/".into(),
                MenuTarget::Catalog => "/collections/all".into(),
                MenuTarget::Collections => "/collections".into(),
                MenuTarget::Search => "/search".into(),
                MenuTarget::CustomerAccount => "/account".into(),
                MenuTarget::Http { url } => url.clone(),
                MenuTarget::Policy { policy } if !view.published => paths::policy(*policy),
                other => {
                    asked.add(other);
                    continue;
                }
            };
            known.insert(target, fixed);
        }
        self.own_destinations(&asked, view, &mut known).await?;
        let (products, collections) = futures_util::future::join(
            self.product_destinations(cx, &asked.products, view),
            self.collection_destinations(cx, &asked.collections, view),
        )
        .await;
        known.extend(products?.into_iter().map(|(id, url)| (MenuTarget::Product { id }, url)));
        known.extend(collections?.into_iter().map(|(id, url)| (MenuTarget::Collection { id }, url)));
        Ok(known)
    }

    async fn own_destinations(&self, asked: &Asked, view: &View, known: &mut Known) -> Result<(), Fault> {
        let now = self.when(view);
        for (kind, ids) in &asked.own {
            let found: Vec<(MenuTarget, Option<String>)> = match kind {
                ContentKind::Page => {
                    let pages = entry::by_ids::<ContentPage>(&self.db, ids, now).await?;
                    pages.iter().map(|page| (MenuTarget::Page { id: page.id }, paths::of(page, None))).collect()
                }
                ContentKind::Blog => {
                    let blogs = entry::by_ids::<Blog>(&self.db, ids, now).await?;
                    blogs.iter().map(|blog| (MenuTarget::Blog { id: blog.id }, paths::of(blog, None))).collect()
                }
                ContentKind::Article => {
                    let articles = entry::by_ids::<Article>(&self.db, ids, now).await?;
                    let path = |one: &Article| paths::of(one, Some(&one.blog_handle));
                    articles.iter().map(|one| (MenuTarget::Article { id: one.id }, path(one))).collect()
                }
                _ => {
                    let metaobjects = entry::by_ids::<Metaobject>(&self.db, ids, now).await?;
                    let path = |one: &Metaobject| paths::of(one, Some(&one.kind));
                    metaobjects.iter().map(|one| (MenuTarget::Metaobject { id: one.id }, path(one))).collect()
                }
            };
            known.extend(found.into_iter().filter_map(|(target, path)| Some((target, path?))));
        }
        if asked.policies {
            for policy in self.all_policies(view).await? {
                known.insert(MenuTarget::Policy { policy: policy.policy }, paths::policy(policy.policy));
            }
        }
        Ok(())
    }

    async fn product_destinations(
        &self,
        cx: &Cx,
        ids: &[ProductId],
        view: &View,
    ) -> Result<Vec<(ProductId, String)>, Fault> {
        let mut found = vec![];
        for ids in ids.chunks(PRODUCTS_AT_ONCE) {
            let ask = GetProducts { ids: ids.to_vec(), on_sale_in: view.channel };
            let products = self.catalog.products_by_id(&cx.unkeyed(), ask).await.map_err(|e| Fault::relay(&e))?;
            found.extend(products.into_iter().map(|product| (product.id, format!("/products/{}", product.handle))));
        }
        Ok(found)
    }

    async fn collection_destinations(
        &self,
        cx: &Cx,
        ids: &[CollectionId],
        view: &View,
    ) -> Result<Vec<(CollectionId, String)>, Fault> {
        let mut found = vec![];
        for ids in ids.chunks(PRODUCTS_AT_ONCE) {
            let ask = GetCollections { ids: ids.to_vec(), published_in: view.channel };
            let collections = self.catalog.collections_by_id(&cx.unkeyed(), ask).await.map_err(|e| Fault::relay(&e))?;
            found.extend(collections.into_iter().map(|one| (one.id, format!("/collections/{}", one.handle))));
        }
        Ok(found)
    }
}

/// What must be looked up, each once.
#[derive(Default)]
struct Asked {
    products: Vec<ProductId>,
    collections: Vec<CollectionId>,
    own: BTreeMap<ContentKind, Vec<i64>>,
    policies: bool,
}

impl Asked {
    fn add(&mut self, target: &MenuTarget) {
        let (kind, id) = match target {
            MenuTarget::Product { id } if self.products.contains(id) => return,
            MenuTarget::Product { id } => return self.products.push(*id),
            MenuTarget::Collection { id } if self.collections.contains(id) => return,
            MenuTarget::Collection { id } => return self.collections.push(*id),
            MenuTarget::Page { id } => (ContentKind::Page, id.get()),
            MenuTarget::Blog { id } => (ContentKind::Blog, id.get()),
            MenuTarget::Article { id } => (ContentKind::Article, id.get()),
            MenuTarget::Metaobject { id } => (ContentKind::Metaobject, id.get()),
            _ => {
                self.policies = true;
                return;
            }
        };
        self.own.entry(kind).or_default().push(id);
    }
}

/// The address of an item; a collection's tags are the last part of it.
fn address(known: &Known, item: &MenuItem) -> Option<String> {
    let url = known.get(&item.target)?;
    if item.tags.is_empty() || !matches!(item.target, MenuTarget::Collection { .. }) {
        return Some(url.clone());
    }
    let tags: Vec<String> = item.tags.iter().map(|tag| infrasell_kernel::handle::handle(tag)).collect();
    Some(format!("{url}/{}", tags.join("+")))
}

fn drop_dead(items: &mut Vec<MenuItem>) {
    items.retain(|item| item.url.is_some());
    items.iter_mut().for_each(|item| drop_dead(&mut item.items));
}
