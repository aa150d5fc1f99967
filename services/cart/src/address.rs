//! The addresses of a cart as pure data: putting in, changing, taking out, and which one it goes to.

use crate::details::Found;
use infrasell_contracts::cart::{
    CartAddress, CartAddressInput, CartAddressUpdate, CartDetails, CartNotice, DraftAddress, MAX_ADDRESSES,
};
use infrasell_kernel::Fields;

/// The longest first or family name, in characters.
const MAX_NAME: usize = 100;

/// Puts addresses in. One that is there already is not there twice, and is selected if that was asked for.
pub(crate) fn add(details: &mut CartDetails, inputs: &[CartAddressInput], found: &mut Found) {
    check_one_selected(inputs.iter().map(|input| input.selected), &mut found.fields);
    for (i, input) in inputs.iter().enumerate().take(MAX_ADDRESSES) {
        check_address(&format!("addresses.{i}"), &input.address, input.strict, &mut found.fields);
        let number = match details.addresses.iter().find(|one| one.address == input.address) {
            Some(same) => {
                found.notices.push(CartNotice::DuplicateAddress { number: same.number });
                same.number
            }
            None => push(details, input.address.clone(), input.one_time_use),
        };
        if input.selected {
            select(details, number);
        }
    }
    let few = inputs.len().max(details.addresses.len()) <= MAX_ADDRESSES;
    found.fields.check(few, "addresses", "too_many", format!("a cart has at most {MAX_ADDRESSES} addresses"));
}

/// Changes addresses.
pub(crate) fn update(details: &mut CartDetails, updates: &[CartAddressUpdate], fields: &mut Fields) {
    check_one_selected(updates.iter().map(|update| update.selected == Some(true)), fields);
    let few = updates.len() <= MAX_ADDRESSES;
    fields.check(few, "addresses", "too_many", format!("a cart has at most {MAX_ADDRESSES} addresses"));
    for (i, update) in updates.iter().enumerate().take(MAX_ADDRESSES) {
        let Some(known) = details.addresses.iter_mut().find(|one| one.number == update.number) else {
            fields.add(format!("addresses.{i}.number"), "unknown", "there is no such address in this cart");
            continue;
        };
        if let Some(address) = &update.address {
            check_address(&format!("addresses.{i}"), address, update.strict, fields);
            known.address.clone_from(address);
        }
        known.one_time_use = update.one_time_use.unwrap_or(known.one_time_use);
        match update.selected {
            None => {}
            Some(false) => known.selected = false,
            Some(true) => select(details, update.number),
        }
    }
}

/// Takes addresses out, by number.
pub(crate) fn remove(details: &mut CartDetails, numbers: &[i64], fields: &mut Fields) {
    for (i, number) in numbers.iter().enumerate() {
        let known = details.addresses.iter().any(|one| one.number == *number);
        fields.check(known, &format!("addresses.{i}"), "unknown", "there is no such address in this cart");
    }
    details.addresses.retain(|one| !numbers.contains(&one.number));
}

/// Takes the addresses of another cart in, as far as they fit; what is selected here stays selected.
pub(crate) fn take_in(details: &mut CartDetails, others: Vec<CartAddress>) {
    let undecided = details.selected().is_none();
    for other in others {
        let same = details.addresses.iter().find(|one| one.address == other.address).map(|one| one.number);
        if same.is_none() && details.addresses.len() >= MAX_ADDRESSES {
            continue;
        }
        let number = same.unwrap_or_else(|| push(details, other.address, other.one_time_use));
        if undecided && other.selected {
            select(details, number);
        }
    }
}

fn push(details: &mut CartDetails, address: DraftAddress, one_time_use: bool) -> i64 {
    details.addresses_made += 1;
    let number = details.addresses_made;
    details.addresses.push(CartAddress { number, address, selected: false, one_time_use });
    number
}

fn select(details: &mut CartDetails, number: i64) {
    for one in &mut details.addresses {
        one.selected = one.number == number;
    }
}

fn check_one_selected(selected: impl Iterator<Item = bool>, fields: &mut Fields) {
    let one = selected.filter(|selected| *selected).count() <= 1;
    fields.check(one, "addresses", "one_selected", "only one address can be selected");
}

/// Notes what cannot be in an address; with `strict`, also what must be there for goods to arrive.
pub(crate) fn check_address(path: &str, address: &DraftAddress, strict: bool, fields: &mut Fields) {
    let at = |field: &str| format!("{path}.{field}");
    let texts = [
        ("first_name", &address.first_name),
        ("last_name", &address.last_name),
        ("company", &address.company),
        ("line1", &address.line1),
        ("line2", &address.line2),
        ("city", &address.city),
        ("region", &address.region),
        ("postal_code", &address.postal_code),
        ("phone", &address.phone),
    ];
    for (field, text) in texts {
        let text = text.as_deref().unwrap_or("");
        let tagged = text.find('<').is_some_and(|open| text[open..].contains('>'));
        fields.check(!tagged, &at(field), "html", format!("{path}.{field} must not contain HTML"));
        let linked = text.contains("://") || text.to_ascii_lowercase().contains("www.");
        fields.check(!linked, &at(field), "url", format!("{path}.{field} must not contain an address of the web"));
    }
    fields.max_len(&at("first_name"), address.first_name.as_deref().unwrap_or(""), MAX_NAME);
    fields.max_len(&at("last_name"), address.last_name.as_deref().unwrap_or(""), MAX_NAME);
    let postal = address.postal();
    if strict {
        postal.check_deliverable(path, fields);
        return;
    }
    fields.check(address.country.is_some(), &at("country"), "required", format!("{path}.country is missing"));
    postal.check_lengths(path, fields);
}
