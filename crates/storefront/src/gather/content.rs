//! Pages, blogs, articles, menus, metaobjects, redirects, policies, sitemaps.

use super::each;
use crate::{
    context::Ask,
    facts::Fact,
    shown::{Shown, Tag},
};
use futures_util::future::BoxFuture;
use infrasell_contracts::{
    catalog::{CollectionRef, GetCatalogSitemap, GetCollection, GetProduct, Listable, ProductRef},
    common::Direction,
    content::{
        Article, Blog, ContentKind, ContentPage, ContentSort, GetSitemap, ListContent, ListPolicies, MAX_NAMED,
        MediaFile, Menu, MenuItem, MenuTarget, Metaobject, Name, Named, Policy, Redirect, SitemapPage, View,
    },
};
use infrasell_kernel::{
    ArticleId, BlogId, ContentPageId, ErrorKind, Locale, MediaId, MenuId, MetaobjectId, PageRequest, RedirectId,
};
use infrasell_rpc::{Fault, ServiceError};

type Found<K, V> = Result<Vec<(K, V)>, Fault>;

/// Whoever reads here.
fn view(ask: &Ask) -> View {
    View::shop(ask.channel.id, locale(&ask.language))
}

/// `PT_BR` as `pt-BR`.
fn locale(language: &str) -> Option<Locale> {
    match language.split_once('_') {
        Some((language, region)) => format!("{}-{region}", language.to_lowercase()).parse().ok(),
        None => language.to_lowercase().parse().ok(),
    }
}

/// What makes things of a kind old beside a change of one of them.
fn note(kinds: &[ContentKind], shown: &mut Shown) {
    kinds.iter().for_each(|kind| shown.add(Tag::Content(*kind)));
}

macro_rules! named {
    ($($(#[$doc:meta])* $Fact:ident: $Id:ident => $Thing:ident, $method:ident, [$($kind:ident),*];)*) => {
        $(
            $(#[$doc])*
            pub struct $Fact;

            impl Fact for $Fact {
                type Key = Name<$Id>;
                type Value = $Thing;
                fn fetch(ask: &Ask, keys: Vec<Name<$Id>>) -> BoxFuture<'_, Found<Name<$Id>, $Thing>> {
                    Box::pin(async move {
                        let parts = keys.chunks(MAX_NAMED).map(<[Name<$Id>]>::to_vec).collect();
                        let found = each(parts, async |names: Vec<Name<$Id>>| {
                            let asked = Named { names: names.clone(), view: view(ask) };
                            let answer = ask.services.content.$method(&ask.cx, asked).await;
                            let things = answer.map_err(|e| Fault::relay(&e))?;
                            Ok(names.into_iter().zip(things).filter_map(|(name, thing)| Some((name, thing?))).collect())
                        });
                        let found: Vec<Vec<(Name<$Id>, $Thing)>> = found.await?;
                        Ok(found.into_iter().flatten().collect())
                    })
                }
                fn note(_: &Name<$Id>, _: Option<&$Thing>, shown: &mut Shown) {
                    note(&[$(ContentKind::$kind),*], shown);
                }
            }
        )*
    };
}

named! {
    /// Pages by name.
    Pages: ContentPageId => ContentPage, pages_named, [Page];
    /// Blogs by name.
    Blogs: BlogId => Blog, blogs_named, [Blog];
    /// Articles by name.
    Articles: ArticleId => Article, articles_named, [Article, Blog];
    /// Metaobjects by name.
    Metaobjects: MetaobjectId => Metaobject, metaobjects_named, [Metaobject, MetaobjectDefinition];
    /// Pictures that the shop keeps, by key: their bytes never change, so nothing makes them old.
    Pictures: MediaId => MediaFile, media_named, [];
    /// Redirects by id.
    Redirects: RedirectId => Redirect, redirects_named, [Redirect];
}

/// Menus by name. A menu shows where everything is that it leads to.
pub struct Menus;

impl Fact for Menus {
    type Key = Name<MenuId>;
    type Value = Menu;
    fn fetch(ask: &Ask, keys: Vec<Name<MenuId>>) -> BoxFuture<'_, Found<Name<MenuId>, Menu>> {
        Box::pin(async move {
            let parts = keys.chunks(MAX_NAMED).map(<[Name<MenuId>]>::to_vec).collect();
            let found = each(parts, async |names: Vec<Name<MenuId>>| {
                let asked = Named { names: names.clone(), view: view(ask) };
                let menus = ask.services.content.menus_named(&ask.cx, asked).await.map_err(|e| Fault::relay(&e))?;
                Ok(names.into_iter().zip(menus).filter_map(|(name, menu)| Some((name, menu?))).collect())
            });
            let found: Vec<Vec<(Name<MenuId>, Menu)>> = found.await?;
            Ok(found.into_iter().flatten().collect())
        })
    }
    fn note(_: &Name<MenuId>, menu: Option<&Menu>, shown: &mut Shown) {
        use ContentKind::{Article, Blog, Metaobject, MetaobjectDefinition, Page, Policy};
        note(&[ContentKind::Menu, Page, Blog, Article, Metaobject, MetaobjectDefinition, Policy], shown);
        // what was left out may come back: any product may be one of those
        shown.add(Tag::AnyProduct);
        shown.add(Tag::Collections);
        let mut items: Vec<&MenuItem> = menu.into_iter().flat_map(|menu| &menu.items).collect();
        while let Some(item) = items.pop() {
            if let MenuTarget::Product { id } = item.target {
                shown.add(Tag::Product(id));
            }
            items.extend(&item.items);
        }
    }
}

/// Asks for a part of a list.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PartKey {
    /// Only what is in this blog, or of this type.
    pub within: Option<String>,
    /// Only what has these words.
    pub search: Option<String>,
    /// Only what has this tag.
    pub tag: Option<String>,
    /// In what order.
    pub sort: ContentSort,
    /// Whether it is turned around.
    pub reverse: bool,
    /// Behind this thing; before it when it is read backwards.
    pub from: Option<i64>,
    /// Whether it is read backwards.
    pub backwards: bool,
    /// So many.
    pub limit: u32,
}

/// A part of a list.
pub struct Part<T> {
    /// What is in it, in the order of the list.
    pub items: Vec<T>,
    /// Whether there is more on the side to which it was read.
    pub more: bool,
}

impl PartKey {
    fn list(&self, ask: &Ask) -> ListContent {
        let direction = if self.reverse == self.backwards { Direction::Asc } else { Direction::Desc };
        ListContent {
            search: self.search.clone(),
            within: self.within.clone(),
            tag: self.tag.clone(),
            sort: self.sort,
            direction,
            view: view(ask),
            // a list of none is asked whether there is one
            page: PageRequest { limit: Some(self.limit.max(1)), after: None },
            beyond: self.from,
        }
    }
}

macro_rules! lists {
    ($($(#[$doc:meta])* $Fact:ident => $Thing:ident, $method:ident, [$($kind:ident),*];)*) => {
        $(
            $(#[$doc])*
            pub struct $Fact;

            impl Fact for $Fact {
                type Key = PartKey;
                type Value = Part<$Thing>;
                fn fetch(ask: &Ask, keys: Vec<PartKey>) -> BoxFuture<'_, Found<PartKey, Part<$Thing>>> {
                    Box::pin(each(keys, async |key: PartKey| {
                        let answer = ask.services.content.$method(&ask.cx, key.list(ask)).await;
                        let mut page = answer.map_err(|e| Fault::relay(&e))?;
                        let mut more = page.next.is_some();
                        if key.limit == 0 {
                            more = !page.items.is_empty();
                            page.items.clear();
                        }
                        if key.backwards {
                            page.items.reverse();
                        }
                        Ok((key, Part { items: page.items, more }))
                    }))
                }
                fn note(_: &PartKey, _: Option<&Part<$Thing>>, shown: &mut Shown) {
                    note(&[$(ContentKind::$kind),*], shown);
                }
            }
        )*
    };
}

lists! {
    /// Parts of the list of pages.
    PageLists => ContentPage, pages, [Page];
    /// Parts of the list of blogs.
    BlogLists => Blog, blogs, [Blog];
    /// Parts of lists of articles.
    ArticleLists => Article, articles, [Article, Blog];
    /// Parts of lists of metaobjects.
    MetaobjectLists => Metaobject, metaobjects, [Metaobject, MetaobjectDefinition];
    /// Parts of the list of redirects.
    RedirectLists => Redirect, redirects, [Redirect];
}

/// The policies that have a text.
pub struct Policies;

impl Fact for Policies {
    type Key = ();
    type Value = Vec<Policy>;
    fn fetch(ask: &Ask, _: Vec<()>) -> BoxFuture<'_, Found<(), Vec<Policy>>> {
        Box::pin(async move {
            let asked = ListPolicies { view: view(ask) };
            let found = ask.services.content.policies(&ask.cx, asked).await.map_err(|e| Fault::relay(&e))?;
            Ok(vec![((), found)])
        })
    }
    fn note((): &(), _: Option<&Vec<Policy>>, shown: &mut Shown) {
        note(&[ContentKind::Policy], shown);
    }
}

/// Where a path leads: as content keeps it, else as catalogue keeps former handles.
pub struct Lost;

impl Fact for Lost {
    type Key = String;
    type Value = String;
    fn fetch(ask: &Ask, keys: Vec<String>) -> BoxFuture<'_, Found<String, String>> {
        Box::pin(async move {
            let names = keys.iter().take(MAX_NAMED).map(Name::handle).collect();
            let asked = Named { names, view: view(ask) };
            let kept = ask.services.content.redirects_named(&ask.cx, asked).await.map_err(|e| Fault::relay(&e))?;
            let found = each(keys.into_iter().zip(kept).collect(), async |(path, kept): (String, Option<Redirect>)| {
                Ok(match kept {
                    Some(redirect) => Some((path, redirect.target)),
                    None => former(ask, &path).await?.map(|target| (path, target)),
                })
            });
            Ok(found.await?.into_iter().flatten().collect())
        })
    }
    fn note(_: &String, _: Option<&String>, shown: &mut Shown) {
        note(&[ContentKind::Redirect], shown);
        shown.add(Tag::AnyProduct);
        shown.add(Tag::Collections);
    }
}

/// Where the product or collection is now that was at this path.
async fn former(ask: &Ask, path: &str) -> Result<Option<String>, Fault> {
    let path = path.trim_end_matches('/');
    let (handle, found, place) = if let Some(handle) = path.strip_prefix("/products/") {
        let asked = GetProduct { product: ProductRef::Handle(handle.to_owned()), on_sale_in: Some(ask.channel.id) };
        (handle, ask.services.catalog.product(&ask.cx, asked).await.map(|product| product.handle), "products")
    } else if let Some(handle) = path.strip_prefix("/collections/") {
        let collection = CollectionRef::Handle(handle.to_owned());
        let asked = GetCollection { collection, published_in: Some(ask.channel.id) };
        (handle, ask.services.catalog.collection(&ask.cx, asked).await.map(|one| one.handle), "collections")
    } else {
        return Ok(None);
    };
    match found {
        Ok(now) => Ok((now != handle).then(|| format!("/{place}/{now}"))),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Fault::relay(&error)),
    }
}

/// What a sitemap lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mapped {
    /// Something of the catalogue's.
    Catalog(Listable),
    /// Something of content's.
    Content(ContentKind),
}

/// Pages of sitemaps.
pub struct Sitemaps;

impl Fact for Sitemaps {
    type Key = (Mapped, i64);
    type Value = SitemapPage;
    fn fetch(ask: &Ask, keys: Vec<(Mapped, i64)>) -> BoxFuture<'_, Found<(Mapped, i64), SitemapPage>> {
        Box::pin(each(keys, async |(of, page): (Mapped, i64)| {
            let found = match of {
                Mapped::Catalog(listable) => {
                    let asked = GetCatalogSitemap { of: listable, channel: ask.channel.id, page };
                    ask.services.catalog.sitemap(&ask.cx, asked).await.map_err(|e| Fault::relay(&e))?
                }
                Mapped::Content(kind) => {
                    let asked = GetSitemap { kind, page };
                    ask.services.content.sitemap(&ask.cx, asked).await.map_err(|e| Fault::relay(&e))?
                }
            };
            Ok(((of, page), found))
        }))
    }
    fn note((of, _): &(Mapped, i64), _: Option<&SitemapPage>, shown: &mut Shown) {
        match of {
            Mapped::Catalog(Listable::Products) => shown.add(Tag::AnyProduct),
            Mapped::Catalog(Listable::Collections) => shown.add(Tag::Collections),
            Mapped::Content(kind) => note(&[*kind, ContentKind::Blog, ContentKind::MetaobjectDefinition], shown),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_of_these_clients_is_a_locale() {
        let read = |language: &str| locale(language).map(|locale| locale.to_string());
        assert_eq!((read("PT_BR"), read("EN"), read("?")), (Some("pt-BR".into()), Some("en".into()), None));
    }
}
