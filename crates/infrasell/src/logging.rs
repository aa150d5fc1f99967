//! Logging: to standard error, for people or as JSON.
//!
//! Always true: a line says for which request and trace it was written, however deep that was; libraries that would tell
//! what they send and receive are held to warnings, whatever the configuration says; what looks like a secret is masked.

use crate::config::{Log, LogFormat};
use infrasell_rpc::trace;
use serde_json::{Map, Value};
use std::{fmt, io::stderr};
use tracing::{
    Event, Level, Metadata, Subscriber,
    field::{Field, Visit},
};
use tracing_subscriber::{
    EnvFilter, Layer,
    filter::filter_fn,
    fmt::{
        FmtContext, FormatEvent, FormatFields,
        format::Writer,
        layer,
        time::{FormatTime, SystemTime},
    },
    layer::SubscriberExt,
    registry::LookupSpan,
    util::SubscriberInitExt,
};

/// Libraries whose finer lines hold values, heads or bodies.
const TALKATIVE: [&str; 9] =
    ["tokio_postgres", "postgres", "hyper", "h2", "reqwest", "rustls", "tower", "axum", "opentelemetry"];
/// How our secrets begin (the access tokens as every JWT does), and those of the payment simulator.
const SECRETS: [&str; 9] = ["ifk_", "ifs_", "ifc_", "ifr_", "ifm_", "eyJ", "sk_", "whsec_", "Bearer "];

/// Begins to log. A second call in one process changes nothing.
pub fn start(log: &Log) {
    let filter = EnvFilter::try_new(&log.level).unwrap_or_else(|_| EnvFilter::new("warn"));
    let lines = layer().with_writer(stderr).event_format(Lines(log.format)).with_filter(filter_fn(is_discreet));
    drop(tracing_subscriber::registry().with(filter).with(lines).try_init());
}

fn is_discreet(metadata: &Metadata<'_>) -> bool {
    let talks = TALKATIVE.iter().any(|library| {
        metadata.target().strip_prefix(library).is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '_']))
    });
    !talks || *metadata.level() <= Level::WARN
}

struct Lines(LogFormat);

/// The fields of an event, in their order.
struct Fields {
    target: Option<String>,
    message: String,
    fields: Map<String, Value>,
}

impl Fields {
    fn put(&mut self, field: &Field, value: Value) {
        match field.name() {
            "message" => self.message = masked(value.as_str().unwrap_or_default()),
            "log.target" => self.target = value.as_str().map(str::to_owned),
            name if name.starts_with("log.") => {}
            name => {
                let value = if let Value::String(text) = &value { masked(text).into() } else { value };
                self.fields.insert(name.to_owned(), value);
            }
        }
    }
}

impl Visit for Fields {
    fn record_i64(&mut self, field: &Field, value: i64) {
        self.put(field, value.into());
    }
    fn record_u64(&mut self, field: &Field, value: u64) {
        self.put(field, value.into());
    }
    fn record_bool(&mut self, field: &Field, value: bool) {
        self.put(field, value.into());
    }
    fn record_str(&mut self, field: &Field, value: &str) {
        self.put(field, value.into());
    }
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.put(field, format!("{value:?}").into());
    }
}

/// The text with everything that begins like a secret cut off after its beginning.
fn masked(text: &str) -> String {
    let mut out = text.to_owned();
    for start in SECRETS {
        let mut from = 0;
        while let Some(found) = out[from..].find(start) {
            let begin = from + found + start.len();
            let is_word = |c: char| c.is_ascii_alphanumeric() || "-_.~+/=".contains(c);
            let length = out[begin..].find(|c| !is_word(c)).unwrap_or(out.len() - begin);
            if length > 0 {
                out.replace_range(begin..begin + length, "***");
            }
            from = (begin + 3).min(out.len());
            while !out.is_char_boundary(from) {
                from += 1;
            }
        }
    }
    out
}

impl<S, N> FormatEvent<S, N> for Lines
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(&self, _: &FmtContext<'_, S, N>, mut out: Writer<'_>, event: &Event<'_>) -> fmt::Result {
        let mut seen = Fields { target: None, message: String::new(), fields: Map::new() };
        event.record(&mut seen);
        if let Some(here) = trace::here() {
            seen.fields.entry("request_id").or_insert_with(|| here.request_id.as_ref().into());
            if let Some(trace) = here.trace {
                seen.fields.entry("trace_id").or_insert_with(|| trace.trace_id().into());
            }
        }
        let mut time = String::new();
        SystemTime.format_time(&mut Writer::new(&mut time))?;
        let metadata = event.metadata();
        let target = seen.target.as_deref().unwrap_or(metadata.target());
        match self.0 {
            LogFormat::Json => {
                let mut line = Map::new();
                line.insert("time".into(), time.into());
                line.insert("level".into(), metadata.level().as_str().into());
                line.insert("target".into(), target.into());
                line.insert("message".into(), seen.message.into());
                line.extend(seen.fields);
                writeln!(out, "{}", Value::Object(line))
            }
            LogFormat::Text => {
                write!(out, "{time} {:>5} {target}: {}", metadata.level(), one_line(&seen.message))?;
                for (name, value) in &seen.fields {
                    match value {
                        // quoted and escaped as JSON is, so that no value can pretend to be a line
                        Value::String(text) if text.contains([' ', '"', '=']) || has_control(text) => {
                            write!(out, " {name}={value}")?;
                        }
                        Value::String(text) => write!(out, " {name}={text}")?,
                        other => write!(out, " {name}={other}")?,
                    }
                }
                writeln!(out)
            }
        }
    }
}

fn has_control(text: &str) -> bool {
    text.chars().any(char::is_control)
}

fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use infrasell_db::{Db, DbOptions, DbUrl, v};
    use infrasell_kernel::{Env, OsRandom};
    use infrasell_rpc::trace::{Here, TraceCx, within};
    use std::{
        io::{self, Write},
        sync::{Arc, Mutex},
    };

    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<u8>>>);
    impl Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    async fn logged(format: LogFormat) -> String {
        let kept = Kept::default();
        let writer = kept.clone();
        let lines = layer().with_writer(move || writer.clone()).event_format(Lines(format));
        let subscriber = tracing_subscriber::registry().with(lines.with_filter(filter_fn(is_discreet)));
        let _on = tracing::subscriber::set_default(subscriber);
        let trace = TraceCx::parse("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        within(Here { request_id: "r-1".into(), trace }, async {
            tracing::warn!(n = 7, why = "two\nlines", "it \"failed\" with ifk_abc");
            tracing::debug!(target: "tokio_postgres::query", "parameters: hunter2");
            tracing::warn!(target: "hyperactive", "is not hyper");
        })
        .await;
        String::from_utf8(kept.0.lock().unwrap().clone()).unwrap()
    }

    #[tokio::test]
    async fn a_line_says_for_what_it_was_written_and_holds_no_secret() {
        let text = logged(LogFormat::Json).await;
        let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines.len(), 2, "{text}");
        let line = &lines[0];
        assert_eq!(line["message"], "it \"failed\" with ifk_***");
        assert_eq!((&line["n"], &line["why"], &line["level"]), (&7.into(), &"two\nlines".into(), &"WARN".into()));
        assert_eq!(
            (&line["request_id"], &line["trace_id"]),
            (&"r-1".into(), &"4bf92f3577b34da6a3ce929d0e0e4736".into())
        );
        let text = logged(LogFormat::Text).await;
        assert_eq!(text.lines().count(), 2, "{text}");
        assert!(text.contains("it \"failed\" with ifk_*** ") && text.contains(r#"why="two\nlines""#), "{text}");
        assert!(text.contains("request_id=r-1"), "{text}");
    }

    #[tokio::test]
    async fn a_slow_statement_is_logged_without_its_values() {
        let kept = Kept::default();
        let writer = kept.clone();
        let lines = layer().with_writer(move || writer.clone()).event_format(Lines(LogFormat::Json));
        let _on = tracing::subscriber::set_default(tracing_subscriber::registry().with(lines));
        let file = std::env::temp_dir().join(format!("slow-{}.db", infrasell_kernel::Token::random(&OsRandom)));
        let options = DbOptions { slow: Some(std::time::Duration::ZERO), ..DbOptions::default() };
        let db = Db::open(&DbUrl::Sqlite(file.clone()), Env::system(), options).await.unwrap();
        let here = Here { request_id: "r-7".into(), trace: None };
        let read = within(here, db.all("SELECT  $1\n AS secret", &v!["hunter2"], |row| row.get::<String>(0))).await;
        assert_eq!(read.unwrap(), ["hunter2"]);
        drop(db);
        std::fs::remove_file(&file).unwrap();
        let text = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
        let line: Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
        assert_eq!((&line["statement"], &line["rows"]), (&"SELECT $1 AS secret".into(), &1.into()), "{text}");
        assert_eq!((&line["request_id"], &line["target"]), (&"r-7".into(), &"infrasell_db::slow".into()));
        assert!(line["took_ms"].is_u64() && !text.contains("hunter2"), "{text}");
    }

    #[test]
    fn whatever_stands_around_a_secret_it_is_masked() {
        for (text, shown) in [
            ("", ""),
            ("ifk_", "ifk_"),
            ("a ifk_x, ifs_y/z sk_1", "a ifk_***, ifs_*** sk_***"),
            ("Authorization: Bearer abc.def-é", "Authorization: Bearer ***é"),
            ("ifk_é", "ifk_é"),
            ("ifk_a ifk_b", "ifk_*** ifk_***"),
        ] {
            assert_eq!(masked(text), shown);
        }
    }
}
