//! Plans: a valid operation, made once into what a walk needs.
//!
//! Always true: a plan names writers by their place in the table of their type, holds response keys as bytes of JSON, and
//! has fragments, merged fields and abstract types resolved: for each object type that may stand somewhere, its fields in
//! order. Only what depends on variables is left to the walk.

mod build;
mod cost;
mod values;

pub use build::build;
pub use cost::cost;
pub use values::{Template, resolve, template};

use serde_json::{Map, Value};

/// The place of a field that introspection answers.
pub const INTROSPECTED: u16 = u16::MAX - 1;

/// An operation.
#[derive(Debug)]
pub struct Plan {
    /// What is selected of the root.
    pub root: ObjectPlan,
    /// Whether it changes anything.
    pub is_mutation: bool,
    /// Its variables, in order.
    pub variables: Vec<Variable>,
    /// The arguments that depend on variables, with whether each may be null: by the number in [`Args::Resolved`].
    pub templates: Vec<Vec<Argument>>,
    /// The arguments of `@inContext`.
    pub context: Vec<Argument>,
    /// Whether it asks for the schema.
    pub introspects: bool,
}

/// A variable of an operation.
#[derive(Debug)]
pub struct Variable {
    /// Its name, without the dollar.
    pub name: String,
    /// Its type.
    pub ty: apollo_compiler::ast::Type,
    /// What it is when the request does not say.
    pub default: Option<Value>,
}

/// An argument that may depend on variables.
#[derive(Debug)]
pub struct Argument {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: Template,
    /// What it is when its variable is absent.
    pub default: Option<Value>,
    /// Whether it must not be null.
    pub is_required: bool,
}

/// What is selected of an object type.
#[derive(Debug)]
pub struct ObjectPlan {
    /// The type.
    pub type_name: &'static str,
    /// Its fields, in the order of the answer.
    pub fields: Vec<Field>,
}

/// A field of an answer.
#[derive(Debug)]
pub struct Field {
    /// Its response key as it is written: `"title":`.
    pub key: Box<[u8]>,
    /// The field's name in the schema.
    pub name: &'static str,
    /// Its place in the table of its type.
    pub at: u16,
    /// Its arguments.
    pub args: Args,
    /// What is selected of it, one plan for each type that it may be.
    pub plans: Vec<ObjectPlan>,
    /// Whether null may stand here.
    pub nullable: bool,
    /// Whether null may stand in the list that it is.
    pub items_nullable: bool,
    /// Its value, where that is the same always: `__typename`.
    pub literal: Option<Box<[u8]>>,
    /// How its cost is counted.
    pub weight: Weight,
    /// It is wanted when all of one of these hold; always, when there is none.
    pub when: Vec<Vec<When>>,
}

/// The arguments of a field.
#[derive(Debug)]
pub enum Args {
    /// It has none.
    None,
    /// The same always.
    Fixed(Map<String, Value>),
    /// They depend on variables: the number of their templates.
    Resolved(usize),
}

/// How the cost of a field is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// A leaf costs nothing.
    Leaf,
    /// An object, or a list that is short.
    Object,
    /// A connection: what `first` or `last` says, times what is selected of a node.
    Connection,
    /// A list as long as the argument `ids`.
    Ids,
}

/// `@include` or `@skip` with a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct When {
    /// The variable's number.
    pub variable: usize,
    /// What it must be.
    pub is: bool,
}

impl Field {
    /// Whether it is wanted with these variables.
    #[must_use]
    pub fn is_wanted(&self, variables: &[Option<Value>]) -> bool {
        let holds = |when: &When| {
            variables.get(when.variable).and_then(Option::as_ref).and_then(Value::as_bool) == Some(when.is)
        };
        self.when.is_empty() || self.when.iter().any(|all| all.iter().all(holds))
    }

    /// Whether a field of this name is selected anywhere below it.
    #[must_use]
    pub fn leads_to(&self, name: &str) -> bool {
        let mut fields = self.plans.iter().flat_map(|plan| &plan.fields);
        fields.any(|field| field.name == name || field.leads_to(name))
    }

    /// Its response key.
    #[must_use]
    pub fn response_key(&self) -> &str {
        // GraphQL names need no escaping: `"name":`
        let end = self.key.len().saturating_sub(2);
        self.key.get(1..end).and_then(|name| std::str::from_utf8(name).ok()).unwrap_or("")
    }
}
