//! In which language a page speaks.
//!
//! Always true: what the buyer has chosen on a page counts before what his storefront said, that before what his browser
//! says; a language that there are no words in is never taken.

use axum::http::{HeaderMap, HeaderValue, Uri, header};
use infrasell_kernel::{Currency, Locale, format};

/// The cookie that remembers a choice.
const COOKIE: &str = "infrasell_lang";
/// How long it is remembered, seconds.
const REMEMBERED: u32 = 180 * 24 * 3_600;

/// A language that there are words in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// Hindi.
    Hindi,
}

impl Language {
    /// Every one.
    pub const ALL: [Language; 2] = [Language::English, Language::Hindi];

    /// Its code, as in `lang="hi"`.
    pub const fn code(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::Hindi => "hi",
        }
    }

    /// What its readers call it.
    pub const fn own_name(self) -> &'static str {
        match self {
            Language::English => "English",
            Language::Hindi => "हिन्दी",
        }
    }

    /// The language of a tag such as `hi-IN`.
    pub fn of(tag: &str) -> Option<Language> {
        let code = tag.trim().split(['-', '_']).next().unwrap_or("").to_ascii_lowercase();
        Language::ALL.into_iter().find(|language| language.code() == code)
    }

    /// How amounts and dates are written in it, for a buyer whose storefront speaks `spoken`.
    pub fn locale(self, spoken: &Locale, currency: Currency) -> Locale {
        if Language::of(&spoken.to_string()) == Some(self) {
            return spoken.clone();
        }
        let tag = match self {
            Language::Hindi => "hi-IN",
            Language::English if currency == Currency::INR => "en-IN",
            Language::English => "en",
        };
        tag.parse().unwrap_or_else(|_| spoken.clone())
    }
}

/// What a request says about language.
#[derive(Debug, Clone, Copy, Default)]
pub struct Spoken {
    /// What the buyer has chosen on a page: just now, or before.
    chosen: Option<Language>,
    /// Whether he has chosen just now, so that it has to be remembered.
    now: bool,
    /// What his browser asks for.
    asked: Option<Language>,
}

impl Spoken {
    /// What stands in a request.
    pub fn read(headers: &HeaderMap, uri: &Uri) -> Spoken {
        let pairs = form_urlencoded::parse(uri.query().unwrap_or("").as_bytes());
        let now = pairs.filter(|(name, _)| name == "lang").find_map(|(_, value)| Language::of(&value));
        let asked = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).and_then(preferred);
        Spoken { chosen: now.or_else(|| remembered(headers)), now: now.is_some(), asked }
    }

    /// The language for a buyer whose storefront speaks `spoken`, in a channel that speaks `usual` when nothing is said.
    pub fn language(&self, spoken: &Locale, usual: Option<&Locale>) -> Language {
        let said = usual.is_none_or(|usual| format::language(usual) != format::language(spoken));
        let by_shop = Language::of(&spoken.to_string());
        let meant = by_shop.filter(|_| said);
        self.chosen.or(meant).or(self.asked).or(by_shop).unwrap_or(Language::English)
    }

    /// The language where there is no storefront to ask.
    pub fn alone(&self) -> Language {
        self.chosen.or(self.asked).unwrap_or(Language::English)
    }

    /// The `Set-Cookie` that remembers what was chosen just now.
    pub fn cookie(&self) -> Option<HeaderValue> {
        let chosen = self.chosen.filter(|_| self.now)?.code();
        let text = format!("{COOKIE}={chosen}; Path=/; Max-Age={REMEMBERED}; HttpOnly; SameSite=Lax");
        HeaderValue::from_str(&text).ok()
    }
}

fn remembered(headers: &HeaderMap) -> Option<Language> {
    let lines = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE).and_then(|(_, value)| Language::of(value))
}

/// The language that an `Accept-Language` likes best of those that there are; the earlier one of two that it likes alike.
fn preferred(accepted: &str) -> Option<Language> {
    let mut best: Option<(u32, Language)> = None;
    for part in accepted.split(',').take(32) {
        let (tag, rest) = part.split_once(';').unwrap_or((part, ""));
        let Some(language) = Language::of(tag) else { continue };
        let weight = weight(rest);
        if weight > 0 && best.is_none_or(|(known, _)| weight > known) {
            best = Some((weight, language));
        }
    }
    best.map(|(_, language)| language)
}

/// `q=0.8` in thousandths; a thousand when nothing is said, nothing when it cannot be read.
fn weight(text: &str) -> u32 {
    let Some(value) = text.trim().strip_prefix("q=") else { return 1_000 };
    let (whole, fraction) = value.trim().split_once('.').unwrap_or((value.trim(), ""));
    let digits: String = fraction.chars().chain("000".chars()).take(3).collect();
    match (whole, digits.parse::<u32>()) {
        ("0", Ok(thousandths)) => thousandths,
        ("1", Ok(_)) => 1_000,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spoken(accept: &str, cookie: &str, uri: &str) -> Spoken {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_str(accept).unwrap());
        headers.insert(header::COOKIE, HeaderValue::from_str(cookie).unwrap());
        Spoken::read(&headers, &uri.parse().unwrap())
    }

    fn locale(text: &str) -> Locale {
        text.parse().unwrap()
    }

    #[test]
    fn the_best_liked_language_that_there_is_is_taken() {
        for (accept, want) in [
            ("hi-IN,hi;q=0.9,en;q=0.8", Some(Language::Hindi)),
            ("de, en;q=0.7, hi;q=0.8", Some(Language::Hindi)),
            ("en;q=0.8,hi;q=0.8", Some(Language::English)),
            ("hi;q=0, en;q=0.1", Some(Language::English)),
            ("de-DE,fr;q=0.5", None),
            ("*", None),
            ("hi;q=2,;;,=,en;q=x", None),
            ("", None),
        ] {
            assert_eq!(preferred(accept), want, "{accept}");
        }
    }

    #[test]
    fn a_choice_counts_before_the_storefront_and_that_before_the_browser() {
        let usual = locale("en-IN");
        let of = |s: &Spoken, shop: &str| s.language(&locale(shop), Some(&usual));
        assert_eq!(of(&spoken("en", "", "/?lang=hi"), "en-IN"), Language::Hindi);
        assert_eq!(of(&spoken("en", "a=b; infrasell_lang=hi", "/"), "en-IN"), Language::Hindi);
        assert_eq!(of(&spoken("en", "infrasell_lang=xx", "/"), "hi-IN"), Language::Hindi, "the storefront said so");
        assert_eq!(of(&spoken("hi", "", "/"), "en-IN"), Language::Hindi, "the storefront said nothing of its own");
        assert_eq!(of(&spoken("de", "", "/"), "en-IN"), Language::English);
        assert_eq!(of(&spoken("de", "", "/"), "fr"), Language::English);
    }

    #[test]
    fn only_a_choice_of_now_is_remembered() {
        assert!(spoken("en", "infrasell_lang=hi", "/").cookie().is_none());
        let cookie = spoken("en", "", "/?lang=hi").cookie().unwrap();
        assert!(cookie.to_str().unwrap().starts_with("infrasell_lang=hi; Path=/"));
    }

    #[test]
    fn amounts_are_written_for_who_reads_them() {
        let inr = Currency::INR;
        assert_eq!(Language::Hindi.locale(&locale("en-IN"), inr), locale("hi-IN"));
        assert_eq!(Language::English.locale(&locale("en-GB"), inr), locale("en-GB"));
        assert_eq!(Language::English.locale(&locale("hi"), "EUR".parse().unwrap()), locale("en"));
    }
}
