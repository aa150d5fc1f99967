//! Makes the whole index anew, in parts, when it is empty or made in a former way. A job does it; what is found meanwhile
//! is what the old documents say.

use crate::{
    SearchService,
    document::{Kind, REVISION},
    store::{self, State},
};
use async_trait::async_trait;
use infrasell_contracts::{
    catalog::{ListCollections, ListProducts},
    content::ListContent,
};
use infrasell_db::{Job, JobHandler, JobOutcome, JobSpec};
use infrasell_kernel::{Cursor, PageRequest};
use infrasell_rpc::{Cx, Fault};
use std::{sync::Arc, time::Duration};

/// How often it is looked whether the index is of today's revision.
const LOOK_EVERY: Duration = Duration::from_secs(60);
/// Products or collections in one part.
const PART: u32 = 100;

struct Build(Arc<SearchService>);

#[async_trait]
impl JobHandler for Build {
    async fn run(&self, cx: &Cx, job: &Job) -> Result<JobOutcome, Fault> {
        self.0.build(cx, || job.is_stopping()).await?;
        Ok(JobOutcome::Done)
    }
}

impl SearchService {
    /// The jobs and schedules of this service.
    #[must_use]
    pub fn jobs(self: &Arc<Self>) -> Vec<JobSpec> {
        vec![JobSpec::new("search.build", Arc::new(Build(self.clone()))).every(LOOK_EVERY)]
    }

    /// Builds on from where it was left, up to the end or until it is to stop.
    async fn build(&self, cx: &Cx, is_stopping: impl Fn() -> bool + Send) -> Result<(), Fault> {
        let State { revision, mut next_kind, mut next_after } = store::state(&self.db).await?;
        if revision == REVISION {
            return Ok(());
        }
        while let Some(kind) = Kind::ALL.into_iter().find(|kind| *kind as i64 == next_kind) {
            if is_stopping() {
                return Ok(());
            }
            let page = PageRequest { limit: Some(PART), after: next_after.take() };
            next_after = self.part(cx, kind, page).await?;
            if next_after.is_none() {
                next_kind += 1;
            }
            let mut tx = self.db.begin().await?;
            store::progress(&mut tx, next_kind, next_after.as_ref()).await?;
            tx.commit().await?;
        }
        self.sweep().await
    }

    /// One part; where the next one begins.
    async fn part(&self, cx: &Cx, kind: Kind, page: PageRequest) -> Result<Option<Cursor>, Fault> {
        let cx = cx.unkeyed();
        match kind {
            Kind::Product => {
                let list = ListProducts { page, ..ListProducts::default() };
                let found = self.catalog.products(&cx, list).await.map_err(|error| Fault::relay(&error))?;
                let ids: Vec<i64> = found.items.iter().map(|product| product.id.get()).collect();
                self.write_products(&ids, &found.items).await?;
                Ok(found.next)
            }
            Kind::Collection => {
                let list = ListCollections { page, ..ListCollections::default() };
                let found = self.catalog.collections(&cx, list).await.map_err(|error| Fault::relay(&error))?;
                let ids: Vec<i64> = found.items.iter().map(|collection| collection.id.get()).collect();
                self.write_collections(&ids, &found.items).await?;
                Ok(found.next)
            }
            Kind::Page => {
                let list = ListContent { page, ..ListContent::default() };
                let found = self.content.pages(&cx, list).await.map_err(|error| Fault::relay(&error))?;
                let ids: Vec<i64> = found.items.iter().map(|page| page.id.get()).collect();
                self.write_pages(&ids, &found.items).await?;
                Ok(found.next)
            }
            Kind::Article => {
                let list = ListContent { page, ..ListContent::default() };
                let found = self.content.articles(&cx, list).await.map_err(|error| Fault::relay(&error))?;
                let ids: Vec<i64> = found.items.iter().map(|article| article.id.get()).collect();
                self.write_articles(&ids, &found.items).await?;
                Ok(found.next)
            }
        }
    }

    /// Takes away what no document of today's revision has replaced.
    async fn sweep(&self) -> Result<(), Fault> {
        loop {
            let mut tx = self.db.begin().await?;
            store::lock(&mut tx).await?;
            let outdated = store::outdated(&mut tx).await?;
            if outdated.is_empty() {
                store::built(&mut tx).await?;
                return Ok(tx.commit().await?);
            }
            for kind in Kind::ALL {
                let ids: Vec<i64> = outdated.iter().filter(|(of, _)| *of == kind).map(|(_, id)| *id).collect();
                store::write(&mut tx, kind, &[], &ids).await?;
            }
            tx.commit().await?;
        }
    }
}
