//! Pages, blogs, articles, menus, redirects, metaobjects, policies.

use crate::{
    Gateway,
    answer::{Answer, Created, Done, Shown},
    api::{Api, Methods},
    caller::{Allowed, may},
    doc,
    input::{At, Body, IfMatch, Query},
    paths::{ArticleAt, BlogAt, MenuAt, MetaobjectAt, MetaobjectDefinitionAt, PageAt, PolicyAt, RedirectAt},
};
use axum::extract::State;
use infrasell_contracts::{
    common::Direction,
    content::{
        Article, ArticleInput, ArticlePatch, Blog, BlogInput, BlogPatch, Change, ContentPage, ContentPageInput,
        ContentPagePatch, ContentSort, Create, ListContent, ListPolicies, Menu, MenuInput, MenuPatch, Metaobject,
        MetaobjectDefinition, MetaobjectDefinitionInput, MetaobjectDefinitionPatch, MetaobjectInput, MetaobjectPatch,
        Name, Named, Policy, PolicyPatch, Redirect, RedirectInput, RedirectPatch, Remove, SetPolicy, View,
    },
};
use infrasell_kernel::{Page, PageRequest};
use infrasell_rpc::Fault;
use schemars::JsonSchema;
use serde::Deserialize;

const TAG: &str = "Content";

/// The routes.
pub fn routes<A: Api>() -> A {
    A::new()
        .merge(pages::routes())
        .merge(blogs::routes())
        .merge(articles::routes())
        .merge(menus::routes())
        .merge(redirects::routes())
        .merge(metaobject_definitions::routes())
        .merge(metaobjects::routes())
        .at("/admin/v1/policies", |on| on.get(policies, doc(TAG, "The shop's policies")))
        .at("/admin/v1/policies/{policy}", |on| {
            on.get(policy, doc(TAG, "One policy")).patch(set_policy, doc(TAG, "Change a policy"))
        })
}

/// What a list is narrowed to, and its order.
#[derive(Deserialize, JsonSchema)]
struct Filter {
    /// Only what contains every word of this in title or handle; a redirect in path or target.
    search: Option<String>,
    /// By what it is sorted.
    #[serde(default)]
    sort: ContentSort,
    /// In what direction.
    #[serde(default)]
    direction: Direction,
}

/// What a list of articles is narrowed to, and its order.
#[derive(Deserialize, JsonSchema)]
struct ArticleFilter {
    /// Only those of this blog, by handle.
    blog: Option<String>,
    /// Only those with this tag.
    tag: Option<String>,
    /// Only those that contain every word of this in title or handle.
    search: Option<String>,
    /// By what they are sorted.
    #[serde(default)]
    sort: ContentSort,
    /// In what direction.
    #[serde(default)]
    direction: Direction,
}

/// What a list of metaobjects is narrowed to, and its order.
#[derive(Deserialize, JsonSchema)]
struct MetaobjectFilter {
    /// Only those of this type.
    #[serde(rename = "type")]
    kind: Option<String>,
    /// Only those that contain every word of this in title or handle.
    search: Option<String>,
    /// By what they are sorted.
    #[serde(default)]
    sort: ContentSort,
    /// In what direction.
    #[serde(default)]
    direction: Direction,
}

impl From<Filter> for ListContent {
    fn from(filter: Filter) -> Self {
        let Filter { search, sort, direction } = filter;
        ListContent { search, sort, direction, ..ListContent::default() }
    }
}
impl From<ArticleFilter> for ListContent {
    fn from(filter: ArticleFilter) -> Self {
        let ArticleFilter { blog, tag, search, sort, direction } = filter;
        ListContent { within: blog, tag, search, sort, direction, ..ListContent::default() }
    }
}
impl From<MetaobjectFilter> for ListContent {
    fn from(filter: MetaobjectFilter) -> Self {
        let MetaobjectFilter { kind, search, sort, direction } = filter;
        ListContent { within: kind, search, sort, direction, ..ListContent::default() }
    }
}

/// The five routes that every kind has.
macro_rules! noun {
    (
        $path:ident at $address:literal, $one:literal, $many:literal;
        $Thing:ident, $Input:ident, $Patch:ident, $Filter:ident, $At:ident;
        $named:ident, $create:ident, $update:ident, $delete:ident
    ) => {
        mod $path {
            use super::*;

            pub(super) fn routes<A: Api>() -> A {
                A::new()
                    .at($address, |on| on.get(list, doc(TAG, $many)).post(create, doc(TAG, concat!("Make ", $one))))
                    .at(concat!($address, "/{id}"), |on| {
                        on.get(read, doc(TAG, concat!("Read ", $one)))
                            .patch(update, doc(TAG, concat!("Change ", $one)))
                            .delete(delete, doc(TAG, concat!("Take ", $one, " away")))
                    })
            }

            async fn list(
                who: Allowed<may::ContentRead>,
                State(g): State<Gateway>,
                Query(filter): Query<$Filter>,
                Query(page): Query<PageRequest>,
            ) -> Answer<Shown<Page<$Thing>>> {
                Ok(Shown::new(g.content.$path(&who.cx, ListContent { page, ..filter.into() }).await?))
            }

            async fn create(
                who: Allowed<may::ContentWrite>,
                State(g): State<Gateway>,
                Body(input): Body<$Input>,
            ) -> Answer<Created<$Thing>> {
                Ok(Created::versioned(g.content.$create(&who.cx, Create { input }).await?))
            }

            async fn read(
                who: Allowed<may::ContentRead>,
                State(g): State<Gateway>,
                At(at): At<$At>,
            ) -> Answer<Shown<$Thing>> {
                let named = Named { names: vec![Name::Id(at.id)], view: View::default() };
                let found = g.content.$named(&who.cx, named).await?.pop().flatten();
                Ok(Shown::versioned(found.ok_or_else(|| Fault::not_found($one, at.id))?))
            }

            async fn update(
                who: Allowed<may::ContentWrite>,
                State(g): State<Gateway>,
                At(at): At<$At>,
                IfMatch(if_version): IfMatch,
                Body(patch): Body<$Patch>,
            ) -> Answer<Shown<$Thing>> {
                let change = Change { id: at.id, patch, if_version };
                Ok(Shown::versioned(g.content.$update(&who.cx, change).await?))
            }

            async fn delete(
                who: Allowed<may::ContentWrite>,
                State(g): State<Gateway>,
                At(at): At<$At>,
            ) -> Answer<Done> {
                g.content.$delete(&who.cx, Remove { id: at.id }).await?;
                Ok(Done)
            }
        }
    };
}

noun! {
    pages at "/admin/v1/pages", "a page", "Pages";
    ContentPage, ContentPageInput, ContentPagePatch, Filter, PageAt;
    pages_named, create_page, update_page, delete_page
}
noun! {
    blogs at "/admin/v1/blogs", "a blog", "Blogs";
    Blog, BlogInput, BlogPatch, Filter, BlogAt;
    blogs_named, create_blog, update_blog, delete_blog
}
noun! {
    articles at "/admin/v1/articles", "an article", "Articles";
    Article, ArticleInput, ArticlePatch, ArticleFilter, ArticleAt;
    articles_named, create_article, update_article, delete_article
}
noun! {
    menus at "/admin/v1/menus", "a menu", "Menus";
    Menu, MenuInput, MenuPatch, Filter, MenuAt;
    menus_named, create_menu, update_menu, delete_menu
}
noun! {
    redirects at "/admin/v1/redirects", "a redirect", "Redirects";
    Redirect, RedirectInput, RedirectPatch, Filter, RedirectAt;
    redirects_named, create_redirect, update_redirect, delete_redirect
}
noun! {
    metaobject_definitions at "/admin/v1/metaobject-definitions", "a definition of metaobjects", "Definitions of metaobjects";
    MetaobjectDefinition, MetaobjectDefinitionInput, MetaobjectDefinitionPatch, Filter, MetaobjectDefinitionAt;
    metaobject_definitions_named, create_metaobject_definition, update_metaobject_definition,
    delete_metaobject_definition
}
noun! {
    metaobjects at "/admin/v1/metaobjects", "a metaobject", "Metaobjects";
    Metaobject, MetaobjectInput, MetaobjectPatch, MetaobjectFilter, MetaobjectAt;
    metaobjects_named, create_metaobject, update_metaobject, delete_metaobject
}

async fn policies(who: Allowed<may::ContentRead>, State(g): State<Gateway>) -> Answer<Shown<Vec<Policy>>> {
    Ok(Shown::new(g.content.policies(&who.cx, ListPolicies::default()).await?))
}

async fn policy(
    who: Allowed<may::ContentRead>,
    State(g): State<Gateway>,
    At(at): At<PolicyAt>,
) -> Answer<Shown<Policy>> {
    let all = g.content.policies(&who.cx, ListPolicies::default()).await?;
    let found = all.into_iter().find(|one| one.policy == at.policy);
    Ok(Shown::versioned(found.ok_or_else(|| Fault::not_found("policy", at.policy.handle()))?))
}

async fn set_policy(
    who: Allowed<may::ContentWrite>,
    State(g): State<Gateway>,
    At(at): At<PolicyAt>,
    IfMatch(if_version): IfMatch,
    Body(patch): Body<PolicyPatch>,
) -> Answer<Shown<Policy>> {
    let set = SetPolicy { policy: at.policy, patch, if_version };
    Ok(Shown::versioned(g.content.set_policy(&who.cx, set).await?))
}
