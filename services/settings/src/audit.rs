//! Settings' own books, checked whole.

use crate::gstin;
use infrasell_contracts::common::{AuditCheck, AuditReport};
use infrasell_db::{Db, sql};
use infrasell_kernel::{ChannelId, TaxRegistrationId};
use infrasell_rpc::Fault;

const WEB: &str = sql!("SELECT COUNT(*) FROM settings_channel WHERE code = 'web' AND active");
const CHANNELS: &str = sql!("SELECT COUNT(*) FROM settings_channel");
const SHOPS: &str = sql!("SELECT COUNT(*) FROM settings_shop");
const SHAPES: &str = sql!(
    "SELECT id, code, version FROM settings_channel WHERE version < 1 OR locales = '[]' OR updated_at < created_at
     ORDER BY id"
);
const REGISTRATIONS: &str = sql!("SELECT COUNT(*) FROM settings_tax_registration");
const OVERLAPS: &str = sql!(
    "SELECT a.id, b.id, a.number FROM settings_tax_registration a
     JOIN settings_tax_registration b ON b.country = a.country AND b.number = a.number AND b.id > a.id
     WHERE (a.valid_until IS NULL OR a.valid_until > b.valid_from)
         AND (b.valid_until IS NULL OR b.valid_until > a.valid_from)
     ORDER BY a.id, b.id"
);

const GST_NUMBERS: &str = sql!(
    "SELECT id, number, region FROM settings_tax_registration WHERE country = 'IN' AND scheme <> 'unregistered'
     ORDER BY id"
);

pub(crate) async fn run(db: &Db) -> Result<AuditReport, Fault> {
    let checks = vec![one_shop(db).await?, channels(db).await?, registrations(db).await?, gst_numbers(db).await?];
    Ok(AuditReport { checks })
}

async fn count(db: &Db, sql: &'static str) -> Result<i64, Fault> {
    Ok(db.one(sql, &[], |row| row.get(0)).await?)
}

async fn one_shop(db: &Db) -> Result<AuditCheck, Fault> {
    let (shops, web) = (count(db, SHOPS).await?, count(db, WEB).await?);
    let mut differences = vec![];
    if shops != 1 {
        differences.push(format!("there are {shops} shops instead of 1"));
    }
    if web != 1 {
        differences.push(format!("there are {web} active channels 'web' instead of 1"));
    }
    Ok(AuditCheck { name: "one shop with an active channel web".into(), examined: shops, differences })
}

async fn channels(db: &Db) -> Result<AuditCheck, Fault> {
    let differences = db
        .all(SHAPES, &[], |row| {
            let (id, code, version): (ChannelId, String, i64) = (row.next()?, row.next()?, row.next()?);
            Ok(format!(
                "{id} '{code}' (version {version}) has no language, version below 1 or a change before its making"
            ))
        })
        .await?;
    Ok(AuditCheck { name: "each channel is whole".into(), examined: count(db, CHANNELS).await?, differences })
}

async fn registrations(db: &Db) -> Result<AuditCheck, Fault> {
    let differences = db
        .all(OVERLAPS, &[], |row| {
            let (a, b): (TaxRegistrationId, TaxRegistrationId) = (row.next()?, row.next()?);
            Ok(format!("{a} and {b} both hold the number {} at the same time", row.next::<String>()?))
        })
        .await?;
    let name = "no tax number is registered twice at the same time".into();
    Ok(AuditCheck { name, examined: count(db, REGISTRATIONS).await?, differences })
}

async fn gst_numbers(db: &Db) -> Result<AuditCheck, Fault> {
    let found = db
        .all(GST_NUMBERS, &[], |row| {
            let (id, number, region): (TaxRegistrationId, String, String) = (row.next()?, row.next()?, row.next()?);
            Ok(match gstin::parse(&number) {
                Ok(gstin) if gstin.region == region => None,
                Ok(gstin) => Some(format!("{id} is kept for '{region}', its number {number} is of '{}'", gstin.region)),
                Err(why) => Some(format!("{id} has the number {number}: {why}")),
            })
        })
        .await?;
    let examined = i64::try_from(found.len()).unwrap_or(i64::MAX);
    let differences = found.into_iter().flatten().collect();
    Ok(AuditCheck { name: "each GSTIN is well-formed and of its state".into(), examined, differences })
}
