-- Made up for the suite.
CREATE TABLE shelf_item (
    id BIGINT PRIMARY KEY,
    sku TEXT NOT NULL UNIQUE,
    title TEXT,
    units BIGINT NOT NULL CHECK (units >= 0),
    active BOOLEAN NOT NULL,
    attributes TEXT NOT NULL,
    picture BLOB,
    created_at BIGINT NOT NULL,
    shelf_id BIGINT
);
CREATE INDEX shelf_item_created ON shelf_item (created_at, id);
CREATE TABLE shelf_note (
    item_id BIGINT NOT NULL REFERENCES shelf_item (id),
    n BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (item_id, n)
);
