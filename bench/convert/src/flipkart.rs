//! The larger catalogue: JSON, a line a product.

use crate::{ConvertError, Found};
use serde::Deserialize;
use std::io::BufRead;

#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    name: String,
    mrp: Option<u64>,
    price: Option<u64>,
    #[serde(default)]
    brand: Option<String>,
    #[serde(default)]
    cats: Vec<String>,
    #[serde(default)]
    description: Option<String>,
}

/// Hands each product to `add`; one that cannot be sold as nothing.
pub(crate) fn read(
    source: impl BufRead,
    mut add: impl FnMut(Option<Found>) -> Result<(), ConvertError>,
) -> Result<(), ConvertError> {
    for (number, line) in (1..).zip(source.lines()) {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let line: Line = serde_json::from_str(&line).map_err(|cause| ConvertError::Json { line: number, cause })?;
        add(found(line, number))?;
    }
    Ok(())
}

fn found(line: Line, number: u64) -> Option<Found> {
    let title = line.name.trim().to_owned();
    let price = line.price.filter(|_| !title.is_empty())?;
    let mut category = line.cats;
    // the last level is the product itself, often cut short
    if category.len() > 1 {
        category.pop();
    }
    Some(Found {
        sku: format!("FK-{number:06}"),
        product_type: category.last().cloned().unwrap_or_default(),
        title,
        description: line.description.unwrap_or_default(),
        vendor: line.brand.unwrap_or_default(),
        category,
        price: price.to_string(),
        mrp: line.mrp.unwrap_or(price).max(price).to_string(),
    })
}
