//! A shop with carts on a database of its own, and short words for what tests do.

use crate::fakes::Shop;
use infrasell_cart::{CartService, Deps, MIGRATIONS};
use infrasell_contracts::cart::*;
use infrasell_db::testing::{TestDb, engines};
use infrasell_kernel::{CartLineId, Quantity, Token, VariantId};
use infrasell_rpc::{Caller, Cx, Fault};
use std::sync::Arc;

pub struct World {
    pub db: TestDb,
    pub shop: Arc<Shop>,
    pub carts: Arc<CartService>,
}

/// One world an engine, with articles 1 (₹10, 100 there), 2 (₹25, 5 there) and 3 (₹5, not counted).
pub async fn worlds() -> Vec<World> {
    let mut worlds = vec![];
    for db in engines(&[MIGRATIONS]).await {
        let shop = Arc::new(Shop::default());
        shop.put(1, 1_000, 100);
        shop.put(2, 2_500, 5);
        shop.put(3, 500, 0);
        shop.change(3, |article| article.stock = None);
        let carts = service(&db, &shop, &db.db);
        worlds.push(World { db, shop, carts });
    }
    worlds
}

pub fn service(db: &TestDb, shop: &Arc<Shop>, handle: &infrasell_db::Db) -> Arc<CartService> {
    infrasell_cart::open(Deps {
        db: handle.clone(),
        env: db.env().clone(),
        lifetime: infrasell_cart::LIFETIME,
        settings: shop.clone(),
        catalog: shop.clone(),
        pricing: shop.clone(),
        inventory: shop.clone(),
    })
}

pub fn guest() -> Cx {
    Cx { caller: Caller::Guest { address: None }, request_id: "test".into(), deadline: None, idempotency_key: None }
}

pub fn keyed(key: &str) -> Cx {
    Cx { idempotency_key: Some(key.into()), ..guest() }
}

pub fn line(article: i64, quantity: i64) -> CartLineInput {
    CartLineInput {
        variant: VariantId::from_i64(article),
        quantity: Quantity::new(quantity).unwrap(),
        attributes: Attributes::new(),
    }
}

pub fn engraved(article: i64, quantity: i64, text: &str) -> CartLineInput {
    CartLineInput { attributes: [("engraving".to_owned(), text.to_owned())].into(), ..line(article, quantity) }
}

impl World {
    pub async fn create(&self, lines: Vec<CartLineInput>) -> Cart {
        self.carts.create(&guest(), CreateCart { lines, ..CreateCart::default() }).await.unwrap()
    }
    pub async fn add(&self, token: Token, lines: Vec<CartLineInput>) -> Result<Cart, CartError> {
        self.carts.add_lines(&guest(), AddLines { token, lines, if_revision: None }).await
    }
    pub async fn set(&self, token: Token, id: CartLineId, quantity: i64) -> Result<Cart, CartError> {
        let lines = vec![CartLineUpdate { id, quantity: Some(quantity), attributes: None, variant: None }];
        self.carts.update_lines(&guest(), UpdateLines { token, lines, if_revision: None }).await
    }
    pub async fn edit(&self, cart: EditedAs, edits: Vec<CartEdit>) -> Result<EditedCart, CartError> {
        self.carts.edit(&guest(), EditCart { cart, edits, if_revision: None }).await
    }
    pub async fn cart(&self, token: Token) -> Cart {
        self.carts.cart(&guest(), GetCart { token, country: None }).await.unwrap()
    }
    pub async fn assert_clean(&self) {
        let report = self.carts.audit(&guest(), Default::default()).await.unwrap();
        for check in report.checks {
            assert!(check.differences.is_empty(), "{}: {:?}", check.name, check.differences);
        }
    }
}

/// The quantities of a cart's lines, in order.
pub fn quantities(cart: &Cart) -> Vec<(i64, i64)> {
    cart.lines.iter().map(|line| (line.variant.get(), line.quantity.get())).collect()
}

/// `path code` of each bad field.
pub fn bad_fields<T: std::fmt::Debug>(result: Result<T, CartError>) -> Vec<String> {
    match result {
        Err(CartError::Fault(Fault::Invalid { errors })) => {
            errors.iter().map(|error| format!("{} {}", error.path, error.code)).collect()
        }
        other => panic!("{other:?} is not about fields"),
    }
}
