-- What an import's file is of; and exports: files that go out. BIGINT times are microseconds UTC.

ALTER TABLE imports_import ADD COLUMN kind TEXT NOT NULL DEFAULT 'products';

CREATE TABLE imports_export (
    id BIGINT PRIMARY KEY,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    failure TEXT,
    rows_done BIGINT NOT NULL,
    bytes_done BIGINT NOT NULL,
    -- Where the next page begins: JSON, absent at the beginning.
    place TEXT,
    created_at BIGINT NOT NULL,
    finished_at BIGINT
);
CREATE INDEX imports_export_kind ON imports_export (kind, id);

-- The file, in parts that follow one another; taken away with its export.
CREATE TABLE imports_export_part (
    export_id BIGINT NOT NULL REFERENCES imports_export (id) ON DELETE CASCADE,
    start_byte BIGINT NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (export_id, start_byte)
);
