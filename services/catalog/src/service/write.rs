//! Makes, changes and takes away one product.

use super::{
    CatalogService, MAX_ATTEMPTS,
    known::ShopFacts,
    not_found,
    record::{Draft, Plan, as_written, no_taken_sku},
};
use crate::{
    pure::{check::product::check, content::patched, text},
    store::{Source, guard, product, write::Writing},
    trouble::Trouble,
};
use infrasell_contracts::catalog::{
    CatalogError, CreateProduct, DeleteProduct, PRODUCTS_CHANGED, Product, ProductsChanged, UpdateProduct,
};
use infrasell_db::{Once, OnceTx};
use infrasell_kernel::{Fields, Patch, ProductId, Timestamp};
use infrasell_rpc::{Cx, Fault};

/// A handle that is made has room for a number behind it.
const MAX_MADE_BYTES: usize = 200;
/// How many numbers are tried behind a made handle before a random one is.
const NUMBERED: usize = 10;

impl CatalogService {
    pub(crate) async fn create(&self, cx: &Cx, req: &CreateProduct) -> Result<Product, Trouble> {
        let shop = self.facts_for(cx, std::slice::from_ref(&req.product)).await;
        for attempt in 0..MAX_ATTEMPTS {
            // a refusal is held back until it is known that this is not the repetition of a call that succeeded
            let early = match (&shop, attempt) {
                (Ok(shop), 0) => Some(self.plan_create(&mut (&self.db).into(), shop, req).await),
                _ => None,
            };
            let mut tx = match self.db.begin_once(cx, "catalog.create_product", req).await? {
                Once::Answered(product) => return Ok(product),
                Once::Fresh(tx) => tx,
            };
            let shop = shop.as_ref().map_err(Trouble::again)?;
            let plan = match early {
                Some(plan) => plan?,
                None => {
                    guard::share(&mut tx, guard::ARRANGEMENT).await?;
                    self.plan_create(&mut (&mut *tx).into(), shop, req).await?
                }
            };
            let now = self.env.now();
            if let Some(written) = self.record(&mut tx, plan, now).await? {
                return answer(tx, written, now).await;
            }
        }
        Err(Trouble::busy())
    }

    async fn plan_create(
        &self,
        source: &mut Source<'_>,
        shop: &ShopFacts,
        req: &CreateProduct,
    ) -> Result<Plan, Trouble> {
        let categories = req.product.category.into_iter().collect();
        let (known, arrangement) = self.known(source, shop, categories).await?;
        let mut fields = Fields::new();
        let checked = check(req.product.clone(), "", &known, &mut fields);
        for (i, id) in checked.ids.iter().enumerate().filter_map(|(i, id)| id.map(|id| (i, id))) {
            fields.add(format!("variants.{i}.id"), "unknown", format!("a new product has no variant {id} yet"));
        }
        fields.done()?;
        let handle = match checked.handle {
            Some(handle) => free_handle(source, handle, None).await?,
            None => self.made_handle(source, &checked.content.title).await?,
        };
        let hash = checked.content.hash();
        let draft = Draft::new(handle, checked.content, hash);
        no_taken_sku(source, &draft).await?;
        Ok(Plan { drafts: vec![draft], known, arrangement })
    }

    pub(crate) async fn update(&self, cx: &Cx, req: &UpdateProduct) -> Result<Product, Trouble> {
        let limits = matches!(&req.patch.channels, Patch::Set(channels) if !channels.is_empty());
        let shop = self.shop_facts(cx, limits, matches!(req.patch.tax_class, Patch::Set(_))).await;
        for attempt in 0..MAX_ATTEMPTS {
            let early = match (&shop, attempt) {
                (Ok(shop), 0) => Some(self.plan_update(&mut (&self.db).into(), shop, req).await),
                _ => None,
            };
            let mut tx = match self.db.begin_once(cx, "catalog.update_product", req).await? {
                Once::Answered(product) => return Ok(product),
                Once::Fresh(tx) => tx,
            };
            let shop = shop.as_ref().map_err(Trouble::again)?;
            let planned = match early {
                Some(planned) => planned?,
                None => {
                    guard::share(&mut tx, guard::ARRANGEMENT).await?;
                    product::lock(&mut tx, &[req.id]).await?;
                    self.plan_update(&mut (&mut *tx).into(), shop, req).await?
                }
            };
            let plan = match planned {
                Planned::Change(plan) => plan,
                Planned::Same(product) => {
                    tx.was(&product);
                    tx.commit_with(&product).await?;
                    return Ok(*product);
                }
            };
            tx.was(&plan.drafts.first().and_then(|draft| draft.old.as_ref()));
            let now = self.env.now();
            if let Some(written) = self.record(&mut tx, plan, now).await? {
                return answer(tx, written, now).await;
            }
        }
        Err(Trouble::busy())
    }

    async fn plan_update(
        &self,
        source: &mut Source<'_>,
        shop: &ShopFacts,
        req: &UpdateProduct,
    ) -> Result<Planned, Trouble> {
        let old = read_version(source, req.id, req.if_version).await?;
        let input = patched(&old, req.patch.clone());
        let (mut known, arrangement) = self.known(source, shop, input.category.into_iter().collect()).await?;
        // what the product has already needs no proof
        known.channels.extend(old.channels.iter().flatten());
        known.tax_classes.extend(old.tax_class.clone());
        let mut fields = Fields::new();
        let checked = check(input, "", &known, &mut fields);
        let handle = checked.handle.clone().unwrap_or_else(|| old.handle.clone());
        let hash = checked.content.hash();
        let draft = Draft::over(old.clone(), handle, checked, hash, "", &mut fields);
        fields.done()?;
        let Some(mut draft) = draft else { return Ok(Planned::Same(Box::new(old))) };
        draft.handle = free_handle(source, draft.handle, Some(old.id)).await?;
        no_taken_sku(source, &draft).await?;
        Ok(Planned::Change(Plan { drafts: vec![draft], known, arrangement }))
    }

    pub(crate) async fn delete(&self, cx: &Cx, req: &DeleteProduct) -> Result<(), Trouble> {
        let mut tx = match self.db.begin_once(cx, "catalog.delete_product", req).await? {
            Once::Answered(()) => return Ok(()),
            Once::Fresh(tx) => tx,
        };
        guard::share(&mut tx, guard::ARRANGEMENT).await?;
        product::lock(&mut tx, &[req.id]).await?;
        let product = read_version(&mut (&mut *tx).into(), req.id, req.if_version).await?;
        tx.was(&product);
        product::delete(&mut tx, &product).await?;
        let (products, deleted) = (vec![product.id], vec![product.id]);
        tx.emit(PRODUCTS_CHANGED, &ProductsChanged { products, created: vec![], deleted }).await?;
        tx.commit_with(&()).await?;
        Ok(())
    }

    /// A handle made from a title. It takes nobody's former handle away: old links go on leading where they led.
    async fn made_handle(&self, source: &mut Source<'_>, title: &str) -> Result<String, Trouble> {
        let candidates = handle_candidates(title, "product");
        let taken = product::taken(source, &candidates).await?;
        Ok(first_free(candidates, &taken).unwrap_or_else(|base| self.with_random_end(&base)))
    }

    /// `base-3fa9c1d2`.
    pub(crate) fn with_random_end(&self, base: &str) -> String {
        let mut bytes = [0; 4];
        self.env.random.fill(&mut bytes);
        format!("{base}-{:08x}", u32::from_le_bytes(bytes))
    }
}

enum Planned {
    Change(Plan),
    Same(Box<Product>),
}

async fn read_version(source: &mut Source<'_>, id: ProductId, if_version: Option<i64>) -> Result<Product, Trouble> {
    let product = product::by_id(source, id).await?.ok_or_else(|| not_found("product", id))?;
    if if_version.is_some_and(|version| version != product.version) {
        return Err(Fault::Stale { what: "product".into() }.into());
    }
    Ok(product)
}

async fn answer(tx: OnceTx, written: Vec<Writing>, now: Timestamp) -> Result<Product, Trouble> {
    let mut products = written.into_iter().map(|writing| as_written(writing, now));
    let product = products.next().ok_or_else(|| Fault::internal("a write of one product wrote none"))?;
    tx.commit_with(&product).await?;
    Ok(product)
}

/// The handle, unless it is another product's today.
async fn free_handle(source: &mut Source<'_>, handle: String, own: Option<ProductId>) -> Result<String, Trouble> {
    match product::owner(source, &handle).await? {
        Some(owner) if Some(owner) != own => Err(CatalogError::HandleTaken { handle }.into()),
        _ => Ok(handle),
    }
}

/// `blue-mug`, `blue-mug-2`, `blue-mug-3` …; what it is called when the title has neither letter nor digit is `fallback`.
pub(crate) fn handle_candidates(title: &str, fallback: &str) -> Vec<String> {
    let mut base = infrasell_kernel::handle::handle(title);
    text::truncate(&mut base, MAX_MADE_BYTES);
    base.truncate(base.trim_end_matches('-').len());
    if base.is_empty() {
        base.push_str(fallback);
    }
    let numbered = (2..=NUMBERED).map(|n| format!("{base}-{n}"));
    std::iter::once(base.clone()).chain(numbered).collect()
}

/// The first of `candidates` that is not taken, or the first of all when every one is.
pub(crate) fn first_free(candidates: Vec<String>, taken: &[String]) -> Result<String, String> {
    match candidates.iter().position(|candidate| !taken.contains(candidate)) {
        Some(free) => Ok(candidates.into_iter().nth(free).expect("a position is within its list")),
        None => Err(candidates.into_iter().next().unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_made_handle_steps_aside() {
        let candidates = handle_candidates("Blue Mug", "product");
        assert_eq!(first_free(candidates.clone(), &[]).unwrap(), "blue-mug");
        assert_eq!(first_free(candidates.clone(), &["blue-mug".into(), "blue-mug-2".into()]).unwrap(), "blue-mug-3");
        assert_eq!(first_free(candidates.clone(), &candidates), Err("blue-mug".into()));
        assert_eq!(handle_candidates("🙂", "product")[0], "product");
        assert!(handle_candidates(&"ಕ".repeat(255), "product")[9].len() < 255);
    }
}
