//! Things by their ids, whatever they are.

use super::{RootWriter, cart, menu, metaobject, page, product, root, sitemap};
use crate::{ids, plan::Field, writer::Writer};
use serde_json::Value;

pub(super) const ROOT: &[(&str, RootWriter)] = &[
    ("node", |f, w| {
        let id = w.arg_text(f, "id").unwrap_or("");
        write(f, w, id);
    }),
    ("nodes", |f, w| {
        let ids = w.args(f).get("ids").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        if ids.len() > 250 {
            return w.fail("BAD_USER_INPUT", "nodes takes at most 250 ids");
        }
        w.each(f, ids, |w, id| write(f, w, id.as_str().unwrap_or("")));
    }),
    ("consentManagement", root::consent),
    ("publicApiVersions", root::versions),
];

/// Writes what has this id, or null.
pub fn write<'w>(f: &'w Field, w: &mut Writer<'w>, id: &str) {
    let Some((kind, name)) = ids::parts(id) else { return w.null() };
    match kind.as_str() {
        "Cart" => cart::by_id(f, w, id),
        "Product" => product::by_id(f, w, id),
        "Collection" => super::collection::by_id(f, w, id),
        "ProductVariant" => product::variant_by_id(f, w, id),
        "ProductOption" => product::option_by_id(f, w, &name),
        "ProductOptionValue" => product::option_value_by_id(f, w, &name),
        "Shop" => super::shop::write(f, w),
        "Page" => page::page_by_id(f, w, id),
        "Blog" => page::blog_by_id(f, w, id),
        "Article" => page::article_by_id(f, w, id),
        "Menu" => menu::by_id(f, w, id),
        "ShopPolicy" => menu::policy_by_id(f, w, id),
        "Metaobject" => metaobject::by_id(f, w, id),
        "UrlRedirect" => sitemap::redirect_by_id(f, w, id),
        _ => w.null(),
    }
}
