//! Db and Tx over SQLite and PostgreSQL: one SQL text, migrations, outbox, jobs, ids.
