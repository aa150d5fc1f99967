//! Pages, and blogs, which are pages without a body.

use super::{
    New,
    form::{MAX_WORD, handle, html, published, put, put_or_empty, required, seo, translations},
};
use infrasell_contracts::content::{Blog, BlogInput, BlogPatch, ContentPage, ContentPageInput, ContentPagePatch};
use infrasell_kernel::{BlogId, ContentPageId, FieldError, Fields, Timestamp};

/// A page that an input describes.
pub(crate) fn new_page(input: ContentPageInput, now: Timestamp) -> Result<New<ContentPage>, Vec<FieldError>> {
    let mut fields = Fields::new();
    let handle = handle(&mut fields, "handle", input.handle.as_deref());
    let thing = ContentPage {
        id: ContentPageId::from_i64(0),
        handle: String::new(),
        title: required(&mut fields, "title", &input.title, MAX_WORD),
        body_html: html(&mut fields, "body_html", &input.body_html),
        seo: seo(&mut fields, "seo", input.seo),
        published_at: published(input.published_at, now),
        translations: translations(&mut fields, input.translations),
        version: 1,
        created_at: now,
        updated_at: now,
    };
    fields.done()?;
    Ok(New { thing, handle })
}

/// What a page becomes by a change.
pub(crate) fn changed_page(mut page: ContentPage, patch: ContentPagePatch) -> Result<ContentPage, Vec<FieldError>> {
    let mut fields = Fields::new();
    put(&mut page.handle, handle(&mut fields, "handle", patch.handle.as_deref()));
    put(&mut page.title, patch.title.map(|title| required(&mut fields, "title", &title, MAX_WORD)));
    put_or_empty(&mut page.body_html, patch.body_html.map(|body| html(&mut fields, "body_html", &body)));
    put_or_empty(&mut page.seo, patch.seo.map(|one| seo(&mut fields, "seo", one)));
    page.published_at = patch.published_at.apply(page.published_at);
    put_or_empty(&mut page.translations, patch.translations.map(|all| translations(&mut fields, all)));
    fields.done()?;
    Ok(page)
}

/// A blog that an input describes.
pub(crate) fn new_blog(input: BlogInput, now: Timestamp) -> Result<New<Blog>, Vec<FieldError>> {
    let mut fields = Fields::new();
    let handle = handle(&mut fields, "handle", input.handle.as_deref());
    let thing = Blog {
        id: BlogId::from_i64(0),
        handle: String::new(),
        title: required(&mut fields, "title", &input.title, MAX_WORD),
        seo: seo(&mut fields, "seo", input.seo),
        translations: translations(&mut fields, input.translations),
        version: 1,
        created_at: now,
        updated_at: now,
    };
    fields.done()?;
    Ok(New { thing, handle })
}

/// What a blog becomes by a change.
pub(crate) fn changed_blog(mut blog: Blog, patch: BlogPatch) -> Result<Blog, Vec<FieldError>> {
    let mut fields = Fields::new();
    put(&mut blog.handle, handle(&mut fields, "handle", patch.handle.as_deref()));
    put(&mut blog.title, patch.title.map(|title| required(&mut fields, "title", &title, MAX_WORD)));
    put_or_empty(&mut blog.seo, patch.seo.map(|one| seo(&mut fields, "seo", one)));
    put_or_empty(&mut blog.translations, patch.translations.map(|all| translations(&mut fields, all)));
    fields.done()?;
    Ok(blog)
}
