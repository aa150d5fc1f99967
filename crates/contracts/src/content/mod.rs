//! The contract of **content**: pages, blogs and articles, menus, redirects, metaobjects, policies, pictures.

mod blogs;
mod common;
mod media;
mod menus;
mod metaobjects;
mod pages;
mod policies;
mod redirects;

pub use blogs::*;
pub use common::*;
pub use media::*;
pub use menus::*;
pub use metaobjects::*;
pub use pages::*;
pub use policies::*;
pub use redirects::*;

use crate::common::{Audit, AuditReport};
use infrasell_kernel::{
    ArticleId, BlogId, ContentPageId, MediaId, MenuId, MetaobjectDefinitionId, MetaobjectId, Page, RedirectId,
};
use infrasell_rpc::{service, service_error};

service_error! {
    /// What content can answer.
    pub enum ContentError {
        /// Another one of its kind has this handle, path or type.
        #[error("'{handle}' is taken by another {what}")]
        HandleTaken {
            /// What has it.
            what: String,
            /// The handle.
            handle: String,
        } => Conflict,
        /// The redirect would lead back to where it begins.
        #[error("the redirect from {path} would lead back to it")]
        RedirectLoop {
            /// Where it begins.
            path: String,
        } => Conflict,
        /// A blog with articles, or a definition with metaobjects.
        #[error("{id} is not empty: take away first what is in it")]
        NotEmpty {
            /// Which.
            id: String,
        } => Conflict,
        /// A field of a definition that metaobjects use.
        #[error("there are metaobjects of the type {metaobject_type}: {field} stays as it is")]
        MetaobjectsExist {
            /// The type.
            metaobject_type: String,
            /// The field.
            field: String,
        } => Conflict,
        /// A picture that something shows.
        #[error("the picture {id} is shown by {by}: take it away there first")]
        MediaInUse {
            /// Which.
            id: String,
            /// Where, such as `product blue-mug`.
            by: String,
        } => Conflict,
        /// A menu that the shop began with.
        #[error("the menu {handle} keeps its handle and stays: empty it instead")]
        DefaultMenuFixed {
            /// Its handle.
            handle: String,
        } => Conflict,
    }
}

service! {
    /// What the shop says beside its products.
    pub trait Content in content, error ContentError {
        /// Pages by name.
        read fn pages_named(Named<ContentPageId>) -> Vec<Option<ContentPage>>;
        /// Pages.
        read fn pages(ListContent) -> Page<ContentPage>;
        /// Makes a page.
        write fn create_page(Create<ContentPageInput>) -> ContentPage;
        /// Changes a page.
        write fn update_page(Change<ContentPageId, ContentPagePatch>) -> ContentPage;
        /// Takes a page away.
        write fn delete_page(Remove<ContentPageId>) -> ();
        /// Blogs by name.
        read fn blogs_named(Named<BlogId>) -> Vec<Option<Blog>>;
        /// Blogs.
        read fn blogs(ListContent) -> Page<Blog>;
        /// Makes a blog.
        write fn create_blog(Create<BlogInput>) -> Blog;
        /// Changes a blog.
        write fn update_blog(Change<BlogId, BlogPatch>) -> Blog;
        /// Takes an empty blog away.
        write fn delete_blog(Remove<BlogId>) -> ();
        /// Articles by name.
        read fn articles_named(Named<ArticleId>) -> Vec<Option<Article>>;
        /// Articles.
        read fn articles(ListContent) -> Page<Article>;
        /// Makes an article.
        write fn create_article(Create<ArticleInput>) -> Article;
        /// Changes an article.
        write fn update_article(Change<ArticleId, ArticlePatch>) -> Article;
        /// Takes an article away.
        write fn delete_article(Remove<ArticleId>) -> ();
        /// Menus by name.
        read fn menus_named(Named<MenuId>) -> Vec<Option<Menu>>;
        /// Menus.
        read fn menus(ListContent) -> Page<Menu>;
        /// Makes a menu.
        write fn create_menu(Create<MenuInput>) -> Menu;
        /// Changes a menu.
        write fn update_menu(Change<MenuId, MenuPatch>) -> Menu;
        /// Takes a menu away.
        write fn delete_menu(Remove<MenuId>) -> ();
        /// Redirects by path.
        read fn redirects_named(Named<RedirectId>) -> Vec<Option<Redirect>>;
        /// Redirects.
        read fn redirects(ListContent) -> Page<Redirect>;
        /// Makes a redirect.
        write fn create_redirect(Create<RedirectInput>) -> Redirect;
        /// Changes a redirect.
        write fn update_redirect(Change<RedirectId, RedirectPatch>) -> Redirect;
        /// Takes a redirect away.
        write fn delete_redirect(Remove<RedirectId>) -> ();
        /// Definitions of metaobjects by their types.
        read fn metaobject_definitions_named(Named<MetaobjectDefinitionId>) -> Vec<Option<MetaobjectDefinition>>;
        /// Definitions of metaobjects.
        read fn metaobject_definitions(ListContent) -> Page<MetaobjectDefinition>;
        /// Defines a type of metaobjects.
        write fn create_metaobject_definition(Create<MetaobjectDefinitionInput>) -> MetaobjectDefinition;
        /// Changes a definition.
        write fn update_metaobject_definition(Change<MetaobjectDefinitionId, MetaobjectDefinitionPatch>) -> MetaobjectDefinition;
        /// Takes a definition away that nothing uses.
        write fn delete_metaobject_definition(Remove<MetaobjectDefinitionId>) -> ();
        /// Metaobjects by name.
        read fn metaobjects_named(Named<MetaobjectId>) -> Vec<Option<Metaobject>>;
        /// Metaobjects.
        read fn metaobjects(ListContent) -> Page<Metaobject>;
        /// Makes a metaobject.
        write fn create_metaobject(Create<MetaobjectInput>) -> Metaobject;
        /// Changes a metaobject.
        write fn update_metaobject(Change<MetaobjectId, MetaobjectPatch>) -> Metaobject;
        /// Takes a metaobject away.
        write fn delete_metaobject(Remove<MetaobjectId>) -> ();
        /// Pictures by id or key.
        read fn media_named(Named<MediaId>) -> Vec<Option<MediaFile>>;
        /// Pictures.
        read fn media(ListContent) -> Page<MediaFile>;
        /// Keeps a picture; the same bytes are the same picture.
        write fn upload_media(UploadMedia) -> MediaFile;
        /// Changes what is said of a picture.
        write fn update_media(Change<MediaId, MediaPatch>) -> MediaFile;
        /// Takes a picture away that nothing shows.
        write fn delete_media(Remove<MediaId>) -> ();
        /// The bytes of a picture, as they came.
        read fn media_bytes(GetMediaBytes) -> FileBytes;
        /// The policies.
        read fn policies(ListPolicies) -> Vec<Policy>;
        /// Changes a policy.
        write fn set_policy(SetPolicy) -> Policy;
        /// A page of what a sitemap lists, as buyers see it.
        read fn sitemap(GetSitemap) -> SitemapPage;
        /// Checks content's own books.
        read fn audit(Audit) -> AuditReport;
    }
}
