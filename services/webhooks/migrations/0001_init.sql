-- Who is told what. `query` is what stands behind the question mark of the address; it and the secrets are sealed for
-- their own row. `held_until` is when a receiver that fails is tried next; `missed` counts what was not written down because
-- too much waited.
CREATE TABLE webhooks_subscription (
    id BIGINT PRIMARY KEY,
    url TEXT NOT NULL,
    query BLOB,
    topics TEXT NOT NULL,
    description TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('active', 'paused')),
    paused_because TEXT CHECK (paused_because IN ('staff', 'failing', 'secret_lost')),
    secret BLOB,
    secret_version BIGINT NOT NULL,
    old_secret BLOB,
    old_secret_until BIGINT,
    failures BIGINT NOT NULL,
    failing_since BIGINT,
    held_until BIGINT NOT NULL,
    last_error TEXT,
    delivered_at BIGINT,
    missed BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    CHECK ((status = 'paused') = (paused_because IS NOT NULL))
);

-- A message. `seq` is the order in which things happened; `cause` is the event, which makes one message of a topic about
-- an entity. `tries` counts since it was written down or retried, `attempts` since ever. What is sent is read when it is
-- sent, and not kept.
CREATE TABLE webhooks_delivery (
    id BIGINT PRIMARY KEY,
    subscription_id BIGINT NOT NULL REFERENCES webhooks_subscription (id),
    seq BIGINT NOT NULL,
    topic TEXT NOT NULL,
    entity TEXT NOT NULL,
    cause BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'dead', 'dropped')),
    attempts BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    next_at BIGINT NOT NULL,
    claimed_until BIGINT,
    last_status BIGINT,
    last_error TEXT,
    triggered_at BIGINT NOT NULL,
    delivered_at BIGINT,
    UNIQUE (subscription_id, entity, topic, cause)
);
CREATE INDEX webhooks_delivery_due ON webhooks_delivery (subscription_id, next_at, seq) WHERE state = 'waiting';
CREATE INDEX webhooks_delivery_line ON webhooks_delivery (subscription_id, entity, seq) WHERE state = 'waiting';
CREATE INDEX webhooks_delivery_state ON webhooks_delivery (state, id);
CREATE INDEX webhooks_delivery_old ON webhooks_delivery (triggered_at);

-- A try. It is written down as 'sending' before it is made.
CREATE TABLE webhooks_attempt (
    delivery_id BIGINT NOT NULL REFERENCES webhooks_delivery (id),
    number BIGINT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('sending', 'delivered', 'failed', 'refused', 'unsent', 'unknown')),
    status BIGINT,
    detail TEXT NOT NULL,
    begun_at BIGINT NOT NULL,
    ended_at BIGINT,
    PRIMARY KEY (delivery_id, number)
);

-- The last `seq` that was given.
CREATE TABLE webhooks_sequence (
    id BIGINT PRIMARY KEY,
    last BIGINT NOT NULL
);
