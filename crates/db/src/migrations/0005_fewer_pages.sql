-- What is written anew with every purchase costs a page of the log each time.
-- A job's state changes three times and is hardly ever asked for; only dead jobs may become many and stay.
DROP INDEX db_job_listed;
CREATE INDEX db_job_dead ON db_job (id) WHERE state = 'dead';

-- Answers lie by their key, without a row number beside it. When one's time is up is found by walking them.
--sqlite: CREATE TABLE db_once_by_key (
--sqlite:     scope TEXT NOT NULL,
--sqlite:     key TEXT NOT NULL,
--sqlite:     request_hash TEXT NOT NULL,
--sqlite:     answer TEXT,
--sqlite:     created_at BIGINT NOT NULL,
--sqlite:     keep_until BIGINT NOT NULL,
--sqlite:     PRIMARY KEY (scope, key)
--sqlite: ) WITHOUT ROWID;
--sqlite: INSERT INTO db_once_by_key (scope, key, request_hash, answer, created_at, keep_until)
--sqlite:     SELECT scope, key, request_hash, answer, created_at, keep_until FROM db_once ORDER BY scope, key;
--sqlite: DROP TABLE db_once;
--sqlite: ALTER TABLE db_once_by_key RENAME TO db_once;
