//! Every field of every type that is recorded was looked at: it is masked, or it is said here that it need not be. A new
//! field is in neither list, and fails until somebody has decided.

use infrasell_contracts::{catalog, identity, imports, inventory, notifications, orders, payments, pricing, settings};
use infrasell_db::{PERSONAL_FIELDS, SECRET_FIELDS};
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Fields that hold no secret, and of persons nothing but what `name` rules or e-mail rules mask anyway.
const PLAIN: &str = include_str!("plain_fields.txt");

/// Names of fields in a schema, with the type that has them.
fn collect(schema: &Value, owner: &str, found: &mut BTreeMap<String, String>) {
    match schema {
        Value::Object(map) => {
            if let Some(Value::Object(properties)) = map.get("properties") {
                for name in properties.keys() {
                    found.entry(name.clone()).or_insert_with(|| owner.to_owned());
                }
            }
            for (name, inner) in map {
                let owner = if name.chars().next().is_some_and(char::is_uppercase) { name } else { owner };
                collect(inner, owner, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, owner, found)),
        _ => {}
    }
}

fn fields_of<T: JsonSchema>(found: &mut BTreeMap<String, String>) {
    let mut generator = SchemaGenerator::default();
    let schema = generator.root_schema_for::<T>();
    collect(&serde_json::to_value(schema).unwrap(), std::any::type_name::<T>(), found);
}

macro_rules! recorded {
    ($($Type:ty),* $(,)?) => {
        fn all_fields() -> BTreeMap<String, String> {
            let mut found = BTreeMap::new();
            $( fields_of::<$Type>(&mut found); )*
            found
        }
    };
}
recorded!(
    settings::Shop,
    settings::ShopPatch,
    settings::Channel,
    settings::ChannelInput,
    settings::ChannelPatch,
    settings::TaxRegistration,
    settings::TaxRegistrationInput,
    identity::Staff,
    identity::StaffInput,
    identity::StaffPatch,
    identity::Role,
    identity::RoleInput,
    identity::ApiKey,
    identity::ApiKeyInput,
    catalog::Product,
    catalog::ProductInput,
    catalog::ProductPatch,
    catalog::Category,
    catalog::CategoryInput,
    catalog::CategoryPatch,
    catalog::Collection,
    catalog::CollectionInput,
    catalog::CollectionPatch,
    catalog::MetafieldDefinition,
    catalog::MetafieldDefinitionInput,
    pricing::PriceList,
    pricing::PriceListInput,
    pricing::PriceListPatch,
    pricing::PriceInput,
    pricing::TaxClass,
    pricing::TaxRate,
    pricing::TaxRateInput,
    pricing::ShippingMethod,
    pricing::ShippingMethodInput,
    pricing::ShippingMethodPatch,
    inventory::Location,
    inventory::LocationInput,
    inventory::LocationPatch,
    inventory::Transfer,
    orders::Order,
    orders::TimelineEntry,
    payments::Payment,
    imports::Import,
    notifications::Notification,
    notifications::Template,
    notifications::TemplateInput,
);

#[test]
fn every_field_that_is_recorded_is_masked_or_known_to_be_plain() {
    let plain: BTreeSet<&str> = PLAIN.split_whitespace().collect();
    let masked: BTreeSet<&str> = SECRET_FIELDS.iter().chain(PERSONAL_FIELDS).copied().collect();
    let all = all_fields();
    let undecided: Vec<String> = all
        .iter()
        .filter(|(name, _)| !plain.contains(name.as_str()) && !masked.contains(name.as_str()))
        .map(|(name, owner)| format!("{name} (of {owner})"))
        .collect();
    assert!(undecided.is_empty(), "mask these in infrasell_db, or call them plain: {undecided:#?}");
    let both: Vec<&&str> = plain.intersection(&masked).collect();
    assert!(both.is_empty(), "{both:?} cannot be both");
    let gone: Vec<&&str> = plain.iter().filter(|name| !all.contains_key(**name)).collect();
    assert!(gone.is_empty(), "no type has these any more: {gone:?}");
}
