//! The limits for reads: bare servers, each as a process of its own. One sends the same bytes with the same headers; the
//! other runs the same reads and serialises the same values for each request.

use super::look::Asked;
use crate::{Trouble, http::Conn, inside::Inside, place::Place};
use axum::{
    Router,
    body::{Body, Bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use infrasell_db::{Db, Traced, Verb};
use serde_json::Value;
use std::{collections::HashMap, net::SocketAddr, path::PathBuf, sync::Arc};

/// What a bare server for reads is told.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The shop's folder.
    #[arg(long)]
    data: PathBuf,
    /// Its database, if it is not in the folder.
    #[arg(long)]
    database: Option<String>,
    /// Where to listen.
    #[arg(long)]
    listen: SocketAddr,
    /// A file with the paths that will be asked for.
    #[arg(long)]
    paths: PathBuf,
    /// Send bytes that are there, or run the reads for each request.
    #[arg(long)]
    reads: bool,
}

/// The longest body that is read.
const LONGEST_BODY: usize = 1 << 20;

/// What is known of one path, or one body.
struct Known {
    headers: HeaderMap,
    body: Bytes,
    value: Value,
    reads: Vec<Traced>,
}

struct Limit {
    known: HashMap<String, Known>,
    /// When the reads are run for each request.
    db: Option<Db>,
}

/// Learns what a shop answers and reads, then serves that until it is stopped.
///
/// # Errors
/// When the shop or the address cannot be opened.
pub async fn serve(arguments: &Arguments) -> Result<(), Trouble> {
    let place = Place { data: arguments.data.clone(), database: arguments.database.clone() };
    let paths: Vec<String> = std::fs::read_to_string(&arguments.paths)?.lines().map(str::to_owned).collect();
    // traced without the cache, which would hide what an answer is made of
    let inside = Inside::serve_with(&place, |config| {
        if arguments.reads {
            config.cache.bytes = 0
        }
    })
    .await?;
    let mut conn = Conn::open(inside.address).await?;
    let mut known = HashMap::new();
    for path in paths {
        // what is read once and kept (the channel) is kept by then
        let asked = Asked::of(&path);
        conn.call(asked.method(), asked.path, asked.body.unwrap_or("")).await?;
        drop(inside.db.traced());
        inside.db.trace(arguments.reads);
        let (headers, body) = answer(&mut conn, asked).await?;
        inside.db.trace(false);
        let is_read =
            |traced: &Traced| traced.verb == Verb::Rows && traced.tx.is_none() && !traced.sql.contains(" db_");
        let reads = inside.db.traced().into_iter().filter(is_read).collect();
        let value = serde_json::from_slice(&body)?;
        let key = asked.body.unwrap_or(asked.path).to_owned();
        known.insert(key, Known { headers, body, value, reads });
    }
    drop(conn);
    inside.close().await?;
    let db = if arguments.reads { Some(place.open().await?) } else { None };
    let routes = Router::new().fallback(show).with_state(Arc::new(Limit { known, db }));
    let listener = tokio::net::TcpListener::bind(arguments.listen).await?;
    let stop = async {
        // without a signal it serves until it is killed
        drop(tokio::signal::ctrl_c().await);
    };
    axum::serve(axum::serve::ListenerExt::tap_io(listener, |stream| drop(stream.set_nodelay(true))), routes)
        .with_graceful_shutdown(stop)
        .await?;
    Ok(())
}

async fn answer(conn: &mut Conn, asked: Asked<'_>) -> Result<(HeaderMap, Bytes), Trouble> {
    let reply = conn.call(asked.method(), asked.path, asked.body.unwrap_or("")).await?;
    if reply.status != 200 {
        return Err(Trouble::Other(format!("{}: {}", asked.path, reply.status)));
    }
    let mut headers = HeaderMap::new();
    for line in reply.head.lines().skip(1) {
        let Some((name, value)) = line.split_once(':') else { continue };
        let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), HeaderValue::from_str(value.trim())) else { continue };
        if name != header::CONTENT_LENGTH && name != header::DATE {
            headers.append(name, value);
        }
    }
    Ok((headers, Bytes::copy_from_slice(reply.body)))
}

async fn show(State(limit): State<Arc<Limit>>, request: Request) -> Response {
    if request.uri().path() == "/livez" {
        return StatusCode::NO_CONTENT.into_response();
    }
    let known = if request.method() == Method::POST {
        // it has to be read to be told from others, as the shop has to
        let Ok(sent) = axum::body::to_bytes(request.into_body(), LONGEST_BODY).await else {
            return StatusCode::BAD_REQUEST.into_response();
        };
        std::str::from_utf8(&sent).ok().and_then(|sent| limit.known.get(sent))
    } else {
        request.uri().path_and_query().and_then(|path| limit.known.get(path.as_str()))
    };
    let Some(known) = known else { return StatusCode::NOT_FOUND.into_response() };
    let body = match &limit.db {
        None => known.body.clone(),
        Some(db) => {
            for traced in &known.reads {
                let values = traced.sets.first().map_or(&[][..], Vec::as_slice);
                if db.all(&traced.sql, values, |_| Ok(())).await.is_err() {
                    return StatusCode::INTERNAL_SERVER_ERROR.into_response();
                }
            }
            serde_json::to_vec(&known.value).unwrap_or_default().into()
        }
    };
    let mut response = Response::new(Body::from(body));
    response.headers_mut().clone_from(&known.headers);
    response
}
