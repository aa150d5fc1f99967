//! Documents: parsed, validated and planned once.
//!
//! Always true: one that passes a limit is refused before it is laid out, and the limit is named.

use crate::{
    errors::GraphError,
    limits::Limits,
    plan::{Plan, build},
    schema::Schema,
};
use apollo_compiler::{
    ExecutableDocument,
    executable::{Operation, Selection, SelectionSet},
    parser::Parser,
    validation::{DiagnosticList, Valid},
};
use std::sync::Arc;

/// The most errors of one document that are told.
const MOST_ERRORS: usize = 20;
/// The parser's own limit on nesting, above ours so that ours is the one that is named.
const PARSER_DEPTH: usize = 128;

/// A valid document.
#[derive(Debug)]
pub struct Document {
    plans: Vec<(Option<String>, Arc<Plan>)>,
    /// The document itself, where it asks for the schema.
    pub valid: Option<Valid<ExecutableDocument>>,
}

impl Document {
    /// Parses, validates and plans.
    ///
    /// # Errors
    /// What is wrong with it, with lines and columns; a limit that it passes, by name.
    pub fn parse(schema: &Schema, text: &str, limits: &Limits) -> Result<Document, Vec<GraphError>> {
        let mut parser = Parser::new().token_limit(limits.max_tokens).recursion_limit(PARSER_DEPTH);
        let parsed = parser.parse_executable(&schema.valid, text, "query.graphql");
        let parsed = parsed.map_err(|wrong| told(&wrong.errors, limits))?;
        check_aliases(&parsed, limits)?;
        let valid = parsed.validate(&schema.valid).map_err(|wrong| told(&wrong.errors, limits))?;
        let mut plans = vec![];
        for operation in valid.operations.iter() {
            let plan = build(schema, &valid, operation, limits).map_err(|error| vec![error])?;
            if plan.introspects && !limits.introspection {
                return Err(vec![GraphError::new("INTROSPECTION_DISABLED", "this shop does not show its schema")]);
            }
            plans.push((operation.name.as_ref().map(ToString::to_string), Arc::new(plan)));
        }
        let introspects = plans.iter().any(|(_, plan)| plan.introspects);
        Ok(Document { plans, valid: introspects.then_some(valid) })
    }

    /// The operation that a request names, or the only one.
    ///
    /// # Errors
    /// When there is no such operation, or it has to be named.
    pub fn operation(&self, name: Option<&str>) -> Result<&Arc<Plan>, GraphError> {
        let found = match (name, self.plans.as_slice()) {
            (None, [(_, plan)]) => Some(plan),
            (None, []) => return Err(GraphError::new("NO_OPERATION", "there is no operation in this document")),
            (None, _) => {
                let message = "this document has several operations: operationName must say which";
                return Err(GraphError::new("OPERATION_NAME_REQUIRED", message));
            }
            (Some(name), plans) => plans.iter().find(|(known, _)| known.as_deref() == Some(name)).map(|(_, plan)| plan),
        };
        found.ok_or_else(|| {
            let name: String = name.unwrap_or("").chars().take(64).collect();
            GraphError::new("UNKNOWN_OPERATION", format!("there is no operation {name:?} in this document"))
        })
    }

    /// The operation of a document that is kept as it was parsed.
    #[must_use]
    pub fn parsed(&self, name: Option<&str>) -> Option<(&Valid<ExecutableDocument>, &Operation)> {
        let valid = self.valid.as_ref()?;
        valid.operations.get(name).ok().map(|operation| (valid, operation.as_ref()))
    }
}

fn told(wrong: &DiagnosticList, limits: &Limits) -> Vec<GraphError> {
    let one = |told: apollo_compiler::response::GraphQLError| {
        let message = told.message;
        let mut error = if message.contains("token limit") {
            let message = format!("this document has more than {} tokens", limits.max_tokens);
            GraphError::new("MAX_TOKENS_EXCEEDED", message).with("limit", "storefront.max_tokens")
        } else if message.contains("recursion limit") || message.contains("too much recursion") {
            let message = format!("this document is nested more than {} levels deep", limits.max_depth);
            GraphError::new("MAX_DEPTH_EXCEEDED", message).with("limit", "storefront.max_depth")
        } else if message.starts_with("syntax error") {
            GraphError::new("GRAPHQL_PARSE_FAILED", message)
        } else if message.contains("cannot reference itself") || message.contains("recursive fragment") {
            GraphError::new("FRAGMENT_CYCLE", message)
        } else {
            GraphError::new("GRAPHQL_VALIDATION_FAILED", message)
        };
        error.locations = told.locations.iter().map(|place| (place.line, place.column)).collect();
        error
    };
    let all: Vec<GraphError> = wrong.iter().map(|diagnostic| one(diagnostic.to_json())).collect();
    // a document that is cut off at a limit breaks other rules where it ends: that is not its author's fault
    match all.iter().find(|error| error.code.starts_with("MAX_")) {
        Some(limit) => vec![limit.clone()],
        None => all.into_iter().take(MOST_ERRORS).collect(),
    }
}

fn check_aliases(document: &ExecutableDocument, limits: &Limits) -> Result<(), Vec<GraphError>> {
    let operations = document.operations.iter().map(|operation| &operation.selection_set);
    let fragments = document.fragments.values().map(|fragment| &fragment.selection_set);
    let aliases: usize = operations.chain(fragments).map(aliases).sum();
    if aliases <= limits.max_aliases {
        return Ok(());
    }
    let message = format!("this document has {aliases} aliases, more than {}", limits.max_aliases);
    Err(vec![GraphError::new("MAX_ALIASES_EXCEEDED", message).with("limit", "storefront.max_aliases")])
}

fn aliases(set: &SelectionSet) -> usize {
    let one = |selection: &Selection| match selection {
        Selection::Field(field) => usize::from(field.alias.is_some()) + aliases(&field.selection_set),
        Selection::InlineFragment(fragment) => aliases(&fragment.selection_set),
        Selection::FragmentSpread(_) => 0,
    };
    set.selections.iter().map(one).sum()
}
