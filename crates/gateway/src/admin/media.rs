//! Pictures that the shop keeps: uploaded, listed, described, taken away. They are served by `crate::pictures`.

use crate::{
    Gateway,
    answer::{Answer, Created, Done, Failure, Shown},
    api::{Api, Methods},
    caller::{Allowed, may},
    doc,
    input::{At, Body, IfMatch, Query, read_body},
    paths::MediaAt,
};
use aide::{
    openapi::{MediaType, ReferenceOr, RequestBody},
    transform::TransformOperation,
};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, header},
};
use bytes::Bytes;
use futures_util::stream;
use infrasell_contracts::{
    common::Direction,
    content::{
        Change, ContentSort, FileBytes, ListContent, MediaFile, MediaPatch, Name, Named, Remove, UploadMedia, View,
    },
};
use infrasell_kernel::{ErrorKind, FieldError, Page, PageRequest};
use infrasell_rpc::Fault;
use schemars::JsonSchema;
use serde::Deserialize;

/// What a form may add to the picture in it, bytes.
const FORM_BYTES: usize = 64 << 10;

/// The routes.
pub fn routes<A: Api>() -> A {
    const TAG: &str = "Media";
    A::new().at("/admin/v1/media", |on| on.get(media, doc(TAG, "Pictures, newest first")).post(upload, with_file)).at(
        "/admin/v1/media/{id}",
        |on| {
            on.get(one, doc(TAG, "One picture"))
                .patch(change, doc(TAG, "Say what is to be seen on a picture"))
                .delete(remove, doc(TAG, "Take a picture away that nothing shows"))
        },
    )
}

fn with_file(operation: TransformOperation<'_>) -> TransformOperation<'_> {
    let text = "Keep a picture (JPEG, PNG, WebP, GIF): as the body itself, or as the field `file` of a form. The same \
                picture again is answered as it is kept";
    let mut operation = doc("Media", text)(operation);
    let mut body = RequestBody { required: true, ..RequestBody::default() };
    for kind in ["image/*", "multipart/form-data"] {
        body.content.insert(kind.into(), MediaType::default());
    }
    operation.inner_mut().request_body = Some(ReferenceOr::Item(body));
    operation
}

/// What is said of a picture beside its bytes; a form may say it in fields of these names.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
struct About {
    /// What its file is called; its name in addresses is made of this.
    #[schemars(length(max = 255))]
    file_name: String,
    /// What is to be seen on it; up to 512 characters.
    #[schemars(length(max = 512))]
    alt: String,
}

async fn upload(
    who: Allowed<may::ContentWrite>,
    State(g): State<Gateway>,
    Query(about): Query<About>,
    request: Request,
) -> Answer<Created<MediaFile>> {
    let boundary = boundary(request.headers())?;
    let limit = g.inner().picture_bytes();
    let upload = match boundary {
        Some(boundary) => form(read_body(request, limit + FORM_BYTES).await?, boundary, about).await?,
        None => UploadMedia {
            file: FileBytes(read_body(request, limit).await?),
            file_name: about.file_name,
            alt: about.alt,
        },
    };
    Ok(Created::versioned(g.content.upload_media(&who.cx, upload).await?))
}

/// What parts a form, when the body is one. A body of any other type is the picture: what it is, its bytes say.
fn boundary(headers: &HeaderMap) -> Result<Option<String>, Failure> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    if !kind.trim_start().to_ascii_lowercase().starts_with("multipart/") {
        return Ok(None);
    }
    multer::parse_boundary(kind).map(Some).map_err(|_| malformed("the form does not say what parts its fields"))
}

fn malformed(title: impl Into<String>) -> Failure {
    Failure::new(ErrorKind::Malformed, "malformed_form", title)
}

/// The picture in a form, and what its fields say of it.
async fn form(body: Bytes, boundary: String, about: About) -> Result<UploadMedia, Failure> {
    let body = stream::iter([Ok::<_, std::convert::Infallible>(body)]);
    let mut form = multer::Multipart::new(body, boundary);
    let (mut file, mut about) = (None, about);
    while let Some(field) = form.next_field().await.map_err(|cause| malformed(format!("the form: {cause}")))? {
        let name = field.name().unwrap_or_default().to_owned();
        let called = field.file_name().map(str::to_owned);
        let cut = |cause| malformed(format!("the field {name} of the form: {cause}"));
        match name.as_str() {
            "file" => {
                if about.file_name.is_empty() {
                    about.file_name = called.unwrap_or_default();
                }
                file = Some(field.bytes().await.map_err(cut)?);
            }
            "file_name" => about.file_name = field.text().await.map_err(cut)?,
            "alt" => about.alt = field.text().await.map_err(cut)?,
            _ => {
                let message = format!("{name} is no field of this form: there are file, file_name and alt");
                return Err(Failure::field(FieldError::new(name, "unknown", message)));
            }
        }
    }
    let missing = || Failure::field(FieldError::new("file", "required", "the form has no field called file"));
    Ok(UploadMedia { file: FileBytes(file.ok_or_else(missing)?), file_name: about.file_name, alt: about.alt })
}

/// What a list of pictures is narrowed to.
#[derive(Debug, Deserialize, JsonSchema)]
struct Filter {
    /// Only those whose file name contains every word of this.
    search: Option<String>,
}

async fn media(
    who: Allowed<may::ContentRead>,
    State(g): State<Gateway>,
    Query(filter): Query<Filter>,
    Query(page): Query<PageRequest>,
) -> Answer<Shown<Page<MediaFile>>> {
    let newest = ListContent { sort: ContentSort::Id, direction: Direction::Desc, ..ListContent::default() };
    let ask = ListContent { search: filter.search, page, ..newest };
    Ok(Shown::new(g.content.media(&who.cx, ask).await?))
}

async fn one(
    who: Allowed<may::ContentRead>,
    State(g): State<Gateway>,
    At(at): At<MediaAt>,
) -> Answer<Shown<MediaFile>> {
    let named = Named { names: vec![Name::Id(at.id)], view: View::default() };
    let found = g.content.media_named(&who.cx, named).await?.pop().flatten();
    Ok(Shown::versioned(found.ok_or_else(|| Fault::not_found("picture", at.id))?))
}

async fn change(
    who: Allowed<may::ContentWrite>,
    State(g): State<Gateway>,
    At(at): At<MediaAt>,
    if_match: IfMatch,
    Body(patch): Body<MediaPatch>,
) -> Answer<Shown<MediaFile>> {
    let change = Change { id: at.id, patch, if_version: if_match.0 };
    Ok(Shown::versioned(g.content.update_media(&who.cx, change).await?))
}

async fn remove(who: Allowed<may::ContentWrite>, State(g): State<Gateway>, At(at): At<MediaAt>) -> Answer<Done> {
    g.content.delete_media(&who.cx, Remove { id: at.id }).await?;
    Ok(Done)
}
