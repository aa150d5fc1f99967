//! The category tree.

use super::*;
use infrasell_contracts::catalog::{
    Category, CategoryInput, CategoryPatch, CreateCategory, DeleteCategory, DeleteProduct, EnsureCategories,
    ListCategories, UpdateCategory,
};
use infrasell_kernel::{CategoryId, PageRequest, Patch};

impl Shop {
    pub async fn category(&self, name: &str, parent: Option<CategoryId>) -> Result<Category, CatalogError> {
        let category = CategoryInput { parent, handle: None, name: name.into(), position: 0 };
        self.catalog.create_category(&cx(), CreateCategory { category }).await
    }

    pub async fn change_category(&self, id: CategoryId, patch: CategoryPatch) -> Result<Category, CatalogError> {
        self.catalog.update_category(&cx(), UpdateCategory { id, patch }).await
    }

    async fn ensure(&self, paths: &[&[&str]]) -> Result<Vec<Category>, CatalogError> {
        let paths = paths.iter().map(|path| path.iter().map(ToString::to_string).collect()).collect();
        self.catalog.ensure_categories(&cx(), EnsureCategories { paths }).await
    }

    async fn tree(&self, parent: Option<CategoryId>, limit: u32) -> Vec<String> {
        let mut names = vec![];
        let mut page = PageRequest { limit: Some(limit), after: None };
        loop {
            let answer = self.catalog.categories(&cx(), ListCategories { parent, page: page.clone() }).await.unwrap();
            names.extend(answer.items.into_iter().map(|category| category.path.join("/")));
            let Some(next) = answer.next else { return names };
            page.after = Some(next);
        }
    }
}

pub fn under(parent: Option<CategoryId>) -> CategoryPatch {
    CategoryPatch { parent: parent.map_or(Patch::Clear, Patch::Set), ..CategoryPatch::default() }
}

#[tokio::test]
async fn the_tree_is_read_in_its_order() {
    for shop in shops().await {
        let home = shop.category("Home", None).await.unwrap();
        let men = shop.category("Men", None).await.unwrap();
        let shirts = shop.category(" Shirts ", Some(men.id)).await.unwrap();
        assert_eq!((shirts.path, shirts.handle.as_str()), (vec!["Men".into(), "Shirts".into()], "men-shirts"));
        let shoes = shop.category("Shoes", Some(men.id)).await.unwrap();
        shop.category("Linen", Some(shirts.id)).await.unwrap();
        let first = CategoryPatch { position: Some(-1), ..CategoryPatch::default() };
        shop.change_category(shoes.id, first).await.unwrap();
        let whole = ["Home", "Men", "Men/Shoes", "Men/Shirts", "Men/Shirts/Linen"];
        for limit in [1, 2, 3, 250] {
            assert_eq!(shop.tree(None, limit).await, whole, "{limit} a page");
        }
        assert_eq!(shop.tree(Some(men.id), 1).await, ["Men/Shoes", "Men/Shirts"]);
        assert!(shop.tree(Some(home.id), 9).await.is_empty());
        let named = CategoryPatch { name: Some("Gentlemen".into()), ..CategoryPatch::default() };
        let renamed = shop.change_category(men.id, named).await.unwrap();
        assert_eq!((renamed.name.as_str(), renamed.handle.as_str()), ("Gentlemen", "men"));
        shop.change_category(shirts.id, under(Some(home.id))).await.unwrap();
        assert_eq!(
            shop.tree(None, 2).await,
            ["Home", "Home/Shirts", "Home/Shirts/Linen", "Gentlemen", "Gentlemen/Shoes"]
        );
        shop.assert_clean().await;
    }
}

#[tokio::test]
async fn no_cycles_and_not_too_deep() {
    for shop in shops().await {
        let mut chain = vec![shop.category("0", None).await.unwrap()];
        for level in 1..10 {
            chain.push(shop.category(&level.to_string(), Some(chain[level - 1].id)).await.unwrap());
        }
        let below = shop.category("10", Some(chain[9].id)).await;
        assert_eq!(bad_fields(below), ["parent too_deep"]);
        for (moved, to) in [(0, 0), (0, 5), (3, 9)] {
            let answer = shop.change_category(chain[moved].id, under(Some(chain[to].id))).await;
            assert_eq!(bad_fields(answer), ["parent cycle"], "{moved} under {to}");
        }
        let other = shop.category("other", None).await.unwrap();
        assert_eq!(bad_fields(shop.change_category(chain[0].id, under(Some(other.id))).await), ["parent too_deep"]);
        shop.change_category(chain[1].id, under(Some(other.id))).await.unwrap();
        let gone = CategoryId::from_i64(1_000_000);
        assert_eq!(bad_fields(shop.category("x", Some(gone)).await), ["parent unknown"]);
        assert!(is_missing(&shop.change_category(gone, CategoryPatch::default()).await));
        shop.assert_clean().await;
    }
}

#[tokio::test]
async fn only_an_empty_category_goes() {
    for shop in shops().await {
        let men = shop.category("Men", None).await.unwrap();
        let shirts = shop.category("Shirts", Some(men.id)).await.unwrap();
        let tee = shop.create(ProductInput { category: Some(shirts.id), ..plain("Tee") }).await.unwrap();
        let delete = async |id| shop.catalog.delete_category(&cx(), DeleteCategory { id }).await;
        for id in [men.id, shirts.id] {
            assert_eq!(delete(id).await, Err(CatalogError::CategoryNotEmpty { id }));
        }
        shop.catalog.delete_product(&cx(), DeleteProduct { id: tee.id, if_version: None }).await.unwrap();
        delete(shirts.id).await.unwrap();
        delete(men.id).await.unwrap();
        assert!(is_missing(&delete(men.id).await));
        let orphan = ProductInput { category: Some(men.id), ..plain("Tee") };
        assert_eq!(bad_fields(shop.create(orphan).await), ["category unknown"]);
    }
}

#[tokio::test]
async fn handles_are_unique_and_made_from_the_path() {
    for shop in shops().await {
        let first = shop.category("Men & Boys", None).await.unwrap();
        let second = shop.category("Men, Boys", None).await.unwrap();
        assert_eq!(first.handle, "men-boys");
        assert_eq!(second.handle, format!("men-boys-{}", second.id.get()));
        let category = CategoryInput { parent: None, handle: Some("Men Boys".into()), name: "x".into(), position: 0 };
        let taken = shop.catalog.create_category(&cx(), CreateCategory { category }).await;
        assert_eq!(taken, Err(CatalogError::HandleTaken { handle: "men-boys".into() }));
        let category = CategoryInput { parent: None, handle: Some(" ".into()), name: " ".into(), position: 2_000_000 };
        let named = bad_fields(shop.catalog.create_category(&cx(), CreateCategory { category }).await);
        assert_eq!(named, ["name required", "position out_of_range", "handle invalid"]);
    }
}

#[tokio::test]
async fn paths_are_found_or_made_once() {
    for shop in shops().await {
        let paths: &[&[&str]] =
            &[&["Men", "Shirts"], &["men ", "SHIRTS", "Linen"], &["Women", "Shirts"], &["Men"], &["Men", "Shirts"]];
        let made = shop.ensure(paths).await.unwrap();
        assert_eq!(made[0], made[4]);
        assert_eq!(made[1].path, ["Men", "Shirts", "Linen"], "the first spelling counts");
        assert_eq!((made[1].parent, made[0].parent), (Some(made[0].id), Some(made[3].id)));
        assert_eq!(shop.tree(None, 250).await.len(), 5);
        assert_eq!(shop.ensure(paths).await.unwrap(), made);
        let key = keyed("k");
        let req = EnsureCategories { paths: vec![vec!["New".into()]] };
        let once = shop.catalog.ensure_categories(&key, req.clone()).await.unwrap();
        assert_eq!(shop.catalog.ensure_categories(&key, req).await.unwrap(), once);
        let bad = shop.ensure(&[&[], &["a", " "], &["x"; 11]]).await;
        assert_eq!(bad_fields(bad), ["paths.0 out_of_range", "paths.1.1 required", "paths.2 out_of_range"]);
        assert!(shop.ensure(&[]).await.unwrap().is_empty());
        shop.assert_clean().await;
    }
}

#[tokio::test]
async fn another_process_sees_the_tree_change() {
    for shop in shops().await {
        let other = Shop { catalog: open(&shop.db.reopen().await, &shop.world), ..shop };
        let men = other.category("Men", None).await.unwrap();
        assert_eq!(other.tree(None, 9).await, ["Men"]);
        let here = open(&other.db, &other.world);
        let renamed = CategoryPatch { name: Some("Boys".into()), ..CategoryPatch::default() };
        here.update_category(&cx(), UpdateCategory { id: men.id, patch: renamed }).await.unwrap();
        assert_eq!(other.tree(None, 9).await, ["Boys"]);
    }
}
