//! Which variant a choice of option values leads to, and which choices there are at all.
//!
//! Always true: a choice that no variant has leads to a variant all the same, if there is any; what is encoded decodes to
//! the same combinations; no answer depends on anything but the facts and their order.

use std::fmt::Write;

/// What tells variants apart, of one product.
#[derive(Debug, Clone, Copy)]
pub struct OptionFacts<'a> {
    /// `Size`.
    pub name: &'a str,
    /// `S`, `M`, `L`, in the order shown.
    pub values: &'a [String],
}

/// A variant, as far as choosing goes.
#[derive(Debug, Clone, Copy)]
pub struct VariantFacts<'a> {
    /// One value an option, in the options' order.
    pub values: &'a [String],
    /// Whether one unit can be bought now.
    pub is_available: bool,
}

/// What a buyer has chosen, and how strictly he is taken at his word.
#[derive(Debug, Clone, Copy)]
pub struct Chosen<'a> {
    /// Option names and values; empty when nothing is chosen yet.
    pub options: &'a [(&'a str, &'a str)],
    /// Whether options that the product does not have are passed over. When not, such a choice leads to no variant.
    pub ignores_unknown: bool,
    /// Whether `small` is `Small`.
    pub ignores_case: bool,
}

impl Chosen<'_> {
    /// The place of each known option that is chosen, with its value; none when an unknown one forbids the whole choice.
    fn known<'s>(&'s self, options: &[OptionFacts<'_>]) -> Option<Vec<(usize, &'s str)>> {
        let mut known = Vec::with_capacity(self.options.len());
        for (name, value) in self.options {
            match options.iter().position(|option| self.is_same(option.name, name)) {
                Some(at) => known.push((at, *value)),
                None if self.ignores_unknown => {}
                None => return None,
            }
        }
        Some(known)
    }

    fn is_same(&self, one: &str, other: &str) -> bool {
        one == other || (self.ignores_case && one.to_lowercase() == other.to_lowercase())
    }

    /// In how many of `known` the variant differs.
    fn differences(&self, known: &[(usize, &str)], variant: &VariantFacts<'_>) -> usize {
        let differs = |(at, value): &&(usize, &str)| !variant.values.get(*at).is_some_and(|v| self.is_same(v, value));
        known.iter().filter(differs).count()
    }
}

/// The variant that has everything that is chosen, one that can be bought before one that cannot; none when nothing that
/// this product knows is chosen, or no variant has it.
#[must_use]
pub fn selected(options: &[OptionFacts<'_>], variants: &[VariantFacts<'_>], chosen: Chosen<'_>) -> Option<usize> {
    let known = chosen.known(options).filter(|known| !known.is_empty())?;
    let fits = |variant: &VariantFacts<'_>| chosen.differences(&known, variant) == 0;
    let available = variants.iter().position(|variant| variant.is_available && fits(variant));
    available.or_else(|| variants.iter().position(fits))
}

/// The first variant that can be bought, or the first at all.
#[must_use]
pub fn first_available(variants: &[VariantFacts<'_>]) -> Option<usize> {
    let available = variants.iter().position(|variant| variant.is_available);
    available.or(if variants.is_empty() { None } else { Some(0) })
}

/// The variant that is [`selected`], else the [`first_available`].
#[must_use]
pub fn selected_or_first_available(
    options: &[OptionFacts<'_>],
    variants: &[VariantFacts<'_>],
    chosen: Chosen<'_>,
) -> Option<usize> {
    selected(options, variants, chosen).or_else(|| first_available(variants))
}

/// The variants that are one step away: they differ from what is chosen in exactly one option. With nothing chosen,
/// from the [`first_available`].
#[must_use]
pub fn adjacent(options: &[OptionFacts<'_>], variants: &[VariantFacts<'_>], chosen: Chosen<'_>) -> Vec<usize> {
    let Some(mut known) = chosen.known(options) else { return vec![] };
    if known.is_empty() {
        let Some(first) = first_available(variants) else { return vec![] };
        known = variants[first].values.iter().map(String::as_str).enumerate().collect();
    }
    let differs = |at: &usize| chosen.differences(&known, &variants[*at]) == 1;
    (0..variants.len()).filter(differs).collect()
}

/// The combinations that the variants are, as places among the options' values, sorted, each once. A variant with a value
/// that its option does not list is left out.
#[must_use]
pub fn combinations<'a>(
    options: &[OptionFacts<'_>],
    variants: impl Iterator<Item = VariantFacts<'a>>,
) -> Vec<Vec<usize>> {
    let place = |(option, value): (&OptionFacts<'_>, &String)| option.values.iter().position(|known| known == value);
    let mut all: Vec<Vec<usize>> = variants
        .filter(|variant| variant.values.len() == options.len())
        .filter_map(|variant| options.iter().zip(variant.values).map(place).collect())
        .collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The combinations as a trie in text, in the form called v1: places of values; `:` goes on to the next option, `,` ends
/// what shares the choice so far, a space is a gap among neighbours, and `-` a run of them. `combinations` are sorted,
/// each once, and all of the same length. Nothing encodes to nothing.
#[must_use]
pub fn encode(combinations: &[Vec<usize>]) -> String {
    if combinations.first().is_none_or(Vec::is_empty) {
        return String::new();
    }
    let mut out = String::from("v1_");
    level(&mut out, combinations, 0);
    out
}

/// Writes what follows one choice of the options before `depth`.
fn level(out: &mut String, combinations: &[Vec<usize>], depth: usize) {
    let is_last = combinations.first().is_some_and(|one| one.len() == depth + 1);
    if is_last {
        runs(out, combinations, depth);
        return;
    }
    for same in combinations.chunk_by(|a, b| a[depth] == b[depth]) {
        // writing to a string does not fail
        let _ = write!(out, "{}:", same[0][depth]);
        level(out, same, depth + 1);
        out.push(',');
    }
}

fn runs(out: &mut String, combinations: &[Vec<usize>], depth: usize) {
    for (i, run) in combinations.chunk_by(|a, b| a[depth] + 1 == b[depth]).enumerate() {
        if i > 0 {
            out.push(' ');
        }
        let (first, last) = (run[0][depth], run[run.len() - 1][depth]);
        let _ = if first == last { write!(out, "{first}") } else { write!(out, "{first}-{last}") };
    }
}
