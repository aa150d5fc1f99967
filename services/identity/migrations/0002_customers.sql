-- Customers' accounts, sessions and tokens; second factors; limits of roles; keys that access tokens are signed with.
-- Of every secret that comes from outside only a SHA-256 is kept, of a password only argon2id. What has to be computed
-- with (the secret of a second factor, the private half of a signing key) is read by identity alone.

ALTER TABLE identity_role ADD COLUMN channels TEXT;
ALTER TABLE identity_role ADD COLUMN second_factor BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE identity_role ADD COLUMN version BIGINT NOT NULL DEFAULT 1;

ALTER TABLE identity_staff ADD COLUMN second_factor BOOLEAN NOT NULL DEFAULT FALSE;

ALTER TABLE identity_session ADD COLUMN kind TEXT NOT NULL DEFAULT 'bearer';
ALTER TABLE identity_session ADD COLUMN last_used_at BIGINT;
ALTER TABLE identity_session ADD COLUMN address TEXT;
ALTER TABLE identity_session ADD COLUMN agent TEXT;

CREATE TABLE identity_second_factor (
    staff_id BIGINT PRIMARY KEY REFERENCES identity_staff (id),
    secret BLOB,
    new_secret BLOB,
    last_step BIGINT NOT NULL
);

CREATE TABLE identity_recovery_code (
    staff_id BIGINT NOT NULL REFERENCES identity_staff (id),
    code_hash BLOB NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (staff_id, code_hash)
);

CREATE TABLE identity_account (
    customer_id BIGINT PRIMARY KEY,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    name TEXT,
    locale TEXT NOT NULL,
    email_verified_at BIGINT,
    new_email TEXT,
    created_at BIGINT NOT NULL,
    last_sign_in_at BIGINT
);

CREATE TABLE identity_customer_session (
    id BIGINT PRIMARY KEY,
    customer_id BIGINT NOT NULL REFERENCES identity_account (customer_id),
    kind TEXT NOT NULL,
    secret_hash BLOB UNIQUE,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL,
    idle_until BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    address TEXT,
    agent TEXT
);
CREATE INDEX identity_customer_session_customer ON identity_customer_session (customer_id);
CREATE INDEX identity_customer_session_idle ON identity_customer_session (idle_until);

CREATE TABLE identity_refresh_token (
    secret_hash BLOB NOT NULL PRIMARY KEY,
    session_id BIGINT NOT NULL REFERENCES identity_customer_session (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX identity_refresh_token_session ON identity_refresh_token (session_id);

CREATE TABLE identity_mail_request (
    id BIGINT PRIMARY KEY,
    kind TEXT NOT NULL,
    email TEXT NOT NULL,
    customer_id BIGINT,
    staff_id BIGINT,
    created_at BIGINT NOT NULL,
    token_hash BLOB UNIQUE,
    token_expires_at BIGINT,
    ended_at BIGINT
);
CREATE INDEX identity_mail_request_customer ON identity_mail_request (customer_id);
CREATE INDEX identity_mail_request_staff ON identity_mail_request (staff_id);

CREATE TABLE identity_signing_key (
    kid TEXT NOT NULL PRIMARY KEY,
    private_key BLOB NOT NULL,
    public_key BLOB NOT NULL,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    active_at BIGINT,
    retired_at BIGINT
);
CREATE UNIQUE INDEX identity_signing_key_one ON identity_signing_key (state) WHERE state IN ('active', 'next');
