//! Pages, blogs, articles, and parts of lists of any content.

use super::{
    RootWriter,
    connection::{self, Connected, Connection, Edge, Slice, connected},
    image::ImageOf,
    metafield::{self, Owner},
};
use crate::{
    facts::{Fact, Table as Facts},
    fields,
    gather::content::{Part, PartKey},
    ids, never,
    object::Table,
    plan::Field,
    text::plain,
    writer::Writer,
};
use infrasell_contracts::{
    catalog::Seo,
    content::{Article, Author, Blog, ContentPage, ContentSort, Name},
};
use infrasell_kernel::{ArticleId, BlogId, ContentPageId, Id};

/// How much of a page is its summary, characters.
const SUMMARY: usize = 150;
/// Articles whose authors a blog shows.
const AUTHORS_OF: u32 = 250;

/// A page.
#[derive(Clone, Copy)]
pub struct PageOf<'a>(pub &'a ContentPage);
/// A blog.
#[derive(Clone, Copy)]
pub struct BlogOf<'a>(pub &'a Blog);
/// An article.
#[derive(Clone, Copy)]
pub struct ArticleOf<'a>(pub &'a Article);
/// Who wrote an article.
#[derive(Clone, Copy)]
struct AuthorOf<'a>(&'a Author);

fields! { "Page" for PageOf<'_>, |page, f, w| {
    "body" => w.text(&page.0.body_html),
    "bodySummary" => w.text(&plain(&page.0.body_html, Some(SUMMARY))),
    "createdAt" => w.time(page.0.created_at),
    "handle" => w.text(&page.0.handle),
    "id" => w.gid("Page", page.0.id.get()),
    "metafield" => metafield::one(f, w, Owner::Shop),
    "metafields" => metafield::many(f, w, Owner::Shop),
    "onlineStoreUrl" => w.null(),
    "seo" => w.object::<Seo>(f, &page.0.seo),
    "title" => w.text(&page.0.title),
    "trackingParameters" => w.null(),
    "updatedAt" => w.time(page.0.updated_at),
}}

fields! { "Blog" for BlogOf<'_>, |blog, f, w| {
    "articleByHandle" => {
        let name = Name::within(&blog.0.handle, w.arg_text(f, "handle").unwrap_or(""));
        article(f, w, &name);
    },
    "articles" => articles(f, w, Some(blog.0.handle.clone())),
    "authors" => {
        let key = PartKey { within: Some(blog.0.handle.clone()), limit: AUTHORS_OF, ..PartKey::default() };
        let Some(part) = w.get(&w.facts.article_lists, &key) else { return w.empty_list() };
        let mut authors: Vec<&Author> = vec![];
        for one in part.items.iter().map(|one| &one.author).filter(|author| !author.name.is_empty()) {
            if !authors.contains(&one) {
                authors.push(one);
            }
        }
        w.objects(f, authors.into_iter().map(AuthorOf));
    },
    "handle" => w.text(&blog.0.handle),
    "id" => w.gid("Blog", blog.0.id.get()),
    "metafield" => metafield::one(f, w, Owner::Shop),
    "metafields" => metafield::many(f, w, Owner::Shop),
    "onlineStoreUrl" => w.null(),
    "seo" => w.object::<Seo>(f, &blog.0.seo),
    "title" => w.text(&blog.0.title),
}}

fields! { "Article" for ArticleOf<'_>, |article, f, w| {
    "author" => w.object(f, &AuthorOf(&article.0.author)),
    "authorV2" => {
        let author = Some(&article.0.author).filter(|author| !author.name.is_empty());
        w.object_or_null(f, author.map(AuthorOf).as_ref());
    },
    "blog" => blog(f, w, &Name::Id(article.0.blog)),
    "comments" => connection::whole::<Comment>(f, w, vec![], |_, _| String::new()),
    "content" => w.text(&plain(&article.0.body_html, most(f, w))),
    "contentHtml" => w.text(&article.0.body_html),
    "excerpt" => w.text_unless_empty(&plain(&article.0.excerpt_html, most(f, w))),
    "excerptHtml" => w.text_unless_empty(&article.0.excerpt_html),
    "handle" => w.text(&article.0.handle),
    "id" => w.gid("Article", article.0.id.get()),
    "image" => w.object_or_null(f, article.0.image.as_ref().map(ImageOf::new).as_ref()),
    "metafield" => metafield::one(f, w, Owner::Shop),
    "metafields" => metafield::many(f, w, Owner::Shop),
    "onlineStoreUrl" => w.null(),
    "publishedAt" => w.time(article.0.published_at.unwrap_or(article.0.created_at)),
    "seo" => w.object::<Seo>(f, &article.0.seo),
    "tags" => w.texts(&article.0.tags),
    "title" => w.text(&article.0.title),
    "trackingParameters" => w.null(),
}}

fields! { "ArticleAuthor" for AuthorOf<'_>, |author, f, w| {
    "bio" => w.text_unless_empty(&author.0.bio),
    // a shop that tells its readers' machines where its writers live has told everybody
    "email" => w.text(""),
    "firstName" => w.text(author.0.name.rsplit_once(' ').map_or(author.0.name.as_str(), |(first, _)| first)),
    "lastName" => w.text(author.0.name.rsplit_once(' ').map_or("", |(_, last)| last)),
    "name" => w.text(&author.0.name),
}}

never! {
    "Comment" as Comment { "author", "content", "contentHtml", "id" }
    "CommentAuthor" as CommentAuthor { "email", "name" }
}

/// How many characters `truncateAt` leaves.
fn most(f: &Field, w: &Writer<'_>) -> Option<usize> {
    w.arg_int(f, "truncateAt").and_then(|most| usize::try_from(most).ok())
}

connected! {
    PageOf<'_>: "PageConnection", "PageEdge";
    BlogOf<'_>: "BlogConnection", "BlogEdge";
    ArticleOf<'_>: "ArticleConnection", "ArticleEdge";
    Comment: "CommentConnection", "CommentEdge";
}

pub(super) const TABLES: &[Table] = &[
    Table::of::<PageOf<'static>>(),
    Table::of::<BlogOf<'static>>(),
    Table::of::<ArticleOf<'static>>(),
    Table::of::<AuthorOf<'static>>(),
    Table::of::<Comment>(),
    Table::of::<CommentAuthor>(),
    Table::of::<Connection<PageOf<'static>>>(),
    Table::of::<Edge<'static, PageOf<'static>>>(),
    Table::of::<Connection<BlogOf<'static>>>(),
    Table::of::<Edge<'static, BlogOf<'static>>>(),
    Table::of::<Connection<ArticleOf<'static>>>(),
    Table::of::<Edge<'static, ArticleOf<'static>>>(),
    Table::of::<Connection<Comment>>(),
    Table::of::<Edge<'static, Comment>>(),
];

pub(super) const ROOT: &[(&str, RootWriter)] = &[
    ("article", |f, w| article_by_id(f, w, w.arg_text(f, "id").unwrap_or(""))),
    ("articles", |f, w| articles(f, w, None)),
    ("blog", |f, w| match name("Blog", f, w) {
        Some(name) => blog(f, w, &name),
        None => w.null(),
    }),
    ("blogByHandle", |f, w| blog(f, w, &Name::handle(w.arg_text(f, "handle").unwrap_or("")))),
    ("blogs", |f, w| {
        let Some(key) = part_key(f, w, None) else { return };
        part(f, w, &w.facts.blog_lists, key, |one| (BlogOf(one), one.id.get()));
    }),
    ("page", |f, w| match name("Page", f, w) {
        Some(name) => page(f, w, &name),
        None => w.null(),
    }),
    ("pageByHandle", |f, w| page(f, w, &Name::handle(w.arg_text(f, "handle").unwrap_or("")))),
    ("pages", |f, w| {
        let Some(key) = part_key(f, w, None) else { return };
        part(f, w, &w.facts.page_lists, key, |one| (PageOf(one), one.id.get()));
    }),
];

/// What `handle` or `id` names; nothing when neither does.
pub(super) fn name<K>(kind: &str, f: &Field, w: &Writer<'_>) -> Option<Name<Id<K>>> {
    let text = |name: &str| match w.args(f).get(name) {
        Some(serde_json::Value::String(text)) => Some(text.clone()),
        _ => None,
    };
    match (text("id"), text("handle")) {
        (Some(id), _) => ids::number(kind, &id).map(|id| Name::Id(Id::from_i64(id))),
        (None, handle) => handle.map(Name::handle),
    }
}

/// Writes a page, or null.
pub(super) fn page<'w>(f: &'w Field, w: &mut Writer<'w>, name: &Name<ContentPageId>) {
    let found = w.get(&w.facts.pages, name);
    w.object_or_null(f, found.map(PageOf).as_ref());
}

/// Writes a blog, or null.
pub(super) fn blog<'w>(f: &'w Field, w: &mut Writer<'w>, name: &Name<BlogId>) {
    let found = w.get(&w.facts.blogs, name);
    w.object_or_null(f, found.map(BlogOf).as_ref());
}

/// Writes an article, or null.
pub(super) fn article<'w>(f: &'w Field, w: &mut Writer<'w>, name: &Name<ArticleId>) {
    let found = w.get(&w.facts.articles, name);
    w.object_or_null(f, found.map(ArticleOf).as_ref());
}

/// Writes the page with this id, or null.
pub fn page_by_id<'w>(f: &'w Field, w: &mut Writer<'w>, id: &str) {
    match ids::number("Page", id) {
        Some(id) => page(f, w, &Name::Id(Id::from_i64(id))),
        None => w.null(),
    }
}

/// Writes the blog with this id, or null.
pub fn blog_by_id<'w>(f: &'w Field, w: &mut Writer<'w>, id: &str) {
    match ids::number("Blog", id) {
        Some(id) => blog(f, w, &Name::Id(Id::from_i64(id))),
        None => w.null(),
    }
}

/// Writes the article with this id, or null.
pub fn article_by_id<'w>(f: &'w Field, w: &mut Writer<'w>, id: &str) {
    match ids::number("Article", id) {
        Some(id) => article(f, w, &Name::Id(Id::from_i64(id))),
        None => w.null(),
    }
}

fn articles<'w>(f: &'w Field, w: &mut Writer<'w>, within: Option<String>) {
    let Some(key) = part_key(f, w, within) else { return };
    part(f, w, &w.facts.article_lists, key, |one| (ArticleOf(one), one.id.get()));
}

impl Default for PartKey {
    fn default() -> Self {
        PartKey {
            within: None,
            search: None,
            tag: None,
            sort: ContentSort::Id,
            reverse: false,
            from: None,
            backwards: false,
            limit: 0,
        }
    }
}

/// The part of a list that a field asks for. `None`: it was wrong, and the field has failed.
pub(super) fn part_key<'w>(f: &'w Field, w: &mut Writer<'w>, within: Option<String>) -> Option<PartKey> {
    let (first, last) = connection::how_many(f, w)?;
    let backwards = first.is_none();
    let cursor = w.arg_text(f, if backwards { "before" } else { "after" });
    let from = match cursor.map(str::parse::<i64>) {
        None => None,
        Some(Ok(from)) if from > 0 => Some(from),
        Some(_) => {
            w.fail("INVALID_CURSOR", format!("a cursor of {} is none of this list", f.name));
            return None;
        }
    };
    let sort = match w.arg_text(f, "sortKey") {
        Some("TITLE") => ContentSort::Title,
        Some("UPDATED_AT" | "updated_at") => ContentSort::UpdatedAt,
        Some("PUBLISHED_AT") => ContentSort::PublishedAt,
        _ => ContentSort::Id,
    };
    let (search, tag) = words(w.arg_text(f, "query").unwrap_or(""));
    let limit = u32::try_from(first.or(last).unwrap_or(0)).unwrap_or(0);
    Some(PartKey { within, search, tag, sort, reverse: w.arg_flag(f, "reverse"), from, backwards, limit })
}

/// What is looked for, and the tag that is asked for: `tag:news opening`.
fn words(query: &str) -> (Option<String>, Option<String>) {
    let (mut search, mut tag) = (vec![], None);
    for word in query.split_whitespace() {
        match word.split_once(':') {
            Some(("tag", value)) => tag = Some(value.trim_matches(['"', '\'']).to_owned()),
            Some(("title" | "handle", value)) => search.push(value.trim_matches(['"', '\'', '*'])),
            _ => search.push(word.trim_matches('*')),
        }
    }
    let search = search.join(" ");
    ((!search.is_empty()).then_some(search), tag)
}

/// Writes a part of a list.
pub(super) fn part<'w, T: 'w, S: Connected, F: Fact<Key = PartKey, Value = Part<T>>>(
    f: &'w Field,
    w: &mut Writer<'w>,
    lists: &'w Facts<F>,
    key: PartKey,
    source: impl Fn(&'w T) -> (S, i64),
) {
    let Some(part) = w.get(lists, &key) else { return w.null() };
    let items = part.items.iter().map(source).map(|(item, id)| (item, id.to_string())).collect();
    let beyond = key.from.is_some();
    let (has_previous, has_next) = if key.backwards { (part.more, beyond) } else { (beyond, part.more) };
    w.object(f, &Connection(Slice { items, has_previous, has_next }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_words_and_a_tag() {
        assert_eq!(words("tag:'news' title:Open* us"), (Some("Open us".into()), Some("news".into())));
        assert_eq!(words("  "), (None, None));
    }
}
