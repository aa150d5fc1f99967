//! The SDL and the writers say the same.

use apollo_compiler::schema::ExtendedType;
use infrasell_storefront::{Schema, types};
use std::collections::{BTreeMap, BTreeSet};

#[test]
fn every_field_of_every_type_has_a_writer_and_every_writer_a_field() {
    let schema = Schema::get().unwrap();
    let declared: BTreeMap<&str, BTreeSet<&str>> = schema
        .valid
        .types
        .iter()
        .filter_map(|(name, ty)| match ty {
            ExtendedType::Object(object) if !name.starts_with("__") => {
                Some((name.as_str(), object.fields.keys().map(|field| field.as_str()).collect()))
            }
            _ => None,
        })
        .collect();
    let served: BTreeMap<&str, BTreeSet<&str>> = types::tables()
        .filter(|table| !table.fields.is_empty())
        .map(|table| (table.name, table.fields.iter().copied().collect()))
        .collect();
    for (name, fields) in &declared {
        let writers = served.get(name).unwrap_or_else(|| panic!("{name} has no table of writers"));
        let missing: Vec<_> = fields.difference(writers).collect();
        let surplus: Vec<_> = writers.difference(fields).collect();
        assert!(
            missing.is_empty() && surplus.is_empty(),
            "{name}: no writer for {missing:?}, no field for {surplus:?}"
        );
    }
    let unknown: Vec<_> = served.keys().filter(|name| !declared.contains_key(*name)).collect();
    assert!(unknown.is_empty(), "tables of types that the SDL does not have: {unknown:?}");
}

#[test]
fn no_type_has_two_tables_and_no_table_a_field_twice() {
    for table in types::tables() {
        let once: BTreeSet<_> = table.fields.iter().collect();
        assert_eq!(once.len(), table.fields.len(), "{}", table.name);
    }
}

#[test]
fn everything_is_described() {
    let schema = Schema::get().unwrap();
    // what an interface says of a field holds for every type that has it
    let mut described: BTreeSet<&str> = ["id", "node", "nodes", "edges", "cursor", "pageInfo"].into();
    for ty in schema.valid.types.values() {
        if let ExtendedType::Interface(interface) = ty {
            described.extend(interface.fields.values().filter(|f| f.description.is_some()).map(|f| f.name.as_str()));
        }
    }
    let mut silent = vec![];
    for (name, ty) in schema.valid.types.iter().filter(|(name, ty)| !name.starts_with("__") && !ty.is_built_in()) {
        if ty.description().is_none() && name.as_str() != "QueryRoot" {
            silent.push(name.to_string());
        }
        if let ExtendedType::Object(object) = ty {
            let fields = object.fields.values().filter(|field| {
                let is_old = field.directives.has("deprecated");
                field.description.is_none() && !is_old && !described.contains(field.name.as_str())
            });
            silent.extend(fields.map(|field| format!("{name}.{}", field.name)));
        }
    }
    assert!(silent.is_empty(), "without a description: {silent:?}");
}

#[test]
fn the_schema_is_read_quickly() {
    // not a measurement: a schema that takes seconds would be a mistake in it
    let began = std::time::Instant::now();
    Schema::get().unwrap();
    assert!(began.elapsed() < std::time::Duration::from_secs(20));
}
