//! What writes mails by a shop's own templates, for hostile ones alone.

use crate::{
    builtin::Source,
    check, facts,
    render::render,
    sample::{self, Fill},
};
use infrasell_contracts::{
    common::PostalAddress,
    notifications::{NotificationKind, RenderedMail, TemplateInput},
    settings::{GrievanceContact, NumberFormat, Shop},
};
use infrasell_kernel::{CountryCode, Currency, FieldError, Locale, Timestamp};

/// Writes a mail with sample data by a template of the shop's own, checked as the admin API checks it.
///
/// # Errors
/// What is wrong with the template.
pub fn mail(template: &TemplateInput, locale: &Locale, now: Timestamp) -> Result<RenderedMail, Vec<FieldError>> {
    check::template(template)?;
    let kind = NotificationKind::OrderShipped;
    let mut facts = facts::base(&shop(now), "https://shop.example", locale, "<b>Asha</b>", "asha@example.in");
    sample::fill(&mut facts, kind, locale, now, Fill::Full);
    let source = Source { subject: &template.subject, text: &template.text, html: &template.html };
    render(source, &facts).map_err(|error| vec![error])
}

/// A shop whose name must be escaped wherever it is shown.
pub(crate) fn shop(now: Timestamp) -> Shop {
    Shop {
        name: "Chai & <Co>".into(),
        legal_name: "Chai and Company LLP".into(),
        legal_address: PostalAddress::default(),
        registration_number: String::new(),
        email: "shop@example.in".into(),
        phone: "+91 20 1234 5678".into(),
        grievance: GrievanceContact::default(),
        country: CountryCode::IN,
        region: "MH".into(),
        time_zone: "Asia/Kolkata".into(),
        currency: Currency::INR,
        order_number: NumberFormat { prefix: String::new(), min_digits: 4 },
        version: 1,
        updated_at: now,
    }
}
