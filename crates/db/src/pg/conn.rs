//! One PostgreSQL connection with its prepared statements.

use crate::{DbError, DbOptions, Engine, Row, Val, row::Keep, text};
use std::{collections::HashMap, time::Duration};
use tokio::task::JoinHandle;
use tokio_postgres::{Client, Config, NoTls, Statement, error::SqlState};

/// Prepared statements kept a connection; dynamic filters are few in kind, so this is never reached but by a mistake.
const MOST_STATEMENTS: usize = 2_000;

pub(crate) struct Conn {
    pub(crate) client: Client,
    statements: HashMap<String, Statement>,
    driver: JoinHandle<()>,
    /// An error has said that the connection is lost, perhaps before the client itself has noticed.
    lost: bool,
}

/// How long a server may need to notice that a process which has stopped is gone.
const LEAVING: Duration = Duration::from_secs(3);
const LOOK: Duration = Duration::from_millis(50);

/// The server's own limits, so that a stuck client never holds rows for long, and timeouts for a peer that is gone.
pub(crate) fn configure(url: &str, options: &DbOptions) -> Result<Config, DbError> {
    let wrong =
        |error: tokio_postgres::Error| DbError::Schema(format!("the database's address cannot be read: {error}"));
    let mut config: Config = url.parse().map_err(wrong)?;
    let millis = options.statement_limit.as_millis();
    let lock_millis = options.patience.min(options.statement_limit).as_millis();
    let sync = if options.durable { "" } else { " -c synchronous_commit=off" };
    let own = config.get_options().unwrap_or_default();
    let limits = format!(
        "-c statement_timeout={millis} -c lock_timeout={lock_millis} -c idle_in_transaction_session_timeout={millis}{sync} {own}"
    );
    config.options(limits);
    if config.get_application_name().is_none() {
        config.application_name("infrasell");
    }
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(Duration::from_secs(5));
    }
    if config.get_tcp_user_timeout().is_none() {
        config.tcp_user_timeout(Duration::from_secs(30));
    }
    Ok(config)
}

impl Conn {
    pub(crate) async fn connect(config: &Config) -> Result<Self, DbError> {
        Conn::try_connect(config).await?.ok_or_else(|| DbError::unavailable("the server takes no more connections"))
    }

    /// A connection; nothing when the server takes no more of them.
    pub(crate) async fn try_connect(config: &Config) -> Result<Option<Self>, DbError> {
        let (client, connection) = match config.connect(NoTls).await {
            Ok(both) => both,
            Err(error) if error.code() == Some(&SqlState::TOO_MANY_CONNECTIONS) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let driver = tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::warn!(%error, "a database connection ended");
            }
        });
        Ok(Some(Conn { client, statements: HashMap::new(), driver, lost: false }))
    }

    /// Whether the connections that `others` counts are gone, or go within a moment: those of a shop that has just
    /// stopped outlive it by that.
    pub(crate) async fn is_left_alone(&self, others: &str) -> Result<bool, DbError> {
        let until = tokio::time::Instant::now() + LEAVING;
        loop {
            let count: i64 = self.client.query_one(others, &[]).await?.get(0);
            if count == 0 || tokio::time::Instant::now() >= until {
                return Ok(count == 0);
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    pub(crate) async fn close(self) {
        drop((self.client, self.statements));
        // it ends when the server has seen the client go
        let _ = self.driver.await;
    }

    /// The statement, prepared: a round trip the first time, none later.
    pub(crate) async fn prepare(&mut self, sql: &str) -> Result<Statement, DbError> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let prepared = self.client.prepare(&text::rewrite(sql, Engine::Postgres)).await;
        let statement = prepared.map_err(|error| self.failed(error))?;
        if self.statements.len() >= MOST_STATEMENTS {
            self.statements.clear();
        }
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    pub(crate) async fn query(&mut self, sql: &str, params: &[Val<'_>]) -> Result<Vec<tokio_postgres::Row>, DbError> {
        let statement = self.prepare(sql).await?;
        let result = self.client.query(&statement, &as_dyn(params)).await;
        result.map_err(|error| self.failed(error))
    }

    pub(crate) async fn exec(&mut self, sql: &str, params: &[Val<'_>]) -> Result<u64, DbError> {
        let statement = self.prepare(sql).await?;
        let result = self.client.execute_raw(&statement, params).await;
        result.map_err(|error| self.failed(error))
    }

    /// Whether nothing more can be expected of this connection.
    pub(crate) fn is_dead(&self) -> bool {
        self.lost || self.client.is_closed()
    }

    /// Converts the error, and notes what it says about this connection.
    pub(crate) fn failed(&mut self, error: tokio_postgres::Error) -> DbError {
        let code = error.code().cloned();
        let error = DbError::from(error);
        match code {
            None => self.lost |= matches!(error, DbError::Unavailable { .. }),
            Some(SqlState::ADMIN_SHUTDOWN | SqlState::CRASH_SHUTDOWN | SqlState::CANNOT_CONNECT_NOW) => {
                self.lost = true
            }
            // what is prepared no longer fits the schema
            Some(SqlState::FEATURE_NOT_SUPPORTED | SqlState::INVALID_SQL_STATEMENT_NAME) => self.statements.clear(),
            Some(_) => {}
        }
        error
    }
}

pub(crate) fn as_dyn<'a>(params: &'a [Val<'_>]) -> Vec<&'a (dyn postgres_types::ToSql + Sync)> {
    params.iter().map(|value| value as &(dyn postgres_types::ToSql + Sync)).collect()
}

/// Gives up to `most` rows to `keep`; returns how many.
pub(crate) fn read(rows: &[tokio_postgres::Row], most: usize, keep: Keep<'_>) -> Result<u64, DbError> {
    for row in rows.iter().take(most) {
        keep(&Row::pg(row))?;
    }
    Ok(rows.len().min(most) as u64)
}
