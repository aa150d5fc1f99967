//! The schema: SDL files, one a noun, parsed once, when the first query comes.
//!
//! Always true: what is served is what the files say; each object type in them has a table of writers.

use crate::{mutations, object::Table, types};
use apollo_compiler::{
    Name,
    collections::HashMap,
    schema::{ExtendedType, Implementers},
    validation::Valid,
};
use std::sync::OnceLock;

/// The SDL, by noun.
pub const SDL: &[(&str, &str)] = &[
    ("root", include_str!("schema/root.graphql")),
    ("scalars", include_str!("schema/scalars.graphql")),
    ("shop", include_str!("schema/shop.graphql")),
    ("product", include_str!("schema/product.graphql")),
    ("collection", include_str!("schema/collection.graphql")),
    ("search", include_str!("schema/search.graphql")),
    ("metafield", include_str!("schema/metafield.graphql")),
    ("content", include_str!("schema/content.graphql")),
    ("errors", include_str!("schema/errors.graphql")),
    ("address", include_str!("schema/address.graphql")),
    ("cart", include_str!("schema/cart.graphql")),
    ("cart_delivery", include_str!("schema/cart_delivery.graphql")),
    ("cart_changes", include_str!("schema/cart_changes.graphql")),
    ("cart_inputs", include_str!("schema/cart_inputs.graphql")),
    ("cart_additions", include_str!("schema/cart_additions.graphql")),
    ("order_additions", include_str!("schema/order_additions.graphql")),
    ("selling_plan", include_str!("schema/selling_plan.graphql")),
    ("customer", include_str!("schema/customer.graphql")),
    ("customer_changes", include_str!("schema/customer_changes.graphql")),
    ("order", include_str!("schema/order.graphql")),
];

/// The roots. A type must have a field, so that there is a `Mutation` only once somebody extends it.
const READING: &str = "schema { query: QueryRoot }";
const WRITING: &str = "schema { query: QueryRoot mutation: Mutation }\n\"What can be done.\"\ntype Mutation";

/// The schema, valid, and what the planner asks of it.
#[derive(Debug)]
pub struct Schema {
    /// As the parser knows it.
    pub valid: Valid<apollo_compiler::Schema>,
    /// Who implements which interface, for introspection.
    pub implementers: HashMap<Name, Implementers>,
    possible: HashMap<Name, Vec<Table>>,
}

static SCHEMA: OnceLock<Result<Schema, String>> = OnceLock::new();

impl Schema {
    /// The schema that is served.
    ///
    /// # Errors
    /// What is wrong with the SDL, which a test holds to be nothing.
    pub fn get() -> Result<&'static Schema, &'static str> {
        SCHEMA.get_or_init(|| Schema::parse(SDL)).as_ref().map_err(String::as_str)
    }

    fn parse(files: &[(&str, &str)]) -> Result<Schema, String> {
        let roots = if mutations::names().is_empty() { READING } else { WRITING };
        let mut builder = apollo_compiler::Schema::builder().parse(roots, "roots.graphql");
        for (name, text) in files {
            builder = builder.parse(*text, format!("{name}.graphql"));
        }
        let schema = builder.build().map_err(|wrong| wrong.errors.to_string())?;
        let valid = schema.validate().map_err(|wrong| wrong.errors.to_string())?;
        let implementers = valid.implementers_map();
        let possible = possible(&valid, &implementers);
        Ok(Schema { valid, implementers, possible })
    }

    /// The whole schema as one SDL text.
    #[must_use]
    pub fn sdl(&self) -> String {
        self.valid.to_string()
    }

    /// The object types that something of this type may be; none for scalars, enums and inputs.
    #[must_use]
    pub fn possible(&self, name: &str) -> &[Table] {
        self.possible.get(name).map_or(&[], Vec::as_slice)
    }

    /// Whether objects of `object` are of type `name`.
    #[must_use]
    pub fn is_a(&self, object: &str, name: &str) -> bool {
        object == name || self.possible(name).iter().any(|table| table.name == object)
    }
}

fn possible(schema: &apollo_compiler::Schema, implementers: &HashMap<Name, Implementers>) -> HashMap<Name, Vec<Table>> {
    let mut possible = HashMap::default();
    for (name, ty) in &schema.types {
        let objects: Vec<&Name> = match ty {
            ExtendedType::Object(_) => vec![name],
            ExtendedType::Interface(_) => implementers.get(name).map_or(vec![], |found| found.objects.iter().collect()),
            ExtendedType::Union(union) => union.members.iter().map(|member| &member.name).collect(),
            ExtendedType::Scalar(_) | ExtendedType::Enum(_) | ExtendedType::InputObject(_) => continue,
        };
        possible.insert(name.clone(), objects.into_iter().filter_map(|name| types::table(name)).collect());
    }
    possible
}
