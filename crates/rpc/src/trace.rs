//! Where we are: the request and the trace (W3C trace context) that the running task works for, and spans for whoever
//! exports them.
//!
//! Always true: what a task does for a request is found under the request's id and its trace, however deep it is, in
//! other processes and in the events and jobs that follow too; spans cost one load of a pointer while nobody exports
//! them. It is kept beside the task and not in [`Cx`], because a statement that is slow or a line that is logged knows no
//! context.

use infrasell_kernel::Timestamp;
use std::{
    borrow::Cow,
    fmt,
    future::Future,
    sync::{Arc, OnceLock},
    time::{Duration, Instant},
};

/// The header of W3C trace context.
pub const TRACEPARENT: &str = "traceparent";

/// A trace, and the span in it that is the parent of what happens next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TraceCx {
    trace: [u8; 16],
    span: [u8; 8],
    sampled: bool,
}

impl TraceCx {
    /// The trace of an id of 32 hexadecimal digits that does not come from a trace. `None` when it is not one.
    #[must_use]
    pub fn of_id(id: &str) -> Option<TraceCx> {
        let trace: [u8; 16] = hex(id)?;
        let mut span = [0; 8];
        span.copy_from_slice(&trace[..8]);
        (trace != [0; 16] && span != [0; 8]).then_some(TraceCx { trace, span, sampled: true })
    }

    /// Reads the header `traceparent`. `None` when it is not as the standard wants it: then it is ignored.
    #[must_use]
    pub fn parse(text: &str) -> Option<TraceCx> {
        let (version, rest) = (text.get(..2)?, text.get(2..)?);
        let [version]: [u8; 1] = hex(version)?;
        let (trace, span, flags) = (rest.get(1..33)?, rest.get(34..50)?, rest.get(51..53)?);
        let dashes = [0, 33, 50].iter().all(|at| rest.as_bytes().get(*at) == Some(&b'-'));
        let ends = rest.len() == 53 || (version > 0 && rest.as_bytes().get(53) == Some(&b'-'));
        let [flags]: [u8; 1] = hex(flags)?;
        let (trace, span): ([u8; 16], [u8; 8]) = (hex(trace)?, hex(span)?);
        let good = version != 0xff && dashes && ends && trace != [0; 16] && span != [0; 8];
        good.then_some(TraceCx { trace, span, sampled: flags & 1 == 1 })
    }

    /// The trace's id, 32 hexadecimal digits.
    #[must_use]
    pub fn trace_id(&self) -> String {
        let mut out = String::with_capacity(32);
        write_hex(&self.trace, &mut out);
        out
    }

    /// Whether whoever began the trace wants it to be kept.
    #[must_use]
    pub fn is_sampled(&self) -> bool {
        self.sampled
    }

    /// The same trace, kept or not.
    #[must_use]
    pub fn sampled(self, sampled: bool) -> TraceCx {
        TraceCx { sampled, ..self }
    }

    fn under(self, span: [u8; 8]) -> TraceCx {
        TraceCx { span, ..self }
    }
}

impl fmt::Display for TraceCx {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = String::with_capacity(55);
        out.push_str("00-");
        write_hex(&self.trace, &mut out);
        out.push('-');
        write_hex(&self.span, &mut out);
        out.push_str(if self.sampled { "-01" } else { "-00" });
        f.write_str(&out)
    }
}

fn write_hex(bytes: &[u8], out: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    for byte in bytes {
        out.push(char::from(DIGITS[usize::from(byte >> 4)]));
        out.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
}

/// Lower-case hexadecimal digits, exactly as many as fit.
fn hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digit = |c: u8| match c {
        b'0'..=b'9' => Some(c - b'0'),
        b'a'..=b'f' => Some(c - b'a' + 10),
        _ => None,
    };
    let text = text.as_bytes();
    if text.len() != 2 * N {
        return None;
    }
    let mut out = [0; N];
    for (byte, pair) in out.iter_mut().zip(text.chunks_exact(2)) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(out)
}

/// What a task works for.
#[derive(Debug, Clone)]
pub struct Here {
    /// The request, event or job.
    pub request_id: Arc<str>,
    /// The trace that it is part of.
    pub trace: Option<TraceCx>,
}

tokio::task_local! {
    static HERE: Here;
}

/// What the running task works for, if that is known.
#[must_use]
pub fn here() -> Option<Here> {
    HERE.try_with(Here::clone).ok()
}

/// The running task's trace, as the header `traceparent` carries it.
#[must_use]
pub fn traceparent() -> Option<String> {
    HERE.try_with(|here| here.trace.map(|trace| trace.to_string())).ok().flatten()
}

/// Does `work` for a request, event or job.
pub async fn within<F: Future>(here: Here, work: F) -> F::Output {
    HERE.scope(here, work).await
}

/// `work`, to be run by another task for what this one works for.
pub fn carried<F: Future>(work: F) -> impl Future<Output = F::Output> {
    let here = here();
    async move {
        match here {
            Some(here) => within(here, work).await,
            None => work.await,
        }
    }
}

/// What a span is to the world around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpanKind {
    /// A request is served.
    Server,
    /// Another process is called.
    Client,
    /// An event or job is taken.
    Consumer,
    /// A step within.
    Internal,
}

/// A span that has ended.
#[derive(Debug, Clone)]
pub struct Span {
    /// Its trace, 16 bytes.
    pub trace: [u8; 16],
    /// Its id, 8 bytes.
    pub id: [u8; 8],
    /// What it is part of.
    pub parent: [u8; 8],
    /// What was done.
    pub name: Cow<'static, str>,
    /// What it is to the world around it.
    pub kind: SpanKind,
    /// When it began.
    pub began: Timestamp,
    /// How long it took.
    pub took: Duration,
    /// What there is to know of it; never a secret or a personal field.
    pub facts: Vec<(&'static str, String)>,
    /// Whether it failed.
    pub failed: bool,
}

/// Takes spans that have ended, and gives what a span needs from outside.
pub trait SpanSink: Send + Sync + 'static {
    /// A fresh id, not zero.
    fn span_id(&self) -> [u8; 8];
    /// Now.
    fn now(&self) -> Timestamp;
    /// Takes a span. Must not wait.
    fn take(&self, span: Span);
}

static SINK: OnceLock<Arc<dyn SpanSink>> = OnceLock::new();

/// Hands every span of this process to `sink` from here on; says whether it is the first one, because there is only one.
pub fn export_to(sink: Arc<dyn SpanSink>) -> bool {
    SINK.set(sink).is_ok()
}

/// Whether somebody takes spans.
#[must_use]
pub fn is_exported() -> bool {
    SINK.get().is_some()
}

/// How a span ended: what there is to know, and whether it failed.
pub type Ended = (Vec<(&'static str, String)>, bool);

/// Does `work` as a span of its own. `ended` is asked only when somebody takes spans and the trace is kept.
pub async fn span<F: Future>(
    name: impl Into<Cow<'static, str>>,
    kind: SpanKind,
    work: F,
    ended: impl FnOnce(&F::Output) -> Ended,
) -> F::Output {
    let Some(sink) = SINK.get() else { return work.await };
    let Some(here) = here() else { return work.await };
    let Some(parent) = here.trace.filter(TraceCx::is_sampled) else { return work.await };
    let (id, began, started) = (sink.span_id(), sink.now(), Instant::now());
    let inside = Here { trace: Some(parent.under(id)), ..here };
    let output = within(inside, work).await;
    let (facts, failed) = ended(&output);
    let (trace, parent) = (parent.trace, parent.span);
    sink.take(Span { trace, id, parent, name: name.into(), kind, began, took: started.elapsed(), facts, failed });
    output
}

/// Serves a call from another process, for what the caller works for.
pub async fn serving<F: Future>(
    traceparent: Option<&str>,
    request_id: Arc<str>,
    method: &'static str,
    work: F,
) -> F::Output {
    let here = Here { request_id, trace: traceparent.and_then(TraceCx::parse) };
    within(here, span(method, SpanKind::Server, work, |_| (vec![], false))).await
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    #[test]
    fn a_good_parent_is_read_and_written_as_it_was() {
        let trace = TraceCx::parse(GOOD).unwrap();
        assert_eq!(trace.to_string(), GOOD);
        assert_eq!(trace.trace_id(), "4bf92f3577b34da6a3ce929d0e0e4736");
        assert!(trace.is_sampled() && !TraceCx::parse(&GOOD.replace("-01", "-00")).unwrap().is_sampled());
        let newer = format!("cc{}-and-more", &GOOD[2..]);
        assert_eq!(TraceCx::parse(&newer), Some(trace), "a newer version may have more");
    }

    #[test]
    fn what_is_not_a_parent_is_ignored() {
        let zero_trace = GOOD.replace("4bf92f3577b34da6a3ce929d0e0e4736", &"0".repeat(32));
        let zero_span = GOOD.replace("00f067aa0ba902b7", &"0".repeat(16));
        let more = format!("{GOOD}-x");
        let (upper, forbidden) = (GOOD.to_uppercase(), format!("ff{}", &GOOD[2..]));
        let bad = ["", "00", "é0-x", &GOOD[..54], &zero_trace, &zero_span, &more, &upper, &forbidden, "00-é"];
        for text in bad {
            assert_eq!(TraceCx::parse(text), None, "{text}");
        }
        for at in 0..GOOD.len() {
            let mut text = GOOD.as_bytes().to_vec();
            text[at] = b'!';
            assert_eq!(TraceCx::parse(std::str::from_utf8(&text).unwrap()), None, "{at}");
        }
    }

    #[tokio::test]
    async fn a_task_knows_what_it_works_for_and_hands_it_on() {
        assert!(here().is_none() && traceparent().is_none());
        let here_now = Here { request_id: "r-1".into(), trace: TraceCx::parse(GOOD) };
        let (inside, handed_on) = within(here_now, async {
            let spawned = tokio::spawn(carried(async { traceparent() }));
            (traceparent(), spawned.await.unwrap())
        })
        .await;
        assert_eq!((inside.as_deref(), handed_on.as_deref()), (Some(GOOD), Some(GOOD)));
        assert!(here().is_none());
    }
}
