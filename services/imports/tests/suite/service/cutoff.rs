//! A run that is cut off between any two writes ends right when it is run again.

use super::{counts, sample, world};
use infrasell_contracts::imports::ImportError;

#[tokio::test]
async fn cut_off_after_each_write_and_run_again() {
    let whole = world().await;
    whole.import(&sample()).await;
    let writes = whole.shop.writes.lock().unwrap().len();
    assert!(writes >= 8, "locations, categories, tax, products, prices, stock: {writes}");
    for cut in 0..writes {
        let w = world().await;
        w.shop.break_after(Some(cut));
        let error = w.try_import(&sample(), false).await.unwrap_err();
        assert!(
            matches!(&error, ImportError::Fault(fault) if fault.to_string().ends_with("cannot be reached")),
            "{error}"
        );
        w.shop.break_after(None);
        let again = w.import(&sample()).await;
        let (created, updated, unchanged, rejected) = counts(&again);
        assert_eq!((created + updated + unchanged, rejected), (152, 0));
        assert_eq!(w.shop.by_name(), whole.shop.by_name(), "cut off after {cut} writes");
        assert_eq!(counts(&w.import(&sample()).await), (0, 0, 152, 0));
    }
}
