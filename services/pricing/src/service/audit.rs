//! Pricing's own books.

use super::{PricingService, Result};
use crate::store::audits;
use infrasell_contracts::common::{AuditCheck, AuditReport};
use infrasell_kernel::Timestamp;

/// Checks every invariant over the whole of its table.
pub async fn audit(service: &PricingService) -> Result<AuditReport> {
    let db = &service.deps.db;
    let prices = audits::count_prices(db).await?;
    let mut above_mrp = vec![];
    for (price, variant, minor, mrp) in audits::above_mrp(db).await? {
        above_mrp.push(format!("{price} of {variant}: {minor}, maximum retail price {mrp}"));
    }
    let mut never = vec![];
    for (price, variant, starts_at, ends_at) in audits::never_in_force(db).await? {
        let starts_at = Timestamp::from_micros(starts_at);
        let end = ends_at.map_or("without a list".into(), |end| format!("until {}", Timestamp::from_micros(end)));
        never.push(format!("{price} of {variant}: from {starts_at}, {end}"));
    }
    let mut overlapping = vec![];
    for (first, second) in audits::overlapping_rates(db).await? {
        overlapping.push(format!("{first} still holds when {second} begins"));
    }
    let mut baseless = vec![];
    for (channel, lists) in audits::without_base(db).await? {
        baseless.push(format!("{channel}: {lists} price lists, not one of them the one it begins with"));
    }
    let check = |name: &str, examined, differences| AuditCheck { name: name.into(), examined, differences };
    let rates = audits::count_rates(db).await?;
    Ok(AuditReport {
        checks: vec![
            check("price ≤ maximum retail price", prices, above_mrp),
            check("every price holds at some time in some list", prices, never),
            check("tax rates of one class and place do not overlap", rates, overlapping),
            check("every channel with prices has one list to begin with", prices, baseless),
        ],
    })
}
