//! Inventory's own books.

use super::{InventoryService, Result};
use crate::{plan, store::audits};
use infrasell_contracts::{
    common::{AuditCheck, AuditReport},
    inventory::Allocation,
};
use infrasell_rpc::Fault;
use std::collections::BTreeMap;

/// Checks every invariant over the whole of its table, each from one statement, so that sales meanwhile do not show.
pub async fn audit(service: &InventoryService) -> Result<AuditReport> {
    Ok(AuditReport {
        checks: vec![
            movements(service).await?,
            reserved(service).await?,
            not_negative(service).await?,
            transfers(service).await?,
        ],
    })
}

async fn movements(service: &InventoryService) -> std::result::Result<AuditCheck, Fault> {
    let db = &service.deps.db;
    let mut differences = vec![];
    for (variant, location, on_hand, sum) in audits::levels_and_movements(db).await? {
        differences.push(format!("{variant} at {location}: {on_hand} on hand, movements sum to {sum}"));
    }
    let examined = audits::count_levels(db).await?;
    Ok(AuditCheck { name: "stock level = sum of movements".into(), examined, differences })
}

async fn reserved(service: &InventoryService) -> std::result::Result<AuditCheck, Fault> {
    let (held, levels) = audits::held_and_reserved(&service.deps.db).await?;
    let allocations: Vec<&Allocation> = held.iter().flatten().collect();
    let mut sums: BTreeMap<_, _> = plan::by_level(allocations).into_iter().collect();
    let mut differences = vec![];
    for (key, reserved) in &levels {
        let sum = sums.remove(key).unwrap_or(0);
        if sum != *reserved {
            differences.push(format!("{} at {}: {reserved} reserved, held reservations sum to {sum}", key.0, key.1));
        }
    }
    for (key, sum) in sums.into_iter().filter(|(_, sum)| *sum != 0) {
        differences.push(format!("{} at {}: 0 reserved, held reservations sum to {sum}", key.0, key.1));
    }
    let examined = i64::try_from(held.len()).unwrap_or(i64::MAX);
    Ok(AuditCheck { name: "reserved = held reservations".into(), examined, differences })
}

async fn not_negative(service: &InventoryService) -> std::result::Result<AuditCheck, Fault> {
    let db = &service.deps.db;
    let mut differences = vec![];
    for (variant, location, on_hand, reserved) in audits::oversold(db).await? {
        differences.push(format!("{variant} at {location}: {on_hand} on hand, {reserved} reserved, no backorder"));
    }
    let examined = audits::count_levels(db).await?;
    Ok(AuditCheck { name: "nothing is held or sold twice".into(), examined, differences })
}

async fn transfers(service: &InventoryService) -> std::result::Result<AuditCheck, Fault> {
    let transfers = audits::transfers(&service.deps.db).await?;
    let mut differences = vec![];
    for (transfer, on_the_way, moved) in &transfers {
        if on_the_way + moved != 0 {
            differences.push(format!("{transfer}: {on_the_way} units on the way, movements sum to {moved}"));
        }
    }
    let examined = i64::try_from(transfers.len()).unwrap_or(i64::MAX);
    Ok(AuditCheck { name: "what left a location is on its way or has arrived".into(), examined, differences })
}
