CREATE TABLE identity_storefront_token (
    id BIGINT PRIMARY KEY,
    secret_hash BLOB NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('public', 'private')),
    name TEXT NOT NULL,
    channel_id BIGINT NOT NULL,
    prefix TEXT NOT NULL,
    token TEXT CHECK (kind = 'public' OR token IS NULL),
    created_at BIGINT NOT NULL,
    revoked_at BIGINT
);
