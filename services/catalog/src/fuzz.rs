//! What reads the rules of a collection, for hostile bytes alone.

use crate::pure::matching::{Facts, Rules};
use infrasell_contracts::catalog::CollectionRule;
use infrasell_kernel::CategoryId;
use serde::Deserialize;

#[derive(Deserialize)]
struct Written {
    rules: Vec<CollectionRule>,
}

/// Rules are refused with the place and field of each that makes no sense, or decide.
///
/// # Panics
/// When they do neither, or decide against themselves.
pub fn rules(bytes: &[u8]) {
    let Ok(written) = serde_json::from_slice::<Written>(bytes) else { return };
    let tags = ["Summer".to_owned(), "NEW in".to_owned()];
    let path = [CategoryId::from_i64(1), CategoryId::from_i64(7)];
    let product = Facts::new(["Linen Shirt", "Shirts", "Straße 9"], &tags, &path, [200, 350].into_iter());
    match (Rules::new(true, &written.rules), Rules::new(false, &written.rules)) {
        (Ok(all), Ok(any)) => {
            let implied = written.rules.is_empty() || !all.hold(&product) || any.hold(&product);
            assert!(implied, "all of the rules hold and none of them does");
            assert_eq!(all.weigh(), any.weigh());
            assert!(all.categories().eq(any.categories()));
        }
        (Err(wrong), Err(again)) => {
            assert_eq!(wrong, again);
            assert!(
                wrong.iter().all(|(at, field, why)| *at < written.rules.len() && !field.is_empty() && !why.is_empty())
            );
        }
        (all, any) => assert_eq!(all.is_ok(), any.is_ok(), "whether rules make sense depends on all or any"),
    }
}
