//! How an address is written on a parcel.
//!
//! Source of the orders of parts: the Universal Postal Union's addressing guides of the countries named here, which the
//! large open address data sets agree with.

use super::india;
use infrasell_kernel::CountryCode;

/// The parts of an address; what is missing is empty.
#[derive(Debug, Clone, Copy, Default)]
pub struct Parts<'a> {
    /// Who receives.
    pub name: &'a str,
    /// His company.
    pub company: &'a str,
    /// House and street.
    pub line1: &'a str,
    /// Flat, floor, landmark.
    pub line2: &'a str,
    /// City, town or village.
    pub city: &'a str,
    /// The state's or province's code.
    pub region: &'a str,
    /// PIN or postal code.
    pub postal_code: &'a str,
    /// The country.
    pub country: Option<CountryCode>,
}

/// A country: its code, its name as the carrier reads it, and what follows name, company and street. `C` city, `S` state,
/// `Z` postal code, `|` a new line; anything else stands as it is where it has a part on both sides.
type Format = (&'static str, &'static str, &'static str);

/// Where nothing else is known.
const COMMON: &str = "C S Z";

const FORMATS: &[Format] = &[
    ("AE", "UNITED ARAB EMIRATES", "C|S"),
    ("AT", "AUSTRIA", "Z C"),
    ("AU", "AUSTRALIA", "C S Z"),
    ("BD", "BANGLADESH", "C - Z"),
    ("BE", "BELGIUM", "Z C"),
    ("BR", "BRAZIL", "C-S|Z"),
    ("BT", "BHUTAN", "C Z"),
    ("CA", "CANADA", "C S Z"),
    ("CH", "SWITZERLAND", "Z C"),
    ("CN", "CHINA", "C, S|Z"),
    ("CZ", "CZECHIA", "Z C"),
    ("DE", "GERMANY", "Z C"),
    ("DK", "DENMARK", "Z C"),
    ("ES", "SPAIN", "Z C|S"),
    ("FI", "FINLAND", "Z C"),
    ("FR", "FRANCE", "Z C"),
    ("GB", "UNITED KINGDOM", "C|Z"),
    ("GR", "GREECE", "Z C"),
    ("HK", "HONG KONG", "C|S"),
    ("HU", "HUNGARY", "C|Z"),
    ("ID", "INDONESIA", "C|S Z"),
    ("IE", "IRELAND", "C|S|Z"),
    ("IL", "ISRAEL", "C Z"),
    ("IN", "INDIA", "C - Z|S"),
    ("IT", "ITALY", "Z C S"),
    ("JP", "JAPAN", "C, S|Z"),
    ("KR", "SOUTH KOREA", "C|S|Z"),
    ("LK", "SRI LANKA", "C|Z"),
    ("LU", "LUXEMBOURG", "Z C"),
    ("MV", "MALDIVES", "C Z"),
    ("MX", "MEXICO", "Z C, S"),
    ("MY", "MALAYSIA", "Z C|S"),
    ("NL", "NETHERLANDS", "Z C"),
    ("NO", "NORWAY", "Z C"),
    ("NP", "NEPAL", "C Z"),
    ("NZ", "NEW ZEALAND", "C Z"),
    ("PH", "PHILIPPINES", "Z C|S"),
    ("PK", "PAKISTAN", "C - Z"),
    ("PL", "POLAND", "Z C"),
    ("PT", "PORTUGAL", "Z C"),
    ("QA", "QATAR", "C"),
    ("SA", "SAUDI ARABIA", "C Z"),
    ("SE", "SWEDEN", "Z C"),
    ("SG", "SINGAPORE", "C Z"),
    ("TH", "THAILAND", "C|S Z"),
    ("TR", "TÜRKİYE", "Z C/S"),
    ("US", "UNITED STATES", "C, S Z"),
    ("VN", "VIETNAM", "C|S Z"),
    ("ZA", "SOUTH AFRICA", "C|S|Z"),
];

/// The lines of an address on a parcel, the first on top. The country stands last when the parcel leaves `from`.
#[must_use]
pub fn label(parts: &Parts<'_>, from: CountryCode) -> Vec<String> {
    let format = parts.country.and_then(|country| FORMATS.iter().find(|(code, _, _)| *code == country.code()));
    let mut lines: Vec<String> = [parts.name, parts.company, parts.line1, parts.line2].map(one_line).into();
    lines.extend(format.map_or(COMMON, |(_, _, order)| order).split('|').map(|line| fill(line, parts)));
    if let Some(country) = parts.country.filter(|country| *country != from) {
        lines.push(format.map_or(country.code(), |(_, name, _)| name).to_owned());
    }
    lines.retain(|line| !line.is_empty());
    lines
}

/// A text without line breaks and space around it.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn fill(line: &str, parts: &Parts<'_>) -> String {
    let mut filled = String::new();
    let mut between = String::new();
    for c in line.chars() {
        let part = match c {
            'C' => one_line(parts.city),
            'S' => region(parts),
            'Z' => one_line(parts.postal_code),
            other => {
                between.push(other);
                continue;
            }
        };
        if !part.is_empty() {
            if !filled.is_empty() {
                filled.push_str(&between);
            }
            filled.push_str(&part);
            between.clear();
        }
    }
    // a part that is missing leaves the spaces of both its sides
    one_line(&filled)
}

/// A state of India by its name; elsewhere the code is what carriers read.
fn region(parts: &Parts<'_>) -> String {
    let of_india = parts.country == Some(CountryCode::IN);
    match india::state(parts.region).filter(|_| of_india) {
        Some((_, name)) => name.to_owned(),
        None => one_line(parts.region),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn country(code: &str) -> CountryCode {
        code.parse().unwrap()
    }

    #[test]
    fn formats_are_sorted_and_of_known_parts() {
        assert!(FORMATS.windows(2).all(|pair| pair[0].0 < pair[1].0));
        for (code, name, order) in FORMATS {
            assert!(order.contains('C') && !order.contains("||") && name.to_uppercase() == *name, "{code}");
        }
    }

    #[test]
    fn an_indian_label_has_the_pin_behind_the_city_and_the_state_in_words() {
        let parts = Parts {
            name: "Asha Rao",
            line1: "7 Hill\nStreet",
            city: " Pune ",
            region: "MH",
            postal_code: "411001",
            country: Some(CountryCode::IN),
            ..Parts::default()
        };
        let home = ["Asha Rao", "7 Hill Street", "Pune - 411001", "Maharashtra"];
        assert_eq!(label(&parts, CountryCode::IN), home);
        assert_eq!(label(&parts, country("DE")).last().unwrap(), "INDIA");
    }

    #[test]
    fn a_part_that_is_missing_leaves_no_mark() {
        let us = Parts { line1: "1 Main St", city: "Springfield", country: Some(country("US")), ..Parts::default() };
        assert_eq!(label(&us, country("US")), ["1 Main St", "Springfield"]);
        let us = Parts { region: "IL", postal_code: "62701", ..us };
        assert_eq!(label(&us, country("US")), ["1 Main St", "Springfield, IL 62701"]);
        let br = Parts { region: "", postal_code: "01310-100", city: "São Paulo", country: Some(country("BR")), ..us };
        assert_eq!(label(&br, country("BR")), ["1 Main St", "São Paulo", "01310-100"]);
        assert!(label(&Parts::default(), CountryCode::IN).is_empty());
    }

    #[test]
    fn an_unknown_country_is_written_by_its_code() {
        let parts = Parts { line1: "x", city: "y", postal_code: "z", country: Some(country("ZW")), ..Parts::default() };
        assert_eq!(label(&parts, CountryCode::IN), ["x", "y z", "ZW"]);
    }
}
