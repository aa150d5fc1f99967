//! The services that customers ask, small enough to be seen through.

use async_trait::async_trait;
use infrasell_contracts::{common::*, identity::*, orders::*, settings::*};
use infrasell_kernel::{
    ChannelId, CheckoutId, CountryCode, Currency, CustomerId, OrderId, Page, Timestamp, Token, contact::fold_email,
};
use infrasell_rpc::{Cx, Fault};
use infrasell_rules::{
    order::{OrderState, PaymentStatus},
    quote::{Quote, Totals},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Mutex,
};

/// Implements a contract with a few real methods; the others answer that they are not here.
macro_rules! fake {
    ($Trait:ident for $Fake:ty, $Error:ty; absent { $($method:ident($Req:ty) -> $Res:ty;)* } $($real:tt)*) => {
        #[async_trait]
        impl $Trait for $Fake {
            $(async fn $method(&self, _: &Cx, _: $Req) -> Result<$Res, $Error> {
                Err(Fault::internal(concat!(stringify!($method), " is not faked")).into())
            })*
            $($real)*
        }
    };
}

/// What the others know.
#[derive(Default)]
pub struct World {
    /// Accounts by folded address: whose, and whether the address is verified.
    pub accounts: Mutex<BTreeMap<String, (CustomerId, bool)>>,
    /// Passwords that were asked to be kept.
    pub passwords: Mutex<Vec<String>>,
    /// Orders by id.
    pub orders: Mutex<BTreeMap<i64, Order>>,
    /// Whose account was closed.
    pub closed: Mutex<BTreeSet<CustomerId>>,
    /// Who claimed which address.
    pub claims: Mutex<Vec<(CustomerId, String)>>,
}

impl World {
    /// An order of `minor`, placed at `at` microseconds.
    pub fn place(&self, id: i64, email: &str, minor: i64, at: i64) -> OrderId {
        self.orders.lock().unwrap().insert(id, order(id, email, minor, at));
        OrderId::from_i64(id)
    }
    /// Changes an order as orders would: its version is raised.
    pub fn change(&self, id: i64, change: impl FnOnce(&mut Order)) {
        let mut orders = self.orders.lock().unwrap();
        let order = orders.get_mut(&id).unwrap();
        change(order);
        order.version += 1;
    }
}

fn order(id: i64, email: &str, minor: i64, at: i64) -> Order {
    let totals = Totals {
        subtotal_minor: minor,
        discount_minor: 0,
        shipping_minor: 0,
        fee_minor: 0,
        tax_minor: 0,
        rounding_minor: 0,
        total_minor: minor,
    };
    let quote = Quote {
        currency: Currency::INR,
        prices_include_tax: true,
        lines: vec![],
        shipping: vec![],
        entries: vec![],
        totals,
    };
    Order {
        id: OrderId::from_i64(id),
        number: id.to_string(),
        token: Token::random(&infrasell_kernel::OsRandom),
        checkout: CheckoutId::from_i64(id),
        channel: ChannelId::from_i64(1),
        currency: Currency::INR,
        locale: "en-IN".parse().unwrap(),
        state: OrderState::Confirmed,
        payment_status: PaymentStatus::Captured,
        payment: None,
        payment_method: "cod".into(),
        authorised_minor: 0,
        captured_minor: 0,
        refunded_minor: 0,
        balance_minor: minor,
        customer: None,
        email: email.into(),
        phone: None,
        shipping_address: Some(PostalAddress { name: "Asha Rao".into(), ..PostalAddress::default() }),
        billing_address: None,
        line_items: vec![],
        quote,
        fulfilments: vec![],
        refunds: vec![],
        note: String::new(),
        attributes: BTreeMap::new(),
        cancel_reason: None,
        placed_at: Timestamp::from_micros(at),
        cancelled_at: None,
        updated_at: Timestamp::from_micros(at),
        version: 1,
    }
}

fake! {
    Identity for World, IdentityError;
    absent {
        authenticate(Authenticate) -> Authenticated;
        sign_in(SignIn) -> SignedIn;
        sign_out(SignOut) -> ();
        staff(ListStaff) -> Page<Staff>;
        staff_member(GetStaff) -> Staff;
        create_staff(CreateStaff) -> Staff;
        update_staff(UpdateStaff) -> Staff;
        roles(ListRoles) -> Page<Role>;
        create_role(CreateRole) -> Role;
        api_keys(ListApiKeys) -> Page<ApiKey>;
        create_api_key(CreateApiKey) -> NewApiKey;
        revoke_api_key(RevokeApiKey) -> ApiKey;
        storefront_tokens(ListStorefrontTokens) -> Page<StorefrontToken>;
        create_storefront_token(CreateStorefrontToken) -> NewStorefrontToken;
        revoke_storefront_token(RevokeStorefrontToken) -> StorefrontToken;
        storefront_token(FindStorefrontToken) -> FoundStorefrontToken;
        role(GetRole) -> Role;
        update_role(UpdateRole) -> Role;
        delete_role(DeleteRole) -> ();
        staff_sessions(ListStaffSessions) -> Page<SessionInfo>;
        request_staff_reset(MailTo) -> ();
        reset_staff_password(ResetPassword) -> ();
        change_password(ChangePassword) -> ();
        begin_second_factor(BeginSecondFactor) -> SecondFactorSetUp;
        confirm_second_factor(ConfirmSecondFactor) -> RecoveryCodes;
        new_recovery_codes(NewRecoveryCodes) -> RecoveryCodes;
        remove_second_factor(RemoveSecondFactor) -> ();
        customer_sign_in(CustomerSignIn) -> CustomerSignedIn;
        refresh(Refresh) -> TokenPair;
        end_customer_session(EndCustomerSession) -> ();
        customer_sessions(ListCustomerSessions) -> Page<SessionInfo>;
        verify_email(UseMailToken) -> ();
        request_email_verification(MailTo) -> ();
        request_password_reset(MailTo) -> ();
        reset_password(ResetPassword) -> ();
        change_customer_password(ChangeCustomerPassword) -> ();
        change_email(ChangeEmail) -> ();
        mint_mail_token(MintMailToken) -> MailToken;
        jwks(GetJwks) -> Jwks;
        signing_keys(ListSigningKeys) -> SigningKeys;
        rotate_signing_key(RotateSigningKey) -> SigningKeys;
        audit(Audit) -> AuditReport;
    }
    async fn open_account(&self, cx: &Cx, req: OpenAccount) -> Result<OpenedAccount, IdentityError> {
        assert_eq!(cx.idempotency_key, None, "a password is kept under no key");
        self.passwords.lock().unwrap().push(req.password);
        let mut accounts = self.accounts.lock().unwrap();
        let (customer, existed) = *accounts.entry(fold_email(&req.email)).or_insert((req.customer, false));
        Ok(OpenedAccount { customer, existed })
    }
    async fn accounts(&self, _: &Cx, req: GetAccounts) -> Result<Accounts, IdentityError> {
        let mut items = vec![];
        for (email, (customer, verified)) in self.accounts.lock().unwrap().iter() {
            if req.customers.contains(customer) {
                items.push(Account {
                    customer: *customer,
                    email: email.clone(),
                    email_verified_at: verified.then(|| Timestamp::from_micros(1)),
                    new_email: None,
                    created_at: Timestamp::from_micros(1),
                    last_sign_in_at: None,
                });
            }
        }
        Ok(Accounts { items })
    }
    async fn close_account(&self, _: &Cx, req: CloseAccount) -> Result<(), IdentityError> {
        self.closed.lock().unwrap().insert(req.customer);
        Ok(())
    }
}

fake! {
    Orders for World, OrderError;
    absent {
        create(CreateOrder) -> Order;
        orders(ListOrders) -> Page<Order>;
        cancel(CancelOrder) -> Order;
        create_fulfilment(CreateFulfilment) -> Order;
        update_fulfilment(UpdateFulfilment) -> Order;
        create_refund(CreateRefund) -> Order;
        add_note(AddNote) -> TimelineEntry;
        timeline(GetTimeline) -> Page<TimelineEntry>;
        complete(CompleteOrder) -> Order;
        audit(Audit) -> AuditReport;
    }
    async fn order(&self, _: &Cx, req: GetOrder) -> Result<Order, OrderError> {
        let OrderRef::Id(id) = req.order else { panic!("not asked by id") };
        let found = self.orders.lock().unwrap().get(&id.get()).cloned();
        Ok(found.ok_or_else(|| Fault::not_found("order", id))?)
    }
    async fn claim(&self, _: &Cx, req: ClaimOrders) -> Result<ClaimedOrders, OrderError> {
        self.claims.lock().unwrap().push((req.customer, req.email));
        Ok(ClaimedOrders { claimed: 0 })
    }
}

fake! {
    Settings for World, SettingsError;
    absent {
        update_shop(UpdateShop) -> Shop;
        channels(ListChannels) -> Page<Channel>;
        create_channel(CreateChannel) -> Channel;
        update_channel(UpdateChannel) -> Channel;
        tax_registrations(ListTaxRegistrations) -> Page<TaxRegistration>;
        create_tax_registration(CreateTaxRegistration) -> TaxRegistration;
        end_tax_registration(EndTaxRegistration) -> TaxRegistration;
        audit(Audit) -> AuditReport;
    }
    async fn shop(&self, _: &Cx, _: GetShop) -> Result<Shop, SettingsError> {
        Ok(Shop {
            name: "Corner Shop".into(),
            legal_name: "Corner Shop Pvt Ltd".into(),
            legal_address: PostalAddress::default(),
            registration_number: String::new(),
            email: "shop@example.com".into(),
            phone: String::new(),
            grievance: GrievanceContact::default(),
            country: CountryCode::IN,
            region: "MH".into(),
            time_zone: "Asia/Kolkata".into(),
            currency: Currency::INR,
            order_number: NumberFormat { prefix: String::new(), min_digits: 1 },
            version: 1,
            updated_at: Timestamp::from_micros(0),
        })
    }
    async fn channel(&self, _: &Cx, _: GetChannel) -> Result<Channel, SettingsError> {
        Ok(Channel {
            id: ChannelId::from_i64(1),
            code: "web".into(),
            name: "Web".into(),
            currency: Currency::INR,
            locales: vec!["en-IN".parse().unwrap()],
            countries: vec![CountryCode::IN],
            prices_include_tax: true,
            tax_rounding: Default::default(),
            stock_locations: vec![],
            active: true,
            version: 1,
            created_at: Timestamp::from_micros(0),
            updated_at: Timestamp::from_micros(0),
        })
    }
}
