//! How rows become products.

use super::read;

#[test]
fn the_first_row_names_the_options_and_the_others_give_values() {
    let outcome = read(
        "Handle,Title,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant SKU,Variant Price,Tags,Product Category\n\
         tee,Tee,Size,S,Colour,Red,T-S,10,\"b, a,,b\",Apparel > Tops >  Tees\n\
         tee,,,M,,Red,T-M,11,,\n\
         tee,,Size,L,Colour,Red,T-L,12,,\n",
    );
    let tee = outcome.product("tee");
    assert_eq!(tee.options, ["Size", "Colour"]);
    assert_eq!(tee.variants.iter().map(|v| v.option_values.join("/")).collect::<Vec<_>>(), ["S/Red", "M/Red", "L/Red"]);
    assert_eq!(tee.tags, ["a", "b"]);
    assert_eq!(tee.category, ["Apparel", "Tops", "Tees"]);
    assert_eq!(tee.lines, [2, 3, 4]);
}

#[test]
fn a_bad_variant_costs_its_row_and_the_product_goes_on() {
    let outcome = read(
        "Handle,Title,Option1 Name,Option1 Value,Option2 Value,Variant Price\n\
         tee,Tee,Size,S,,10\n\
         tee,,,S,,11\n\
         tee,,,,,12\n\
         tee,,Weight,M,,13\n\
         tee,,,L,Red,14\n\
         tee,,,XL,,\n\
         tee,,,XXL,,16\n",
    );
    assert_eq!(outcome.product("tee").lines, [2, 8]);
    assert_eq!(
        outcome.faults(),
        [(3, "Option1 Value"), (4, "Option1 Value"), (5, "Option1 Name"), (6, "option2 name"), (7, "Variant Price")]
    );
}

#[test]
fn pictures_stand_in_order_each_once_and_share_the_fate_of_their_product() {
    let outcome = read(
        "Handle,Title,Variant Price,Image Src,Image Position,Image Alt Text,Variant Image\n\
         mug,Mug,10,/2.svg,2,two,/v.svg\n\
         mug,,,/1.svg,1,one,\n\
         mug,,,/2.svg,3,again,\n\
         mug,,,/3.svg,,three,\n\
         mug,,,,,,\n\
         cup,Cup,oops,/c.svg,1,,\n\
         cup,,,/d.svg,2,,\n",
    );
    let urls: Vec<&str> = outcome.product("mug").images.iter().map(|m| m.url.as_str()).collect();
    assert_eq!(urls, ["/1.svg", "/2.svg", "/3.svg", "/v.svg"], "the variant's own picture is one of the product's");
    assert_eq!(outcome.product("mug").lines, [2, 3, 4, 5]);
    assert_eq!(outcome.faults(), [(6, ""), (7, "Variant Price"), (8, "Variant Price")]);
}

#[test]
fn a_blank_handle_is_made_from_the_title() {
    let outcome = read(
        "Handle,Title,Option1 Name,Option1 Value,Variant Price\n\
         ,Classic Tee!,Size,S,10\n\
         ,Classic Tee!,Size,M,10\n\
         classic-tee,Classic Tee (new),Size,L,10\n\
         ,,,XL,10\n\
         ,!!!,,,10\n\
         Été & हिन्दी,Tea,,,5\n",
    );
    assert_eq!(outcome.product("classic-tee").lines, [2, 3, 4]);
    assert_eq!(outcome.product("classic-tee").title, "Classic Tee!");
    assert_eq!((outcome.notes[0].line, outcome.notes[0].column.as_str()), (4, "Title"));
    assert_eq!(outcome.faults(), [(5, "Handle"), (6, "Title")]);
    assert_eq!(outcome.product("été-हिन्दी").title, "Tea");
}

#[test]
fn a_sku_belongs_to_one_row_of_the_file() {
    let outcome = read(
        "Handle,Title,Option1 Name,Option1 Value,SKU,Price\n\
         a,A,Size,S,X,1\n\
         a,,,M,X,1\n\
         b,B,,,X,1\n\
         c,C,,,,1\n\
         d,D,,,,1\n",
    );
    assert_eq!(outcome.faults(), [(3, "SKU"), (4, "SKU")]);
    assert_eq!(outcome.rejected[0].reason, "line 2 has this SKU already");
    assert_eq!(outcome.products.len(), 3, "blank SKUs are not the same SKU");
}

#[test]
fn what_is_wrong_with_the_product_as_a_whole_costs_all_its_rows() {
    let outcome = read(
        "Handle,Title,Status,Variant Price,Image Src\n\
         a,A,sold,1,\n\
         a,,,,/a.svg\n\
         b,,,1,\n\
         b,,,,/b.svg\n\
         c,C,,,/c.svg\n\
         c,,,,/d.svg\n",
    );
    assert!(outcome.products.is_empty());
    assert_eq!(
        outcome.faults(),
        [(2, "Status"), (3, "Status"), (4, "Title"), (5, "Title"), (6, "Variant Price"), (7, "Variant Price")]
    );
    let reason = &outcome.rejected.iter().find(|r| r.line == 3).unwrap().reason;
    assert_eq!(reason, "the product cannot be made: line 2, 'sold' is not active, draft or archived");
}

#[test]
fn a_product_row_may_stand_before_its_variants() {
    let outcome = read(
        "Handle,Title,Option1 Name,Option1 Value,Price,Image Src\n\
         a,A,Size,,,\n\
         a,,,S,1,\n\
         a,,,M,1,\n",
    );
    assert_eq!(outcome.product("a").lines, [2, 3, 4]);
    assert_eq!(outcome.product("a").variants.len(), 2);
}

#[test]
fn tax_and_tariff_of_the_first_row_hold_for_all_variants() {
    let outcome = read(
        "Handle,Title,Option1 Name,Option1 Value,Price,GST rate,HSN code,Country of origin\n\
         a,A,Size,S,1,5,6109,IN\n\
         a,,,M,1,,,\n\
         a,,,L,1,5,6205,\n\
         a,,,XL,1,18,,\n",
    );
    let a = outcome.product("a");
    assert_eq!(a.variants.iter().map(|v| v.hsn_code.as_str()).collect::<Vec<_>>(), ["6109", "6109", "6205"]);
    assert!(a.variants.iter().all(|v| v.country_of_origin.is_some()));
    assert_eq!(outcome.faults(), [(5, "GST rate")]);
}

#[test]
fn options_and_limits() {
    let unnamed = read(
        "Handle,Title,Option1 Name,Option1 Value,Price\na,A,,Red,1\nb,B,Title,Default Title,1\nc,C,,Default Title,1\n",
    );
    assert_eq!(unnamed.faults(), [(2, "Option1 Name")]);
    assert!(unnamed.product("b").options.is_empty() && unnamed.product("c").options.is_empty());
    let twice = read("Handle,Title,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Price\na,A,Size,S,size,T,1\n");
    assert_eq!(twice.faults(), [(2, "Option2 Name")]);
    assert_eq!(read("Handle,Title,Price,Gift Card\na,A,1,TRUE\n").faults(), [(2, "Gift Card")]);
    let long = "t".repeat(256);
    assert_eq!(read(&format!("Handle,Title,Price\na,{long},1\n")).faults(), [(2, "Title")]);
    let mut many = String::from("Handle,Title,Option1 Name,Option1 Value,Price\na,A,N,0,1\n");
    for n in 1..2_001 {
        many.push_str(&format!("a,,,{n},1\n"));
    }
    let many = read(&many);
    assert_eq!(many.product("a").variants.len(), 2_000);
    assert_eq!(many.faults(), [(2_002, "")]);
}

#[test]
fn stock_that_is_given_is_counted_unless_the_file_says_otherwise() {
    let tracked = |file: &str| read(file).products[0].variants[0].tracked;
    assert!(tracked("Handle,Title,Price,Inventory quantity\na,A,1,5\n"));
    assert!(!tracked("Handle,Title,Price,Inventory quantity\na,A,1,\n"));
    assert!(!tracked("Handle,Title,Price\na,A,1\n"));
    assert!(!tracked("Handle,Title,Price,Inventory tracker,Inventory quantity\na,A,1,,5\n"));
    assert!(tracked("Handle,Title,Price,Inventory tracker,Inventory quantity\na,A,1,shopify,\n"));
}
