//! Arguments, and what services say of them in these clients' words.

use crate::{
    context::Ask,
    gather::customer::SignedIn,
    gather::customer::signed,
    types::customer_payloads::{CustomerWrong, Told},
};
use infrasell_kernel::{ErrorKind, FieldError};
use infrasell_rpc::{Fault, ServiceError};
use serde_json::{Map, Value};

/// An argument map, as it came in, defaults included.
pub(super) type Arguments = Map<String, Value>;

/// A text; empty when it is absent or null.
pub(super) fn text<'a>(args: &'a Arguments, name: &str) -> &'a str {
    args.get(name).and_then(Value::as_str).unwrap_or("")
}

/// A text; absent when it was not said.
pub(super) fn said<'a>(args: &'a Arguments, name: &str) -> Option<&'a str> {
    args.get(name).map(|value| value.as_str().unwrap_or(""))
}

static NOTHING: std::sync::LazyLock<Arguments> = std::sync::LazyLock::new(Map::new);

/// An object; an empty one when it is absent.
pub(super) fn object<'a>(args: &'a Arguments, name: &str) -> &'a Arguments {
    args.get(name).and_then(Value::as_object).unwrap_or(&NOTHING)
}

/// Two names as one.
pub(super) fn whole_name(first: &str, last: &str) -> String {
    format!("{} {}", first.trim(), last.trim()).trim().to_owned()
}

pub(super) fn wrong(code: &'static str, field: &[&'static str], message: impl Into<String>) -> Told {
    Told { wrong: vec![CustomerWrong { code, field: field.to_vec(), message: message.into() }], ..Told::default() }
}

/// That a token is nobody's.
pub(super) fn nobody() -> Told {
    wrong("TOKEN_INVALID", &["customerAccessToken"], "The customer is not signed in any more.")
}

/// Who shows `customerAccessToken`.
pub(super) async fn who(ask: &Ask, args: &Arguments) -> Result<Option<SignedIn>, Fault> {
    signed(ask, text(args, "customerAccessToken")).await
}

/// What a service said was wrong, when that is something of the client's; else the fault. `at` names the argument of a
/// service's field.
pub(super) fn refused(
    error: &impl ServiceError,
    at: impl Fn(&str) -> Option<Vec<&'static str>>,
) -> Result<Told, Fault> {
    if matches!(error.kind(), ErrorKind::Unavailable | ErrorKind::Internal | ErrorKind::TooMany) {
        return Err(Fault::relay(error));
    }
    let Some(Fault::Invalid { errors }) = error.fault() else {
        let code = if error.kind() == ErrorKind::NotFound { "NOT_FOUND" } else { "INVALID" };
        return Ok(wrong(code, &[], sentence(&error.problem().title)));
    };
    let tell = |error: &FieldError| CustomerWrong {
        code: code(&error.code),
        field: at(&error.path).unwrap_or_default(),
        message: sentence(&error.message),
    };
    Ok(Told { wrong: errors.iter().map(tell).collect(), ..Told::default() })
}

fn code(code: &str) -> &'static str {
    match code {
        "required" => "BLANK",
        "too_short" => "TOO_SHORT",
        "too_long" => "TOO_LONG",
        "taken" => "TAKEN",
        _ => "INVALID",
    }
}

/// A message as a sentence.
fn sentence(message: &str) -> String {
    let mut letters = message.chars();
    let first: String = letters.next().map(|letter| letter.to_uppercase().collect()).unwrap_or_default();
    format!("{first}{}.", letters.as_str().trim_end_matches('.'))
}

/// The token at the end of a link from a mail, and the customer's number before it when it names one: `…/42/<token>`,
/// or `…?token=<token>`.
pub(super) fn linked(url: &str) -> (Option<i64>, String) {
    let url = url.split('#').next().unwrap_or("");
    let (path, query) = url.split_once('?').unwrap_or((url, ""));
    let asked = query.split('&').find_map(|pair| pair.strip_prefix("token="));
    let mut steps = path.trim_end_matches('/').rsplit('/');
    match asked {
        Some(token) => (None, token.to_owned()),
        None => {
            let token = steps.next().unwrap_or("").to_owned();
            (steps.next().and_then(|number| number.parse().ok()), token)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_holds_a_token_and_maybe_a_number() {
        assert_eq!(linked("https://a.example/account/reset/42/t0ken?x=1"), (Some(42), "t0ken".into()));
        assert_eq!(linked("https://a.example/reset?token=t0ken&y=2#z"), (None, "t0ken".into()));
        assert_eq!(linked("nonsense"), (None, "nonsense".into()));
        assert_eq!(linked(""), (None, String::new()));
    }

    #[test]
    fn messages_are_sentences() {
        assert_eq!(sentence("must not be blank"), "Must not be blank.");
        assert_eq!((sentence("Ready."), whole_name(" Asha ", "")), ("Ready.".into(), "Asha".into()));
    }
}
