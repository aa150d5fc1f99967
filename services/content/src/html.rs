//! HTML as it is kept: cleaned of whatever could do harm to who reads it.
//!
//! Always true: cleaning what was cleaned changes nothing; no script, no handler, no `javascript:` is left; a frame shows
//! nothing but a video of the places that are named here.

use ammonia::Builder;
use std::{borrow::Cow, sync::LazyLock};

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
    fn deep_markup_is_cleaned_all_the_same() {
        let deep = "<div>".repeat(50_000);
        assert!(clean(&deep).starts_with("<div>"));
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
