//! What a run knows of the shop, learnt once at its beginning.

use super::merge::{Channels, tax_class};
use crate::shopify::{Column, Columns, Product};
use infrasell_contracts::{
    catalog::{Catalog, EnsureCategories, ListCategories, ListProducts},
    customers::Customers,
    inventory::{CreateLocation, Inventory, InventoryError, ListLocations, Location, LocationInput},
    orders::Orders,
    pricing::{CreateTaxClass, CreateTaxRate, ListTaxClasses, ListTaxRates, Pricing, TaxClassInput, TaxRateInput},
    settings::{Channel, ChannelRef, GetChannel, GetShop, ListChannels, Settings},
};
use infrasell_kernel::{CategoryId, CountryCode, Currency, LocationId, PageRequest, Ppm};
use infrasell_rpc::{Cx, Fault};
use infrasell_rules::tax::TaxKind;
use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};
use unicode_normalization::UnicodeNormalization;

/// Where products go to be sold.
const WEB: &str = "web";
/// The location that is made when there is none.
const MAIN: &str = "Main";
/// The tax that the rates of a file are of.
const TAX: &str = "GST";

/// The services that a run writes to.
#[derive(Clone)]
pub(crate) struct Target {
    pub(crate) settings: Arc<dyn Settings>,
    pub(crate) catalog: Arc<dyn Catalog>,
    pub(crate) pricing: Arc<dyn Pricing>,
    pub(crate) inventory: Arc<dyn Inventory>,
    pub(crate) orders: Arc<dyn Orders>,
    pub(crate) customers: Arc<dyn Customers>,
}

impl Target {
    /// The currency that the prices of a file are in.
    pub(crate) async fn currency(&self, cx: &Cx) -> Result<Currency, Fault> {
        Ok(self.web(cx).await?.currency)
    }

    pub(crate) async fn web(&self, cx: &Cx) -> Result<Channel, Fault> {
        let web = GetChannel { channel: ChannelRef::Code(WEB.into()) };
        self.settings.channel(cx, web).await.map_err(|error| Fault::relay(&error))
    }
}

/// One run over one file.
pub(crate) struct Session {
    pub(crate) target: Target,
    pub(crate) columns: Columns,
    pub(crate) dry_run: bool,
    pub(crate) channels: Channels,
    /// Where the units of each stock column are; absent for a location that a dry run would have made.
    pub(crate) locations: Vec<Option<LocationId>>,
    /// Whether the shop had no product when the run began, so that none of the file can be there before.
    pub(crate) fresh: bool,
    /// What stock movements refer to: `imp_7`, or the file's name.
    pub(crate) reference: String,
    country: CountryCode,
    /// By the key of their path.
    categories: HashMap<String, CategoryId>,
    /// The tax classes that are there.
    classes: BTreeSet<String>,
    /// The rates whose classes and rates have been seen to.
    rates: BTreeSet<Ppm>,
}

impl Session {
    /// Looks at the shop; makes the locations that the file speaks of, unless it is a dry run.
    pub(crate) async fn begin(
        target: &Target,
        cx: &Cx,
        columns: Columns,
        dry_run: bool,
        reference: String,
    ) -> Result<Session, Fault> {
        let target = target.clone();
        let web = target.web(cx).await?;
        let shop = target.settings.shop(cx, GetShop {}).await.map_err(|error| Fault::relay(&error))?;
        let one = ListProducts { page: PageRequest { limit: Some(1), after: None }, ..ListProducts::default() };
        let first = target.catalog.products(cx, one).await.map_err(|error| Fault::relay(&error))?;
        let mut session = Session {
            channels: Channels {
                web: web.id,
                all: all_channels(&target, cx).await?.into_iter().map(|channel| channel.id).collect(),
            },
            target,
            columns,
            dry_run,
            locations: vec![],
            fresh: first.items.is_empty(),
            reference,
            country: shop.country,
            categories: HashMap::new(),
            classes: BTreeSet::new(),
            rates: BTreeSet::new(),
        };
        session.find_locations(cx, &web).await?;
        if dry_run {
            session.list_categories(cx).await?;
            session.list_classes(cx).await?;
        }
        Ok(session)
    }

    /// The header of the column that a field of another service comes from; empty when there is none.
    pub(crate) fn column_of(&self, field: &str) -> String {
        let column = match field {
            "title" => Column::Title,
            "handle" => Column::Handle,
            "description_html" => Column::Description,
            "vendor" => Column::Vendor,
            "product_type" => Column::Type,
            "tags" => Column::Tags,
            "category" => Column::Category,
            "tax_class" if self.columns.has(Column::TaxClass) => Column::TaxClass,
            "tax_class" => Column::GstRate,
            "options" | "option_values" | "values" | "name" => Column::Option1Value,
            "sku" => Column::Sku,
            "barcode" => Column::Barcode,
            "weight_grams" => Column::Grams,
            "hsn_code" => Column::Hsn,
            "country_of_origin" => Column::Origin,
            "media" | "url" => Column::Image,
            "alt" => Column::ImageAlt,
            "image_url" => Column::VariantImage,
            "price_minor" => Column::Price,
            "compare_at_minor" => Column::CompareAt,
            "mrp_minor" => Column::Mrp,
            "on_hand" => Column::Quantity,
            _ => return String::new(),
        };
        if self.columns.has(column) { self.columns.name(column).to_owned() } else { String::new() }
    }

    /// The category that stands at the end of a path, if it is there.
    pub(crate) fn category(&self, path: &[String]) -> Option<CategoryId> {
        self.categories.get(&path_key(path)).copied()
    }

    /// The code of a product's tax class, if the class is there.
    pub(crate) fn tax_class(&self, product: &Product) -> Option<String> {
        match product.gst_rate {
            Some(rate) => Some(tax_class(rate)).filter(|code| self.classes.contains(code)),
            None => product.tax_class.clone(),
        }
    }

    /// Finds or makes the categories and tax classes of some products. A dry run makes none.
    pub(crate) async fn prepare(&mut self, cx: &Cx, products: &[Product]) -> Result<(), Fault> {
        if self.dry_run {
            return Ok(());
        }
        let paths: BTreeSet<&Vec<String>> = products
            .iter()
            .map(|product| &product.category)
            .filter(|path| !path.is_empty() && !self.categories.contains_key(&path_key(path)))
            .collect();
        if !paths.is_empty() {
            let paths: Vec<Vec<String>> = paths.into_iter().cloned().collect();
            let ensure = EnsureCategories { paths: paths.clone() };
            let made = self.target.catalog.ensure_categories(cx, ensure).await.map_err(|error| Fault::relay(&error))?;
            let keys = paths.iter().map(|path| path_key(path));
            self.categories.extend(keys.zip(made.into_iter().map(|category| category.id)));
        }
        let rates: BTreeSet<Ppm> = products.iter().filter_map(|product| product.gst_rate).collect();
        for rate in rates {
            if !self.rates.contains(&rate) {
                self.ensure_rate(cx, rate).await?;
                self.rates.insert(rate);
                self.classes.insert(tax_class(rate));
            }
        }
        Ok(())
    }

    /// Makes the tax class of a rate, and the rate in the shop's country, where they are not there.
    async fn ensure_rate(&self, cx: &Cx, rate: Ppm) -> Result<(), Fault> {
        let pricing = &self.target.pricing;
        let code = tax_class(rate);
        let class = TaxClassInput { code: code.clone(), name: code.replace("gst-", "GST ").replace('-', ".") + " %" };
        pricing.create_tax_class(cx, CreateTaxClass { class }).await.map_err(|error| Fault::relay(&error))?;
        let of_class =
            ListTaxRates { class: Some(code.clone()), country: Some(self.country), ..ListTaxRates::default() };
        let rates = pricing.tax_rates(cx, of_class).await.map_err(|error| Fault::relay(&error))?;
        if !rates.items.is_empty() {
            return Ok(());
        }
        let kind = (rate.0 == 0).then_some(TaxKind::Nil);
        let rate = TaxRateInput {
            class: code,
            country: self.country,
            region: String::new(),
            tax: TAX.into(),
            rate_ppm: rate,
            kind,
            starts_at: None,
            ends_at: None,
        };
        pricing.create_tax_rate(cx, CreateTaxRate { rate }).await.map_err(|error| Fault::relay(&error))?;
        Ok(())
    }

    async fn list_categories(&mut self, cx: &Cx) -> Result<(), Fault> {
        let mut ask = ListCategories { parent: None, page: PageRequest { limit: Some(250), after: None } };
        loop {
            let page = self.target.catalog.categories(cx, ask.clone()).await.map_err(|error| Fault::relay(&error))?;
            self.categories.extend(page.items.into_iter().map(|category| (path_key(&category.path), category.id)));
            ask.page.after = page.next;
            if ask.page.after.is_none() {
                return Ok(());
            }
        }
    }

    async fn list_classes(&mut self, cx: &Cx) -> Result<(), Fault> {
        let mut ask = ListTaxClasses { page: PageRequest { limit: Some(250), after: None } };
        loop {
            let page = self.target.pricing.tax_classes(cx, ask.clone()).await.map_err(|error| Fault::relay(&error))?;
            self.classes.extend(page.items.into_iter().map(|class| class.code));
            ask.page.after = page.next;
            if ask.page.after.is_none() {
                return Ok(());
            }
        }
    }

    async fn find_locations(&mut self, cx: &Cx, web: &Channel) -> Result<(), Fault> {
        let names: Vec<Option<String>> = self.columns.locations().map(|name| name.map(Into::into)).collect();
        if names.is_empty() {
            return Ok(());
        }
        let mut known = all_locations(&self.target, cx).await?;
        for name in names {
            let found = match &name {
                Some(name) => known.iter().find(|place| is_called(place, name)).map(|place| place.id),
                None => default_location(web, &known),
            };
            let id = match found {
                None if !self.dry_run => {
                    let made = self.make_location(cx, name.as_deref().unwrap_or(MAIN)).await?;
                    known.push(made);
                    known.last().map(|place| place.id)
                }
                other => other,
            };
            self.locations.push(id);
        }
        Ok(())
    }

    async fn make_location(&self, cx: &Cx, name: &str) -> Result<Location, Fault> {
        let stem = location_code(name);
        for attempt in 1..100 {
            let code = if attempt == 1 { stem.clone() } else { format!("{stem}-{attempt}") };
            let name = name.chars().take(100).collect();
            let location = LocationInput { code, name, address: Default::default() };
            match self.target.inventory.create_location(cx, CreateLocation { location }).await {
                Err(InventoryError::LocationCodeTaken { .. }) => {}
                Ok(made) => return Ok(made),
                Err(error) => return Err(Fault::relay(&error)),
            }
        }
        Err(Fault::conflict(format!("a hundred locations have codes like {stem}")))
    }
}

/// What two paths have in common that lead to one category: catalog looks at neither case nor width.
fn path_key(path: &[String]) -> String {
    let mut key = String::new();
    for level in path {
        key.extend(level.nfkc().flat_map(char::to_uppercase).flat_map(char::to_lowercase));
        key.push('>');
    }
    key
}

/// A code for a location of this name; room is left for a number behind it.
fn location_code(name: &str) -> String {
    let mut code = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() {
            code.push(c);
        } else if !code.is_empty() && !code.ends_with('-') {
            code.push('-');
        }
    }
    code.truncate(28);
    let code = code.trim_end_matches('-');
    if code.is_empty() { "location".into() } else { code.into() }
}

pub(crate) fn is_called(place: &Location, name: &str) -> bool {
    place.name.to_lowercase() == name.to_lowercase() || place.code.eq_ignore_ascii_case(name)
}

/// The location that stock without a place is at: the first that the channel sells from.
fn default_location(web: &Channel, known: &[Location]) -> Option<LocationId> {
    let first_active = || known.iter().find(|place| place.active).map(|place| place.id);
    web.stock_locations.first().copied().or_else(first_active)
}

pub(crate) async fn all_channels(target: &Target, cx: &Cx) -> Result<Vec<Channel>, Fault> {
    let mut ask = ListChannels { active: None, page: PageRequest { limit: Some(250), after: None } };
    let mut all = vec![];
    loop {
        let page = target.settings.channels(cx, ask.clone()).await.map_err(|error| Fault::relay(&error))?;
        all.extend(page.items);
        ask.page.after = page.next;
        if ask.page.after.is_none() {
            return Ok(all);
        }
    }
}

pub(crate) async fn all_locations(target: &Target, cx: &Cx) -> Result<Vec<Location>, Fault> {
    let mut ask = ListLocations { active: None, page: PageRequest { limit: Some(250), after: None } };
    let mut all = vec![];
    loop {
        let page = target.inventory.locations(cx, ask.clone()).await.map_err(|error| Fault::relay(&error))?;
        all.extend(page.items);
        ask.page.after = page.next;
        if ask.page.after.is_none() {
            return Ok(all);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::location_code;

    #[test]
    fn codes_of_locations() {
        assert_eq!(location_code("Mumbai"), "mumbai");
        assert_eq!(location_code("  Warehouse No. 2 (Pune) "), "warehouse-no-2-pune");
        assert_eq!(location_code("मुंबई"), "location");
        assert_eq!(location_code(&"x".repeat(99)).len(), 28);
    }
}
