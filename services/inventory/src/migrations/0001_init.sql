-- Locations, levels, the movements whose sum is the level, policies, reservations, transfers.
-- BIGINT times are microseconds UTC; quantities are units.

CREATE TABLE inventory_location (
    id BIGINT PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- A variant without a row is tracked and not sold beyond what is there.
CREATE TABLE inventory_policy (
    variant_id BIGINT PRIMARY KEY,
    tracked BOOLEAN NOT NULL,
    backorder TEXT NOT NULL,
    low_stock_threshold BIGINT,
    -- Staff have been told that it is low, and it has been low ever since.
    low BOOLEAN NOT NULL,
    -- It may have been sold beyond what was there, so its levels may stand below zero.
    ever_backorder BOOLEAN NOT NULL
);
CREATE INDEX inventory_policy_threshold ON inventory_policy (variant_id) WHERE low_stock_threshold IS NOT NULL;

-- Updated at every sale, and never in an indexed column: the free space keeps PostgreSQL from touching the index.
CREATE TABLE inventory_level (
    variant_id BIGINT NOT NULL,
    location_id BIGINT NOT NULL REFERENCES inventory_location (id),
    on_hand BIGINT NOT NULL,
    reserved BIGINT NOT NULL CHECK (reserved >= 0),
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (variant_id, location_id)
)
--sqlite: WITHOUT ROWID
--postgres: WITH (fillfactor = 70)
;
CREATE INDEX inventory_level_location ON inventory_level (location_id, variant_id);

-- Append only.
CREATE TABLE inventory_movement (
    id BIGINT PRIMARY KEY,
    variant_id BIGINT NOT NULL,
    location_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    delta BIGINT NOT NULL,
    reason TEXT NOT NULL,
    reference TEXT,
    actor TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX inventory_movement_at ON inventory_movement (at, id);
CREATE INDEX inventory_movement_variant ON inventory_movement (variant_id, at, id);
CREATE INDEX inventory_movement_reference ON inventory_movement (reference, at, id) WHERE reference IS NOT NULL;

CREATE TABLE inventory_reservation (
    id BIGINT PRIMARY KEY,
    owner TEXT NOT NULL,
    channel_id BIGINT NOT NULL,
    state TEXT NOT NULL,
    -- JSON: what is held where, for which line.
    allocations TEXT NOT NULL,
    -- The held variants as |12|15|, to find a reservation by what it holds.
    variants TEXT NOT NULL,
    -- The order that it became.
    reference TEXT,
    expires_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX inventory_reservation_owner ON inventory_reservation (owner, id);
CREATE INDEX inventory_reservation_due ON inventory_reservation (expires_at, id) WHERE state = 'held';

CREATE TABLE inventory_transfer (
    id BIGINT PRIMARY KEY,
    from_location BIGINT NOT NULL REFERENCES inventory_location (id),
    to_location BIGINT NOT NULL REFERENCES inventory_location (id),
    -- JSON: what and how many.
    lines TEXT NOT NULL,
    state TEXT NOT NULL,
    note TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    closed_at BIGINT
);
CREATE INDEX inventory_transfer_at ON inventory_transfer (created_at, id);
