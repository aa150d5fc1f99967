-- Import runs, the files they read and the rows they refused. BIGINT times are microseconds UTC.

CREATE TABLE imports_import (
    id BIGINT PRIMARY KEY,
    file_name TEXT NOT NULL,
    dry_run BOOLEAN NOT NULL,
    state TEXT NOT NULL,
    failure TEXT,
    -- Bytes of the file that are accounted for, of those that came in.
    bytes_done BIGINT NOT NULL,
    bytes_total BIGINT NOT NULL,
    -- Rows that are accounted for: created + updated + unchanged + rejected.
    created_rows BIGINT NOT NULL,
    updated_rows BIGINT NOT NULL,
    unchanged_rows BIGINT NOT NULL,
    rejected_rows BIGINT NOT NULL,
    -- Steps of the reader that are accounted for: where a run goes on that was cut off.
    steps_done BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    finished_at BIGINT
);
CREATE INDEX imports_import_state ON imports_import (state, id);

-- The file, in parts that follow one another; taken away when the run has ended.
CREATE TABLE imports_part (
    import_id BIGINT NOT NULL REFERENCES imports_import (id) ON DELETE CASCADE,
    start_byte BIGINT NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (import_id, start_byte)
);

CREATE TABLE imports_rejection (
    import_id BIGINT NOT NULL REFERENCES imports_import (id) ON DELETE CASCADE,
    line BIGINT NOT NULL,
    column_name TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (import_id, line)
);
