//! Makes or changes many products, all or nothing. What is unchanged is known by its fingerprint and costs little.

use super::{
    CatalogService, MAX_ATTEMPTS,
    known::{ShopFacts, categories_of},
    record::{Draft, Plan, taken_skus},
};
use crate::{
    pure::{
        check::{self, product::Checked},
        content::Hash,
    },
    store::{
        Source, guard,
        product::{self, Fingerprint},
        write::Writing,
    },
    trouble::Trouble,
};
use infrasell_contracts::catalog::{MAX_BULK, Outcome, Product, ProductInput, UpsertProducts, Upserted};
use infrasell_db::Once;
use infrasell_kernel::{Fields, ProductId, VariantId};
use infrasell_rpc::Cx;
use std::collections::{HashMap, HashSet};

/// What is to be done about one product of the call.
enum Fate {
    /// Nothing.
    Unchanged(Upserted),
    /// The draft at this place of the plan is written.
    Write(usize),
}

impl CatalogService {
    pub(crate) async fn upsert(&self, cx: &Cx, req: UpsertProducts) -> Result<Vec<Upserted>, Trouble> {
        check::asked("products", req.products.len(), MAX_BULK)?;
        let shop = self.facts_for(cx, &req.products).await;
        if req.dry_run {
            return self.rehearse(&shop?, &req.products).await;
        }
        for attempt in 0..MAX_ATTEMPTS {
            let early = match (&shop, attempt) {
                (Ok(shop), 0) => Some(self.plan_upsert(&mut (&self.db).into(), shop, &req.products).await),
                _ => None,
            };
            let mut tx = match self.db.begin_once(cx, "catalog.upsert_products", &req).await? {
                Once::Answered(upserted) => return Ok(upserted),
                Once::Fresh(tx) => tx,
            };
            let shop = shop.as_ref().map_err(Trouble::again)?;
            let planned = match early {
                Some(planned) => planned,
                None => {
                    guard::share(&mut tx, guard::ARRANGEMENT).await?;
                    let handles = handles(&req.products, &mut Fields::new());
                    product::lock_handles(&mut tx, &handles).await?;
                    self.plan_upsert(&mut (&mut *tx).into(), shop, &req.products).await
                }
            };
            let (plan, fates) = match planned {
                Err(trouble) if trouble.is_race() => continue,
                planned => planned?,
            };
            let written =
                if plan.drafts.is_empty() { Some(vec![]) } else { self.record(&mut tx, plan, self.env.now()).await? };
            if let Some(written) = written {
                let upserted = outcomes(fates, &written);
                tx.commit_with(&upserted).await?;
                return Ok(upserted);
            }
        }
        Err(Trouble::busy())
    }

    async fn rehearse(&self, shop: &ShopFacts, products: &[ProductInput]) -> Result<Vec<Upserted>, Trouble> {
        for _ in 0..MAX_ATTEMPTS {
            match self.plan_upsert(&mut (&self.db).into(), shop, products).await {
                Err(trouble) if trouble.is_race() => {}
                planned => {
                    let (plan, fates) = planned?;
                    return self.foresee(plan, fates).await;
                }
            }
        }
        Err(Trouble::busy())
    }

    async fn plan_upsert(
        &self,
        source: &mut Source<'_>,
        shop: &ShopFacts,
        products: &[ProductInput],
    ) -> Result<(Plan, Vec<Fate>), Trouble> {
        let (known, arrangement) = self.known(source, shop, categories_of(products)).await?;
        let mut fields = Fields::new();
        let handles = handles(products, &mut fields);
        let mut checked = Vec::with_capacity(products.len());
        for (i, product) in products.iter().enumerate() {
            checked.push(check::product::check(product.clone(), format_args!("products.{i}."), &known, &mut fields));
        }
        no_shared_skus(&checked, &mut fields);
        fields.done()?;
        let stored = Stored::read(source, &handles, &checked).await?;
        let mut fields = Fields::new();
        let (mut drafts, mut fates, mut places) = (vec![], vec![], vec![]);
        for (i, ((handle, checked), hash)) in handles.into_iter().zip(checked).zip(&stored.hashes).enumerate() {
            match stored.fate(i, handle, checked, *hash, &mut fields) {
                Ok(unchanged) => fates.push(Fate::Unchanged(unchanged)),
                Err(draft) => {
                    fates.push(Fate::Write(drafts.len()));
                    drafts.push(*draft);
                    places.push(i);
                }
            }
        }
        fields.done()?;
        let mut fields = Fields::new();
        for taken in taken_skus(source, &drafts, &stored.ids).await? {
            if drafts.iter().any(|draft| draft.handle == taken.holder.handle) {
                // made by another call since its handle was looked for: it is to be updated, not in the way
                return Err(Trouble::Raced);
            }
            let path = format!("products.{}.variants.{}.sku", places[taken.draft], taken.variant);
            fields.add(path, "taken", format!("the SKU '{}' belongs to another variant", taken.holder.sku));
        }
        fields.done()?;
        Ok((Plan { drafts, known, arrangement }, fates))
    }

    /// What a dry run answers: new things get ids that nobody else will have.
    async fn foresee(&self, plan: Plan, fates: Vec<Fate>) -> Result<Vec<Upserted>, Trouble> {
        let mut drafts: Vec<Upserted> = Vec::with_capacity(plan.drafts.len());
        for draft in plan.drafts {
            let old = draft.old.as_ref().map(|old| old.id);
            let mut variants = Vec::with_capacity(draft.variants.len());
            for id in draft.variants {
                variants.push(if let Some(id) = id { id } else { self.db.next_id().await? });
            }
            let id = if let Some(id) = old { id } else { self.db.next_id().await? };
            let outcome = if old.is_some() { Outcome::Updated } else { Outcome::Created };
            drafts.push(Upserted { id, handle: draft.handle, outcome, variants });
        }
        let of = |fate| match fate {
            Fate::Unchanged(upserted) => upserted,
            Fate::Write(draft) => drafts[draft].clone(),
        };
        Ok(fates.into_iter().map(of).collect())
    }
}

/// The handles, each noted that is missing or stands there twice.
fn handles(products: &[ProductInput], fields: &mut Fields) -> Vec<String> {
    let mut seen = HashSet::with_capacity(products.len());
    let mut handles = Vec::with_capacity(products.len());
    for (i, product) in products.iter().enumerate() {
        let handle = infrasell_kernel::handle::handle(product.handle.as_deref().unwrap_or(""));
        if product.handle.is_none() {
            fields.add(
                format!("products.{i}.handle"),
                "required",
                "a product is found by its handle, which is missing",
            );
        } else if !handle.is_empty() && !seen.insert(handle.clone()) {
            fields.add(format!("products.{i}.handle"), "duplicate", format!("'{handle}' stands there twice"));
        }
        handles.push(handle);
    }
    handles
}

/// Notes SKUs that two products of the call want. Within one product the product's own check has noted it.
fn no_shared_skus(checked: &[Checked], fields: &mut Fields) {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for (i, checked) in checked.iter().enumerate() {
        for (k, variant) in checked.content.variants.iter().enumerate().filter(|(_, v)| !v.sku.is_empty()) {
            if let Some(other) = seen.insert(&variant.sku, i).filter(|other| *other != i) {
                let message = format!("products.{other} has the SKU '{}' too", variant.sku);
                fields.add(format!("products.{i}.variants.{k}.sku"), "duplicate", message);
            }
        }
    }
}

/// What is stored of the products of the call.
struct Stored {
    /// The hash of each product of the call.
    hashes: Vec<Hash>,
    fingerprints: HashMap<String, Fingerprint>,
    /// Those that are different, whole.
    different: HashMap<ProductId, Product>,
    /// All of them.
    ids: HashSet<ProductId>,
}

impl Stored {
    async fn read(source: &mut Source<'_>, handles: &[String], checked: &[Checked]) -> Result<Self, Trouble> {
        let hashes: Vec<Hash> = checked.iter().map(|checked| checked.content.hash()).collect();
        let fingerprints = product::fingerprints(source, handles).await?;
        let ids = fingerprints.iter().map(|one| one.id).collect();
        let fingerprints: HashMap<String, Fingerprint> =
            fingerprints.into_iter().map(|one| (one.handle.clone(), one)).collect();
        let mut different = Vec::new();
        for ((handle, checked), hash) in handles.iter().zip(checked).zip(&hashes) {
            different
                .extend(fingerprints.get(handle).filter(|one| !is_same(one, hash, &checked.ids)).map(|one| one.id));
        }
        let mut products = HashMap::with_capacity(different.len());
        for part in different.chunks(MAX_LOADED) {
            let loaded = product::by_ids(source, part).await?;
            products.extend(loaded.into_iter().map(|product| (product.id, product)));
        }
        Ok(Stored { hashes, fingerprints, different: products, ids })
    }

    /// What becomes of one product: unchanged, or the draft to write. Its answer counts only when nothing was noted.
    fn fate(
        &self,
        i: usize,
        handle: String,
        checked: Checked,
        hash: Hash,
        fields: &mut Fields,
    ) -> Result<Upserted, Box<Draft>> {
        let Some(fingerprint) = self.fingerprints.get(&handle) else {
            for (k, id) in checked.ids.iter().enumerate().filter_map(|(k, id)| id.map(|id| (k, id))) {
                let message = format!("a new product has no variant {id} yet");
                fields.add(format!("products.{i}.variants.{k}.id"), "unknown", message);
            }
            return Err(Box::new(Draft::new(handle, checked.content, hash)));
        };
        let unchanged = || Upserted {
            id: fingerprint.id,
            handle: fingerprint.handle.clone(),
            outcome: Outcome::Unchanged,
            variants: fingerprint.variants.clone(),
        };
        // deleted between the two reads: its insert will tell
        let Some(old) = self.different.get(&fingerprint.id) else {
            let same = is_same(fingerprint, &hash, &checked.ids);
            return if same { Ok(unchanged()) } else { Err(Box::new(Draft::new(handle, checked.content, hash))) };
        };
        match Draft::over(old.clone(), handle, checked, hash, &format!("products.{i}."), fields) {
            Some(draft) => Err(Box::new(draft)),
            None => Ok(unchanged()),
        }
    }
}

/// Products that are read whole in one statement.
const MAX_LOADED: usize = 250;

/// Whether the product is what is stored, going by its hash and the ids that were given.
fn is_same(stored: &Fingerprint, hash: &Hash, ids: &[Option<VariantId>]) -> bool {
    let same_ids = ids.iter().zip(&stored.variants).all(|(given, have)| given.is_none_or(|given| given == *have));
    stored.hash == *hash && same_ids
}

fn outcomes(fates: Vec<Fate>, written: &[Writing]) -> Vec<Upserted> {
    let of = |fate| match fate {
        Fate::Unchanged(upserted) => upserted,
        Fate::Write(draft) => {
            let writing = &written[draft];
            Upserted {
                id: writing.id,
                handle: writing.handle.clone(),
                outcome: if writing.old.is_some() { Outcome::Updated } else { Outcome::Created },
                variants: writing.variants.clone(),
            }
        }
    };
    fates.into_iter().map(of).collect()
}
