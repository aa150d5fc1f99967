-- Everything that content keeps, as a document beside what it is found, sorted and shown by. BIGINT times are microseconds
-- UTC. `scope` is an article's blog and a metaobject's definition; 0 for what is in nothing. `shown_from` is the largest
-- number there is for what is hidden, and 0 for what is always shown.

CREATE TABLE content_entry (
    kind TEXT NOT NULL,
    id BIGINT NOT NULL,
    scope BIGINT NOT NULL,
    handle TEXT NOT NULL,
    title_key BLOB NOT NULL,
    search_text TEXT NOT NULL,
    tags TEXT NOT NULL,
    shown_from BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (kind, id),
    UNIQUE (kind, scope, handle),
    CHECK (version > 0 AND updated_at >= created_at)
);
CREATE INDEX content_entry_by_scope ON content_entry (kind, scope, shown_from, id);
CREATE INDEX content_entry_by_title ON content_entry (kind, title_key, id);

-- Locks: who writes redirects (1) or policies (2) has its row.
CREATE TABLE content_guard (
    id BIGINT PRIMARY KEY
);
INSERT INTO content_guard (id) VALUES (1), (2);
