//! What the shop says beside its products, as buyers see it.

use super::channel;
use crate::{
    Gateway,
    answer::{Answer, Failure, Shown},
    api::{Api, Methods},
    cached::{Tag, Tags},
    caller::Guest,
    doc,
    input::{At, Query},
    paths::{ArticleNameAt, BlogNameAt, MenuNameAt, MetaobjectNameAt, MetaobjectTypeAt, PageNameAt, PolicyNameAt},
};
use axum::extract::State;
use infrasell_contracts::{
    catalog::{CollectionRef, GetCollection, GetProduct, ProductRef},
    common::Direction,
    content::{
        Article, Blog, ContentKind, ContentPage, ContentSort, ListContent, ListPolicies, Menu, MenuItem, MenuTarget,
        Metaobject, Name, Named, Policy, View,
    },
};
use infrasell_kernel::{ChannelId, ErrorKind, Id, Kind, Locale, Page, PageRequest};
use infrasell_rpc::{Cx, Fault, ServiceError};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The routes. Their answers are the same for everybody, and are kept.
pub fn routes<A: Api>(gateway: &Gateway) -> A {
    const TAG: &str = "Content";
    A::new()
        .at("/store/v1/pages", |on| on.get(pages, doc(TAG, "Pages")))
        .at("/store/v1/pages/{page}", |on| on.get(page, doc(TAG, "One page, by id or handle")))
        .at("/store/v1/blogs", |on| on.get(blogs, doc(TAG, "Blogs")))
        .at("/store/v1/blogs/{blog}", |on| on.get(blog, doc(TAG, "One blog, by id or handle")))
        .at("/store/v1/blogs/{blog}/articles", |on| on.get(articles, doc(TAG, "Articles of a blog, newest first")))
        .at("/store/v1/blogs/{blog}/articles/{article}", |on| on.get(article, doc(TAG, "One article, by handle")))
        .at("/store/v1/menus/{menu}", |on| on.get(menu, doc(TAG, "One menu, by handle")))
        .at("/store/v1/redirects", |on| on.get(redirect, doc(TAG, "Where a path leads that nothing is at")))
        .at("/store/v1/policies", |on| on.get(policies, doc(TAG, "The shop's policies")))
        .at("/store/v1/policies/{policy}", |on| on.get(policy, doc(TAG, "One policy, by handle")))
        .at("/store/v1/metaobjects/{metaobject_type}", |on| on.get(metaobjects, doc(TAG, "Metaobjects of a type")))
        .at("/store/v1/metaobjects/{metaobject_type}/{metaobject}", |on| {
            on.get(metaobject, doc(TAG, "One metaobject, by type and handle"))
        })
        .kept(gateway)
}

/// The reader of a call.
#[derive(Deserialize, JsonSchema)]
struct Reader {
    /// The channel, by code; `web` when absent.
    channel: Option<String>,
    /// The language; where there is no translation it is as it was written.
    locale: Option<Locale>,
}

impl Reader {
    async fn view(self, g: &Gateway, cx: &Cx) -> Result<View, Failure> {
        Ok(View::shop(channel(g, cx, self.channel).await?.id, self.locale))
    }
}

fn tagged(kinds: &[ContentKind]) -> Tags {
    Tags::new(kinds.iter().map(|kind| Tag::Content(*kind)))
}

/// By id, when it is one; else by handle.
fn one<K: Kind>(name: &str, view: View) -> Named<Id<K>> {
    Named { names: vec![name.parse().map_or_else(|_| Name::handle(name), Name::Id)], view }
}

fn found<T>(what: &str, name: &str, mut all: Vec<Option<T>>) -> Result<T, Fault> {
    all.pop().flatten().ok_or_else(|| Fault::not_found(what, name))
}

async fn pages(
    guest: Guest,
    State(g): State<Gateway>,
    Query(reader): Query<Reader>,
    Query(page): Query<PageRequest>,
) -> Answer<Shown<Page<ContentPage>>> {
    let list = ListContent { view: reader.view(&g, &guest.cx).await?, page, ..ListContent::default() };
    Ok(Shown::new(g.content.pages(&guest.cx, list).await?).tagged(tagged(&[ContentKind::Page])))
}

async fn page(
    guest: Guest,
    State(g): State<Gateway>,
    At(at): At<PageNameAt>,
    Query(reader): Query<Reader>,
) -> Answer<Shown<ContentPage>> {
    let named = one(&at.page, reader.view(&g, &guest.cx).await?);
    let page = found("page", &at.page, g.content.pages_named(&guest.cx, named).await?)?;
    Ok(Shown::new(page).tagged(tagged(&[ContentKind::Page])))
}

async fn blogs(
    guest: Guest,
    State(g): State<Gateway>,
    Query(reader): Query<Reader>,
    Query(page): Query<PageRequest>,
) -> Answer<Shown<Page<Blog>>> {
    let list = ListContent { view: reader.view(&g, &guest.cx).await?, page, ..ListContent::default() };
    Ok(Shown::new(g.content.blogs(&guest.cx, list).await?).tagged(tagged(&[ContentKind::Blog])))
}

async fn blog(
    guest: Guest,
    State(g): State<Gateway>,
    At(at): At<BlogNameAt>,
    Query(reader): Query<Reader>,
) -> Answer<Shown<Blog>> {
    let named = one(&at.blog, reader.view(&g, &guest.cx).await?);
    let blog = found("blog", &at.blog, g.content.blogs_named(&guest.cx, named).await?)?;
    Ok(Shown::new(blog).tagged(tagged(&[ContentKind::Blog])))
}

/// What a list of articles is narrowed to.
#[derive(Deserialize, JsonSchema)]
struct Tagged {
    /// Only those with this tag.
    tag: Option<String>,
}

async fn articles(
    guest: Guest,
    State(g): State<Gateway>,
    At(at): At<BlogNameAt>,
    Query(reader): Query<Reader>,
    Query(narrowed): Query<Tagged>,
    Query(page): Query<PageRequest>,
) -> Answer<Shown<Page<Article>>> {
    let view = reader.view(&g, &guest.cx).await?;
    let blog = found("blog", &at.blog, g.content.blogs_named(&guest.cx, one(&at.blog, view.clone())).await?)?;
    let newest = (ContentSort::PublishedAt, Direction::Desc);
    let (sort, direction) = newest;
    let list = ListContent {
        within: Some(blog.handle),
        tag: narrowed.tag,
        sort,
        direction,
        view,
        page,
        ..ListContent::default()
    };
    let articles = g.content.articles(&guest.cx, list).await?;
    Ok(Shown::new(articles).tagged(tagged(&[ContentKind::Blog, ContentKind::Article])))
}

async fn article(
    guest: Guest,
    State(g): State<Gateway>,
    At(at): At<ArticleNameAt>,
    Query(reader): Query<Reader>,
) -> Answer<Shown<Article>> {
    let names = vec![Name::within(infrasell_kernel::handle::handle(&at.blog), at.article.as_str())];
    let view = reader.view(&g, &guest.cx).await?;
    let article = found("article", &at.article, g.content.articles_named(&guest.cx, Named { names, view }).await?)?;
    Ok(Shown::new(article).tagged(tagged(&[ContentKind::Blog, ContentKind::Article])))
}

async fn menu(
    guest: Guest,
    State(g): State<Gateway>,
    At(at): At<MenuNameAt>,
    Query(reader): Query<Reader>,
) -> Answer<Shown<Menu>> {
    let named = one(&at.menu, reader.view(&g, &guest.cx).await?);
    let menu = found("menu", &at.menu, g.content.menus_named(&guest.cx, named).await?)?;
    let tags = menu_tags(&menu);
    Ok(Shown::new(menu).tagged(tags))
}

/// A menu shows where everything is that it leads to.
fn menu_tags(menu: &Menu) -> Tags {
    use ContentKind::{Article, Blog, Metaobject, MetaobjectDefinition, Policy};
    let mut tags =
        tagged(&[ContentKind::Menu, ContentKind::Page, Blog, Article, Metaobject, MetaobjectDefinition, Policy]);
    // what was left out may come back: any product may be one of those
    tags.0.extend([Tag::Collections, Tag::AnyProduct]);
    let mut items: Vec<&MenuItem> = menu.items.iter().collect();
    while let Some(item) = items.pop() {
        if let MenuTarget::Product { id } = item.target {
            tags.0.push(Tag::Product(id));
        }
        items.extend(&item.items);
    }
    tags
}

/// A path that nothing was found at.
#[derive(Deserialize, JsonSchema)]
struct Lost {
    /// The path: `/old-page`.
    path: String,
}

/// Where a path leads.
#[derive(Serialize, JsonSchema)]
struct StoreRedirect {
    /// The path that was asked for.
    path: String,
    /// A path on the shop's own pages or an absolute http address.
    target: String,
}

async fn redirect(
    guest: Guest,
    State(g): State<Gateway>,
    Query(lost): Query<Lost>,
    Query(reader): Query<Reader>,
) -> Answer<Shown<StoreRedirect>> {
    let view = reader.view(&g, &guest.cx).await?;
    let target = target(&g, &guest.cx, &lost.path, view).await?;
    let target = target.ok_or_else(|| Fault::not_found("redirect", lost.path.chars().take(200).collect::<String>()))?;
    let mut tags = tagged(&[ContentKind::Redirect]);
    tags.0.extend([Tag::AnyProduct, Tag::Collections]);
    Ok(Shown::new(StoreRedirect { path: lost.path, target }).tagged(tags))
}

/// Where `path` leads: as content keeps it, else as catalogue keeps the former handles of products and collections.
pub(crate) async fn target(g: &Gateway, cx: &Cx, path: &str, view: View) -> Result<Option<String>, Failure> {
    let channel = view.channel;
    let named = Named { names: vec![Name::handle(path)], view };
    if let Some(redirect) = g.content.redirects_named(cx, named).await?.pop().flatten() {
        return Ok(Some(redirect.target));
    }
    let path = path.trim_end_matches('/');
    if let Some(handle) = path.strip_prefix("/products/") {
        return former_product(g, cx, handle, channel).await;
    }
    match path.strip_prefix("/collections/") {
        Some(handle) => former_collection(g, cx, handle, channel).await,
        None => Ok(None),
    }
}

async fn former_product(
    g: &Gateway,
    cx: &Cx,
    handle: &str,
    channel: Option<ChannelId>,
) -> Result<Option<String>, Failure> {
    let get = GetProduct { product: ProductRef::Handle(handle.to_owned()), on_sale_in: channel };
    match g.catalog.product(cx, get).await {
        Ok(product) => Ok((product.handle != handle).then(|| format!("/products/{}", product.handle))),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

async fn former_collection(
    g: &Gateway,
    cx: &Cx,
    handle: &str,
    channel: Option<ChannelId>,
) -> Result<Option<String>, Failure> {
    let get = GetCollection { collection: CollectionRef::Handle(handle.to_owned()), published_in: channel };
    match g.catalog.collection(cx, get).await {
        Ok(collection) => Ok((collection.handle != handle).then(|| format!("/collections/{}", collection.handle))),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

async fn policies(guest: Guest, State(g): State<Gateway>, Query(reader): Query<Reader>) -> Answer<Shown<Vec<Policy>>> {
    let view = reader.view(&g, &guest.cx).await?;
    let policies = g.content.policies(&guest.cx, ListPolicies { view }).await?;
    Ok(Shown::new(policies).tagged(tagged(&[ContentKind::Policy])))
}

async fn policy(
    guest: Guest,
    State(g): State<Gateway>,
    At(at): At<PolicyNameAt>,
    Query(reader): Query<Reader>,
) -> Answer<Shown<Policy>> {
    let view = reader.view(&g, &guest.cx).await?;
    let all = g.content.policies(&guest.cx, ListPolicies { view }).await?;
    let policy = all.into_iter().find(|policy| policy.handle == at.policy);
    let policy = policy.ok_or_else(|| Fault::not_found("policy", &at.policy))?;
    Ok(Shown::new(policy).tagged(tagged(&[ContentKind::Policy])))
}

async fn metaobjects(
    guest: Guest,
    State(g): State<Gateway>,
    At(at): At<MetaobjectTypeAt>,
    Query(reader): Query<Reader>,
    Query(page): Query<PageRequest>,
) -> Answer<Shown<Page<Metaobject>>> {
    let view = reader.view(&g, &guest.cx).await?;
    let list = ListContent { within: Some(at.metaobject_type), view, page, ..ListContent::default() };
    let tags = tagged(&[ContentKind::Metaobject, ContentKind::MetaobjectDefinition]);
    Ok(Shown::new(g.content.metaobjects(&guest.cx, list).await?).tagged(tags))
}

async fn metaobject(
    guest: Guest,
    State(g): State<Gateway>,
    At(at): At<MetaobjectNameAt>,
    Query(reader): Query<Reader>,
) -> Answer<Shown<Metaobject>> {
    let names = vec![Name::within(at.metaobject_type, at.metaobject.as_str())];
    let view = reader.view(&g, &guest.cx).await?;
    let all = g.content.metaobjects_named(&guest.cx, Named { names, view }).await?;
    let tags = tagged(&[ContentKind::Metaobject, ContentKind::MetaobjectDefinition]);
    Ok(Shown::new(found("metaobject", &at.metaobject, all)?).tagged(tags))
}
