-- Price lists and prices, tax classes and rates, shipping methods.
-- BIGINT times are microseconds UTC; amounts are minor units of the list's or channel's currency; rates are parts per
-- million.

CREATE TABLE pricing_list (
    id BIGINT PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    channel_id BIGINT NOT NULL,
    currency TEXT NOT NULL,
    priority BIGINT NOT NULL,
    active BOOLEAN NOT NULL,
    starts_at BIGINT,
    ends_at BIGINT,
    -- The list that the channel begins with.
    base BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX pricing_list_base ON pricing_list (channel_id) WHERE base;
CREATE INDEX pricing_list_channel ON pricing_list (channel_id, id);

-- Append only: every price that was ever set. The one in force at a time is, of those that hold then, the one that
-- began last; of those the one that was set last.
CREATE TABLE pricing_price (
    id BIGINT PRIMARY KEY,
    list_id BIGINT NOT NULL,
    variant_id BIGINT NOT NULL,
    price_minor BIGINT NOT NULL,
    compare_at_minor BIGINT,
    mrp_minor BIGINT,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT,
    created_at BIGINT NOT NULL
);
CREATE INDEX pricing_price_in_force ON pricing_price (variant_id, list_id, starts_at, created_at, id);
CREATE INDEX pricing_price_list ON pricing_price (list_id, variant_id);
-- What begins or ends on a date to come.
CREATE INDEX pricing_price_begins ON pricing_price (starts_at) WHERE starts_at > created_at;
CREATE INDEX pricing_price_ends ON pricing_price (ends_at) WHERE ends_at IS NOT NULL;

-- Until when others were told of prices that began or ended by themselves.
CREATE TABLE pricing_told (
    id BIGINT PRIMARY KEY,
    told_until BIGINT NOT NULL
);
INSERT INTO pricing_told (id, told_until) VALUES (1, 0);

CREATE TABLE pricing_tax_class (
    id BIGINT PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL
);

-- Rates of one class, place and tax never overlap in time.
CREATE TABLE pricing_tax_rate (
    id BIGINT PRIMARY KEY,
    class_id BIGINT NOT NULL REFERENCES pricing_tax_class (id),
    country TEXT NOT NULL,
    -- Empty for the whole country.
    region TEXT NOT NULL,
    tax TEXT NOT NULL,
    rate_ppm BIGINT NOT NULL,
    kind TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT
);
CREATE INDEX pricing_tax_rate_place ON pricing_tax_rate (class_id, country, region, tax, starts_at);

CREATE TABLE pricing_shipping_method (
    id BIGINT PRIMARY KEY,
    channel_id BIGINT NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    price_minor BIGINT NOT NULL,
    free_over_minor BIGINT,
    min_subtotal_minor BIGINT,
    max_subtotal_minor BIGINT,
    min_weight_grams BIGINT,
    max_weight_grams BIGINT,
    -- JSON: country codes; empty for everywhere.
    countries TEXT NOT NULL,
    tax_class TEXT,
    active BOOLEAN NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (channel_id, code)
);
