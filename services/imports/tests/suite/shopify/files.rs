//! Files as a whole: headers, encodings, line ends, limits.

use super::{read, read_bytes, read_with};
use infrasell_imports::shopify::{MAX_FIELD_BYTES, MAX_RECORD_BYTES, Scan};

const TWO: &str = "Handle,Title,Variant Price\nmug,Mug,10\nbowl,Bowl,20\n";

fn error(text: &str) -> String {
    read_bytes(text.as_bytes()).expect_err("the file is refused").to_string()
}

#[test]
fn old_and_new_names_in_any_case_mean_the_same() {
    let old = read(
        "HANDLE,Title,Body (HTML),Variant SKU,Variant Price,Variant Compare At Price,Image Src\nmug,Mug,<p>,S,10,12,/a.svg\n",
    );
    let new = read(
        "URL Handle,TITLE, description ,sku,PRICE,Compare-at  price,Product image URL\nmug,Mug,<p>,S,10,12,/a.svg\n",
    );
    assert_eq!(old.products, new.products);
    assert!(old.ignored.is_empty() && new.ignored.is_empty());
}

#[test]
fn unknown_columns_are_ignored_and_named() {
    let outcome = read("Handle,Colour of the box,Title,Price,\nmug,red,Mug,10,\n");
    assert_eq!(outcome.products.len(), 1);
    assert_eq!(outcome.ignored, ["Colour of the box"]);
}

#[test]
fn a_header_that_cannot_be_used_is_one_clear_error() {
    assert_eq!(
        error("SKU,Vendor\nA,B\n"),
        "the file lacks the columns URL handle (or Handle), Title, Price (or Variant Price)"
    );
    assert_eq!(error("Handle,Title\na,b\n"), "the file lacks the column Price (or Variant Price)");
    assert_eq!(error(""), "the file is empty");
    assert_eq!(error("\n\r\n\n"), "the file is empty");
    assert_eq!(error("Handle,Title,Price,URL handle\n"), "the column URL handle appears twice");
    assert_eq!(
        error("Handle,Title,Price,Inventory quantity: A,Inventory quantity:a\n"),
        "the column Inventory quantity:a appears twice"
    );
    assert!(error("Handle;Title;Price\na;b;1\n").ends_with("must be by commas"));
    assert!(read_bytes(b"\xff\xfeH\0a\0").expect_err("utf-16").to_string().contains("UTF-16"));
    assert!(error(&"x".repeat(MAX_FIELD_BYTES + 1)).contains("not a header"));
}

#[test]
fn a_header_alone_is_a_file_without_rows() {
    let outcome = read("Handle,Title,Price");
    assert_eq!((outcome.rows, outcome.products.len()), (0, 0));
}

#[test]
fn byte_order_mark_line_ends_and_blank_lines_do_not_matter() {
    let plain = read(TWO).products;
    assert_eq!(read(&format!("\u{feff}{TWO}")).products, plain);
    assert_eq!(read(&TWO.replace('\n', "\r\n")).products, plain);
    assert_eq!(read(&TWO.replace('\n', "\r")).products, plain);
    assert_eq!(read(TWO.trim_end()).products, plain);
    let spaced = read("\n\nHandle,Title,Variant Price\r\n\r\nmug,Mug,10\n\n\nbowl,Bowl,20\n\n");
    assert_eq!(spaced.rows, 2);
    assert_eq!(spaced.products.iter().map(|p| p.lines.clone()).collect::<Vec<_>>(), [[5], [8]]);
}

#[test]
fn the_line_is_where_the_record_begins_in_the_file() {
    for end in ["\n", "\r\n", "\r"] {
        let text =
            "Handle,Title,Description,Price\na,A,\"one\ntwo\n\nfour\",1\nb,B,,oops\nc,C,\"\n\",x\n".replace('\n', end);
        let outcome = read(&text);
        assert_eq!(outcome.products[0].lines, [2], "{end:?}");
        assert_eq!(outcome.faults(), [(6, "Price"), (7, "Price")], "{end:?}");
    }
}

#[test]
fn what_is_not_utf8_is_read_as_windows_1252() {
    let outcome = read_bytes(b"Handle,Title,Vendor,Price\ncafe,Caf\xe9 \x96 \x80,Na\xefve,1\nchai,\xe0\xa4\x9a\xe0\xa4\xbe\xe0\xa4\xaf,x,1\n").unwrap();
    assert_eq!(outcome.product("cafe").title, "Café – €");
    assert_eq!(outcome.product("cafe").vendor, "Naïve");
    assert_eq!(outcome.product("chai").title, "चाय", "and what is UTF-8 in the same file stays so");
}

#[test]
fn rows_too_short_are_filled_up_and_rows_too_long_refused() {
    let outcome = read("Handle,Title,Price,Vendor,Tags\na,A,1\nb,B,2,V,t,,\nc,C,3,V,t,extra\nd,D\n");
    assert_eq!(outcome.products.iter().map(|p| p.handle.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(outcome.faults(), [(4, ""), (5, "Price")]);
    let short = outcome.rejected.iter().find(|r| r.line == 5).unwrap();
    assert_eq!(short.reason, "the price is missing (the row has 2 fields and the header 5)");
}

#[test]
fn rows_of_nothing_are_rows_and_refused() {
    let outcome = read("Handle,Title,Price\n,,\na,A,1\n \t, ,\n\"\"\n");
    assert_eq!((outcome.rows, outcome.products.len()), (4, 1));
    assert_eq!(outcome.faults(), [(2, ""), (4, ""), (5, "")]);
}

#[test]
fn a_field_beyond_the_limit_costs_its_row_and_no_other() {
    let text = format!("Handle,Title,Description,Price\na,A,{},1\nb,B,,2\n", "x".repeat(MAX_FIELD_BYTES + 1));
    let outcome = read(&text);
    assert_eq!(outcome.faults(), [(2, "Description")]);
    assert_eq!(outcome.product("b").lines, [3]);
}

#[test]
fn a_field_of_ten_megabytes_is_refused_and_the_file_goes_on() {
    let huge = "y\n".repeat(5 << 20);
    assert!(huge.len() > MAX_RECORD_BYTES);
    let outcome = read(&format!("Handle,Title,Description,Price\na,A,\"{huge}\",1\nb,B,,oops\nc,C,,3\n"));
    assert_eq!(outcome.faults(), [(2, "Description"), (3 + (5 << 20), "Price")]);
    assert_eq!(outcome.product("c").lines, [4 + (5 << 20)]);
}

#[test]
fn a_row_beyond_the_limit_is_refused_though_each_field_is_within() {
    let cell = "z".repeat(MAX_FIELD_BYTES);
    let cells = vec![cell; 6].join(",");
    let outcome = read(&format!("Handle,Title,Price,A,B,C,D,E,F\na,A,1,{cells}\nb,B,2\n"));
    assert_eq!(outcome.faults(), [(2, "")]);
    assert_eq!(outcome.product("b").lines, [3]);
}

#[test]
fn a_row_of_too_many_fields_is_refused_and_the_file_goes_on() {
    let outcome = read(&format!("Handle,Title,Price\na,A,1{}\nb,B,2\n", ",".repeat(100_000)));
    assert_eq!(outcome.faults(), [(2, "")]);
    assert_eq!(outcome.product("b").lines, [3]);
}

#[test]
fn a_quote_that_is_never_closed_swallows_the_rest_and_says_so() {
    let outcome = read("Handle,Title,Price\na,A,1\nb,\"B,2\nc,C,3\n");
    assert_eq!(outcome.faults(), [(3, "")]);
    assert_eq!(outcome.rejected[0].reason, "a quote is opened and never closed");
    // a quote inside an unquoted field is a character like any other
    assert_eq!(read("Handle,Title,Price,Vendor\na,A,1,5\" pipe").products[0].vendor, "5\" pipe");
}

#[test]
fn a_zero_character_is_refused() {
    assert_eq!(read("Handle,Title,Price\na,A\0,1\n").faults(), [(2, "Title")]);
}

#[test]
fn rows_that_stand_apart_are_one_product() {
    let text =
        "Handle,Title,Option1 Name,Option1 Value,Price\na,A,Size,S,1\nb,B,,,2\na,,,M,3\nc,C,,,4\nb,,,,9\na,,,L,5\n";
    let outcome = read(text);
    assert_eq!(outcome.product("a").lines, [2, 4, 7]);
    assert_eq!(outcome.product("a").variants.len(), 3);
    assert_eq!(outcome.faults(), [(6, "Option1 Value")], "b is one product as well, and has its one variant");
    assert_eq!(outcome.products.len(), 3);
}

#[test]
fn without_a_first_pass_rows_that_stand_apart_are_refused_with_the_reason() {
    let text = "Handle,Title,Option1 Name,Option1 Value,Price\na,A,Size,S,1\nb,B,,,2\na,,,M,3\n";
    let outcome = read_with(text.as_bytes(), Scan::default()).unwrap();
    assert_eq!(outcome.faults(), [(4, "Handle")]);
    assert_eq!(outcome.product("a").lines, [2]);
}
