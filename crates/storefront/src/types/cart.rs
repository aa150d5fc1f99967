//! Carts: what is in them, what they cost, who buys.
//!
//! Always true: what a cart shows is what it can be bought for now: lines that are no longer sold are not shown, and the
//! sums are those of the quote, to the last minor unit.

use super::{
    RootWriter,
    address::AddressOf,
    cart_delivery::{DeliveryOf, groups},
    cart_line::{self, attribute, attributes, lines, listed_minor},
    customer,
    metafield::{self, Owner},
};
use crate::{fields, ids, never, object::Table, plan::Field, writer::Writer};
use infrasell_contracts::{
    cart::{CartPreferences, DiscountCode, Place, QuotedCart},
    payments::PaymentMethod,
};
use infrasell_kernel::{CountryCode, Money, Token};
use infrasell_rules::quote::{Entry, EntryKind, Target};

/// A cart and its quote.
#[derive(Clone, Copy)]
pub struct CartOf<'a>(pub &'a QuotedCart);

/// What a cart costs.
pub struct CostOf<'a>(CartOf<'a>);
/// What a cart costs, in the older form.
pub struct OldCostOf<'a>(CartOf<'a>);
/// Who buys.
pub struct BuyerOf<'a>(CartOf<'a>);
/// What a buyer would like.
pub struct WishesOf<'a>(&'a CartPreferences);
/// How a buyer would like to get it.
pub struct DeliveryWishesOf<'a>(&'a CartPreferences);
/// A place on the map.
pub struct PlaceOf<'a>(&'a Place);
/// A code that was typed in.
pub struct CodeOf<'a>(&'a DiscountCode);
/// A share of a discount.
pub struct Deal<'a>(CartOf<'a>, &'a Entry);
/// A discount.
pub struct DiscountOf<'a>(CartOf<'a>, &'a Entry);
/// Every amount that the total is made of.
pub struct BreakUpOf<'a>(CartOf<'a>);
/// One of them.
pub struct EntryOf<'a>(CartOf<'a>, &'a Entry);
/// A way to pay.
pub struct MethodOf<'a>(&'a PaymentMethod);

impl<'a> CartOf<'a> {
    pub(super) fn money(&self, minor: i64) -> Money {
        Money::new(minor, self.0.cart.currency)
    }

    /// The lines, after what was taken off them, as listed.
    fn subtotal(&self) -> Money {
        let amounts = self.0.cart.lines.iter().filter_map(|line| line.amounts.as_ref());
        self.money(amounts.map(listed_minor).sum())
    }

    fn total(&self) -> Money {
        self.money(self.0.cart.totals.total_minor)
    }

    fn prices_include_tax(self) -> bool {
        self.0.quoted.as_ref().is_some_and(|quoted| quoted.quote.prices_include_tax)
    }

    /// What is put on top of the prices: clients take it off the total to show what the goods cost.
    fn tax_on_top(self) -> Option<Money> {
        let minor = self.0.cart.totals.tax_minor;
        (minor != 0 && !self.prices_include_tax()).then(|| self.money(minor))
    }

    /// The ledger of the quote.
    fn entries(self) -> impl Iterator<Item = &'a Entry> {
        self.0.quoted.iter().flat_map(|quoted| &quoted.quote.entries)
    }

    /// The shares of discounts at the places that `at` says.
    pub(super) fn deals(self, at: impl Fn(&Target) -> bool + 'a) -> impl Iterator<Item = Deal<'a>> {
        let taken_off =
            move |entry: &&Entry| entry.kind == EntryKind::Adjustment && entry.amount_minor < 0 && at(&entry.target);
        self.entries().filter(taken_off).map(move |entry| Deal(self, entry))
    }

    /// Whether it is not known yet where it goes and how it is sent.
    fn is_open(&self) -> bool {
        let groups = self.0.quoted.as_ref().map_or(&[][..], |quoted| &quoted.shipping_groups);
        !self.knows_place() || groups.iter().any(|group| group.chosen.is_none())
    }

    fn knows_place(&self) -> bool {
        self.0.cart.details.selected().is_some_and(|one| one.address.country.is_some())
    }
}

/// The cart with this token, if it can still be bought.
pub fn find<'w>(w: &mut Writer<'w>, token: Token) -> Option<CartOf<'w>> {
    w.get(&w.facts.carts, &token).map(CartOf)
}

/// Writes the cart with this id, or null.
pub fn by_id<'w>(f: &'w Field, w: &mut Writer<'w>, id: &str) {
    let token = ids::name("Cart", id).and_then(|name| name.parse().ok());
    let found = token.and_then(|token| find(w, token));
    w.object_or_null(f, found.as_ref());
}

pub(super) const ROOT: &[(&str, RootWriter)] = &[("cart", |f, w| {
    let id = w.arg_text(f, "id").unwrap_or("");
    by_id(f, w, id);
})];

fields! { "Cart" for CartOf<'_>, |c, f, w| {
    "appliedGiftCards" => w.empty_list(),
    "attribute" => attribute(f, w, &c.0.cart.attributes),
    "attributes" => attributes(f, w, &c.0.cart.attributes),
    "buyerIdentity" => w.object(f, &BuyerOf(*c)),
    "checkoutUrl" => w.url(&format!("/checkout/{}", c.0.cart.token)),
    "cost" => w.object(f, &CostOf(*c)),
    "createdAt" => w.time(c.0.cart.created_at),
    "delivery" => w.object(f, &DeliveryOf(*c)),
    "deliveryGroups" => groups(f, w, *c),
    "discountAllocations" => w.objects(f, c.deals(|target| *target == Target::Document)),
    "discountCodes" => w.objects(f, c.0.cart.details.discount_codes.iter().map(CodeOf)),
    "estimatedCost" => w.object(f, &OldCostOf(*c)),
    "id" => w.text(&ids::gid("Cart", c.0.cart.token)),
    "lines" => { let found = lines(f, w, *c, |_| true); cart_line::connection(f, w, found) },
    "metafield" => metafield::one(f, w, Owner::Cart(c.0)),
    "metafields" => metafield::many(f, w, Owner::Cart(c.0)),
    "note" => w.text_unless_empty(&c.0.cart.note),
    "paymentMethods" => {
        let methods = w.get(&w.facts.payment_methods, &c.total());
        w.objects(f, methods.into_iter().flatten().map(MethodOf));
    },
    "priceBreakup" => w.object(f, &BreakUpOf(*c)),
    "quoteHash" => w.text_or_null(c.0.quoted.as_ref().map(|quoted| quoted.quote_hash.as_str())),
    "totalQuantity" => {
        let shown = c.0.cart.lines.iter().filter(|line| line.amounts.is_some());
        w.int(shown.map(|line| line.quantity.get()).sum());
    },
    "updatedAt" => w.time(c.0.cart.updated_at),
}}

fields! { "CartCost" for CostOf<'_>, |c, f, w| {
    "checkoutChargeAmount" => w.money(f, c.0.subtotal()),
    "subtotalAmount" => w.money(f, c.0.subtotal()),
    "subtotalAmountEstimated" => w.flag(false),
    "totalAmount" => w.money(f, c.0.total()),
    "totalAmountEstimated" => w.flag(c.0.is_open()),
    "totalDutyAmount" => w.null(),
    "totalDutyAmountEstimated" => w.flag(false),
    "totalTaxAmount" => w.money_or_null(f, c.0.tax_on_top()),
    "totalTaxAmountEstimated" => w.flag(!c.0.knows_place()),
}}

fields! { "CartEstimatedCost" for OldCostOf<'_>, |c, f, w| {
    "checkoutChargeAmount" => w.money(f, c.0.subtotal()),
    "subtotalAmount" => w.money(f, c.0.subtotal()),
    "totalAmount" => w.money(f, c.0.total()),
    "totalDutyAmount" => w.null(),
    "totalTaxAmount" => w.money_or_null(f, c.0.tax_on_top()),
}}

fields! { "CartBuyerIdentity" for BuyerOf<'_>, |b, f, w| {
    "countryCode" => w.text_or_null(b.0.0.cart.details.buyer.country.as_ref().map(CountryCode::code)),
    "customer" => match b.0.0.cart.customer {
        Some(id) => customer::by_id(f, w, id),
        None => w.null(),
    },
    "deliveryAddressPreferences" => {
        let token = b.0.0.cart.token;
        let addresses = b.0.0.cart.details.addresses.iter();
        w.objects(f, addresses.map(|one| AddressOf {
            name: format!("{}?cart={token}", one.number),
            address: one.address.clone(),
        }));
    },
    "email" => w.text_or_null(b.0.0.cart.details.buyer.email.as_deref()),
    "phone" => w.text_or_null(b.0.0.cart.details.buyer.phone.as_deref()),
    "preferences" => w.object_or_null(f, b.0.0.cart.details.buyer.preferences.as_ref().map(WishesOf).as_ref()),
}}

fields! { "CartPreferences" for WishesOf<'_>, |p, f, w| {
    "delivery" => {
        let said = !p.0.delivery_methods.is_empty() || !p.0.pickup_handles.is_empty() || p.0.near.is_some();
        w.object_or_null(f, said.then_some(DeliveryWishesOf(p.0)).as_ref());
    },
    "wallet" => w.texts(&p.0.wallets),
}}

fields! { "CartDeliveryPreference" for DeliveryWishesOf<'_>, |p, f, w| {
    "coordinates" => w.object_or_null(f, p.0.near.as_ref().map(PlaceOf).as_ref()),
    "deliveryMethod" => w.texts(&p.0.delivery_methods),
    "pickupHandle" => w.texts(&p.0.pickup_handles),
}}

fields! { "CartDeliveryCoordinatesPreference" for PlaceOf<'_>, |p, f, w| {
    "countryCode" => w.text(p.0.country.code()),
    "latitude" => w.out.raw(degrees(p.0.latitude_micro).as_bytes()),
    "longitude" => w.out.raw(degrees(p.0.longitude_micro).as_bytes()),
}}

/// Millionths of a degree as degrees.
fn degrees(micro: i64) -> String {
    let sign = if micro < 0 { "-" } else { "" };
    format!("{sign}{}.{:06}", micro.unsigned_abs() / 1_000_000, micro.unsigned_abs() % 1_000_000)
}

fields! { "CartDiscountCode" for CodeOf<'_>, |code, f, w| {
    "applicable" => w.flag(code.0.applicable),
    "code" => w.text(&code.0.code),
}}

fields! { "CartAutomaticDiscountAllocation" for Deal<'_>, |d, f, w| {
    "discountApplication" => w.object(f, &DiscountOf(d.0, d.1)),
    "discountedAmount" => w.money(f, d.0.money(d.1.amount_minor.saturating_neg())),
    "targetType" => w.text(target_type(d.1)),
    "title" => w.text(&d.1.label),
}}

fields! { "CartDiscountApplication" for DiscountOf<'_>, |d, f, w| {
    "allocationMethod" => w.text("ACROSS"),
    "targetSelection" => w.text("ALL"),
    "targetType" => w.text(target_type(d.1)),
    "value" => {
        let whole: i64 = d.0.entries().filter(|one| one.source == d.1.source).map(|one| one.amount_minor).sum();
        w.object(f, &super::money::Amount(d.0.money(whole.saturating_neg())));
    },
}}

fn target_type(entry: &Entry) -> &'static str {
    if matches!(entry.target, Target::Shipping(_)) { "SHIPPING_LINE" } else { "LINE_ITEM" }
}

fields! { "CartPriceBreakup" for BreakUpOf<'_>, |b, f, w| {
    "deliveryAmount" => w.money(f, b.0.money(b.0.0.cart.totals.shipping_minor)),
    "discountAmount" => w.money(f, b.0.money(b.0.0.cart.totals.discount_minor)),
    "entries" => w.objects(f, b.0.entries().map(|entry| EntryOf(b.0, entry))),
    "feeAmount" => w.money(f, b.0.money(b.0.0.cart.totals.fee_minor)),
    "pricesIncludeTax" => w.flag(b.0.prices_include_tax()),
    "roundingAmount" => w.money(f, b.0.money(b.0.0.cart.totals.rounding_minor)),
    "subtotalAmount" => w.money(f, b.0.money(b.0.0.cart.totals.subtotal_minor)),
    "taxAmount" => w.money(f, b.0.money(b.0.0.cart.totals.tax_minor)),
    "totalAmount" => w.money(f, b.0.total()),
}}

fields! { "CartPriceEntry" for EntryOf<'_>, |e, f, w| {
    "amount" => w.money(f, e.0.money(e.1.amount_minor)),
    "included" => w.flag(e.1.included),
    "kind" => w.text(&e.1.kind.as_str().to_ascii_uppercase()),
    "label" => w.text(&e.0.label(e.1)),
    "lineId" => {
        let line = e.0.line_of(e.1).map(|line| cart_line::id_of(e.0.0, line));
        w.text_or_null(line.as_deref());
    },
}}

fields! { "CartPaymentMethod" for MethodOf<'_>, |m, f, w| {
    "code" => w.text(&m.0.code),
    "instructions" => w.text_unless_empty(&m.0.instructions),
    "name" => w.text(&m.0.name),
    "needsInstrument" => w.flag(m.0.needs_instrument),
}}

impl<'a> CartOf<'a> {
    /// The line that an amount stands at.
    fn line_of(&self, entry: &Entry) -> Option<&'a infrasell_contracts::cart::CartLine> {
        let Target::Line(key) = &entry.target else { return None };
        self.0.cart.lines.iter().find(|line| line.amounts.as_ref().is_some_and(|amounts| amounts.key == *key))
    }

    /// What a person reads: goods are called as their line is.
    fn label(&self, entry: &Entry) -> String {
        match self.line_of(entry) {
            Some(line) if entry.kind == EntryKind::Goods => line.product_title.clone(),
            _ => entry.label.clone(),
        }
    }
}

never! {
    "AppliedGiftCard" as NoGiftCard {
        "amountUsed", "amountUsedV2", "balance", "balanceV2", "id", "lastCharacters", "presentmentAmountUsed",
    }
    "CartCodeDiscountAllocation" as NoCodeDeal { "code", "discountApplication", "discountedAmount", "targetType" }
    "CartCustomDiscountAllocation" as NoCustomDeal { "discountApplication", "discountedAmount", "targetType", "title" }
    "PricingPercentageValue" as NoPercentage { "percentage" }
}

pub(super) const TABLES: &[Table] = &[
    Table::of::<CartOf<'static>>(),
    Table::of::<CostOf<'static>>(),
    Table::of::<OldCostOf<'static>>(),
    Table::of::<BuyerOf<'static>>(),
    Table::of::<WishesOf<'static>>(),
    Table::of::<DeliveryWishesOf<'static>>(),
    Table::of::<PlaceOf<'static>>(),
    Table::of::<CodeOf<'static>>(),
    Table::of::<Deal<'static>>(),
    Table::of::<DiscountOf<'static>>(),
    Table::of::<BreakUpOf<'static>>(),
    Table::of::<EntryOf<'static>>(),
    Table::of::<MethodOf<'static>>(),
    Table::of::<NoGiftCard>(),
    Table::of::<NoCodeDeal>(),
    Table::of::<NoCustomDeal>(),
    Table::of::<NoPercentage>(),
];
