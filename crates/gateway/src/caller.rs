//! Who calls: the extractors that stand in a handler's signature and say who may.
//!
//! Always true: a handler without one of these three does not touch a service; each writes into the document who may
//! call (`x-infrasell-access`), and a test refuses a route that does not say.

use crate::{Gateway, answer::Failure, layers::RequestId};
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
use infrasell_kernel::{ErrorKind, FieldError, Permission, SessionId};
use infrasell_rpc::{Caller, Cx};
use std::{marker::PhantomData, net::SocketAddr};

/// The extension of an operation that says who may call it: `public`, `signed_in`, or a permission.
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
    PricingRead,
    PricingWrite,
    InventoryRead,
    InventoryWrite,
    OrdersRead,
    OrdersWrite,
    PaymentsRead,
    PaymentsWrite,
    SystemRead,
    SystemWrite,
);

impl FromRequestParts<Gateway> for Guest {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, gateway: &Gateway) -> Result<Self, Failure> {
        let address = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip().to_string());
        Ok(Guest { cx: context(parts, gateway, Caller::Guest { address })? })
    }
}

impl FromRequestParts<Gateway> for SignedIn {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, gateway: &Gateway) -> Result<Self, Failure> {
        let found = authenticate(parts, gateway).await?;
        Ok(SignedIn { cx: context(parts, gateway, found.caller)?, session: found.session })
    }
}

impl<P: May> FromRequestParts<Gateway> for Allowed<P> {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, gateway: &Gateway) -> Result<Self, Failure> {
        let caller = authenticate(parts, gateway).await?.caller;
        if !caller.may(P::PERMISSION) {
            let title = format!("this needs the permission {}", P::PERMISSION.as_str());
            let mut failure = Failure::new(ErrorKind::Forbidden, "forbidden", title);
            failure.problem.details.insert("permission".into(), P::PERMISSION.as_str().into());
            return Err(failure);
        }
        Ok(Allowed { cx: context(parts, gateway, caller)?, permission: PhantomData })
    }
}

async fn authenticate(parts: &Parts, gateway: &Gateway) -> Result<Authenticated, Failure> {
    let header = parts.headers.get(header::AUTHORIZATION).and_then(|v| v.to_str().ok()).unwrap_or("");
    let secret = match header.split_once(' ') {
        Some((scheme, secret)) if scheme.eq_ignore_ascii_case("bearer") => secret.trim().to_owned(),
        _ => return Err(IdentityError::NotAuthenticated.into()),
    };
    let cx = Cx::system("gateway", request_id(parts));
    Ok(gateway.identity.authenticate(&cx, Authenticate { secret }).await?)
}

fn request_id(parts: &Parts) -> String {
    parts.extensions.get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default()
}

fn context(parts: &Parts, gateway: &Gateway, caller: Caller) -> Result<Cx, Failure> {
    let deadline = gateway.inner().env.now().plus(gateway.inner().limits.request);
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

fn note_bearer(operation: &mut Operation) {
    operation.security = vec![[("bearer".to_owned(), vec![])].into_iter().collect()];
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
impl OperationInput for SignedIn {
    fn operation_input(_: &mut GenContext, operation: &mut Operation) {
        note_access(operation, "signed_in");
        note_bearer(operation);
    }
}
impl<P: May> OperationInput for Allowed<P> {
    fn operation_input(_: &mut GenContext, operation: &mut Operation) {
        note_access(operation, P::PERMISSION.as_str());
        note_bearer(operation);
    }
}
