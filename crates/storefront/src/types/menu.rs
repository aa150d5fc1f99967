//! Menus, and the policies that they lead to.

use super::{
    RootWriter,
    collection::CollectionOf,
    metaobject::MetaobjectOf,
    page::{ArticleOf, BlogOf, PageOf},
    product::ProductOf,
};
use crate::{fields, ids, object::Table, plan::Field, writer::Writer};
use infrasell_contracts::content::{Menu, MenuItem, MenuTarget, Name, Policy, PolicyKind};
use infrasell_kernel::MenuId;

/// A menu.
#[derive(Clone, Copy)]
pub struct MenuOf<'a>(pub &'a Menu);
/// An item of a menu.
#[derive(Clone, Copy)]
pub struct ItemOf<'a>(pub &'a MenuItem);
/// A policy.
#[derive(Clone, Copy)]
pub struct PolicyOf<'a>(pub &'a Policy);
/// The policy that may be a usual one.
#[derive(Clone, Copy)]
struct UsualPolicyOf<'a>(&'a Policy);

fields! { "Menu" for MenuOf<'_>, |menu, f, w| {
    "handle" => w.text(&menu.0.handle),
    "id" => w.gid("Menu", menu.0.id.get()),
    "items" => w.objects(f, menu.0.items.iter().map(ItemOf)),
    "itemsCount" => w.int(i64::try_from(menu.0.items.len()).unwrap_or(i64::MAX)),
    "title" => w.text(&menu.0.title),
}}

fields! { "MenuItem" for ItemOf<'_>, |item, f, w| {
    "id" => w.gid("MenuItem", item.0.id.get()),
    "items" => w.objects(f, item.0.items.iter().map(ItemOf)),
    "resource" => resource(f, w, &item.0.target),
    "resourceId" => match resource_id(&item.0.target) {
        Some((kind, id)) => w.gid(kind, id),
        None => w.null(),
    },
    "tags" => w.texts(&item.0.tags),
    "title" => w.text(&item.0.title),
    "type" => w.text(kind(&item.0.target)),
    "url" => match &item.0.url {
        Some(url) => w.url(url),
        None => w.null(),
    },
}}

fields! { "ShopPolicy" for PolicyOf<'_>, |policy, f, w| {
    "body" => w.text(&policy.0.body_html),
    "handle" => w.text(&policy.0.handle),
    "id" => w.gid("ShopPolicy", policy.0.policy.number()),
    "title" => w.text(&policy.0.title),
    "url" => w.url(&format!("/policies/{}", policy.0.handle)),
}}

fields! { "ShopPolicyWithDefault" for UsualPolicyOf<'_>, |policy, f, w| {
    "body" => w.text(&policy.0.body_html),
    "handle" => w.text(&policy.0.handle),
    "id" => w.gid("ShopPolicy", policy.0.policy.number()),
    "title" => w.text(&policy.0.title),
    "url" => w.url(&format!("/policies/{}", policy.0.handle)),
}}

pub(super) const TABLES: &[Table] = &[
    Table::of::<MenuOf<'static>>(),
    Table::of::<ItemOf<'static>>(),
    Table::of::<PolicyOf<'static>>(),
    Table::of::<UsualPolicyOf<'static>>(),
];

pub(super) const ROOT: &[(&str, RootWriter)] = &[("menu", |f, w| {
    let handle = w.arg_text(f, "handle").unwrap_or("");
    menu(f, w, &Name::handle(handle));
})];

fn menu<'w>(f: &'w Field, w: &mut Writer<'w>, name: &Name<MenuId>) {
    let found = w.get(&w.facts.menus, name);
    w.object_or_null(f, found.map(MenuOf).as_ref());
}

/// Writes the menu with this id, or null.
pub fn by_id<'w>(f: &'w Field, w: &mut Writer<'w>, id: &str) {
    match ids::number("Menu", id) {
        Some(id) => menu(f, w, &Name::Id(MenuId::from_i64(id))),
        None => w.null(),
    }
}

fn find<'w>(w: &mut Writer<'w>, kind: PolicyKind) -> Option<&'w Policy> {
    w.get(&w.facts.policies, &())?.iter().find(|policy| policy.policy == kind)
}

/// Writes a policy, or null when it has no text.
pub fn policy<'w>(f: &'w Field, w: &mut Writer<'w>, kind: PolicyKind) {
    let found = find(w, kind);
    w.object_or_null(f, found.map(PolicyOf).as_ref());
}

/// Writes a policy that may be a usual one, or null when it has no text.
pub fn usual_policy<'w>(f: &'w Field, w: &mut Writer<'w>, kind: PolicyKind) {
    let found = find(w, kind);
    w.object_or_null(f, found.map(UsualPolicyOf).as_ref());
}

/// Writes the policy with this id, or null.
pub fn policy_by_id<'w>(f: &'w Field, w: &mut Writer<'w>, id: &str) {
    let number = ids::number("ShopPolicy", id);
    match PolicyKind::ALL.into_iter().find(|kind| Some(kind.number()) == number) {
        Some(kind) => policy(f, w, kind),
        None => w.null(),
    }
}

/// Writes what an item leads to, when that is a thing of the shop's.
fn resource<'w>(f: &'w Field, w: &mut Writer<'w>, target: &MenuTarget) {
    match target {
        MenuTarget::Product { id } => {
            let found = w.get(&w.facts.products, id);
            w.object_or_null(f, found.map(|product| ProductOf(product)).as_ref());
        }
        MenuTarget::Collection { id } => {
            let found = w.get(&w.facts.collections, id);
            w.object_or_null(f, found.map(|one| CollectionOf(one)).as_ref());
        }
        MenuTarget::Page { id } => {
            let found = w.get(&w.facts.pages, &Name::Id(*id));
            w.object_or_null(f, found.map(PageOf).as_ref());
        }
        MenuTarget::Blog { id } => {
            let found = w.get(&w.facts.blogs, &Name::Id(*id));
            w.object_or_null(f, found.map(BlogOf).as_ref());
        }
        MenuTarget::Article { id } => {
            let found = w.get(&w.facts.articles, &Name::Id(*id));
            w.object_or_null(f, found.map(ArticleOf).as_ref());
        }
        MenuTarget::Metaobject { id } => {
            let found = w.get(&w.facts.metaobjects, &Name::Id(*id));
            w.object_or_null(f, found.map(MetaobjectOf).as_ref());
        }
        MenuTarget::Policy { policy: kind } => policy(f, w, *kind),
        _ => w.null(),
    }
}

fn resource_id(target: &MenuTarget) -> Option<(&'static str, i64)> {
    Some(match target {
        MenuTarget::Product { id } => ("Product", id.get()),
        MenuTarget::Collection { id } => ("Collection", id.get()),
        MenuTarget::Page { id } => ("Page", id.get()),
        MenuTarget::Blog { id } => ("Blog", id.get()),
        MenuTarget::Article { id } => ("Article", id.get()),
        MenuTarget::Metaobject { id } => ("Metaobject", id.get()),
        MenuTarget::Policy { policy } => ("ShopPolicy", policy.number()),
        _ => return None,
    })
}

fn kind(target: &MenuTarget) -> &'static str {
    match target {
        MenuTarget::FrontPage => "FRONTPAGE",
        MenuTarget::Catalog => "CATALOG",
        MenuTarget::Collections => "COLLECTIONS",
        MenuTarget::Search => "SEARCH",
        MenuTarget::CustomerAccount => "CUSTOMER_ACCOUNT_PAGE",
        MenuTarget::Product { .. } => "PRODUCT",
        MenuTarget::Collection { .. } => "COLLECTION",
        MenuTarget::Page { .. } => "PAGE",
        MenuTarget::Blog { .. } => "BLOG",
        MenuTarget::Article { .. } => "ARTICLE",
        MenuTarget::Metaobject { .. } => "METAOBJECT",
        MenuTarget::Policy { .. } => "SHOP_POLICY",
        MenuTarget::Http { .. } => "HTTP",
    }
}
