//! What is converted is read back by the importer's own parser.

use flate2::{Compression, write::GzEncoder};
use infrasell_bench_convert::{ConvertError, Converter, Counts};
use infrasell_imports::shopify::{Product, Products, scan};
use infrasell_kernel::Currency;
use std::io::Write;

fn gz(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(vec![], Compression::fast());
    encoder.write_all(text.as_bytes()).expect("memory takes it");
    encoder.finish().expect("memory takes it")
}

const LINES: &str = r#"{"name": "Brass bell", "mrp": 999, "price": 379, "brand": "Bells", "cats": ["Home", "Decor, old > new", "Brass bell of a..."], "description": "Rings, \"loudly\""}

{"name": "Brass bell", "mrp": 5, "price": 10, "brand": null, "cats": ["Brass bell"], "description": null}
{"name": "No price", "mrp": null, "price": null, "cats": []}
"#;
const GROCERIES: &str = "index,product,category,sub_category,brand,sale_price,market_price,type,rating,,\n\
                         7,\"Mustard oil, 1 l\",Oils,Edible oils,Mill ,45.5,50,Mustard,4.1,,4.1\n\
                         8,,Oils,Edible oils,Mill,45,50,Mustard,,,\n";

fn convert() -> (Vec<u8>, Counts) {
    let mut out = vec![];
    let mut converter = Converter::new(&mut out).expect("it converts");
    converter.flipkart(gz(LINES).as_slice()).expect("it converts");
    converter.bigbasket(gz(GROCERIES).as_slice()).expect("it converts");
    let counts = converter.finish().expect("it converts");
    (out, counts)
}

fn read_back(file: &[u8]) -> Vec<Product> {
    let mut products = Products::new(file, Currency::INR, scan(file).expect("a product file")).expect("it is read");
    let mut all = vec![];
    while let Some(step) = products.next_step().expect("it is read") {
        assert!(step.rejected.is_empty() && step.notes.is_empty(), "{step:?}");
        all.extend(step.product);
    }
    all
}

#[test]
fn both_catalogues_become_one_that_is_taken_whole() {
    let (file, counts) = convert();
    assert_eq!(counts, Counts { written: 3, left_out: 2 });
    let products = read_back(&file);
    assert_eq!(
        products.iter().map(|p| p.handle.as_str()).collect::<Vec<_>>(),
        ["brass-bell-1", "brass-bell-2", "mustard-oil-1-l-3"]
    );
    let bell = &products[0];
    assert_eq!(bell.category, ["Home", "Decor, old / new"]);
    assert_eq!(bell.description_html, "Rings, \"loudly\"");
    let amounts = |p: &Product| {
        let v = &p.variants[0];
        (v.price_minor, v.compare_at_minor, v.mrp_minor)
    };
    assert_eq!(amounts(bell), (Some(37_900), Some(99_900), Some(99_900)));
    assert_eq!(amounts(&products[1]), (Some(1_000), None, Some(1_000)), "an MRP below the price is none");
    assert_eq!(amounts(&products[2]), (Some(4_550), Some(5_000), Some(5_000)));
    assert_eq!((products[2].vendor.as_str(), products[2].variants[0].sku.as_str()), ("Mill", "BB-7"));
}

#[test]
fn a_malformed_line_is_named() {
    let mut converter = Converter::new(vec![]).unwrap();
    let error = converter.flipkart(gz("{\"name\": \"a\"}\n{oops}\n").as_slice()).unwrap_err();
    assert!(matches!(error, ConvertError::Json { line: 2, .. }), "{error}");
    assert!(converter.bigbasket(&b"not gzip"[..]).is_err());
}
