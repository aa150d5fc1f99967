//! What customers hear of others.

use crate::CustomerService;
use async_trait::async_trait;
use infrasell_contracts::{
    identity::{EMAIL_VERIFIED, EmailVerified},
    orders::{ORDER_COST_CHANGED, ORDER_PLACED, OrderCostChanged, OrderPlaced},
};
use infrasell_db::{Event, EventHandler, Subscription};
use infrasell_rpc::{Cx, Fault};
use std::sync::Arc;

struct OrderHandler(Arc<CustomerService>);

#[async_trait]
impl EventHandler for OrderHandler {
    async fn handle(&self, cx: &Cx, event: &Event) -> Result<(), Fault> {
        let order = match event.topic.as_str() {
            ORDER_PLACED => event.decode::<OrderPlaced>()?.order,
            _ => event.decode::<OrderCostChanged>()?.order,
        };
        self.0.order_changed(cx, order).await
    }
}

struct VerifiedHandler(Arc<CustomerService>);

#[async_trait]
impl EventHandler for VerifiedHandler {
    async fn handle(&self, _: &Cx, event: &Event) -> Result<(), Fault> {
        self.0.email_verified(&event.decode::<EmailVerified>()?).await
    }
}

impl CustomerService {
    /// What the runner delivers to customers.
    #[must_use]
    pub fn subscriptions(self: &Arc<Self>) -> Vec<Subscription> {
        let orders = Arc::new(OrderHandler(self.clone()));
        let verified = Arc::new(VerifiedHandler(self.clone()));
        vec![
            Subscription::new("customers.orders", &[ORDER_PLACED, ORDER_COST_CHANGED], orders),
            Subscription::new("customers.identity", &[EMAIL_VERIFIED], verified),
        ]
    }
}
