//! One row, seen through the columns: what kind of row it is and what its cells say.

use super::{
    Note, Rejection, Variant,
    cells::{self, Unit},
    columns::{Column, Columns, OPTIONS},
    records::{Excess, MAX_FIELD_BYTES, MAX_FIELDS, MAX_RECORD_BYTES, Record},
};
use infrasell_contracts::catalog::Media;
use infrasell_kernel::{CountryCode, Currency};
use std::borrow::Cow;

/// What says that there is nothing, where a blank leaves it open.
pub(crate) const NONE: &str = "none";

/// One record with the meaning of its fields.
#[derive(Clone, Copy)]
pub(crate) struct Row<'a> {
    pub(crate) record: &'a Record,
    pub(crate) columns: &'a Columns,
}

impl<'a> Row<'a> {
    /// The line it begins on.
    pub(crate) fn line(self) -> u64 {
        self.record.line
    }

    /// The cell of a column, without blanks around it; empty when the file has no such column.
    pub(crate) fn text(self, column: Column) -> Cow<'a, str> {
        self.columns.place(column).map_or(Cow::Borrowed(""), |place| self.record.text(place))
    }

    /// The cell, if there is something in it.
    pub(crate) fn filled(self, column: Column) -> Option<Cow<'a, str>> {
        Some(self.text(column)).filter(|text| !text.is_empty())
    }

    /// The cell, at most `max` characters.
    pub(crate) fn limited(self, column: Column, max: usize) -> Result<String, Rejection> {
        let text = self.text(column);
        if text.len() > max && text.chars().count() > max {
            return Err(self.reject(column, format!("longer than {max} characters")));
        }
        Ok(text.into_owned())
    }

    /// The cell read by `parse`; blank is `None`.
    pub(crate) fn read<T>(
        self,
        column: Column,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Result<Option<T>, Rejection> {
        let Some(text) = self.filled(column) else { return Ok(None) };
        parse(&text).map(Some).map_err(|reason| self.reject(column, reason))
    }

    /// Whether the cell says `none`: that there is nothing, which a blank leaves open.
    pub(crate) fn says_none(self, column: Column) -> bool {
        self.text(column).eq_ignore_ascii_case(NONE)
    }

    /// The cell read by `parse`; blank and `none` are `None`.
    pub(crate) fn stated<T>(
        self,
        column: Column,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Result<Option<T>, Rejection> {
        if self.says_none(column) { Ok(None) } else { self.read(column, parse) }
    }

    /// Rejects the row for one of its cells.
    pub(crate) fn reject(self, column: Column, reason: impl Into<String>) -> Rejection {
        self.reject_named(self.columns.name(column), reason.into())
    }

    /// Rejects the row for the cell in the column of this name.
    fn reject_named(self, column: &str, reason: String) -> Rejection {
        reject_named(self.record, self.columns.headers(), column, reason)
    }

    /// Rejects the row as a whole.
    pub(crate) fn reject_whole(self, reason: impl Into<String>) -> Rejection {
        Rejection { line: self.line(), column: String::new(), reason: reason.into() }
    }

    /// Notes what was made of a cell.
    pub(crate) fn note(self, column: Column, text: impl Into<String>) -> Note {
        Note { line: self.line(), column: self.columns.name(column).into(), text: text.into() }
    }

    /// Whether the record can be used at all.
    pub(crate) fn check(self) -> Result<(), Rejection> {
        check(self.record, self.columns.headers())
    }

    /// The handle of the product that the row belongs to: its own, or one made from its title.
    pub(crate) fn handle(self) -> Result<String, Rejection> {
        let (column, text) = match self.filled(Column::Handle) {
            Some(text) => (Column::Handle, text),
            None => (Column::Title, self.text(Column::Title)),
        };
        if text.is_empty() {
            return Err(self.reject(Column::Handle, "neither a handle nor a title says which product this row is of"));
        }
        let handle = infrasell_kernel::handle::handle(&text);
        if handle.is_empty() {
            return Err(self.reject(column, format!("no handle can be made of '{}'", cells::shown(&text))));
        }
        if handle.chars().count() > 255 {
            return Err(self.reject(column, "the handle is longer than 255 characters"));
        }
        Ok(handle)
    }

    /// Whether the row says anything of a variant.
    pub(crate) fn has_variant(self) -> bool {
        let cells = [Column::Sku, Column::Barcode, Column::Price, Column::CompareAt, Column::Mrp];
        let values = OPTIONS.map(|(_, value)| value);
        cells.into_iter().chain(values).any(|column| self.filled(column).is_some())
            || self.columns.stock_places().any(|place| !self.record.text(place).is_empty())
    }

    /// The picture in the row with its place among the product's pictures, if there is one.
    pub(crate) fn image(self) -> Result<Option<(Media, i64)>, Rejection> {
        let Some(url) = self.read(Column::Image, cells::image_url)? else { return Ok(None) };
        let alt = self.limited(Column::ImageAlt, 512)?;
        let position = self.read(Column::ImagePosition, cells::units)?.unwrap_or(i64::MAX);
        Ok(Some((Media { url, alt }, position)))
    }

    /// The variant in the row. `option_values` has been read already.
    pub(crate) fn variant(
        self,
        option_values: Vec<String>,
        currency: Currency,
        notes: &mut Vec<Note>,
    ) -> Result<Variant, Rejection> {
        let price = |column| self.read(column, |text| cells::price(text, currency));
        let price_minor = if self.says_none(Column::Price) { None } else { price(Column::Price)? };
        if price_minor.is_none() && !self.says_none(Column::Price) {
            return Err(self.reject(Column::Price, "the price is missing"));
        }
        // what is not above the price is no reduction
        let compare_at_minor = price(Column::CompareAt)?.filter(|minor| Some(*minor) > price_minor);
        let mrp_minor = price(Column::Mrp)?.filter(|minor| *minor > 0);
        if mrp_minor.is_some_and(|mrp| Some(mrp) < price_minor) {
            return Err(self.reject(Column::Mrp, "the price is above the maximum retail price"));
        }
        if self.read(Column::GiftCard, cells::boolean)? == Some(true) {
            return Err(self.reject(Column::GiftCard, "a gift card is not a product that can be imported"));
        }
        let stock = self.stock(notes)?;
        // a file without a tracker column counts what it gives figures for
        let tracked = match self.columns.has(Column::Tracker) {
            true => self.filled(Column::Tracker).is_some(),
            false => stock.iter().any(Option::is_some),
        };
        Ok(Variant {
            line: self.line(),
            option_values,
            sku: self.limited(Column::Sku, 255)?,
            barcode: self.limited(Column::Barcode, 64)?,
            price_minor,
            compare_at_minor,
            mrp_minor,
            taxable: self.read(Column::Taxable, cells::boolean)?.unwrap_or(true),
            hsn_code: self.stated(Column::Hsn, cells::hsn)?.unwrap_or_default(),
            no_hsn: self.says_none(Column::Hsn),
            country_of_origin: self.stated(Column::Origin, country)?,
            no_origin: self.says_none(Column::Origin),
            tracked,
            continues: self.read(Column::Policy, cells::continues)?.unwrap_or(false),
            stock,
            weight_grams: self.weight_grams(notes)?,
            requires_shipping: self.read(Column::RequiresShipping, cells::boolean)?.unwrap_or(true),
            image_url: self.read(Column::VariantImage, cells::image_url)?,
        })
    }

    fn stock(self, notes: &mut Vec<Note>) -> Result<Vec<Option<i64>>, Rejection> {
        let mut stock = vec![];
        for place in self.columns.stock_places() {
            let text = self.record.text(place);
            let header = self.columns.header(place);
            let units = if text.is_empty() { None } else { Some(cells::units(&text)) };
            let units = units.transpose().map_err(|reason| self.reject_named(header, reason))?;
            if units.is_some_and(|units| units < 0) {
                let text = format!("{text} on hand cannot be; taken as 0");
                notes.push(Note { line: self.line(), column: header.to_owned(), text });
            }
            stock.push(units.map(|units| units.max(0)));
        }
        Ok(stock)
    }

    /// Grams. A column of grams holds grams whatever unit stands beside it, which only says how to show them. But less
    /// than a gram beside pounds is a weight in pounds: no export writes the former, and people write the latter.
    fn weight_grams(self, notes: &mut Vec<Note>) -> Result<i64, Rejection> {
        let unit = self.read(Column::WeightUnit, Unit::parse)?.unwrap_or(Unit::Gram);
        if let Some(grams) = self.read(Column::Weight, |text| cells::grams(text, unit))? {
            return Ok(grams);
        }
        let Some(text) = self.filled(Column::Grams) else { return Ok(0) };
        let meant = if cells::below_a_gram(&text, unit) { unit } else { Unit::Gram };
        let grams = cells::grams(&text, meant).map_err(|reason| self.reject(Column::Grams, reason))?;
        if meant != Unit::Gram {
            let unit = self.text(Column::WeightUnit);
            notes.push(
                self.note(Column::Grams, format!("{text} is less than a gram; taken as {text} {unit}, {grams} g")),
            );
        }
        Ok(grams)
    }
}

/// Rejects a record for the cell in the column of this name. A row that is too short may hold its cells in the wrong
/// columns, which is worth saying beside what was found wrong.
pub(crate) fn reject_named(record: &Record, headers: &[String], column: &str, mut reason: String) -> Rejection {
    let (fields, columns) = (record.len(), headers.len());
    if fields < columns {
        reason = format!("{reason} (the row has {fields} fields and the header {columns})");
    }
    Rejection { line: record.line, column: column.to_owned(), reason }
}

/// Whether a record under these headers can be used at all.
pub(crate) fn check(record: &Record, headers: &[String]) -> Result<(), Rejection> {
    let whole = |reason: String| Err(Rejection { line: record.line, column: String::new(), reason });
    let header = |place: usize| headers.get(place).map_or("", String::as_str);
    match record.excess {
        None => {}
        Some(Excess::Record) => return whole(format!("the row is longer than {MAX_RECORD_BYTES} bytes")),
        Some(Excess::Fields) => return whole(format!("the row has more than {MAX_FIELDS} fields")),
        Some(Excess::Field(place)) => {
            let reason = format!("the field is longer than {MAX_FIELD_BYTES} bytes");
            return Err(Rejection { line: record.line, column: header(place).to_owned(), reason });
        }
        Some(Excess::OpenQuote) => return whole("a quote is opened and never closed".into()),
    }
    if record.is_blank() {
        return whole("the row is empty".into());
    }
    let (fields, columns) = (record.len(), headers.len());
    if (columns..fields).any(|place| !record.field(place).trim_ascii().is_empty()) {
        return whole(format!("the row has {fields} fields, and the header {columns}"));
    }
    if record.contains_zero() {
        let place = (0..fields).find(|&place| record.field(place).contains(&0)).unwrap_or(0);
        return Err(reject_named(record, headers, header(place), "contains a zero character".into()));
    }
    Ok(())
}

pub(crate) fn country(text: &str) -> Result<CountryCode, String> {
    text.to_ascii_uppercase().parse().map_err(|_| format!("'{}' is not a country code like IN", cells::shown(text)))
}
