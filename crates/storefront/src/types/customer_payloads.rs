//! What mutations of customers give.

use super::customer;
use crate::{
    fields,
    object::{Object, Table},
    plan::Field,
    writer::Writer,
};
use infrasell_contracts::customers::Address;
use infrasell_kernel::{CustomerId, Timestamp};

/// Something that was wrong with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerWrong {
    /// In a word.
    pub code: &'static str,
    /// The way to the argument.
    pub field: Vec<&'static str>,
    /// In a sentence.
    pub message: String,
}

/// The same without the word, for who does not know it.
struct Plain<'a>(&'a CustomerWrong);

/// What lets a customer in, and until when.
#[derive(Clone)]
pub struct AccessToken {
    /// What he shows.
    pub secret: String,
    /// Until when it does, unless it is used before.
    pub expires_at: Timestamp,
}

fields! { "CustomerUserError" for CustomerWrong, |wrong, f, w| {
    "code" => w.text(wrong.code),
    "field" => if wrong.field.is_empty() { w.null() } else { w.texts(&wrong.field) },
    "message" => w.text(&wrong.message),
}}

fields! { "UserError" for Plain<'_>, |wrong, f, w| {
    "field" => if wrong.0.field.is_empty() { w.null() } else { w.texts(&wrong.0.field) },
    "message" => w.text(&wrong.0.message),
}}

fields! { "CustomerAccessToken" for AccessToken, |token, f, w| {
    "accessToken" => w.text(&token.secret),
    "expiresAt" => w.time(token.expires_at),
}}

/// What came of a mutation.
#[derive(Default)]
pub struct Told {
    /// Whom to show.
    pub customer: Option<CustomerId>,
    /// What lets him in.
    pub token: Option<AccessToken>,
    /// The address that was kept.
    pub address: Option<Address>,
    /// What was taken away.
    pub deleted: Option<String>,
    /// What was wrong.
    pub wrong: Vec<CustomerWrong>,
}

impl Told {
    fn write<'w>(&self, name: &str, f: &'w Field, w: &mut Writer<'w>) {
        match name {
            "customer" => match self.customer {
                Some(id) => customer::by_id(f, w, id),
                None => w.null(),
            },
            "customerAccessToken" => w.object_or_null(f, self.token.as_ref()),
            "customerAddress" => w.object_or_null(f, self.address.as_ref().map(customer::kept).as_ref()),
            "customerUserErrors" => w.each(f, &self.wrong, |w, wrong| w.object(f, wrong)),
            "userErrors" => w.objects(f, self.wrong.iter().map(Plain)),
            _ => w.text_or_null(self.deleted.as_deref()),
        }
    }
}

macro_rules! payloads {
    ($($Name:ident = $type:literal { $($field:literal),* };)*) => {
        $(
            #[doc = concat!("`", $type, "`.")]
            pub struct $Name(Told);
            impl Object for $Name {
                const TYPE: &'static str = $type;
                const FIELDS: &'static [&'static str] = &[$($field),*];
                fn write<'w>(&self, f: &'w Field, w: &mut Writer<'w>) {
                    match Self::FIELDS.get(usize::from(f.at)) {
                        Some(name) => self.0.write(name, f, w),
                        None => w.null(),
                    }
                }
            }
            impl From<Told> for $Name {
                fn from(told: Told) -> Self {
                    $Name(told)
                }
            }
        )*
        /// The tables of them all.
        pub(super) const TABLES: &[Table] = &[
            $(Table::of::<$Name>(),)*
            Table::of::<CustomerWrong>(),
            Table::of::<Plain<'static>>(),
            Table::of::<AccessToken>(),
        ];
    };
}

payloads! {
    Created = "CustomerCreatePayload" { "customer", "customerUserErrors", "userErrors" };
    Updated = "CustomerUpdatePayload" { "customer", "customerAccessToken", "customerUserErrors", "userErrors" };
    Activated = "CustomerActivatePayload" { "customer", "customerAccessToken", "customerUserErrors", "userErrors" };
    ActivatedByUrl = "CustomerActivateByUrlPayload" { "customer", "customerAccessToken", "customerUserErrors" };
    WasReset = "CustomerResetPayload" { "customer", "customerAccessToken", "customerUserErrors", "userErrors" };
    WasResetByUrl = "CustomerResetByUrlPayload" { "customer", "customerAccessToken", "customerUserErrors", "userErrors" };
    Recovers = "CustomerRecoverPayload" { "customerUserErrors", "userErrors" };
    AddressCreated = "CustomerAddressCreatePayload" { "customerAddress", "customerUserErrors", "userErrors" };
    AddressUpdated = "CustomerAddressUpdatePayload" { "customerAddress", "customerUserErrors", "userErrors" };
    AddressDeleted = "CustomerAddressDeletePayload" { "customerUserErrors", "deletedCustomerAddressId", "userErrors" };
    DefaultAddressUpdated = "CustomerDefaultAddressUpdatePayload" { "customer", "customerUserErrors", "userErrors" };
    TokenCreated = "CustomerAccessTokenCreatePayload" { "customerAccessToken", "customerUserErrors", "userErrors" };
    TokenRenewed = "CustomerAccessTokenRenewPayload" { "customerAccessToken", "userErrors" };
    TokenDeleted = "CustomerAccessTokenDeletePayload" { "deletedAccessToken", "deletedCustomerAccessTokenId", "userErrors" };
}
