//! The pass over all products that follows when a collection's rules, or where the categories that they name stand, have
//! changed. It is made by the call that changed them; a job makes it again, should that call's process have died.
//!
//! The pass reads in parts, without a lock, and writes only differences. What a writer changes meanwhile he puts in place
//! himself by the new rules, so the pass leaves alone every product whose version is not the one that it read; and it ends
//! when the rules have changed again, because then another pass follows.

use super::{
    CatalogService,
    collections::{Became, announce},
};
use crate::{
    pure::matching::{Facts, Rules},
    store::{
        category,
        collection::{self, Ruled},
        guard,
        member::{self, Looked},
    },
    trouble::Trouble,
};
use async_trait::async_trait;
use infrasell_db::{Db, Job, JobHandler, JobOutcome, JobSpec, Tx};
use infrasell_kernel::{CategoryId, CollectionId, ProductId};
use infrasell_rpc::{Cx, Fault};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    sync::Arc,
    time::Duration,
};

/// The kind of the job that makes an interrupted pass again.
const JOB: &str = "catalog.settle_collection";
/// How long the call that changed the rules is given for its own pass.
const HEAD_START: Duration = Duration::from_secs(30);
/// Products in one part.
const PART: i64 = 1_000;

impl CatalogService {
    /// Marks what these collections hold as to be found anew, and writes the job down.
    pub(crate) async fn unsettle(&self, tx: &mut Tx, collections: &[CollectionId]) -> Result<(), Trouble> {
        if collections.is_empty() {
            return Ok(());
        }
        collection::raise_revision(tx, collections).await?;
        for id in collections {
            tx.enqueue(JOB, Some(&id.to_string()), id, self.env.now().plus(HEAD_START)).await?;
        }
        Ok(())
    }

    /// Makes the collection hold what its rules say, if that is still to be done.
    pub(crate) async fn settle(&self, id: CollectionId) -> Result<(), Trouble> {
        let Some(ruled) = collection::ruled_one(&self.db, id).await?.filter(|ruled| !ruled.settled) else {
            return Ok(());
        };
        let mut after = 0;
        loop {
            let looked = look(&self.db, after, &[&ruled.rules]).await?;
            let Some(last) = looked.keys().next_back().copied() else { break };
            let changes = differences(&self.db, &ruled, after, last, &looked).await?;
            if !changes.is_empty() && !self.apply(&ruled, changes).await? {
                return Ok(());
            }
            after = last.get();
        }
        Ok(collection::settle(&self.db, id, ruled.revision).await?)
    }

    /// Writes differences of products that have not changed since; `false` when the rules have.
    async fn apply(&self, ruled: &Ruled, changes: Vec<Change>) -> Result<bool, Trouble> {
        let mut tx = self.db.begin().await?;
        guard::share(&mut tx, guard::ARRANGEMENT).await?;
        if collection::revision(&mut tx, ruled.id).await? != Some(ruled.revision) {
            return Ok(false);
        }
        let ids: Vec<ProductId> = changes.iter().map(|change| change.product).collect();
        let current: HashMap<ProductId, i64> = member::locked_versions(&mut tx, &ids).await?.into_iter().collect();
        let (mut gone, mut fresh) = (vec![], vec![]);
        for change in changes.into_iter().filter(|change| current.get(&change.product) == Some(&change.version)) {
            let list = if change.comes_in { &mut fresh } else { &mut gone };
            list.push((ruled.id, change.product));
        }
        member::change(&mut tx, gone, fresh).await?;
        announce(&mut tx, ruled.id, Became::Other).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// The jobs and schedules of this service.
    #[must_use]
    pub fn jobs(self: &Arc<Self>) -> Vec<JobSpec> {
        vec![JobSpec::new(JOB, Arc::new(Settle(self.clone()))), super::listing::sweep_job(self)]
    }
}

struct Settle(Arc<CatalogService>);

#[async_trait]
impl JobHandler for Settle {
    async fn run(&self, _cx: &Cx, job: &Job) -> Result<JobOutcome, Fault> {
        self.0.settle(job.decode()?).await?;
        Ok(JobOutcome::Done)
    }
}

/// A product that is to come into a collection or to go out of it.
#[derive(Debug)]
struct Change {
    product: ProductId,
    /// The version that this was found out of.
    version: i64,
    comes_in: bool,
}

/// What rules see of the next part of products behind `after`, by id, with the version of each.
pub(crate) async fn look(
    db: &Db,
    after: i64,
    rules: &[&Rules],
) -> Result<BTreeMap<ProductId, (i64, Facts, Vec<String>)>, Trouble> {
    let weigh = rules.iter().any(|rules| rules.weigh());
    let looked = member::look(db, after, PART, weigh).await?;
    let mut paths = HashMap::new();
    if rules.iter().any(|rules| rules.categories().next().is_some()) {
        let categories: BTreeSet<CategoryId> = looked.iter().filter_map(|one| one.category).collect();
        paths = category::paths(&mut db.into(), &categories.into_iter().collect::<Vec<_>>()).await?;
    }
    let mut found = BTreeMap::new();
    for Looked { id, version, title, product_type, vendor, category, tags, weights } in looked {
        let path = category.and_then(|id| paths.get(&id)).map_or(&[][..], Vec::as_slice);
        let facts = Facts::new([&title, &product_type, &vendor], &tags, path, weights.into_iter());
        found.insert(id, (version, facts, tags));
    }
    Ok(found)
}

async fn differences(
    db: &Db,
    ruled: &Ruled,
    after: i64,
    last: ProductId,
    looked: &BTreeMap<ProductId, (i64, Facts, Vec<String>)>,
) -> Result<Vec<Change>, Trouble> {
    let held: HashSet<ProductId> = member::between(db, ruled.id, after, last).await?.into_iter().collect();
    let mut changes = Vec::new();
    for (product, (version, facts, _)) in looked {
        let comes_in = ruled.rules.hold(facts);
        if comes_in != held.contains(product) {
            changes.push(Change { product: *product, version: *version, comes_in });
        }
    }
    Ok(changes)
}
