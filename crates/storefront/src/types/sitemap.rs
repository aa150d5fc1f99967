//! Sitemaps, and redirects from what is no longer in them.

use super::{
    RootWriter,
    connection::{self, Connected, Connection, Edge},
    money::Counted,
    page::{part, part_key},
};
use crate::{fields, gather::content::Mapped, ids, never, object::Table, plan::Field, writer::Writer};
use infrasell_contracts::{
    catalog::Listable,
    content::{ContentKind, Name, Redirect, SITEMAP_PAGE, SitemapEntry, SitemapPage},
};
use infrasell_kernel::RedirectId;

/// What a sitemap lists of a kind.
struct SitemapOf(Mapped);
/// One of its pages.
struct Resources<'a> {
    of: Mapped,
    number: i64,
    page: &'a SitemapPage,
}
/// An entry of one.
struct Resource<'a>(&'a SitemapEntry);
/// An entry that is a metaobject.
struct MetaobjectResource<'a>(&'a SitemapEntry);
/// A redirect.
#[derive(Clone, Copy)]
pub struct RedirectOf<'a> {
    id: i64,
    path: &'a str,
    target: &'a str,
}

fields! { "Sitemap" for SitemapOf, |sitemap, f, w| {
    "pagesCount" => {
        let Some(first) = w.get(&w.facts.sitemaps, &(sitemap.0, 1)) else { return w.null() };
        w.object(f, &Counted(pages(first.total)));
    },
    "resources" => {
        let number = w.arg_int(f, "page").unwrap_or(0);
        if number < 1 {
            return w.fail("BAD_USER_INPUT", "the pages of a sitemap are counted from 1");
        }
        let page = w.get(&w.facts.sitemaps, &(sitemap.0, number)).filter(|page| !page.entries.is_empty());
        w.object_or_null(f, page.map(|page| Resources { of: sitemap.0, number, page }).as_ref());
    },
}}

fields! { "PaginatedSitemapResources" for Resources<'_>, |one, f, w| {
    "hasNextPage" => w.flag(one.number < pages(one.page.total)),
    "items" => match one.of {
        Mapped::Content(ContentKind::Metaobject) => w.objects(f, one.page.entries.iter().map(MetaobjectResource)),
        _ => w.objects(f, one.page.entries.iter().map(Resource)),
    },
}}

fields! { "SitemapResource" for Resource<'_>, |entry, f, w| {
    "handle" => match &entry.0.within {
        Some(blog) => w.out.joined(&[blog, "/", &entry.0.handle]),
        None => w.text(&entry.0.handle),
    },
    "image" => w.object_or_null(f, None::<&SitemapImage>),
    "title" => w.text(&entry.0.title),
    "updatedAt" => w.time(entry.0.updated_at),
}}

fields! { "SitemapResourceMetaobject" for MetaobjectResource<'_>, |entry, f, w| {
    "handle" => w.text(&entry.0.handle),
    "onlineStoreUrlHandle" => w.null(),
    "type" => w.text(entry.0.within.as_deref().unwrap_or("")),
    "updatedAt" => w.time(entry.0.updated_at),
}}

never! { "SitemapImage" as SitemapImage { "alt", "filepath", "updatedAt" } }

fields! { "UrlRedirect" for RedirectOf<'_>, |redirect, f, w| {
    "id" => w.gid("UrlRedirect", redirect.id),
    "path" => w.text(redirect.path),
    "target" => w.text(redirect.target),
}}

impl Connected for RedirectOf<'_> {
    const CONNECTION: &'static str = "UrlRedirectConnection";
    const EDGE: &'static str = "UrlRedirectEdge";
}

impl<'a> RedirectOf<'a> {
    fn new(redirect: &'a Redirect) -> Self {
        RedirectOf { id: redirect.id.get(), path: &redirect.path, target: &redirect.target }
    }
}

pub(super) const TABLES: &[Table] = &[
    Table::of::<SitemapOf>(),
    Table::of::<Resources<'static>>(),
    Table::of::<Resource<'static>>(),
    Table::of::<MetaobjectResource<'static>>(),
    Table::of::<SitemapImage>(),
    Table::of::<RedirectOf<'static>>(),
    Table::of::<Connection<RedirectOf<'static>>>(),
    Table::of::<Edge<'static, RedirectOf<'static>>>(),
];

pub(super) const ROOT: &[(&str, RootWriter)] = &[
    ("sitemap", |f, w| {
        let of = match w.arg_text(f, "type") {
            Some("PRODUCT") => Mapped::Catalog(Listable::Products),
            Some("COLLECTION") => Mapped::Catalog(Listable::Collections),
            Some("BLOG") => Mapped::Content(ContentKind::Blog),
            Some("ARTICLE") => Mapped::Content(ContentKind::Article),
            Some("METAOBJECT") => Mapped::Content(ContentKind::Metaobject),
            _ => Mapped::Content(ContentKind::Page),
        };
        w.object(f, &SitemapOf(of));
    }),
    ("urlRedirects", redirects),
];

/// How many pages hold so many entries.
fn pages(total: i64) -> i64 {
    total.saturating_add(SITEMAP_PAGE - 1) / SITEMAP_PAGE
}

/// Writes a part of the list of redirects, or where one path leads.
fn redirects<'w>(f: &'w Field, w: &mut Writer<'w>) {
    let query = w.arg_text(f, "query").unwrap_or("").trim();
    if let Some(path) = query.strip_prefix("path:") {
        let path = path.trim().trim_matches(['"', '\'']).to_owned();
        let found = w.get(&w.facts.lost, &path);
        let id = ids::number_of(&path);
        let items = found.map(|target| RedirectOf { id, path: &path, target }).into_iter().collect();
        return connection::whole(f, w, items, |one, _| one.id.to_string());
    }
    let Some(key) = part_key(f, w, None) else { return };
    part(f, w, &w.facts.redirect_lists, key, |one| (RedirectOf::new(one), one.id.get()));
}

/// Writes the redirect with this id, or null.
pub fn redirect_by_id<'w>(f: &'w Field, w: &mut Writer<'w>, id: &str) {
    let name = ids::number("UrlRedirect", id).map(|id| Name::Id(RedirectId::from_i64(id)));
    let found = name.and_then(|name| w.get(&w.facts.redirects, &name));
    w.object_or_null(f, found.map(RedirectOf::new).as_ref());
}
