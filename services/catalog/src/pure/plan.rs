//! Which stored variant each variant of an update is.

use super::content::VariantContent;
use infrasell_contracts::catalog::Variant;
use infrasell_kernel::VariantId;
use std::collections::{HashMap, HashSet};

/// Finds the stored variant of each one in `wanted`: by its id where that is given, else by its option values.
/// `None` means that it is new.
///
/// # Errors
/// The places in `wanted` whose id is not one of this product's.
pub(crate) fn match_variants(
    stored: &[Variant],
    wanted: &[VariantContent],
    ids: &[Option<VariantId>],
) -> Result<Vec<Option<VariantId>>, Vec<usize>> {
    let known: HashSet<VariantId> = stored.iter().map(|variant| variant.id).collect();
    let claimed: HashSet<VariantId> = ids.iter().flatten().copied().collect();
    let strangers: Vec<usize> = (0..ids.len()).filter(|i| ids[*i].is_some_and(|id| !known.contains(&id))).collect();
    if !strangers.is_empty() {
        return Err(strangers);
    }
    let free = stored.iter().filter(|variant| !claimed.contains(&variant.id));
    let by_values: HashMap<&[String], VariantId> =
        free.map(|variant| (variant.option_values.as_slice(), variant.id)).collect();
    let found = |(content, id): (&VariantContent, &Option<VariantId>)| {
        id.or_else(|| by_values.get(content.option_values.as_slice()).copied())
    };
    Ok(wanted.iter().zip(ids).map(found).collect())
}

/// The stored variants that nobody wants any more.
pub(crate) fn gone(stored: &[Variant], matched: &[Option<VariantId>]) -> Vec<VariantId> {
    let kept: HashSet<VariantId> = matched.iter().flatten().copied().collect();
    stored.iter().map(|variant| variant.id).filter(|id| !kept.contains(id)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stored(id: i64, value: &str) -> Variant {
        Variant {
            id: VariantId::from_i64(id),
            title: value.into(),
            sku: String::new(),
            barcode: String::new(),
            option_values: vec![value.into()],
            weight_grams: 0,
            hsn_code: String::new(),
            country_of_origin: None,
            requires_shipping: true,
            taxable: true,
            image_url: None,
        }
    }

    fn wanted(value: &str) -> VariantContent {
        VariantContent {
            sku: String::new(),
            barcode: String::new(),
            option_values: vec![value.into()],
            weight_grams: 0,
            hsn_code: String::new(),
            country_of_origin: None,
            requires_shipping: true,
            taxable: true,
            image_url: None,
        }
    }

    #[test]
    fn ids_win_over_values_and_each_variant_is_found_once() {
        let id = VariantId::from_i64;
        let have = [stored(1, "S"), stored(2, "M"), stored(3, "L")];
        // 2 is renamed to S by id, so S by value finds nothing but is not taken from 1 either
        let want = [wanted("XS"), wanted("L"), wanted("XL")];
        let matched = match_variants(&have, &want, &[Some(id(2)), None, None]).unwrap();
        assert_eq!(matched, [Some(id(2)), Some(id(3)), None]);
        assert_eq!(gone(&have, &matched), [id(1)]);
        // the values of a variant claimed by id are not matched again
        let want = [wanted("M"), wanted("XL")];
        let matched = match_variants(&have, &want, &[None, Some(id(2))]).unwrap();
        assert_eq!(matched, [None, Some(id(2))]);
        assert_eq!(match_variants(&have, &want, &[Some(id(9)), None]), Err(vec![0]));
    }
}
