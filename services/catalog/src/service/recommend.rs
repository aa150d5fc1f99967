//! Products to show beside one. A rule, until something that learns takes the method over.

use crate::{
    store::{
        near::{self, Near},
        product,
    },
    trouble::Trouble,
};
use infrasell_contracts::catalog::{Intent, Product, ProductStatus, RecommendProducts};
use infrasell_db::Db;
use infrasell_kernel::{FieldError, MAX_LIMIT, ProductId};
use std::cmp::Reverse;

/// Points for each collection that is shared, up to three of them.
const COLLECTION: i64 = 8;
const MOST_COLLECTIONS: i64 = 3;
/// Points for the same type (or, beside it, for another).
const TYPE: i64 = 10;
/// Points for the same maker.
const VENDOR: i64 = 4;
/// Points for the same price; none for twice or half of it.
const PRICE: i64 = 6;

pub(crate) async fn recommend(db: &Db, req: RecommendProducts) -> Result<Vec<Product>, Trouble> {
    if !(1..=MAX_LIMIT).contains(&req.limit) {
        let message = format!("limit is {}, not between 1 and {MAX_LIMIT}", req.limit);
        return Err(FieldError::new("limit", "out_of_range", message).into());
    }
    let found = product::by_id(&mut db.into(), req.product).await?;
    let shown = found.filter(|one| {
        one.status == ProductStatus::Active && one.channels.as_ref().is_none_or(|list| list.contains(&req.channel))
    });
    let Some(own) = shown else { return Err(super::not_found("product", req.product).into()) };
    let price = near::price(db, own.id, req.channel).await?;
    let mut near = near::find(db, own.id, req.channel, [&own.product_type, &own.vendor]).await?;
    near.sort_by_key(|one| (Reverse(points(&own, price, one, req.intent)), one.id));
    let most = usize::try_from(req.limit).unwrap_or(1);
    let ids: Vec<ProductId> = near.iter().take(most).map(|one| one.id).collect();
    let products = product::by_ids(&mut db.into(), &ids).await?;
    Ok(super::read::in_order(&ids, products.into_iter(), |product| product.id))
}

fn points(own: &Product, price: Option<i64>, other: &Near, intent: Intent) -> i64 {
    let same_type = !own.product_type.is_empty() && own.product_type == other.product_type;
    let wants_same = intent == Intent::Related;
    let mut points = other.shared.min(MOST_COLLECTIONS) * COLLECTION;
    if same_type == wants_same {
        points += TYPE;
    }
    if !own.vendor.is_empty() && own.vendor == other.vendor {
        points += VENDOR;
    }
    points + nearness(price, other.price_minor)
}

/// From [`PRICE`] at the same price down to nothing at twice or half of it.
fn nearness(one: Option<i64>, other: Option<i64>) -> i64 {
    let (Some(one), Some(other)) = (one, other) else { return 0 };
    let (low, high) = (i128::from(one.min(other)), i128::from(one.max(other)));
    if low <= 0 || high >= 2 * low {
        return 0;
    }
    i64::try_from(i128::from(PRICE) * (2 * low - high) / low).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_near_price_counts_and_a_far_one_does_not() {
        assert_eq!(nearness(Some(100), Some(100)), PRICE);
        assert_eq!(nearness(Some(100), Some(150)), PRICE / 2);
        assert_eq!(nearness(Some(100), Some(200)), 0);
        assert_eq!(nearness(Some(200), Some(100)), 0);
        assert_eq!((nearness(None, Some(1)), nearness(Some(0), Some(0))), (0, 0));
        assert_eq!(nearness(Some(i64::MAX), Some(i64::MAX)), PRICE);
    }
}
