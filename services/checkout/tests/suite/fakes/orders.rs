//! Orders: one a checkout.

use super::{Shop, State, fake};
use infrasell_contracts::{common::*, orders::*};
use infrasell_kernel::{LineItemId, OrderId, Page, Timestamp};
use infrasell_rpc::{Cx, Fault};
use infrasell_rules::order::{OrderState, PaymentStatus};

fn create(state: &mut State, req: CreateOrder) -> Order {
    if let Some(known) = state.orders.iter().find(|order| order.checkout == req.checkout) {
        return known.clone();
    }
    assert_eq!(req.quote.check(), [], "the quote sums");
    assert_eq!(req.line_items.len(), req.quote.lines.len());
    let id = OrderId::from_i64(state.next_id());
    let mut line_items = vec![];
    for (item, amounts) in req.line_items.into_iter().zip(&req.quote.lines) {
        assert_eq!(item.key, amounts.key);
        line_items.push(LineItem {
            id: LineItemId::from_i64(state.next_id()),
            variant: item.variant,
            product: item.product,
            product_title: item.product_title,
            variant_title: item.variant_title,
            sku: item.sku,
            hsn_code: item.hsn_code,
            country_of_origin: item.country_of_origin,
            image_url: item.image_url,
            attributes: item.attributes,
            requires_shipping: item.requires_shipping,
            quantity: item.quantity,
            mrp_minor: item.mrp_minor,
            amounts: amounts.clone(),
            allocations: req.allocations.iter().filter(|part| part.key == item.key).cloned().collect(),
            fulfilled: 0,
            refunded: 0,
            restocked: 0,
        });
    }
    let order = Order {
        id,
        number: format!("{}", 1_000 + state.orders.len()),
        token: req.token,
        checkout: req.checkout,
        channel: req.channel,
        currency: req.quote.currency,
        locale: req.locale,
        state: if req.may_fulfil { OrderState::Confirmed } else { OrderState::AwaitingPayment },
        payment_status: PaymentStatus::Pending,
        payment: req.payment,
        payment_method: req.payment_method,
        authorised_minor: req.authorised_minor,
        captured_minor: req.captured_minor,
        refunded_minor: 0,
        balance_minor: req.quote.totals.total_minor - req.captured_minor,
        customer: req.customer,
        email: req.email,
        phone: req.phone,
        shipping_address: req.shipping_address,
        billing_address: req.billing_address,
        line_items,
        quote: req.quote,
        fulfilments: vec![],
        refunds: vec![],
        note: req.note,
        attributes: req.attributes,
        cancel_reason: None,
        placed_at: Timestamp::from_micros(0),
        cancelled_at: None,
        updated_at: Timestamp::from_micros(0),
        version: 1,
    };
    state.orders.push(order.clone());
    order
}

fake! {
    Orders for Shop, OrderError;
    absent {
        orders(ListOrders) -> Page<Order>;
        create_fulfilment(CreateFulfilment) -> Order;
        update_fulfilment(UpdateFulfilment) -> Order;
        create_refund(CreateRefund) -> Order;
        add_note(AddNote) -> TimelineEntry;
        timeline(GetTimeline) -> Page<TimelineEntry>;
        complete(CompleteOrder) -> Order;
        claim(ClaimOrders) -> ClaimedOrders;
        audit(Audit) -> AuditReport;
    }
    async fn create(&self, cx: &Cx, req: CreateOrder) -> Result<Order, OrderError> {
        self.call("create_order", cx, &req.clone(), |state| Ok(create(state, req))).await
    }
    async fn order(&self, cx: &Cx, req: GetOrder) -> Result<Order, OrderError> {
        self.call("order", cx, &req, |state| {
            let OrderRef::Checkout(checkout) = &req.order else { panic!("asked by {:?}", req.order) };
            let found = state.orders.iter().find(|order| order.checkout == *checkout);
            found.cloned().ok_or_else(|| Fault::not_found("order", checkout).into())
        })
        .await
    }
    async fn cancel(&self, cx: &Cx, req: CancelOrder) -> Result<Order, OrderError> {
        self.call("cancel_order", cx, &req, |state| {
            let order = state.orders.iter_mut().find(|order| order.id == req.id).unwrap();
            if order.state == OrderState::Cancelled {
                return Err(OrderError::WrongState { state: order.state });
            }
            assert!(!req.restock, "the saga restocks itself");
            order.state = OrderState::Cancelled;
            Ok(order.clone())
        })
        .await
    }
}
