//! How far the provider's books have been read.

use infrasell_db::{Db, DbError, sql, v};

const PLACE: &str = sql!("SELECT place FROM payments_recon WHERE provider = $1");

/// The last movement that was read.
pub(crate) async fn place(db: &Db, provider: &str) -> Result<Option<String>, DbError> {
    db.opt(PLACE, &v![provider], |row| row.get(0)).await
}

const SET_PLACE: &str = sql!(
    "INSERT INTO payments_recon (provider, place, read_at) VALUES ($1, $2, $3)
     ON CONFLICT (provider) DO UPDATE SET place = excluded.place, read_at = excluded.read_at"
);

/// Notes the last movement that was read.
pub(crate) async fn set_place(db: &Db, provider: &str, place: &str) -> Result<(), DbError> {
    db.exec(SET_PLACE, &v![provider, place, db.now()]).await?;
    Ok(())
}
