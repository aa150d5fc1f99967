-- A mail. `source` is what it was asked for by, and keeps one cause from making two mails. `recipient_key` is the address
-- folded for look-up. `tries` counts since it was asked for or retried, `attempts` since ever. Texts are as last written,
-- with what lets somebody in masked.
CREATE TABLE notifications_mail (
    id BIGINT PRIMARY KEY,
    source TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    about TEXT NOT NULL,
    recipient TEXT NOT NULL,
    recipient_key TEXT NOT NULL,
    locale TEXT NOT NULL,
    order_id BIGINT,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'dead')),
    message_id TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    next_at BIGINT NOT NULL,
    claimed_until BIGINT,
    last_error TEXT,
    subject TEXT NOT NULL,
    body_text TEXT NOT NULL,
    body_html TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    sent_at BIGINT
);
CREATE INDEX notifications_mail_due ON notifications_mail (next_at, id) WHERE state = 'waiting';
CREATE INDEX notifications_mail_state ON notifications_mail (state, id);
CREATE INDEX notifications_mail_recipient ON notifications_mail (recipient_key, id);
CREATE INDEX notifications_mail_order ON notifications_mail (order_id, id) WHERE order_id IS NOT NULL;
CREATE INDEX notifications_mail_created ON notifications_mail (created_at);

-- A try. It is written down as 'sending' before it is made.
CREATE TABLE notifications_attempt (
    mail_id BIGINT NOT NULL REFERENCES notifications_mail (id),
    number BIGINT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('sending', 'sent', 'failed', 'refused', 'unknown')),
    engine TEXT NOT NULL,
    detail TEXT NOT NULL,
    begun_at BIGINT NOT NULL,
    ended_at BIGINT,
    PRIMARY KEY (mail_id, number)
);

-- The shop's own templates.
CREATE TABLE notifications_template (
    kind TEXT NOT NULL,
    locale TEXT NOT NULL,
    subject TEXT NOT NULL,
    body_text TEXT NOT NULL,
    body_html TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (kind, locale)
);
