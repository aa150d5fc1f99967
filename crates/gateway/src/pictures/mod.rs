//! Pictures at `/media/<key>/<file name>`: as they came, and in every form that an address asks for.
//!
//! Always true: what a key leads to never changes, so an answer may be kept for ever; a form that many ask for at once is
//! made once; forms are made beside everything else and never before it; what is kept of them stays under its ceiling, and
//! a picture that was taken away is not shown in any form.

mod flight;
mod kept;

use crate::{Gateway, answer::Failure};
use axum::{
    body::Body,
    extract::{Path, Request, State},
    http::{HeaderMap, HeaderValue, header, request::Parts},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use flight::{Flights, Trouble};
use infrasell_contracts::content::{GetMediaBytes, MediaFile, Name, Named, View};
use infrasell_engines::blobs::Blobs;
use infrasell_images::{ImageError, Limits, Workshop, WorkshopError, make};
use infrasell_kernel::{ErrorKind, FieldError};
use infrasell_rpc::{Cx, Fault};
use infrasell_rules::picture::{self, BadForm, Form, Format};
use kept::Kept;
use std::sync::Arc;
use tower::ServiceExt;
use tower_http::services::ServeDir;

/// How pictures are served.
#[derive(Clone)]
pub struct PictureOptions {
    /// Where forms that were made are kept.
    pub store: Arc<dyn Blobs>,
    /// The most bytes of them together; 0 keeps none.
    pub kept_bytes: u64,
    /// Where they are made.
    pub workshop: Workshop,
    /// How much a picture may cost.
    pub limits: Limits,
}

/// What serves pictures.
pub(crate) struct Pictures {
    kept: Arc<Kept>,
    flights: Flights,
    workshop: Workshop,
    pub(crate) limits: Limits,
}

impl Pictures {
    pub(crate) fn new(options: PictureOptions) -> Self {
        let PictureOptions { store, kept_bytes, workshop, limits } = options;
        Pictures { kept: Arc::new(Kept::new(store, kept_bytes)), flights: Flights::default(), workshop, limits }
    }

    /// A form of a picture, kept or made now.
    async fn form(
        &self,
        gateway: &Gateway,
        cx: &Cx,
        file: &MediaFile,
        form: Form,
        to: Format,
    ) -> Result<Bytes, Trouble> {
        let name = format!("{}/{}/{}", &file.key[..2], file.key, form.name(to));
        if let Some(found) = self.kept.get(&name).await {
            return Ok(found);
        }
        let (kept, workshop, limits) = (self.kept.clone(), self.workshop.clone(), self.limits);
        let (gateway, cx, key, own) = (gateway.clone(), cx.clone(), file.key.clone(), name.clone());
        let make = async move {
            // whoever was before may have put it there
            if let Some(found) = kept.get(&own).await {
                return Ok(found);
            }
            let original = gateway
                .content
                .media_bytes(&cx, GetMediaBytes { key })
                .await
                .map_err(|error| Trouble::Failed(Box::new(Failure::from(error))))?;
            let made = workshop.run(move || make(&original.0, &form, to, &limits)).await??;
            let bytes = Bytes::from(made.bytes);
            kept.put(&own, bytes.clone()).await;
            Ok(bytes)
        };
        self.flights.once(name, make).await
    }
}

/// What is at a path below `/media`: a picture that is kept, else a file of the shop's folder.
pub async fn serve(State(gateway): State<Gateway>, Path(path): Path<String>, request: Request) -> Response {
    let found = path.split_once('/').filter(|(key, name)| picture::is_key(key) && !name.contains('/'));
    let (Some((key, name)), Some(_)) = (found, &gateway.inner().pictures) else {
        return file(&gateway, request, &path).await;
    };
    let (parts, _) = request.into_parts();
    match answer(&gateway, key, name, &parts).await {
        Ok(response) => response,
        Err(failure) => failure.into_response(),
    }
}

/// A file that somebody put into the shop's folder.
async fn file(gateway: &Gateway, request: Request, path: &str) -> Response {
    let (mut parts, body) = request.into_parts();
    let below = parts.uri.path().strip_prefix("/media").unwrap_or_default();
    let (Some(folder), Ok(uri)) = (&gateway.inner().media, below.parse()) else { return nothing(path).into_response() };
    parts.uri = uri;
    let files = ServeDir::new(folder).append_index_html_on_directories(false);
    match files.oneshot(Request::from_parts(parts, body)).await {
        Ok(response) => response.map(Body::new),
        Err(never) => match never {},
    }
}

fn nothing(path: &str) -> Failure {
    let path: String = path.chars().take(200).collect();
    Failure::new(ErrorKind::NotFound, "not_found", format!("there is no picture at /media/{path}"))
}

async fn answer(gateway: &Gateway, key: &str, name: &str, request: &Parts) -> Result<Response, Failure> {
    let cx = Cx::system("media", "media");
    let named = Named { names: vec![Name::handle(key)], view: View::default() };
    let file = gateway.content.media_named(&cx, named).await?.pop().flatten();
    let file = file.ok_or_else(|| nothing(&format!("{key}/{name}")))?;
    let query: Vec<(String, String)> =
        form_urlencoded::parse(request.uri.query().unwrap_or("").as_bytes()).into_owned().collect();
    let pairs = query.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let form = Form::read(name, &file.file_name, pairs).map_err(bad)?;
    let form = form.ok_or_else(|| nothing(&format!("{key}/{name}")))?;
    if form.is_original() || form.is_format_of(file.format) {
        let bytes = gateway.content.media_bytes(&cx, GetMediaBytes { key: key.to_owned() }).await?;
        return Ok(shown(bytes.0, file.format, key, false));
    }
    // what is wrong with a form is said before anything is done for it
    picture::cut(file.width, file.height, &form).map_err(bad)?;
    let to = Format::chosen(form.format, accept(&request.headers), file.format);
    let pictures = gateway.inner().pictures.as_ref().ok_or_else(|| nothing(key))?;
    let bytes = pictures.form(gateway, &cx, &file, form, to).await.map_err(refused)?;
    let tag = format!("{key}-{}", form.name(to));
    Ok(shown(bytes, to, &tag, form.format.is_none()))
}

fn accept(headers: &HeaderMap) -> &str {
    headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or("")
}

/// A picture on its way out. It never changes: whoever has it need not ask again.
fn shown(bytes: Bytes, format: Format, tag: &str, depends_on_client: bool) -> Response {
    let format = infrasell_images::format_of(&bytes).unwrap_or(format);
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(format.mime()));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    if let Ok(tag) = HeaderValue::from_str(&format!("\"{tag}\"")) {
        headers.insert(header::ETAG, tag);
    }
    if depends_on_client {
        headers.insert(header::VARY, HeaderValue::from_static("accept"));
    }
    response
}

fn bad(bad: BadForm) -> Failure {
    Failure::field(FieldError::new(bad.parameter, "invalid", bad.to_string()))
}

fn refused(trouble: Trouble) -> Failure {
    match trouble {
        Trouble::Failed(failure) => *failure,
        Trouble::Workshop(WorkshopError::Busy) => {
            Failure::new(ErrorKind::Unavailable, "too_busy", WorkshopError::Busy.to_string())
        }
        Trouble::Workshop(failed @ WorkshopError::Failed) => Fault::internal(failed).into(),
        Trouble::Image(ImageError::BadForm(form)) => bad(form),
        Trouble::Image(error) => Failure::with_status(422, "picture_unusable", format!("the picture {error}")),
    }
}
