//! An edge on port 0 whose services are remote and away, with an identity that knows some secrets by heart.

use async_trait::async_trait;
use infrasell_contracts::{
    audit, cart, catalog, checkout, common, content, customers, identity::*, imports, inventory, notifications, orders,
    payments, pricing, search, settings, system, webhooks,
};
use infrasell_gateway::{Gateway, Limits, Services};
use infrasell_kernel::{ApiKeyId, CustomerId, Env, Page, Permission, Permissions, SessionId, StaffId};
use infrasell_rpc::{Caller, Cx, Fault, Outbound, Peer, PeerOptions};
use std::{sync::Arc, time::Duration};

/// Knows the secret `customer`, those of keys that [`permissions`] reads, and `staff:7`: a member of staff who may do
/// everything.
struct Secrets(wire::Remote);

/// Identity with some methods of its own; every other one goes to the peer.
macro_rules! identity {
    ({ $($own:tt)* } $($method:ident($Req:ty) -> $Res:ty;)*) => {
        #[async_trait]
        impl Identity for Secrets {
            $($own)*
            $( async fn $method(&self, cx: &Cx, req: $Req) -> Result<$Res, IdentityError> {
                self.0.$method(cx, req).await
            } )*
        }
    };
}

/// The permissions that `secret` says: `only:a,b` those, `but:a` every other.
fn permissions(secret: &str) -> Option<Permissions> {
    let (word, list) = secret.split_once(':')?;
    let named = |p: &Permission| list.split(',').any(|name| name == p.as_str());
    match word {
        "only" => Some(Permission::ALL.iter().copied().filter(named).collect()),
        "but" => Some(Permission::ALL.iter().copied().filter(|p| !named(p)).collect()),
        _ => None,
    }
}

identity! {
    {
        async fn authenticate(&self, _: &Cx, req: Authenticate) -> Result<Authenticated, IdentityError> {
            if req.secret == "customer" {
                let caller = Caller::Customer { id: CustomerId::from_i64(1), email_verified: true };
                return Ok(Authenticated { caller, session: Some(SessionId::from_i64(1)) });
            }
            if let Some(number) = req.secret.strip_prefix("staff:") {
                let id = StaffId::from_i64(number.parse().unwrap());
                let caller = Caller::Staff { id, permissions: Permissions::all(), channels: None };
                return Ok(Authenticated { caller, session: None });
            }
            let permissions = permissions(&req.secret).ok_or(IdentityError::NotAuthenticated)?;
            let caller = Caller::Key { id: ApiKeyId::from_i64(1), permissions, channels: None };
            Ok(Authenticated { caller, session: None })
        }
        async fn staff(&self, _: &Cx, _: ListStaff) -> Result<Page<Staff>, IdentityError> {
            Err(Fault::internal("the password of the database is hunter2").into())
        }
        async fn staff_member(&self, _: &Cx, _: GetStaff) -> Result<Staff, IdentityError> {
            Option::<Staff>::None.ok_or(Fault::TimedOut).map_err(|_| unreachable!("a handler that panics"))
        }
        async fn roles(&self, _: &Cx, req: ListRoles) -> Result<Page<Role>, IdentityError> {
            req.page.limit().map_err(Fault::from)?;
            req.page.key::<i64>("roles:id").map_err(Fault::from)?;
            let role = |n: i64| Role {
                id: infrasell_kernel::RoleId::from_i64(n),
                code: format!("role-{n}"),
                name: "a role with a name that is long enough to be worth compressing".into(),
                permissions: Permissions::all(),
                channels: None,
                second_factor: false,
                builtin: true,
                version: 1,
            };
            Ok(Page { items: (1..20).map(role).collect(), next: None })
        }
    }
    sign_in(SignIn) -> SignedIn;
    sign_out(SignOut) -> ();
    create_staff(CreateStaff) -> Staff;
    update_staff(UpdateStaff) -> Staff;
    create_role(CreateRole) -> Role;
    api_keys(ListApiKeys) -> Page<ApiKey>;
    create_api_key(CreateApiKey) -> NewApiKey;
    storefront_tokens(ListStorefrontTokens) -> Page<StorefrontToken>;
    create_storefront_token(CreateStorefrontToken) -> NewStorefrontToken;
    revoke_storefront_token(RevokeStorefrontToken) -> StorefrontToken;
    storefront_token(FindStorefrontToken) -> FoundStorefrontToken;
    revoke_api_key(RevokeApiKey) -> ApiKey;
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
    open_account(OpenAccount) -> OpenedAccount;
    accounts(GetAccounts) -> Accounts;
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
    close_account(CloseAccount) -> ();
    mint_mail_token(MintMailToken) -> MailToken;
    jwks(GetJwks) -> Jwks;
    signing_keys(ListSigningKeys) -> SigningKeys;
    rotate_signing_key(RotateSigningKey) -> SigningKeys;
    audit(common::Audit) -> common::AuditReport;
}

/// An edge that serves.
pub struct Stage {
    /// `http://127.0.0.1:…`.
    pub base: String,
    /// A client.
    pub http: reqwest::Client,
    /// Its OpenAPI document.
    pub document: serde_json::Value,
    stop: Option<tokio::sync::oneshot::Sender<()>>,
}

impl Drop for Stage {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            // the edge may have ended already
            let _ended = stop.send(());
        }
    }
}

/// Services at `peer`.
pub fn services(peer: &str) -> Services {
    let peer = Peer::new(peer, &Outbound::bare(Env::system()), PeerOptions::default()).unwrap();
    Services {
        settings: Arc::new(settings::wire::Remote(peer.clone())),
        identity: Arc::new(Secrets(wire::Remote(peer.clone()))),
        catalog: Arc::new(catalog::wire::Remote(peer.clone())),
        content: Arc::new(content::wire::Remote(peer.clone())),
        pricing: Arc::new(pricing::wire::Remote(peer.clone())),
        inventory: Arc::new(inventory::wire::Remote(peer.clone())),
        carts: Arc::new(cart::wire::Remote(peer.clone())),
        checkouts: Arc::new(checkout::wire::Remote(peer.clone())),
        orders: Arc::new(orders::wire::Remote(peer.clone())),
        customers: Arc::new(customers::wire::Remote(peer.clone())),
        payments: Arc::new(payments::wire::Remote(peer.clone())),
        imports: Arc::new(imports::wire::Remote(peer.clone())),
        search: Arc::new(search::wire::Remote(peer.clone())),
        audit_log: Arc::new(audit::wire::Remote(peer.clone())),
        notifications: Arc::new(notifications::wire::Remote(peer.clone())),
        webhooks: Arc::new(webhooks::wire::Remote(peer.clone())),
        system: Arc::new(system::wire::Remote(peer)),
    }
}

/// An edge whose services are away.
pub async fn stage(limits: Limits) -> Stage {
    stage_before("http://127.0.0.1:9", limits).await
}

/// An edge whose services take a call and never answer.
pub async fn stage_that_hangs(limits: Limits) -> Stage {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let peer = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let mut held = vec![];
        while let Ok((stream, _)) = listener.accept().await {
            held.push(stream);
        }
    });
    stage_before(&peer, limits).await
}

async fn stage_before(peer: &str, limits: Limits) -> Stage {
    serve(Gateway::new(services(peer), Env::system(), limits, None)).await
}

/// This edge, serving.
pub async fn serve(gateway: Gateway) -> Stage {
    let document = infrasell_gateway::make_document(&gateway);
    let listener = infrasell_gateway::bind("127.0.0.1:0".parse().unwrap()).await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    tokio::spawn(infrasell_gateway::serve(listener, gateway, async move {
        // the sender being dropped means stop, too
        let _asked = stopped.await;
    }));
    let http = reqwest::Client::builder().timeout(Duration::from_secs(20)).build().unwrap();
    Stage { base, http, document: serde_json::to_value(document).unwrap(), stop: Some(stop) }
}
