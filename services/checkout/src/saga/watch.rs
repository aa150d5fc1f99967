//! What is told of the steps of a saga: how often each went how, how long it took, and a span for whoever collects them.

use super::Went;
use infrasell_metrics::catalogue::{SAGA_SECONDS, SAGA_STEPS};
use infrasell_rpc::trace::{SpanKind, span};
use infrasell_rules::checkout::SagaStep;
use std::{fmt::Display, time::Instant};

/// Does a step, `forward` or `back`, and counts how it went. One that another runner takes over is not counted here.
pub(super) async fn watched<O: Display>(
    way: &'static str,
    step: SagaStep,
    work: impl Future<Output = Went<O>>,
) -> Went<O> {
    let (began, step) = (Instant::now(), step.to_string());
    let name = format!("saga {way} {step}");
    let ended = |went: &Went<O>| (vec![("outcome", went.outcome.to_string())], false);
    let went = span(name, SpanKind::Internal, work, ended).await;
    SAGA_SECONDS.with(&[way, &step]).took(began.elapsed());
    SAGA_STEPS.with(&[way, &step, &went.outcome.to_string()]).add(1);
    went
}
