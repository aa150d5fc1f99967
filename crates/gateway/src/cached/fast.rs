//! The way round the router: a kept answer is found, limited, counted and sent without it.
//!
//! Always true: whatever is not plain (a failure, a limit that is passed, a head that was never sent before, a client that
//! wants something special) goes through the router, which does the same and more.

use super::{
    Cache, HITS, MAX_KEY,
    coding::Coding,
    entry::{Entry, Sent, knows},
};
use crate::{
    Gateway, graphql,
    layers::{self, REQUEST_ID},
    limits::{self, Ticket},
};
use axum::{
    body::Body,
    http::{HeaderMap, HeaderName, HeaderValue, Method, Request, header, request::Parts},
    response::Response,
};
use bytes::Bytes;
use infrasell_rpc::trace;
use std::{net::SocketAddr, sync::Arc, time::Instant};

/// Under which all kept answers are.
const STORE: &str = "/store/v1/";
/// Under which storefronts ask.
const API: &str = "/api/";
/// Queries longer than this go through the router, bytes.
const LONGEST_QUERY: usize = 32 << 10;
/// A request with one of these is none of the plain kind.
const SPECIAL: [HeaderName; 3] =
    [HeaderName::from_static("idempotency-key"), header::ACCESS_CONTROL_REQUEST_METHOD, header::EXPECT];

/// Answers what is kept.
#[derive(Clone)]
pub struct Fast {
    gateway: Gateway,
    cache: Arc<Cache>,
    /// Whether a browser's pages of every origin get the same headers.
    any_origin: bool,
}

impl Fast {
    /// For an edge.
    pub fn new(gateway: &Gateway) -> Self {
        let inner = gateway.inner();
        let any_origin = inner.limits.cors_origins.iter().any(|origin| origin == "*");
        Fast { gateway: gateway.clone(), cache: inner.cache.clone(), any_origin }
    }

    /// The answer to `request` from `peer`, if it is kept and nothing about the request is special.
    pub fn answer<B>(&self, request: &Request<B>, peer: SocketAddr) -> Option<Response> {
        if !self.cache.is_on() || request.method() != Method::GET {
            return None;
        }
        let key = request.uri().path_and_query()?.as_str();
        let headers = request.headers();
        if !key.starts_with(STORE) || key.len() > MAX_KEY || !self.is_plain(headers) || trace::is_exported() {
            return None;
        }
        let began = Instant::now();
        let entry = self.cache.get(key, began)?;
        self.send(&entry, headers, request.uri().query().unwrap_or(""), peer, began)
    }

    /// Whether a request may be for a storefront's query whose answer is kept: its body is read before anything else.
    pub fn may_know<B>(&self, request: &Request<B>) -> bool {
        let headers = request.headers();
        let length = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
        self.cache.is_on()
            && request.method() == Method::POST
            && request.uri().path().starts_with(API)
            && length.is_some_and(|length| length <= LONGEST_QUERY)
            && self.is_plain(headers)
            && !trace::is_exported()
    }

    /// The answer to a storefront's query, if it is kept.
    pub async fn query(&self, parts: &Parts, body: &Bytes, peer: SocketAddr) -> Option<Response> {
        let began = Instant::now();
        let key = graphql::kept_under(&self.gateway, parts, body).await?;
        let entry = self.cache.get(&key, began)?;
        self.send(&entry, &parts.headers, "", peer, began)
    }

    /// Sends a kept answer, when an answer of its kind was sent before.
    fn send(
        &self,
        entry: &Entry,
        headers: &HeaderMap,
        query: &str,
        peer: SocketAddr,
        began: Instant,
    ) -> Option<Response> {
        let route = entry.route.get()?;
        let coding = entry.coding(Coding::chosen(headers));
        let form = entry.ready(coding)?;
        let is_known = headers.contains_key(header::IF_NONE_MATCH) && knows(headers, &form.etag);
        let head = route.heads[Sent { coding, is_known }.head()].get()?;
        let id = HeaderValue::try_from(layers::request_id(headers, &self.gateway)).ok()?;
        let ticket = self.ticket(headers, query, peer, route.is_list)?;

        let (bytes, body) = if is_known { (0, Body::empty()) } else { (form.bytes.len(), form.bytes.clone().into()) };
        let mut response = Response::new(body);
        *response.status_mut() = head.status;
        let sent = response.headers_mut();
        sent.clone_from(&head.headers);
        sent.insert(header::ETAG, form.etag.clone());
        sent.insert(REQUEST_ID, id);
        ticket.tell(sent);
        HITS.add(1);
        route.note(head.status, began.elapsed(), 0);
        route.bytes_out().add(bytes as u64);
        tracing::debug!(route = route.template, status = head.status.as_u16(), "request, from the cache");
        Some(response)
    }

    fn is_plain(&self, headers: &HeaderMap) -> bool {
        let origin_counts = !self.any_origin && headers.contains_key(header::ORIGIN);
        !origin_counts && !SPECIAL.iter().any(|name| headers.contains_key(name))
    }

    /// Takes the request out of what its address has left. `None` when that is too little: the router says so.
    fn ticket(&self, headers: &HeaderMap, query: &str, peer: SocketAddr, is_list: bool) -> Option<Arc<Ticket>> {
        let limits = &self.gateway.inner().limits;
        let address = limits::client(peer.ip(), headers, &limits.trusted_proxies);
        let ticket = Ticket::new(Some(address), is_list);
        ticket.browse(&self.gateway, query).ok()?;
        Some(ticket)
    }
}
