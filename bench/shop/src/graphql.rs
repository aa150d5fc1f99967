//! The storefront's GraphQL over HTTP, as clients send it: the same query again, one that is made anew, a line that is put
//! into a cart, and a long list read to its end.
//!
//! Always true: a figure and its limit are taken by turns; the limit of a read sends the same bytes, or runs the reads that
//! the shop was seen to run for the same request and serialises the same answer.

use crate::{
    Trouble,
    http::Conn,
    load,
    place::{Engine, Ground},
    reads::{self, Asked},
    report::{line, met, table},
    server::{Server, cpu_us},
    stats::{Load, micros, millis, percent, spaced},
};
use serde_json::{Value, json};
use std::{sync::Arc, time::Instant};

const PATH: &str = "/api/2026-04/graphql.json";
const LIST: &str = "query List($after: String) { products(first: 20, after: $after) { pageInfo { hasNextPage endCursor } nodes {
    id handle title vendor availableForSale featuredImage { url altText width height }
    priceRange { minVariantPrice { amount currencyCode } maxVariantPrice { amount currencyCode } }
    variants(first: 10) { nodes { id title availableForSale price { amount currencyCode } compareAtPrice { amount currencyCode } selectedOptions { name value } } } } } }";
const PRODUCT: &str = "query Product($handle: String!) { product(handle: $handle) {
    id handle title descriptionHtml vendor tags availableForSale options { name optionValues { name } }
    featuredImage { url altText } images(first: 10) { nodes { url altText } } seo { title description }
    priceRange { minVariantPrice { amount currencyCode } maxVariantPrice { amount currencyCode } }
    variants(first: 50) { nodes { id title sku availableForSale price { amount currencyCode } selectedOptions { name value } } } } }";
const LONG: &str = "query Long($after: String) { products(first: 250, after: $after) { pageInfo { hasNextPage endCursor } nodes { id title } } }";
const ADD: &str = "mutation Add($id: ID!, $lines: [CartLineInput!]!) { cartLinesAdd(cartId: $id, lines: $lines) {
    cart { id totalQuantity cost { totalAmount { amount currencyCode } } lines(first: 10) { nodes { id quantity } } } userErrors { code message } } }";
/// How many pages and products are asked for.
const ASKED: usize = 50;
const CLIENTS: u64 = 16;
const TURNS: u32 = 4;
/// Lines that are put into a cart in a turn; a cart takes 10,000 of one article.
const ADDED: u64 = 400;
const AIM_KEPT_PERCENT: u64 = 75;
const AIM_MADE_TIMES: u64 = 3;
const AIM_ADD_PERCENT: u64 = 130;

/// One kind of read.
struct Case {
    what: &'static str,
    kept: bool,
    shop: Load,
    limit: Load,
}

/// Everything about GraphQL on one engine.
pub struct Measured {
    engine: Engine,
    cases: Vec<Case>,
    /// A line put into a cart: by REST, by GraphQL.
    add: [Load; 2],
    /// How long each page of a long list took, µs.
    pages_us: Vec<u64>,
}

/// Measures on one engine.
///
/// # Errors
/// When a shop cannot be made or a process ends.
pub async fn measure(ground: &Ground, engine: Engine) -> Result<Measured, Trouble> {
    let place = reads::shop(ground, engine, "graphql").await?;
    let server = reads::serve(ground, &place, true).await?;
    let asked = asked(&server).await?;
    let file = ground.folder.join("graphql.paths");
    let lines: Vec<&str> = asked.iter().flat_map(|(_, lines)| lines.iter().map(String::as_str)).collect();
    std::fs::write(&file, lines.join("\n"))?;
    let pages_us = walk(&server).await?;
    let add = adding(&server).await?;
    let (mut cases, mut server) = (vec![], Some(server));
    for kept in [true, false] {
        let shop = match server.take() {
            Some(server) => server,
            None => reads::serve(ground, &place, false).await?,
        };
        let limit = reads::bare(&place, &file, !kept).await?;
        for (what, lines) in &asked {
            let mut case = Case { what, kept, shop: Load::default(), limit: Load::default() };
            for _ in 0..TURNS {
                for (server, sum) in [(&shop, &mut case.shop), (&limit, &mut case.limit)] {
                    sum.add(reads::turn(ground, CLIENTS, lines, server, TURNS).await?);
                }
            }
            say(what, &case);
            cases.push(case);
        }
        shop.stop()?;
        limit.stop()?;
    }
    Ok(Measured { engine, cases, add, pages_us })
}

fn say(what: &str, case: &Case) {
    for (who, load) in [("shop", &case.shop), ("limit", &case.limit)] {
        let (rate, cpu, failed) = (load.per_second(), load.cpu_each_us(), load.failed);
        let first = load.first_failure.as_deref().unwrap_or("");
        eprintln!("GraphQL {what}, kept {}: {who:<5} {rate:>6}/s  cpu {cpu:>4} us  failed {failed} {first}", case.kept);
    }
}

/// What is asked for: pages of the list, products.
async fn asked(server: &Server) -> Result<[(&'static str, Arc<Vec<String>>); 2], Trouble> {
    let mut conn = Conn::open(server.address).await?;
    let (mut pages, mut products, mut after) = (vec![], vec![], Value::Null);
    while pages.len() < ASKED {
        let body = body(LIST, &json!({ "after": after }));
        let page = data(&mut conn, &body).await?["products"].take();
        for node in page["nodes"].as_array().into_iter().flatten() {
            products.push(Asked::line(PATH, &self::body(PRODUCT, &json!({ "handle": node["handle"] }))));
        }
        pages.push(Asked::line(PATH, &body));
        if page["pageInfo"]["hasNextPage"] != true {
            break;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
    products.truncate(ASKED * 10);
    Ok([("product list of 20", Arc::new(pages)), ("product", Arc::new(products))])
}

fn body(query: &str, variables: &Value) -> String {
    json!({ "query": query, "variables": variables }).to_string()
}

async fn data(conn: &mut Conn, body: &str) -> Result<Value, Trouble> {
    let reply = conn.call("POST", PATH, body).await?;
    let mut answer: Value = serde_json::from_slice(reply.body)?;
    if !answer["errors"].is_null() {
        return Err(Trouble::Other(format!("GraphQL: {}", answer["errors"])));
    }
    Ok(answer["data"].take())
}

/// Reads all products, 250 at a time.
async fn walk(server: &Server) -> Result<Vec<u64>, Trouble> {
    let mut conn = Conn::open(server.address).await?;
    let (mut took_us, mut after) = (vec![], Value::Null);
    loop {
        let body = body(LONG, &json!({ "after": after }));
        let begun = Instant::now();
        let page = data(&mut conn, &body).await?["products"].take();
        took_us.push(micros(begun.elapsed()));
        if page["pageInfo"]["hasNextPage"] != true {
            return Ok(took_us);
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
}

/// Puts lines into carts, by REST and by GraphQL in turn, one buyer after the other.
async fn adding(server: &Server) -> Result<[Load; 2], Trouble> {
    let goods = load::goods(server.address).await?;
    let variant = goods.first().ok_or_else(|| Trouble::Other("the shop sells nothing".into()))?;
    let number = variant.split_once('_').map_or("", |(_, number)| number);
    let mut conn = Conn::open(server.address).await?;
    let mut sums = [Load::default(), Load::default()];
    for _ in 0..TURNS {
        for (by_graphql, sum) in sums.iter_mut().enumerate() {
            let cart: Value = serde_json::from_slice(conn.call("POST", "/store/v1/carts", "{}").await?.body)?;
            let token = cart["token"].as_str().unwrap_or_default().to_owned();
            let (path, body) = if by_graphql == 1 {
                let lines =
                    json!([{ "merchandiseId": format!("gid://shopify/ProductVariant/{number}"), "quantity": 1 }]);
                let variables = json!({ "id": format!("gid://shopify/Cart/{token}"), "lines": lines });
                (PATH.to_owned(), body(ADD, &variables))
            } else {
                let lines = json!({ "lines": [{ "variant": variant, "quantity": 1 }] });
                (format!("/store/v1/carts/{token}/lines"), lines.to_string())
            };
            sum.add(added(server, &mut conn, &path, &body).await?);
        }
    }
    Ok(sums)
}

async fn added(server: &Server, conn: &mut Conn, path: &str, body: &str) -> Result<Load, Trouble> {
    let (cpu, begun) = (cpu_us(server.id())?, Instant::now());
    let mut load = Load::default();
    for _ in 0..ADDED {
        let begun = Instant::now();
        let reply = conn.call("POST", path, body).await?;
        let wrong = reply.status >= 300 || reply.body.windows(8).any(|part| part == b"\"errors\"");
        load.took_us.push(micros(begun.elapsed()));
        if wrong {
            load.failed += 1;
            load.first_failure.get_or_insert_with(|| String::from_utf8_lossy(reply.body).chars().take(300).collect());
        }
    }
    load.took_us.sort_unstable();
    (load.window_us, load.cpu_us) = (micros(begun.elapsed()), cpu_us(server.id())? - cpu);
    Ok(load)
}

/// Writes it.
pub fn page(out: &mut String, measured: &Measured) {
    let title = format!("GraphQL on {}, 5,000 products of two variants", measured.engine.name());
    table(out, &title, "what | shop | limit | ratio | aim | | server CPU each | limit CPU each | failed");
    for Case { what, kept, shop, limit } in &measured.cases {
        let (cpu, bare) = (shop.cpu_each_us(), limit.cpu_each_us());
        let (name, aim, fits) = if *kept {
            let ratio = percent(shop.per_second(), limit.per_second());
            ("again", format!("rate ≥ {AIM_KEPT_PERCENT} %"), ratio >= AIM_KEPT_PERCENT)
        } else {
            ("made anew", format!("CPU ≤ {AIM_MADE_TIMES} ×"), cpu <= AIM_MADE_TIMES * bare)
        };
        line(
            out,
            &format!(
                "| {what}, {name} | {}/s | {}/s | {} % | {aim} | {} | {} µs | {} µs | {} |",
                spaced(shop.per_second()),
                spaced(limit.per_second()),
                percent(shop.per_second(), limit.per_second()),
                met(fits && shop.failed == 0),
                spaced(cpu),
                spaced(bare),
                shop.failed + limit.failed
            ),
        );
    }
    let [rest, graphql] = &measured.add;
    let ratio = percent(graphql.at(500), rest.at(500));
    line(
        out,
        &format!(
            "| a line put into a cart, beside the same by REST | {} | {} | {ratio} % | ≤ {AIM_ADD_PERCENT} % | {} | {} µs | {} µs | {} |",
            millis(graphql.at(500)),
            millis(rest.at(500)),
            met(ratio <= AIM_ADD_PERCENT && graphql.failed == 0),
            spaced(graphql.cpu_each_us()),
            spaced(rest.cpu_each_us()),
            rest.failed + graphql.failed
        ),
    );
    let us = &measured.pages_us;
    let half = us.len() / 2;
    let mean = |part: &[u64]| part.iter().sum::<u64>() / (part.len() as u64).max(1);
    line(
        out,
        &format!(
            "| all products, {} pages of 250: a page of the second half beside one of the first | {} | {} | {} % | – | | | | 0 |",
            us.len(),
            millis(mean(&us[half..])),
            millis(mean(&us[..half])),
            percent(mean(&us[half..]), mean(&us[..half]))
        ),
    );
}
