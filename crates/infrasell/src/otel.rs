//! Traces for an OpenTelemetry collector, over OTLP/HTTP. Built with the cargo feature `otel`.
//!
//! Always true: telling never makes a request wait, and a collector that is away costs spans and nothing else.

use crate::config::Telemetry;
use infrasell_kernel::{Env, Timestamp};
use infrasell_rpc::trace::{self, Span, SpanKind, SpanSink};
use opentelemetry::{
    InstrumentationScope, KeyValue,
    trace::{SpanContext, SpanId, Status, TraceFlags, TraceId, TraceState},
};
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig};
use opentelemetry_sdk::{
    Resource,
    trace::{BatchSpanProcessor, SpanData, SpanEvents, SpanLinks, SpanProcessor},
};
use std::{
    borrow::Cow,
    sync::Arc,
    time::{Duration, SystemTime},
};

/// How long the last spans are waited for when the process stops.
const LAST_WORDS: Duration = Duration::from_secs(3);

/// Tells spans until it is stopped.
pub struct Told(Arc<Exporter>);

struct Exporter {
    processor: BatchSpanProcessor,
    scope: InstrumentationScope,
    env: Env,
    sample_percent: u8,
}

/// Begins to tell; nothing when no collector is configured.
///
/// # Errors
/// When the address cannot be used.
pub fn start(config: &Telemetry, env: &Env) -> Result<Option<Told>, String> {
    if config.otlp_endpoint.is_empty() {
        return Ok(None);
    }
    let address = format!("{}/v1/traces", config.otlp_endpoint.trim_end_matches('/'));
    let exporter = SpanExporter::builder().with_http().with_protocol(Protocol::HttpBinary).with_endpoint(&address);
    let exporter = exporter.build().map_err(|cause| format!("telemetry.otlp_endpoint {address}: {cause}"))?;
    let mut processor = BatchSpanProcessor::builder(exporter).build();
    let resource = Resource::builder().with_service_name(config.service_name.clone());
    processor
        .set_resource(&resource.with_attribute(KeyValue::new("service.version", env!("CARGO_PKG_VERSION"))).build());
    let exporter = Arc::new(Exporter {
        processor,
        scope: InstrumentationScope::builder("infrasell").build(),
        env: env.clone(),
        sample_percent: config.sample_percent,
    });
    if !trace::export_to(exporter.clone()) {
        tracing::warn!("traces are told to another collector already");
    }
    Ok(Some(Told(exporter)))
}

impl Told {
    /// Tells what is left and stops.
    pub fn stop(&self) {
        if let Err(cause) = self.0.processor.shutdown_with_timeout(LAST_WORDS) {
            tracing::warn!(%cause, "the last spans could not be told");
        }
    }
}

impl SpanSink for Exporter {
    fn span_id(&self) -> [u8; 8] {
        let mut id = [0; 8];
        self.env.random.fill(&mut id);
        id[7] |= 1;
        id
    }

    fn now(&self) -> Timestamp {
        self.env.now()
    }

    fn take(&self, span: Span) {
        // by the trace's own id, so that every process keeps the same ones
        let chance = u32::from(span.trace[15]) * 100 / 256;
        if chance < u32::from(self.sample_percent) {
            self.processor.on_end(self.data(span));
        }
    }
}

impl Exporter {
    fn data(&self, span: Span) -> SpanData {
        let start_time = time(span.began);
        let trace = TraceId::from_bytes(span.trace);
        let context = |id| SpanContext::new(trace, id, TraceFlags::SAMPLED, false, TraceState::NONE);
        SpanData {
            span_context: context(SpanId::from_bytes(span.id)),
            parent_span_id: SpanId::from_bytes(span.parent),
            parent_span_is_remote: span.kind == SpanKind::Server,
            span_kind: match span.kind {
                SpanKind::Server => opentelemetry::trace::SpanKind::Server,
                SpanKind::Client => opentelemetry::trace::SpanKind::Client,
                SpanKind::Consumer => opentelemetry::trace::SpanKind::Consumer,
                SpanKind::Internal => opentelemetry::trace::SpanKind::Internal,
            },
            name: span.name,
            start_time,
            end_time: start_time + span.took,
            attributes: span.facts.into_iter().map(|(name, value)| KeyValue::new(name, value)).collect(),
            dropped_attributes_count: 0,
            events: SpanEvents::default(),
            links: SpanLinks::default(),
            status: if span.failed { Status::Error { description: Cow::Borrowed("") } } else { Status::Unset },
            instrumentation_scope: self.scope.clone(),
        }
    }
}

fn time(at: Timestamp) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_micros(u64::try_from(at.micros()).unwrap_or(0))
}
