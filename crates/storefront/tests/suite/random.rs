//! Random valid queries over the schema: each is planned and answered, and what comes back has exactly the selected keys,
//! in their order, of the types that the schema says.

use crate::shelf::Shelf;
use apollo_compiler::{
    ast::Type,
    schema::{ExtendedType, FieldDefinition},
};
use infrasell_storefront::Schema;
use serde_json::{Map, Value, json};

/// What is selected, beside its text: for each type, its response keys with what is selected below.
enum Tree {
    Leaf(Type),
    /// Fields by type; the type may be any of them.
    Object(Vec<Chosen>),
}

/// A type, and what is selected of it: response key, type, what is below.
type Chosen = (String, Vec<(String, Type, Tree)>);

struct Maker {
    random: u64,
    aliases: usize,
}

impl Maker {
    fn below(&mut self, most: u64) -> u64 {
        // xorshift: the same seed makes the same query
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        self.random % most
    }

    /// Something for an argument, or nothing where it may be left out.
    fn argument(&mut self, name: &str, ty: &Type) -> Option<String> {
        let schema = Schema::get().unwrap();
        let is_input = matches!(schema.valid.types.get(ty.inner_named_type()), Some(ExtendedType::InputObject(_)));
        let value = match name {
            _ if is_input && !["transform", "identifiers", "selectedOptions"].contains(&name) => return None,
            "first" => self.below(4).to_string(),
            "last" | "after" | "before" | "query" => return None,
            "handle" => format!("\"p-{}\"", self.below(45)),
            "id" => format!("\"gid://shopify/Product/{}\"", self.below(45)),
            "ids" => "[\"gid://shopify/Product/1\", \"x\", \"gid://shopify/ProductOption/2-1\"]".into(),
            "transform" => "{ maxWidth: 20, crop: TOP }".into(),
            "identifiers" => "[{ key: \"k\" }, { namespace: \"n\", key: \"none\" }]".into(),
            "selectedOptions" => "[{ name: \"Size\", value: \"T1\" }]".into(),
            "truncateAt" => "3".into(),
            "key" => "\"k\"".into(),
            _ if !ty.is_non_null() => return None,
            _ => match schema.valid.types.get(ty.inner_named_type()) {
                Some(ExtendedType::Enum(declared)) => declared.values.keys().next().unwrap().to_string(),
                _ if ["Int", "Float"].contains(&ty.inner_named_type().as_str()) => "1".into(),
                _ if ty.inner_named_type() == "Boolean" => "true".into(),
                _ => "\"x\"".into(),
            },
        };
        Some(format!("{name}: {value}"))
    }

    fn field(&mut self, key: &str, field: &FieldDefinition, depth: u64) -> Option<(String, Tree)> {
        let mut arguments = vec![];
        for argument in &field.arguments {
            match self.argument(&argument.name, &argument.ty) {
                Some(text) => arguments.push(text),
                None if argument.is_required() => return None,
                None => {}
            }
        }
        let arguments = if arguments.is_empty() { String::new() } else { format!("({})", arguments.join(", ")) };
        let (below, tree) = match self.selection(field.ty.inner_named_type(), depth) {
            Some((text, tree)) => (text, tree),
            None if Schema::get().unwrap().possible(field.ty.inner_named_type()).is_empty() => {
                (String::new(), Tree::Leaf(field.ty.clone()))
            }
            None => return None,
        };
        Some((format!("{key}: {}{arguments}{below}", field.name), tree))
    }

    /// A selection of something of this type; nothing for leaves and where it would be too deep.
    fn selection(&mut self, name: &str, depth: u64) -> Option<(String, Tree)> {
        let schema = Schema::get().unwrap();
        let possible = schema.possible(name);
        if possible.is_empty() || depth > 4 {
            return None;
        }
        let is_abstract = possible.len() > 1 || possible[0].name != name;
        let (mut text, mut types) = (String::from(" {"), vec![]);
        for table in possible {
            let fields = &schema.valid.get_object(table.name).unwrap().fields;
            let mut chosen = vec![];
            let mut inside = String::new();
            for _ in 0..=self.below(4) {
                let at = usize::try_from(self.below(fields.len() as u64)).unwrap();
                self.aliases += 1;
                let key = format!("k{}", self.aliases);
                if let Some((part, tree)) = self.field(&key, &fields[at], depth + 1) {
                    inside.push_str(&format!(" {part}"));
                    chosen.push((key, fields[at].ty.clone(), tree));
                }
            }
            self.aliases += 1;
            let key = format!("k{}", self.aliases);
            inside.push_str(&format!(" {key}: __typename"));
            let string = Type::NonNullNamed(apollo_compiler::Name::new("String").unwrap());
            chosen.push((key, string.clone(), Tree::Leaf(string)));
            text.push_str(&if is_abstract { format!(" ... on {} {{{inside} }}", table.name) } else { inside });
            types.push((table.name.to_owned(), chosen));
        }
        text.push_str(" }");
        Some((text, Tree::Object(types)))
    }
}

/// Whether a value is what was selected.
fn check(value: &Value, ty: &Type, tree: &Tree, path: &str) {
    if value.is_null() {
        assert!(!ty.is_non_null(), "{path} is null and must not be");
        return;
    }
    if let Type::List(inner) | Type::NonNullList(inner) = ty {
        for (at, item) in value.as_array().unwrap_or_else(|| panic!("{path} is no list: {value}")).iter().enumerate() {
            check(item, inner, tree, &format!("{path}.{at}"));
        }
        return;
    }
    match tree {
        Tree::Leaf(ty) => leaf(value, ty.inner_named_type(), path),
        Tree::Object(types) => {
            let object = value.as_object().unwrap_or_else(|| panic!("{path} is no object: {value}"));
            let keys: Vec<&String> = object.keys().collect();
            let fits = types.iter().find(|(_, fields)| {
                let mut wanted: Vec<&String> = fields.iter().map(|(key, _, _)| key).collect();
                wanted.sort();
                let mut keys = keys.clone();
                keys.sort();
                wanted == keys
            });
            let (name, fields) = fits.unwrap_or_else(|| panic!("{path} has not the selected keys: {value}"));
            let (last, _, _) = fields.last().unwrap();
            assert_eq!(object[last], name.as_str(), "{path}");
            for (key, ty, tree) in fields {
                check(&object[key], ty, tree, &format!("{path}.{key}"));
            }
        }
    }
}

fn leaf(value: &Value, name: &str, path: &str) {
    let schema = Schema::get().unwrap();
    let fits = match (name, schema.valid.types.get(name)) {
        ("Int", _) => value.is_i64(),
        ("Float", _) => value.is_number(),
        ("Boolean", _) => value.is_boolean(),
        ("JSON", _) => true,
        (_, Some(ExtendedType::Enum(declared))) => {
            value.as_str().is_some_and(|text| declared.values.contains_key(text))
        }
        _ => value.is_string(),
    };
    assert!(fits, "{path} is no {name}: {value}");
}

#[tokio::test]
async fn what_comes_back_is_what_was_selected() {
    let (shelf, mut shown) = (Shelf::open(&[]).await, 0);
    for n in 0..500_u64 {
        let mut maker = Maker { random: 0x9e37_79b9_7f4a_7c15 ^ ((n << 32) | (n + 1)), aliases: 0 };
        let Some((query, tree)) = maker.selection("QueryRoot", 0) else { continue };
        let (answer, _) = shelf.ask(&query, json!({})).await;
        // what has to be asked for by first or last and was not is refused by name, and some services are away; nothing
        // else may be missing
        let refused = answer["errors"].as_array().cloned().unwrap_or_default();
        for error in &refused {
            let code = error["extensions"]["code"].as_str().unwrap_or("");
            let known = code.ends_with("_EXCEEDED") || ["BAD_USER_INPUT", "SERVICE_UNAVAILABLE"].contains(&code);
            assert!(known, "{query}\n{answer}");
        }
        let root = Type::Named(apollo_compiler::Name::new("QueryRoot").unwrap());
        if let Some(data) = answer.get("data").filter(|data| !data.is_null()) {
            shown += 1;
            check(data, &root, &tree, "data");
        }
        let _shape: Map<String, Value> = serde_json::from_value(answer).unwrap();
    }
    assert!(shown > 100, "{shown} answers only had something to look at");
}
