//! Pages: lists are read by seek, never by offset.
//!
//! Always true: a cursor names the list and order it belongs to, and one from elsewhere is refused.

use crate::FieldError;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// The most items in a page.
pub const MAX_LIMIT: u32 = 250;

/// What part of a list is wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PageRequest {
    /// How many items, 1 to 250; 50 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 250))]
    pub limit: Option<u32>,
    /// The `next` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Cursor>,
}

impl PageRequest {
    /// The limit to use.
    ///
    /// # Errors
    /// A field error at `limit` when it is not between 1 and 250.
    pub fn limit(&self) -> Result<i64, FieldError> {
        match self.limit.unwrap_or(50) {
            n @ 1..=MAX_LIMIT => Ok(i64::from(n)),
            n => Err(FieldError::new("limit", "out_of_range", format!("limit is {n}, not between 1 and {MAX_LIMIT}"))),
        }
    }

    /// The seek key behind the cursor, if there is one. `list` is the name that [`Cursor::new`] was given.
    ///
    /// # Errors
    /// A field error at `after` when the cursor is not of this list.
    pub fn key<K: DeserializeOwned>(&self, list: &str) -> Result<Option<K>, FieldError> {
        self.after.as_ref().map(|cursor| cursor.open(list)).transpose()
    }
}

/// An opaque place in one list under one order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Cursor(#[schemars(length(max = 512))] String);

impl Cursor {
    /// A cursor behind the item with seek key `key`; `list` names the list and its order, such as `orders:placed`.
    #[must_use]
    pub fn new<K: Serialize>(list: &str, key: &K) -> Self {
        let json = serde_json::to_vec(&(list, key)).expect("a seek key is numbers and text, which JSON holds");
        Cursor(URL_SAFE_NO_PAD.encode(json))
    }

    /// The seek key.
    ///
    /// # Errors
    /// A field error at `after` when this is not a cursor, or one of another list.
    pub fn open<K: DeserializeOwned>(&self, list: &str) -> Result<K, FieldError> {
        let bad = || FieldError::new("after", "invalid_cursor", "after is not a cursor of this list in this order");
        let json = URL_SAFE_NO_PAD.decode(&self.0).map_err(|_| bad())?;
        let (found, key): (String, K) = serde_json::from_slice(&json).map_err(|_| bad())?;
        if found == list { Ok(key) } else { Err(bad()) }
    }
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Page<T> {
    /// The items, in the order asked for.
    pub items: Vec<T>,
    /// Where the next page begins; absent on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Cursor>,
}

impl<T> Page<T> {
    /// Makes a page of `limit` items from up to `limit + 1` that were read; the surplus one says that there is more.
    #[must_use]
    pub fn from_surplus(mut items: Vec<T>, limit: i64, cursor: impl FnOnce(&T) -> Cursor) -> Self {
        let limit = usize::try_from(limit).unwrap_or(0);
        let more = items.len() > limit;
        items.truncate(limit);
        let next = if more { items.last().map(cursor) } else { None };
        Page { items, next }
    }

    /// The same page of other items.
    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(f).collect(), next: self.next }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_opens_only_on_its_own_list() {
        let cursor = Cursor::new("orders:placed", &(5, 7));
        assert_eq!(cursor.open::<(i64, i64)>("orders:placed"), Ok((5, 7)));
        assert_eq!(cursor.open::<(i64, i64)>("products:title").unwrap_err().path, "after");
        assert!(Cursor("%%%".into()).open::<i64>("x").is_err());
        assert!(Cursor::new("x", &"text").open::<i64>("x").is_err());
    }

    #[test]
    fn the_surplus_item_makes_the_next_cursor() {
        let page = Page::from_surplus(vec![1, 2, 3], 2, |n| Cursor::new("n", n));
        assert_eq!((page.items, page.next), (vec![1, 2], Some(Cursor::new("n", &2))));
        assert_eq!(Page::from_surplus(vec![1, 2], 2, |n| Cursor::new("n", n)).next, None);
    }
}
