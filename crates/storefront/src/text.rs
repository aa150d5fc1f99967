//! Markup as plain text.

/// Characters that have a name in markup.
const NAMED: [(&str, char); 7] =
    [("amp", '&'), ("lt", '<'), ("gt", '>'), ("quot", '"'), ("apos", '\''), ("nbsp", ' '), ("#39", '\'')];
/// Tags that stand within a line.
const INLINE: [&str; 12] = ["a", "abbr", "b", "code", "em", "i", "mark", "small", "span", "strong", "sub", "sup"];
/// The longest name of a character that is looked for, bytes.
const LONGEST_NAME: usize = 8;

/// What stands in markup, without it: tags that end a line become spaces, white space is one space; cut off after `most` characters, with
/// an ellipsis.
#[must_use]
pub fn plain(html: &str, most: Option<usize>) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        let (before, from) = rest.split_at(at);
        put(&mut text, before);
        rest = if from.starts_with('<') { skip_tag(&mut text, from) } else { read_name(&mut text, from) };
    }
    put(&mut text, rest);
    let text = text.trim();
    match most.and_then(|most| text.char_indices().nth(most).map(|_| most)) {
        Some(most) => text.chars().take(most.saturating_sub(3)).chain("...".chars().take(most)).collect(),
        None => text.to_owned(),
    }
}

fn put(text: &mut String, part: &str) {
    for c in part.chars() {
        if !c.is_whitespace() {
            text.push(c);
        } else if !text.is_empty() && !text.ends_with(' ') {
            text.push(' ');
        }
    }
}

/// What stands behind a tag. A `<` that begins none is itself.
fn skip_tag<'a>(text: &mut String, from: &'a str) -> &'a str {
    let is_tag = from[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
    match (is_tag, from.find('>')) {
        (true, Some(end)) => {
            let name = from[1..end].trim_start_matches('/').split(|c: char| !c.is_ascii_alphanumeric()).next();
            if !name.is_some_and(|name| INLINE.contains(&name.to_ascii_lowercase().as_str())) {
                put(text, " ");
            }
            &from[end + 1..]
        }
        _ => {
            text.push('<');
            &from[1..]
        }
    }
}

/// What stands behind the name of a character. A `&` that begins none is itself.
fn read_name<'a>(text: &mut String, from: &'a str) -> &'a str {
    let end = from.bytes().take(LONGEST_NAME + 2).position(|byte| byte == b';');
    let named = end.and_then(|end| {
        let name = &from[1..end];
        let coded = name.strip_prefix('#').and_then(|digits| match digits.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => digits.parse().ok(),
        });
        let known = NAMED.iter().find(|(known, _)| *known == name).map(|(_, c)| *c);
        known.or_else(|| coded.and_then(char::from_u32)).map(|c| (c, end))
    });
    match named {
        Some((c, end)) => {
            put(text, c.encode_utf8(&mut [0; 4]));
            &from[end + 1..]
        }
        None => {
            text.push('&');
            &from[1..]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn markup_is_taken_out() {
        for (html, text) in [
            ("<p>Tea from <b>Assam</b>.</p><p>250&nbsp;g</p>", "Tea from Assam. 250 g"),
            ("a &lt; b &amp;&amp; c &#8377;5 &#x20B9;6", "a < b && c ₹5 ₹6"),
            ("1 < 2 &c; &unknown; <", "1 < 2 &c; &unknown; <"),
            ("  \n <br/> ", ""),
        ] {
            assert_eq!(plain(html, None), text, "{html}");
        }
        assert_eq!(plain("<i>abcdefghij</i>", Some(6)), "abc...");
        assert_eq!(plain("abc", Some(3)), "abc");
        assert_eq!(plain("abcdef", Some(2)), "..");
    }

    proptest! {
        #[test]
        fn no_markup_breaks_it(html in "[<>&;#a-z \u{900}-\u{97f}]{0,200}", most in 0..100_usize) {
            prop_assert!(plain(&html, Some(most)).chars().count() <= most);
        }
    }
}
