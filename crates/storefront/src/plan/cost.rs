//! What an operation may cost, known before anything is fetched: one point an object, connections times their length.

use super::{Args, Field, ObjectPlan, Weight};
use crate::writer::Resolved;
use serde_json::{Map, Value};

/// How long a connection is when the request does not say.
const USUAL: u64 = 10;

/// The points that an operation may cost at most.
#[must_use]
pub fn cost(plan: &ObjectPlan, values: &Resolved) -> u64 {
    plan.fields.iter().map(|field| of_field(field, values)).fold(0, u64::saturating_add)
}

fn of_field(field: &Field, values: &Resolved) -> u64 {
    if field.weight == Weight::Leaf || !field.is_wanted(&values.variables) {
        return 0;
    }
    let below = field.plans.iter().map(|plan| cost(plan, values)).max().unwrap_or(0);
    let none = Map::new();
    let args = match &field.args {
        Args::None => &none,
        Args::Fixed(args) => args,
        Args::Resolved(at) => values.arguments.get(*at).unwrap_or(&none),
    };
    match field.weight {
        Weight::Leaf => 0,
        Weight::Object => below.saturating_add(1),
        Weight::Connection => {
            let asked = args.get("first").or_else(|| args.get("last")).and_then(Value::as_u64);
            // the connection itself, and each of its nodes; `nodes` and `edges.node` count one each below it
            below.saturating_mul(asked.unwrap_or(USUAL)).saturating_add(2)
        }
        Weight::Ids => {
            let ids = args.get("ids").and_then(Value::as_array).map_or(1, Vec::len);
            below.saturating_add(1).saturating_mul(u64::try_from(ids).unwrap_or(u64::MAX))
        }
    }
}
