//! Whose an order is.

use crate::shop::*;
use infrasell_contracts::{identity::EmailVerified, orders::*};
use infrasell_kernel::{CustomerId, PageRequest};
use infrasell_rpc::Fault;

const ASHA: CustomerId = CustomerId::from_i64(71);
const BEN: CustomerId = CustomerId::from_i64(72);

async fn verified(world: &World, customer: CustomerId, email: &str) {
    let told = EmailVerified { customer, email: email.into(), at: world.db.now() };
    world.email_verified(&told).await.unwrap();
}

async fn orders_of(world: &World, customer: CustomerId) -> Vec<String> {
    let filter = OrderFilter { customer: Some(customer), ..OrderFilter::default() };
    let list = ListOrders { filter, page: PageRequest::default(), ..ListOrders::default() };
    world.orders(&staff(), list).await.unwrap().items.into_iter().map(|order| order.number).collect()
}

#[tokio::test]
async fn an_order_is_of_who_was_signed_in_or_claims_it_and_never_changes_hands() {
    for world in worlds().await {
        let own = CreateOrder { customer: Some(BEN), ..world.purchase(&[(1, 1_000)]) };
        let own = world.create(&staff(), own).await.unwrap();
        assert_eq!(own.customer, Some(BEN));
        let guests = world.place(&[(1, 1_000)]).await;
        let other = CreateOrder { email: "zoya@example.in".into(), ..world.purchase(&[(1, 1_000)]) };
        let other = world.create(&staff(), other).await.unwrap();

        verified(&world, ASHA, " ASHA@example.IN").await;
        let claimed = world.get(guests.id).await;
        assert_eq!((claimed.customer, claimed.version), (Some(ASHA), 2));
        assert_eq!((world.get(own.id).await.customer, world.get(other.id).await.customer), (Some(BEN), None));
        assert_eq!(world.kinds(guests.id).await, ["placed", "claimed"]);
        let told: Vec<OrderCostChanged> = world.emitted(ORDER_COST_CHANGED).await;
        assert_eq!(told, [OrderCostChanged { order: guests.id }]);
        // again finds none, and who claims the address later finds none either
        verified(&world, ASHA, "asha@example.in").await;
        let claim = ClaimOrders { customer: BEN, email: "asha@example.in".into() };
        assert_eq!(world.claim(&staff(), claim).await.unwrap(), ClaimedOrders { claimed: 0 });
        assert_eq!(world.get(guests.id).await, claimed);

        assert_eq!(orders_of(&world, ASHA).await, std::slice::from_ref(&guests.number));
        let of = |customer| GetOrder { order: OrderRef::OfCustomer { id: guests.id, customer } };
        assert_eq!(world.order(&staff(), of(ASHA)).await.unwrap(), claimed);
        let missing = Err(Fault::not_found("order", guests.id).into());
        assert_eq!(world.order(&staff(), of(BEN)).await, missing);
        world.assert_clean().await;
    }
}

#[tokio::test]
async fn more_orders_than_fit_into_one_transaction_are_all_claimed() {
    for world in worlds().await {
        for _ in 0..205 {
            world.place(&[(1, 1_000)]).await;
        }
        let claim = ClaimOrders { customer: ASHA, email: "asha@example.in".into() };
        assert_eq!(world.claim(&staff(), claim).await.unwrap(), ClaimedOrders { claimed: 205 });
        world.assert_clean().await;
    }
}

#[tokio::test]
async fn whatever_changes_what_an_order_costs_is_told_and_nothing_else() {
    for world in worlds().await {
        let order = world.paid(&[(3, 1_000)]).await;
        let told = async || world.emitted::<OrderCostChanged>(ORDER_COST_CHANGED).await.len();
        world.ship(&order, &[(0, 1)]).await.unwrap();
        assert_eq!(told().await, 0);
        world.refund(&order, &[(0, 1)], 0, 0).await.unwrap();
        assert_eq!(told().await, 1);
        let other = world.paid(&[(1, 1_000)]).await;
        let cancel = CancelOrder { id: other.id, reason: "x".into(), restock: true, if_version: None };
        world.cancel(&staff(), cancel).await.unwrap();
        assert_eq!(told().await, 2);
        world.assert_clean().await;
    }
}
