//! Lists, expiry, deletion, and that every statement prepares.

use crate::shop::*;
use infrasell_cart::{LIFETIME, MIGRATIONS};
use infrasell_contracts::cart::*;
use infrasell_kernel::{ChannelId, Token, VariantId};
use infrasell_rpc::{Cx, Fault};
use std::time::Duration;

#[tokio::test]
async fn every_statement_prepares() {
    infrasell_db::testing::assert_all_prepare(&[MIGRATIONS]).await;
}

#[tokio::test]
async fn a_cart_is_forgotten_when_its_time_is_up_and_not_before() {
    for world in worlds().await {
        let (left, used, held) = (world.create(vec![]).await, world.create(vec![]).await, world.create(vec![]).await);
        let lock = LockCart { token: held.token, revision: 1, owner: "chk_1".into() };
        world.carts.lock(&Cx::system("checkout", "test"), lock).await.unwrap();
        world.db.clock.advance(LIFETIME / 2);
        world.add(used.token, vec![line(1, 1)]).await.unwrap();
        assert_eq!(world.carts.sweep().await.unwrap(), 0);
        world.db.clock.advance(LIFETIME / 2);
        let gone = world.carts.cart(&guest(), GetCart { token: left.token, country: None }).await;
        assert!(matches!(gone, Err(CartError::Fault(Fault::NotFound { .. }))), "also before it is swept");
        assert!(matches!(world.add(left.token, vec![line(1, 1)]).await, Err(CartError::Fault(Fault::NotFound { .. }))));
        assert_eq!(world.carts.sweep().await.unwrap(), 1);
        world.cart(used.token).await;
        world.cart(held.token).await;
        world.db.clock.advance(LIFETIME);
        assert_eq!(world.carts.sweep().await.unwrap(), 1, "a checkout holds the other");
        world.assert_clean().await;
    }
}

#[tokio::test]
async fn a_deleted_cart_is_gone_and_an_unknown_token_tells_nothing() {
    for world in worlds().await {
        let cart = world.create(vec![line(1, 1)]).await;
        world.carts.delete(&guest(), DeleteCart { token: cart.token }).await.unwrap();
        let stranger: Token = "0123456789abcdef0123456789abcdef".parse().unwrap();
        for token in [cart.token, stranger] {
            let read = world.carts.cart(&guest(), GetCart { token, country: None }).await.unwrap_err();
            assert!(!read.to_string().contains(&token.to_string()), "{read}");
            assert!(matches!(read, CartError::Fault(Fault::NotFound { .. })));
            let delete = world.carts.delete(&guest(), DeleteCart { token }).await;
            assert!(matches!(delete, Err(CartError::Fault(Fault::NotFound { .. }))));
        }
    }
}

#[tokio::test]
async fn staff_find_carts_last_changed_first() {
    for world in worlds().await {
        let mut made = vec![];
        for n in 0..7 {
            world.db.clock.advance(Duration::from_secs(1));
            made.push(world.create(if n % 2 == 0 { vec![line(1, 1), line(2, 1)] } else { vec![line(2, 2)] }).await);
        }
        world.db.clock.advance(Duration::from_secs(1));
        world.add(made[0].token, vec![line(3, 1)]).await.unwrap();
        let mut seen = vec![];
        let mut req = ListCarts::default();
        req.page.limit = Some(3);
        loop {
            let page = world.carts.carts(&guest(), req.clone()).await.unwrap();
            seen.extend(page.items);
            let Some(next) = page.next else { break };
            req.page.after = Some(next);
        }
        let order: Vec<_> = [0, 6, 5, 4, 3, 2, 1].iter().map(|i| made[*i].id).collect();
        assert_eq!(seen.iter().map(|cart| cart.id).collect::<Vec<_>>(), order);
        assert_eq!((seen[0].line_count, seen[0].unit_count), (3, 3));

        let count = async |req: ListCarts| world.carts.carts(&guest(), req).await.unwrap().items.len();
        let with = |n| ListCarts { variant: Some(VariantId::from_i64(n)), ..ListCarts::default() };
        assert_eq!((count(with(1)).await, count(with(2)).await, count(with(22)).await), (4, 7, 0));
        let state = Some(CartState::Locked);
        assert_eq!(count(ListCarts { state, ..ListCarts::default() }).await, 0);
        let channel = Some(ChannelId::from_i64(2));
        assert_eq!(count(ListCarts { channel, ..ListCarts::default() }).await, 0);
        let mut bad = ListCarts::default();
        bad.page.after = Some(infrasell_kernel::Cursor::new("orders:placed", &1));
        assert_eq!(bad_fields(world.carts.carts(&guest(), bad).await), ["after invalid_cursor"]);
    }
}
