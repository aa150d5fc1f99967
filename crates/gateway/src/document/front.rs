//! What stands before the operations: what the API is, how a caller says who he is, what the tags mean.

use aide::{
    openapi::{ApiKeyLocation, Info, License, SecurityScheme, Server, Tag},
    transform::TransformOpenApi,
};

/// Writes it.
pub fn describe(api: TransformOpenApi<'_>) -> TransformOpenApi<'_> {
    let bearer = SecurityScheme::Http {
        scheme: "bearer".into(),
        bearer_format: Some("an API key ifk_…, a session ifs_…, or a customer's access token (JWT)".into()),
        description: Some("`Authorization: Bearer …`".into()),
        extensions: Default::default(),
    };
    let cookie = |name: &str, text: &str| SecurityScheme::ApiKey {
        location: ApiKeyLocation::Cookie,
        name: name.into(),
        description: Some(text.into()),
        extensions: Default::default(),
    };
    let tag = |name: &str, text: &str| Tag { name: name.into(), description: Some(text.into()), ..Tag::default() };
    api.with(|mut api| {
        api.inner_mut().info = Info {
            title: "Infrasell".into(),
            version: env!("CARGO_PKG_VERSION").into(),
            description: Some(INTRODUCTION.into()),
            license: Some(License { name: "MIT".into(), identifier: Some("MIT".into()), ..License::default() }),
            ..Info::default()
        };
        api.inner_mut().servers = vec![Server { url: "/".into(), ..Server::default() }];
        api
    })
    .security_scheme("bearer", bearer)
    .security_scheme(
        "customer_cookie",
        cookie("infrasell_session", "A customer's session; `__Host-` before it over https"),
    )
    .security_scheme("staff_cookie", cookie("infrasell_staff", "A staff session; `__Host-` before it over https"))
    .tag(tag("Shop", "What a storefront may know of the shop."))
    .tag(tag("Browse", "Products, collections and categories that are on sale."))
    .tag(tag("Search", "What words find, and what they might become while somebody types."))
    .tag(tag("Cart", "What a buyer gathers. Whoever holds the token holds the cart."))
    .tag(tag("Checkout", "From a cart to an order."))
    .tag(tag("Storefront", "The storefront's GraphQL, in the shape that storefronts know."))
    .tag(tag("Customer", "What a customer sees and says of himself, once he is signed in."))
    .tag(tag("Order", "What a buyer sees of his order."))
    .tag(tag("Account", "A customer's sign-in, sessions and passwords."))
}

const INTRODUCTION: &str = "Headless commerce in one binary. `/store/v1` is for buyers and needs no key; \
`/admin/v1` is for staff and programs. Amounts are integers in minor units (paise, cents), times are RFC 3339, ids are \
`prefix_number`. Errors are `application/problem+json` (RFC 9457) with a stable `code` and every bad field in `errors`. \
Lists are read by cursor: send the `next` of a page as `after`. A write that carries an `Idempotency-Key` header is done \
once: the same request again gets the same answer (kept for 24 hours), another request under the key gets 422, and one \
that comes while the first still runs gets 409. Things that can be edited carry an ETag; send it back as `If-Match` and \
a stale edit gets 412. What a caller has left \
stands in `RateLimit-*` headers; 429 and 503 say in `Retry-After` when to come again.";
