//! HTML as it is kept: cleaned of whatever could do harm to who reads it.
//!
//! Always true: cleaning what was cleaned changes nothing; no script, no handler, no `javascript:` is left; a frame shows
//! nothing but a video of the places that are named here.

use ammonia::Builder;
use std::{borrow::Cow, collections::HashMap, sync::LazyLock};

/// How deep elements may stand in each other: what a parser does with each grows with it.
pub(crate) const MAX_DEPTH: usize = 200;
/// How many attributes one tag may have: a parser compares each with all before it.
pub(crate) const MAX_ATTRIBUTES: usize = 100;
/// Elements that hold nothing, or end by themselves where the next one begins.
const SHALLOW: [&str; 26] = [
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option", "p",
    "param", "rp", "rt", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "wbr",
];

/// Where videos may be shown from.
const VIDEOS: [&str; 3] =
    ["https://www.youtube.com/embed/", "https://www.youtube-nocookie.com/embed/", "https://player.vimeo.com/video/"];
/// What a `style` may say.
const STYLES: [&str; 12] = [
    "background-color",
    "color",
    "float",
    "font-style",
    "font-weight",
    "height",
    "max-width",
    "text-align",
    "text-decoration",
    "vertical-align",
    "white-space",
    "width",
];

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::default();
    builder
        .add_tags(["iframe", "video", "audio", "source", "picture", "section", "main"])
        .add_generic_attributes(["class", "id", "style", "dir", "role", "aria-label", "aria-hidden"])
        .filter_style_properties(STYLES.into())
        .add_tag_attributes("a", ["target", "name"])
        .add_tag_attributes("img", ["loading", "srcset", "sizes"])
        .add_tag_attributes("iframe", ["src", "width", "height", "allowfullscreen", "loading"])
        .add_tag_attributes("video", ["src", "poster", "controls", "width", "height", "loop", "muted", "playsinline"])
        .add_tag_attributes("audio", ["src", "controls", "loop"])
        .add_tag_attributes("source", ["src", "srcset", "type", "media", "sizes"])
        .url_schemes(["http", "https", "mailto", "tel"].into())
        .link_rel(Some("noopener"))
        .attribute_filter(|element, attribute, value| {
            let is_frame = element == "iframe" && attribute == "src";
            let may = !is_frame || VIDEOS.iter().any(|place| value.starts_with(place));
            may.then_some(Cow::Borrowed(value))
        });
    builder
});

/// How deep a parser of this HTML may get at the most, and the most attributes that it may find in one tag. Counted without
/// one, in a single pass, because it is what keeps a parser from taking long.
pub(crate) fn measure(html: &str) -> (usize, usize) {
    let (mut open, mut depth): (HashMap<String, usize>, usize) = (HashMap::new(), 0);
    let (mut deepest, mut most) = (0, 0);
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let (is_end, tag) = rest.strip_prefix('/').map_or((false, rest), |tag| (true, tag));
        let length = tag.find(|c: char| c.is_whitespace() || matches!(c, '/' | '>' | '<')).unwrap_or(tag.len());
        let name = tag[..length].to_ascii_lowercase();
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        most = most.max(attributes(&tag[length..]));
        if SHALLOW.contains(&name.as_str()) {
            continue;
        }
        let count = open.entry(name).or_default();
        if !is_end {
            (*count, depth) = (*count + 1, depth + 1);
            deepest = deepest.max(depth);
        } else if *count > 0 {
            (*count, depth) = (*count - 1, depth - 1);
        }
    }
    (deepest, most)
}

/// How many attributes stand between here and the end of the tag.
fn attributes(tag: &str) -> usize {
    let (mut count, mut quote, mut last) = (0, None, ' ');
    for c in tag.chars() {
        match quote {
            Some(mark) if c == mark => (quote, last) = (None, ' '),
            Some(_) => {}
            None if c == '>' => break,
            // a quote means something behind an equals sign alone
            None if matches!(c, '"' | '\'') && last == '=' => quote = Some(c),
            None if c.is_whitespace() || c == '/' => last = if last == '=' { '=' } else { ' ' },
            None => {
                count += usize::from(last == ' ');
                last = c;
            }
        }
    }
    count
}

/// The HTML without what could do harm.
pub(crate) fn clean(html: &str) -> String {
    if !html.contains(['<', '&', '>', '\0']) {
        return html.to_owned();
    }
    CLEANER.clean(html).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_people_write_stays() {
        for html in [
            "<p>We ship <strong>worldwide</strong>.</p>",
            "<h2 id=\"care\">Care</h2><ul><li>Wash cold</li></ul>",
            "<img src=\"/media/a.jpg\" alt=\"A mug\" loading=\"lazy\">",
            "<p style=\"text-align:center\">In the middle</p>",
            "<iframe src=\"https://www.youtube.com/embed/abc\" width=\"560\" height=\"315\"></iframe>",
            "plain words, no markup",
            "नमस्ते",
        ] {
            assert_eq!(clean(html), html);
        }
    }

    #[test]
    fn what_does_harm_goes() {
        for (html, left) in [
            ("<script>alert(1)</script>hello", "hello"),
            ("<img src=x onerror=alert(1)>", "<img src=\"x\">"),
            ("<a href=\"javascript:alert(1)\">x</a>", "<a rel=\"noopener\">x</a>"),
            ("<a href=\"data:text/html,x\">x</a>", "<a rel=\"noopener\">x</a>"),
            ("<iframe src=\"https://evil.example/\"></iframe>", "<iframe></iframe>"),
            ("<iframe src=\"https://www.youtube.com.evil.example/embed/\"></iframe>", "<iframe></iframe>"),
            ("<iframe srcdoc=\"<script>1</script>\"></iframe>", "<iframe></iframe>"),
            ("<svg><script>1</script></svg>", ""),
            ("<style>p{}</style><p>a</p>", "<p>a</p>"),
            ("<form action=/x><input></form>", ""),
            ("<p>a", "<p>a</p>"),
        ] {
            assert_eq!(clean(html), left, "{html}");
        }
        let styled = clean("<p style=\"position:fixed;background:url(javascript:1);color:red\">a</p>");
        assert!(!styled.contains("position") && !styled.contains("url") && styled.contains("color"), "{styled}");
    }

    #[test]
    fn what_would_keep_a_parser_busy_is_found_without_one() {
        for (html, measured) in [
            ("<p>a<p>b<br><img src=x>", (0, 1)),
            ("<div><ul><li>a<li>b</ul></div><div>c</div>", (2, 0)),
            ("<b></i><b></i><b>", (3, 0)),
            ("a < b, a <3", (0, 0)),
            ("<a href=\"x y z\" title='a b' x= \"p q\">", (1, 3)),
            ("<p \"a b c\"/d>", (0, 4)),
            ("", (0, 0)),
        ] {
            assert_eq!(measure(html), measured, "{html}");
        }
        assert_eq!(measure(&"<div>".repeat(100_000)).0, 100_000);
        assert_eq!(measure(&format!("<p {}>", "a ".repeat(100_000))).1, 100_000);
    }

    proptest! {
        #[test]
        fn cleaning_twice_is_cleaning_once(html in "[a-z<>/=\"' &;#!\\-]{0,120}") {
            let once = clean(&html);
            prop_assert_eq!(clean(&once), once);
        }

        #[test]
        fn no_handler_survives(tag in "(img|p|a|svg|video|iframe)", event in "on[a-z]{3,9}") {
            let cleaned = clean(&format!("<{tag} {event}=alert(1) src=x>hello"));
            prop_assert!(!cleaned.contains("alert"), "{}", cleaned);
        }
    }
}
