//! The limit for a start and for idle memory: a bare server over the same database, which answers with some of its rows.

use crate::Trouble;
use axum::{Json, Router, extract::State, http::StatusCode, routing::get};
use infrasell_db::{Db, DbOptions, DbUrl, sql};
use infrasell_kernel::Env;
use serde_json::{Value, json};
use std::net::SocketAddr;

const ROWS: &str = sql!("SELECT id, handle, title FROM catalog_product ORDER BY id LIMIT 50");

/// Serves until it is stopped.
///
/// # Errors
/// When the database or the address cannot be opened.
pub async fn serve(database: &str, listen: SocketAddr) -> Result<(), Trouble> {
    let url: DbUrl = database.parse()?;
    let db = Db::open(&url, Env::system(), DbOptions::default()).await?;
    let routes = Router::new().route("/store/v1/products", get(products)).with_state(db);
    let listener = tokio::net::TcpListener::bind(listen).await?;
    let stop = async {
        // without a signal it serves until it is killed
        drop(tokio::signal::ctrl_c().await);
    };
    axum::serve(listener, routes).with_graceful_shutdown(stop).await?;
    Ok(())
}

async fn products(State(db): State<Db>) -> Result<Json<Vec<Value>>, StatusCode> {
    let rows = db
        .all(ROWS, &[], |row| {
            Ok(json!({ "id": row.next::<i64>()?, "handle": row.next::<String>()?, "title": row.next::<String>()? }))
        })
        .await;
    rows.map(Json).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}
