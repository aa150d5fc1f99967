//! Products in Shopify's columns: a row for each variant and for each picture beyond, the product itself in the first.
//!
//! Stock is not among them: it is a file of its own, so that a file of products that was worked on for an hour does not
//! bring back the stock of an hour ago.

use super::{Sheet, truth};
use crate::{
    apply::{Target, all_of, merge::rate_of},
    guard,
    shopify::row::NONE,
};
use infrasell_contracts::{
    catalog::{ListCategories, ListProducts, Product, ProductSort, ProductStatus, Variant},
    inventory::{GetPolicies, MAX_BULK as MAX_POLICIES, StockPolicy},
    pricing::{GetPriceHistory, GetPrices, ListPriceLists, MAX_BULK as MAX_PRICES, VariantPrice},
};
use infrasell_kernel::{
    CategoryId, ChannelId, Currency, Cursor, Money, PageRequest, PriceListId, Timestamp, VariantId,
};
use infrasell_rpc::{Cx, Fault};
use infrasell_rules::stock::BackorderPolicy;
use std::collections::HashMap;

/// Products of one page: each may have half a megabyte of description.
const PAGE: u32 = 50;

/// The columns that only a product's first row fills.
const OF_PRODUCT: usize = 15;
/// All of them.
pub(super) const HEADER: &[&str] = &[
    "Title",
    "Description",
    "Vendor",
    "Product category",
    "Type",
    "Tags",
    "Published on online store",
    "Status",
    "GST rate",
    "Tax class",
    "SEO title",
    "SEO description",
    "Option1 name",
    "Option2 name",
    "Option3 name",
    "URL handle",
    "SKU",
    "Barcode",
    "Option1 value",
    "Option2 value",
    "Option3 value",
    "Price",
    "Compare-at price",
    "Variant MRP",
    "Charge tax",
    "HSN code",
    "Country of origin",
    "Inventory tracker",
    "Continue selling when out of stock",
    "Weight value (grams)",
    "Weight unit for display",
    "Requires shipping",
    "Variant image URL",
    "Product image URL",
    "Image position",
    "Image alt text",
];
/// The columns of a variant, behind the handle.
const OF_VARIANT: usize = 17;
/// The options' names.
const OPTIONS: usize = 3;

pub(crate) struct Products {
    target: Target,
    web: ChannelId,
    currency: Currency,
    /// The list of prices that an import writes to.
    list: Option<PriceListId>,
    categories: HashMap<CategoryId, Vec<String>>,
}

/// A price as it stands in the list that an import writes to.
#[derive(Debug, Clone, Copy)]
struct Listed {
    price_minor: i64,
    compare_at_minor: Option<i64>,
    mrp_minor: Option<i64>,
}

/// What other services know of the variants of a page.
struct Facts {
    prices: HashMap<VariantId, Listed>,
    policies: HashMap<VariantId, StockPolicy>,
}

impl Products {
    pub(super) async fn begin(target: &Target, cx: &Cx) -> Result<Products, Fault> {
        let web = target.web(cx).await?;
        let lists = all_of(|page| {
            let ask = ListPriceLists { channel: Some(web.id), page };
            async { target.pricing.price_lists(cx, ask).await.map_err(|error| Fault::relay(&error)) }
        })
        .await?;
        let categories = all_of(|page| {
            let ask = ListCategories { parent: None, page };
            async { target.catalog.categories(cx, ask).await.map_err(|error| Fault::relay(&error)) }
        })
        .await?;
        Ok(Products {
            target: target.clone(),
            web: web.id,
            currency: web.currency,
            // the one that the channel began with
            list: lists.iter().map(|list| list.id).min(),
            categories: categories.into_iter().map(|category| (category.id, category.path)).collect(),
        })
    }

    pub(super) async fn page(
        &self,
        cx: &Cx,
        after: Option<Cursor>,
        now: Timestamp,
        sheet: &mut Sheet,
    ) -> Result<Option<Cursor>, Fault> {
        let page = PageRequest { limit: Some(PAGE), after };
        let ask = ListProducts { sort: ProductSort::Id, page, ..ListProducts::default() };
        let page = self.target.catalog.products(cx, ask).await.map_err(|error| Fault::relay(&error))?;
        let variants: Vec<VariantId> = page.items.iter().flat_map(|p| &p.variants).map(|variant| variant.id).collect();
        let facts =
            Facts { prices: self.prices(cx, &variants, now).await?, policies: self.policies(cx, &variants).await? };
        for product in &page.items {
            self.write(product, &facts, sheet);
        }
        Ok(page.next)
    }

    async fn prices(
        &self,
        cx: &Cx,
        variants: &[VariantId],
        now: Timestamp,
    ) -> Result<HashMap<VariantId, Listed>, Fault> {
        let mut listed = HashMap::new();
        for variants in variants.chunks(MAX_PRICES) {
            let ask = GetPrices { variants: variants.to_vec(), channel: self.web, at: None };
            let prices = self.target.pricing.prices(cx, ask).await.map_err(|error| Fault::relay(&error))?;
            for VariantPrice { variant, price, compare_at, mrp, list } in prices {
                let (compare_at_minor, mrp_minor) = (compare_at.map(|m| m.minor), mrp.map(|m| m.minor));
                let one = Listed { price_minor: price.minor, compare_at_minor, mrp_minor };
                // a price of another list is in force, and an import would make it the one of this list
                let one = if Some(list) == self.list { Some(one) } else { self.below(cx, variant, now).await? };
                listed.extend(one.map(|one| (variant, one)));
            }
        }
        Ok(listed)
    }

    /// The price of a variant in the list that an import writes to, where another list's is in force.
    async fn below(&self, cx: &Cx, variant: VariantId, now: Timestamp) -> Result<Option<Listed>, Fault> {
        let history = all_of(|page| {
            let ask = GetPriceHistory { variant, channel: Some(self.web), page };
            async { self.target.pricing.price_history(cx, ask).await.map_err(|error| Fault::relay(&error)) }
        })
        .await?;
        let holds = |starts: Timestamp, ends: Option<Timestamp>| starts <= now && ends.is_none_or(|ends| now < ends);
        let ours = history.iter().filter(|one| Some(one.list) == self.list && holds(one.starts_at, one.ends_at));
        let one = ours.max_by_key(|one| (one.starts_at, one.id));
        Ok(one.map(|one| Listed {
            price_minor: one.price_minor,
            compare_at_minor: one.compare_at_minor,
            mrp_minor: one.mrp_minor,
        }))
    }

    async fn policies(&self, cx: &Cx, variants: &[VariantId]) -> Result<HashMap<VariantId, StockPolicy>, Fault> {
        let mut policies = HashMap::new();
        for variants in variants.chunks(MAX_POLICIES) {
            let ask = GetPolicies { variants: variants.to_vec() };
            let read = self.target.inventory.policies(cx, ask).await.map_err(|error| Fault::relay(&error))?;
            policies.extend(read.into_iter().map(|policy| (policy.variant, policy)));
        }
        Ok(policies)
    }

    fn write(&self, product: &Product, facts: &Facts, sheet: &mut Sheet) {
        for row in 0..product.variants.len().max(product.media.len()) {
            match row {
                0 => self.product(product, sheet),
                _ => sheet.blanks(OF_PRODUCT),
            }
            sheet.text(&product.handle);
            match product.variants.get(row) {
                Some(variant) => self.variant(product, variant, facts, sheet),
                None => sheet.blanks(OF_VARIANT),
            }
            match product.media.get(row) {
                Some(picture) => {
                    sheet.text(&picture.url);
                    sheet.plain(&(row + 1).to_string());
                    sheet.text(&picture.alt);
                }
                None => sheet.blanks(3),
            }
            sheet.end();
        }
    }

    fn product(&self, product: &Product, sheet: &mut Sheet) {
        let category = product.category.and_then(|id| self.categories.get(&id));
        let rate = product.tax_class.as_deref().and_then(rate_of);
        let class = product.tax_class.as_deref().filter(|_| rate.is_none());
        let published = product.channels.as_ref().is_none_or(|channels| channels.contains(&self.web));
        sheet.text(&product.title);
        sheet.text(&product.description_html);
        sheet.text(&product.vendor);
        sheet.text(&category.map_or_else(String::new, |path| guard::join(path, '>', " > ")));
        sheet.text(&product.product_type);
        sheet.text(&guard::join(&product.tags, ',', ", "));
        sheet.plain(truth(published));
        sheet.plain(match product.status {
            ProductStatus::Active => "active",
            ProductStatus::Draft => "draft",
            ProductStatus::Archived => "archived",
        });
        sheet.plain(&rate.unwrap_or_default());
        sheet.text(class.unwrap_or_default());
        sheet.text(&product.seo.title);
        sheet.text(&product.seo.description);
        for place in 0..OPTIONS {
            sheet.text(product.options.get(place).map_or("", |option| &option.name));
        }
    }

    fn variant(&self, product: &Product, variant: &Variant, facts: &Facts, sheet: &mut Sheet) {
        sheet.text(&variant.sku);
        sheet.text(&variant.barcode);
        for place in 0..OPTIONS {
            sheet.text(variant.option_values.get(place).map_or("", String::as_str));
        }
        let money =
            |minor: Option<i64>| minor.map_or_else(String::new, |minor| Money::new(minor, self.currency).to_decimal());
        let price = facts.prices.get(&variant.id);
        sheet.plain(&price.map_or_else(|| NONE.to_owned(), |price| money(Some(price.price_minor))));
        sheet.plain(&money(price.and_then(|price| price.compare_at_minor)));
        sheet.plain(&money(price.and_then(|price| price.mrp_minor)));
        sheet.plain(truth(variant.taxable));
        // a blank would take what the first row says
        let first = &product.variants[0];
        let blank = |first_says: bool| if first_says { NONE } else { "" };
        sheet.plain(
            Some(variant.hsn_code.as_str()).filter(|c| !c.is_empty()).unwrap_or(blank(!first.hsn_code.is_empty())),
        );
        let origin = variant.country_of_origin.map(|country| country.to_string());
        sheet.plain(origin.as_deref().unwrap_or(blank(first.country_of_origin.is_some())));
        let policy = facts.policies.get(&variant.id);
        let tracked = policy.is_none_or(|policy| policy.tracked);
        let continues = policy.is_some_and(|policy| policy.backorder == BackorderPolicy::Continue);
        sheet.plain(if tracked { "infrasell" } else { "" });
        sheet.plain(if continues { "continue" } else { "deny" });
        sheet.plain(&variant.weight_grams.to_string());
        sheet.plain("g");
        sheet.plain(truth(variant.requires_shipping));
        sheet.text(variant.image_url.as_deref().unwrap_or_default());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_columns_are_counted_right() {
        assert_eq!(HEADER.len(), OF_PRODUCT + 1 + OF_VARIANT + 3);
        assert_eq!((HEADER[OF_PRODUCT], HEADER[OF_PRODUCT + 1 + OF_VARIANT]), ("URL handle", "Product image URL"));
    }
}
