//! A made-up catalogue of any size, from a seed, for machines that have no real one: the same columns and about the same
//! lengths.

use crate::chance::Chance;
use infrasell_bench_convert::HEADER;
use std::{io, path::Path};

const WORDS: [&str; 40] = [
    "cotton", "steel", "wooden", "classic", "summer", "kitchen", "travel", "soft", "light", "strong", "blue", "green",
    "indigo", "marigold", "handmade", "pressure", "water", "garden", "office", "winter", "ginger", "lemon", "turmeric",
    "rose", "silver", "brass", "copper", "clay", "linen", "silk", "wool", "rice", "wheat", "honey", "pepper",
    "cardamom", "filter", "lamp", "basket", "bottle",
];
const KINDS: [&str; 12] =
    ["shirt", "kurta", "bottle", "lamp", "pan", "bag", "tea", "soap", "notebook", "chair", "blanket", "knife"];
const DEPARTMENTS: [&str; 6] = ["Clothing", "Kitchen", "Home", "Food", "Stationery", "Garden"];
const VENDORS: [&str; 25] = [
    "Amber", "Banyan", "Cedar", "Dune", "Elm", "Fern", "Grove", "Hill", "Iris", "Juniper", "Kite", "Lotus", "Maple",
    "Neem", "Olive", "Pine", "Quill", "River", "Sal", "Teak", "Umber", "Vale", "Willow", "Yarrow", "Zinnia",
];

/// What a catalogue is made of.
#[derive(Debug, Clone, Copy)]
pub struct Made {
    /// How many products, each with one variant.
    pub products: u64,
    /// Where chance begins.
    pub seed: u64,
    /// Units of each; a figure from 0 to 119 when absent.
    pub stock: Option<u64>,
}

/// Writes the catalogue as a product CSV.
///
/// # Errors
/// When the file cannot be written.
pub fn write(file: &Path, made: Made) -> io::Result<()> {
    let mut out = csv::Writer::from_path(file)?;
    out.write_record(HEADER)?;
    let mut chance = Chance::new(made.seed);
    for number in 1..=made.products {
        let kind = chance.word(&KINDS);
        let title = format!("{} {} {kind} {number}", chance.word(&WORDS), chance.word(&WORDS));
        let department = chance.word(&DEPARTMENTS);
        let price = 49 + chance.below(4_950);
        let mrp = price + chance.below(price);
        let stock = made.stock.unwrap_or_else(|| chance.below(120));
        let words = 20 + chance.below(140);
        out.write_record([
            title.as_str(),
            &title.replace(' ', "-"),
            &sentence(&mut chance, words),
            chance.word(&VENDORS),
            &format!("{department} > {kind}"),
            kind,
            department,
            "TRUE",
            "Active",
            &format!("MD-{number:06}"),
            &price.to_string(),
            &if mrp > price { mrp.to_string() } else { String::new() },
            &mrp.to_string(),
            "shopify",
            &stock.to_string(),
            "DENY",
            "TRUE",
        ])?;
    }
    out.flush()
}

/// Writes a catalogue in which each product has two variants.
///
/// # Errors
/// When the file cannot be written.
pub fn write_pairs(file: &Path, products: u64, seed: u64) -> io::Result<()> {
    let mut out = csv::Writer::from_path(file)?;
    out.write_record([
        "Handle",
        "Title",
        "Body (HTML)",
        "Vendor",
        "Type",
        "Tags",
        "Published",
        "Option1 Name",
        "Option1 Value",
        "Variant SKU",
        "Variant Price",
        "Variant Inventory Tracker",
        "Variant Inventory Qty",
    ])?;
    let mut chance = Chance::new(seed);
    for number in 1..=products {
        let kind = chance.word(&KINDS);
        let title = format!("{} {} {kind} {number}", chance.word(&WORDS), chance.word(&WORDS));
        let handle = title.replace(' ', "-");
        let text = sentence(&mut chance, 60);
        let (vendor, tags) = (chance.word(&VENDORS), chance.word(&DEPARTMENTS));
        for size in ["Small", "Large"] {
            let (sku, price) = (format!("MD-{number:06}-{size}"), (49 + chance.below(4_950)).to_string());
            let is_first = size == "Small";
            let first = |text| if is_first { text } else { "" };
            out.write_record([
                handle.as_str(),
                first(&title),
                first(&text),
                first(vendor),
                first(kind),
                first(tags),
                first("TRUE"),
                first("Size"),
                size,
                &sku,
                &price,
                "shopify",
                "1000000",
            ])?;
        }
    }
    out.flush()
}

fn sentence(chance: &mut Chance, words: u64) -> String {
    let mut text = String::new();
    for _ in 0..words {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(chance.word(&WORDS));
    }
    text
}
