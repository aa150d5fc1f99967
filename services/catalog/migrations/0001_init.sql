-- Products, variants, categories, collections and metafields. BIGINT times are microseconds UTC; lists and parts that are
-- always read whole are JSON. `channels` is NULL for every channel, else the ids between commas: `,1,7,`.

-- Locks and their stamps. Row 1: whoever writes products shares it, whoever changes what products are held against
-- (rules, definitions, where categories stand) has it alone. Row 2: whoever changes the category tree has it alone.
-- A stamp is random and new with each change, so that what was read under it can be kept.
CREATE TABLE catalog_guard (
    id BIGINT PRIMARY KEY,
    stamp BIGINT NOT NULL
);
INSERT INTO catalog_guard (id, stamp) VALUES (1, 0), (2, 0);

CREATE TABLE catalog_category (
    id BIGINT PRIMARY KEY,
    parent_id BIGINT REFERENCES catalog_category (id),
    handle TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    -- the folded name, cut: by it a path is found
    name_key TEXT NOT NULL,
    position BIGINT NOT NULL
);
CREATE INDEX catalog_category_parent ON catalog_category (parent_id, name_key);

CREATE TABLE catalog_product (
    id BIGINT PRIMARY KEY,
    handle TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    -- compared as bytes on both engines
    title_key BLOB NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('draft', 'active', 'archived')),
    vendor TEXT NOT NULL,
    product_type TEXT NOT NULL,
    category_id BIGINT REFERENCES catalog_category (id),
    tax_class TEXT,
    channels TEXT,
    -- the main picture
    image TEXT,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    content_hash BLOB NOT NULL,
    tags TEXT NOT NULL,
    search_text TEXT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX catalog_product_title ON catalog_product (title_key, id);
CREATE INDEX catalog_product_created ON catalog_product (created_at, id);
CREATE INDEX catalog_product_updated ON catalog_product (updated_at, id);
CREATE INDEX catalog_product_vendor ON catalog_product (vendor, id);
CREATE INDEX catalog_product_type ON catalog_product (product_type, id);
CREATE INDEX catalog_product_category ON catalog_product (category_id, id);

CREATE TABLE catalog_variant (
    id BIGINT PRIMARY KEY,
    product_id BIGINT NOT NULL REFERENCES catalog_product (id) ON DELETE CASCADE,
    position BIGINT NOT NULL,
    sku TEXT NOT NULL,
    barcode TEXT NOT NULL,
    option_values TEXT NOT NULL,
    weight_grams BIGINT NOT NULL,
    hsn_code TEXT NOT NULL,
    country_of_origin TEXT,
    requires_shipping BOOLEAN NOT NULL,
    taxable BOOLEAN NOT NULL,
    -- its own picture
    image TEXT
);
CREATE INDEX catalog_variant_product ON catalog_variant (product_id, position);
CREATE UNIQUE INDEX catalog_variant_sku ON catalog_variant (sku) WHERE sku <> '';

-- Former handles. A product's own handle goes before one that is here.
CREATE TABLE catalog_product_redirect (
    handle TEXT PRIMARY KEY,
    product_id BIGINT NOT NULL REFERENCES catalog_product (id) ON DELETE CASCADE
);
CREATE INDEX catalog_product_redirect_product ON catalog_product_redirect (product_id);

-- The tags of products, by tag.
CREATE TABLE catalog_product_tag (
    tag TEXT NOT NULL,
    product_id BIGINT NOT NULL,
    PRIMARY KEY (tag, product_id)
)
--sqlite: WITHOUT ROWID
;

-- Which products have which metafields, and of what type. The values are in the products.
CREATE TABLE catalog_product_metafield (
    namespace TEXT NOT NULL,
    key TEXT NOT NULL,
    product_id BIGINT NOT NULL,
    type TEXT NOT NULL,
    PRIMARY KEY (namespace, key, product_id)
)
--sqlite: WITHOUT ROWID
;

CREATE TABLE catalog_metafield_definition (
    id BIGINT PRIMARY KEY,
    namespace TEXT NOT NULL,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    storefront_visible BOOLEAN NOT NULL,
    UNIQUE (namespace, key)
);

CREATE TABLE catalog_collection (
    id BIGINT PRIMARY KEY,
    handle TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    search_text TEXT NOT NULL,
    description_html TEXT NOT NULL,
    image TEXT,
    membership TEXT NOT NULL,
    by_rules BOOLEAN NOT NULL,
    seo TEXT NOT NULL,
    channels TEXT,
    version BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    -- raised when the rules, or the categories that they name, change
    rules_revision BIGINT NOT NULL,
    -- the revision whose pass over all products is complete
    settled_revision BIGINT NOT NULL
);

-- Former handles of collections.
CREATE TABLE catalog_collection_redirect (
    handle TEXT PRIMARY KEY,
    collection_id BIGINT NOT NULL REFERENCES catalog_collection (id) ON DELETE CASCADE
);
CREATE INDEX catalog_collection_redirect_collection ON catalog_collection_redirect (collection_id);

-- What is in which collection. In a rule-based one every position is 0.
CREATE TABLE catalog_collection_product (
    collection_id BIGINT NOT NULL REFERENCES catalog_collection (id) ON DELETE CASCADE,
    product_id BIGINT NOT NULL REFERENCES catalog_product (id) ON DELETE CASCADE,
    position BIGINT NOT NULL,
    PRIMARY KEY (collection_id, product_id)
)
--sqlite: WITHOUT ROWID
;
CREATE INDEX catalog_collection_product_place ON catalog_collection_product (collection_id, position, product_id);
CREATE INDEX catalog_collection_product_product ON catalog_collection_product (product_id);

-- By what products are sorted and filtered in a channel; shown prices and stock are always asked for where they are kept.
CREATE TABLE catalog_listing (
    channel_id BIGINT NOT NULL,
    product_id BIGINT NOT NULL REFERENCES catalog_product (id) ON DELETE CASCADE,
    min_price_minor BIGINT,
    max_price_minor BIGINT,
    in_stock BOOLEAN NOT NULL,
    PRIMARY KEY (channel_id, product_id)
)
--sqlite: WITHOUT ROWID
;
CREATE INDEX catalog_listing_price ON catalog_listing (channel_id, min_price_minor, product_id);
CREATE INDEX catalog_listing_product ON catalog_listing (product_id);
