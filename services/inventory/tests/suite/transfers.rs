//! Transfers.

use crate::support::{Stock, cx, everywhere, line, variant};
use infrasell_contracts::inventory::{
    CloseTransfer, CreateTransfer, Inventory, InventoryError, ListTransfers, Transfer, TransferLine, TransferState,
};
use infrasell_kernel::{LocationId, Quantity};
use infrasell_rpc::{Fault, ServiceError};

fn req(from: LocationId, to: LocationId, lines: &[(i64, i64)]) -> CreateTransfer {
    let lines = lines
        .iter()
        .map(|(n, units)| TransferLine { variant: variant(*n), quantity: Quantity::new(*units).unwrap() })
        .collect();
    CreateTransfer { from, to, lines, note: "for the fair".into() }
}

async fn send(stock: &Stock, to: LocationId, units: i64) -> Result<Transfer, InventoryError> {
    stock.service.create_transfer(&cx(), req(stock.main, to, &[(1, units)])).await
}

#[tokio::test]
async fn stock_on_its_way_is_at_neither_place() {
    for stock in everywhere().await {
        let east = stock.location("east").await;
        stock.set(1, stock.main, 10).await;
        stock.reserve(vec![line("a", 1, 4)]).await.unwrap();
        let error = send(&stock, east, 7).await.unwrap_err();
        let (variant, location) = (variant(1), stock.main);
        assert_eq!(error, InventoryError::NegativeStock { variant, location, would_be: -1 });
        let transfer = send(&stock, east, 6).await.unwrap();
        assert_eq!((stock.level(1, stock.main).await, stock.level(1, east).await), ((4, 4), (0, 0)));
        assert_eq!(stock.availability(1).await.available, 0);
        stock.assert_books().await;
        let close = |received| CloseTransfer { id: transfer.id, received };
        for _ in 0..2 {
            let closed = stock.service.close_transfer(&cx(), close(true)).await.unwrap();
            assert_eq!(closed.state, TransferState::Received);
        }
        let error = stock.service.close_transfer(&cx(), close(false)).await.unwrap_err();
        assert_eq!(error.to_string(), format!("the transfer {} is received already", transfer.id));
        assert_eq!((stock.level(1, stock.main).await, stock.level(1, east).await), ((4, 4), (6, 0)));
        stock.assert_books().await;
    }
}

#[tokio::test]
async fn a_cancelled_transfer_goes_back() {
    for stock in everywhere().await {
        let east = stock.location("east").await;
        stock.set(1, stock.main, 10).await;
        let transfer = send(&stock, east, 6).await.unwrap();
        let close = CloseTransfer { id: transfer.id, received: false };
        let closed = stock.service.close_transfer(&cx(), close).await.unwrap();
        assert_eq!((closed.state, closed.closed_at), (TransferState::Cancelled, Some(stock.db.now())));
        assert_eq!((stock.level(1, stock.main).await, stock.level(1, east).await), ((10, 0), (0, 0)));
        stock.assert_books().await;
        let one = send(&stock, east, 1).await.unwrap();
        let on_the_way = ListTransfers { state: Some(TransferState::InTransit), ..ListTransfers::default() };
        let items = stock.service.transfers(&cx(), on_the_way).await.unwrap().items;
        assert_eq!(items, std::slice::from_ref(&one));
        let all = stock.service.transfers(&cx(), ListTransfers::default()).await.unwrap().items;
        assert_eq!(all.iter().map(|t| t.id).collect::<Vec<_>>(), [one.id, transfer.id]);
    }
}

#[tokio::test]
async fn a_bad_transfer_writes_nothing() {
    for stock in everywhere().await {
        stock.set(1, stock.main, 10).await;
        let bad = req(stock.main, stock.main, &[(1, 1), (1, 1)]);
        let error = stock.service.create_transfer(&cx(), bad).await.unwrap_err();
        let Some(Fault::Invalid { errors }) = error.fault() else { panic!("{error}") };
        assert_eq!(errors.iter().map(|e| e.path.as_str()).collect::<Vec<_>>(), ["to", "lines.1"]);
        let nowhere = req(stock.main, LocationId::from_i64(404), &[(1, 1)]);
        let error = stock.service.create_transfer(&cx(), nowhere).await.unwrap_err();
        assert_eq!(error.to_string(), "there is no location loc_404");
        assert_eq!(stock.level(1, stock.main).await, (10, 0));
        let id = infrasell_kernel::TransferId::from_i64(404);
        let error = stock.service.close_transfer(&cx(), CloseTransfer { id, received: true }).await.unwrap_err();
        assert_eq!(error.to_string(), "there is no transfer trf_404");
    }
}
