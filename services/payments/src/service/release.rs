//! A payment that was held for staff goes on.
//!
//! Always true: a release changes no fact; what the ledger itself shows to be impossible is not released, and what the
//! provider still reports otherwise than it was agreed is held again by the look that follows.

use super::{Core, Res, moves::open};
use infrasell_contracts::payments::{Payment as PaymentView, PaymentError, Release};
use infrasell_db::Once;
use infrasell_kernel::{Fields, PaymentId};
use infrasell_rpc::{Cx, Fault};
use std::sync::Arc;

/// The longest reason, in characters.
const MAX_REASON: usize = 500;

impl Core {
    pub(crate) async fn release(self: &Arc<Self>, cx: &Cx, req: Release) -> Res<PaymentView> {
        let mut fields = Fields::new();
        fields.text("reason", &req.reason, MAX_REASON);
        fields.done().map_err(Fault::from)?;
        let mut tx = match self.db.begin_once::<PaymentId>(cx, "payments.release", &req).await? {
            Once::Answered(id) => return self.view(id).await,
            Once::Fresh(tx) => tx,
        };
        let mut book = open(&mut tx, req.id).await?;
        if book.ledger.held.take().is_none() {
            return Err(PaymentError::WrongState { state: book.state() }.into());
        }
        book.close(&mut tx, self, "staff").await?;
        tx.about(req.id);
        tx.commit_with(&req.id).await?;
        match self.sync(req.id, "sync").await {
            // it is released all the same: the poller asks again
            Err(error) if error.is_transient() => self.view(req.id).await,
            looked => looked,
        }
    }
}
