//! Mails about credentials that were asked for, and the tokens in their links.

use infrasell_contracts::identity::{CREDENTIAL_MAIL, CredentialMail, MailKind};
use infrasell_db::{Db, DbError, Row, Tx, sql, v};
use infrasell_kernel::{CustomerId, MailRequestId, StaffId, Timestamp};
use infrasell_rpc::Fault;

/// A mail that was asked for.
pub(crate) struct Request {
    pub(crate) id: MailRequestId,
    pub(crate) kind: MailKind,
    pub(crate) email: String,
    pub(crate) customer: Option<CustomerId>,
    pub(crate) staff: Option<StaffId>,
}

fn read(row: &Row<'_>) -> Result<Request, DbError> {
    Ok(Request {
        id: row.next()?,
        kind: row.next_tag()?,
        email: row.next()?,
        customer: row.next()?,
        staff: row.next()?,
    })
}

fn word(kind: MailKind) -> &'static str {
    match kind {
        MailKind::VerifyEmail => "verify_email",
        MailKind::ChangeEmail => "change_email",
        MailKind::ResetPassword => "reset_password",
        MailKind::AccountExists => "account_exists",
        MailKind::PasswordChanged => "password_changed",
        MailKind::EmailChanged => "email_changed",
        MailKind::StaffReset => "staff_reset",
        MailKind::StaffPasswordChanged => "staff_password_changed",
    }
}

const INSERT: &str = sql!(
    "INSERT INTO identity_mail_request (id, kind, email, customer_id, staff_id, created_at)
     VALUES ($1, $2, $3, $4, $5, $6)"
);
/// Asks for a mail; it is told of when the transaction commits.
pub(crate) async fn ask(tx: &mut Tx, mail: &CredentialMail, now: Timestamp) -> Result<(), Fault> {
    let values = v![mail.request, word(mail.kind), &mail.to, mail.customer, mail.staff, now];
    tx.exec(INSERT, &values).await?;
    tx.emit(CREDENTIAL_MAIL, mail).await?;
    Ok(())
}

const MINT: &str =
    sql!("UPDATE identity_mail_request SET token_hash = $2, token_expires_at = $3 WHERE id = $1 AND ended_at IS NULL");
/// Gives a mail's link a token in the place of an older one; false when the mail is of no use any more.
pub(crate) async fn mint(
    tx: &mut Tx,
    id: MailRequestId,
    token_hash: &[u8; 32],
    expires_at: Timestamp,
) -> Result<bool, Fault> {
    Ok(tx.exec(MINT, &v![id, token_hash, expires_at]).await? == 1)
}

const GET: &str = sql!("SELECT id, kind, email, customer_id, staff_id FROM identity_mail_request WHERE id = $1");
pub(crate) async fn get(tx: &mut Tx, id: MailRequestId) -> Result<Option<Request>, Fault> {
    Ok(tx.opt(GET, &v![id], read).await?)
}

const IS_LIVE: &str = sql!(
    "SELECT id, kind, email, customer_id, staff_id FROM identity_mail_request
     WHERE token_hash = $1 AND ended_at IS NULL AND token_expires_at > $2"
);
/// The mail whose link carries this token, if it can be used.
pub(crate) async fn live(db: &Db, token_hash: &[u8; 32], now: Timestamp) -> Result<Option<Request>, Fault> {
    Ok(db.opt(IS_LIVE, &v![token_hash, now], read).await?)
}

const TAKE: &str = sql!(
    "UPDATE identity_mail_request SET ended_at = $2
     WHERE token_hash = $1 AND ended_at IS NULL AND token_expires_at > $2
     RETURNING id, kind, email, customer_id, staff_id"
);
/// Uses a token up; nothing when it is unknown, used or too old.
pub(crate) async fn take(tx: &mut Tx, token_hash: &[u8; 32], now: Timestamp) -> Result<Option<Request>, Fault> {
    Ok(tx.opt(TAKE, &v![token_hash, now], read).await?)
}

const END: &str = sql!(
    "UPDATE identity_mail_request SET ended_at = $3
     WHERE (customer_id = $1 OR staff_id = $2) AND ended_at IS NULL AND kind IN list_text($4)"
);
/// Lets the links of earlier mails of these kinds to somebody die.
pub(crate) async fn end(
    tx: &mut Tx,
    (customer, staff): (Option<CustomerId>, Option<StaffId>),
    kinds: &[MailKind],
    now: Timestamp,
) -> Result<(), Fault> {
    let words: Vec<String> = kinds.iter().map(|kind| word(*kind).to_owned()).collect();
    tx.exec(END, &v![customer, staff, now, &words]).await?;
    Ok(())
}

const SWEEP: &str = sql!(
    "DELETE FROM identity_mail_request WHERE id IN (
         SELECT id FROM identity_mail_request WHERE created_at <= $1 ORDER BY id LIMIT $2)"
);
pub(crate) async fn sweep(db: &Db, before: Timestamp, most: i64) -> Result<u64, Fault> {
    Ok(db.exec(SWEEP, &v![before, most]).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kinds_word_is_the_one_on_the_wire() {
        for kind in MailKind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), word(kind));
        }
    }
}
