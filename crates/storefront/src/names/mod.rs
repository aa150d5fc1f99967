//! What countries, currencies and languages are called.
//!
//! The tables hold every value of the schema's enums (a test holds them equal); names are those of CLDR.

const COUNTRIES: &str = include_str!("countries.tsv");
const CURRENCIES: &str = include_str!("currencies.tsv");
const LANGUAGES: &str = include_str!("languages.tsv");

/// The codes of all countries.
pub fn countries() -> impl Iterator<Item = &'static str> {
    COUNTRIES.lines().filter_map(|line| line.split('\t').next())
}

/// A country's name in English; its code when it has none here.
#[must_use]
pub fn country(code: &str) -> &str {
    field(COUNTRIES, code, 1).unwrap_or(code)
}

/// A currency's name in English and how it is written.
#[must_use]
pub fn currency(code: &str) -> (&str, &str) {
    (field(CURRENCIES, code, 1).unwrap_or(code), field(CURRENCIES, code, 2).unwrap_or(code))
}

/// A language's name in English and what those who speak it call it.
#[must_use]
pub fn language(code: &str) -> (&str, &str) {
    (field(LANGUAGES, code, 1).unwrap_or(code), field(LANGUAGES, code, 2).unwrap_or(code))
}

/// The schema's code of a locale such as `en-IN`: the language with its country where the schema knows that, else the
/// language alone; `None` when it knows neither.
#[must_use]
pub fn language_of(locale: &str) -> Option<String> {
    let full = locale.to_uppercase().replace('-', "_");
    let short = full.split('_').next().unwrap_or("").to_owned();
    [full, short].into_iter().find(|code| field(LANGUAGES, code, 1).is_some())
}

fn field(table: &'static str, code: &str, at: usize) -> Option<&'static str> {
    let line = table.lines().find(|line| line.split('\t').next() == Some(code))?;
    line.split('\t').nth(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_have_their_names() {
        assert_eq!((country("IN"), country("??")), ("India", "??"));
        assert_eq!(currency("INR"), ("Indian Rupee", "₹"));
        assert_eq!(language("HI"), ("Hindi", "हिन्दी"));
        assert_eq!(language_of("en-IN").as_deref(), Some("EN"));
        assert_eq!(language_of("pt-BR").as_deref(), Some("PT_BR"));
        assert_eq!(language_of("qq"), None);
    }

    #[test]
    fn every_value_of_the_schema_has_a_name() {
        let schema = &crate::schema::Schema::get().unwrap().valid;
        for (name, table) in [("CountryCode", COUNTRIES), ("CurrencyCode", CURRENCIES), ("LanguageCode", LANGUAGES)] {
            let declared = schema.get_enum(name).unwrap();
            let listed: Vec<&str> = table.lines().map(|line| line.split('\t').next().unwrap()).collect();
            let declared: Vec<&str> = declared.values.keys().map(|value| value.as_str()).collect();
            assert_eq!(listed, declared, "{name}");
        }
    }
}
