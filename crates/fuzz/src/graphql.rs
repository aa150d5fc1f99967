//! GraphQL documents from a schema: valid ones, and ones that are not.
//!
//! Always true: the same seed gives the same documents; a valid one passes the validation of the specification.

use crate::mutate::{self, Chance};
use apollo_compiler::{
    Name, Schema,
    ast::{FieldDefinition, InputValueDefinition, Type},
    schema::ExtendedType,
    validation::Valid,
};
use std::fmt::Write;

/// How deep the selections of a random document go at most.
const MAX_DEPTH: usize = 7;
/// The most fields that are selected of one object.
const MAX_FIELDS: usize = 5;
/// After so many fields a document only closes what is open.
const MAX_SIZE: usize = 120;
/// What texts are made of: words of the sample catalogue, search syntax, and what parsers trip over.
const TEXTS: &[&str] = &[
    "tea",
    "cotton-crew-tee",
    "everyday",
    "",
    " ",
    "tag:cotton AND price:>100",
    "(title:tea OR -vendor:x",
    "\\\"tea",
    "price:<=1e309",
    "NOT NOT",
    "*",
    "\\u0000",
    "\u{202e}é\u{301}ﬀ",
    "null",
    "9223372036854775808",
    "main-menu",
    "a@example.in",
    "https://example.in/x?y=z",
    "2026-01-01T00:00:00Z",
];

/// Makes documents.
pub struct Documents<'s> {
    schema: &'s Valid<Schema>,
    chance: Chance,
    /// Ids that lead somewhere, and some that do not.
    ids: Vec<String>,
}

/// A document and the variables that go with it, as JSON text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// The document.
    pub document: String,
    /// Its variables.
    pub variables: String,
}

impl<'s> Documents<'s> {
    /// Documents for a schema; `ids` are some that lead somewhere.
    #[must_use]
    pub fn new(schema: &'s Valid<Schema>, seed: u64, ids: Vec<String>) -> Self {
        let forged = ["gid://shopify/Product/0", "gid://shopify/Cart/x", "gid://shopify/Nothing/1", "1", "", "gid://"];
        let ids = ids.into_iter().chain(forged.map(str::to_owned)).collect();
        Documents { schema, chance: Chance::new(seed), ids }
    }

    /// A document that is valid; one in eight is a mutation.
    pub fn valid(&mut self) -> Made {
        let mutation = self.chance.below(8) == 0;
        let root =
            if mutation { &self.schema.schema_definition.mutation } else { &self.schema.schema_definition.query };
        let root = root.as_ref().map_or_else(|| apollo_compiler::name!("QueryRoot"), |name| name.name.clone());
        let mut writing = Writing { made: self, out: String::new(), variables: vec![], fragments: vec![], fields: 0 };
        writing.selection(&root, MAX_DEPTH);
        let Writing { out, variables, fragments, .. } = writing;
        let context = match self.chance.below(4) {
            0 => " @inContext(country: IN)",
            1 => " @inContext(country: US, language: EN)",
            _ => "",
        };
        let defined: Vec<String> = variables.iter().map(|v| format!("${}: {}", v.name, v.ty)).collect();
        let defined = if defined.is_empty() { String::new() } else { format!("({})", defined.join(", ")) };
        let kind = if mutation { "mutation" } else { "query" };
        let given: Vec<String> = variables.iter().map(|v| format!("\"{}\":{}", v.name, v.value)).collect();
        Made {
            document: format!("{kind} Any{defined}{context} {out}{}", fragments.concat()),
            variables: format!("{{{}}}", given.join(",")),
        }
    }

    /// A body that is wrong somewhere: bytes changed in a valid one, or a shape that ought to be refused by name.
    pub fn malformed(&mut self) -> Vec<u8> {
        let made = self.valid();
        let shape = self.chance.below(12);
        let document = match shape {
            0 => format!("{{ a {}{}}}", "{ nodes ".repeat(2_000), "} ".repeat(2_000)),
            1 => format!("{{ shop {{ {} }} }}", (0..3_000).map(|n| format!("a{n}: name ")).collect::<String>()),
            2 => "{ ...A } fragment A on QueryRoot { ...B } fragment B on QueryRoot { shop { name } ...A }".into(),
            3 => doubling(24),
            4 => made.document.replacen('{', "{ noSuchField ", 1),
            5 => made.document.replace("first: ", "first: -"),
            6 => format!("{} {}", made.document, made.document),
            7 => format!("{{ products(first: {}) {{ nodes {{ id }} }} }}", "9".repeat(1 + self.chance.below(400))),
            8 => format!("{{ shop {{ name {} }} }}", "@include(if: true) ".repeat(4_000)),
            _ => mutate::changed(&mut self.chance, made.document.as_bytes()),
        };
        match self.chance.below(6) {
            0 => mutate::changed(&mut self.chance, &body(&document, &made.variables).into_bytes()).into_bytes(),
            1 => body(&document, "[1]").into_bytes(),
            2 => body(&document, r#"{"v0":{"deep":[[[[null]]]]},"v1":1e400}"#).into_bytes(),
            _ => body(&document, &made.variables).into_bytes(),
        }
    }
}

/// The body of a request.
#[must_use]
pub fn body(document: &str, variables: &str) -> String {
    format!("{{\"query\":{},\"variables\":{variables}}}", serde_json::Value::from(document))
}

/// Fragments of which each spreads the next one twice: small to write, and without end to lay out.
fn doubling(depth: usize) -> String {
    let mut out = "{ ...F0 }".to_owned();
    for at in 0..depth {
        let next = at + 1;
        let _ = write!(out, " fragment F{at} on QueryRoot {{ a: __typename ...F{next} b: __typename ...F{next} }}");
    }
    let _ = write!(out, " fragment F{depth} on QueryRoot {{ shop {{ name }} }}");
    out
}

struct Variable {
    name: String,
    ty: String,
    value: String,
}

/// One document, while it is written.
struct Writing<'d, 's> {
    made: &'d mut Documents<'s>,
    out: String,
    variables: Vec<Variable>,
    fragments: Vec<String>,
    fields: usize,
}

impl Writing<'_, '_> {
    fn below(&mut self, end: usize) -> usize {
        self.made.chance.below(end)
    }

    /// `{ … }` on a type that has fields, or is a union.
    fn selection(&mut self, on: &Name, depth: usize) {
        self.out.push_str("{ ");
        let schema = self.made.schema;
        match schema.types.get(on) {
            Some(ExtendedType::Object(object)) => self.some_of(&object.fields, depth),
            Some(ExtendedType::Interface(interface)) => {
                self.some_of(&interface.fields, depth);
                self.narrowed(on, depth);
            }
            _ => {
                self.out.push_str("__typename ");
                self.narrowed(on, depth);
            }
        }
        self.out.push_str("} ");
    }

    fn some_of(
        &mut self,
        fields: &apollo_compiler::collections::IndexMap<Name, apollo_compiler::schema::Component<FieldDefinition>>,
        depth: usize,
    ) {
        let schema = self.made.schema;
        let leaf = |field: &FieldDefinition| schema.types.get(field.ty.inner_named_type()).is_none_or(is_leaf);
        let open: Vec<&FieldDefinition> =
            fields.values().map(|field| &***field).filter(|field| depth > 0 || leaf(field)).collect();
        if open.is_empty() || self.below(6) == 0 {
            self.out.push_str("__typename ");
        }
        for _ in 0..if open.is_empty() { 0 } else { 1 + self.below(MAX_FIELDS) } {
            if self.fields > MAX_SIZE {
                self.out.push_str("__typename ");
                return;
            }
            let field = open[self.below(open.len())];
            self.field(field, depth);
        }
    }

    /// A field under a name of its own, so that no two can be in each other's way.
    fn field(&mut self, field: &FieldDefinition, depth: usize) {
        self.fields += 1;
        let name = self.fields;
        let _ = write!(self.out, "f{name}: {}", field.name);
        // of the two ends of a list one is asked for, and that one has a size
        let is_list = field.arguments.iter().any(|argument| argument.name == "first");
        let mut open: Vec<_> = field.arguments.iter().filter(|one| !is_list || one.name != "last").collect();
        open.retain(|argument| argument.is_required() || self.made.chance.below(3) > 0);
        let mut given = vec![];
        for argument in open {
            let value = self.argument(argument);
            given.push(format!("{}: {value}", argument.name));
        }
        if is_list && !given.iter().any(|g| g.starts_with("first")) {
            let first = self.below(10);
            given.push(format!("first: {first}"));
        }
        if !given.is_empty() {
            let _ = write!(self.out, "({})", given.join(", "));
        }
        match self.below(12) {
            0 => self.out.push_str(" @include(if: true)"),
            1 => self.out.push_str(" @skip(if: false)"),
            _ => {}
        }
        self.out.push(' ');
        let ty = field.ty.inner_named_type();
        if !self.made.schema.types.get(ty).is_none_or(is_leaf) {
            self.selection(ty, depth.saturating_sub(1));
        }
    }

    /// `... on One { … }` of those that an abstract type can be, in place or as a fragment.
    fn narrowed(&mut self, on: &Name, depth: usize) {
        let possible: Vec<Name> = match self.made.schema.types.get(on) {
            Some(ExtendedType::Union(union)) => union.members.iter().map(|member| member.name.clone()).collect(),
            _ => {
                let all = self.made.schema.implementers_map();
                let mut names: Vec<Name> = all.get(on).into_iter().flat_map(|i| i.objects.iter().cloned()).collect();
                names.sort();
                names
            }
        };
        if possible.is_empty() || depth == 0 {
            return;
        }
        let one = possible[self.below(possible.len())].clone();
        if self.below(2) == 0 {
            let _ = write!(self.out, "... on {one} ");
            self.selection(&one, depth - 1);
            return;
        }
        let name = format!("P{}", self.fragments.len());
        self.fragments.push(String::new());
        let place = self.fragments.len() - 1;
        let _ = write!(self.out, "...{name} ");
        let outer = std::mem::take(&mut self.out);
        let _ = write!(self.out, " fragment {name} on {one} ");
        self.selection(&one, depth - 1);
        self.fragments[place] = std::mem::replace(&mut self.out, outer);
    }

    /// A value in place, or a variable of the argument's type.
    fn argument(&mut self, argument: &InputValueDefinition) -> String {
        if self.below(4) > 0 {
            return self.value(&argument.ty, 3, Form::GraphQl);
        }
        let value = self.value(&argument.ty, 3, Form::Json);
        let name = format!("v{}", self.variables.len());
        self.variables.push(Variable { name: name.clone(), ty: argument.ty.to_string(), value });
        format!("${name}")
    }

    fn value(&mut self, ty: &Type, depth: usize, form: Form) -> String {
        match ty {
            Type::Named(_) | Type::List(_) if self.below(10) == 0 => "null".into(),
            Type::Named(name) | Type::NonNullNamed(name) => self.named(name, depth, form),
            Type::List(item) | Type::NonNullList(item) => {
                let count = self.below(3);
                let items: Vec<String> = (0..count).map(|_| self.value(item, depth, form)).collect();
                format!("[{}]", items.join(", "))
            }
        }
    }

    fn named(&mut self, name: &Name, depth: usize, form: Form) -> String {
        let schema = self.made.schema;
        match schema.types.get(name) {
            Some(ExtendedType::Enum(one)) => {
                let value = one.values.get_index(self.below(one.values.len())).map_or("X", |(name, _)| name.as_str());
                if form == Form::Json { format!("\"{value}\"") } else { value.to_owned() }
            }
            Some(ExtendedType::InputObject(object)) => {
                let fields: Vec<String> = object
                    .fields
                    .iter()
                    .filter(|(_, field)| field.is_required() || (depth > 0 && self.made.chance.below(3) == 0))
                    .map(|(name, field)| (name, field.ty.clone()))
                    .collect::<Vec<_>>()
                    .into_iter()
                    .map(|(name, ty)| {
                        let value = self.value(&ty, depth.saturating_sub(1), form);
                        if form == Form::Json { format!("\"{name}\": {value}") } else { format!("{name}: {value}") }
                    })
                    .collect();
                format!("{{{}}}", fields.join(", "))
            }
            _ => self.scalar(name),
        }
    }

    fn scalar(&mut self, name: &Name) -> String {
        match name.as_str() {
            "Int" => ["0", "1", "2", "3", "7", "250", "251", "-1", "2147483647", "-2147483648"][self.below(10)].into(),
            "Float" => ["0", "1.5", "-2.0", "99999.99", "1e300"][self.below(5)].into(),
            "Boolean" => ["true", "false"][self.below(2)].into(),
            "ID" => {
                let at = self.below(self.made.ids.len());
                format!("\"{}\"", self.made.ids[at])
            }
            _ => format!("\"{}\"", TEXTS[self.below(TEXTS.len())]),
        }
    }
}

/// How a value is spelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    GraphQl,
    Json,
}

fn is_leaf(ty: &ExtendedType) -> bool {
    matches!(ty, ExtendedType::Scalar(_) | ExtendedType::Enum(_))
}
