-- Names the outbox: whoever follows it from elsewhere begins anew when it is another one.
ALTER TABLE db_outbox_head ADD COLUMN source TEXT;

-- Other processes that follow this outbox. `position`: what they never ask for again. `watches`: they keep answers that
-- this process's commits make old, and a commit waits for them.
CREATE TABLE db_follower (
    name TEXT PRIMARY KEY,
    position BIGINT NOT NULL,
    watches BOOLEAN NOT NULL,
    seen_at BIGINT NOT NULL
);
