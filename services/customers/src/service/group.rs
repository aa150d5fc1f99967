//! Groups.

use super::{Answer, CustomerService, expect_version};
use crate::{check, store};
use infrasell_contracts::customers::{
    CreateGroup, CustomerGroup, CustomersError, DeleteGroup, ListGroups, UpdateGroup,
};
use infrasell_db::Once;
use infrasell_kernel::{Cursor, CustomerGroupId, Page};
use infrasell_rpc::{Cx, Fault};

const GROUPS: &str = "customer_groups:id";

impl CustomerService {
    pub(super) async fn page_of_groups(&self, req: ListGroups) -> Answer<Page<CustomerGroup>> {
        let (limit, after) = (req.page.limit()?, req.page.key(GROUPS)?);
        let after = after.map(CustomerGroupId::from_i64);
        let found = store::group::page(&self.db, after, limit).await.map_err(Fault::from)?;
        Ok(Page::from_surplus(found, limit, |last| Cursor::new(GROUPS, &last.id.get())))
    }

    pub(super) async fn one_group(&self, id: CustomerGroupId) -> Answer<CustomerGroup> {
        Ok(store::group::find(&self.db, id).await.map_err(Fault::from)?.ok_or_else(|| no_group(id))?)
    }

    pub(super) async fn make_group(&self, cx: &Cx, req: CreateGroup) -> Answer<CustomerGroup> {
        check::group(&req.group)?;
        let now = self.env.now();
        let group = CustomerGroup {
            id: self.db.next_id().await.map_err(Fault::from)?,
            code: req.group.code.clone(),
            name: req.group.name.trim().to_owned(),
            members: 0,
            created_at: now,
            updated_at: now,
            version: 1,
        };
        let mut tx = match self.db.begin_once(cx, "customers.create_group", &req).await? {
            Once::Answered(group) => return Ok(group),
            Once::Fresh(tx) => tx,
        };
        if let Err(error) = store::group::insert(&mut tx, &group).await {
            let taken = error.conflicts_on("customers_group.code");
            return Err(if taken {
                CustomersError::GroupCodeTaken { group_code: group.code }
            } else {
                Fault::from(error).into()
            });
        }
        tx.commit_with(&group).await.map_err(Fault::from)?;
        Ok(group)
    }

    pub(super) async fn rename_group(&self, cx: &Cx, req: UpdateGroup) -> Answer<CustomerGroup> {
        if let Some(name) = &req.patch.name {
            check::group_name(name)?;
        }
        let mut tx = match self.db.begin_once(cx, "customers.update_group", &req).await? {
            Once::Answered(group) => return Ok(group),
            Once::Fresh(tx) => tx,
        };
        let found = store::group::lock(&mut tx, req.id).await.map_err(Fault::from)?;
        let mut group = found.ok_or_else(|| no_group(req.id))?;
        expect_version("group", group.version, req.if_version)?;
        let name = req.patch.name.as_deref().map(str::trim);
        if let Some(name) = name.filter(|name| *name != group.name) {
            name.clone_into(&mut group.name);
            group.version += 1;
            group.updated_at = self.env.now();
            store::group::save(&mut tx, &group).await?;
        }
        tx.commit_with(&group).await.map_err(Fault::from)?;
        Ok(group)
    }

    pub(super) async fn dissolve_group(&self, cx: &Cx, req: DeleteGroup) -> Answer<()> {
        let Once::Fresh(mut tx) = self.db.begin_once::<()>(cx, "customers.delete_group", &req).await? else {
            return Ok(());
        };
        let found = store::group::lock(&mut tx, req.id).await.map_err(Fault::from)?;
        found.ok_or_else(|| no_group(req.id))?;
        store::customer::touch_members(&mut tx, req.id.get(), self.env.now()).await.map_err(Fault::from)?;
        store::group::delete(&mut tx, req.id).await.map_err(Fault::from)?;
        Ok(tx.commit_with(&()).await.map_err(Fault::from)?)
    }
}

fn no_group(id: CustomerGroupId) -> Fault {
    Fault::not_found("group", id)
}
