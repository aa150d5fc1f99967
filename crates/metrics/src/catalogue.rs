//! Every metric there is. `docs/reference/metrics.md` is this list, and a test holds it to it.

use crate::{
    family::{Collected, Family, Single},
    text::Metric,
    value::{Counter, Gauge, Seconds, Sizes},
};

macro_rules! catalogue {
    ($($name:ident: $Type:ty = $make:expr;)*) => {
        $(
            #[doc = concat!("See the reference of metrics: ", stringify!($name), ".")]
            pub static $name: $Type = $make;
        )*
        /// All of them, in the order in which they are shown.
        pub static ALL: &[&dyn Metric] = &[$(&$name),*];
    };
}

const ROUTE: &[&str] = &["method", "route"];

catalogue! {
    HTTP_REQUESTS: Family<Counter> = Family::new("infrasell_http_requests_total",
        "Requests that were answered; status is the class of the answer, such as 2xx.", &["method", "route", "status"]);
    HTTP_SECONDS: Family<Seconds> = Family::new("infrasell_http_request_duration_seconds",
        "From the head of a request to the head of its answer.", ROUTE);
    HTTP_IN_FLIGHT: Single<Gauge> = Single::gauge("infrasell_http_requests_in_flight",
        "Requests that run now.");
    HTTP_CONNECTIONS: Single<Gauge> = Single::gauge("infrasell_http_connections",
        "Connections that are open now.");
    HTTP_REQUEST_BYTES: Family<Counter> = Family::new("infrasell_http_request_bytes_total",
        "Bytes of the bodies that requests announced.", ROUTE);
    HTTP_RESPONSE_BYTES: Family<Counter> = Family::new("infrasell_http_response_bytes_total",
        "Bytes of the bodies of answers, as they are sent.", ROUTE);
    HTTP_REFUSED: Family<Counter> = Family::new("infrasell_http_refused_total",
        "Requests that a limit refused; limit is its name in the configuration.", &["limit"]);
    QUEUE_DELAY: Collected = Collected::gauge("infrasell_queue_delay_seconds",
        "How late work gets its turn on the processor, the least of the last tenth of a second.", &[]);

    JOBS: Collected = Collected::gauge("infrasell_jobs",
        "Jobs that are waiting, running or dead.", &["kind", "state"]);
    JOB_OLDEST: Collected = Collected::gauge("infrasell_job_oldest_due_seconds",
        "How long the oldest job that is due has been waiting for its turn.", &["kind"]);
    JOB_RUNS: Family<Counter> = Family::new("infrasell_job_runs_total",
        "Runs of jobs; outcome is done, again, failed or dead.", &["kind", "outcome"]);
    JOB_SECONDS: Family<Seconds> = Family::new("infrasell_job_duration_seconds",
        "How long a run of a job took.", &["kind"]);

    OUTBOX_LAG: Collected = Collected::gauge("infrasell_outbox_lag_events",
        "Events that a subscription has not taken in yet; counted up to the ceiling of the outbox.", &["subscription"]);
    OUTBOX_AGE: Collected = Collected::gauge("infrasell_outbox_lag_seconds",
        "How old the oldest event is that a subscription has not taken in yet.", &["subscription"]);
    EVENTS: Family<Counter> = Family::new("infrasell_events_total",
        "Events that were handed to a subscription; outcome is done, failed or dead.", &["subscription", "outcome"]);
    EVENT_SECONDS: Family<Seconds> = Family::new("infrasell_event_duration_seconds",
        "How long a subscription took for an event.", &["subscription"]);

    BACKUP_AGE: Collected = Collected::gauge("infrasell_backup_age_seconds",
        "How long ago the last backup that succeeded was begun; absent when there is none.", &[]);

    DB_WRITER_WAITING: Single<Gauge> = Single::gauge("infrasell_db_writer_waiting",
        "SQLite: transactions that wait for the writer now.");
    DB_WRITER_WAIT: Single<Seconds> = Single::histogram("infrasell_db_writer_wait_seconds",
        "SQLite: how long a transaction waited for the writer.");
    DB_GROUP: Single<Sizes> = Single::histogram("infrasell_db_group_transactions",
        "SQLite: transactions that shared one commit.");
    DB_COMMIT: Single<Seconds> = Single::histogram("infrasell_db_commit_seconds",
        "How long a commit took, on the disk (SQLite) or with its round trip (PostgreSQL).");
    DB_POOL: Collected = Collected::gauge("infrasell_db_pool_connections",
        "PostgreSQL: connections that are in_use or idle.", &["state"]);
    DB_POOL_WAITING: Single<Gauge> = Single::gauge("infrasell_db_pool_waiting",
        "PostgreSQL: calls that wait for a connection now.");
    DB_POOL_WAIT: Single<Seconds> = Single::histogram("infrasell_db_pool_wait_seconds",
        "PostgreSQL: how long a call waited for a connection.");
    DB_REPLICAS: Single<Gauge> = Single::gauge("infrasell_db_other_replicas",
        "PostgreSQL: other processes on the same database that this one tells what has changed.");
    DB_REPLICA_WAIT: Single<Seconds> = Single::histogram("infrasell_db_replica_wait_seconds",
        "PostgreSQL: how long a commit waited until the other processes had dropped what it made old.");
    DB_SLOW: Single<Counter> = Single::counter("infrasell_db_slow_statements_total",
        "Statements that took longer than log.slow_statement_ms.");

    CACHE_REQUESTS: Family<Counter> = Family::new("infrasell_cache_requests_total",
        "Lookups in a cache; result is hit or miss.", &["cache", "result"]);
    CACHE_ENTRIES: Family<Gauge> = Family::new("infrasell_cache_entries",
        "What a cache holds now.", &["cache"]);
    CACHE_BYTES: Family<Gauge> = Family::new("infrasell_cache_bytes",
        "How much memory a cache holds now.", &["cache"]);
    CACHE_DROPPED: Family<Counter> = Family::new("infrasell_cache_dropped_total",
        "Entries that left a cache; why is changed, expired or full.", &["cache", "why"]);

    ENGINE_UP: Family<Gauge> = Family::new("infrasell_engine_up",
        "Whether a server beside the database answers, 1 or 0; engine is redis or nats.", &["engine"]);
    ENGINE_CALLS: Family<Counter> = Family::new("infrasell_engine_calls_total",
        "Calls of such a server; outcome is done, refused, late, cut or away.", &["engine", "outcome"]);
    ENGINE_SECONDS: Family<Seconds> = Family::new("infrasell_engine_call_duration_seconds",
        "How long a call of such a server took.", &["engine"]);

    SAGA_STEPS: Family<Counter> = Family::new("infrasell_saga_steps_total",
        "Steps of placing orders; way is forward or back, outcome is how the step went.", &["way", "step", "outcome"]);
    SAGA_SECONDS: Family<Seconds> = Family::new("infrasell_saga_step_duration_seconds",
        "How long a step of placing an order took.", &["way", "step"]);

    CALLS: Family<Counter> = Family::new("infrasell_calls_total",
        "Tries to call another process; outcome is ok, error (the service's own), unreachable, or refused (not tried, or not let in).",
        &["peer", "method", "outcome"]);
    CALL_SECONDS: Family<Seconds> = Family::new("infrasell_call_duration_seconds",
        "How long a try to call another process took, its wait for a turn included.", &["peer", "method"]);
    CALL_RETRIES: Family<Counter> = Family::new("infrasell_call_retries_total",
        "Tries that followed a failed one.", &["peer", "method"]);
    CALLS_IN_FLIGHT: Family<Gauge> = Family::new("infrasell_calls_in_flight",
        "Calls to a service at a peer that run now.", &["peer", "service"]);
    CALLS_WAITING: Family<Gauge> = Family::new("infrasell_calls_waiting",
        "Calls to a service at a peer that wait for their turn now.", &["peer", "service"]);
    BREAKERS_OPEN: Family<Gauge> = Family::new("infrasell_call_breaker_open",
        "1 while a service at a peer is left alone because it failed too often.", &["peer", "service"]);
    INTERNAL_REFUSED: Family<Counter> = Family::new("infrasell_internal_refused_total",
        "Calls from other processes that were not let in; why is what is wrong with the service token.", &["why"]);

    WEBHOOK_TRIES: Family<Counter> = Family::new("infrasell_webhook_tries_total",
        "Tries to tell a webhook something; outcome is delivered, failed, refused (its address may not be called) or unsent.",
        &["topic", "outcome"]);
    WEBHOOK_SECONDS: Single<Seconds> = Single::histogram("infrasell_webhook_try_duration_seconds",
        "How long a try to tell a webhook something took.");
    WEBHOOK_MESSAGES: Collected = Collected::gauge("infrasell_webhook_messages",
        "Messages to webhooks that are waiting (counted up to the ceiling) or dead.", &["state"]);
    WEBHOOKS: Collected = Collected::gauge("infrasell_webhooks",
        "Webhooks by how they are: active, failing, paused.", &["state"]);

    BUILD: Collected = Collected::gauge("infrasell_build_info",
        "Always 1; says which version runs, on which database.", &["version", "database"]);
    PROCESS_MEMORY: Collected = Collected::gauge("process_resident_memory_bytes",
        "Memory that the process holds.", &[]);
    PROCESS_FDS: Collected = Collected::gauge("process_open_fds",
        "Files and sockets that are open.", &[]);
    PROCESS_MAX_FDS: Collected = Collected::gauge("process_max_fds",
        "The most files and sockets that may be open.", &[]);
    PROCESS_CPU: Collected = Collected::counter("process_cpu_seconds_total",
        "Processor time that the process used.", &[]);
    PROCESS_START: Collected = Collected::gauge("process_start_time_seconds",
        "When the process began, seconds since 1970.", &[]);
}
