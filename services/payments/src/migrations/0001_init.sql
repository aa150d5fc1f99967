-- Payments, what was asked of providers, what they said, and their messages.
-- BIGINT times are microseconds UTC; amounts are minor units of the payment's currency.

CREATE TABLE payments_payment (
    id BIGINT PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    -- what the provider knows it by: the reference and some random letters, so that a shop restored from a backup
    -- does not take another's payment for its own
    provider_reference TEXT NOT NULL UNIQUE,
    request_hash TEXT NOT NULL,
    method TEXT NOT NULL,
    account TEXT NOT NULL,
    mode TEXT NOT NULL,
    amount_minor BIGINT NOT NULL CHECK (amount_minor >= 0),
    currency TEXT NOT NULL,
    provider_object TEXT,
    -- derived from the facts, kept for lists
    state TEXT NOT NULL,
    authorised_minor BIGINT NOT NULL DEFAULT 0,
    capturable_minor BIGINT NOT NULL DEFAULT 0,
    captured_minor BIGINT NOT NULL DEFAULT 0,
    refunded_minor BIGINT NOT NULL DEFAULT 0,
    refund_pending_minor BIGINT NOT NULL DEFAULT 0,
    disputed_minor BIGINT NOT NULL DEFAULT 0,
    decline_reason TEXT,
    next_action TEXT,
    held TEXT,
    latest_status TEXT,
    latest_seen_at BIGINT,
    expires_at BIGINT,
    -- set when everything that was held or taken, or ever will be, is to go back
    undo_reference TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX payments_payment_created ON payments_payment (created_at, id);
CREATE UNIQUE INDEX payments_payment_object ON payments_payment (method, account, mode, provider_object)
    WHERE provider_object IS NOT NULL;

CREATE TABLE payments_op (
    id BIGINT PRIMARY KEY,
    payment_id BIGINT NOT NULL REFERENCES payments_payment (id),
    kind TEXT NOT NULL,
    amount_minor BIGINT NOT NULL CHECK (amount_minor >= 0),
    reference TEXT NOT NULL,
    idem_key TEXT NOT NULL UNIQUE,
    request_hash TEXT NOT NULL,
    -- what is needed to send it again, word for word; forgotten once it is known how it ended
    request TEXT,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0,
    lookups BIGINT NOT NULL DEFAULT 0,
    cause TEXT,
    -- what the provider refused it with, until a look has confirmed that nothing happened
    refusal TEXT,
    needs_operator BOOLEAN NOT NULL DEFAULT FALSE,
    first_sent_at BIGINT,
    sent_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    UNIQUE (payment_id, reference)
);
CREATE INDEX payments_op_created ON payments_op (created_at, id);
CREATE INDEX payments_op_operator ON payments_op (id) WHERE needs_operator;

CREATE TABLE payments_fact (
    id BIGINT PRIMARY KEY,
    payment_id BIGINT NOT NULL REFERENCES payments_payment (id),
    provider TEXT NOT NULL,
    account TEXT NOT NULL,
    mode TEXT NOT NULL,
    object_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    amount_minor BIGINT NOT NULL,
    reference TEXT,
    actor TEXT NOT NULL,
    seen_at BIGINT NOT NULL,
    UNIQUE (provider, account, mode, object_id, kind, amount_minor)
);
CREATE INDEX payments_fact_payment ON payments_fact (payment_id, id);

CREATE TABLE payments_webhook (
    id BIGINT PRIMARY KEY,
    provider TEXT NOT NULL,
    event_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    about TEXT NOT NULL,
    body BLOB NOT NULL,
    state TEXT NOT NULL,
    note TEXT,
    attempts BIGINT NOT NULL DEFAULT 0,
    received_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    UNIQUE (provider, event_id)
);
CREATE INDEX payments_webhook_received ON payments_webhook (received_at);

CREATE TABLE payments_recon (
    provider TEXT PRIMARY KEY,
    place TEXT NOT NULL,
    read_at BIGINT NOT NULL
);
