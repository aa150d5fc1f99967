//! Menus.

use super::{
    New,
    form::{MAX_LOCALES, MAX_URL, MAX_WORD, handle, is_address, put, required},
};
use infrasell_contracts::content::{
    FOOTER_MENU, MAIN_MENU, MAX_MENU_ITEMS, MAX_MENU_LEVELS, Menu, MenuInput, MenuItem, MenuItemInput, MenuPatch,
    MenuTarget,
};
use infrasell_kernel::{FieldError, Fields, MenuId, MenuItemId, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

/// The most tags of an item.
const MAX_ITEM_TAGS: usize = 20;

/// Addresses by where they lead: what is not among them is not there.
pub(crate) type Known = BTreeMap<MenuTarget, String>;

/// A menu that an input describes. Items that are new have the number 0.
pub(crate) fn new(input: MenuInput, known: &Known, now: Timestamp) -> Result<New<Menu>, Vec<FieldError>> {
    let mut fields = Fields::new();
    let handle = handle(&mut fields, "handle", input.handle.as_deref());
    let title = required(&mut fields, "title", &input.title, MAX_WORD);
    let items = Items { known, old: BTreeSet::new(), kept: BTreeSet::new() }.check(&mut fields, input.items);
    fields.done()?;
    let thing = Menu {
        id: MenuId::from_i64(0),
        handle: String::new(),
        title,
        items,
        is_default: false,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    Ok(New { thing, handle })
}

/// What a menu becomes by a change.
pub(crate) fn changed(mut menu: Menu, patch: MenuPatch, known: &Known) -> Result<Menu, Vec<FieldError>> {
    let mut fields = Fields::new();
    put(&mut menu.handle, handle(&mut fields, "handle", patch.handle.as_deref()));
    put(&mut menu.title, patch.title.map(|title| required(&mut fields, "title", &title, MAX_WORD)));
    if let Some(items) = patch.items {
        let (mut old, mut kept) = (BTreeSet::new(), BTreeSet::new());
        each(&menu.items, &mut |item| {
            old.insert(item.id);
            kept.insert(item.target.clone());
        });
        menu.items = Items { known, old, kept }.check(&mut fields, items);
    }
    fields.done()?;
    Ok(menu)
}

/// Does something with every item, from the first to the last.
pub(crate) fn each(items: &[MenuItem], f: &mut impl FnMut(&MenuItem)) {
    for item in items {
        f(item);
        each(&item.items, f);
    }
}

/// The same, to change them.
pub(crate) fn each_mut(items: &mut [MenuItem], f: &mut impl FnMut(&mut MenuItem)) {
    for item in items {
        f(item);
        each_mut(&mut item.items, f);
    }
}

/// Where the items of an input lead, as far as it is not too deep.
pub(crate) fn targets(items: &[MenuItemInput]) -> Vec<MenuTarget> {
    let mut out = vec![];
    let mut level: Vec<&MenuItemInput> = items.iter().collect();
    for _ in 0..MAX_MENU_LEVELS {
        out.extend(level.iter().map(|item| item.target.clone()).take(MAX_MENU_ITEMS));
        level = level.into_iter().flat_map(|item| &item.items).collect();
    }
    out.truncate(MAX_MENU_ITEMS);
    out
}

struct Items<'a> {
    known: &'a Known,
    /// The items that the menu has.
    old: BTreeSet<MenuItemId>,
    /// Where it leads already: that may be gone by now.
    kept: BTreeSet<MenuTarget>,
}

impl Items<'_> {
    fn check(mut self, fields: &mut Fields, items: Vec<MenuItemInput>) -> Vec<MenuItem> {
        let (count, levels) = measure(&items);
        if levels > MAX_MENU_LEVELS {
            fields.add("items", "too_deep", format!("a menu has {levels} levels, more than {MAX_MENU_LEVELS}"));
            return vec![];
        }
        if count > MAX_MENU_ITEMS {
            fields.add("items", "too_many", format!("a menu has {count} items, more than {MAX_MENU_ITEMS}"));
            return vec![];
        }
        self.level(fields, "items", items)
    }

    fn level(&mut self, fields: &mut Fields, path: &str, items: Vec<MenuItemInput>) -> Vec<MenuItem> {
        let mut out = Vec::with_capacity(items.len());
        for (place, item) in items.into_iter().enumerate() {
            out.push(self.item(fields, &format!("{path}.{place}"), item));
        }
        out
    }

    fn item(&mut self, fields: &mut Fields, path: &str, item: MenuItemInput) -> MenuItem {
        if let Some(id) = item.id {
            // taken out of the set, so that the same item twice is refused, too
            let message = format!("{path}.id is no item of this menu, or named twice");
            fields.check(self.old.remove(&id), &format!("{path}.id"), "unknown", message);
        }
        let count = item.titles.len();
        let message = format!("{path}.titles has {count} languages, more than {MAX_LOCALES}");
        fields.check(count <= MAX_LOCALES, &format!("{path}.titles"), "too_many", message);
        let titles = item.titles.into_iter().map(|(locale, title)| {
            let title = required(fields, &format!("{path}.titles.{locale}"), &title, MAX_WORD);
            (locale, title)
        });
        let titles = titles.collect();
        let message = format!("{path}.tags has {} entries, more than {MAX_ITEM_TAGS}", item.tags.len());
        fields.check(item.tags.len() <= MAX_ITEM_TAGS, &format!("{path}.tags"), "too_many", message);
        let tags = item.tags.iter().take(MAX_ITEM_TAGS).enumerate();
        let tags = tags.map(|(i, tag)| required(fields, &format!("{path}.tags.{i}"), tag, MAX_WORD)).collect();
        MenuItem {
            id: item.id.unwrap_or(MenuItemId::from_i64(0)),
            title: required(fields, &format!("{path}.title"), &item.title, MAX_WORD),
            titles,
            target: self.target(fields, path, item.target),
            url: None,
            tags,
            items: self.level(fields, &format!("{path}.items"), item.items),
        }
    }

    fn target(&self, fields: &mut Fields, path: &str, target: MenuTarget) -> MenuTarget {
        match target {
            MenuTarget::Http { url } => {
                let url = url.trim().to_owned();
                let at = format!("{path}.target.url");
                fields.max_len(&at, &url, MAX_URL);
                let message = format!("{at} must begin with a single /, https://, http://, mailto: or tel:");
                fields.check(is_link(&url), &at, "invalid_url", message);
                MenuTarget::Http { url }
            }
            target => {
                let is_there = self.known.contains_key(&target) || self.kept.contains(&target);
                let at = format!("{path}.target.id");
                fields.check(is_there, &at, "unknown", format!("{at} names nothing that is there"));
                target
            }
        }
    }
}

fn is_link(url: &str) -> bool {
    let is_other = ["mailto:", "tel:"].iter().any(|scheme| url.len() > scheme.len() && url.starts_with(scheme));
    let is_clean = !url.chars().any(|c| c.is_whitespace() || c.is_control());
    (is_other && is_clean) || is_address(url)
}

/// How many items there are, and on how many levels. Counted level by level: what is too deep is not walked down to.
fn measure(items: &[MenuItemInput]) -> (usize, usize) {
    let (mut count, mut levels) = (0, 0);
    let mut level: Vec<&MenuItemInput> = items.iter().collect();
    while !level.is_empty() {
        count += level.len();
        levels += 1;
        level = level.into_iter().flat_map(|item| &item.items).collect();
    }
    (count, levels)
}

/// The menus that a shop begins with.
pub(crate) fn defaults(now: Timestamp) -> [Menu; 2] {
    let item = |title: &str, target| MenuItem {
        id: MenuItemId::from_i64(0),
        title: title.into(),
        titles: BTreeMap::new(),
        target,
        url: None,
        tags: vec![],
        items: vec![],
    };
    let menu = |handle: &str, title: &str, items| Menu {
        id: MenuId::from_i64(0),
        handle: handle.into(),
        title: title.into(),
        items,
        is_default: true,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    let main = vec![item("Home", MenuTarget::FrontPage), item("Catalogue", MenuTarget::Catalog)];
    [menu(MAIN_MENU, "Main menu", main), menu(FOOTER_MENU, "Footer menu", vec![item("Search", MenuTarget::Search)])]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(title: &str, url: &str, items: Vec<MenuItemInput>) -> MenuItemInput {
        let target = MenuTarget::Http { url: url.into() };
        MenuItemInput { id: None, title: title.into(), titles: BTreeMap::new(), target, tags: vec![], items }
    }

    fn bad(items: Vec<MenuItemInput>) -> Vec<String> {
        let input = MenuInput { handle: None, title: "Main".into(), items };
        let answer = new(input, &Known::new(), Timestamp::from_micros(1));
        answer.err().unwrap_or_default().iter().map(|e| format!("{} {}", e.path, e.code)).collect()
    }

    #[test]
    fn a_menu_has_three_levels_and_no_more() {
        let nested =
            |levels: usize| (1..levels).fold(vec![item("a", "/", vec![])], |under, _| vec![item("a", "/", under)]);
        assert_eq!(bad(nested(3)), [""; 0]);
        assert_eq!(bad(nested(4)), ["items too_deep"]);
        assert_eq!(bad(nested(5_000).into_iter().collect()), ["items too_deep"]);
        let many = (0..251).map(|_| item("a", "/", vec![])).collect();
        assert_eq!(bad(many), ["items too_many"]);
    }

    #[test]
    fn every_bad_item_is_named() {
        let items = vec![
            item("", "javascript:alert(1)", vec![]),
            item("b", "/ok", vec![item("c", "//evil.example", vec![]), item("d", "mailto:a@b.in", vec![])]),
            MenuItemInput { target: MenuTarget::FrontPage, ..item("e", "", vec![]) },
        ];
        let expected = [
            "items.0.title required",
            "items.0.target.url invalid_url",
            "items.1.items.0.target.url invalid_url",
            "items.2.target.id unknown",
        ];
        assert_eq!(bad(items), expected);
    }
}
