//! The groceries: CSV with a three-level category.

use crate::{ConvertError, Found};
use serde::Deserialize;
use std::io::Read;

#[derive(Deserialize)]
struct Line {
    index: String,
    product: String,
    category: String,
    sub_category: String,
    brand: String,
    sale_price: String,
    market_price: String,
    #[serde(rename = "type")]
    kind: String,
}

/// Hands each product to `add`; one that cannot be sold as nothing.
pub(crate) fn read(
    source: impl Read,
    mut add: impl FnMut(Option<Found>) -> Result<(), ConvertError>,
) -> Result<(), ConvertError> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(source);
    // asked for by itself: the iterator below takes a source that fails at once for an empty one
    reader.headers()?;
    for line in reader.deserialize() {
        add(found(line?))?;
    }
    Ok(())
}

fn found(line: Line) -> Option<Found> {
    let priced = !line.sale_price.is_empty() && !line.market_price.is_empty();
    if line.product.is_empty() || !priced {
        return None;
    }
    Some(Found {
        sku: format!("BB-{}", line.index),
        title: line.product,
        description: String::new(),
        vendor: line.brand,
        product_type: line.kind.clone(),
        category: [line.category, line.sub_category, line.kind].into_iter().filter(|level| !level.is_empty()).collect(),
        price: line.sale_price,
        mrp: line.market_price,
    })
}
