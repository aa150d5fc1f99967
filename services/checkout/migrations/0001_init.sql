-- One row a checkout. What the buyer has said, what an attempt has frozen and how far it has come are always read whole
-- with it, so they are JSON in the row. Every write is guarded by the version and raises it: whoever loses a saga to
-- another runner cannot write any more.
CREATE TABLE checkout_checkout (
    id BIGINT PRIMARY KEY,
    token TEXT NOT NULL UNIQUE,
    cart TEXT NOT NULL,
    channel BIGINT NOT NULL,
    currency TEXT NOT NULL,
    locale TEXT NOT NULL,
    state TEXT NOT NULL CHECK (
        state IN ('incomplete', 'ready', 'needs_buyer', 'completing', 'completed', 'cancelled', 'expired')
    ),
    -- folded, for staff who look for a buyer
    email TEXT,
    details TEXT NOT NULL,
    version BIGINT NOT NULL CHECK (version >= 1),
    attempt BIGINT NOT NULL CHECK (attempt >= 0),
    -- where the saga stands; it is live as long as there is a step
    step TEXT,
    undoing BOOLEAN NOT NULL,
    -- what the buyer agreed to: written once when an attempt begins, kept when it became an order
    agreed TEXT,
    progress TEXT,
    -- how earlier attempts ended
    past TEXT NOT NULL,
    -- who runs the saga, and until when nobody else may
    runner BIGINT,
    leased_until BIGINT NOT NULL,
    payment_id BIGINT,
    order_id BIGINT,
    expires_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    CHECK (step IS NOT NULL OR state NOT IN ('needs_buyer', 'completing')),
    CHECK (step IS NULL OR state NOT IN ('incomplete', 'ready', 'completed', 'expired')),
    CHECK ((state = 'completed') = (order_id IS NOT NULL AND step IS NULL)),
    CHECK (step IS NOT NULL OR runner IS NULL)
);
CREATE UNIQUE INDEX checkout_checkout_cart ON checkout_checkout (cart)
    WHERE state IN ('incomplete', 'ready', 'needs_buyer', 'completing');
CREATE INDEX checkout_checkout_live ON checkout_checkout (id) WHERE step IS NOT NULL;
CREATE INDEX checkout_checkout_email ON checkout_checkout (email, id) WHERE email IS NOT NULL;
CREATE INDEX checkout_checkout_open ON checkout_checkout (expires_at) WHERE state IN ('incomplete', 'ready');
CREATE INDEX checkout_checkout_over ON checkout_checkout (updated_at)
    WHERE state IN ('cancelled', 'expired') AND step IS NULL;
