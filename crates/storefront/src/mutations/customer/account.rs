//! Accounts: opened, entered, left, recovered, changed.

use super::{
    Answer,
    inputs::{Arguments, linked, nobody, object, refused, said, text, who, whole_name, wrong},
};
use crate::{
    context::Ask,
    facts::Facts,
    ids,
    types::{
        customer::{MARKETING, names},
        customer_payloads::{AccessToken, Told},
    },
};
use infrasell_contracts::{
    customers::{ConsentGiven, CustomerPatch, GetCustomer, Medium, RecordConsents, Register, UpdateCustomer},
    identity::{
        Client, CustomerSignIn, EndCustomerSession, IdentityError, ListCustomerSessions, MailTo, ResetPassword,
        SessionKind, UseMailToken,
    },
};
use infrasell_kernel::{CustomerId, ErrorKind, MAX_LIMIT, PageRequest, Patch};
use infrasell_rpc::{Fault, ServiceError};
use serde_json::Value;

/// Where a consent was given.
const SOURCE: &str = "storefront-api";

/// `customerAccessTokenCreate`.
pub(super) async fn sign_in(ask: &Ask, args: &Arguments, _: &mut Facts) -> Answer {
    let input = object(args, "input");
    match enter(ask, text(input, "email"), text(input, "password")).await? {
        Some((_, token)) => Ok(Told { token: Some(token), ..Told::default() }),
        None => Ok(wrong("UNIDENTIFIED_CUSTOMER", &[], "Unidentified customer.")),
    }
}

/// Signs somebody in; nothing when he is not let in, for whatever reason.
async fn enter(ask: &Ask, email: &str, password: &str) -> Result<Option<(CustomerId, AccessToken)>, Fault> {
    let asked = CustomerSignIn {
        email: email.to_owned(),
        password: password.to_owned(),
        // the secret of such a session is opaque, and good wherever a customer shows one
        kind: SessionKind::Cookie,
        client: Client::default(),
    };
    match ask.services.identity.customer_sign_in(&ask.cx.unkeyed(), asked).await {
        Ok(new) => {
            Ok(new.cookie.map(|secret| (new.customer, AccessToken { secret, expires_at: new.session.idle_until })))
        }
        Err(error) => match error.kind() {
            ErrorKind::Unavailable | ErrorKind::Internal | ErrorKind::TooMany => Err(Fault::relay(&error)),
            _ => Ok(None),
        },
    }
}

/// `customerAccessTokenRenew`: a token that is used lives on; this says until when.
pub(super) async fn renew(ask: &Ask, args: &Arguments, _: &mut Facts) -> Answer {
    let Some(signed) = who(ask, args).await? else { return Ok(nobody()) };
    let page = PageRequest { limit: Some(MAX_LIMIT), after: None };
    let list = ListCustomerSessions { customer: signed.customer, current: signed.session, page };
    let found = ask.services.identity.customer_sessions(&signed.cx, list).await;
    let found = found.map_err(|error| Fault::relay(&error))?;
    let Some(session) = found.items.into_iter().find(|session| session.current) else { return Ok(nobody()) };
    let secret = text(args, "customerAccessToken").to_owned();
    Ok(Told { token: Some(AccessToken { secret, expires_at: session.idle_until }), ..Told::default() })
}

/// `customerAccessTokenDelete`.
pub(super) async fn sign_out(ask: &Ask, args: &Arguments, facts: &mut Facts) -> Answer {
    let Some(signed) = who(ask, args).await? else { return Ok(nobody()) };
    let Some(session) = signed.session else { return Ok(nobody()) };
    let end = EndCustomerSession { customer: signed.customer, session };
    match ask.services.identity.end_customer_session(&signed.cx, end).await {
        Ok(()) => {
            facts.forget();
            Ok(Told { deleted: Some(text(args, "customerAccessToken").to_owned()), ..Told::default() })
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(nobody()),
        Err(error) => Err(Fault::relay(&error)),
    }
}

/// `customerCreate`. Whether there was an account before is told by mail alone.
pub(super) async fn create(ask: &Ask, args: &Arguments, _: &mut Facts) -> Answer {
    let input = object(args, "input");
    let accepts = input.get("acceptsMarketing").and_then(Value::as_bool).unwrap_or(false);
    let register = Register {
        email: text(input, "email").to_owned(),
        password: text(input, "password").to_owned(),
        name: whole_name(text(input, "firstName"), text(input, "lastName")),
        locale: None,
        consents: if accepts { vec![marketing(true)] } else { vec![] },
    };
    match ask.services.customers.register(&ask.cx.unkeyed(), register).await {
        Ok(()) => Ok(wrong(
            "CUSTOMER_DISABLED",
            &["input", "email"],
            format!(
                "We have sent an email to {}, please click the link included to verify your email address.",
                text(input, "email").trim()
            ),
        )),
        Err(error) => refused(&error, |path| {
            Some(vec![
                "input",
                match path {
                    "email" => "email",
                    "password" => "password",
                    "name" => "lastName",
                    _ => return None,
                },
            ])
        }),
    }
}

fn marketing(granted: bool) -> ConsentGiven {
    let notice_version = granted.then(|| SOURCE.to_owned());
    ConsentGiven { purpose: MARKETING.into(), medium: Medium::Email, granted, notice_version }
}

/// `customerRecover`: the same answer for everybody.
pub(super) async fn recover(ask: &Ask, args: &Arguments, _: &mut Facts) -> Answer {
    let to = MailTo { email: text(args, "email").to_owned() };
    match ask.services.identity.request_password_reset(&ask.cx.unkeyed(), to).await {
        Ok(()) => Ok(Told::default()),
        Err(error) => refused(&error, |_| Some(vec!["email"])),
    }
}

/// `customerReset`.
pub(super) async fn reset(ask: &Ask, args: &Arguments, _: &mut Facts) -> Answer {
    let input = object(args, "input");
    let id = ids::number("Customer", text(args, "id"));
    reset_to(ask, id, text(input, "resetToken"), text(input, "password"), &["input", "password"]).await
}

/// `customerResetByUrl`.
pub(super) async fn reset_by_url(ask: &Ask, args: &Arguments, _: &mut Facts) -> Answer {
    let (id, token) = linked(text(args, "resetUrl"));
    reset_to(ask, id, &token, text(args, "password"), &["password"]).await
}

async fn reset_to(ask: &Ask, id: Option<i64>, token: &str, password: &str, at: &'static [&'static str]) -> Answer {
    let reset = ResetPassword { token: token.to_owned(), password: password.to_owned() };
    match ask.services.identity.reset_password(&ask.cx.unkeyed(), reset).await {
        Ok(()) => entered(ask, id, password).await,
        Err(IdentityError::TokenNotValid) => Ok(no_token()),
        Err(error) => refused(&error, |path| (path == "password").then(|| at.to_vec())),
    }
}

fn no_token() -> Told {
    wrong("TOKEN_INVALID", &[], "The link is not valid any more; ask for a new one.")
}

/// `customerActivate`: shows that the address is his, and signs in with the password that he chose.
pub(super) async fn activate(ask: &Ask, args: &Arguments, _: &mut Facts) -> Answer {
    let input = object(args, "input");
    let id = ids::number("Customer", text(args, "id"));
    verified(ask, id, text(input, "activationToken"), text(input, "password")).await
}

/// `customerActivateByUrl`.
pub(super) async fn activate_by_url(ask: &Ask, args: &Arguments, _: &mut Facts) -> Answer {
    let (id, token) = linked(text(args, "activationUrl"));
    verified(ask, id, &token, text(args, "password")).await
}

async fn verified(ask: &Ask, id: Option<i64>, token: &str, password: &str) -> Answer {
    match ask.services.identity.verify_email(&ask.cx.unkeyed(), UseMailToken { token: token.to_owned() }).await {
        Ok(()) => entered(ask, id, password).await,
        Err(IdentityError::TokenNotValid) => Ok(no_token()),
        Err(error) => refused(&error, |_| None),
    }
}

/// Signs the customer with this number in, when he has this password. What was done before stays done.
async fn entered(ask: &Ask, id: Option<i64>, password: &str) -> Answer {
    let Some(id) = id.map(CustomerId::from_i64) else { return Ok(Told::default()) };
    let found = match ask.services.customers.customer(&ask.cx.unkeyed(), GetCustomer { id }).await {
        Ok(found) => found,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Told::default()),
        Err(error) => return Err(Fault::relay(&error)),
    };
    match enter(ask, &found.email, password).await? {
        Some((customer, token)) => Ok(Told { customer: Some(customer), token: Some(token), ..Told::default() }),
        None => Ok(Told::default()),
    }
}

/// `customerUpdate`. An address and a password are what lets somebody in: they are changed by who shows the present
/// password, which is not among these arguments.
pub(super) async fn update(ask: &Ask, args: &Arguments, facts: &mut Facts) -> Answer {
    let Some(signed) = who(ask, args).await? else { return Ok(nobody()) };
    let input = object(args, "customer");
    for (name, field) in [("email", "email"), ("password", "password")] {
        if said(input, name).is_some_and(|value| !value.is_empty()) {
            let message = format!("The {name} is changed with the present password: /store/v1/customers/me/{name}.");
            return Ok(wrong(
                "INVALID",
                if field == "email" { &["customer", "email"] } else { &["customer", "password"] },
                message,
            ));
        }
    }
    let id = signed.customer;
    let old = ask.services.customers.customer(&signed.cx, GetCustomer { id }).await;
    let old = old.map_err(|error| Fault::relay(&error))?;
    let (first, last) = names(&old.name);
    let name = whole_name(said(input, "firstName").unwrap_or(first), said(input, "lastName").unwrap_or(last));
    let phone = said(input, "phone").map(str::trim);
    let patch = CustomerPatch {
        name: if name == old.name { Patch::Keep } else { Patch::Set(name) },
        phone: match phone {
            None => Patch::Keep,
            Some("") => Patch::Clear,
            Some(phone) => Patch::Set(phone.to_owned()),
        },
        ..CustomerPatch::default()
    };
    if let Err(error) = ask.services.customers.update(&signed.cx, UpdateCustomer { id, patch, if_version: None }).await
    {
        return refused(&error, |path| {
            Some(vec![
                "customer",
                match path {
                    "phone" => "phone",
                    "name" => "lastName",
                    _ => return None,
                },
            ])
        });
    }
    if let Some(accepts) = input.get("acceptsMarketing").and_then(Value::as_bool) {
        let record = RecordConsents { customer: id, source: SOURCE.into(), consents: vec![marketing(accepts)] };
        let recorded = ask.services.customers.record_consents(&signed.cx, record).await;
        recorded.map_err(|error| Fault::relay(&error))?;
    }
    facts.forget();
    Ok(Told { customer: Some(id), ..Told::default() })
}
