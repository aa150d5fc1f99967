//! Typed values of carts.

use super::{
    Arguments,
    inputs::{Inputs, list, text},
    no_cart, token_of,
};
use crate::{
    context::Ask,
    facts::Facts,
    ids,
    object::AnyObject,
    types::{
        cart_payloads::{MetafieldDeleted, MetafieldsSet, WrongDelete, WrongValue},
        metafield,
    },
};
use infrasell_contracts::{
    cart::{CartEdit, CartError, EditCart, EditedAs, QuotedCart},
    catalog::Metafield,
};
use infrasell_kernel::{FieldError, Token};
use infrasell_rpc::Fault;

/// The most values that one request sets.
const MOST: usize = 25;

/// `metafields` of a new cart.
pub(super) fn of_new(input: &Arguments, inputs: &mut Inputs) -> Option<Vec<Metafield>> {
    let given = list(input, "metafields");
    let mut fields = vec![];
    for (i, one) in given.iter().enumerate().take(MOST).filter_map(|(i, one)| Some((i, one.as_object()?))) {
        match read(one) {
            Ok(field) => fields.push(field),
            Err(message) => inputs.note_wrong("INVALID_METAFIELDS", &format!("metafields.{i}.type"), message),
        }
    }
    if given.len() > MOST {
        inputs.note_wrong("INVALID_METAFIELDS", "metafields", format!("At most {MOST} values at once."));
    }
    (!fields.is_empty()).then_some(fields)
}

fn read(one: &Arguments) -> Result<Metafield, String> {
    let (namespace, key) = metafield::split(text(one, "key").unwrap_or(""));
    let kind = text(one, "type").unwrap_or("");
    let kind = metafield::kind(kind).ok_or_else(|| "There is no such type of values.".to_owned())?;
    let value = text(one, "value").unwrap_or("").to_owned();
    Ok(Metafield { namespace: namespace.to_owned(), key: key.to_owned(), kind, value })
}

fn wrong(code: &'static str, element: usize, argument: &str, message: impl Into<String>) -> WrongValue {
    let field = ["metafields", &element.to_string(), argument].map(str::to_owned).into();
    WrongValue { code, element: Some(element), field, message: message.into() }
}

/// `cartMetafieldsSet`: of each cart all or none.
pub(super) async fn set(ask: &Ask, args: &Arguments, facts: &mut Facts) -> Result<Box<dyn AnyObject>, Fault> {
    let given = list(args, "metafields");
    let mut payload = MetafieldsSet { set: vec![], wrong: vec![] };
    let mut by_cart: Vec<(Token, Vec<(usize, Metafield)>)> = vec![];
    for (i, one) in given.iter().enumerate().take(MOST).filter_map(|(i, one)| Some((i, one.as_object()?))) {
        let owner = text(one, "ownerId").and_then(token_of);
        if owner.is_none() {
            payload.wrong.push(wrong("INVALID_OWNER", i, "ownerId", no_cart().message));
        }
        match read(one) {
            Err(message) => payload.wrong.push(wrong("INVALID_TYPE", i, "type", message)),
            Ok(field) => {
                let Some(owner) = owner else { continue };
                payload.set.push((owner, field.namespace.clone(), field.key.clone()));
                match by_cart.iter_mut().find(|(token, _)| *token == owner) {
                    Some((_, fields)) => fields.push((i, field)),
                    None => by_cart.push((owner, vec![(i, field)])),
                }
            }
        }
    }
    if given.len() > MOST {
        payload.wrong.push(wrong("LESS_THAN_OR_EQUAL_TO", MOST, "key", format!("At most {MOST} values at once.")));
    }
    if !payload.wrong.is_empty() {
        return Ok(Box::new(payload));
    }
    for (token, fields) in by_cart {
        let (places, fields): (Vec<usize>, Vec<Metafield>) = fields.into_iter().unzip();
        match edit(ask, facts, token, CartEdit::SetMetafields(fields)).await? {
            Ok(()) => {}
            Err(None) => {
                payload.wrong.extend(places.iter().map(|i| wrong("INVALID_OWNER", *i, "ownerId", no_cart().message)))
            }
            Err(Some(errors)) => payload.wrong.extend(errors.iter().map(|error| wrong_of(error, &places))),
        }
    }
    Ok(Box::new(payload))
}

fn wrong_of(error: &FieldError, places: &[usize]) -> WrongValue {
    let mut parts = error.path.split('.').skip(1);
    let at = parts.next().and_then(|at| at.parse::<usize>().ok()).and_then(|at| places.get(at)).copied();
    let (code, argument) = match (parts.next(), error.code.as_str()) {
        (Some("value"), "too_long") => ("TOO_LONG", "value"),
        (Some("value"), _) => ("INVALID_VALUE", "value"),
        (None, _) => ("LESS_THAN_OR_EQUAL_TO", "key"),
        _ => ("INVALID_VALUE", "key"),
    };
    wrong(code, at.unwrap_or(0), argument, error.message.clone())
}

/// `cartMetafieldDelete`.
pub(super) async fn delete(ask: &Ask, args: &Arguments, facts: &mut Facts) -> Result<Box<dyn AnyObject>, Fault> {
    let nothing = Arguments::new();
    let input = args.get("input").and_then(serde_json::Value::as_object).unwrap_or(&nothing);
    let (namespace, key) = metafield::split(text(input, "key").unwrap_or(""));
    let refused = |code, argument: &str, message: String| {
        let field = ["input", argument].map(str::to_owned).into();
        let wrong = vec![WrongDelete(WrongValue { code, element: None, field, message })];
        Ok(Box::new(MetafieldDeleted { deleted: None, wrong }) as Box<dyn AnyObject>)
    };
    let Some(token) = text(input, "ownerId").and_then(token_of) else {
        return refused("INVALID_OWNER", "ownerId", no_cart().message);
    };
    let gone = CartEdit::DeleteMetafield { namespace: namespace.to_owned(), key: key.to_owned() };
    match edit(ask, facts, token, gone).await? {
        Ok(()) => {
            let deleted = Some(ids::gid("Metafield", metafield::number(&token.to_string(), namespace, key)));
            Ok(Box::new(MetafieldDeleted { deleted, wrong: vec![] }))
        }
        Err(None) => refused("INVALID_OWNER", "ownerId", no_cart().message),
        Err(Some(_)) => refused("METAFIELD_DOES_NOT_EXIST", "key", "There is no such value.".into()),
    }
}

/// Edits a cart. Inside: that there is no such cart that can be changed, or what was wrong.
async fn edit(
    ask: &Ask,
    facts: &mut Facts,
    token: Token,
    edit: CartEdit,
) -> Result<Result<(), Option<Vec<FieldError>>>, Fault> {
    let edit = EditCart { cart: EditedAs::Held(token), edits: vec![edit], if_revision: None };
    match ask.services.carts.edit(&ask.cx.unkeyed(), edit).await {
        Ok(edited) => {
            facts.carts.put(token, QuotedCart { cart: edited.cart, quoted: edited.quoted });
            Ok(Ok(()))
        }
        Err(CartError::Fault(Fault::Invalid { errors })) => Ok(Err(Some(errors))),
        Err(CartError::Fault(Fault::NotFound { .. }) | CartError::CartCompleted | CartError::CartLocked) => {
            Ok(Err(None))
        }
        Err(error) => Err(Fault::relay(&error)),
    }
}
