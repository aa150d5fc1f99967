-- Orders, what was sold with them, what is known of their payments, and what happened.
-- BIGINT times are microseconds UTC; amounts are minor units of the order's currency.
-- No foreign keys among these tables: they have one writer, and audit looks for what is missing.

-- The last number given. Its row is locked from the drawing of a number to the end of that transaction.
CREATE TABLE orders_counter (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    last BIGINT NOT NULL CHECK (last >= 0)
);
INSERT INTO orders_counter (id, last) VALUES (1, 0);

-- What changes, and what lists are filtered and sorted by.
CREATE TABLE orders_order (
    id BIGINT PRIMARY KEY,
    -- from the counter: 1, 2, 3 without gaps
    seq BIGINT NOT NULL,
    number TEXT NOT NULL UNIQUE,
    token TEXT NOT NULL UNIQUE,
    checkout_id BIGINT NOT NULL UNIQUE,
    channel_id BIGINT NOT NULL,
    currency TEXT NOT NULL,
    locale TEXT NOT NULL,
    state TEXT NOT NULL,
    -- derived from the sums, kept for lists
    payment_status TEXT NOT NULL,
    -- held for staff, voided or failed
    payment_trouble TEXT,
    payment_id BIGINT,
    payment_reference TEXT,
    payment_method TEXT NOT NULL,
    -- goods may leave before the money is there
    may_fulfil BOOLEAN NOT NULL,
    total_minor BIGINT NOT NULL,
    held_minor BIGINT NOT NULL,
    captured_minor BIGINT NOT NULL CHECK (captured_minor >= 0),
    refunded_minor BIGINT NOT NULL CHECK (refunded_minor >= 0),
    -- JSON
    fulfilments TEXT NOT NULL,
    refunds TEXT NOT NULL,
    cancel_reason TEXT,
    -- cancelled, and its goods went back to stock
    restocked BOOLEAN NOT NULL,
    placed_at BIGINT NOT NULL,
    cancelled_at BIGINT,
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX orders_order_placed ON orders_order (placed_at, id);
CREATE INDEX orders_order_updated ON orders_order (updated_at, id);
CREATE INDEX orders_order_total ON orders_order (total_minor, id);
CREATE INDEX orders_order_state ON orders_order (state, placed_at, id);
CREATE INDEX orders_order_payment_status ON orders_order (payment_status, placed_at, id);
CREATE INDEX orders_order_reference ON orders_order (payment_reference)
    WHERE payment_id IS NULL AND payment_reference IS NOT NULL;

-- What was sold, to whom, for how much: JSON, written once. Beside the order, so that a change does not rewrite it and a
-- list that looks at many orders does not wade through it.
CREATE TABLE orders_snapshot (
    order_id BIGINT PRIMARY KEY,
    body TEXT NOT NULL
);

-- By what orders are found: `e:` an e-mail address, `v:` a variant's number, `s:` what a search may begin with. Compared
-- as bytes.
CREATE TABLE orders_find (
    key TEXT NOT NULL
    --postgres: COLLATE "C"
    ,
    order_id BIGINT NOT NULL,
    PRIMARY KEY (key, order_id)
)
--sqlite: WITHOUT ROWID
;

-- What payments has told, also before there is an order for it.
CREATE TABLE orders_payment (
    payment_id BIGINT PRIMARY KEY,
    order_id BIGINT,
    reference TEXT,
    -- only ever grow
    authorised_minor BIGINT NOT NULL,
    captured_minor BIGINT NOT NULL,
    closed BOOLEAN NOT NULL,
    -- JSON: what only the newest event knows, and which event that was
    told TEXT,
    told_at BIGINT,
    told_by BIGINT,
    updated_at BIGINT NOT NULL
);
CREATE INDEX orders_payment_early ON orders_payment (updated_at) WHERE order_id IS NULL;

-- Append only.
CREATE TABLE orders_timeline (
    order_id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    actor TEXT NOT NULL,
    PRIMARY KEY (order_id, at, id)
)
--sqlite: WITHOUT ROWID
;
