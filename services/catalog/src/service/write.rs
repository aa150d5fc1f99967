//! Makes, changes and takes away one product.

use super::{
    CatalogService, MAX_ATTEMPTS,
    known::References,
    not_found,
    record::{Draft, Plan, as_written},
};
use crate::{
    pure::{check::product::check, content::patched, text},
    store::{guard, product},
    trouble::Trouble,
};
use infrasell_contracts::catalog::{
    CatalogError, CreateProduct, DeleteProduct, PRODUCTS_CHANGED, Product, ProductsChanged, UpdateProduct,
};
use infrasell_db::Once;
use infrasell_kernel::{Fields, ProductId};
use infrasell_rpc::{Cx, Fault};

/// A handle that is made has room for a number behind it.
const MAX_MADE_BYTES: usize = 200;
/// How many numbers are tried behind a made handle before a random one is.
const NUMBERED: usize = 10;

impl CatalogService {
    pub(crate) async fn create(&self, cx: &Cx, req: &CreateProduct) -> Result<Product, Trouble> {
        for _ in 0..MAX_ATTEMPTS {
            // a refusal is held back until it is known that this is not the repetition of a call that succeeded
            let planned = self.plan_create(cx, req).await;
            let mut tx = match self.db.begin_once(cx, "catalog.create_product", req).await? {
                Once::Answered(product) => return Ok(product),
                Once::Fresh(tx) => tx,
            };
            let now = self.env.now();
            if let Some(written) = self.record(&mut tx, planned?, now).await? {
                return self.answer(tx, written, now).await;
            }
        }
        Err(Trouble::busy())
    }

    async fn plan_create(&self, cx: &Cx, req: &CreateProduct) -> Result<Plan, Trouble> {
        let (known, arrangement) = self.known(cx, References::of([&req.product])).await?;
        let mut fields = Fields::new();
        let checked = check(req.product.clone(), "", &known, &mut fields);
        for (i, id) in checked.ids.iter().enumerate().filter_map(|(i, id)| id.map(|id| (i, id))) {
            fields.add(format!("variants.{i}.id"), "unknown", format!("a new product has no variant {id} yet"));
        }
        fields.done()?;
        let handle = match checked.handle {
            Some(handle) => self.free_handle(handle, None).await?,
            None => self.made_handle(&checked.content.title).await?,
        };
        let hash = checked.content.hash();
        let draft = Draft::new(handle, checked.content, hash);
        self.no_taken_sku(&draft).await?;
        Ok(Plan { drafts: vec![draft], known, arrangement })
    }

    pub(crate) async fn update(&self, cx: &Cx, req: &UpdateProduct) -> Result<Product, Trouble> {
        for _ in 0..MAX_ATTEMPTS {
            let planned = self.plan_update(cx, req).await;
            let mut tx = match self.db.begin_once(cx, "catalog.update_product", req).await? {
                Once::Answered(product) => return Ok(product),
                Once::Fresh(tx) => tx,
            };
            let plan = match planned? {
                Planned::Change(plan) => plan,
                Planned::Same(product) => {
                    tx.commit_with(&product).await?;
                    return Ok(product);
                }
            };
            let now = self.env.now();
            if let Some(written) = self.record(&mut tx, plan, now).await? {
                return self.answer(tx, written, now).await;
            }
        }
        Err(Trouble::busy())
    }

    async fn plan_update(&self, cx: &Cx, req: &UpdateProduct) -> Result<Planned, Trouble> {
        let old = self.read_version(req.id, req.if_version).await?;
        let input = patched(&old, req.patch.clone());
        let (known, arrangement) = self.known(cx, References::of([&input])).await?;
        let mut fields = Fields::new();
        let checked = check(input, "", &known, &mut fields);
        let handle = checked.handle.clone().unwrap_or_else(|| old.handle.clone());
        let hash = checked.content.hash();
        let draft = Draft::over(old.clone(), handle, checked, hash, "", &mut fields);
        fields.done()?;
        let Some(mut draft) = draft else { return Ok(Planned::Same(old)) };
        draft.handle = self.free_handle(draft.handle, Some(old.id)).await?;
        self.no_taken_sku(&draft).await?;
        Ok(Planned::Change(Plan { drafts: vec![draft], known, arrangement }))
    }

    async fn read_version(&self, id: ProductId, if_version: Option<i64>) -> Result<Product, Trouble> {
        let product = product::by_id(&self.db, id).await?.ok_or_else(|| not_found("product", id))?;
        if if_version.is_some_and(|version| version != product.version) {
            return Err(Fault::Stale { what: "product".into() }.into());
        }
        Ok(product)
    }

    pub(crate) async fn delete(&self, cx: &Cx, req: &DeleteProduct) -> Result<(), Trouble> {
        for _ in 0..MAX_ATTEMPTS {
            let read = self.read_version(req.id, req.if_version).await;
            let mut tx = match self.db.begin_once(cx, "catalog.delete_product", req).await? {
                Once::Answered(()) => return Ok(()),
                Once::Fresh(tx) => tx,
            };
            let product = read?;
            guard::share(&mut tx, guard::ARRANGEMENT).await?;
            if product::delete(&mut tx, &product).await? {
                tx.emit(PRODUCTS_CHANGED, &ProductsChanged { products: vec![product.id] }).await?;
                tx.commit_with(&()).await?;
                return Ok(());
            }
        }
        Err(Trouble::busy())
    }

    async fn answer(
        &self,
        tx: infrasell_db::OnceTx,
        written: Vec<crate::store::write::Writing>,
        now: infrasell_kernel::Timestamp,
    ) -> Result<Product, Trouble> {
        let mut products = written.into_iter().map(|writing| as_written(writing, now));
        let product = products.next().ok_or_else(|| Fault::internal("a write of one product wrote none"))?;
        tx.commit_with(&product).await?;
        Ok(product)
    }

    /// The handle, unless it is another product's today.
    async fn free_handle(&self, handle: String, own: Option<ProductId>) -> Result<String, Trouble> {
        match product::owner(&self.db, &handle).await? {
            Some(owner) if Some(owner) != own => Err(CatalogError::HandleTaken { handle }.into()),
            _ => Ok(handle),
        }
    }

    /// A handle made from a title. It takes nobody's former handle away: old links go on leading where they led.
    async fn made_handle(&self, title: &str) -> Result<String, Trouble> {
        let candidates = handle_candidates(title, "product");
        let taken = product::taken(&self.db, &candidates).await?;
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
    Same(Product),
}

/// `blue-mug`, `blue-mug-2`, `blue-mug-3` …; what it is called when the title has neither letter nor digit is `fallback`.
pub(crate) fn handle_candidates(title: &str, fallback: &str) -> Vec<String> {
    let mut base = text::slug(title);
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
