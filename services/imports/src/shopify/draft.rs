//! A product while its rows come in.
//!
//! Always true: each row that was pushed is one of the draft's lines or one of its rejections, and when the product as a
//! whole cannot be made, all of its lines become rejections.

use super::{
    Note, Product, Rejection, Step, Variant, cells,
    columns::{Column, OPTIONS},
    row::Row,
    seen::Skus,
};
use crate::guard;
use infrasell_contracts::catalog::{MAX_MEDIA, MAX_TAGS, MAX_VARIANTS, Media, ProductStatus};
use infrasell_kernel::{CountryCode, Currency};
use std::collections::{HashMap, HashSet};

/// The most bytes of HTML that describe a product.
const MAX_DESCRIPTION_BYTES: usize = 512 << 10;
/// The most levels in a category's path.
const MAX_LEVELS: usize = 10;
/// The most rows that one product can have: its variants and its pictures.
const MAX_ROWS: usize = MAX_VARIANTS + MAX_MEDIA;

/// What the row with the title says of the product as a whole.
struct Base {
    /// The product, without what its other rows bring.
    product: Product,
    /// For variants that say nothing of it themselves.
    hsn_code: String,
    /// For variants that say nothing of it themselves.
    country_of_origin: Option<CountryCode>,
}

/// A product in the making.
pub(crate) struct Draft {
    handle: String,
    currency: Currency,
    no_title: Rejection,
    no_price: Rejection,
    base: Option<Base>,
    /// Names, each with its place among the three.
    options: Vec<(usize, String)>,
    variants: Vec<Variant>,
    images: Vec<(Media, i64)>,
    by_options: HashMap<Vec<String>, u64>,
    lines: Vec<u64>,
    rejected: Vec<Rejection>,
    notes: Vec<Note>,
    /// What makes the product impossible.
    fatal: Option<Rejection>,
}

impl Draft {
    /// A draft whose first row is `row`.
    pub(crate) fn new(handle: String, currency: Currency, row: Row<'_>) -> Self {
        Draft {
            handle,
            currency,
            no_title: row.reject(Column::Title, "the product has no title"),
            no_price: row.reject(Column::Price, "the price is missing"),
            base: None,
            options: vec![],
            variants: vec![],
            images: vec![],
            by_options: HashMap::new(),
            lines: vec![],
            rejected: vec![],
            notes: vec![],
            fatal: None,
        }
    }

    /// How many rows it has taken or rejected.
    pub(crate) fn rows(&self) -> usize {
        self.lines.len() + self.rejected.len()
    }

    /// Takes the next row.
    pub(crate) fn push(&mut self, row: Row<'_>, skus: &mut Skus) {
        let notes = self.notes.len();
        match self.take(row, skus) {
            Ok(()) => self.lines.push(row.line()),
            Err(rejection) => {
                self.notes.truncate(notes);
                self.rejected.push(rejection);
            }
        }
    }

    fn take(&mut self, row: Row<'_>, skus: &mut Skus) -> Result<(), Rejection> {
        if self.lines.len() >= MAX_ROWS {
            return Err(row.reject_whole(format!("the product has more than {MAX_ROWS} rows")));
        }
        let opens = self.take_base(row);
        self.take_option_names(row)?;
        let image = self.new_image(row)?;
        if row.has_variant() {
            self.take_variant(row, skus)?;
        } else if !opens && row.filled(Column::Image).is_none() {
            return Err(row.reject_whole("the row holds neither a variant nor a picture"));
        }
        self.images.extend(image);
        Ok(())
    }

    /// Reads what the first row with a title says of the product; whether this was that row.
    fn take_base(&mut self, row: Row<'_>) -> bool {
        let title = row.text(Column::Title);
        if title.is_empty() {
            return false;
        }
        if let Some(base) = &self.base {
            if base.product.title != title {
                let kept = cells::shown(&base.product.title);
                self.notes.push(row.note(Column::Title, format!("the product keeps its first title, '{kept}'")));
            }
            return false;
        }
        match base(row, &self.handle) {
            Ok(base) => self.base = Some(base),
            Err(rejection) => {
                self.fatal.get_or_insert(rejection);
            }
        }
        true
    }

    /// Reads the names of the options, which stand in the product's first row and may be repeated.
    fn take_option_names(&mut self, row: Row<'_>) -> Result<(), Rejection> {
        let mut names = vec![];
        for (place, (column, _)) in OPTIONS.into_iter().enumerate() {
            let name = row.limited(column, 100)?;
            if !name.is_empty() {
                names.push((place, name));
            }
        }
        if let [(0, name)] = names.as_slice()
            && name.eq_ignore_ascii_case("Title")
            && is_default(&row.text(Column::Option1Value))
        {
            return Ok(());
        }
        if !self.options.is_empty() || !self.variants.is_empty() {
            for (place, name) in names {
                if !self.options.iter().any(|(at, own)| *at == place && own.eq_ignore_ascii_case(&name)) {
                    let reason = format!("'{}' is not an option of the product's first row", cells::shown(&name));
                    return Err(row.reject(OPTIONS[place].0, reason));
                }
            }
            return Ok(());
        }
        for (place, name) in &names {
            if names.iter().any(|(other, same)| other < place && same.eq_ignore_ascii_case(name)) {
                return Err(row.reject(OPTIONS[*place].0, format!("two options are called '{}'", cells::shown(name))));
            }
        }
        self.options = names;
        Ok(())
    }

    /// Reads one value an option.
    fn option_values(&self, row: Row<'_>) -> Result<Vec<String>, Rejection> {
        let mut values = vec![];
        for (place, (name_column, column)) in OPTIONS.into_iter().enumerate() {
            let value = row.limited(column, 255)?;
            let option = self.options.iter().find(|(at, _)| *at == place);
            match option {
                Some((_, name)) if value.is_empty() => {
                    return Err(row.reject(column, format!("the value of {} is missing", cells::shown(name))));
                }
                Some(_) => values.push(value),
                None if value.is_empty() || (self.options.is_empty() && is_default(&value)) => {}
                None => return Err(row.reject(name_column, "the option has a value and no name")),
            }
        }
        Ok(values)
    }

    fn take_variant(&mut self, row: Row<'_>, skus: &mut Skus) -> Result<(), Rejection> {
        let values = self.option_values(row)?;
        if let Some(line) = self.by_options.get(&values) {
            let reason = match values.len() {
                0 => format!("a product without options has one variant, which is on line {line}"),
                _ => format!("the variant with these options is on line {line} already"),
            };
            return Err(row.reject(Column::Option1Value, reason));
        }
        if self.variants.len() >= MAX_VARIANTS {
            return Err(row.reject_whole(format!("the product has more than {MAX_VARIANTS} variants")));
        }
        self.check_rate(row)?;
        let variant = row.variant(values, self.currency, &mut self.notes)?;
        if !variant.sku.is_empty() {
            skus.claim(&variant.sku, variant.line)
                .map_err(|line| row.reject(Column::Sku, format!("line {line} has this SKU already")))?;
        }
        self.by_options.insert(variant.option_values.clone(), variant.line);
        self.variants.push(variant);
        Ok(())
    }

    /// A product has one rate of tax.
    fn check_rate(&self, row: Row<'_>) -> Result<(), Rejection> {
        let rate = row.read(Column::GstRate, cells::percent)?;
        let ours = self.base.as_ref().and_then(|base| base.product.gst_rate);
        if rate.is_some() && self.base.is_some() && rate != ours {
            return Err(row.reject(Column::GstRate, "the product's first row has another rate"));
        }
        Ok(())
    }

    /// The picture in the row, if the product does not have it yet.
    fn new_image(&self, row: Row<'_>) -> Result<Option<(Media, i64)>, Rejection> {
        let Some((media, position)) = row.image()? else { return Ok(None) };
        if self.images.iter().any(|(other, _)| other.url == media.url) {
            return Ok(None);
        }
        if self.images.len() >= MAX_MEDIA {
            return Err(row.reject(Column::Image, format!("the product has more than {MAX_MEDIA} pictures")));
        }
        Ok(Some((media, position)))
    }

    /// Makes the product of what came in.
    pub(crate) fn finish(mut self) -> Step {
        if self.fatal.is_none() && self.base.is_none() {
            self.fatal = Some(self.no_title.clone());
        }
        if self.fatal.is_none() && self.variants.is_empty() && !self.lines.is_empty() {
            let mut fatal = Rejection { line: self.lines[0], ..self.no_price.clone() };
            if !self.rejected.is_empty() {
                fatal.reason = "no variant of the product is left".into();
            }
            self.fatal = Some(fatal);
        }
        let base = self.base.take();
        match (self.fatal.take(), base) {
            (None, Some(base)) if !self.variants.is_empty() => self.complete(base),
            (Some(fatal), _) => self.refuse(fatal),
            (None, _) => Step { product: None, rejected: self.rejected, notes: self.notes },
        }
    }

    fn refuse(mut self, fatal: Rejection) -> Step {
        for line in self.lines {
            if line == fatal.line {
                self.rejected.push(fatal.clone());
                continue;
            }
            let reason = format!("the product cannot be made: line {}, {}", fatal.line, fatal.reason);
            self.rejected.push(Rejection { line, column: fatal.column.clone(), reason });
        }
        Step { product: None, rejected: self.rejected, notes: self.notes }
    }

    fn complete(mut self, base: Base) -> Step {
        self.images.sort_by_key(|(_, position)| *position);
        let mut product = base.product;
        product.images = self.images.into_iter().map(|(media, _)| media).collect();
        let mut known: HashSet<String> = product.images.iter().map(|media| media.url.clone()).collect();
        for variant in &mut self.variants {
            if variant.hsn_code.is_empty() && !variant.no_hsn {
                variant.hsn_code.clone_from(&base.hsn_code);
            }
            if !variant.no_origin {
                variant.country_of_origin = variant.country_of_origin.or(base.country_of_origin);
            }
            let Some(url) = &variant.image_url else { continue };
            if known.contains(url) {
                continue;
            }
            if product.images.len() < MAX_MEDIA {
                known.insert(url.clone());
                product.images.push(Media { url: url.clone(), alt: String::new() });
            } else {
                variant.image_url = None;
            }
        }
        product.options = self.options.into_iter().map(|(_, name)| name).collect();
        product.variants = self.variants;
        product.lines = self.lines;
        Step { product: Some(product), rejected: self.rejected, notes: self.notes }
    }
}

/// Whether an option's value is the one that stands for a product without options.
fn is_default(value: &str) -> bool {
    value.eq_ignore_ascii_case("Default Title")
}

/// What a row says of the product as a whole.
fn base(row: Row<'_>, handle: &str) -> Result<Base, Rejection> {
    let description_html = row.text(Column::Description).into_owned();
    if description_html.len() > MAX_DESCRIPTION_BYTES {
        return Err(row.reject(Column::Description, format!("longer than {MAX_DESCRIPTION_BYTES} bytes")));
    }
    let product = Product {
        handle: handle.to_owned(),
        title: row.limited(Column::Title, 255)?,
        description_html,
        vendor: row.limited(Column::Vendor, 255)?,
        category: category(row)?,
        product_type: row.limited(Column::Type, 255)?,
        tags: tags(row)?,
        published: row.read(Column::Published, cells::boolean)?.unwrap_or(true),
        status: row.read(Column::Status, cells::status)?.unwrap_or(ProductStatus::Active),
        gst_rate: row.read(Column::GstRate, cells::percent)?,
        tax_class: Some(row.limited(Column::TaxClass, 32)?).filter(|code| !code.is_empty()),
        seo_title: row.limited(Column::SeoTitle, 255)?,
        seo_description: row.limited(Column::SeoDescription, 1_000)?,
        options: vec![],
        variants: vec![],
        images: vec![],
        lines: vec![],
    };
    let hsn_code = row.stated(Column::Hsn, cells::hsn)?.unwrap_or_default();
    let country_of_origin = row.stated(Column::Origin, super::row::country)?;
    Ok(Base { product, hsn_code, country_of_origin })
}

fn category(row: Row<'_>) -> Result<Vec<String>, Rejection> {
    let text = row.text(Column::Category);
    let path = guard::split(&text, '>');
    if path.len() > MAX_LEVELS || path.iter().any(|level| level.chars().count() > 255) {
        let reason = format!("a category has at most {MAX_LEVELS} levels of at most 255 characters");
        return Err(row.reject(Column::Category, reason));
    }
    Ok(path)
}

fn tags(row: Row<'_>) -> Result<Vec<String>, Rejection> {
    let text = row.text(Column::Tags);
    let mut tags = guard::split(&text, ',');
    tags.sort();
    tags.dedup();
    if tags.len() > MAX_TAGS || tags.iter().any(|tag| tag.chars().count() > 255) {
        return Err(row.reject(Column::Tags, format!("at most {MAX_TAGS} tags of at most 255 characters")));
    }
    Ok(tags)
}
