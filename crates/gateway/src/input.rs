//! What comes in beside the caller: path, query, body, If-Match. What does not parse names the field.

use crate::{
    Gateway,
    answer::Failure,
    caller::note_header,
    channels::{Confined, confine_body},
    limits,
    strict::Strict,
};
use aide::{
    OperationInput,
    generate::GenContext,
    openapi::{MediaType, Operation, RequestBody, SchemaObject},
    operation::{ParamLocation, add_parameters, parameters_from_schema, set_body},
};
use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Path, Request},
    http::{HeaderMap, header, request::Parts},
};
use infrasell_kernel::{ErrorKind, FieldError};
use infrasell_rpc::Fault;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use std::fmt::Display;

/// The parameters in the path, as a struct with a field each.
pub struct At<T>(pub T);
/// The query string, as a struct with a field each.
pub struct Query<T>(pub T);
/// A JSON body.
pub struct Body<T>(pub T);
/// The version that the caller read.
pub struct IfMatch(pub Option<i64>);

impl<T: DeserializeOwned + Send> FromRequestParts<Gateway> for At<T> {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, gateway: &Gateway) -> Result<Self, Failure> {
        let Path(value) = Path::<T>::from_request_parts(parts, gateway).await.map_err(|_| {
            let title = format!("there is nothing at {}", parts.uri.path().chars().take(200).collect::<String>());
            Failure::new(ErrorKind::NotFound, "not_found", title)
        })?;
        Ok(At(value))
    }
}

impl<T: DeserializeOwned> FromRequestParts<Gateway> for Query<T> {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _: &Gateway) -> Result<Self, Failure> {
        query(parts.uri.query().unwrap_or("")).map(Query)
    }
}

impl<T: DeserializeOwned + Send> FromRequest<Gateway> for Body<T> {
    type Rejection = Failure;
    async fn from_request(request: Request, gateway: &Gateway) -> Result<Self, Failure> {
        check_json(request.headers())?;
        let (parts, body) = request.into_parts();
        let bytes = read_body(Request::new(body), gateway.inner().limits.body_bytes).await?;
        limits::spend(&parts.extensions, gateway, limits::objects(&bytes))?;
        let confined = parts.extensions.get::<Confined>().cloned();
        if let Some(confined) = confined {
            confine_body(&confined, gateway, &bytes).await?;
        }
        json(&bytes).map(Body)
    }
}

/// A body's bytes as what they should be.
pub fn json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Failure> {
    let text = std::str::from_utf8(bytes).map_err(|error| malformed(&error))?;
    let mut json = serde_json::Deserializer::from_str(text);
    let value = serde_path_to_error::deserialize(Strict(&mut json)).map_err(bad_json)?;
    json.end().map_err(|error| malformed(&error))?;
    Ok(value)
}

/// The text behind the `?` of an address as what it should be.
pub fn query<T: DeserializeOwned>(text: &str) -> Result<T, Failure> {
    let pairs = serde_urlencoded::Deserializer::new(form_urlencoded::parse(text.as_bytes()));
    serde_path_to_error::deserialize(pairs).map_err(|error| {
        let path = error.path().to_string();
        Failure::field(FieldError::new(path.clone(), "invalid", format!("{path}: {}", error.into_inner())))
    })
}

fn check_json(headers: &HeaderMap) -> Result<(), Failure> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or("");
    let essence = kind.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    if essence == "application/json" || essence.ends_with("+json") {
        return Ok(());
    }
    Err(Failure::with_status(415, "unsupported_media_type", "the body must be application/json"))
}

/// The whole body, if it is within `limit` bytes.
pub async fn read_body(request: Request, limit: usize) -> Result<Bytes, Failure> {
    let body = http_body_util::Limited::new(request.into_body(), limit);
    match http_body_util::BodyExt::collect(body).await {
        Ok(body) => Ok(body.to_bytes()),
        Err(error) if error.downcast_ref::<http_body_util::LengthLimitError>().is_some() => {
            Err(Failure::with_status(413, "body_too_large", format!("the body is larger than {limit} bytes")))
        }
        Err(_) => Err(Failure::new(ErrorKind::Malformed, "body_cut_short", "the body could not be read to its end")),
    }
}

fn malformed(error: &dyn Display) -> Failure {
    let title = format!("the body is not JSON: {error}");
    Failure::new(ErrorKind::Malformed, "malformed_json", title)
}

fn bad_json(error: serde_path_to_error::Error<serde_json::Error>) -> Failure {
    let path = error.path().to_string();
    let inner = error.into_inner();
    if !inner.is_data() {
        return malformed(&inner);
    }
    let message = inner.to_string();
    // what is wrong is enough; where it is stands in `path`
    let message = message.split(" at line ").next().unwrap_or(&message).to_owned();
    let path = if path == "." { String::new() } else { path };
    Fault::field(path, "invalid", message).into()
}

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        let Some(value) = parts.headers.get(header::IF_MATCH) else { return Ok(IfMatch(None)) };
        let text = value.to_str().unwrap_or("").trim();
        if text == "*" {
            return Ok(IfMatch(None));
        }
        let number = text.strip_prefix('"').and_then(|t| t.strip_suffix('"')).and_then(|t| t.parse().ok());
        // a tag that is not one of ours cannot be the present one
        Ok(IfMatch(Some(number.unwrap_or(-1))))
    }
}

impl<T: JsonSchema> OperationInput for At<T> {
    fn operation_input(ctx: &mut GenContext, operation: &mut Operation) {
        let schema = ctx.schema.subschema_for::<T>();
        let parameters = parameters_from_schema(ctx, schema, ParamLocation::Path);
        add_parameters(ctx, operation, parameters);
    }
}
impl<T: JsonSchema> OperationInput for Query<T> {
    fn operation_input(ctx: &mut GenContext, operation: &mut Operation) {
        let schema = ctx.schema.subschema_for::<T>();
        let parameters = parameters_from_schema(ctx, schema, ParamLocation::Query);
        add_parameters(ctx, operation, parameters);
    }
}
impl<T: JsonSchema> OperationInput for Body<T> {
    fn operation_input(ctx: &mut GenContext, operation: &mut Operation) {
        let schema = SchemaObject { json_schema: ctx.schema.subschema_for::<T>(), example: None, external_docs: None };
        let content = MediaType { schema: Some(schema), ..MediaType::default() };
        let mut body = RequestBody { required: true, ..RequestBody::default() };
        body.content.insert("application/json".into(), content);
        set_body(ctx, operation, body);
    }
}
impl OperationInput for IfMatch {
    fn operation_input(ctx: &mut GenContext, operation: &mut Operation) {
        note_header(ctx, operation, "If-Match", "The ETag that was read; a stale one gets 412.");
    }
}
