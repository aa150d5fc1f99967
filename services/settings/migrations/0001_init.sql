-- The shop, its channels and its tax registrations. BIGINT times are microseconds UTC; lists and addresses are JSON.

CREATE TABLE settings_shop (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    name TEXT NOT NULL,
    legal_name TEXT NOT NULL,
    legal_address TEXT NOT NULL,
    registration_number TEXT NOT NULL,
    email TEXT NOT NULL,
    phone TEXT NOT NULL,
    grievance TEXT NOT NULL,
    country TEXT NOT NULL,
    region TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    currency TEXT NOT NULL,
    order_number TEXT NOT NULL,
    version BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE settings_channel (
    id BIGINT PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    currency TEXT NOT NULL,
    locales TEXT NOT NULL,
    countries TEXT NOT NULL,
    prices_include_tax BOOLEAN NOT NULL,
    tax_rounding TEXT NOT NULL,
    stock_locations TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE settings_tax_registration (
    id BIGINT PRIMARY KEY,
    country TEXT NOT NULL,
    region TEXT NOT NULL,
    number TEXT NOT NULL,
    scheme TEXT NOT NULL,
    valid_from BIGINT NOT NULL,
    valid_until BIGINT,
    CHECK (valid_until IS NULL OR valid_until > valid_from)
);
CREATE INDEX settings_tax_registration_number ON settings_tax_registration (country, number);
