//! Staff's second factors and recovery codes, and their own passwords.

use super::IdentityService;
use crate::{
    check, grant,
    passwords::Verdict,
    store::{factor, role, session, staff},
    totp,
};
use infrasell_contracts::identity::{
    ChangePassword, ConfirmSecondFactor, CredentialMail, IdentityError, MailKind, NewRecoveryCodes, RecoveryCodes,
    RemoveSecondFactor, SecondFactorSetUp,
};
use infrasell_db::Tx;
use infrasell_kernel::{Permission, StaffId, Timestamp};
use infrasell_rpc::{Caller, Cx, Fault};

impl IdentityService {
    /// Counts an attempt to give a code or a present password.
    pub(super) async fn count_code(&self, who: impl std::fmt::Display) -> Result<(), IdentityError> {
        let counted = self.throttles.code.count(&who.to_string()).await;
        counted.map_err(|retry_after_s| IdentityError::TooManyAttempts { retry_after_s })
    }

    /// Uses a code of the moment or a recovery code up: each works once.
    pub(super) async fn use_code(
        &self,
        tx: &mut Tx,
        staff: StaffId,
        code: &str,
        now: Timestamp,
    ) -> Result<(), IdentityError> {
        if let Some(hash) = totp::recovery_hash(code) {
            let used = factor::use_code(tx, staff, &hash, now).await?;
            return if used { Ok(()) } else { Err(IdentityError::WrongCode) };
        }
        let kept = factor::get(tx, staff).await?.ok_or(IdentityError::WrongCode)?;
        let secret = kept.secret.ok_or(IdentityError::WrongCode)?;
        let secret = self.open_factor(staff, &secret)?;
        let step = totp::check(&secret, code.trim(), now, kept.last_step).ok_or(IdentityError::WrongCode)?;
        // of two who come with the same code at once, the second one finds the step used
        if factor::use_step(tx, staff, step).await? { Ok(()) } else { Err(IdentityError::WrongCode) }
    }

    pub(super) async fn begin_factor(&self, cx: &Cx) -> Result<SecondFactorSetUp, IdentityError> {
        let id = oneself(cx)?;
        let account = staff::account_by_id(&self.db, id).await?.ok_or_else(|| nobody(id))?;
        if account.second_factor {
            return Err(Fault::conflict("a second factor is in use; take it away before you set up another").into());
        }
        let mut secret = [0; totp::SECRET_LENGTH];
        self.env.random.fill(&mut secret);
        let mut tx = self.db.begin().await.map_err(Fault::from)?;
        factor::begin(&mut tx, id, &self.seal_factor(id, &secret)?).await?;
        tx.record(cx, "identity.begin_second_factor", id, &()).await.map_err(Fault::from)?;
        tx.commit().await.map_err(Fault::from)?;
        let uri = totp::uri(&secret, &account.email, "Infrasell");
        Ok(SecondFactorSetUp { secret: totp::base32(&secret), uri })
    }

    pub(super) async fn confirm_factor(
        &self,
        cx: &Cx,
        req: ConfirmSecondFactor,
    ) -> Result<RecoveryCodes, IdentityError> {
        let (id, now) = (oneself(cx)?, self.env.now());
        self.count_code(id).await?;
        let mut tx = self.db.begin().await.map_err(Fault::from)?;
        let begun = factor::get(&mut tx, id).await?.ok_or(IdentityError::NoSecondFactor)?;
        let secret = begun.new_secret.filter(|_| begun.secret.is_none()).ok_or(IdentityError::NoSecondFactor)?;
        let secret = self.open_factor(id, &secret)?;
        let step = totp::check(&secret, req.code.trim(), now, 0).ok_or(IdentityError::WrongCode)?;
        if !factor::confirm(&mut tx, id, step).await? {
            return Err(IdentityError::NoSecondFactor);
        }
        factor::mark(&mut tx, id, true).await?;
        let codes = self.fresh_codes(&mut tx, id).await?;
        session::end_all(&mut tx, id, req.current).await?;
        tx.record(cx, "identity.confirm_second_factor", id, &()).await.map_err(Fault::from)?;
        tx.commit().await.map_err(Fault::from)?;
        self.throttles.code.forget(&id.to_string()).await;
        Ok(codes)
    }

    pub(super) async fn renew_codes(&self, cx: &Cx, req: NewRecoveryCodes) -> Result<RecoveryCodes, IdentityError> {
        let (id, now) = (oneself(cx)?, self.env.now());
        self.count_code(id).await?;
        let mut tx = self.db.begin().await.map_err(Fault::from)?;
        self.use_code(&mut tx, id, &req.code, now).await?;
        let codes = self.fresh_codes(&mut tx, id).await?;
        tx.record(cx, "identity.new_recovery_codes", id, &()).await.map_err(Fault::from)?;
        tx.commit().await.map_err(Fault::from)?;
        self.throttles.code.forget(&id.to_string()).await;
        Ok(codes)
    }

    async fn fresh_codes(&self, tx: &mut Tx, id: StaffId) -> Result<RecoveryCodes, Fault> {
        let codes = totp::recovery_codes(self.env.random.as_ref());
        let hashes: Vec<[u8; 32]> = codes.iter().filter_map(|code| totp::recovery_hash(code)).collect();
        factor::set_codes(tx, id, &hashes).await?;
        Ok(RecoveryCodes { codes })
    }

    /// Takes one's own factor away with a code, or somebody else's who may do no more than the caller.
    pub(super) async fn remove_factor(&self, cx: &Cx, req: RemoveSecondFactor) -> Result<(), IdentityError> {
        let (id, now) = (req.staff, self.env.now());
        let own = matches!(&cx.caller, Caller::Staff { id: own, .. } if *own == id);
        if !own && !cx.caller.may(Permission::StaffWrite) {
            return Err(nobody(id).into());
        }
        if own {
            self.count_code(id).await?;
        }
        let mut tx = self.db.begin().await.map_err(Fault::from)?;
        let row = staff::lock(&mut tx, id).await?.ok_or_else(|| nobody(id))?;
        if !row.second_factor {
            return Err(IdentityError::NoSecondFactor);
        }
        if own {
            self.use_code(&mut tx, id, req.code.as_deref().unwrap_or(""), now).await?;
        } else {
            let roles = role::of_staff(&mut tx, id).await?;
            grant::permissions(&cx.caller, &staff::allowed(&roles))?;
            grant::channels(&cx.caller, staff::let_into(row.channels.as_deref(), &roles).as_deref())?;
        }
        factor::remove(&mut tx, id).await?;
        factor::mark(&mut tx, id, false).await?;
        tx.record(cx, "identity.remove_second_factor", id, &()).await.map_err(Fault::from)?;
        tx.commit().await.map_err(Fault::from)?;
        self.throttles.code.forget(&id.to_string()).await;
        Ok(())
    }

    /// Changes the caller's own password and ends his other sessions.
    pub(super) async fn change_own_password(&self, cx: &Cx, req: ChangePassword) -> Result<(), IdentityError> {
        let id = oneself(cx)?;
        check::new_password("new_password", &req.change.new_password)?;
        self.count_code(id).await?;
        let account = staff::account_by_id(&self.db, id).await?.ok_or_else(|| nobody(id))?;
        let verdict = self.passwords.check(&req.change.current_password, Some(&account.password_hash)).await?;
        if verdict == Verdict::Wrong {
            return Err(IdentityError::WrongPassword);
        }
        let hash = self.passwords.hash(&req.change.new_password).await?;
        self.put_staff_password(cx, &account, &hash, req.current).await?;
        self.throttles.code.forget(&id.to_string()).await;
        Ok(())
    }

    /// Writes a password down, ends somebody's sessions but `keep` and the links that were mailed to him, and tells him.
    async fn put_staff_password(
        &self,
        cx: &Cx,
        account: &staff::Account,
        hash: &str,
        keep: Option<infrasell_kernel::SessionId>,
    ) -> Result<(), IdentityError> {
        let mut tx = self.db.begin().await.map_err(Fault::from)?;
        if !staff::set_password(&mut tx, account.id, &account.password_hash, hash).await? {
            return Err(Fault::Stale { what: "password".into() }.into());
        }
        self.after_staff_password(&mut tx, account, keep).await?;
        tx.record(cx, "identity.change_own_password", account.id, &()).await.map_err(Fault::from)?;
        tx.commit().await.map_err(Fault::from)?;
        Ok(())
    }

    /// What follows a new password of a member of staff, in the same transaction.
    pub(super) async fn after_staff_password(
        &self,
        tx: &mut Tx,
        account: &staff::Account,
        keep: Option<infrasell_kernel::SessionId>,
    ) -> Result<(), IdentityError> {
        session::end_all(tx, account.id, keep).await?;
        let mail = staff_mail(tx, account, MailKind::StaffPasswordChanged).await?;
        self.replace_mails(tx, &mail, &[MailKind::StaffReset]).await?;
        Ok(())
    }
}

/// A mail to a member of staff.
pub(super) async fn staff_mail(tx: &mut Tx, account: &staff::Account, kind: MailKind) -> Result<CredentialMail, Fault> {
    Ok(CredentialMail {
        request: tx.next_id().await?,
        kind,
        to: account.email.clone(),
        name: Some(account.name.clone()),
        locale: None,
        customer: None,
        staff: Some(account.id),
    })
}

fn oneself(cx: &Cx) -> Result<StaffId, IdentityError> {
    match &cx.caller {
        Caller::Staff { id, .. } => Ok(*id),
        _ => Err(Fault::conflict("only a member of staff who is signed in has a password and a second factor").into()),
    }
}

fn nobody(id: StaffId) -> Fault {
    Fault::not_found("member of staff", id)
}
