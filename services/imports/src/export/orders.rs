//! Orders: a row for each line item, with what belongs to the order repeated in each. They go out only: an order is made
//! by a purchase, never by a file.

use super::Sheet;
use crate::apply::{Target, all_channels};
use infrasell_contracts::{
    common::{Direction, PostalAddress},
    orders::{LineItem, ListOrders, Order, OrderSort},
};
use infrasell_kernel::{ChannelId, Cursor, Money, PageRequest};
use infrasell_rpc::{Cx, Fault};
use std::collections::HashMap;

/// Orders of one page.
const PAGE: u32 = 100;

pub(super) const HEADER: &[&str] = &[
    "Order",
    "Placed at",
    "Channel",
    "State",
    "Payment status",
    "Payment method",
    "E-mail",
    "Phone",
    "Currency",
    "Order subtotal",
    "Order discount",
    "Order shipping",
    "Order fees",
    "Order tax",
    "Order total",
    "Captured",
    "Paid back",
    "Cancelled at",
    "Cancel reason",
    "Note",
    "Ship to",
    "Ship company",
    "Ship line 1",
    "Ship line 2",
    "Ship city",
    "Ship region",
    "Ship postal code",
    "Ship country",
    "Ship phone",
    "Line item",
    "SKU",
    "Product",
    "Variant",
    "HSN code",
    "Quantity",
    "Unit price",
    "Line subtotal",
    "Line discount",
    "Line net",
    "Line tax",
    "Line total",
    "Units sent",
    "Units paid back",
    "Units restocked",
];

pub(crate) struct Orders {
    target: Target,
    channels: HashMap<ChannelId, String>,
}

impl Orders {
    pub(super) async fn begin(target: &Target, cx: &Cx) -> Result<Orders, Fault> {
        let channels = all_channels(target, cx).await?.into_iter().map(|channel| (channel.id, channel.code)).collect();
        Ok(Orders { target: target.clone(), channels })
    }

    pub(super) async fn page(
        &self,
        cx: &Cx,
        after: Option<Cursor>,
        sheet: &mut Sheet,
    ) -> Result<Option<Cursor>, Fault> {
        // oldest first: an order that is placed meanwhile comes at the end
        let (sort, direction) = (OrderSort::PlacedAt, Some(Direction::Asc));
        let page = PageRequest { limit: Some(PAGE), after };
        let ask = ListOrders { sort, direction, page, ..ListOrders::default() };
        let page = self.target.orders.orders(cx, ask).await.map_err(|error| Fault::relay(&error))?;
        for order in &page.items {
            for line in &order.line_items {
                self.order(order, sheet);
                item(order, line, sheet);
                sheet.end();
            }
        }
        Ok(page.next)
    }

    fn order(&self, order: &Order, sheet: &mut Sheet) {
        let money = |minor: i64| Money::new(minor, order.currency).to_decimal();
        sheet.text(&order.number);
        sheet.plain(&order.placed_at.to_string());
        sheet.text(self.channels.get(&order.channel).map_or("", String::as_str));
        sheet.plain(&order.state.to_string());
        sheet.plain(&order.payment_status.to_string());
        sheet.text(&order.payment_method);
        sheet.text(&order.email);
        sheet.text(order.phone.as_deref().unwrap_or_default());
        sheet.plain(order.currency.code());
        let totals = &order.quote.totals;
        for minor in [totals.subtotal_minor, totals.discount_minor, totals.shipping_minor, totals.fee_minor] {
            sheet.plain(&money(minor));
        }
        for minor in [totals.tax_minor, totals.total_minor, order.captured_minor, order.refunded_minor] {
            sheet.plain(&money(minor));
        }
        sheet.plain(&order.cancelled_at.map_or_else(String::new, |at| at.to_string()));
        sheet.text(order.cancel_reason.as_deref().unwrap_or_default());
        sheet.text(&order.note);
        address(order.shipping_address.as_ref(), sheet);
    }
}

/// Nine cells.
fn address(address: Option<&PostalAddress>, sheet: &mut Sheet) {
    let Some(to) = address else { return sheet.blanks(9) };
    let or_blank = |text: &Option<String>| text.clone().unwrap_or_default();
    for text in [&to.name, &or_blank(&to.company), &to.line1, &or_blank(&to.line2), &to.city] {
        sheet.text(text);
    }
    sheet.text(&or_blank(&to.region));
    sheet.text(&or_blank(&to.postal_code));
    sheet.plain(&to.country.map_or_else(String::new, |country| country.to_string()));
    sheet.text(&or_blank(&to.phone));
}

fn item(order: &Order, line: &LineItem, sheet: &mut Sheet) {
    let money = |minor: i64| Money::new(minor, order.currency).to_decimal();
    sheet.plain(&line.id.to_string());
    for text in [&line.sku, &line.product_title, &line.variant_title, &line.hsn_code] {
        sheet.text(text);
    }
    let amounts = &line.amounts;
    sheet.plain(&amounts.quantity.to_string());
    for minor in [amounts.unit_price_minor, amounts.subtotal_minor, amounts.discount_minor] {
        sheet.plain(&money(minor));
    }
    for minor in [amounts.net_minor, amounts.tax_minor, amounts.total_minor] {
        sheet.plain(&money(minor));
    }
    for units in [line.fulfilled, line.refunded, line.restocked] {
        sheet.plain(&units.to_string());
    }
}
