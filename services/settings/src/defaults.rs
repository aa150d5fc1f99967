//! What a fresh database begins with: an Indian shop whose owner is still to be named, and the channel `web`.

use infrasell_contracts::{
    common::PostalAddress,
    settings::{Channel, GrievanceContact, NumberFormat, Shop},
};
use infrasell_kernel::{ChannelId, CountryCode, Currency, Locale, Timestamp};
use infrasell_rules::tax::TaxRounding;

/// The code of the channel that always exists.
pub const WEB: &str = "web";

pub(crate) fn shop(now: Timestamp) -> Shop {
    Shop {
        name: "My shop".into(),
        legal_name: String::new(),
        legal_address: PostalAddress::default(),
        registration_number: String::new(),
        email: String::new(),
        phone: String::new(),
        grievance: GrievanceContact::default(),
        country: CountryCode::IN,
        region: String::new(),
        time_zone: "Asia/Kolkata".into(),
        currency: Currency::INR,
        order_number: NumberFormat { prefix: String::new(), min_digits: 4 },
        version: 1,
        updated_at: now,
    }
}

pub(crate) fn web(id: ChannelId, shop: &Shop, now: Timestamp) -> Channel {
    let english: Locale = "en-IN".parse().expect("en-IN is a language tag");
    Channel {
        id,
        code: WEB.into(),
        name: "Web shop".into(),
        currency: shop.currency,
        locales: vec![english],
        countries: vec![CountryCode::IN],
        prices_include_tax: true,
        tax_rounding: TaxRounding::default(),
        stock_locations: vec![],
        active: true,
        version: 1,
        created_at: now,
        updated_at: now,
    }
}
