//! Carts, and the shop's settings.

use super::{FakeCart, Shop, State, fake, prices};
use infrasell_contracts::{cart::*, common::*, settings::*};
use infrasell_kernel::{CartId, ChannelId, Currency, Money, Page, ProductId, Quantity, Timestamp, Token, VariantId};
use infrasell_rpc::{Cx, Fault};
use infrasell_rules::{quote::Totals, tax::TaxRounding};

fn channel() -> ChannelId {
    ChannelId::from_i64(1)
}

fn view(state: &State, token: Token, cart: &FakeCart) -> Cart {
    let (mut lines, mut changes, mut left) = (vec![], vec![], std::collections::BTreeMap::new());
    for (id, variant, quantity) in &cart.lines {
        let price = state.prices.get(variant).map(|minor| Money::new(*minor, Currency::INR));
        let left = left.entry(*variant).or_insert_with(|| state.available(*variant).max(0));
        let had = (*left).min(*quantity);
        *left -= had;
        if price.is_none() {
            changes.push(CartChange::Gone { line: *id });
        } else if had < *quantity {
            changes.push(CartChange::InsufficientStock { line: *id, wanted: *quantity, available: had });
        }
        lines.push(CartLine {
            id: *id,
            variant: VariantId::from_i64(*variant),
            product: ProductId::from_i64(*variant),
            quantity: Quantity::new(*quantity).unwrap(),
            attributes: Attributes::new(),
            product_title: format!("Article {variant}"),
            variant_title: String::new(),
            sku: format!("SKU-{variant}"),
            handle: format!("article-{variant}"),
            image: None,
            purchasable: had == *quantity,
            unit_price: price,
            compare_at: None,
            mrp: price,
            amounts: None,
            requires_shipping: cart.sent,
            weight_grams: 100,
            taxable: true,
            tax_class: None,
            hsn_code: "6109".into(),
            country_of_origin: Some(infrasell_kernel::CountryCode::IN),
        });
    }
    let nothing = Totals {
        subtotal_minor: 0,
        discount_minor: 0,
        shipping_minor: 0,
        fee_minor: 0,
        tax_minor: 0,
        rounding_minor: 0,
        total_minor: 0,
    };
    Cart {
        id: CartId::from_i64(1),
        token,
        channel: channel(),
        currency: Currency::INR,
        locale: "en-IN".parse().unwrap(),
        customer: None,
        state: cart.state,
        lines,
        note: cart.note.clone(),
        attributes: cart.attributes.clone(),
        details: cart.details.clone(),
        totals: nothing,
        changes,
        revision: cart.revision,
        expires_at: Timestamp::MAX,
        created_at: Timestamp::from_micros(0),
        updated_at: Timestamp::from_micros(0),
    }
}

fn find(state: &mut State, token: Token) -> Result<&mut FakeCart, CartError> {
    state.carts.get_mut(&token).ok_or_else(|| Fault::not_found("cart", "?").into())
}

fake! {
    Carts for Shop, CartError;
    absent {
        create(CreateCart) -> Cart;
        cart(GetCart) -> Cart;
        add_lines(AddLines) -> Cart;
        update_lines(UpdateLines) -> Cart;
        update(UpdateCart) -> Cart;
        edit(EditCart) -> EditedCart;
        delete(DeleteCart) -> ();
        carts(ListCarts) -> Page<CartSummary>;
        claim(ClaimCart) -> Cart;
        customer_cart(GetCustomerCart) -> Cart;
        audit(Audit) -> AuditReport;
    }
    async fn quoted(&self, cx: &Cx, req: QuoteCart) -> Result<QuotedCart, CartError> {
        assert_eq!(cx.idempotency_key, None, "a read carries no key");
        self.call("quoted", cx, &req, |state| {
            let cart = find(state, req.token)?.clone();
            let cart = view(state, req.token, &cart);
            let priced: Vec<&CartLine> = cart.lines.iter().filter(|line| line.unit_price.is_some()).collect();
            let quoted = (!priced.is_empty()).then(|| prices::quoted(state, &priced, &req));
            Ok(QuotedCart { quoted, cart })
        })
        .await
    }
    async fn lock(&self, cx: &Cx, req: LockCart) -> Result<(), CartError> {
        self.call("lock", cx, &req, |state| {
            let cart = find(state, req.token)?;
            match cart.state {
                CartState::Completed => Err(CartError::CartCompleted),
                CartState::Locked if cart.owner.as_ref() != Some(&req.owner) => Err(CartError::CartLocked),
                _ if cart.revision != req.revision => Err(Fault::Stale { what: "cart".into() }.into()),
                _ => {
                    (cart.state, cart.owner) = (CartState::Locked, Some(req.owner.clone()));
                    Ok(())
                }
            }
        })
        .await
    }
    async fn unlock(&self, cx: &Cx, req: UnlockCart) -> Result<(), CartError> {
        self.call("unlock", cx, &req, |state| {
            let cart = find(state, req.token)?;
            if cart.state == CartState::Locked && cart.owner.as_ref() == Some(&req.owner) {
                cart.state = if req.completed { CartState::Completed } else { CartState::Active };
                cart.owner = cart.owner.take().filter(|_| req.completed);
            }
            Ok(())
        })
        .await
    }
}

fake! {
    Settings for Shop, SettingsError;
    absent {
        update_shop(UpdateShop) -> infrasell_contracts::settings::Shop;
        channels(ListChannels) -> Page<Channel>;
        create_channel(CreateChannel) -> Channel;
        update_channel(UpdateChannel) -> Channel;
        tax_registrations(ListTaxRegistrations) -> Page<TaxRegistration>;
        create_tax_registration(CreateTaxRegistration) -> TaxRegistration;
        end_tax_registration(EndTaxRegistration) -> TaxRegistration;
        audit(Audit) -> AuditReport;
    }
    async fn shop(&self, _: &Cx, _: GetShop) -> Result<infrasell_contracts::settings::Shop, SettingsError> {
        Ok(infrasell_contracts::settings::Shop {
            name: "Corner Shop".into(),
            legal_name: "Corner Shop Pvt Ltd".into(),
            legal_address: PostalAddress::default(),
            registration_number: String::new(),
            email: "shop@example.com".into(),
            phone: String::new(),
            grievance: GrievanceContact::default(),
            country: infrasell_kernel::CountryCode::IN,
            region: "MH".into(),
            time_zone: "Asia/Kolkata".into(),
            currency: Currency::INR,
            order_number: NumberFormat { prefix: String::new(), min_digits: 1 },
            version: 1,
            updated_at: Timestamp::from_micros(0),
        })
    }
    async fn channel(&self, _: &Cx, req: GetChannel) -> Result<Channel, SettingsError> {
        assert_eq!(req.channel, ChannelRef::Id(channel()));
        Ok(Channel {
            id: channel(),
            code: "web".into(),
            name: "Web".into(),
            currency: Currency::INR,
            locales: vec!["en-IN".parse().unwrap()],
            countries: vec!["IN".parse().unwrap(), "DE".parse().unwrap()],
            prices_include_tax: true,
            tax_rounding: TaxRounding::default(),
            stock_locations: vec![],
            active: true,
            version: 1,
            created_at: Timestamp::from_micros(0),
            updated_at: Timestamp::from_micros(0),
        })
    }
}
