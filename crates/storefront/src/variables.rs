//! Variables: what a request gives, held to the types that the operation declares.
//!
//! Always true: a value that does not fit is refused with its path (`$input.lines.0.quantity`); ids are texts; defaults
//! of input objects are filled in.

use crate::{errors::GraphError, plan::Variable, schema::Schema};
use apollo_compiler::{ast::Type, schema::ExtendedType};
use serde_json::{Map, Value};

/// The values of an operation's variables, in their order.
///
/// # Errors
/// The first value that does not fit.
pub fn coerce(
    schema: &Schema,
    declared: &[Variable],
    mut given: Map<String, Value>,
) -> Result<Vec<Option<Value>>, GraphError> {
    let mut values = Vec::with_capacity(declared.len());
    for variable in declared {
        let path = || format!("${}", variable.name);
        values.push(match given.remove(&variable.name) {
            Some(value) => Some(one(schema, &variable.ty, value, &path)?),
            None => match &variable.default {
                Some(default) => Some(default.clone()),
                None if variable.ty.is_non_null() => return Err(wrong(&path(), &variable.ty, "was not given")),
                None => None,
            },
        });
    }
    Ok(values)
}

fn wrong(path: &str, ty: &Type, why: &str) -> GraphError {
    GraphError::new("INVALID_VARIABLE", format!("the variable {path} of type {ty} {why}")).with("variable", path)
}

fn one(schema: &Schema, ty: &Type, value: Value, path: &dyn Fn() -> String) -> Result<Value, GraphError> {
    if value.is_null() {
        return if ty.is_non_null() { Err(wrong(&path(), ty, "must not be null")) } else { Ok(Value::Null) };
    }
    let name = match ty {
        Type::List(inner) | Type::NonNullList(inner) => return list(schema, inner, value, path),
        Type::Named(name) | Type::NonNullNamed(name) => name,
    };
    let fits = match (schema.valid.types.get(name), &value) {
        (Some(ExtendedType::InputObject(_)), Value::Object(_)) => return object(schema, name, value, path),
        (Some(ExtendedType::Enum(declared)), Value::String(text)) => declared.values.contains_key(text.as_str()),
        (Some(ExtendedType::Scalar(_)), value) => return scalar(name, ty, value, path),
        _ => false,
    };
    if fits { Ok(value) } else { Err(wrong(&path(), ty, "has a value that does not fit")) }
}

fn list(schema: &Schema, inner: &Type, value: Value, path: &dyn Fn() -> String) -> Result<Value, GraphError> {
    let items = match value {
        Value::Array(items) => items,
        // one value stands for a list of one
        one => vec![one],
    };
    let items = items.into_iter().enumerate();
    items.map(|(at, item)| one(schema, inner, item, &|| format!("{}.{at}", path()))).collect()
}

fn object(schema: &Schema, name: &str, value: Value, path: &dyn Fn() -> String) -> Result<Value, GraphError> {
    let (Some(ExtendedType::InputObject(declared)), Value::Object(mut given)) = (schema.valid.types.get(name), value)
    else {
        return Ok(Value::Null);
    };
    let mut fields = Map::new();
    for (name, field) in &declared.fields {
        let path = || format!("{}.{name}", path());
        match given.remove(name.as_str()) {
            Some(value) => {
                fields.insert(name.to_string(), one(schema, &field.ty, value, &path)?);
            }
            None => match &field.default_value {
                Some(default) => {
                    if let crate::plan::Template::Fixed(value) = crate::plan::template(schema, &[], &field.ty, default)
                    {
                        fields.insert(name.to_string(), value);
                    }
                }
                None if field.ty.is_non_null() => return Err(wrong(&path(), &field.ty, "was not given")),
                None => {}
            },
        }
    }
    match given.keys().next() {
        Some(key) => {
            let key: String = key.chars().take(64).collect();
            let message = format!("the variable {} has a field {key:?} that {name} does not know", path());
            Err(GraphError::new("INVALID_VARIABLE", message).with("variable", path()))
        }
        None => Ok(Value::Object(fields)),
    }
}

fn scalar(name: &str, ty: &Type, value: &Value, path: &dyn Fn() -> String) -> Result<Value, GraphError> {
    let fits = match name {
        "Int" => value.as_i64().is_some_and(|number| i32::try_from(number).is_ok()),
        "Float" => value.is_number(),
        "Boolean" => value.is_boolean(),
        "ID" => match value {
            Value::Number(number) if number.is_i64() => return Ok(number.to_string().into()),
            value => value.is_string(),
        },
        // an amount may be a text or a number
        "Decimal" => value.is_string() || value.is_number(),
        "JSON" => true,
        _ => value.is_string(),
    };
    if fits { Ok(value.clone()) } else { Err(wrong(&path(), ty, "has a value that does not fit")) }
}
