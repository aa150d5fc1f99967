-- One row a cart. Its lines, note and attributes are always read whole with it, so they are JSON in the row, and a write
-- is one statement guarded by the revision.
CREATE TABLE cart_cart (
    id BIGINT PRIMARY KEY,
    token TEXT NOT NULL UNIQUE,
    channel BIGINT NOT NULL,
    currency TEXT NOT NULL,
    locale TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('active', 'locked', 'completed')),
    -- the checkout that holds the lock, or held it last before the cart became its order
    owner TEXT,
    lines TEXT NOT NULL,
    -- the variants of the lines as ',7,12,', for staff who look for the carts that hold one
    variants TEXT NOT NULL,
    line_count BIGINT NOT NULL CHECK (line_count >= 0),
    unit_count BIGINT NOT NULL CHECK (unit_count >= line_count),
    note TEXT NOT NULL,
    attributes TEXT NOT NULL,
    revision BIGINT NOT NULL CHECK (revision >= 1),
    expires_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    CHECK ((state = 'active') = (owner IS NULL))
);
CREATE INDEX cart_cart_updated ON cart_cart (updated_at, id);
CREATE INDEX cart_cart_expires ON cart_cart (expires_at);
