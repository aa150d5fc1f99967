-- By what storefronts sort and filter beside what was there. The keys are the first 40 characters, ASCII letters folded,
-- compared as bytes on both engines; whoever writes a product writes them.
ALTER TABLE catalog_product ADD COLUMN vendor_key TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE catalog_product ADD COLUMN type_key TEXT COLLATE "C" NOT NULL DEFAULT '';
UPDATE catalog_product SET
    vendor_key = LOWER(substr(vendor, 1, 40) COLLATE "C"),
    type_key = LOWER(substr(product_type, 1, 40) COLLATE "C");
CREATE INDEX catalog_product_vendor_key ON catalog_product (vendor_key, id);
CREATE INDEX catalog_product_type_key ON catalog_product (type_key, id);

ALTER TABLE catalog_collection ADD COLUMN title_key TEXT COLLATE "C" NOT NULL DEFAULT '';
UPDATE catalog_collection SET title_key = LOWER(substr(title, 1, 40) COLLATE "C");
CREATE INDEX catalog_collection_title ON catalog_collection (title_key, id);
CREATE INDEX catalog_collection_updated ON catalog_collection (updated_at, id);

-- What a product can be picked by and is counted under. Kinds: 0 a value that a variant has of an option (name: the
-- option's), 1 a tag, 2 a short value of a metafield (name: `namespace.key`).
CREATE TABLE catalog_product_fact (
    product_id BIGINT NOT NULL REFERENCES catalog_product (id) ON DELETE CASCADE,
    kind BIGINT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (product_id, kind, name, value)
)
--sqlite: WITHOUT ROWID
;
INSERT INTO catalog_product_fact (product_id, kind, name, value) SELECT product_id, 1, '', tag FROM catalog_product_tag;
--sqlite: INSERT INTO catalog_product_fact (product_id, kind, name, value)
--sqlite: SELECT DISTINCT v.product_id, 0, json_extract(o.value, '$.name'), e.value FROM catalog_product p
--sqlite: JOIN catalog_variant v ON v.product_id = p.id, json_each(p.body, '$.options') o, json_each(v.option_values) e
--sqlite: WHERE e.key = o.key;
--sqlite: INSERT INTO catalog_product_fact (product_id, kind, name, value)
--sqlite: SELECT p.id, 2, json_extract(m.value, '$.namespace') || '.' || json_extract(m.value, '$.key'), json_extract(m.value, '$.value')
--sqlite: FROM catalog_product p, json_each(p.body, '$.metafields') m
--sqlite: WHERE length(json_extract(m.value, '$.value')) <= 255
--sqlite: AND json_extract(m.value, '$.type') IN ('single_line_text', 'integer', 'decimal', 'boolean', 'date');
--postgres: INSERT INTO catalog_product_fact (product_id, kind, name, value)
--postgres: SELECT DISTINCT v.product_id, 0, o.value ->> 'name', e.value FROM catalog_product p
--postgres: JOIN catalog_variant v ON v.product_id = p.id
--postgres: CROSS JOIN LATERAL jsonb_array_elements(p.body::jsonb -> 'options') WITH ORDINALITY o (value, at)
--postgres: CROSS JOIN LATERAL jsonb_array_elements_text(v.option_values::jsonb) WITH ORDINALITY e (value, at)
--postgres: WHERE e.at = o.at;
--postgres: INSERT INTO catalog_product_fact (product_id, kind, name, value)
--postgres: SELECT p.id, 2, (m.value ->> 'namespace') || '.' || (m.value ->> 'key'), m.value ->> 'value'
--postgres: FROM catalog_product p CROSS JOIN LATERAL jsonb_array_elements(p.body::jsonb -> 'metafields') m (value)
--postgres: WHERE length(m.value ->> 'value') <= 255
--postgres: AND m.value ->> 'type' IN ('single_line_text', 'integer', 'decimal', 'boolean', 'date');
