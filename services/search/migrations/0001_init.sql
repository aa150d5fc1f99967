-- An inverted index: which words each document has, and how much each weighs there. Kinds: 0 a product,
-- 1 a collection, 2 a page, 3 an article.
CREATE TABLE search_document (
    kind BIGINT NOT NULL,
    id BIGINT NOT NULL,
    -- the version of what it was made of; an older one never goes over a newer one
    version BIGINT NOT NULL,
    -- the version of the way in which documents are made
    revision BIGINT NOT NULL,
    word_count BIGINT NOT NULL,
    -- its words and their weights as JSON, so that only differences are written
    words TEXT NOT NULL,
    PRIMARY KEY (kind, id)
)
--sqlite: WITHOUT ROWID
;

CREATE TABLE search_posting (
    kind BIGINT NOT NULL,
    word TEXT COLLATE "C" NOT NULL,
    id BIGINT NOT NULL,
    weight BIGINT NOT NULL,
    PRIMARY KEY (kind, word, id)
)
--sqlite: WITHOUT ROWID
;

-- Row 1: the revision that the whole index has, and up to where the next one is built.
CREATE TABLE search_state (
    id BIGINT PRIMARY KEY,
    revision BIGINT NOT NULL,
    next_kind BIGINT NOT NULL,
    next_after TEXT
);
INSERT INTO search_state (id, revision, next_kind, next_after) VALUES (1, 0, 0, NULL);
