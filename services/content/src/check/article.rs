//! Articles.

use super::{
    New,
    form::{MAX_WORD, handle, html, media, published, put, put_or_empty, required, seo, translations, trimmed},
};
use infrasell_contracts::content::{Article, ArticleInput, ArticlePatch, Author, MAX_ARTICLE_TAGS};
use infrasell_kernel::{ArticleId, FieldError, Fields, Patch, Timestamp};

/// The most characters of an author's name, and of what is said of him.
const MAX_AUTHOR: (usize, usize) = (200, 1_000);

/// An article that an input describes.
pub(crate) fn new(input: ArticleInput, now: Timestamp) -> Result<New<Article>, Vec<FieldError>> {
    let mut fields = Fields::new();
    let handle = handle(&mut fields, "handle", input.handle.as_deref());
    let thing = Article {
        id: ArticleId::from_i64(0),
        blog: input.blog,
        blog_handle: String::new(),
        handle: String::new(),
        title: required(&mut fields, "title", &input.title, MAX_WORD),
        author: author(&mut fields, input.author),
        tags: tags(&mut fields, input.tags),
        excerpt_html: html(&mut fields, "excerpt_html", &input.excerpt_html),
        body_html: html(&mut fields, "body_html", &input.body_html),
        image: input.image.map(|image| media(&mut fields, "image", image)),
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

/// What an article becomes by a change.
pub(crate) fn changed(mut article: Article, patch: ArticlePatch) -> Result<Article, Vec<FieldError>> {
    let mut fields = Fields::new();
    put(&mut article.handle, handle(&mut fields, "handle", patch.handle.as_deref()));
    put(&mut article.title, patch.title.map(|title| required(&mut fields, "title", &title, MAX_WORD)));
    put_or_empty(&mut article.author, patch.author.map(|one| author(&mut fields, one)));
    put(&mut article.tags, patch.tags.map(|all| tags(&mut fields, all)));
    put_or_empty(&mut article.excerpt_html, patch.excerpt_html.map(|text| html(&mut fields, "excerpt_html", &text)));
    put_or_empty(&mut article.body_html, patch.body_html.map(|text| html(&mut fields, "body_html", &text)));
    article.image = match patch.image {
        Patch::Set(image) => Some(media(&mut fields, "image", image)),
        other => other.apply(article.image),
    };
    put_or_empty(&mut article.seo, patch.seo.map(|one| seo(&mut fields, "seo", one)));
    article.published_at = patch.published_at.apply(article.published_at);
    put_or_empty(&mut article.translations, patch.translations.map(|all| translations(&mut fields, all)));
    fields.done()?;
    Ok(article)
}

fn author(fields: &mut Fields, author: Author) -> Author {
    let name = trimmed(fields, "author.name", &author.name, MAX_AUTHOR.0);
    Author { name, bio: trimmed(fields, "author.bio", &author.bio, MAX_AUTHOR.1) }
}

fn tags(fields: &mut Fields, tags: Vec<String>) -> Vec<String> {
    if tags.len() > MAX_ARTICLE_TAGS {
        fields.add("tags", "too_many", format!("tags has {} entries, more than {MAX_ARTICLE_TAGS}", tags.len()));
        return vec![];
    }
    let mut out = Vec::with_capacity(tags.len());
    for (place, tag) in tags.iter().enumerate() {
        let path = format!("tags.{place}");
        let one_line = !tag.chars().any(char::is_control);
        fields.check(one_line, &path, "invalid_character", format!("{path} must be one line of text"));
        out.push(required(fields, &path, tag, MAX_WORD));
    }
    out.sort_unstable();
    out.dedup();
    out
}
