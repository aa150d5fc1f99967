-- The trail. `id` counts from 1 without a gap; `hash` is over the one before and every other column of the row. `body` is
-- JSON: what was asked for, what was there before, what is there now.
CREATE TABLE audit_entry (
    id BIGINT PRIMARY KEY,
    event_id BIGINT NOT NULL UNIQUE,
    at BIGINT NOT NULL,
    actor TEXT COLLATE "C" NOT NULL,
    action TEXT COLLATE "C" NOT NULL,
    object TEXT COLLATE "C" NOT NULL,
    request_id TEXT COLLATE "C" NOT NULL,
    body TEXT NOT NULL,
    hash TEXT NOT NULL
);
CREATE INDEX audit_entry_actor ON audit_entry (actor, id);
CREATE INDEX audit_entry_action ON audit_entry (action, id);
CREATE INDEX audit_entry_object ON audit_entry (object, id);
CREATE INDEX audit_entry_request ON audit_entry (request_id, id);
CREATE INDEX audit_entry_at ON audit_entry (at, id);

-- The end of the chain.
CREATE TABLE audit_head (
    id BIGINT PRIMARY KEY,
    last BIGINT NOT NULL,
    hash TEXT NOT NULL
);
INSERT INTO audit_head (id, last, hash) VALUES (1, 0, '');

-- An entry is never changed or removed, not even by us.
--sqlite: CREATE TRIGGER audit_entry_kept BEFORE DELETE ON audit_entry BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
--sqlite: CREATE TRIGGER audit_entry_fixed BEFORE UPDATE ON audit_entry BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
--postgres: CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''the audit trail is append-only''; END';
--postgres: CREATE TRIGGER audit_entry_fixed BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
