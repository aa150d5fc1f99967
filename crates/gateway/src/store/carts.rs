//! Carts.

use crate::{
    Gateway,
    answer::{Answer, Created, Done, Shown},
    api::{Api, Methods},
    caller::Shopper,
    doc,
    input::{At, Body, IfMatch, Query},
    paths::{CartLineAt, TokenAt},
};
use axum::extract::State;
use infrasell_contracts::cart::{
    AddLines, Cart, CartLineInput, CartLineUpdate, CartPatch, CreateCart, DeleteCart, GetCart, UpdateCart, UpdateLines,
};
use infrasell_kernel::CountryCode;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The routes.
pub fn routes<A: Api>() -> A {
    A::new()
        .at("/store/v1/carts", |on| on.post(create, doc("Cart", "Make a cart")))
        .at("/store/v1/carts/{token}", |on| {
            on.get(read, doc("Cart", "A cart, computed now"))
                .patch(update, doc("Cart", "Change note, attributes, language"))
                .delete(forget, doc("Cart", "Forget a cart"))
        })
        .at("/store/v1/carts/{token}/lines", |on| {
            on.post(add_lines, doc("Cart", "Put lines in"))
                .patch(update_lines, doc("Cart", "Change lines, or take them out with quantity 0"))
        })
        .at("/store/v1/carts/{token}/lines/{line}", |on| on.delete(remove_line, doc("Cart", "Take a line out")))
}

/// Lines to put in.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewLines {
    /// 1 to 500.
    lines: Vec<CartLineInput>,
}
/// Lines to change.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ChangedLines {
    /// 1 to 500.
    lines: Vec<CartLineUpdate>,
}
/// Where a cart would go.
#[derive(Deserialize, JsonSchema)]
struct Going {
    /// For tax; the shop's own place when absent.
    country: Option<CountryCode>,
}

async fn create(who: Shopper, State(g): State<Gateway>, Body(cart): Body<CreateCart>) -> Answer<Created<Cart>> {
    Ok(Created::versioned(g.carts.create(&who.cx, cart).await?))
}

async fn read(
    who: Shopper,
    State(g): State<Gateway>,
    At(at): At<TokenAt>,
    Query(going): Query<Going>,
) -> Answer<Shown<Cart>> {
    Ok(Shown::versioned(g.carts.cart(&who.cx, GetCart { token: at.token, country: going.country }).await?))
}

async fn update(
    who: Shopper,
    State(g): State<Gateway>,
    At(at): At<TokenAt>,
    IfMatch(if_revision): IfMatch,
    Body(patch): Body<CartPatch>,
) -> Answer<Shown<Cart>> {
    Ok(Shown::versioned(g.carts.update(&who.cx, UpdateCart { token: at.token, patch, if_revision }).await?))
}

async fn forget(who: Shopper, State(g): State<Gateway>, At(at): At<TokenAt>) -> Answer<Done> {
    g.carts.delete(&who.cx, DeleteCart { token: at.token }).await?;
    Ok(Done)
}

async fn add_lines(
    who: Shopper,
    State(g): State<Gateway>,
    At(at): At<TokenAt>,
    IfMatch(if_revision): IfMatch,
    Body(new): Body<NewLines>,
) -> Answer<Shown<Cart>> {
    Ok(Shown::versioned(g.carts.add_lines(&who.cx, AddLines { token: at.token, lines: new.lines, if_revision }).await?))
}

async fn update_lines(
    who: Shopper,
    State(g): State<Gateway>,
    At(at): At<TokenAt>,
    IfMatch(if_revision): IfMatch,
    Body(changed): Body<ChangedLines>,
) -> Answer<Shown<Cart>> {
    let update = UpdateLines { token: at.token, lines: changed.lines, if_revision };
    Ok(Shown::versioned(g.carts.update_lines(&who.cx, update).await?))
}

async fn remove_line(
    who: Shopper,
    State(g): State<Gateway>,
    At(at): At<CartLineAt>,
    IfMatch(if_revision): IfMatch,
) -> Answer<Shown<Cart>> {
    let lines = vec![CartLineUpdate { id: at.line, quantity: Some(0), attributes: None, variant: None }];
    Ok(Shown::versioned(g.carts.update_lines(&who.cx, UpdateLines { token: at.token, lines, if_revision }).await?))
}
