//! The rules of a collection.

use crate::Target;

/// Rules are refused with their place, or decide the same way each time.
pub const TARGET: Target = Target {
    name: "rules",
    seeds: &[
        br#"{"all":true,"rules":[{"field":"title","relation":"contains","value":"tea"}]}"#,
        br#"{"all":false,"rules":[{"field":"weight_grams","relation":"greater_than","value":"300"},{"field":"tag","relation":"not_equals","value":"Summer"}]}"#,
        br#"{"all":true,"rules":[{"field":"category","relation":"equals","value":"cat_7"},{"field":"vendor","relation":"ends_with","value":"e"}]}"#,
    ],
    run: infrasell_catalog::fuzz::rules,
};
