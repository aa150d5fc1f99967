//! What orders hear of others.

use crate::OrderService;
use async_trait::async_trait;
use infrasell_contracts::{
    identity::{EMAIL_VERIFIED, EmailVerified},
    payments::PAYMENT_CHANGED,
};
use infrasell_db::{Event, EventHandler, Subscription};
use infrasell_rpc::{Cx, Fault};
use std::sync::Arc;

/// A payment's ledger has grown. What is taken in are sums, not steps, so the same event again changes nothing.
struct PaymentChangedHandler(Arc<OrderService>);

#[async_trait]
impl EventHandler for PaymentChangedHandler {
    async fn handle(&self, _: &Cx, event: &Event) -> Result<(), Fault> {
        self.0.payment_changed(event, &event.decode()?).await
    }
}

/// A customer has shown that an address is his.
struct EmailVerifiedHandler(Arc<OrderService>);

#[async_trait]
impl EventHandler for EmailVerifiedHandler {
    async fn handle(&self, _: &Cx, event: &Event) -> Result<(), Fault> {
        self.0.email_verified(&event.decode::<EmailVerified>()?).await
    }
}

impl OrderService {
    /// What the runner delivers to orders.
    #[must_use]
    pub fn subscriptions(self: &Arc<Self>) -> Vec<Subscription> {
        vec![
            Subscription::new("orders.payments", &[PAYMENT_CHANGED], Arc::new(PaymentChangedHandler(self.clone()))),
            Subscription::new("orders.identity", &[EMAIL_VERIFIED], Arc::new(EmailVerifiedHandler(self.clone()))),
        ]
    }
}
