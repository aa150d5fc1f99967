//! Collections.

use crate::{
    Gateway,
    answer::{Answer, Created, Done, Shown},
    api::{Api, Methods},
    caller::{Allowed, may},
    doc,
    input::{At, Body, IfMatch, Query},
    paths::CollectionAt,
};
use axum::extract::State;
use infrasell_contracts::catalog::{
    Collection, CollectionInput, CollectionPatch, CollectionRef, CreateCollection, DeleteCollection, GetCollection,
    ListCollections, UpdateCollection,
};
use infrasell_kernel::{ChannelId, Page, PageRequest};
use schemars::JsonSchema;
use serde::Deserialize;

/// The routes.
pub fn routes<A: Api>() -> A {
    const TAG: &str = "Catalogue";
    A::new()
        .at("/admin/v1/collections", |on| {
            on.get(collections, doc(TAG, "Collections")).post(create, doc(TAG, "Make a collection"))
        })
        .at("/admin/v1/collections/{id}", |on| {
            on.get(read, doc(TAG, "One collection"))
                .patch(update, doc(TAG, "Change a collection"))
                .delete(delete, doc(TAG, "Take a collection away; its products stay"))
        })
}

/// What a list of collections is narrowed to.
#[derive(Deserialize, JsonSchema)]
struct Filter {
    /// Only those published in this channel.
    published_in: Option<ChannelId>,
    /// Only those whose title contains this.
    search: Option<String>,
}

async fn collections(
    who: Allowed<may::CatalogRead>,
    State(g): State<Gateway>,
    Query(f): Query<Filter>,
    Query(page): Query<PageRequest>,
) -> Answer<Shown<Page<Collection>>> {
    let list = ListCollections { published_in: f.published_in, search: f.search, page };
    Ok(Shown::new(g.catalog.collections(&who.cx, list).await?))
}

async fn create(
    who: Allowed<may::CatalogWrite>,
    State(g): State<Gateway>,
    Body(collection): Body<CollectionInput>,
) -> Answer<Created<Collection>> {
    Ok(Created::versioned(g.catalog.create_collection(&who.cx, CreateCollection { collection }).await?))
}

async fn read(
    who: Allowed<may::CatalogRead>,
    State(g): State<Gateway>,
    At(at): At<CollectionAt>,
) -> Answer<Shown<Collection>> {
    let get = GetCollection { collection: CollectionRef::Id(at.id), published_in: None };
    Ok(Shown::versioned(g.catalog.collection(&who.cx, get).await?))
}

async fn update(
    who: Allowed<may::CatalogWrite>,
    State(g): State<Gateway>,
    At(at): At<CollectionAt>,
    IfMatch(if_version): IfMatch,
    Body(patch): Body<CollectionPatch>,
) -> Answer<Shown<Collection>> {
    Ok(Shown::versioned(g.catalog.update_collection(&who.cx, UpdateCollection { id: at.id, patch, if_version }).await?))
}

async fn delete(who: Allowed<may::CatalogWrite>, State(g): State<Gateway>, At(at): At<CollectionAt>) -> Answer<Done> {
    g.catalog.delete_collection(&who.cx, DeleteCollection { id: at.id }).await?;
    Ok(Done)
}
