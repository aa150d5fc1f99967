-- The trace (W3C traceparent) that an event or job follows from, if there is one.
ALTER TABLE db_outbox ADD COLUMN trace TEXT;
ALTER TABLE db_job ADD COLUMN trace TEXT;
