-- Customers. BIGINT times are microseconds UTC. What is personal stands in few places: the first columns of
-- customers_customer, customers_address.body and the keys of customers_find.
-- No foreign keys among these tables: they have one writer, and audit looks for what is missing.

CREATE TABLE customers_customer (
    id BIGINT PRIMARY KEY,
    email TEXT NOT NULL,
    -- folded: what is compared and sorted
    email_key TEXT COLLATE "C" NOT NULL UNIQUE,
    name TEXT NOT NULL,
    name_key TEXT COLLATE "C" NOT NULL,
    -- E.164
    phone TEXT,
    locale TEXT,
    note TEXT NOT NULL,
    -- JSON: what a registration said; it counts once the address is shown to be his
    pending TEXT,
    account TEXT NOT NULL CHECK (account IN ('none', 'unverified', 'verified')),
    email_verified_at BIGINT,
    -- JSON, sorted; the same tags are keys of customers_find
    tags TEXT NOT NULL,
    default_shipping BIGINT,
    default_billing BIGINT,
    -- how many entries his ledger of consents has
    consent_seq BIGINT NOT NULL CHECK (consent_seq >= 0),
    -- derived from customers_order
    orders_count BIGINT NOT NULL CHECK (orders_count >= 0),
    -- JSON: money a currency, that of the first order first
    spent TEXT NOT NULL,
    -- the first of them
    spent_minor BIGINT NOT NULL,
    last_order_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL CHECK (version >= 1),
    CHECK ((account = 'verified') = (email_verified_at IS NOT NULL))
);
CREATE INDEX customers_customer_created ON customers_customer (created_at, id);
CREATE INDEX customers_customer_updated ON customers_customer (updated_at, id);
CREATE INDEX customers_customer_name ON customers_customer (name_key, id);
CREATE INDEX customers_customer_orders ON customers_customer (orders_count, id);
CREATE INDEX customers_customer_spent ON customers_customer (spent_minor, id);
CREATE INDEX customers_customer_unverified ON customers_customer (updated_at) WHERE account = 'unverified';

-- By what customers are found: `t:` a tag, `p:` a telephone number, `s:` what a search may begin with. Compared as bytes.
CREATE TABLE customers_find (
    key TEXT COLLATE "C" NOT NULL,
    customer_id BIGINT NOT NULL,
    PRIMARY KEY (key, customer_id)
)
--sqlite: WITHOUT ROWID
;
CREATE INDEX customers_find_customer ON customers_find (customer_id);

CREATE TABLE customers_address (
    id BIGINT PRIMARY KEY,
    customer_id BIGINT NOT NULL,
    -- JSON: the postal address
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL CHECK (version >= 1)
);
CREATE INDEX customers_address_customer ON customers_address (customer_id, created_at, id);

CREATE TABLE customers_group (
    id BIGINT PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL CHECK (version >= 1)
);
CREATE TABLE customers_member (
    group_id BIGINT NOT NULL,
    customer_id BIGINT NOT NULL,
    PRIMARY KEY (group_id, customer_id)
)
--sqlite: WITHOUT ROWID
;
CREATE INDEX customers_member_customer ON customers_member (customer_id, group_id);

-- Append only. Where a customer stands is what the entry with the largest seq of a purpose and a medium says.
CREATE TABLE customers_consent (
    customer_id BIGINT NOT NULL,
    seq BIGINT NOT NULL CHECK (seq >= 1),
    purpose TEXT NOT NULL,
    medium TEXT NOT NULL CHECK (medium IN ('email', 'sms', 'whatsapp')),
    granted BOOLEAN NOT NULL,
    at BIGINT NOT NULL,
    source TEXT NOT NULL,
    notice_version TEXT,
    actor TEXT NOT NULL,
    PRIMARY KEY (customer_id, seq)
)
--sqlite: WITHOUT ROWID
;
CREATE INDEX customers_consent_kind ON customers_consent (purpose, medium, customer_id, seq);

-- What each order costs its buyer now: its total less refunds that are pending or done, nothing once it is cancelled.
CREATE TABLE customers_order (
    order_id BIGINT PRIMARY KEY,
    customer_id BIGINT NOT NULL,
    currency TEXT NOT NULL,
    cost_minor BIGINT NOT NULL CHECK (cost_minor >= 0),
    placed_at BIGINT NOT NULL,
    -- the version of the order that this was read from
    version BIGINT NOT NULL
);
CREATE INDEX customers_order_customer ON customers_order (customer_id, placed_at);
