//! Answers: what a handler shows, and how a failure looks.
//!
//! Always true: a failure is a problem; its internal cause is logged once, by the outermost layer, and never shown.

use crate::cached::Tags;
use aide::{
    OperationOutput,
    generate::GenContext,
    openapi::{MediaType, Operation, Response as ResponseDoc, SchemaObject},
};
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use infrasell_kernel::{ErrorKind, FieldError, Problem};
use infrasell_rpc::{Fault, ServiceError};
use schemars::JsonSchema;
use serde::Serialize;
use std::marker::PhantomData;

/// What went wrong, on its way to the client.
#[derive(Debug, Clone)]
pub struct Failure {
    /// What the client sees.
    pub problem: Box<Problem>,
    /// What the log sees.
    pub cause: Option<String>,
}

/// What a handler returns.
pub type Answer<T> = Result<T, Failure>;

impl Failure {
    /// A failure of the edge's own.
    pub fn new(kind: ErrorKind, code: &str, title: impl Into<String>) -> Self {
        Failure { problem: Box::new(Problem::new(kind, code, title)), cause: None }
    }

    /// A status that has no kind of its own, such as 413.
    pub fn with_status(status: u16, code: &str, title: impl Into<String>) -> Self {
        let mut failure = Failure::new(ErrorKind::Malformed, code, title);
        failure.problem.status = status;
        failure
    }

    /// A bad field.
    pub fn field(error: FieldError) -> Self {
        Fault::from(error).into()
    }
}

impl<E: ServiceError> From<E> for Failure {
    fn from(error: E) -> Self {
        let cause = match error.fault() {
            Some(Fault::Internal { cause }) => Some(cause.clone()),
            _ => None,
        };
        Failure { problem: Box::new(error.problem()), cause }
    }
}

impl IntoResponse for Failure {
    /// The body is written by the outermost layer, which knows the request's id.
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

fn json_doc<T: JsonSchema>(ctx: &mut GenContext, media: &str, text: &str) -> ResponseDoc {
    let schema = SchemaObject { json_schema: ctx.schema.subschema_for::<T>(), example: None, external_docs: None };
    let content = MediaType { schema: Some(schema), ..MediaType::default() };
    let mut doc = ResponseDoc { description: text.into(), ..ResponseDoc::default() };
    doc.content.insert(media.into(), content);
    doc
}

impl OperationOutput for Failure {
    type Inner = Problem;
    fn operation_response(ctx: &mut GenContext, _: &mut Operation) -> Option<ResponseDoc> {
        Some(json_doc::<Problem>(ctx, "application/problem+json", "What went wrong (RFC 9457)"))
    }
    fn inferred_responses(ctx: &mut GenContext, operation: &mut Operation) -> Vec<(Option<u16>, ResponseDoc)> {
        Self::operation_response(ctx, operation).map(|doc| (None, doc)).into_iter().collect()
    }
}

/// Says which status a [`Shown`] has.
pub trait Status {
    /// The status.
    const CODE: u16;
}
/// 200.
pub struct Ok200;
/// 201.
pub struct Created201;
/// 202.
pub struct Accepted202;
impl Status for Ok200 {
    const CODE: u16 = 200;
}
impl Status for Created201 {
    const CODE: u16 = 201;
}
impl Status for Accepted202 {
    const CODE: u16 = 202;
}

/// A JSON answer, with an ETag where the thing has a version.
pub struct Shown<T, S = Ok200> {
    body: T,
    etag: Option<i64>,
    tags: Option<Tags>,
    status: PhantomData<S>,
}
/// A thing that was made.
pub type Created<T> = Shown<T, Created201>;
/// Work that goes on.
pub type Accepted<T> = Shown<T, Accepted202>;

impl<T, S> Shown<T, S> {
    /// Shows `body`.
    pub fn new(body: T) -> Self {
        Shown { body, etag: None, tags: None, status: PhantomData }
    }

    /// Says what it shows: it may be kept until one of that changes.
    pub fn tagged(mut self, tags: Tags) -> Self {
        self.tags = Some(tags);
        self
    }
}

impl<T: Versioned, S> Shown<T, S> {
    /// Shows `body` and its version as ETag.
    pub fn versioned(body: T) -> Self {
        Shown { etag: Some(body.version()), ..Shown::new(body) }
    }
}

/// A thing whose version is its ETag.
pub trait Versioned {
    /// Raised by each change.
    fn version(&self) -> i64;
}
macro_rules! versioned {
    ($($module:ident::$Type:ident.$field:ident),* $(,)?) => {
        $( impl Versioned for infrasell_contracts::$module::$Type { fn version(&self) -> i64 { self.$field } } )*
    };
}
versioned!(
    cart::Cart.revision,
    catalog::Collection.version,
    catalog::Product.version,
    checkout::Checkout.version,
    content::Article.version,
    content::Blog.version,
    content::ContentPage.version,
    content::MediaFile.version,
    content::Menu.version,
    content::Metaobject.version,
    content::MetaobjectDefinition.version,
    content::Policy.version,
    content::Redirect.version,
    customers::Address.version,
    customers::Customer.version,
    customers::CustomerGroup.version,
    identity::Role.version,
    identity::Staff.version,
    inventory::Location.version,
    orders::Order.version,
    pricing::ShippingMethod.version,
    settings::Channel.version,
    settings::Shop.version,
    webhooks::Webhook.version,
);

impl<T: Serialize, S: Status> IntoResponse for Shown<T, S> {
    fn into_response(self) -> Response {
        let body = match serde_json::to_vec(&self.body) {
            Ok(body) => body,
            Err(cause) => return Failure::from(Fault::internal(cause)).into_response(),
        };
        let status = StatusCode::from_u16(S::CODE).unwrap_or(StatusCode::OK);
        let mut response = (status, [(header::CONTENT_TYPE, "application/json")], body).into_response();
        if let Some(tag) = self.etag.and_then(|v| HeaderValue::from_str(&format!("\"{v}\"")).ok()) {
            response.headers_mut().insert(header::ETAG, tag);
        }
        if let Some(tags) = self.tags {
            response.extensions_mut().insert(tags);
        }
        response
    }
}

impl<T: JsonSchema, S: Status> OperationOutput for Shown<T, S> {
    type Inner = T;
    fn operation_response(ctx: &mut GenContext, _: &mut Operation) -> Option<ResponseDoc> {
        Some(json_doc::<T>(ctx, "application/json", "Done"))
    }
    fn inferred_responses(ctx: &mut GenContext, operation: &mut Operation) -> Vec<(Option<u16>, ResponseDoc)> {
        Self::operation_response(ctx, operation).map(|doc| (Some(S::CODE), doc)).into_iter().collect()
    }
}

/// An answer that hands a cookie out, or takes it back.
pub struct WithCookie<A> {
    /// The `Set-Cookie`, if there is one.
    pub cookie: Option<HeaderValue>,
    /// The answer.
    pub answer: A,
}

impl<A: IntoResponse> IntoResponse for WithCookie<A> {
    fn into_response(self) -> Response {
        let mut response = self.answer.into_response();
        if let Some(cookie) = self.cookie {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
        response
    }
}
impl<A: OperationOutput> OperationOutput for WithCookie<A> {
    type Inner = A::Inner;
    fn operation_response(ctx: &mut GenContext, operation: &mut Operation) -> Option<ResponseDoc> {
        A::operation_response(ctx, operation)
    }
    fn inferred_responses(ctx: &mut GenContext, operation: &mut Operation) -> Vec<(Option<u16>, ResponseDoc)> {
        let mut responses = A::inferred_responses(ctx, operation);
        for (_, response) in &mut responses {
            crate::document::carries(response, "Set-Cookie");
        }
        responses
    }
}

/// Nothing to show: 204.
pub struct Done;

impl IntoResponse for Done {
    fn into_response(self) -> Response {
        StatusCode::NO_CONTENT.into_response()
    }
}
impl OperationOutput for Done {
    type Inner = ();
    fn inferred_responses(_: &mut GenContext, _: &mut Operation) -> Vec<(Option<u16>, ResponseDoc)> {
        vec![(Some(204), ResponseDoc { description: "Done".into(), ..ResponseDoc::default() })]
    }
}
