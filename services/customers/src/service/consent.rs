//! What a customer agreed to.

use super::{Answer, CustomerService, lock, no_customer};
use crate::{check, decide, store};
use infrasell_contracts::customers::{Consent, ConsentEntry, ListConsents, RecordConsents};
use infrasell_db::Once;
use infrasell_kernel::{Cursor, Page};
use infrasell_rpc::{Cx, Fault};

impl CustomerService {
    pub(super) async fn page_of_consents(&self, req: ListConsents) -> Answer<Page<ConsentEntry>> {
        let limit = req.page.limit()?;
        let name = format!("consents:{}", req.customer);
        let before = req.page.key(&name)?;
        let found = store::consent::page(&self.db, req.customer, before, limit).await.map_err(Fault::from)?;
        if found.is_empty() && store::customer::find(&self.db, req.customer).await.map_err(Fault::from)?.is_none() {
            return Err(no_customer(req.customer).into());
        }
        Ok(Page::from_surplus(found, limit, |last| Cursor::new(&name, &last.seq)))
    }

    pub(super) async fn append_consents(&self, cx: &Cx, req: RecordConsents) -> Answer<Vec<Consent>> {
        check::record(&req)?;
        let scope = format!("customers.record_consents:{}", req.customer);
        let mut tx = match self.db.begin_once(cx, &scope, &req).await? {
            Once::Answered(standing) => return Ok(standing),
            Once::Fresh(tx) => tx,
        };
        let mut row = lock(&mut tx, req.customer).await?;
        let now = store::consent::standing_in(&mut tx, req.customer).await.map_err(Fault::from)?;
        let (actor, at) = (cx.caller.actor(), self.env.now());
        let entries = decide::news(&now, &req.consents, row.consent_seq, (req.source.trim(), &actor, at));
        if let Some(last) = entries.last() {
            row.consent_seq = last.seq;
            row.version += 1;
            row.updated_at = at;
            store::consent::append(&mut tx, req.customer, &entries).await.map_err(Fault::from)?;
            store::customer::save(&mut tx, &row, false).await.map_err(Fault::from)?;
        }
        let standing = decide::standing(now, &entries);
        tx.commit_with(&standing).await.map_err(Fault::from)?;
        Ok(standing)
    }
}
