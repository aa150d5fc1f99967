//! Strict parameters: what is unknown, ill-typed, doubled or missing is refused by name.

use crate::http::{Reply, Request};
use serde_json::{Map, Value};

/// The parameters of a request; each may be taken once, and none may be left.
#[derive(Debug)]
pub(crate) struct Params(Map<String, Value>);

impl Params {
    /// Reads a JSON body; an empty one has no parameters.
    pub(crate) fn body(request: &Request) -> Result<Self, Reply> {
        if !request.query.is_empty() {
            return Err(Reply::error(400, "unknown_parameter", "a POST takes its parameters in the body"));
        }
        if request.header("content-type") != Some("application/json") {
            return Err(Reply::error(415, "unsupported_media_type", "the content type must be application/json"));
        }
        match serde_json::from_slice(&request.body) {
            Ok(Value::Object(map)) => Ok(Params(map)),
            Ok(_) => Err(Reply::error(400, "body_not_an_object", "the body must be a JSON object")),
            Err(_) => Err(Reply::error(400, "body_not_json", "the body is not JSON")),
        }
    }

    /// Reads a query string.
    pub(crate) fn query(request: &Request) -> Result<Self, Reply> {
        if !request.body.is_empty() {
            return Err(Reply::error(400, "unexpected_body", "a GET takes no body"));
        }
        let mut map = Map::new();
        for (name, value) in &request.query {
            if map.insert(name.clone(), Value::String(value.clone())).is_some() {
                return Err(Reply::bad_param(name, "doubled_parameter", "the parameter is given twice"));
            }
        }
        Ok(Params(map))
    }

    /// An integer that must be there.
    pub(crate) fn int(&mut self, name: &str) -> Result<i64, Reply> {
        match self.0.remove(name) {
            None => Err(missing(name)),
            Some(Value::Number(n)) if n.is_i64() => {
                Ok(n.as_i64().expect("the guard has just asked whether it is a 64-bit integer"))
            }
            Some(_) => Err(Reply::bad_param(name, "not_an_integer", "the parameter must be a whole number")),
        }
    }

    /// A text that may be absent, of 1 to `max` characters.
    pub(crate) fn opt_text(&mut self, name: &str, max: usize) -> Result<Option<String>, Reply> {
        match self.0.remove(name) {
            None => Ok(None),
            Some(Value::String(text)) if !text.is_empty() && text.chars().count() <= max => Ok(Some(text)),
            Some(Value::String(_)) => {
                Err(Reply::bad_param(name, "bad_length", format!("the parameter has 1 to {max} characters")))
            }
            Some(_) => Err(Reply::bad_param(name, "not_a_text", "the parameter must be a text")),
        }
    }

    /// A text that must be there, of 1 to `max` characters.
    pub(crate) fn text(&mut self, name: &str, max: usize) -> Result<String, Reply> {
        self.opt_text(name, max)?.ok_or_else(|| missing(name))
    }

    /// A truth value that may be absent.
    pub(crate) fn opt_bool(&mut self, name: &str) -> Result<Option<bool>, Reply> {
        match self.0.remove(name) {
            None => Ok(None),
            Some(Value::Bool(value)) => Ok(Some(value)),
            Some(_) => Err(Reply::bad_param(name, "not_a_boolean", "the parameter must be true or false")),
        }
    }

    /// A whole number in a query that may be absent, between `min` and `max`.
    pub(crate) fn opt_digits(&mut self, name: &str, min: usize, max: usize) -> Result<Option<usize>, Reply> {
        let Some(text) = self.opt_text(name, 20)? else { return Ok(None) };
        match text.parse() {
            Ok(n) if (min..=max).contains(&n) => Ok(Some(n)),
            _ => Err(Reply::bad_param(name, "out_of_range", format!("the parameter is {min} to {max}"))),
        }
    }

    /// Refuses whatever has not been taken.
    pub(crate) fn finish(self) -> Result<(), Reply> {
        match self.0.keys().next() {
            None => Ok(()),
            Some(name) => Err(Reply::bad_param(name, "unknown_parameter", "there is no such parameter")),
        }
    }
}

fn missing(name: &str) -> Reply {
    Reply::bad_param(name, "missing_parameter", "the parameter is missing")
}
