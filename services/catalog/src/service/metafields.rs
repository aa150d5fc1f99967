//! Metafield definitions.

use super::{CatalogService, not_found};
use crate::{
    pure::check::collection::definition,
    store::{guard, metafield},
    trouble::Trouble,
};
use infrasell_contracts::catalog::{
    CatalogError, CreateMetafieldDefinition, DeleteMetafieldDefinition, ListMetafieldDefinitions, METAFIELDS_CHANGED,
    MetafieldDefinition, MetafieldsChanged,
};
use infrasell_db::{Db, DbError, Once};
use infrasell_kernel::{Cursor, Fields, Page};
use infrasell_rpc::Cx;

const LIST: &str = "metafield_definitions:id";

pub(crate) async fn list(db: &Db, req: ListMetafieldDefinitions) -> Result<Page<MetafieldDefinition>, Trouble> {
    let (limit, after): (i64, Option<i64>) = (req.page.limit()?, req.page.key(LIST)?);
    let found = metafield::page(db, after.unwrap_or(0), limit).await?;
    Ok(Page::from_surplus(found, limit, |last| Cursor::new(LIST, &last.id.get())))
}

impl CatalogService {
    pub(crate) async fn define_metafield(
        &self,
        cx: &Cx,
        req: &CreateMetafieldDefinition,
    ) -> Result<MetafieldDefinition, Trouble> {
        let input = &req.definition;
        let mut fields = Fields::new();
        let name = definition(&mut fields, input);
        fields.done()?;
        let mut tx = match self.db.begin_once(cx, "catalog.create_metafield_definition", req).await? {
            Once::Answered(definition) => return Ok(definition),
            Once::Fresh(tx) => tx,
        };
        // with the arrangement alone: no product is on its way with a value of another type
        guard::lock(&mut tx, guard::ARRANGEMENT).await?;
        let in_use = || CatalogError::MetafieldInUse { namespace: input.namespace.clone(), key: input.key.clone() };
        if metafield::used_otherwise(&mut tx, &input.namespace, &input.key, input.kind).await?.is_some() {
            return Err(in_use().into());
        }
        let definition = MetafieldDefinition {
            id: tx.next_id().await?,
            namespace: input.namespace.clone(),
            key: input.key.clone(),
            name,
            kind: input.kind,
            storefront_visible: input.storefront_visible.unwrap_or(true),
        };
        match metafield::insert(&mut tx, &definition).await {
            Err(DbError::Conflict { .. }) => return Err(in_use().into()),
            inserted => inserted?,
        }
        guard::renew(&mut tx, guard::ARRANGEMENT, &*self.env.random)?;
        tx.emit(METAFIELDS_CHANGED, &MetafieldsChanged {}).await?;
        tx.commit_with(&definition).await?;
        Ok(definition)
    }

    pub(crate) async fn undefine_metafield(&self, cx: &Cx, req: &DeleteMetafieldDefinition) -> Result<(), Trouble> {
        let mut tx = match self.db.begin_once(cx, "catalog.delete_metafield_definition", req).await? {
            Once::Answered(()) => return Ok(()),
            Once::Fresh(tx) => tx,
        };
        guard::lock(&mut tx, guard::ARRANGEMENT).await?;
        if !metafield::delete(&mut tx, req.id).await? {
            return Err(not_found("metafield definition", req.id).into());
        }
        guard::renew(&mut tx, guard::ARRANGEMENT, &*self.env.random)?;
        tx.emit(METAFIELDS_CHANGED, &MetafieldsChanged {}).await?;
        tx.commit_with(&()).await?;
        Ok(())
    }
}
