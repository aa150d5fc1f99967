//! What stands in addresses, queries and cells: cursors, ids, amounts, tokens.

use crate::Target;
use infrasell_kernel::{Currency, Cursor, Money, OrderId, PageRequest, ProductId, Timestamp, Token};

/// A cursor opens only where it belongs, and to what was put in.
pub const CURSORS: Target = Target {
    name: "cursors",
    seeds: &[
        b"WyJvcmRlcnM6cGxhY2VkIixbMSwyXV0",
        b"WyJvcmRlcnM6cGxhY2VkIixbOTIyMzM3MjAzNjg1NDc3NTgwNywtMV1d",
        b"WyJwcm9kdWN0czp0aXRsZSIsWyJUZWEiLDddXQ",
        b"WyJvcmRlcnMiLDFd",
    ],
    run: |bytes| {
        let json = serde_json::Value::String(String::from_utf8_lossy(bytes).into_owned());
        let Ok(cursor) = serde_json::from_value::<Cursor>(json) else { return };
        let list = "orders:placed";
        if let Ok(key) = cursor.open::<(i64, i64)>(list) {
            assert_eq!(Cursor::new(list, &key).open::<(i64, i64)>(list), Ok(key));
        }
        let error = cursor.open::<(Timestamp, String)>("products:title").err();
        assert!(error.is_none_or(|error| error.path == "after"));
        let page = PageRequest { limit: Some(1), after: Some(cursor) };
        assert!(page.key::<bool>("nowhere").is_err(), "a cursor of no list was taken");
    },
};

/// An id is read in its own form alone.
pub const IDS: Target = Target {
    name: "ids",
    seeds: &[b"prod_1042", b"ord_9007199254740991", b"var_1", b"prod_0", b"gid://shopify/Product/1042"],
    run: |bytes| {
        let text = String::from_utf8_lossy(bytes);
        if let Ok(id) = text.parse::<ProductId>() {
            assert_eq!(id.to_string(), text);
            assert!(id.get() > 0 && id.get() < 1 << 53);
            assert!(text.parse::<OrderId>().is_err(), "two kinds read one text");
        }
    },
};

/// An amount that is read is written and read again as itself.
pub const MONEY: Target = Target {
    name: "money",
    seeds: &[b"1299", b"19.9", b"1,299.00", b"-0.01", b"92233720368547758.07", b"1,00,000.50", b"0.000"],
    run: |bytes| {
        let text = String::from_utf8_lossy(bytes);
        for code in ["INR", "JPY", "KWD"] {
            let currency: Currency = code.parse().expect("a currency");
            let Ok(money) = Money::parse_decimal(&text, currency) else { continue };
            assert_eq!(Money::parse_decimal(&money.to_decimal(), currency), Ok(money), "{text}");
        }
    },
};

/// A token is read in its own form alone, and an identification number of the tax office by its check digit.
pub const TOKENS: Target = Target {
    name: "tokens",
    seeds: &[
        b"000102030405060708090a0b0c0d0e0f",
        b"ffffffffffffffffffffffffffffffff",
        b"2026-11-26T12:00:00Z",
        b"en-IN",
    ],
    run: |bytes| {
        let text = String::from_utf8_lossy(bytes);
        if let Ok(token) = text.parse::<Token>() {
            assert_eq!(token.to_string(), text);
        }
        let json = serde_json::Value::String(text.into_owned());
        if let Ok(time) = serde_json::from_value::<Timestamp>(json.clone()) {
            let again = serde_json::to_value(time).expect("a time can be written");
            assert_eq!(serde_json::from_value::<Timestamp>(again).expect("and read again"), time);
        }
        // what is read must be written so that it reads the same
        if let Ok(locale) = serde_json::from_value::<infrasell_kernel::Locale>(json) {
            let again = serde_json::to_value(&locale).expect("a language can be written");
            assert_eq!(serde_json::from_value::<infrasell_kernel::Locale>(again).expect("and read again"), locale);
        }
    },
};
