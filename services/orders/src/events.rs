//! What orders hear of others.

use crate::OrderService;
use async_trait::async_trait;
use infrasell_contracts::payments::PAYMENT_CHANGED;
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

impl OrderService {
    /// What the runner delivers to orders.
    #[must_use]
    pub fn subscriptions(self: &Arc<Self>) -> Vec<Subscription> {
        vec![Subscription::new("orders.payments", &[PAYMENT_CHANGED], Arc::new(PaymentChangedHandler(self.clone())))]
    }
}
