//! Bodies and queries as the edge reads them, for some types of every kind.

use crate::Target;
use infrasell_contracts::{
    cart::CreateCart, catalog::ProductInput, checkout::CheckoutPatch, orders::RefundLineInput, settings::ShopPatch,
};
use infrasell_gateway::fuzz;
use serde::{Serialize, de::DeserializeOwned};

/// What is read from a body is written and read again as itself; what is not names a field, or is no JSON.
pub const BODIES: Target = Target {
    name: "bodies",
    seeds: &[
        br#"{"lines":[{"variant":"var_1","quantity":2,"attributes":{"engraving":"A"}}],"note":"n","locale":"en-IN"}"#,
        br#"{"title":"Tea","handle":"tea","status":"active","options":[{"name":"Size","values":["S","L"]}],"variants":[{"sku":"T","weight_grams":200,"option_values":["S"]}],"tags":["a"],"metafields":[{"namespace":"care","key":"w","type":"text","value":"v"}]}"#,
        br#"{"email":"buyer@example.in","shipping_address":{"name":"A","line1":"7","city":"Pune","region":"MH","postal_code":"411001","country":"IN"},"shipping":[{"group":"default","method":"ship_1"}],"payment_method":"cod"}"#,
        br#"{"line_item":"line_1","quantity":1,"restock":true}"#,
        br#"{"name":"Shop","legal_address":null,"grievance":{"name":"x","designation":"y","email":"z@example.in","phone":"1"}}"#,
    ],
    run: |bytes| {
        body::<CreateCart>(bytes);
        body::<ProductInput>(bytes);
        body::<CheckoutPatch>(bytes);
        body::<RefundLineInput>(bytes);
        body::<ShopPatch>(bytes);
    },
};

fn body<T: DeserializeOwned + Serialize>(bytes: &[u8]) {
    match fuzz::body::<T>(bytes) {
        Ok(read) => {
            let written = serde_json::to_vec(&read).expect("what was read can be written");
            let again = fuzz::body::<T>(&written).expect("what was written can be read");
            assert_eq!(serde_json::to_vec(&again).expect("and written again"), written);
        }
        Err(problem) => {
            assert!([400, 422].contains(&problem.status), "{problem:?}");
            assert!(problem.status == 400 || !problem.errors.is_empty(), "no field is named: {problem:?}");
        }
    }
}

/// A query is read or refused with the field's name.
pub const QUERIES: Target = Target {
    name: "queries",
    seeds: &[
        b"limit=50&after=WyJvcmRlcnMiLDFd",
        b"channel=web&search=%E0%A4%9A%E0%A4%BE%E0%A4%AF&min_price_minor=1&in_stock=true&sort=price&direction=desc",
        b"limit=%31&limit=2&&=&x",
    ],
    run: |bytes| {
        if let Err(problem) = fuzz::query(&String::from_utf8_lossy(bytes)) {
            assert!(problem.status == 422 && !problem.errors.is_empty(), "{problem:?}");
        }
    },
};

/// A form of the hosted checkout is read whatever it is, and what it says is shown as text and never as markup.
pub const FORMS: Target = Target {
    name: "forms",
    seeds: &[
        b"email=a%40b.in&name=%3Cb%3EA&line1=7&postal_code=411+001&city=Pune&region=&country=IN&billing=same",
        b"country=IN&postal_code=%E0%A5%AA&region=maharashtra&email=%22%27%3E%3Cscript%3E&name=%00%0D%0A",
        b"country=DE&postal_code=10+115&&=&a&email=1&email=2",
    ],
    run: |bytes| {
        let page = fuzz::form(bytes).expect("a page can show everything");
        assert_eq!(page.matches('<').count(), 4, "{page}");
    },
};
