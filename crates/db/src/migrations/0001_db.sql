-- The tables that the database layer itself needs. BIGINT times are microseconds UTC.

CREATE TABLE db_id_block (
    id BIGINT PRIMARY KEY,
    next BIGINT NOT NULL
);
INSERT INTO db_id_block (id, next) VALUES (1, 1);

-- The answers of writes that were made under an idempotency key.
CREATE TABLE db_once (
    scope TEXT NOT NULL,
    key TEXT NOT NULL,
    request_hash TEXT NOT NULL,
    answer TEXT,
    created_at BIGINT NOT NULL,
    keep_until BIGINT NOT NULL,
    PRIMARY KEY (scope, key)
);
CREATE INDEX db_once_keep_until ON db_once (keep_until);
