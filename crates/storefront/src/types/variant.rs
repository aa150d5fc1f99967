//! Variants: what is put into a cart.

use super::{
    image::ImageOf,
    metafield::{self, Owner},
    product::{self, ProductOf},
};
use crate::{fields, never, object::Table, plan::Field, writer::Writer};
use infrasell_contracts::{
    catalog::{Product, ProductOption, Variant},
    inventory::Availability,
};
use infrasell_kernel::{Money, VariantId};
use infrasell_rules::{
    choice::{self, Chosen, OptionFacts, VariantFacts},
    stock::BackorderPolicy,
};
use serde_json::Value;
use std::sync::LazyLock;

/// A variant of a product.
#[derive(Clone, Copy)]
pub struct VariantOf<'a> {
    /// The product.
    pub product: &'a Product,
    /// The variant.
    pub variant: &'a Variant,
}

impl<'a> VariantOf<'a> {
    /// All variants of a product.
    pub fn all(product: &'a Product) -> impl Iterator<Item = VariantOf<'a>> {
        product.variants.iter().map(move |variant| VariantOf { product, variant })
    }

    /// What is chosen of each of the product's [`options`].
    pub fn values(&self) -> &'a [String] {
        if self.product.options.is_empty() { &ONLY_OPTION[0].values } else { &self.variant.option_values }
    }

    fn image(&self) -> Option<ImageOf<'a>> {
        match &self.variant.image_url {
            Some(url) => {
                let known = self.product.media.iter().find(|media| media.url == *url).map(ImageOf::new);
                Some(known.unwrap_or(ImageOf { url, alt: "" }))
            }
            None => self.product.media.first().map(ImageOf::new),
        }
    }
}

/// What the title of a product's only variant is, to these clients.
const ONLY: &str = "Default Title";
/// What there is to choose of a product without options, to these clients.
static ONLY_OPTION: LazyLock<[ProductOption; 1]> =
    LazyLock::new(|| [ProductOption { name: "Title".into(), values: vec![ONLY.into()] }]);

/// The options of a product, to these clients: one at least.
pub fn options(product: &Product) -> &[ProductOption] {
    if product.options.is_empty() { &*ONLY_OPTION } else { &product.options }
}

/// One choice that tells a variant apart.
#[derive(Clone, Copy)]
pub struct Selected<'a> {
    /// Of what.
    pub name: &'a str,
    /// Which.
    pub value: &'a str,
}

/// How many may be bought at once.
struct Rule;

never! {
    "UnitPriceMeasurement" as Measure {
        "measuredType", "quantityUnit", "quantityValue", "referenceUnit", "referenceValue"
    }
}

fields! { "ProductVariant" for VariantOf<'_>, |v, f, w| {
    "availableForSale" => { let yes = is_for_sale(w, v.variant.id); w.flag(yes) },
    "barcode" => w.text_unless_empty(&v.variant.barcode),
    "compareAtPrice" => { let price = compare_at(w, v.variant.id); w.money_or_null(f, price) },
    "compareAtPriceV2" => { let price = compare_at(w, v.variant.id); w.money_or_null(f, price) },
    "currentlyNotInStock" => {
        w.fleeting();
        let stock = stock(w, v.variant.id);
        w.flag(stock.is_some_and(|s| s.tracked && s.available <= 0 && s.backorder == BackorderPolicy::Continue));
    },
    "id" => w.gid("ProductVariant", v.variant.id.get()),
    "image" => w.object_or_null(f, v.image().as_ref()),
    "metafield" => metafield::one(f, w, Owner::Variant),
    "metafields" => metafield::many(f, w, Owner::Variant),
    "price" => { let price = price(w, v.variant.id); w.money(f, price) },
    "priceV2" => { let price = price(w, v.variant.id); w.money(f, price) },
    "product" => w.object(f, &ProductOf(v.product)),
    "quantityAvailable" => {
        w.fleeting();
        let stock = stock(w, v.variant.id);
        w.int_or_null(stock.filter(|s| s.tracked).map(|s| s.available));
    },
    "quantityRule" => w.object(f, &Rule),
    "requiresComponents" => w.flag(false),
    "requiresShipping" => w.flag(v.variant.requires_shipping),
    "selectedOptions" => {
        let pairs = options(v.product).iter().zip(v.values());
        w.objects(f, pairs.map(|(option, value)| Selected { name: &option.name, value }));
    },
    "sku" => w.text_unless_empty(&v.variant.sku),
    "taxable" => w.flag(v.variant.taxable),
    "title" => w.text(if v.variant.title.is_empty() { ONLY } else { &v.variant.title }),
    "unitPrice" => w.null(),
    "unitPriceMeasurement" => w.object_or_null(f, None::<&Measure>),
    "weight" => w.int(v.variant.weight_grams),
    "weightUnit" => w.text("GRAMS"),
}}

fields! { "SelectedOption" for Selected<'_>, |selected, f, w| {
    "name" => w.text(selected.name),
    "value" => w.text(selected.value),
}}

fields! { "QuantityRule" for Rule, |rule, f, w| {
    "increment" => w.int(1),
    // a shop sets none: what is there is no rule
    "maximum" => w.null(),
    "minimum" => w.int(1),
}}

pub(super) const TABLES: &[Table] =
    &[Table::of::<VariantOf<'static>>(), Table::of::<Selected<'static>>(), Table::of::<Rule>(), Table::of::<Measure>()];

/// The variant with this id and its product, if that is on sale here.
pub fn find<'w>(w: &mut Writer<'w>, id: VariantId) -> Option<VariantOf<'w>> {
    let owner = w.get(&w.facts.owners, &id)?;
    let product = product::find(w, *owner)?;
    VariantOf::all(product).find(|found| found.variant.id == id)
}

/// What a unit costs here; 0 when it has no price, and then it is not for sale either.
pub fn price(w: &mut Writer<'_>, id: VariantId) -> Money {
    let found = w.get(&w.facts.prices, &id).map(|price| price.price);
    found.unwrap_or(Money::new(0, w.ask.channel.currency))
}

/// What that is shown as reduced from.
pub fn compare_at(w: &mut Writer<'_>, id: VariantId) -> Option<Money> {
    w.get(&w.facts.prices, &id).and_then(|price| price.compare_at)
}

/// What can be sold of it.
pub fn stock<'w>(w: &mut Writer<'w>, id: VariantId) -> Option<&'w Availability> {
    w.get(&w.facts.stock, &id)
}

/// Whether one unit can be bought now.
pub fn is_for_sale(w: &mut Writer<'_>, id: VariantId) -> bool {
    let has_price = w.get(&w.facts.prices, &id).is_some();
    stock(w, id).is_some_and(|stock| stock.in_stock) && has_price
}

/// The first variant that can be bought, else the first.
pub fn first_for_sale<'a>(w: &mut Writer<'_>, product: &'a Product) -> Option<VariantOf<'a>> {
    let mut found = None;
    for one in VariantOf::all(product) {
        // each is looked at, so that all are fetched at once
        if is_for_sale(w, one.variant.id) && found.is_none() {
            found = Some(one);
        }
    }
    found.or_else(|| VariantOf::all(product).next())
}

/// What choosing needs to know of a product; whether variants can be bought only when `asks`.
fn choosing<'a>(w: &mut Writer<'_>, product: &'a Product, asks: bool) -> (Vec<OptionFacts<'a>>, Vec<VariantFacts<'a>>) {
    let options = options(product).iter().map(|option| OptionFacts { name: &option.name, values: &option.values });
    let mut variants = Vec::with_capacity(product.variants.len());
    for one in VariantOf::all(product) {
        // each is looked at, so that all are fetched at once
        let is_available = asks && is_for_sale(w, one.variant.id);
        variants.push(VariantFacts { values: one.values(), is_available });
    }
    (options.collect(), variants)
}

/// The variants that differ in one option from what is chosen; from the first that can be bought when nothing is.
pub fn adjacent<'w, 'a>(f: &'w Field, w: &mut Writer<'w>, product: &'a Product) -> Vec<VariantOf<'a>> {
    let choice = Choice::read(f, w);
    let pairs = choice.as_ref().map_or(&[][..], |choice| &choice.pairs);
    let (options, variants) = choosing(w, product, pairs.is_empty());
    let chosen = Chosen {
        options: pairs,
        ignores_unknown: choice.as_ref().is_none_or(|choice| choice.passes_over),
        ignores_case: choice.as_ref().is_some_and(|choice| choice.folds_case),
    };
    let places = choice::adjacent(&options, &variants, chosen);
    let variant = |at: usize| product.variants.get(at).map(|variant| VariantOf { product, variant });
    places.into_iter().filter_map(variant).collect()
}

/// Which choices there are, or can be bought, as a trie in text.
pub fn encoded(w: &mut Writer<'_>, product: &Product, available: bool) -> String {
    let (options, variants) = choosing(w, product, available);
    let kept = variants.into_iter().filter(|variant| !available || variant.is_available);
    choice::encode(&choice::combinations(&options, kept))
}

/// What a client has chosen of a product's options.
pub struct Choice<'a> {
    pairs: Vec<(&'a str, &'a str)>,
    folds_case: bool,
    passes_over: bool,
}

impl<'w> Choice<'w> {
    /// As the arguments of a field say; `None` when they say nothing.
    pub fn read(f: &'w Field, w: &Writer<'w>) -> Option<Self> {
        let given = w.args(f).get("selectedOptions")?.as_array()?;
        let text = |one: &'w Value, name: &str| one.get(name).and_then(Value::as_str).unwrap_or("");
        let pairs = given.iter().map(|one| (text(one, "name"), text(one, "value"))).collect();
        let (folds_case, passes_over) = (w.arg_flag(f, "caseInsensitiveMatch"), w.arg_flag(f, "ignoreUnknownOptions"));
        Some(Choice { pairs, folds_case, passes_over })
    }

    /// Whether nothing was chosen.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// The first variant that has all that was chosen, when that says anything of this product.
    #[must_use]
    pub fn find<'a>(&self, product: &'a Product) -> Option<VariantOf<'a>> {
        let same =
            |one: &str, other: &str| one == other || (self.folds_case && one.to_lowercase() == other.to_lowercase());
        let mut wanted = vec![];
        for (name, value) in &self.pairs {
            match options(product).iter().position(|option| same(&option.name, name)) {
                Some(at) => wanted.push((at, *value)),
                None if self.passes_over => {}
                None => return None,
            }
        }
        // a choice that says nothing of this product finds nothing of it, and one of a part of the options is none
        if wanted.len() < options(product).len() {
            return None;
        }
        VariantOf::all(product)
            .find(|one| wanted.iter().all(|(at, value)| one.values().get(*at).is_some_and(|has| same(has, value))))
    }
}
