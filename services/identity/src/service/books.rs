//! Identity's own books: what must be true of its tables as a whole.

use super::IdentityService;
use crate::store::{customer_session, factor, signing, staff};
use infrasell_contracts::{
    common::{AuditCheck, AuditReport},
    identity::{IdentityError, SigningKeyState},
};

impl IdentityService {
    pub(super) async fn check_books(&self) -> Result<AuditReport, IdentityError> {
        let (sessions, broken) = customer_session::broken(&self.db).await?;
        let tell = |(id, unused)| format!("{id} has {unused} unused refresh tokens");
        let mut checks = vec![AuditCheck {
            name: "a session by tokens has one unused refresh token, another none".into(),
            examined: sessions,
            differences: broken.into_iter().map(tell).collect(),
        }];
        let (staff, owners, active) = staff::counts(&self.db).await?;
        let ownerless = (owners > 0 && active == 0).then(|| format!("{owners} owners, 0 active"));
        checks.push(AuditCheck {
            name: "of the owners one is active".into(),
            examined: owners,
            differences: ownerless.into_iter().collect(),
        });
        let wrong = factor::wrongly_marked(&self.db).await?;
        checks.push(AuditCheck {
            name: "who is marked to have a second factor has one".into(),
            examined: staff,
            differences: wrong.iter().map(|id| format!("{id} is marked wrongly")).collect(),
        });
        let keys = signing::all(&self.db).await?;
        let count = |state| keys.iter().filter(|pair| pair.key.state == state).count();
        let (active, next) = (count(SigningKeyState::Active), count(SigningKeyState::Next));
        let odd = (active != 1 || next != 1).then(|| format!("{active} active and {next} next signing keys"));
        checks.push(AuditCheck {
            name: "one signing key is active and one is next".into(),
            examined: i64::try_from(keys.len()).unwrap_or(i64::MAX),
            differences: odd.into_iter().collect(),
        });
        Ok(AuditReport { checks })
    }
}
