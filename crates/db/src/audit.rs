//! What staff and keys did: recorded in the transaction that does it, told to the audit trail through the outbox.
//!
//! Always true: a write of a member of staff or a key that is made through [`Db::begin_once`](crate::Db::begin_once)
//! leaves one record if and only if it commits, whether or not the service thinks of it; a guest's, a customer's and
//! Infrasell's own leave none. Secrets and personal fields are masked before the record leaves this module.

use crate::{DbError, Tx};
use infrasell_kernel::{Timestamp, contact::is_email};
use infrasell_rpc::{Caller, Cx};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::fmt::Display;

/// The outbox topic of [`Recorded`].
pub const AUDIT_RECORDED: &str = "audit.recorded";

/// What stands for a value that is masked.
pub const MASK: &str = "***";

/// The largest part of a record, bytes of JSON; of a larger one only its size is kept.
const MOST_BYTES: usize = 16 * 1024;

/// Fields that are secrets, or that let somebody in.
pub const SECRET_FIELDS: &[&str] = &[
    "password",
    "current_password",
    "new_password",
    "secret",
    "secrets",
    "webhook_secret",
    "token",
    "tokens",
    "access_token",
    "refresh_token",
    "cart_token",
    "recovery_code",
    "recovery_codes",
    "codes",
    "replaces",
    "cart",
    "headers",
    "body",
    "otp",
    "totp",
    "uri",
    "hash",
    "instrument",
    "csrf",
    "cookie",
    "chunk",
    "gift_cards",
];

/// Fields that are about a person.
pub const PERSONAL_FIELDS: &[&str] = &[
    "email",
    "agent",
    "phone",
    "first_name",
    "last_name",
    "company",
    "line1",
    "line2",
    "city",
    "label",
    "postal_code",
    "note",
    "attributes",
    "shipping_address",
    "billing_address",
    "addresses",
    "near",
    "ip",
    "user_agent",
];

/// What was done, by whom.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recorded {
    /// Who: `staff_7`, `key_3`.
    pub actor: String,
    /// What: `catalog.update_product`.
    pub action: String,
    /// To what: `prod_7`; empty when it was many things.
    pub object: String,
    /// Under which request.
    pub request_id: String,
    /// When.
    pub at: Timestamp,
    /// What was asked for.
    pub asked: Value,
    /// What of it was there before; null when there was nothing, or it is not told.
    pub before: Value,
    /// What of it is there now.
    pub after: Value,
}

/// A record in the making.
pub(crate) struct Draft {
    actor: String,
    request_id: String,
    action: String,
    object: Option<String>,
    asked: Value,
    before: Option<Value>,
    after: Option<Value>,
}

impl Draft {
    /// The record of what `cx` does, if it is one of those that leave one. What stands behind a colon in `scope` keeps
    /// idempotency keys apart and is no part of the action.
    pub(crate) fn of(cx: &Cx, scope: &str, req: &impl Serialize) -> Option<Box<Draft>> {
        matches!(cx.caller, Caller::Staff { .. } | Caller::Key { .. }).then(|| Draft::new(cx, scope, value(req)))
    }

    fn new(cx: &Cx, scope: &str, asked: Value) -> Box<Draft> {
        Box::new(Draft {
            actor: cx.caller.actor(),
            request_id: cx.request_id.clone(),
            action: scope.split(':').next().unwrap_or(scope).to_owned(),
            object: None,
            asked,
            before: None,
            after: None,
        })
    }

    /// The record, now that the answer is known; none when nothing has changed.
    fn finish(self, answer: Value, at: Timestamp) -> Option<Recorded> {
        let after = self.after.unwrap_or(answer);
        if self.before.as_ref().is_some_and(|before| *before == after) {
            return None;
        }
        let id = |value: &Value, field: &str| value.get(field).and_then(Value::as_str).map(str::to_owned);
        let named = || ["id", "order", "session"].iter().find_map(|field| id(&self.asked, field));
        // some answers are no more than the id
        let bare = || after.as_str().map(str::to_owned);
        let found = self.object.clone().or_else(|| id(&after, "id")).or_else(named).or_else(bare);
        let object = found.unwrap_or_default();
        let people = is_about_people(&self.action);
        let (before, after) = changed(&self.before.unwrap_or_default(), &after, people);
        let asked = capped(masked(&self.asked, people));
        let Draft { actor, action, request_id, .. } = self;
        Some(Recorded { actor, action, object, request_id, at, asked, before: capped(before), after: capped(after) })
    }
}

fn value(thing: &impl Serialize) -> Value {
    serde_json::to_value(thing).unwrap_or_default()
}

/// Actions whose things are called by a person's name.
fn is_about_people(action: &str) -> bool {
    action.starts_with("customers.") || action.contains("staff")
}

/// Of two objects the fields that differ, of anything else the whole; masked. What differs is found out first, so that a
/// masked field that has changed shows as one.
fn changed(before: &Value, after: &Value, people: bool) -> (Value, Value) {
    let (shown_before, shown_after) = (masked(before, people), masked(after, people));
    let (Value::Object(old), Value::Object(new)) = (before, after) else { return (shown_before, shown_after) };
    let differs = |field: &str| old.get(field) != new.get(field);
    let keep = |shown: Value| match shown {
        Value::Object(fields) => Value::Object(fields.into_iter().filter(|(field, _)| differs(field)).collect()),
        other => other,
    };
    (keep(shown_before), keep(shown_after))
}

/// A value with every secret and personal field masked, however deep, and every e-mail address whatever it is called. A person's name is told by what stands beside it:
/// an address or an e-mail address, except in the shop's own profile.
#[must_use]
pub fn masked(value: &Value, people: bool) -> Value {
    match value {
        Value::Object(fields) => {
            let beside = |name: &str| fields.contains_key(name);
            let person = people || beside("line1") || (beside("email") && !beside("legal_name"));
            Value::Object(
                fields.iter().map(|(name, inner)| (name.clone(), field(name, inner, person, people))).collect(),
            )
        }
        Value::Array(items) => Value::Array(items.iter().map(|item| masked(item, people)).collect()),
        Value::String(text) if is_email(text) => Value::String(MASK.into()),
        Value::String(text) => Value::String(without_query(text)),
        other => other.clone(),
    }
}

fn field(name: &str, value: &Value, person: bool, people: bool) -> Value {
    let hidden = SECRET_FIELDS.contains(&name) || PERSONAL_FIELDS.contains(&name) || (person && name == "name");
    let empty = match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        _ => false,
    };
    if hidden && !empty { Value::String(MASK.into()) } else { masked(value, people) }
}

/// A web address without what stands behind its question mark, which may let somebody in.
fn without_query(text: &str) -> String {
    let address = text.starts_with("https://") || text.starts_with("http://");
    match text.split_once('?') {
        Some((place, query)) if address && !query.is_empty() => format!("{place}?{MASK}"),
        _ => text.to_owned(),
    }
}

/// A value, or when it is too large what it consists of in numbers.
fn capped(value: Value) -> Value {
    let bytes = serde_json::to_vec(&value).map_or(0, |json| json.len());
    if bytes <= MOST_BYTES {
        return value;
    }
    let mut counts = Map::new();
    match &value {
        Value::Object(fields) => {
            for (name, inner) in fields {
                match inner {
                    Value::Array(items) => counts.insert(name.clone(), items.len().into()),
                    Value::String(text) if text.len() <= 100 => counts.insert(name.clone(), inner.clone()),
                    Value::Number(_) | Value::Bool(_) => counts.insert(name.clone(), inner.clone()),
                    _ => None,
                };
            }
        }
        Value::Array(items) => drop(counts.insert("items".into(), items.len().into())),
        _ => {}
    }
    json!({ "too_large_bytes": bytes, "counts": counts })
}

impl Tx {
    /// Whether this write leaves a record: for what is costly to tell it.
    #[must_use]
    pub fn is_recorded(&mut self) -> bool {
        self.draft().is_some()
    }

    /// Tells the record of this write, if it leaves one, what was there before. Of an update the thing itself, so that
    /// the record shows just what has changed.
    pub fn was(&mut self, before: &(impl Serialize + Sync)) {
        if let Some(draft) = self.draft() {
            draft.before = Some(value(before));
        }
    }

    /// Tells the record of this write what is there now, where that is not the answer.
    pub fn became(&mut self, after: &(impl Serialize + Sync)) {
        if let Some(draft) = self.draft() {
            draft.after = Some(value(after));
        }
    }

    /// Tells the record of this write what it is about, where that is not the `id` of the answer or the request.
    pub fn about(&mut self, object: impl Display) {
        if let Some(draft) = self.draft() {
            draft.object = Some(object.to_string());
        }
    }

    /// Records a write that is not made through [`Db::begin_once`](crate::Db::begin_once).
    ///
    /// # Errors
    /// What the database says.
    pub async fn record(
        &mut self,
        cx: &Cx,
        action: &str,
        object: impl Display,
        asked: &(impl Serialize + Sync),
    ) -> Result<(), DbError> {
        let Some(mut draft) = Draft::of(cx, action, asked) else { return Ok(()) };
        draft.object = Some(object.to_string());
        self.tell(*draft, Value::Null).await
    }

    /// Lets the record of this write, if it leaves one, leave with the transaction.
    pub(crate) async fn finish_record(&mut self, answer: &(impl Serialize + Sync)) -> Result<(), DbError> {
        match self.take_draft() {
            Some(draft) => self.tell(*draft, value(answer)).await,
            None => Ok(()),
        }
    }

    async fn tell(&mut self, draft: Draft, answer: Value) -> Result<(), DbError> {
        let now = self.db().now();
        if let Some(recorded) = draft.finish(answer, now) {
            self.emit(AUDIT_RECORDED, &recorded).await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use infrasell_kernel::{ApiKeyId, Permissions};

    fn key() -> Cx {
        let caller = Caller::Key { id: ApiKeyId::from_i64(3), permissions: Permissions::default(), channels: None };
        Cx { caller, ..Cx::system("x", "req-1") }
    }

    fn finished(action: &str, asked: Value, before: Option<Value>, after: Value) -> Option<Recorded> {
        let mut draft = Draft::of(&key(), action, &asked).unwrap();
        draft.before = before;
        draft.finish(after, Timestamp::from_micros(0))
    }

    #[test]
    fn only_staff_and_keys_leave_a_record() {
        assert!(Draft::of(&Cx::system("cli", "r"), "a.b", &()).is_none());
        let guest = Cx { caller: Caller::Guest { address: None }, ..key() };
        assert!(Draft::of(&guest, "a.b", &()).is_none());
        let draft = Draft::of(&key(), "cart.add:0123456789abcdef", &()).unwrap();
        assert_eq!((draft.action.as_str(), draft.actor.as_str()), ("cart.add", "key_3"));
    }

    #[test]
    fn an_update_shows_what_has_changed_and_nothing_else() {
        let (old, new) = (
            json!({ "id": "prod_1", "title": "a", "email": "x@y.in", "n": 1 }),
            json!({ "id": "prod_1", "title": "b", "email": "z@y.in", "n": 1 }),
        );
        let record = finished("catalog.update_product", json!({}), Some(old.clone()), new).unwrap();
        assert_eq!(record.object, "prod_1");
        assert_eq!(record.before, json!({ "title": "a", "email": MASK }), "a masked field that has changed shows");
        assert_eq!(record.after, json!({ "title": "b", "email": MASK }));
        assert_eq!(finished("catalog.update_product", json!({}), Some(old.clone()), old), None);
    }

    #[test]
    fn secrets_and_persons_are_masked_however_deep() {
        let asked = json!({ "key": { "secret": "s3", "list": [{ "token": "t0" }] }, "password": "",
            "address": { "name": "Asha", "line1": "Lake Road", "city": "Pune", "region": "MH" },
            "product": { "name": "Tea" }, "shop": { "name": "Chai", "legal_name": "Chai LLP", "email": "a@b.in" } });
        let text = finished("x.y", asked.clone(), None, json!({})).unwrap().asked.to_string();
        for hidden in ["s3", "t0", "Asha", "Lake Road", "Pune", "a@b.in"] {
            assert!(!text.contains(hidden), "{hidden}: {text}");
        }
        for shown in ["MH", "Tea", "Chai LLP", "\"password\":\"\""] {
            assert!(text.contains(shown), "{shown}: {text}");
        }
        let staff = finished("identity.update_staff", json!({ "patch": { "name": "Ravi" } }), None, json!({}));
        assert!(!staff.unwrap().asked.to_string().contains("Ravi"));
    }

    #[test]
    fn an_address_is_masked_whatever_it_is_called() {
        assert_eq!(
            masked(&json!({ "to": "a@b.in", "list": ["c@d.in", "x"] }), false),
            json!({ "to": MASK, "list": [MASK, "x"] })
        );
    }

    #[test]
    fn a_record_is_of_bounded_size() {
        let rows: Vec<Value> = (0..10_000).map(|n| json!({ "variant": format!("var_{n}") })).collect();
        let record =
            finished("pricing.set_prices", json!({ "list": "plist_1", "prices": rows }), None, json!(null)).unwrap();
        assert_eq!(record.asked["counts"], json!({ "list": "plist_1", "prices": 10_000 }));
        assert!(serde_json::to_vec(&record).unwrap().len() < 1_000);
    }
}
