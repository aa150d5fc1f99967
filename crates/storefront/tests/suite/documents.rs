//! Documents that are wrong, too deep, too wide or that never end.

use infrasell_storefront::{Document, GraphError, Limits, Schema};

fn parse(text: &str) -> Result<Document, Vec<GraphError>> {
    Document::parse(Schema::get().unwrap(), text, &Limits::default())
}

fn refusal(text: &str) -> GraphError {
    parse(text).expect_err(&text.chars().take(80).collect::<String>()).remove(0)
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    for (text, code) in [
        ("query { shop { name ", "GRAPHQL_PARSE_FAILED"),
        ("query { shop { nonsense } }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ shop }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ product { id } nodes { id } }", "GRAPHQL_VALIDATION_FAILED"),
        ("query($a: Nonsense) { shop { name } }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ shop { name { x } } }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { shop { name } }", "GRAPHQL_VALIDATION_FAILED"),
        ("type Shop { x: Int }", "GRAPHQL_VALIDATION_FAILED"),
        ("\u{0}", "GRAPHQL_PARSE_FAILED"),
        ("{ ...F } fragment F on QueryRoot { ...F }", "FRAGMENT_CYCLE"),
        ("{ ...A } fragment A on QueryRoot { ...B } fragment B on QueryRoot { ...A }", "FRAGMENT_CYCLE"),
    ] {
        let error = refusal(text);
        assert_eq!(error.code, code, "{text}: {error:?}");
        assert!(!error.locations.is_empty() || text.starts_with("subscription"), "{text}: {error:?}");
    }
}

#[test]
fn limits_refuse_by_name() {
    let deep = |n: usize| {
        format!(
            "{{ product(id: 1) {{ {} id {} }} }}",
            "variants(first: 1) { nodes { product {".repeat(n),
            "} } }".repeat(n)
        )
    };
    assert!(parse(&deep(5)).is_ok());
    for n in [9, 30, 200, 2_000] {
        let error = refusal(&deep(n));
        assert_eq!(
            (error.code, error.details["limit"].as_str()),
            ("MAX_DEPTH_EXCEEDED", Some("storefront.max_depth")),
            "{n}"
        );
    }
    let aliases: String = (0..501).map(|n| format!("a{n}: shop {{ name }} ")).collect();
    let error = refusal(&format!("{{ {aliases} }}"));
    assert_eq!((error.code, error.details["limit"].as_str()), ("MAX_ALIASES_EXCEEDED", Some("storefront.max_aliases")));
    let wide = format!("{{ {} }}", "shop { name } ".repeat(10_000));
    let errors = parse(&wide).expect_err("it is cut off, and that is all that is wrong with it");
    assert_eq!(errors.iter().map(|error| error.code).collect::<Vec<_>>(), ["MAX_TOKENS_EXCEEDED"]);
    // each fragment doubles the one before
    let mut bomb = "{ product(id: 1) { ...F0 } } fragment F20 on Product { id }".to_owned();
    for n in 0..20 {
        let twice = format!(
            "x: variantsCount {{ count }} ... @include(if: true) {{ ...F{0} }} ... on Product {{ ...F{0} }}",
            n + 1
        );
        bomb.push_str(&format!(" fragment F{n} on Product {{ {twice} }}"));
    }
    match parse(&bomb) {
        Ok(_) => {}
        Err(errors) => assert!(["MAX_FIELDS_EXCEEDED", "GRAPHQL_VALIDATION_FAILED"].contains(&errors[0].code)),
    }
}

#[test]
fn introspection_can_be_switched_off() {
    let limits = Limits { introspection: false, ..Limits::default() };
    let schema = Schema::get().unwrap();
    let error = Document::parse(schema, "{ __schema { types { name } } }", &limits).unwrap_err().remove(0);
    assert_eq!(error.code, "INTROSPECTION_DISABLED");
    assert!(Document::parse(schema, "{ __typename }", &limits).is_ok());
}

#[test]
fn an_operation_is_found_by_its_name() {
    let two = parse("query A { shop { name } } query B { shop { id } }").unwrap();
    assert!(two.operation(Some("A")).is_ok() && two.operation(Some("B")).is_ok());
    assert_eq!(two.operation(None).unwrap_err().code, "OPERATION_NAME_REQUIRED");
    assert_eq!(two.operation(Some("C")).unwrap_err().code, "UNKNOWN_OPERATION");
    assert!(parse("{ shop { name } }").unwrap().operation(None).is_ok());
}

#[test]
fn a_part_that_may_come_later_and_a_context_are_accepted() {
    let text =
        "query Q($c: CountryCode) @inContext(country: $c, language: HI) { shop { ... @defer(label: \"x\") { name } } }";
    assert!(parse(text).is_ok(), "{:?}", parse(text).err());
}
