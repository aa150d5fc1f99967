-- Staff, roles, API keys and sessions. BIGINT times are microseconds UTC; permissions and channels are JSON lists.
-- Secrets are kept as SHA-256 only, passwords as argon2id in PHC form.

CREATE TABLE identity_role (
    id BIGINT PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    permissions TEXT NOT NULL,
    builtin BOOLEAN NOT NULL
);

CREATE TABLE identity_staff (
    id BIGINT PRIMARY KEY,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    search_text TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    channels TEXT,
    active BOOLEAN NOT NULL,
    last_sign_in_at BIGINT,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);

CREATE TABLE identity_staff_role (
    staff_id BIGINT NOT NULL REFERENCES identity_staff (id),
    role_id BIGINT NOT NULL REFERENCES identity_role (id),
    PRIMARY KEY (staff_id, role_id)
);
CREATE INDEX identity_staff_role_role ON identity_staff_role (role_id);

CREATE TABLE identity_session (
    id BIGINT PRIMARY KEY,
    secret_hash BLOB NOT NULL UNIQUE,
    staff_id BIGINT NOT NULL REFERENCES identity_staff (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX identity_session_staff ON identity_session (staff_id);

CREATE TABLE identity_api_key (
    id BIGINT PRIMARY KEY,
    secret_hash BLOB NOT NULL UNIQUE,
    prefix TEXT NOT NULL,
    name TEXT NOT NULL,
    role_id BIGINT NOT NULL REFERENCES identity_role (id),
    channels TEXT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    revoked_at BIGINT,
    last_used_at BIGINT
);
