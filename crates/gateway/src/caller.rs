//! Who calls: the extractors that stand in a handler's signature and say who may.
//!
//! Always true: a handler without one of these does not touch a service; each writes into the document who may
//! call (`x-infrasell-access`), and a test refuses a route that does not say.

use crate::{
    Gateway,
    answer::Failure,
    channels::confine,
    cookies::{CSRF, Jar, refuse_forged},
    layers::RequestId,
    limits,
};
use aide::{
    OperationInput,
    generate::GenContext,
    openapi::{Operation, Parameter, ParameterData, ParameterSchemaOrContent, ReferenceOr, SchemaObject},
};
use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{Method, header, request::Parts},
};
use infrasell_contracts::identity::{Authenticate, Authenticated, IdentityError};
use infrasell_kernel::{CustomerId, ErrorKind, FieldError, Permission, SessionId};
use infrasell_rpc::{Caller, Cx};
use std::{marker::PhantomData, net::SocketAddr};

/// The extension of an operation that says who may call it: `public`, `customer`, `signed_in`, or a permission.
pub const ACCESS: &str = "x-infrasell-access";
/// The header under which a write is done once.
pub const IDEMPOTENCY_KEY: &str = "Idempotency-Key";
/// The most characters of an idempotency key.
const MAX_KEY: usize = 255;

/// Anybody. What he may touch is what he holds a token of.
pub struct Guest {
    /// The call's context.
    pub cx: Cx,
}
/// A customer who is signed in. What he may touch is what is his.
pub struct Customer {
    /// The call's context.
    pub cx: Cx,
    /// Who.
    pub id: CustomerId,
    /// Whether he has shown that his e-mail address is his.
    pub email_verified: bool,
    /// His session.
    pub session: Option<SessionId>,
}
/// Whoever buys: a customer when he is signed in, else a guest. A cookie whose session is over makes a guest; a bearer
/// token that is not valid is refused, so that its holder learns that he has to get another.
pub struct Shopper {
    /// The call's context.
    pub cx: Cx,
    /// The customer, if he is signed in.
    pub customer: Option<CustomerId>,
}
/// A member of staff or a key, whatever it may do.
pub struct SignedIn {
    /// The call's context.
    pub cx: Cx,
    /// The session, if it is one.
    pub session: Option<SessionId>,
}
/// A member of staff or a key that may do what `P` names.
pub struct Allowed<P> {
    /// The call's context.
    pub cx: Cx,
    permission: PhantomData<P>,
}

/// A permission as a type, for a signature.
pub trait May: Send + Sync {
    /// Which.
    const PERMISSION: Permission;
}

macro_rules! may {
    ($($Name:ident),* $(,)?) => {
        /// Permissions as types.
        pub mod may {
            use super::{May, Permission};
            $(
                #[doc = concat!("May ", stringify!($Name), ".")]
                pub struct $Name;
                impl May for $Name { const PERMISSION: Permission = Permission::$Name; }
            )*
        }
    };
}
may!(
    SettingsRead,
    SettingsWrite,
    StaffRead,
    StaffWrite,
    CatalogRead,
    CatalogWrite,
    ContentRead,
    ContentWrite,
    PricingRead,
    PricingWrite,
    InventoryRead,
    InventoryWrite,
    OrdersRead,
    OrdersWrite,
    CustomersRead,
    CustomersWrite,
    PaymentsRead,
    PaymentsWrite,
    NotificationsRead,
    NotificationsWrite,
    WebhooksRead,
    WebhooksWrite,
    AuditRead,
    SystemRead,
    SystemWrite,
);

impl FromRequestParts<Gateway> for Guest {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, gateway: &Gateway) -> Result<Self, Failure> {
        Ok(Guest { cx: context(parts, gateway, guest(parts))? })
    }
}

impl FromRequestParts<Gateway> for Customer {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, gateway: &Gateway) -> Result<Self, Failure> {
        let found = authenticate(parts, gateway, Jar::Customer).await?;
        let Caller::Customer { id, email_verified } = found.caller else {
            return Err(Failure::new(
                ErrorKind::Forbidden,
                "not_a_customer",
                "this is for a customer who is signed in",
            ));
        };
        Ok(Customer { cx: context(parts, gateway, found.caller)?, id, email_verified, session: found.session })
    }
}

impl FromRequestParts<Gateway> for Shopper {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, gateway: &Gateway) -> Result<Self, Failure> {
        let by_cookie = !parts.headers.contains_key(header::AUTHORIZATION);
        let caller = match authenticate(parts, gateway, Jar::Customer).await {
            Ok(found) => found.caller,
            Err(failure) if by_cookie && failure.problem.status == 401 => guest(parts),
            Err(failure) => return Err(failure),
        };
        // staff and keys buy as anybody does
        let caller = if caller.customer().is_some() { caller } else { guest(parts) };
        Ok(Shopper { customer: caller.customer(), cx: context(parts, gateway, caller)? })
    }
}

impl FromRequestParts<Gateway> for SignedIn {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, gateway: &Gateway) -> Result<Self, Failure> {
        let found = authenticate(parts, gateway, Jar::Staff).await?;
        if found.caller.customer().is_some() {
            return Err(Failure::new(ErrorKind::Forbidden, "not_staff", "this is for staff and programs"));
        }
        Ok(SignedIn { cx: context(parts, gateway, found.caller)?, session: found.session })
    }
}

impl<P: May> FromRequestParts<Gateway> for Allowed<P> {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, gateway: &Gateway) -> Result<Self, Failure> {
        let caller = authenticate(parts, gateway, Jar::Staff).await?.caller;
        if !caller.may(P::PERMISSION) {
            return Err(forbidden(P::PERMISSION));
        }
        let cx = context(parts, gateway, caller)?;
        if let Some(own) = cx.caller.channels() {
            confine(parts, gateway, &cx, own).await?;
        }
        Ok(Allowed { cx, permission: PhantomData })
    }
}

/// Refuses a caller who may not do what `permission` names, where it depends on what he asks for.
///
/// # Errors
/// 403, naming the permission.
pub fn must(cx: &Cx, permission: Permission) -> Result<(), Failure> {
    if cx.caller.may(permission) { Ok(()) } else { Err(forbidden(permission)) }
}

fn forbidden(permission: Permission) -> Failure {
    let title = format!("this needs the permission {}", permission.as_str());
    let mut failure = Failure::new(ErrorKind::Forbidden, "forbidden", title);
    failure.problem.details.insert("permission".into(), permission.as_str().into());
    failure
}

fn guest(parts: &Parts) -> Caller {
    let address = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip().to_string());
    Caller::Guest { address }
}

/// Whom the bearer token belongs to, or else the cookie in `jar`.
async fn authenticate(parts: &Parts, gateway: &Gateway, jar: Jar) -> Result<Authenticated, Failure> {
    let cx = Cx::system("gateway", request_id(parts));
    if parts.headers.contains_key(header::AUTHORIZATION) {
        let secret = bearer(parts).ok_or(IdentityError::NotAuthenticated)?;
        return Ok(gateway.identity.authenticate(&cx, Authenticate { secret }).await?);
    }
    let secret = jar.read(&parts.headers, gateway).ok_or(IdentityError::NotAuthenticated)?;
    let found = gateway.identity.authenticate(&cx, Authenticate { secret: secret.clone() }).await?;
    refuse_forged(parts, &secret, gateway)?;
    Ok(found)
}

fn bearer(parts: &Parts) -> Option<String> {
    let header = parts.headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, secret) = header.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| secret.trim().to_owned())
}

fn request_id(parts: &Parts) -> String {
    parts.extensions.get::<RequestId>().map(|id| id.0.to_string()).unwrap_or_default()
}

fn context(parts: &Parts, gateway: &Gateway, caller: Caller) -> Result<Cx, Failure> {
    let deadline = gateway.inner().env.now().plus(gateway.inner().limits.request);
    limits::charge(parts, gateway, &caller)?;
    let idempotency_key = if parts.method == Method::GET { None } else { idempotency_key(parts)? };
    Ok(Cx { caller, request_id: request_id(parts), deadline: Some(deadline), idempotency_key })
}

/// The idempotency key of a request, if it has one.
pub fn idempotency_key(parts: &Parts) -> Result<Option<String>, Failure> {
    let Some(value) = parts.headers.get("idempotency-key") else { return Ok(None) };
    match value.to_str() {
        Ok(key) if !key.trim().is_empty() && key.len() <= MAX_KEY && !key.contains('\t') => {
            Ok(Some(key.trim().to_owned()))
        }
        _ => Err(Failure::field(FieldError::new(
            IDEMPOTENCY_KEY,
            "invalid",
            format!("{IDEMPOTENCY_KEY} must be 1 to {MAX_KEY} visible ASCII characters"),
        ))),
    }
}

fn note_access(operation: &mut Operation, access: &str) {
    operation.extensions.insert(ACCESS.into(), access.into());
}

/// Documents that a call is authenticated by a bearer token or by a cookie with its CSRF token.
fn note_secret(ctx: &mut GenContext, operation: &mut Operation, cookie: &str) {
    let one = |name: &str| [(name.to_owned(), vec![])].into_iter().collect();
    operation.security = vec![one("bearer"), one(cookie)];
    note_header(ctx, operation, CSRF, "The session's token, for a write with a session cookie.");
}

/// Documents a header that a request may carry.
pub fn note_header(ctx: &mut GenContext, operation: &mut Operation, name: &str, text: &str) {
    let schema = SchemaObject { json_schema: ctx.schema.subschema_for::<String>(), example: None, external_docs: None };
    operation.parameters.push(ReferenceOr::Item(header_parameter(name, text, schema)));
}

/// A header that a request may carry.
pub fn header_parameter(name: &str, text: &str, schema: SchemaObject) -> Parameter {
    let parameter_data = ParameterData {
        name: name.into(),
        description: Some(text.into()),
        required: false,
        deprecated: None,
        format: ParameterSchemaOrContent::Schema(schema),
        example: None,
        examples: Default::default(),
        explode: None,
        extensions: Default::default(),
    };
    Parameter::Header { parameter_data, style: Default::default() }
}

impl OperationInput for Guest {
    fn operation_input(_: &mut GenContext, operation: &mut Operation) {
        note_access(operation, "public");
    }
}
impl OperationInput for Shopper {
    fn operation_input(ctx: &mut GenContext, operation: &mut Operation) {
        note_access(operation, "public");
        note_secret(ctx, operation, "customer_cookie");
        // and with neither
        operation.security.push(Default::default());
    }
}
impl OperationInput for Customer {
    fn operation_input(ctx: &mut GenContext, operation: &mut Operation) {
        note_access(operation, "customer");
        note_secret(ctx, operation, "customer_cookie");
    }
}
impl OperationInput for SignedIn {
    fn operation_input(ctx: &mut GenContext, operation: &mut Operation) {
        note_access(operation, "signed_in");
        note_secret(ctx, operation, "staff_cookie");
    }
}
impl<P: May> OperationInput for Allowed<P> {
    fn operation_input(ctx: &mut GenContext, operation: &mut Operation) {
        note_access(operation, P::PERMISSION.as_str());
        note_secret(ctx, operation, "staff_cookie");
    }
}
