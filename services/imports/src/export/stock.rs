//! Stock: a row for each level, by SKU and location.

use super::Sheet;
use crate::apply::{Target, all_locations};
use infrasell_contracts::{
    catalog::{GetVariants, VariantView},
    inventory::{Level, ListLevels, Location},
};
use infrasell_kernel::{Cursor, LocationId, PageRequest, VariantId};
use infrasell_rpc::{Cx, Fault};
use std::collections::HashMap;

/// Levels of one page.
const PAGE: u32 = 250;

/// Import reads the SKU (or, where there is none, the variant's id), the location and what is on hand.
pub(super) const HEADER: &[&str] =
    &["SKU", "Variant ID", "Location", "On hand", "Reserved", "Available", "Product", "Variant"];

pub(crate) struct Stock {
    target: Target,
    locations: HashMap<LocationId, Location>,
}

impl Stock {
    pub(super) async fn begin(target: &Target, cx: &Cx) -> Result<Stock, Fault> {
        let locations = all_locations(target, cx).await?.into_iter().map(|place| (place.id, place)).collect();
        Ok(Stock { target: target.clone(), locations })
    }

    pub(super) async fn page(
        &self,
        cx: &Cx,
        after: Option<Cursor>,
        sheet: &mut Sheet,
    ) -> Result<Option<Cursor>, Fault> {
        let ask = ListLevels { page: PageRequest { limit: Some(PAGE), after }, ..ListLevels::default() };
        let page = self.target.inventory.levels(cx, ask).await.map_err(|error| Fault::relay(&error))?;
        let mut ids: Vec<VariantId> = page.items.iter().map(|level| level.variant).collect();
        ids.dedup();
        let ask = GetVariants { ids, channel: None };
        let views = self.target.catalog.variants(cx, ask).await.map_err(|error| Fault::relay(&error))?;
        let views: HashMap<VariantId, VariantView> = views.into_iter().map(|view| (view.variant.id, view)).collect();
        for level in &page.items {
            // what is no longer in the catalogue cannot be counted either
            if let (Some(view), Some(place)) = (views.get(&level.variant), self.locations.get(&level.location)) {
                write(level, view, place, sheet);
            }
        }
        Ok(page.next)
    }
}

fn write(level: &Level, view: &VariantView, place: &Location, sheet: &mut Sheet) {
    sheet.text(&view.variant.sku);
    sheet.plain(&level.variant.to_string());
    sheet.text(&place.code);
    for units in [level.on_hand, level.reserved, level.available] {
        sheet.plain(&units.to_string());
    }
    sheet.text(&view.product_title);
    sheet.text(&view.variant.title);
    sheet.end();
}
