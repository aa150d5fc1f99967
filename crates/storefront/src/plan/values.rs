//! Arguments: from literals and variables to JSON, defaults filled in.

use super::Argument;
use crate::{errors::GraphError, schema::Schema};
use apollo_compiler::{
    Node,
    ast::{Type, Value as Literal},
    schema::ExtendedType,
};
use serde_json::{Map, Number, Value};

/// A value that may depend on variables.
#[derive(Debug, Clone, PartialEq)]
pub enum Template {
    /// The same always.
    Fixed(Value),
    /// A variable, by its number.
    Variable(usize),
    /// A list.
    List(Vec<Template>),
    /// An object, by key.
    Object(Vec<(String, Template)>),
}

/// The template of a literal of type `ty`; `names` are the variables in order. The document was validated.
#[must_use]
pub fn template(schema: &Schema, names: &[&str], ty: &Type, literal: &Node<Literal>) -> Template {
    if let Literal::Variable(variable) = literal.as_ref() {
        let number = names.iter().position(|name| *name == variable.as_str());
        return number.map_or(Template::Fixed(Value::Null), Template::Variable);
    }
    if literal.is_null() {
        return Template::Fixed(Value::Null);
    }
    match ty {
        Type::List(inner) | Type::NonNullList(inner) => {
            // one value stands for a list of one
            let items = literal.as_list().unwrap_or(std::slice::from_ref(literal));
            let items: Vec<Template> = items.iter().map(|item| template(schema, names, inner, item)).collect();
            fixed_list(items)
        }
        Type::Named(name) | Type::NonNullNamed(name) => match schema.valid.types.get(name) {
            Some(ExtendedType::InputObject(input)) => {
                let given = literal.as_object().unwrap_or(&[]);
                let mut fields = vec![];
                for (name, definition) in &input.fields {
                    let value = given.iter().find(|(key, _)| key == name).map(|(_, value)| value);
                    let value = value.map(|value| template(schema, names, &definition.ty, value));
                    let default =
                        || definition.default_value.as_ref().map(|v| template(schema, &[], &definition.ty, v));
                    if let Some(value) = value.or_else(default) {
                        fields.push((name.to_string(), value));
                    }
                }
                fixed_object(fields)
            }
            _ => Template::Fixed(scalar(name == "ID", literal)),
        },
    }
}

fn fixed_list(items: Vec<Template>) -> Template {
    if items.iter().any(|item| !matches!(item, Template::Fixed(_))) {
        return Template::List(items);
    }
    let fixed = items.into_iter().filter_map(|item| if let Template::Fixed(value) = item { Some(value) } else { None });
    Template::Fixed(fixed.collect())
}

fn fixed_object(fields: Vec<(String, Template)>) -> Template {
    if fields.iter().any(|(_, field)| !matches!(field, Template::Fixed(_))) {
        return Template::Object(fields);
    }
    let fixed = fields.into_iter().filter_map(|(key, field)| match field {
        Template::Fixed(value) => Some((key, value)),
        _ => None,
    });
    Template::Fixed(Value::Object(fixed.collect()))
}

/// A literal as JSON, of whatever type it is; an id is always a text.
fn scalar(is_id: bool, literal: &Node<Literal>) -> Value {
    match literal.as_ref() {
        Literal::Null | Literal::Variable(_) => Value::Null,
        Literal::Enum(name) => name.as_str().into(),
        Literal::String(text) => text.as_str().into(),
        Literal::Boolean(value) => (*value).into(),
        Literal::Int(number) if is_id => number.as_str().into(),
        Literal::Int(number) => number.as_str().parse::<Number>().map_or(Value::Null, Value::Number),
        Literal::Float(number) => number.as_str().parse::<Number>().map_or(Value::Null, Value::Number),
        Literal::List(items) => items.iter().map(|item| scalar(false, item)).collect(),
        Literal::Object(fields) => {
            Value::Object(fields.iter().map(|(key, value)| (key.to_string(), scalar(false, value))).collect())
        }
    }
}

/// Arguments with these variables.
///
/// # Errors
/// When one that must not be null is.
pub fn resolve(arguments: &[Argument], variables: &[Option<Value>]) -> Result<Map<String, Value>, GraphError> {
    let mut resolved = Map::new();
    for argument in arguments {
        let value = fill(&argument.value, variables).or_else(|| argument.default.clone());
        match value {
            Some(Value::Null) | None if argument.is_required => {
                let message = format!("the argument {} must not be null", argument.name);
                return Err(GraphError::new("BAD_USER_INPUT", message));
            }
            Some(value) => {
                resolved.insert(argument.name.clone(), value);
            }
            None => {}
        }
    }
    Ok(resolved)
}

/// `None`: a variable that was not given.
fn fill(template: &Template, variables: &[Option<Value>]) -> Option<Value> {
    match template {
        Template::Fixed(value) => Some(value.clone()),
        Template::Variable(number) => variables.get(*number).cloned().flatten(),
        Template::List(items) => Some(items.iter().map(|item| fill(item, variables).unwrap_or(Value::Null)).collect()),
        Template::Object(fields) => {
            let given =
                fields.iter().filter_map(|(key, field)| fill(field, variables).map(|value| (key.clone(), value)));
            Some(Value::Object(given.collect()))
        }
    }
}
