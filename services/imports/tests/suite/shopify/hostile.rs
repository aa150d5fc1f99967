//! Any bytes at all: no panic, and every row counted once.

use super::read_bytes;
use infrasell_imports::shopify::{Products, Scan};
use infrasell_kernel::Currency;
use proptest::prelude::*;
use std::io::{self, Read};

const HEADER: &str = "Handle,Title,Option1 Name,Option1 Value,Option2 Name,Option2 Value,SKU,Price,Variant MRP,Variant Grams,\
                      Variant Weight Unit,Inventory quantity,Image Src,Status,Tags,Product Category,GST rate,Gift Card";

/// A reader that hands out a few bytes at a time.
struct Trickle<'a>(&'a [u8], usize);

impl Read for Trickle<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.0.len().min(self.1).min(buffer.len());
        buffer[..n].copy_from_slice(&self.0[..n]);
        self.0 = &self.0[n..];
        Ok(n)
    }
}

fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => Just(String::new()),
        4 => prop::sample::select(vec!["a", "b", "A!", "mug", "Size", "S", "M", "10", "1,299.00", "-2", "0.5", "lb", "TRUE", "/x.svg"])
            .prop_map(Into::into),
        1 => "\\PC{0,12}",
        1 => prop::sample::select(vec!["\"", "\"\"", "\"x\ny\"", "\r\n", "\n", "\0", "=1+1", "\u{feff}", "\"a,b\""]).prop_map(Into::into),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_bytes_at_all(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        // read_bytes holds the count of rows to what became of them
        let _refused = read_bytes(&bytes);
    }

    #[test]
    fn any_bytes_under_a_good_header(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let mut file = format!("{HEADER}\n").into_bytes();
        file.extend(bytes);
        prop_assert!(read_bytes(&file).is_ok());
    }

    #[test]
    fn any_cells_in_any_rows(rows in prop::collection::vec(prop::collection::vec(cell(), 0..20), 0..30)) {
        let rows: Vec<String> = rows.iter().map(|row| row.join(",")).collect();
        let outcome = read_bytes(format!("{HEADER}\n{}", rows.join("\n")).as_bytes()).unwrap();
        let mut lines: Vec<u64> = outcome.rejected.iter().map(|r| r.line).collect();
        for product in &outcome.products {
            lines.extend(&product.lines);
            prop_assert!(!product.variants.is_empty() && !product.title.is_empty());
            for variant in &product.variants {
                prop_assert_eq!(variant.option_values.len(), product.options.len());
                prop_assert!(variant.price_minor >= Some(0) && variant.weight_grams >= 0);
            }
        }
        lines.sort_unstable();
        let before = lines.len();
        lines.dedup();
        prop_assert_eq!(lines.len(), before, "no line has two fates");
        let mut handles: Vec<&str> = outcome.products.iter().map(|p| p.handle.as_str()).collect();
        handles.sort_unstable();
        prop_assert!(handles.windows(2).all(|pair| pair[0] != pair[1]), "no product is split");
    }

    #[test]
    fn the_size_of_the_reads_does_not_matter(
        rows in prop::collection::vec(prop::collection::vec(cell(), 0..20), 0..12),
        size in 1usize..9,
    ) {
        let rows: Vec<String> = rows.iter().map(|row| row.join(",")).collect();
        let file = format!("\u{feff}{HEADER}\r\n{}", rows.join("\r\n"));
        let steps = |source: &mut dyn Read| {
            let mut products = Products::new(source, Currency::INR, Scan::default()).unwrap();
            let mut steps = vec![];
            while let Some(step) = products.next_step().unwrap() {
                steps.push(step);
            }
            steps
        };
        prop_assert_eq!(steps(&mut Trickle(file.as_bytes(), size)), steps(&mut file.as_bytes()));
    }
}

#[test]
fn a_disk_that_fails_is_an_error_and_not_the_end_of_the_file() {
    struct Broken(bool);
    impl Read for Broken {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            if std::mem::replace(&mut self.0, true) {
                return Err(io::Error::other("the disk is gone"));
            }
            let text = b"Handle,Title,Price\na,A,1\n";
            buffer[..text.len()].copy_from_slice(text);
            Ok(text.len())
        }
    }
    let mut products = Products::new(Broken(false), Currency::INR, Scan::default()).unwrap();
    assert_eq!(products.next_step().unwrap_err().to_string(), "the disk is gone");
}
