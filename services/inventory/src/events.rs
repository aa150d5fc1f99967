//! What inventory hears of: goods of an order come back.

use crate::service::{InventoryService, fault_of, take_back};
use async_trait::async_trait;
use infrasell_contracts::{
    inventory::{Allocation, Restock, RestockLine},
    orders::{ORDER_CANCELLED, OrderCancelled, REFUND_REQUESTED, RefundRequested},
};
use infrasell_db::{Event, EventHandler, Subscription};
use infrasell_kernel::Quantity;
use infrasell_rpc::{Cx, Fault};
use std::sync::Arc;

impl InventoryService {
    /// The subscriptions of this service.
    #[must_use]
    pub fn subscriptions(self: &Arc<Self>) -> Vec<Subscription> {
        let handler = Arc::new(TakeBack(self.clone()));
        vec![Subscription::new("inventory.restock", &[ORDER_CANCELLED, REFUND_REQUESTED], handler)]
    }
}

struct TakeBack(Arc<InventoryService>);

#[async_trait]
impl EventHandler for TakeBack {
    /// Once an order and once a refund, however often and under whatever event id it is told.
    async fn handle(&self, cx: &Cx, event: &Event) -> Result<(), Fault> {
        let (key, order, goods, reason) = match event.topic.as_str() {
            ORDER_CANCELLED => {
                let OrderCancelled { order, restock, .. } = event.decode()?;
                (format!("order_cancelled:{order}"), order, restock, "order cancelled".to_owned())
            }
            REFUND_REQUESTED => {
                let RefundRequested { order, refund, restock, .. } = event.decode()?;
                (format!("refund_requested:{refund}"), order, restock, format!("refund {refund}"))
            }
            _ => return Ok(()),
        };
        if goods.is_empty() {
            return Ok(());
        }
        let req = Restock { reference: order.to_string(), lines: lines(goods)? };
        take_back(&self.0, &cx.step("inventory", key), &req, &reason).await.map_err(fault_of)?;
        Ok(())
    }
}

fn lines(goods: Vec<Allocation>) -> Result<Vec<RestockLine>, Fault> {
    let mut lines = vec![];
    for Allocation { variant, location, quantity, .. } in goods {
        let quantity = Quantity::new(quantity).map_err(Fault::internal)?;
        lines.push(RestockLine { variant, location, quantity });
    }
    Ok(lines)
}
