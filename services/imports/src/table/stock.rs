//! Counted stock, by SKU and location.
//!
//! Always true: a row sets what is on hand by one movement that names the import, and none when it is on hand already; a
//! file makes no location and no variant; of two rows for one SKU and location the first counts.

use super::{Header, Layout, Line};
use crate::{
    apply::{Applied, Target, all_locations, bisect::each, levels_of},
    shopify::{Rejection, cells},
};
use infrasell_contracts::{
    catalog::{FindSkus, GetVariants},
    inventory::{LevelInput, Location, MAX_BULK, SetStock},
};
use infrasell_kernel::{LocationId, VariantId};
use infrasell_rpc::{Cx, Fault};
use std::collections::{BTreeSet, HashMap, hash_map::Entry};

const SKU: usize = 0;
const VARIANT: usize = 1;
const LOCATION: usize = 2;
const ON_HAND: usize = 3;

/// The columns of a file of stock.
pub(crate) static LAYOUT: Layout = Layout {
    columns: &[
        &["sku", "variant sku"],
        &["variant id"],
        &["location"],
        &["on hand", "on hand (current)", "on hand (new)", "inventory quantity", "quantity"],
    ],
    required: &[&[SKU, VARIANT], &[LOCATION], &[ON_HAND]],
};

/// One run over one file.
pub(crate) struct Counting {
    target: Target,
    header: Header,
    dry_run: bool,
    /// What the movements refer to.
    reference: String,
    locations: Vec<Location>,
    /// The line on which each level was first counted.
    seen: HashMap<(VariantId, LocationId), u64>,
}

/// A row that can be written.
struct Counted {
    line: Line,
    input: LevelInput,
}

impl Counting {
    pub(crate) async fn begin(
        target: &Target,
        cx: &Cx,
        header: Header,
        dry_run: bool,
        reference: String,
    ) -> Result<Counting, Fault> {
        let locations = all_locations(target, cx).await?;
        Ok(Counting { target: target.clone(), header, dry_run, reference, locations, seen: HashMap::new() })
    }

    /// Brings rows of the file into the shop.
    pub(crate) async fn apply(&mut self, cx: &Cx, lines: Vec<Line>) -> Result<Applied, Fault> {
        let mut applied = Applied::default();
        let variants = self.variants(cx, &lines).await?;
        let mut counted = vec![];
        for line in lines {
            match self.read(&line, &variants) {
                Ok(input) => counted.push(Counted { line, input }),
                Err(rejection) => applied.rejected.push(rejection),
            }
        }
        let named: BTreeSet<VariantId> = counted.iter().map(|one| one.input.variant).collect();
        let there = levels_of(&self.target, cx, &named.into_iter().collect::<Vec<_>>()).await?;
        let mut changes = vec![];
        for Counted { line, input } in counted {
            match there.get(&(input.variant, input.location)) {
                // a level that was never written stands at zero, and so does one that is written as zero
                Some(on_hand) if *on_hand == input.on_hand => applied.unchanged += 1,
                None if input.on_hand == 0 => applied.unchanged += 1,
                _ if input.on_hand < 0 => {
                    applied.rejected.push(line.reject(&self.header, ON_HAND, "below zero cannot be counted"));
                }
                old => changes.push((line, input, old.is_some())),
            }
        }
        self.write(cx, changes, &mut applied).await?;
        Ok(applied)
    }

    async fn write(&self, cx: &Cx, changes: Vec<(Line, LevelInput, bool)>, applied: &mut Applied) -> Result<(), Fault> {
        let inputs: Vec<LevelInput> = changes.iter().map(|(_, input, _)| input.clone()).collect();
        let mut refused = HashMap::new();
        if !self.dry_run {
            let inventory = &self.target.inventory;
            let set = |levels| {
                let (reason, reference) = ("import".into(), Some(self.reference.clone()));
                inventory.set_stock(cx, SetStock { levels, reason, reference, ..SetStock::default() })
            };
            refused.extend(each(&inputs, MAX_BULK, "levels", set).await?.refused);
        }
        for (at, (line, _, was_there)) in changes.into_iter().enumerate() {
            match refused.remove(&at) {
                Some(refusal) => {
                    let column = if refusal.field == "location" { LOCATION } else { ON_HAND };
                    applied.rejected.push(line.reject(&self.header, column, refusal.reason));
                }
                None if was_there => applied.updated += 1,
                None => applied.created += 1,
            }
        }
        Ok(())
    }

    /// The variants that the rows name, by SKU and by id.
    async fn variants(&self, cx: &Cx, lines: &[Line]) -> Result<HashMap<String, VariantId>, Fault> {
        let catalog = &self.target.catalog;
        let mut found = HashMap::new();
        let skus: BTreeSet<String> = lines.iter().map(|line| line.text(SKU).to_owned()).collect();
        let skus: Vec<String> = skus.into_iter().filter(|sku| !sku.is_empty()).collect();
        if !skus.is_empty() {
            let views = catalog.variants_by_sku(cx, FindSkus { skus }).await.map_err(|error| Fault::relay(&error))?;
            found.extend(views.into_iter().map(|view| (view.variant.sku, view.variant.id)));
        }
        let unnamed = lines.iter().filter(|line| line.text(SKU).is_empty());
        let ids: BTreeSet<VariantId> = unnamed.filter_map(|line| line.text(VARIANT).parse().ok()).collect();
        if !ids.is_empty() {
            let ask = GetVariants { ids: ids.into_iter().collect(), channel: None };
            let views = catalog.variants(cx, ask).await.map_err(|error| Fault::relay(&error))?;
            found.extend(views.into_iter().map(|view| (view.variant.id.to_string(), view.variant.id)));
        }
        Ok(found)
    }

    fn read(&mut self, line: &Line, variants: &HashMap<String, VariantId>) -> Result<LevelInput, Rejection> {
        let (column, name) = match (line.text(SKU), line.text(VARIANT)) {
            ("", "") => return Err(line.reject(&self.header, SKU, "neither a SKU nor a variant's id is given")),
            ("", id) => (VARIANT, id),
            (sku, _) => (SKU, sku),
        };
        let nobody = || line.reject(&self.header, column, format!("there is no variant '{}'", cells::shown(name)));
        let variant = *variants.get(name).ok_or_else(nobody)?;
        let location = self.location(line)?;
        let on_hand = match line.text(ON_HAND) {
            "" => return Err(line.reject(&self.header, ON_HAND, "the figure is missing")),
            text => cells::units(text).map_err(|reason| line.reject(&self.header, ON_HAND, reason))?,
        };
        match self.seen.entry((variant, location)) {
            Entry::Occupied(first) => {
                let reason = format!("line {} counts this SKU at this location already", first.get());
                return Err(line.reject(&self.header, column, reason));
            }
            Entry::Vacant(entry) => entry.insert(line.line),
        };
        Ok(LevelInput { variant, location, on_hand })
    }

    /// The location of a row: by its code, else by its name.
    fn location(&self, line: &Line) -> Result<LocationId, Rejection> {
        let name = line.text(LOCATION);
        let refuse = |reason: String| Err(line.reject(&self.header, LOCATION, reason));
        if let Some(place) = self.locations.iter().find(|place| place.code.eq_ignore_ascii_case(name)) {
            return Ok(place.id);
        }
        let mut named = self.locations.iter().filter(|place| place.name.to_lowercase() == name.to_lowercase());
        match (named.next(), named.next()) {
            (Some(place), None) => Ok(place.id),
            (Some(_), Some(_)) => {
                refuse(format!("several locations are called '{}': name its code", cells::shown(name)))
            }
            (None, _) if name.is_empty() => refuse("the location is missing".into()),
            (None, _) => refuse(format!("there is no location '{}'", cells::shown(name))),
        }
    }
}
