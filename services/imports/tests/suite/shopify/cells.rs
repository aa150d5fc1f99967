//! What single cells say.

use super::{one, only_variant, read};
use infrasell_contracts::catalog::ProductStatus;
use infrasell_kernel::Ppm;

fn price_of(text: &str) -> Result<i64, String> {
    let outcome = read(&format!("Handle,Title,Price\nmug,Mug,\"{text}\"\n"));
    match outcome.products.first() {
        Some(product) => Ok(product.variants[0].price_minor.expect("a price is given")),
        None => Err(outcome.rejected[0].reason.clone()),
    }
}

#[test]
fn prices_are_read_as_people_write_them() {
    for (text, minor) in [
        ("1,299.00", 129_900),
        ("1299", 129_900),
        ("19.9", 1_990),
        ("15.000", 1_500),
        ("₹1,29,900", 12_990_000),
        ("₹ 499", 49_900),
        ("Rs. 45.50", 4_550),
        ("INR 10", 1_000),
        ("10 INR", 1_000),
        ("0", 0),
    ] {
        assert_eq!(price_of(text), Ok(minor), "{text}");
    }
    for text in ["$21.00", "1,5", "1.299,00", "-1", "free", "1e3", "19.999", "=1+1", "99999999999999999999", "1 000"] {
        assert!(price_of(text).is_err(), "{text}");
    }
    assert_eq!(price_of("$21.00").unwrap_err(), "'$21.00' is in USD, and prices here are in INR");
}

#[test]
fn weights_become_whole_grams_half_away_from_zero() {
    let grams = |value: &str, unit: &str| {
        only_variant("Variant Weight,Variant Weight Unit", &format!("\"{value}\",{unit}")).weight_grams
    };
    assert_eq!(grams("1.5", "kg"), 1_500);
    assert_eq!(grams("0.5", "lb"), 227);
    assert_eq!(grams("1", "LBS"), 454);
    assert_eq!(grams("1", "oz"), 28);
    assert_eq!(grams("0.0005", "kg"), 1, "half a gram goes up");
    assert_eq!(grams("0.0004", "kg"), 0);
    assert_eq!(grams("2.5", "g"), 3);
    assert_eq!(grams("1,250", "g"), 1_250);
    assert_eq!(grams("0.75 kg", "g"), 750, "a unit in the cell itself goes first");
    assert_eq!(grams("", "kg"), 0);
}

#[test]
fn a_column_of_grams_holds_grams_whatever_unit_is_shown() {
    let row = |value: &str, unit: &str| one("Variant Grams,Variant Weight Unit", &format!("{value},{unit}"));
    let grams = |value: &str, unit: &str| row(value, unit).products[0].variants[0].weight_grams;
    assert_eq!(grams("500", "kg"), 500);
    assert_eq!(grams("0.0", "kg"), 0);
    assert_eq!(grams("226.8", "lb"), 227);
    assert_eq!(grams("0.5", "g"), 1);
    // nobody exports less than a gram in pounds, and people do write the pounds themselves
    let outcome = row("0.5", "lbs");
    assert_eq!(outcome.products[0].variants[0].weight_grams, 227);
    assert_eq!((outcome.notes[0].line, outcome.notes[0].column.as_str()), (2, "Variant Grams"));
    for (value, unit) in
        [("-1", "g"), ("heavy", "g"), ("1", "stone"), ("1001", "tonnes"), ("1000000001", "g"), (".", "g")]
    {
        assert_eq!(row(value, unit).products.len(), 0, "{value} {unit}");
    }
}

#[test]
fn booleans_in_any_case_and_padded() {
    for (text, shipped) in [("TRUE", true), (" false ", false), ("Yes", true), ("n", false), ("0", false), ("", true)] {
        assert_eq!(only_variant("Requires shipping", text).requires_shipping, shipped, "{text}");
    }
    assert_eq!(one("Requires shipping", "perhaps").faults(), [(2, "Requires shipping")]);
    assert!(!one("Published", "FALSE ").products[0].published);
    assert!(one("Published", "").products[0].published);
}

#[test]
fn policy_and_status() {
    for (text, continues) in [("deny", false), ("CONTINUE", true), ("", false), ("true", true)] {
        assert_eq!(only_variant("Variant Inventory Policy", text).continues, continues, "{text}");
    }
    assert_eq!(one("Variant Inventory Policy", "maybe").faults(), [(2, "Variant Inventory Policy")]);
    for (text, status) in
        [("", ProductStatus::Active), ("DRAFT", ProductStatus::Draft), ("Archived", ProductStatus::Archived)]
    {
        assert_eq!(one("Status", text).products[0].status, status, "{text}");
    }
    assert_eq!(one("Status", "gone").faults(), [(2, "Status")]);
}

#[test]
fn stock_is_a_whole_number_and_never_below_zero() {
    let columns = "Inventory tracker,Inventory quantity: Mumbai,Inventory Quantity:Pune";
    let variant = only_variant(columns, "shopify,12.0,\"1,200\"");
    assert_eq!((variant.tracked, variant.stock), (true, vec![Some(12), Some(1_200)]));
    let variant = only_variant(columns, ",,3");
    assert_eq!((variant.tracked, variant.stock), (false, vec![None, Some(3)]));
    let outcome = one(columns, "shopify,-2,1");
    assert_eq!(outcome.products[0].variants[0].stock, [Some(0), Some(1)]);
    assert_eq!(outcome.notes[0].column, "Inventory quantity: Mumbai");
    assert_eq!(one(columns, "shopify,1.5,1").faults(), [(2, "Inventory quantity: Mumbai")]);
    assert_eq!(one(columns, "shopify,1,many").faults(), [(2, "Inventory Quantity:Pune")]);
}

#[test]
fn tax_tariff_and_origin() {
    let outcome = one("GST rate,HSN code,Country of origin", "18%,61 09,in");
    let (product, variant) = (&outcome.products[0], &outcome.products[0].variants[0]);
    assert_eq!(product.gst_rate, Some(Ppm(180_000)));
    assert_eq!(variant.hsn_code, "6109");
    assert_eq!(variant.country_of_origin.map(|c| c.to_string()).as_deref(), Some("IN"));
    assert_eq!(one("GST rate", "0.25").products[0].gst_rate, Some(Ppm(2_500)));
    for (column, cell) in
        [("GST rate", "101"), ("GST rate", "5.00001"), ("HSN code", "123"), ("HSN code", "abcd"), ("COO", "Bharat")]
    {
        assert_eq!(one(column, cell).faults(), [(2, column)], "{cell}");
    }
}

#[test]
fn the_price_is_never_above_the_mrp() {
    assert_eq!(only_variant("Variant MRP", "12").mrp_minor, Some(1_200));
    assert_eq!(only_variant("Variant MRP", "10").mrp_minor, Some(1_000));
    assert_eq!(one("Variant MRP", "9.99").faults(), [(2, "Variant MRP")]);
}

#[test]
fn what_looks_like_a_formula_is_text() {
    let outcome = read(
        "Handle,Title,Vendor,SKU,Price\nmug,\"=HYPERLINK(\"\"http://x\"\")\",@SUM(A1),+91-1,10\nb,-5 % off,x,=1,1\n",
    );
    assert_eq!(outcome.products[0].title, "=HYPERLINK(\"http://x\")");
    assert_eq!(outcome.products[0].vendor, "@SUM(A1)");
    assert_eq!(outcome.products[0].variants[0].sku, "+91-1");
    assert_eq!(outcome.products[1].title, "-5 % off");
    assert_eq!(outcome.products[1].variants[0].sku, "=1");
}

#[test]
fn picture_addresses_are_made_whole_or_refused() {
    let url = |text: &str| one("Image Src", text).products.first().map(|p| p.images[0].url.clone());
    assert_eq!(url("www.example.com/a.jpg").as_deref(), Some("https://www.example.com/a.jpg"));
    assert_eq!(url("https://example.com/camp mug 1.jpg").as_deref(), Some("https://example.com/camp%20mug%201.jpg"));
    assert_eq!(url("/a\u{a0}\\b").as_deref(), Some("/a%C2%A0%5Cb"));
    assert_eq!(url("/media/a.svg").as_deref(), Some("/media/a.svg"));
    for text in [
        "javascript:alert(1)",
        "//example.com/a.jpg",
        "a.jpg",
        "data:image/png",
        "ftp://x/a.jpg",
        "https://",
        "http:///x",
    ] {
        assert_eq!(one("Image Src", text).faults(), [(2, "Image Src")], "{text}");
    }
}
