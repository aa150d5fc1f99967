//! Ids: 64-bit numbers that know what they name.
//!
//! Always true: an id is positive and below 2^53, so that it survives JavaScript; on the wire it is `prefix_number`,
//! and a prefix of another kind is refused.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::{borrow::Cow, fmt, hash::Hash, marker::PhantomData, str::FromStr};

/// The largest id that a JavaScript number holds exactly.
pub const MAX_ID: i64 = (1 << 53) - 1;

/// What an id can name.
pub trait Kind: 'static {
    /// The part before the underscore on the wire.
    const PREFIX: &'static str;
}

/// An id of one kind: BIGINT in SQL, `prod_1042` on the wire.
pub struct Id<K>(i64, PhantomData<fn() -> K>);

impl<K> Id<K> {
    /// Takes a number that came from the database or an id block.
    #[must_use]
    pub const fn from_i64(raw: i64) -> Self {
        Id(raw, PhantomData)
    }

    /// The bare number, for SQL.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }
}

impl<K> Clone for Id<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K> Copy for Id<K> {}
impl<K> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<K> Eq for Id<K> {}
impl<K> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<K> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}
impl<K> Hash for Id<K> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}
impl<K> From<Id<K>> for i64 {
    fn from(id: Id<K>) -> i64 {
        id.0
    }
}

impl<K: Kind> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}", K::PREFIX, self.0)
    }
}
impl<K: Kind> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A text that is not an id of the wanted kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{text}' is not an id like {prefix}_1042")]
pub struct IdError {
    text: String,
    prefix: &'static str,
}

impl<K: Kind> FromStr for Id<K> {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        let bad = || IdError { text: text.chars().take(48).collect(), prefix: K::PREFIX };
        let digits = text.strip_prefix(K::PREFIX).and_then(|t| t.strip_prefix('_')).ok_or_else(bad)?;
        let canonical = digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0') && digits.len() <= 16;
        match digits.parse() {
            Ok(raw) if canonical && raw <= MAX_ID => Ok(Id::from_i64(raw)),
            _ => Err(bad()),
        }
    }
}

impl<K: Kind> Serialize for Id<K> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}
impl<'de, K: Kind> Deserialize<'de> for Id<K> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Cow::<str>::deserialize(d)?.parse().map_err(de::Error::custom)
    }
}
impl<K: Kind> JsonSchema for Id<K> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        format!("{}Id", K::PREFIX).into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "pattern": format!("^{}_[1-9][0-9]{{0,15}}$", K::PREFIX),
            "examples": [format!("{}_1042", K::PREFIX)],
        })
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $Kind:ident => $Alias:ident, $prefix:literal;)*) => {
        /// One empty type a kind of id.
        pub mod kind {
            $($(#[$doc])* #[derive(Debug)] pub enum $Kind {})*
        }
        $(
            impl Kind for kind::$Kind { const PREFIX: &'static str = $prefix; }
            $(#[$doc])* pub type $Alias = Id<kind::$Kind>;
        )*
        /// Every prefix in use; a test holds them unique.
        pub const PREFIXES: &[&str] = &[$($prefix),*];
    };
}

kinds! {
    /// A place one sells: web, app, till.
    Channel => ChannelId, "chan";
    /// The seller's registration with a tax authority.
    TaxRegistration => TaxRegistrationId, "taxreg";
    /// A member of staff.
    Staff => StaffId, "staff";
    /// A named set of permissions.
    Role => RoleId, "role";
    /// An API key.
    ApiKey => ApiKeyId, "key";
    /// What a storefront says which channel it is by.
    StorefrontToken => StorefrontTokenId, "sft";
    /// A session of a member of staff or a customer.
    Session => SessionId, "sess";
    /// A customer, with or without an account.
    Customer => CustomerId, "cust";
    /// An address that a customer keeps.
    Address => AddressId, "addr";
    /// A group of customers.
    CustomerGroup => CustomerGroupId, "cgrp";
    /// A mail about credentials that was asked for.
    MailRequest => MailRequestId, "mailreq";
    /// A product.
    Product => ProductId, "prod";
    /// A sellable variant of a product.
    Variant => VariantId, "var";
    /// A node of the category tree.
    Category => CategoryId, "cat";
    /// A manual or rule-based collection.
    Collection => CollectionId, "coll";
    /// The definition of a typed metafield.
    MetafieldDefinition => MetafieldDefinitionId, "mfd";
    /// A page of the shop's own.
    ContentPage => ContentPageId, "page";
    /// A blog.
    Blog => BlogId, "blog";
    /// An article of a blog.
    Article => ArticleId, "art";
    /// A menu.
    Menu => MenuId, "menu";
    /// An entry of a menu.
    MenuItem => MenuItemId, "mitem";
    /// A redirect from one path to another.
    Redirect => RedirectId, "redir";
    /// What metaobjects of one type are made of.
    MetaobjectDefinition => MetaobjectDefinitionId, "mobjd";
    /// A metaobject.
    Metaobject => MetaobjectId, "mobj";
    /// A picture.
    Media => MediaId, "med";
    /// A price list.
    PriceList => PriceListId, "plist";
    /// A price row in a list.
    Price => PriceId, "price";
    /// A class of goods that are taxed alike.
    TaxClass => TaxClassId, "taxcl";
    /// A tax rate of a class in a place from a date.
    TaxRate => TaxRateId, "taxrate";
    /// A shipping method.
    ShippingMethod => ShippingMethodId, "ship";
    /// A stock location.
    Location => LocationId, "loc";
    /// A stock movement.
    Movement => MovementId, "mov";
    /// A stock reservation.
    Reservation => ReservationId, "resv";
    /// A transfer of stock between two locations.
    Transfer => TransferId, "trf";
    /// A cart.
    Cart => CartId, "cart";
    /// A line of a cart.
    CartLine => CartLineId, "cline";
    /// A checkout.
    Checkout => CheckoutId, "chk";
    /// An order.
    Order => OrderId, "ord";
    /// A line item of an order.
    LineItem => LineItemId, "line";
    /// A fulfilment of an order.
    Fulfilment => FulfilmentId, "ful";
    /// A refund.
    Refund => RefundId, "ref";
    /// An event in an order's timeline.
    TimelineEntry => TimelineEntryId, "tle";
    /// A payment.
    Payment => PaymentId, "pay";
    /// An operation sent to a payment provider.
    ProviderOp => ProviderOpId, "pop";
    /// A fact that a payment provider reported.
    PaymentFact => PaymentFactId, "fact";
    /// An import of a file.
    Import => ImportId, "imp";
    /// A mail that was or will be sent.
    Notification => NotificationId, "ntf";
    /// A webhook.
    Webhook => WebhookId, "whk";
    /// A message to a webhook.
    WebhookDelivery => WebhookDeliveryId, "whd";
    /// An entry of the audit trail.
    AuditEntry => AuditEntryId, "aud";
    /// An export of a file.
    Export => ExportId, "exp";
    /// A persisted job.
    Job => JobId, "job";
    /// An event in the outbox.
    Event => EventId, "evt";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_only_in_its_own_canonical_form() {
        assert_eq!("prod_1042".parse::<ProductId>().unwrap().get(), 1042);
        for text in
            ["prod_0", "prod_01", "prod_-1", "prod_", "var_1", "prod_9007199254740992", "prod_+1", "prod_1 ", "1"]
        {
            assert!(text.parse::<ProductId>().is_err(), "{text}");
        }
        assert_eq!("prod_9007199254740991".parse::<ProductId>().unwrap().get(), MAX_ID);
    }

    #[test]
    fn prefixes_are_unique() {
        let unique: std::collections::BTreeSet<_> = PREFIXES.iter().collect();
        assert_eq!(unique.len(), PREFIXES.len());
    }
}
