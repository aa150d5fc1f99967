//! An edge on port 0 whose services are remote and away, with an identity that knows some secrets by heart.

use async_trait::async_trait;
use infrasell_contracts::{
    cart, catalog, checkout, identity::*, imports, inventory, orders, payments, pricing, settings, system,
};
use infrasell_gateway::{Gateway, Limits, Services};
use infrasell_kernel::{ApiKeyId, Env, Page, Permission, Permissions, StaffId, SystemClock};
use infrasell_rpc::{Caller, Cx, Fault, Peer, PeerOptions};
use std::{sync::Arc, time::Duration};

/// The secret of a key that may do exactly what `permissions` name: `only:a,b`; `but:a` is everything but `a`; `staff:7` is
/// a member of staff who may do everything.
struct Secrets(wire::Remote);

#[async_trait]
impl Identity for Secrets {
    async fn authenticate(&self, _: &Cx, req: Authenticate) -> Result<Authenticated, IdentityError> {
        let names = |list: &str| -> Vec<String> { list.split(',').map(str::to_owned).collect() };
        let permissions: Permissions = match req.secret.split_once(':') {
            Some(("staff", number)) => {
                let id = StaffId::from_i64(number.parse().unwrap());
                let caller = Caller::Staff { id, permissions: Permissions::all(), channels: None };
                return Ok(Authenticated { caller, session: None });
            }
            Some(("only", list)) => {
                Permission::ALL.iter().copied().filter(|p| names(list).contains(&p.as_str().to_owned())).collect()
            }
            Some(("but", list)) => {
                Permission::ALL.iter().copied().filter(|p| !names(list).contains(&p.as_str().to_owned())).collect()
            }
            _ => return Err(IdentityError::NotAuthenticated),
        };
        let caller = Caller::Key { id: ApiKeyId::from_i64(1), permissions, channels: None };
        Ok(Authenticated { caller, session: None })
    }
    async fn sign_in(&self, cx: &Cx, req: SignIn) -> Result<SignedIn, IdentityError> {
        self.0.sign_in(cx, req).await
    }
    async fn sign_out(&self, cx: &Cx, req: SignOut) -> Result<(), IdentityError> {
        self.0.sign_out(cx, req).await
    }
    async fn staff(&self, _: &Cx, _: ListStaff) -> Result<Page<Staff>, IdentityError> {
        Err(Fault::internal("the password of the database is hunter2").into())
    }
    async fn staff_member(&self, _: &Cx, _: GetStaff) -> Result<Staff, IdentityError> {
        Option::<Staff>::None.ok_or(Fault::TimedOut).map_err(|_| unreachable!("a handler that panics"))
    }
    async fn create_staff(&self, cx: &Cx, req: CreateStaff) -> Result<Staff, IdentityError> {
        self.0.create_staff(cx, req).await
    }
    async fn update_staff(&self, cx: &Cx, req: UpdateStaff) -> Result<Staff, IdentityError> {
        self.0.update_staff(cx, req).await
    }
    async fn roles(&self, _: &Cx, req: ListRoles) -> Result<Page<Role>, IdentityError> {
        req.page.limit().map_err(Fault::from)?;
        req.page.key::<i64>("roles:id").map_err(Fault::from)?;
        let role = |n: i64| Role {
            id: infrasell_kernel::RoleId::from_i64(n),
            code: format!("role-{n}"),
            name: "a role with a name that is long enough to be worth compressing".into(),
            permissions: Permissions::all(),
            builtin: true,
        };
        Ok(Page { items: (1..20).map(role).collect(), next: None })
    }
    async fn create_role(&self, cx: &Cx, req: CreateRole) -> Result<Role, IdentityError> {
        self.0.create_role(cx, req).await
    }
    async fn api_keys(&self, cx: &Cx, req: ListApiKeys) -> Result<Page<ApiKey>, IdentityError> {
        self.0.api_keys(cx, req).await
    }
    async fn create_api_key(&self, cx: &Cx, req: CreateApiKey) -> Result<NewApiKey, IdentityError> {
        self.0.create_api_key(cx, req).await
    }
    async fn revoke_api_key(&self, cx: &Cx, req: RevokeApiKey) -> Result<ApiKey, IdentityError> {
        self.0.revoke_api_key(cx, req).await
    }
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
fn services(peer: &str) -> Services {
    let peer = Peer::new(peer, reqwest::Client::new(), Arc::new(SystemClock), PeerOptions::default());
    Services {
        settings: Arc::new(settings::wire::Remote(peer.clone())),
        identity: Arc::new(Secrets(wire::Remote(peer.clone()))),
        catalog: Arc::new(catalog::wire::Remote(peer.clone())),
        pricing: Arc::new(pricing::wire::Remote(peer.clone())),
        inventory: Arc::new(inventory::wire::Remote(peer.clone())),
        carts: Arc::new(cart::wire::Remote(peer.clone())),
        checkouts: Arc::new(checkout::wire::Remote(peer.clone())),
        orders: Arc::new(orders::wire::Remote(peer.clone())),
        payments: Arc::new(payments::wire::Remote(peer.clone())),
        imports: Arc::new(imports::wire::Remote(peer.clone())),
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
    let gateway = Gateway::new(services(peer), Env::system(), limits, None);
    let (_, document) = infrasell_gateway::router(gateway.clone());
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
