//! Tax classes and rates.

use super::{
    PricingService, Result,
    write::{self, MAX_CODE, MAX_NAME, finish},
};
use crate::{
    STANDARD_CLASS,
    rates::{self, Fit},
    store::taxes,
    timeline::Span,
};
use infrasell_contracts::pricing::{
    CreateTaxClass, CreateTaxRate, EndTaxRate, ListTaxClasses, ListTaxRates, TaxClass, TaxRate, TaxRateInput,
};
use infrasell_db::{Once, Tx};
use infrasell_kernel::{CountryCode, Cursor, Fields, Page, Ppm, Timestamp};
use infrasell_rpc::{Cx, Fault};
use infrasell_rules::tax::TaxKind;

const CLASSES: &str = "tax_classes:id";
const RATES: &str = "tax_rates:id";
/// The longest region and tax name, in characters.
const MAX_REGION: usize = 10;
const MAX_TAX: usize = 16;

/// 2025-09-22 00:00 in India: the rates of the 56th Council.
const GST_2025_MICROS: i64 = 1_758_479_400_000_000;

/// The classes that every shop begins with: code, name, rate in India in parts per million, and why.
const FIRST_CLASSES: &[(&str, &str, Ppm, TaxKind)] = &[
    (STANDARD_CLASS, "Standard", Ppm(180_000), TaxKind::Standard),
    ("gst-0", "GST 0 %", Ppm(0), TaxKind::Nil),
    ("gst-5", "GST 5 %", Ppm(50_000), TaxKind::Standard),
    ("gst-18", "GST 18 %", Ppm(180_000), TaxKind::Standard),
    ("gst-40", "GST 40 %", Ppm(400_000), TaxKind::Standard),
];

/// Makes those of the first classes that are not there, each with its rate.
pub async fn bootstrap(service: &PricingService) -> Result<()> {
    let mut tx = service.deps.db.begin().await.map_err(Fault::from)?;
    for (code, name, rate_ppm, kind) in FIRST_CLASSES {
        if taxes::find_class(&mut tx, code).await?.is_some() {
            continue;
        }
        let id = tx.next_id().await.map_err(Fault::from)?;
        let class = TaxClass { id, code: (*code).into(), name: (*name).into() };
        if !taxes::insert_class(&mut tx, &class).await? {
            // another replica was faster
            continue;
        }
        // 18 % was the usual rate before that day, too
        let starts_at = if *code == STANDARD_CLASS { Timestamp::MIN } else { Timestamp::from_micros(GST_2025_MICROS) };
        let rate = TaxRate {
            id: tx.next_id().await.map_err(Fault::from)?,
            class: class.code,
            country: CountryCode::IN,
            region: String::new(),
            tax: "GST".into(),
            rate_ppm: *rate_ppm,
            kind: *kind,
            starts_at,
            ends_at: None,
        };
        taxes::insert_rate(&mut tx, class.id, &rate).await?;
    }
    Ok(tx.commit().await.map_err(Fault::from)?)
}

/// Tax classes in id order.
pub async fn classes(service: &PricingService, req: &ListTaxClasses) -> Result<Page<TaxClass>> {
    let limit = req.page.limit()?;
    let after = req.page.key(CLASSES)?;
    let items = taxes::classes(&service.deps.db, after, limit).await?;
    Ok(Page::from_surplus(items, limit, |class| Cursor::new(CLASSES, &class.id.get())))
}

/// Finds a tax class by code, or makes it.
pub async fn create_class(service: &PricingService, cx: &Cx, req: CreateTaxClass) -> Result<TaxClass> {
    let mut fields = Fields::new();
    write::check_code(&mut fields, &req.class.code, MAX_CODE);
    fields.text("name", &req.class.name, MAX_NAME);
    fields.done()?;
    let mut tx = match service.deps.db.begin_once(cx, "pricing.create_tax_class", &req).await? {
        Once::Answered(answer) => return Ok(answer),
        Once::Fresh(tx) => tx,
    };
    let id = tx.next_id().await.map_err(Fault::from)?;
    let class = TaxClass { id, code: req.class.code, name: req.class.name.trim().to_owned() };
    if taxes::insert_class(&mut tx, &class).await? {
        return finish(tx, class).await;
    }
    let found = taxes::find_class(&mut tx, &class.code).await?;
    let found = found.ok_or_else(|| Fault::internal(format!("the tax class {} is and is not", class.code)))?;
    finish(tx, found).await
}

/// Tax rates in id order.
pub async fn rates(service: &PricingService, req: &ListTaxRates) -> Result<Page<TaxRate>> {
    let limit = req.page.limit()?;
    let after = req.page.key(RATES)?;
    let items = taxes::rates(&service.deps.db, req, after, limit).await?;
    Ok(Page::from_surplus(items, limit, |rate| Cursor::new(RATES, &rate.id.get())))
}

/// Adds a tax rate; the one before ends when it begins.
pub async fn create_rate(service: &PricingService, cx: &Cx, req: CreateTaxRate) -> Result<TaxRate> {
    check_rate(&req.rate)?;
    let mut tx = match service.deps.db.begin_once(cx, "pricing.create_tax_rate", &req).await? {
        Once::Answered(answer) => return Ok(answer),
        Once::Fresh(tx) => tx,
    };
    let TaxRateInput { class, country, region, tax, rate_ppm, kind, starts_at, ends_at } = req.rate;
    let found = taxes::lock_class(&mut tx, &class).await?;
    let known = found.ok_or_else(|| Fault::field("class", "not_found", format!("there is no tax class '{class}'")))?;
    let mut rate = TaxRate {
        id: tx.next_id().await.map_err(Fault::from)?,
        class,
        country,
        region,
        tax,
        rate_ppm,
        kind: kind.unwrap_or(TaxKind::Standard),
        starts_at: starts_at.unwrap_or(Timestamp::MIN),
        ends_at,
    };
    let alike = taxes::alike(&mut tx, &rate).await?;
    let spans: Vec<Span> = alike.iter().map(span).collect();
    match rates::fit(&spans, span(&rate)) {
        Fit::Clashes(n) => return Err(overlap("starts_at", &alike[n]).into()),
        Fit::Fits { closes, ends_at } => {
            if let Some(n) = closes {
                taxes::end_rate(&mut tx, alike[n].id, rate.starts_at).await?;
            }
            rate.ends_at = ends_at;
        }
    }
    taxes::insert_rate(&mut tx, known.id, &rate).await?;
    finish(tx, rate).await
}

fn span(rate: &TaxRate) -> Span {
    Span { starts_at: rate.starts_at, ends_at: rate.ends_at }
}

fn overlap(path: &str, other: &TaxRate) -> Fault {
    Fault::field(path, "overlaps", format!("{} holds from {} on", other.id, other.starts_at))
}

fn check_rate(rate: &TaxRateInput) -> Result<()> {
    let mut fields = Fields::new();
    let plain = |text: &str| text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b"-_ .".contains(&b));
    fields.max_len("region", &rate.region, MAX_REGION);
    fields.check(plain(&rate.region), "region", "invalid_character", "region must be capital letters and digits");
    fields.text("tax", &rate.tax, MAX_TAX);
    fields.check(plain(&rate.tax), "tax", "invalid_character", "tax must be capital letters and digits");
    write::check_range(&mut fields, "rate_ppm", Some(rate.rate_ppm.0), Ppm::ONE.0);
    let charges_nothing = matches!(rate.kind, Some(TaxKind::Zero | TaxKind::Exempt | TaxKind::Nil));
    let message = "rate_ppm must be 0 when nothing is charged";
    fields.check(!charges_nothing || rate.rate_ppm.0 == 0, "rate_ppm", "out_of_range", message);
    write::check_span(&mut fields, "ends_at", Some(rate.starts_at.unwrap_or(Timestamp::MIN)), rate.ends_at);
    Ok(fields.done()?)
}

/// Ends a tax rate, earlier or later than it would.
pub async fn end_rate(service: &PricingService, cx: &Cx, req: EndTaxRate) -> Result<TaxRate> {
    let mut tx = match service.deps.db.begin_once(cx, "pricing.end_tax_rate", &req).await? {
        Once::Answered(answer) => return Ok(answer),
        Once::Fresh(tx) => tx,
    };
    let missing = || Fault::not_found("tax rate", req.id);
    let seen = taxes::find_rate(&mut tx, req.id).await?.ok_or_else(missing)?;
    taxes::lock_class(&mut tx, &seen.class).await?;
    let mut rate = taxes::find_rate(&mut tx, req.id).await?.ok_or_else(missing)?;
    let mut fields = Fields::new();
    write::check_span(&mut fields, "ends_at", Some(rate.starts_at), Some(req.ends_at));
    fields.done()?;
    let next = next_alike(&mut tx, &rate).await?;
    if let Some(next) = next.filter(|next| req.ends_at > next.starts_at) {
        return Err(overlap("ends_at", &next).into());
    }
    tx.was(&rate);
    rate.ends_at = Some(req.ends_at);
    taxes::end_rate(&mut tx, rate.id, req.ends_at).await?;
    finish(tx, rate).await
}

async fn next_alike(tx: &mut Tx, rate: &TaxRate) -> Result<Option<TaxRate>> {
    let alike = taxes::alike(tx, rate).await?;
    Ok(alike.into_iter().find(|other| other.starts_at > rate.starts_at))
}
