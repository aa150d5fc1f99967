//! What crosses the wire reads back, and says so in its schema.

use infrasell_rules::{
    checkout::{Message, SagaMove, SagaStep, Severity},
    order::{OrderCommand, OrderState, PaymentStatus},
    payment::{PaymentState, Snapshot},
    quote::{Quote, Target},
    stock::{MovementKind, ReservationState},
    words::UnknownWord,
};
use serde_json::json;

macro_rules! words_read_back {
    ($($Type:ty),*) => {$(
        for word in <$Type>::ALL {
            assert_eq!(serde_json::to_value(word).unwrap(), json!(word.as_str()));
            assert_eq!(serde_json::from_value::<$Type>(json!(word.as_str())).unwrap(), *word);
            assert_eq!(word.as_str().parse::<$Type>().unwrap(), *word);
        }
    )*};
}

#[test]
fn every_word_reads_back() {
    words_read_back!(OrderState, PaymentStatus, PaymentState, MovementKind, ReservationState, SagaStep, Severity);
    let error = "shipped".parse::<OrderState>().unwrap_err();
    assert_eq!(error, UnknownWord { word: "shipped".into(), of: "OrderState" });
    assert_eq!(error.to_string(), "'shipped' is not a known OrderState");
    assert_eq!("x".repeat(999).parse::<OrderState>().unwrap_err().word.len(), 48);
}

#[test]
fn tagged_shapes_are_the_documented_ones() {
    assert_eq!(serde_json::to_value(Target::Line("l1".into())).unwrap(), json!({ "kind": "line", "key": "l1" }));
    assert_eq!(serde_json::to_value(Target::Document).unwrap(), json!({ "kind": "document" }));
    assert_eq!(serde_json::to_value(OrderCommand::Fulfil { all: true }).unwrap(), json!({ "fulfil": { "all": true } }));
    let wait = SagaMove::WaitForProvider(SagaStep::Capture);
    assert_eq!(serde_json::to_value(wait).unwrap(), json!({ "move": "wait_for_provider", "step": "capture" }));
    assert_eq!(serde_json::from_value::<SagaMove>(json!({ "move": "done" })).unwrap(), SagaMove::Done);
}

#[test]
fn schemas_can_be_made() {
    let quote = schemars::schema_for!(Quote);
    let snapshot = schemars::schema_for!(Snapshot);
    let message = schemars::schema_for!(Message);
    assert!(quote.as_value()["properties"]["totals"].is_object());
    assert!(snapshot.as_value()["properties"]["captures"].is_object());
    assert!(message.as_value()["properties"]["severity"].is_object());
}
