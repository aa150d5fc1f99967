//! Carts by what their buyers hold, and how they can be paid.

use crate::{context::Ask, facts::Fact, gather::each, shown::Shown};
use futures_util::future::BoxFuture;
use infrasell_contracts::{
    cart::{CartError, CartState, QuoteCart, QuotedCart},
    payments::{ListMethods, PaymentMethod},
};
use infrasell_kernel::{Money, Token};
use infrasell_rpc::Fault;

/// A cart that can still be bought, with the quote of now.
pub struct ByToken;

impl Fact for ByToken {
    type Key = Token;
    type Value = QuotedCart;
    fn fetch(ask: &Ask, tokens: Vec<Token>) -> BoxFuture<'_, Result<Vec<(Token, QuotedCart)>, Fault>> {
        Box::pin(async move {
            let cx = &ask.cx.unkeyed();
            let found = each(tokens, async |token| {
                let asked = QuoteCart { token, destination: None, shipping: vec![], as_chosen: true };
                match ask.services.carts.quoted(cx, asked).await {
                    Ok(found) if found.cart.state == CartState::Completed => Ok(None),
                    Ok(found) => Ok(Some((token, found))),
                    Err(CartError::Fault(Fault::NotFound { .. })) => Ok(None),
                    Err(error) => Err(Fault::relay(&error)),
                }
            });
            Ok(found.await?.into_iter().flatten().collect())
        })
    }
    fn note(_: &Token, _: Option<&QuotedCart>, shown: &mut Shown) {
        shown.private();
    }
}

/// How an amount can be paid here.
pub struct Methods;

impl Fact for Methods {
    type Key = Money;
    type Value = Vec<PaymentMethod>;
    fn fetch(ask: &Ask, amounts: Vec<Money>) -> BoxFuture<'_, Result<Vec<(Money, Vec<PaymentMethod>)>, Fault>> {
        Box::pin(async move {
            let cx = &ask.cx.unkeyed();
            let found = each(amounts, async |amount| {
                let asked = ListMethods { channel: ask.channel.id, amount };
                let found = ask.services.payments.methods(cx, asked).await.map_err(|error| Fault::relay(&error))?;
                Ok((amount, found))
            });
            found.await
        })
    }
    fn note(_: &Money, _: Option<&Vec<PaymentMethod>>, shown: &mut Shown) {
        shown.private();
    }
}
