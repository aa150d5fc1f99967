-- Processes that keep in memory what they have read from this database. One that is revoked finds out when it looks next
-- and shows nothing that it kept before; whoever revoked it waits until it must have looked. Only PostgreSQL needs it.
CREATE TABLE db_member (
    id BIGINT PRIMARY KEY,
    revoked BOOLEAN NOT NULL
);
