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

-- Events that were emitted with their cause. `seq` is the order of delivery: given at once on SQLite, where commits have
-- one order. On PostgreSQL it is given by the dispatcher after the commit, in the order of `emitted`, which the server
-- counts: what follows from an event that was seen has a greater one, whichever replica says it.
--postgres: CREATE SEQUENCE db_outbox_emitted;
CREATE TABLE db_outbox (
    id BIGINT PRIMARY KEY,
    emitted BIGINT --postgres: NOT NULL DEFAULT nextval('db_outbox_emitted')
    ,
    seq BIGINT,
    topic TEXT NOT NULL,
    payload TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX db_outbox_seq ON db_outbox (seq);
CREATE INDEX db_outbox_unplaced ON db_outbox (emitted) WHERE seq IS NULL;
CREATE TABLE db_outbox_head (
    id BIGINT PRIMARY KEY,
    last BIGINT NOT NULL
);
INSERT INTO db_outbox_head (id, last) VALUES (1, 0);

-- How far each subscription has come. `attempts` and `next_at` are of the event behind `position`.
CREATE TABLE db_subscription (
    name TEXT PRIMARY KEY,
    position BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    next_at BIGINT NOT NULL,
    runner BIGINT,
    last_error TEXT
);

-- Processes that deliver events and run jobs; one whose time has passed is taken for dead.
CREATE TABLE db_runner (
    id BIGINT PRIMARY KEY,
    locked_until BIGINT NOT NULL
);

-- Jobs that wait, run or are dead letters; one that is done is gone.
CREATE TABLE db_job (
    id BIGINT PRIMARY KEY,
    kind TEXT NOT NULL,
    key TEXT,
    payload TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'dead')),
    run_at BIGINT NOT NULL,
    again_at BIGINT,
    attempts BIGINT NOT NULL,
    runner BIGINT,
    created_at BIGINT NOT NULL,
    started_at BIGINT,
    last_error TEXT
);
CREATE UNIQUE INDEX db_job_key ON db_job (kind, key) WHERE key IS NOT NULL AND state <> 'dead';
CREATE INDEX db_job_due ON db_job (run_at, id) WHERE state = 'waiting';
CREATE INDEX db_job_running ON db_job (runner) WHERE state = 'running';
CREATE INDEX db_job_listed ON db_job (state, id);
