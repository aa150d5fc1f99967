//! Addresses on the shop's own pages: where each kind of thing is, and the one form of a path.

use crate::noun::Noun;
use infrasell_contracts::content::{ContentKind, PolicyKind};

/// The path without a slash at its end, query and fragment; `/` for the front page.
pub(crate) fn canonical(path: &str) -> String {
    let path = path.trim();
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let path = path.trim_end_matches('/');
    if path.is_empty() { "/".into() } else { path.to_owned() }
}

/// Whether an address leads to another place than the shop's own pages.
pub(crate) fn is_elsewhere(address: &str) -> bool {
    !address.starts_with('/')
}

/// The path of a thing, if it has one of its own.
pub(crate) fn of<N: Noun>(thing: &N, within: Option<&str>) -> Option<String> {
    at(N::KIND, thing.entry().handle, within)
}

/// The path of what has this handle.
pub(crate) fn at(kind: ContentKind, handle: &str, within: Option<&str>) -> Option<String> {
    Some(match (kind, within) {
        (ContentKind::Page, _) => format!("/pages/{handle}"),
        (ContentKind::Blog, _) => format!("/blogs/{handle}"),
        (ContentKind::Article, Some(blog)) => format!("/blogs/{blog}/{handle}"),
        (ContentKind::Metaobject, Some(kind)) => format!("/pages/{kind}/{handle}"),
        _ => return None,
    })
}

/// The path of a policy.
pub(crate) fn policy(kind: PolicyKind) -> String {
    format!("/policies/{}", kind.handle())
}

/// For the path of an article: that of its blog, and the rest.
pub(crate) fn blog_of(path: &str) -> Option<(&str, &str)> {
    let rest = path.strip_prefix("/blogs/")?;
    let slash = rest.find('/')?;
    let (blog, article) = path.split_at("/blogs/".len() + slash);
    (!article[1..].contains('/')).then_some((blog, article))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_has_one_form() {
        for (given, one) in
            [("/a/", "/a"), ("/", "/"), ("", "/"), ("/a?x=1#y", "/a"), (" /a// ", "/a"), ("/Ä/b", "/Ä/b")]
        {
            assert_eq!(canonical(given), one);
            assert_eq!(canonical(one), one);
        }
    }

    #[test]
    fn an_article_is_under_its_blog() {
        assert_eq!(blog_of("/blogs/news/opening"), Some(("/blogs/news", "/opening")));
        for path in ["/blogs/news", "/pages/a/b", "/blogs/news/tagged/x", "/"] {
            assert_eq!(blog_of(path), None, "{path}");
        }
    }
}
