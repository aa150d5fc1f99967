//! From a request to its answer.

use crate::{
    context::{Ask, Services, Visit},
    dedup,
    document::Document,
    errors::{self, GraphError},
    facts::Facts,
    kept::Kept,
    limits::Limits,
    mutations,
    plan::{self, Plan},
    request::Request,
    schema::Schema,
    shown::{Shown, Tag},
    types::{self, Root},
    variables,
    writer::{Payload, Resolved, Writer, Written},
};
use apollo_compiler::introspection;
use futures_util::future::BoxFuture;
use infrasell_rpc::Fault;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::{collections::HashMap, fmt::Write, sync::Arc};

/// A storefront: answers queries.
pub struct Storefront {
    services: Services,
    limits: Limits,
    /// Documents by their text.
    documents: Kept<Arc<Document>>,
    /// Texts by their hash, as clients sent them.
    persisted: Kept<Arc<str>>,
    /// The only documents that are answered, by hash, when there is such a list.
    allowed: Option<HashMap<String, Arc<str>>>,
}

/// What is answered.
#[derive(Debug)]
pub struct Answer {
    /// The HTTP status: 200 whenever the request could be read.
    pub status: u16,
    /// The body, JSON.
    pub body: Vec<u8>,
    /// What it shows, when it is the same for everybody and may be kept until one of that changes.
    pub tags: Option<Vec<Tag>>,
    /// The points that it cost.
    pub cost: u64,
}

/// What every answer ends with begins so.
const EXTENSIONS: &[u8] = b",\"extensions\":{\"cost\":";
/// The first of the extensions.
const COST: &[u8] = b"\"cost\":";
/// Bytes of documents that are kept with their plans. A plan takes several times its text.
const DOCUMENT_BYTES: usize = 16 << 20;
/// How much more a plan takes than its text.
const PLAN_FACTOR: usize = 12;
/// Bytes of documents that are kept by their hash.
const PERSISTED_BYTES: usize = 8 << 20;

impl Answer {
    /// An answer of errors alone.
    #[must_use]
    pub fn refused(status: u16, errors: &[GraphError]) -> Answer {
        let errors: Vec<Value> = errors.iter().map(GraphError::to_json).collect();
        Answer { status, body: json!({ "errors": errors }).to_string().into_bytes(), tags: None, cost: 0 }
    }

    /// The answer without what comes again, where that is certain to be lossless: its extensions say so then.
    #[must_use]
    pub fn deduplicated(self) -> Answer {
        let Some(mut body) = dedup::deflate(&self.body) else { return self };
        // what `finish` has written last
        let Some(at) = memchr::memmem::rfind(&body, EXTENSIONS) else { return self };
        let inside = at + EXTENSIONS.len() - COST.len();
        drop(body.splice(inside..inside, *b"\"deduplicated\":true,"));
        Answer { body, ..self }
    }
}

impl From<GraphError> for Answer {
    fn from(error: GraphError) -> Answer {
        let status = match error.code {
            "BAD_REQUEST" | "GET_IS_FOR_QUERIES" => 400,
            _ => 200,
        };
        Answer::refused(status, &[error])
    }
}

/// A request that was read: what is known before anything is fetched.
pub struct Prepared {
    document: Arc<Document>,
    plan: Arc<Plan>,
    values: Resolved,
    introspected: Map<String, Value>,
    cost: u64,
}

impl Prepared {
    /// The points that it may cost at most.
    #[must_use]
    pub fn cost(&self) -> u64 {
        self.cost
    }

    /// Whether it belongs to a purchase, and does not only look around.
    #[must_use]
    pub fn buys(&self) -> bool {
        const BUYING: [&str; 2] = ["cart", "customer"];
        self.plan.is_mutation || self.plan.root.fields.iter().any(|field| BUYING.contains(&field.name))
    }
}

impl Storefront {
    /// A storefront over these services. With `allowed`, documents by their hash, it answers no others.
    #[must_use]
    pub fn new(services: Services, limits: Limits, allowed: Option<HashMap<String, Arc<str>>>) -> Self {
        let documents = Kept::new(limits.plans, DOCUMENT_BYTES);
        let persisted = Kept::new(limits.plans, PERSISTED_BYTES);
        Storefront { services, limits, documents, persisted, allowed }
    }

    /// The limits.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// How many documents are kept as plans.
    #[must_use]
    pub fn planned(&self) -> usize {
        self.documents.len()
    }

    /// Reads a request; `is_get`: one that must change nothing.
    ///
    /// # Errors
    /// The answer that says what is wrong with it.
    pub fn prepare(&self, request: Request, is_get: bool) -> Result<Prepared, Answer> {
        self.read(request, is_get).map_err(|errors| match <[GraphError; 1]>::try_from(errors) {
            Ok([error]) => error.into(),
            Err(errors) => Answer::refused(200, &errors),
        })
    }

    fn read(&self, request: Request, is_get: bool) -> Result<Prepared, Vec<GraphError>> {
        let one = |error: GraphError| vec![error];
        let text = self.text(&request).map_err(one)?;
        let schema = Schema::get().map_err(|wrong| {
            tracing::error!(wrong, "the schema cannot be read");
            one(GraphError::new("INTERNAL_SERVER_ERROR", "something went wrong here"))
        })?;
        let document = self.document(schema, &text)?;
        let name = request.operation_name.as_deref();
        let plan = document.operation(name).map_err(one)?.clone();
        if is_get && plan.is_mutation {
            return Err(one(GraphError::new("GET_IS_FOR_QUERIES", "a mutation is sent by POST")));
        }
        let variables =
            variables::coerce(schema, &plan.variables, request.variables.unwrap_or_default()).map_err(one)?;
        let introspected = introspect(schema, &document, name, &plan, &variables).map_err(one)?;
        let arguments = plan.templates.iter().map(|template| plan::resolve(template, &variables));
        let arguments = arguments.collect::<Result<Vec<_>, _>>().map_err(one)?;
        let values = Resolved { variables, arguments };
        let cost = plan::cost(&plan.root, &values);
        if cost > self.limits.max_cost {
            let message = format!("this query costs {cost} points, more than {}", self.limits.max_cost);
            let error = GraphError::new("MAX_COST_EXCEEDED", message).with("limit", "storefront.max_cost");
            return Err(one(error.with("cost", cost).with("maxCost", self.limits.max_cost)));
        }
        Ok(Prepared { document, plan, values, introspected, cost })
    }

    /// The text of the document that a request names.
    fn text(&self, request: &Request) -> Result<Arc<str>, GraphError> {
        let hash = request.hash();
        if let Some(allowed) = &self.allowed {
            let given = request.query.as_deref().map(sha256);
            let found = hash.or(given.as_deref()).and_then(|hash| allowed.get(hash));
            return found.cloned().ok_or_else(|| {
                GraphError::new("PERSISTED_QUERY_NOT_ALLOWED", "this shop answers only queries that it knows")
            });
        }
        match (&request.query, hash) {
            (Some(query), None) => Ok(query.as_str().into()),
            (Some(query), Some(hash)) => {
                if sha256(query) != hash.to_lowercase() {
                    return Err(GraphError::new("PERSISTED_QUERY_HASH_MISMATCH", "this is not the hash of this query"));
                }
                let text: Arc<str> = query.as_str().into();
                self.persisted.put(&hash.to_lowercase(), text.clone(), text.len());
                Ok(text)
            }
            (None, Some(hash)) => self
                .persisted
                .get(&hash.to_lowercase())
                .ok_or_else(|| GraphError::new("PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound")),
            (None, None) => Err(GraphError::new("BAD_REQUEST", "there is no query")),
        }
    }

    fn document(&self, schema: &Schema, text: &str) -> Result<Arc<Document>, Vec<GraphError>> {
        if let Some(found) = self.documents.get(text) {
            return Ok(found);
        }
        let document = Arc::new(Document::parse(schema, text, &self.limits)?);
        self.documents.put(text, document.clone(), text.len() * PLAN_FACTOR);
        Ok(document)
    }

    /// Answers a request that was read.
    pub fn execute(&self, visit: Visit, prepared: Prepared) -> BoxFuture<'_, Answer> {
        Box::pin(self.run(visit, prepared))
    }

    async fn run(&self, visit: Visit, prepared: Prepared) -> Answer {
        let Prepared { document: _document, plan, values, introspected, cost } = prepared;
        let ask = match self.ask(visit, &plan, &values) {
            Ok(ask) => ask,
            Err(error) => return error.into(),
        };
        let mut facts = Facts::default();
        let payloads = match mutate(&ask, &plan, &values, &mut facts).await {
            Ok(payloads) => payloads,
            Err(fault) => return failed(&fault),
        };
        let mut room = 4_096;
        for _ in 0..self.limits.max_rounds {
            let written = {
                let writer = Writer::new(&ask, &facts, &values, &payloads, &introspected, room);
                if plan.is_mutation {
                    writer.root(&plan.root, &types::Mutations)
                } else {
                    writer.root(&plan.root, &Root)
                }
            };
            if !written.pending {
                let mut shown = Shown::default();
                if plan.is_mutation || written.fleeting {
                    shown.private();
                } else {
                    facts.note(&mut shown);
                }
                return finish(written, shown, cost);
            }
            room = written.out.len().max(room) * 2;
            facts.fetch(&ask).await;
        }
        let message = format!("this query needs more than {} rounds of fetching", self.limits.max_rounds);
        GraphError::new("MAX_ROUNDS_EXCEEDED", message).with("limit", "storefront.max_rounds").into()
    }

    /// The context, with what `@inContext` says.
    fn ask(&self, visit: Visit, plan: &Plan, values: &Resolved) -> Result<Ask, GraphError> {
        let context = plan::resolve(&plan.context, &values.variables)?;
        let text = |name: &str| context.get(name).and_then(Value::as_str);
        let buyer = context.get("buyer").and_then(|buyer| buyer.get("customerAccessToken")).and_then(Value::as_str);
        let language = text("language").map(str::to_owned);
        Ok(Ask {
            country: text("country").and_then(|code| code.parse().ok()),
            language: language.unwrap_or_else(|| types::shop::usual_language(&visit.channel)),
            buyer: buyer.map(str::to_owned),
            services: self.services.clone(),
            cx: visit.cx,
            channel: visit.channel,
            origin: visit.origin,
            now: visit.now,
        })
    }
}

/// The whole fails when a mutation could not be tried: the client may try it again.
fn failed(fault: &Fault) -> Answer {
    let (code, message) = errors::of_fault(fault);
    let status = if code == "SERVICE_UNAVAILABLE" { 503 } else { 200 };
    Answer::refused(status, &[GraphError::new(code, message)])
}

/// Runs the mutations of an operation, one after the other.
async fn mutate(ask: &Ask, plan: &Plan, values: &Resolved, facts: &mut Facts) -> Result<Vec<Payload>, Fault> {
    let mut payloads = vec![];
    if !plan.is_mutation {
        return Ok(payloads);
    }
    let none = Map::new();
    for field in plan.root.fields.iter().filter(|field| field.is_wanted(&values.variables)) {
        let Some(mutation) = mutations::at(field.at) else { continue };
        let args = match &field.args {
            plan::Args::None => &none,
            plan::Args::Fixed(args) => args,
            plan::Args::Resolved(at) => values.arguments.get(*at).unwrap_or(&none),
        };
        payloads.push((field.key.clone(), mutation(ask, args, facts).await?));
    }
    Ok(payloads)
}

fn introspect(
    schema: &Schema,
    document: &Document,
    name: Option<&str>,
    plan: &Plan,
    variables: &[Option<Value>],
) -> Result<Map<String, Value>, GraphError> {
    let Some((valid, operation)) = document.parsed(name).filter(|_| plan.introspects) else { return Ok(Map::new()) };
    let bad = |message: String| GraphError::new("BAD_USER_INPUT", message);
    introspection::check_max_depth(valid, operation).map_err(|error| bad(error.message().to_string()))?;
    let given = plan.variables.iter().zip(variables);
    let given: Map<String, Value> =
        given.filter_map(|(variable, value)| Some((variable.name.clone(), value.clone()?))).collect();
    let values = serde_json::from_value(Value::Object(given)).map_err(|error| bad(error.to_string()))?;
    let values = apollo_compiler::request::coerce_variable_values(&schema.valid, operation, &values)
        .map_err(|error| bad(error.message().to_string()))?;
    let answer = introspection::partial_execute(&schema.valid, &schema.implementers, valid, operation, &values)
        .map_err(|error| bad(error.message().to_string()))?;
    match serde_json::to_value(answer.data) {
        Ok(Value::Object(data)) => Ok(data),
        _ => Ok(Map::new()),
    }
}

/// The body: data, errors, and what it cost.
fn finish(written: Written, mut shown: Shown, cost: u64) -> Answer {
    let Written { out, errors, objects, .. } = written;
    let data = out.into_bytes();
    // nothing at all could be shown: whoever asks may try again, and a cache on the way must not keep it
    let is_away = data == b"null" && errors.iter().any(|error| error.code == "SERVICE_UNAVAILABLE");
    let mut body = Vec::with_capacity(data.len() + 128);
    body.extend_from_slice(b"{\"data\":");
    body.extend_from_slice(&data);
    if !errors.is_empty() {
        shown.private();
        let errors: Vec<Value> = errors.iter().map(GraphError::to_json).collect();
        body.extend_from_slice(format!(",\"errors\":{}", Value::from(errors)).as_bytes());
    }
    body.extend_from_slice(EXTENSIONS);
    body.extend_from_slice(format!("{{\"requestedQueryCost\":{cost},\"actualQueryCost\":{objects}}}}}}}").as_bytes());
    Answer { status: if is_away { 503 } else { 200 }, body, tags: shown.tags(), cost: objects }
}

/// SHA-256 of a text, in hexadecimal.
fn sha256(text: &str) -> String {
    let mut hash = String::with_capacity(64);
    for byte in Sha256::digest(text.as_bytes()) {
        // writing to a text does not fail
        let _written = write!(hash, "{byte:02x}");
    }
    hash
}
