//! The product file: every row is accounted for once, whatever the bytes.

use crate::Target;
use infrasell_imports::shopify::{Products, scan};
use infrasell_kernel::Currency;

/// The import's reader, both passes.
pub const TARGET: Target = Target {
    name: "csv",
    seeds: &[
        b"Handle,Title,Variant SKU,Variant Price,Variant Inventory Qty,Status\ntea,Tea,TEA,249.00,10,active\ncup,Cup,CUP,abc,5,active\n",
        b"\xef\xbb\xbfHandle,Title,Option1 Name,Option1 Value,Variant Price,Tags,Image Src\r\nmug,\"A \"\"big\"\" mug\",Size,S,\"1,299.00\",\"a, b\",https://x/1.png\r\nmug,,,L,10,,\r\n",
        b"URL handle,Title,SKU,Price,Compare-at price,Weight value (grams),Published on online store\na,A,,1,2,3,TRUE\nb,B,,,,,\na,,,2,,,\n",
        b"Handle;Title;Variant Price\na;A;1\n",
    ],
    run,
};

fn run(bytes: &[u8]) {
    let Ok(scanned) = scan(bytes) else { return };
    let rows = scanned.rows();
    let mut products = Products::new(bytes, Currency::INR, scanned).expect("a file that was scanned can be read");
    let mut accounted = 0;
    while let Some(step) = products.next_step().expect("memory can be read") {
        accounted += step.rows() as u64;
        for product in step.product.iter() {
            assert!(!product.variants.is_empty(), "a product without a variant");
            assert!(product.variants.iter().all(|v| v.price_minor.is_none_or(|minor| minor >= 0)), "a negative price");
        }
        for rejection in &step.rejected {
            assert!(rejection.line > 1 && !rejection.reason.is_empty(), "a rejection that says nothing");
        }
    }
    assert_eq!(accounted, rows, "rows that are accounted for");
}
