//! Our own sample catalogue.

use super::read_bytes;
use std::{collections::BTreeSet, fs, path::PathBuf};

fn shop() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../examples/shop")
}

#[test]
fn the_sample_shop_is_taken_whole() {
    let outcome = read_bytes(&fs::read(shop().join("products.csv")).unwrap()).unwrap();
    assert_eq!(outcome.rejected, []);
    assert_eq!(outcome.notes, []);
    assert_eq!(outcome.products.len(), 64);
    let departments: BTreeSet<&str> = outcome.products.iter().map(|p| p.category[0].as_str()).collect();
    assert_eq!(departments.len(), 6);
    for product in &outcome.products {
        assert!(product.gst_rate.is_some() && !product.seo_title.is_empty() && !product.tags.is_empty());
        for media in &product.images {
            assert!(!media.alt.is_empty(), "{}", media.url);
            let picture = fs::read(shop().join(media.url.trim_start_matches('/'))).unwrap();
            assert!(picture.starts_with(b"RIFF") && picture.len() < 64 << 10, "{} is a small picture", media.url);
        }
        for variant in &product.variants {
            assert!(variant.mrp_minor.is_some() && !variant.hsn_code.is_empty() && is_in_store_ean(&variant.barcode));
        }
    }
}

/// EAN-13 of the range that shops use inside their own walls, with a right check digit.
fn is_in_store_ean(code: &str) -> bool {
    let digits: Vec<u32> = code.chars().filter_map(|c| c.to_digit(10)).collect();
    let sum: u32 = digits.iter().enumerate().map(|(i, d)| if i % 2 == 1 { d * 3 } else { *d }).sum();
    digits.len() == 13 && digits[0] == 2 && sum.is_multiple_of(10)
}
