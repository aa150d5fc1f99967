//! What a form brings.
//!
//! Always true: a form is small, comes from a page of this shop, and names the checkout that it was made for by a text
//! that only its page has.

use super::{place::is_sent, render};
use crate::{Gateway, answer::Failure, cookies, input::read_body, origin};
use axum::{
    extract::{FromRequest, Request},
    http::{HeaderMap, HeaderValue, header},
};
use infrasell_contracts::{
    checkout::{Checkout, CheckoutPatch},
    common::PostalAddress,
    pricing::ShippingChoice,
};
use infrasell_kernel::{CountryCode, ErrorKind, Patch};
use infrasell_rules::postal::india;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use subtle::ConstantTimeEq;

/// The largest form, bytes.
const MAX_FORM: usize = 32 << 10;
/// The most fields of a form.
const MAX_FIELDS: usize = 200;
/// The field that says for which checkout a form was made.
pub const FORM_OF: &str = "form";
/// What a field of the billing address begins with.
pub const BILLING: &str = "b_";

/// The fields of a form, without spaces around them.
#[derive(Debug, Clone, Default)]
pub struct Form(BTreeMap<String, String>);

impl FromRequest<Gateway> for Form {
    type Rejection = Failure;
    async fn from_request(request: Request, gateway: &Gateway) -> Result<Self, Failure> {
        refuse_other_sites(&request, gateway)?;
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or("");
        if !kind.starts_with("application/x-www-form-urlencoded") {
            return Err(Failure::with_status(415, "unsupported_media_type", "the body must be a form"));
        }
        Ok(Form::read(&read_body(request, MAX_FORM).await?))
    }
}

/// Refuses a form that another site's page sends.
fn refuse_other_sites(request: &Request, gateway: &Gateway) -> Result<(), Failure> {
    let headers: &HeaderMap = request.headers();
    let sent = headers.get(header::ORIGIN).map(HeaderValue::as_bytes);
    let known = origin::of(headers, request.extensions(), gateway);
    if sent == Some(known.as_bytes()) || cookies::is_own_origin(headers, &[]) {
        return Ok(());
    }
    Err(Failure::new(ErrorKind::Forbidden, "foreign_origin", "a form must be sent from a page of the shop"))
}

/// What a form of this checkout carries: whoever has not seen its page cannot know it.
pub fn mark(checkout: &Checkout) -> String {
    cookies::csrf_token(&format!("form {}", checkout.token))
}

/// What the buyer has before his eyes when he orders, but for how he pays: a change of any of it is told before he is
/// charged.
pub fn seen(checkout: &Checkout) -> String {
    let shown = (&checkout.email, &checkout.phone, &checkout.shipping_address, &checkout.billing_address);
    let json = serde_json::to_vec(&shown).unwrap_or_default();
    hex(&Sha256::new().chain_update(json).chain_update(&checkout.quote_hash).finalize())
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // writing into a text never fails
        let _written = write!(text, "{byte:02x}");
        text
    })
}

impl Form {
    /// Reads a body; of a field that stands twice the last one counts.
    fn read(body: &[u8]) -> Form {
        let fields = form_urlencoded::parse(body).take(MAX_FIELDS);
        Form(fields.map(|(name, value)| (name.into_owned(), value.trim().to_owned())).collect())
    }

    /// A field; empty when it is not there.
    pub fn text(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// Whether it was made for this checkout.
    pub fn is_of(&self, checkout: &Checkout) -> bool {
        mark(checkout).as_bytes().ct_eq(self.text(FORM_OF).as_bytes()).into()
    }

    fn optional(&self, name: &str) -> Option<String> {
        Some(self.text(name)).filter(|text| !text.is_empty()).map(str::to_owned)
    }

    /// Who buys, and where it goes.
    pub fn details(&self, checkout: &Checkout) -> CheckoutPatch {
        let billed_elsewhere = self.text("billing") == "other";
        CheckoutPatch {
            email: Patch::Set(self.text("email").to_owned()),
            phone: self.optional("phone").map_or(Patch::Clear, Patch::Set),
            shipping_address: if is_sent(checkout) { Patch::Set(self.address("")) } else { Patch::Keep },
            billing_address: if billed_elsewhere { Patch::Set(self.address(BILLING)) } else { Patch::Clear },
            ..CheckoutPatch::default()
        }
    }

    /// The address whose fields begin with `prefix`. In India a PIN may have a space in it, and names its state where it
    /// can only be in one.
    pub fn address(&self, prefix: &str) -> PostalAddress {
        let at = |name: &str| format!("{prefix}{name}");
        let country: Option<CountryCode> = self.text(&at("country")).parse().ok();
        let mut postal_code = self.optional(&at("postal_code"));
        let mut region = self.optional(&at("region"));
        if country == Some(CountryCode::IN) {
            postal_code = postal_code.map(|pin| pin.chars().filter(|c| !c.is_whitespace() && *c != '-').collect());
            let states = india::states_of_pin(postal_code.as_deref().unwrap_or("")).unwrap_or(&[]);
            let by_pin = if let [only] = states { Some((*only).to_owned()) } else { None };
            region = match region {
                Some(text) => Some(india::state_called(&text).map_or(text, str::to_owned)),
                None => by_pin,
            };
        }
        PostalAddress {
            name: self.text(&at("name")).to_owned(),
            company: self.optional(&at("company")),
            line1: self.text(&at("line1")).to_owned(),
            line2: self.optional(&at("line2")),
            city: self.text(&at("city")).to_owned(),
            region,
            postal_code,
            country,
            phone: if prefix.is_empty() { self.optional("phone") } else { None },
        }
    }

    /// How each group of lines is sent, as far as that was chosen.
    pub fn choices(&self, checkout: &Checkout) -> Vec<ShippingChoice> {
        let chosen = |group: &str| self.text(&method_field(group)).parse().ok();
        let groups = checkout.shipping_groups.iter();
        groups.filter_map(|g| Some(ShippingChoice { group: g.key.clone(), method: chosen(&g.key)? })).collect()
    }

    /// A total that stood on the page, minor units.
    pub fn total_minor(&self) -> Option<i64> {
        self.text("total").parse().ok()
    }
}

/// What a form says, read and shown: for hostile bytes alone.
pub fn shown(bytes: &[u8]) -> Result<String, String> {
    let form = Form::read(bytes);
    let address = form.address("");
    let facts =
        BTreeMap::from([("title", form.text("email").to_owned()), ("text", address.label(CountryCode::IN).join("|"))]);
    render::echo(&facts)
}

/// The field of a group's method.
pub fn method_field(group: &str) -> String {
    format!("method.{group}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_indian_address_is_completed_from_its_pin() {
        let form = Form::read(b"country=IN&postal_code=411+001&name=+A+&line1=x&city=Pune&phone=98765");
        let address = form.address("");
        assert_eq!(address.postal_code.as_deref(), Some("411001"));
        assert_eq!(address.region.as_deref(), Some("MH"));
        assert_eq!((address.name.as_str(), address.phone.as_deref()), ("A", Some("98765")));
        let form = Form::read(b"b_country=IN&b_postal_code=244001&b_region=uttar+pradesh");
        assert_eq!(form.address(BILLING).region.as_deref(), Some("UP"));
        let form = Form::read(b"country=IN&postal_code=244001");
        assert_eq!(form.address("").region, None, "this PIN can be in two states");
        let form = Form::read(b"country=DE&postal_code=10+115&region=");
        assert_eq!(form.address("").postal_code.as_deref(), Some("10 115"));
    }

    #[test]
    fn what_is_no_form_is_one_without_fields() {
        for body in [&b""[..], b"\xff\xfe", b"&&&==", b"a", b"%zz=%"] {
            let form = Form::read(body);
            assert_eq!(form.text("email"), "");
        }
        let many: String = (0..1_000).map(|n| format!("f{n}=1&")).collect();
        assert_eq!(Form::read(many.as_bytes()).0.len(), MAX_FIELDS);
    }
}
