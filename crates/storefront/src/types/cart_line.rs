//! Lines of carts: what they are of, what they cost, what tax they bear.

use super::{
    cart::CartOf,
    connection::{Connected, Connection, Edge, whole},
    money::Attribute,
    product,
    variant::VariantOf,
};
use crate::{fields, ids, never, object::Table, plan::Field, writer::Writer};
use infrasell_contracts::cart::{Attributes, CartLine, QuotedCart};
use infrasell_kernel::{Money, Ppm};
use infrasell_rules::{
    quote::{QuoteLine, Target},
    tax::TaxAmount,
};

/// A line that can be bought.
#[derive(Clone, Copy)]
pub struct LineOf<'a> {
    cart: CartOf<'a>,
    line: &'a CartLine,
    amounts: &'a QuoteLine,
    /// Looked up only where it is shown.
    variant: Option<VariantOf<'a>>,
}

/// What a line costs.
pub struct LineCost<'a>(LineOf<'a>);
/// What a line costs, in the older form.
pub struct OldLineCost<'a>(LineOf<'a>);
/// What a buyer may do with a line.
pub struct Instructions;
/// The taxes of a line.
pub struct LineTax<'a>(LineOf<'a>);
/// One tax.
pub struct TaxOf<'a>(LineOf<'a>, &'a TaxAmount);

impl LineOf<'_> {
    fn money(&self, minor: i64) -> Money {
        Money::new(minor, self.cart.0.cart.currency)
    }
    fn total(&self) -> Money {
        self.money(listed_minor(self.amounts))
    }
}

/// What a line costs as it is listed, after what was taken off: with tax where prices include it.
pub(super) fn listed_minor(amounts: &QuoteLine) -> i64 {
    amounts.subtotal_minor.saturating_add(amounts.discount_minor)
}

/// The id of a line.
pub(super) fn id_of(cart: &QuotedCart, line: &CartLine) -> String {
    ids::gid("CartLine", format_args!("{}?cart={}", line.id.get(), cart.cart.token))
}

/// The lines that can be bought, in order; `keep` says which. Fewer while what they are of is wanted and not known yet.
pub(super) fn lines<'w: 's, 's>(
    f: &'w Field,
    w: &mut Writer<'w>,
    cart: CartOf<'s>,
    keep: impl Fn(&CartLine) -> bool,
) -> Vec<LineOf<'s>> {
    let shows_goods = f.leads_to("merchandise");
    let mut lines = vec![];
    for line in cart.0.cart.lines.iter().filter(|line| keep(line)) {
        let Some(amounts) = &line.amounts else { continue };
        // every product is looked at, so that all are fetched at once
        let product = if shows_goods { product::find(w, line.product) } else { None };
        let variant = product.and_then(|one| VariantOf::all(one).find(|one| one.variant.id == line.variant));
        if shows_goods && variant.is_none() {
            continue;
        }
        lines.push(LineOf { cart, line, amounts, variant });
    }
    lines
}

/// Writes lines as a connection.
pub(super) fn connection<'w>(f: &'w Field, w: &mut Writer<'w>, mut lines: Vec<LineOf<'_>>) {
    if w.arg_flag(f, "reverse") {
        lines.reverse();
    }
    whole(f, w, lines, |line, _| line.line.id.to_string());
}

impl Connected for LineOf<'_> {
    const CONNECTION: &'static str = "BaseCartLineConnection";
    const EDGE: &'static str = "BaseCartLineEdge";
}

/// Writes `attribute(key)`.
pub(super) fn attribute<'w>(f: &'w Field, w: &mut Writer<'w>, attributes: &Attributes) {
    let found = w.arg_text(f, "key").and_then(|key| attributes.get_key_value(key));
    w.object_or_null(f, found.map(|(key, value)| Attribute { key, value }).as_ref());
}

/// Writes `attributes`.
pub(super) fn attributes<'w>(f: &'w Field, w: &mut Writer<'w>, attributes: &Attributes) {
    w.objects(f, attributes.iter().map(|(key, value)| Attribute { key, value }));
}

fields! { "CartLine" for LineOf<'_>, |l, f, w| {
    "attribute" => attribute(f, w, &l.line.attributes),
    "attributes" => attributes(f, w, &l.line.attributes),
    "cost" => w.object(f, &LineCost(*l)),
    "discountAllocations" => {
        let deals = l.cart.deals(|target| matches!(target, Target::Line(key) if *key == l.amounts.key));
        w.objects(f, deals);
    },
    "estimatedCost" => w.object(f, &OldLineCost(*l)),
    "id" => w.text(&id_of(l.cart.0, l.line)),
    "instructions" => w.object(f, &Instructions),
    "merchandise" => w.object_or_null(f, l.variant.as_ref()),
    "parentRelationship" => w.null(),
    "quantity" => w.int(l.line.quantity.get()),
    "sellingPlanAllocation" => w.null(),
    "tax" => w.object(f, &LineTax(*l)),
}}

fields! { "CartLineCost" for LineCost<'_>, |l, f, w| {
    "amountPerQuantity" => w.money(f, l.0.money(l.0.amounts.unit_price_minor)),
    "compareAtAmountPerQuantity" => w.money_or_null(f, l.0.line.compare_at),
    "subtotalAmount" => w.money(f, l.0.money(l.0.amounts.subtotal_minor)),
    "totalAmount" => w.money(f, l.0.total()),
}}

fields! { "CartLineEstimatedCost" for OldLineCost<'_>, |l, f, w| {
    "amount" => w.money(f, l.0.money(l.0.amounts.unit_price_minor)),
    "compareAtAmount" => w.money_or_null(f, l.0.line.compare_at),
    "subtotalAmount" => w.money(f, l.0.money(l.0.amounts.subtotal_minor)),
    "totalAmount" => w.money(f, l.0.total()),
}}

fields! { "CartLineInstructions" for Instructions, |i, f, w| {
    "canRemove" => w.flag(true),
    "canUpdateQuantity" => w.flag(true),
}}

fields! { "CartLineTax" for LineTax<'_>, |l, f, w| {
    "hsnCode" => w.text_unless_empty(&l.0.line.hsn_code),
    "ratePercentage" => w.text(&per_cent(l.0.amounts.taxes.iter().map(|tax| tax.rate.0).sum())),
    "taxableAmount" => w.money(f, l.0.money(l.0.amounts.net_minor)),
    "taxAmount" => w.money(f, l.0.money(l.0.amounts.tax_minor)),
    "taxes" => w.objects(f, l.0.amounts.taxes.iter().map(|tax| TaxOf(l.0, tax))),
}}

fields! { "CartTax" for TaxOf<'_>, |t, f, w| {
    "amount" => w.money(f, t.0.money(t.1.amount_minor)),
    "code" => w.text(&t.1.code),
    "jurisdiction" => w.text(&t.1.jurisdiction),
    "ratePercentage" => { let Ppm(rate) = t.1.rate; w.text(&per_cent(rate)) },
}}

/// Parts per million as per cent: `18.0`, `8.875`.
fn per_cent(ppm: i64) -> String {
    let decimals = format!("{}.{:04}", ppm / 10_000, ppm % 10_000);
    let trimmed = decimals.trim_end_matches('0');
    if trimmed.ends_with('.') { format!("{trimmed}0") } else { trimmed.to_owned() }
}

never! {
    "ComponentizableCartLine" as NoBundle {
        "attribute", "attributes", "cost", "discountAllocations", "estimatedCost", "id", "lineComponents", "merchandise",
        "quantity", "sellingPlanAllocation",
    }
    "CartLineParentRelationship" as NoParent { "parent" }
    "SellingPlanAllocation" as NoPlanned {
        "checkoutChargeAmount", "priceAdjustments", "remainingBalanceChargeAmount", "sellingPlan",
    }
    "SellingPlanAllocationPriceAdjustment" as NoPlannedPrice { "compareAtPrice", "perDeliveryPrice", "price", "unitPrice" }
    "SellingPlan" as NoPlan { "description", "id", "name", "options", "recurringDeliveries" }
    "SellingPlanOption" as NoPlanOption { "name", "value" }
}

pub(super) const TABLES: &[Table] = &[
    Table::of::<LineOf<'static>>(),
    Table::of::<LineCost<'static>>(),
    Table::of::<OldLineCost<'static>>(),
    Table::of::<Instructions>(),
    Table::of::<LineTax<'static>>(),
    Table::of::<TaxOf<'static>>(),
    Table::of::<NoBundle>(),
    Table::of::<NoParent>(),
    Table::of::<NoPlanned>(),
    Table::of::<NoPlannedPrice>(),
    Table::of::<NoPlan>(),
    Table::of::<NoPlanOption>(),
    Table::of::<Connection<LineOf<'static>>>(),
    Table::of::<Edge<'static, LineOf<'static>>>(),
];

#[cfg(test)]
mod tests {
    #[test]
    fn rates_are_written_in_per_cent() {
        for (ppm, text) in [(180_000, "18.0"), (88_750, "8.875"), (0, "0.0"), (2_500, "0.25")] {
            assert_eq!(super::per_cent(ppm), text);
        }
    }
}
