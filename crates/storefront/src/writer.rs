//! The walk: plans and sources in, bytes out.
//!
//! Always true: a field that needs what is not known yet notes a want, and the walk is begun again once all wants are
//! fetched; a field that cannot be written because a service failed is null with an error, or takes the nearest parent
//! that may be null with it, as the GraphQL specification says.

use crate::{
    context::Ask,
    errors::{GraphError, Segment},
    facts::{Fact, Facts, Known, Table},
    object::{AnyObject, Object},
    out::Out,
    plan::{Args, Field, ObjectPlan},
};
use infrasell_kernel::{Money, Timestamp};
use infrasell_rpc::Fault;
use serde_json::{Map, Value};

/// Writes an answer.
pub struct Writer<'w> {
    /// What the request brings: its channel, language, origin.
    pub ask: &'w Ask,
    /// What is known.
    pub facts: &'w Facts,
    /// The bytes so far.
    pub out: Out,
    /// Variables, and the arguments that depend on them.
    values: &'w Resolved,
    /// What the mutations of this operation gave, by response key.
    pub(crate) payloads: &'w [Payload],
    /// The answers of introspection, by response key.
    pub(crate) introspected: &'w Map<String, Value>,
    /// Whether something is wanted.
    pending: bool,
    /// Whether the field that is being written cannot be.
    failed: bool,
    trouble: Option<Fault>,
    errors: Vec<GraphError>,
    objects: u64,
    /// Whether it shows what nobody tells the change of.
    fleeting: bool,
}

/// What a mutation gave, by the response key as the plan holds it.
pub(crate) type Payload = (Box<[u8]>, Box<dyn AnyObject>);

/// What depends on the variables of a request.
#[derive(Debug, Default)]
pub struct Resolved {
    /// The variables, by the number that the plan gave them.
    pub variables: Vec<Option<Value>>,
    /// The arguments of fields that use variables, by the number that the plan gave them.
    pub arguments: Vec<Map<String, Value>>,
}

/// What a walk has given.
#[derive(Debug)]
pub struct Written {
    /// `data`, as JSON.
    pub out: Out,
    /// What could not be written.
    pub errors: Vec<GraphError>,
    /// How many objects were written.
    pub objects: u64,
    /// Whether something is wanted, and so has to be fetched before the next walk.
    pub pending: bool,
    /// Whether it shows what nobody tells the change of, and so must not be kept.
    pub fleeting: bool,
}

static NONE: std::sync::LazyLock<Map<String, Value>> = std::sync::LazyLock::new(Map::new);

impl<'w> Writer<'w> {
    pub(crate) fn new(
        ask: &'w Ask,
        facts: &'w Facts,
        values: &'w Resolved,
        payloads: &'w [Payload],
        introspected: &'w Map<String, Value>,
        room: usize,
    ) -> Self {
        Writer {
            ask,
            facts,
            out: Out::with_capacity(room),
            values,
            payloads,
            introspected,
            pending: false,
            failed: false,
            trouble: None,
            errors: vec![],
            objects: 0,
            fleeting: false,
        }
    }

    /// Walks from a root.
    pub(crate) fn root(mut self, plan: &'w ObjectPlan, root: &impl Object) -> Written {
        self.selection(plan, root);
        if self.failed {
            self.out.truncate(0);
            self.out.raw(b"null");
        }
        Written {
            out: self.out,
            errors: self.errors,
            objects: self.objects,
            pending: self.pending,
            fleeting: self.fleeting,
        }
    }

    /// The fact under `key`, if it is known and there is one; else notes that it is wanted.
    pub fn get<F: Fact>(&mut self, table: &'w Table<F>, key: &F::Key) -> Option<&'w F::Value> {
        match table.look(key) {
            Known::Here(value) => Some(value),
            Known::Absent => None,
            Known::Failed(fault) => {
                self.trouble = Some(fault.clone());
                None
            }
            Known::Wanted => {
                self.pending = true;
                None
            }
        }
    }

    /// As [`Writer::get`], for what is only nice to know: when it cannot be fetched it is as if there were none.
    pub fn glance<F: Fact>(&mut self, table: &'w Table<F>, key: &F::Key) -> Option<&'w F::Value> {
        match table.look(key) {
            Known::Here(value) => Some(value),
            Known::Absent | Known::Failed(_) => None,
            Known::Wanted => {
                self.pending = true;
                None
            }
        }
    }

    /// Whether something is wanted, so that what is written now is thrown away.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        self.pending
    }

    /// Says that what is written now may change without anybody being told, such as how many units there are: an answer
    /// with it is not kept.
    pub fn fleeting(&mut self) {
        self.fleeting = true;
    }

    /// The arguments of a field, defaults included.
    #[must_use]
    pub fn args(&self, field: &'w Field) -> &'w Map<String, Value> {
        match &field.args {
            Args::None => &NONE,
            Args::Fixed(map) => map,
            Args::Resolved(at) => &self.values.arguments[*at],
        }
    }

    /// A text argument.
    #[must_use]
    pub fn arg_text(&self, field: &'w Field, name: &str) -> Option<&'w str> {
        self.args(field).get(name).and_then(Value::as_str)
    }

    /// A whole number.
    #[must_use]
    pub fn arg_int(&self, field: &'w Field, name: &str) -> Option<i64> {
        self.args(field).get(name).and_then(Value::as_i64)
    }

    /// A yes or no; no when it is absent.
    #[must_use]
    pub fn arg_flag(&self, field: &'w Field, name: &str) -> bool {
        self.args(field).get(name).and_then(Value::as_bool).unwrap_or(false)
    }

    /// Says that the field cannot be written, and why. It becomes null, or its nearest parent that may be.
    pub fn fail(&mut self, code: &'static str, message: impl Into<String>) {
        if !self.failed {
            self.errors.push(GraphError::new(code, message));
            self.failed = true;
        }
    }

    /// `null`.
    pub fn null(&mut self) {
        self.out.raw(b"null");
    }

    /// A text.
    pub fn text(&mut self, text: &str) {
        self.out.text(text);
    }

    /// A text, or null.
    pub fn text_or_null(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.out.text(text),
            None => self.null(),
        }
    }

    /// A text; null when it is empty.
    pub fn text_unless_empty(&mut self, text: &str) {
        self.text_or_null((!text.is_empty()).then_some(text));
    }

    /// Texts.
    pub fn texts<S: AsRef<str>>(&mut self, texts: impl IntoIterator<Item = S>) {
        self.out.raw(b"[");
        for (at, text) in texts.into_iter().enumerate() {
            if at > 0 {
                self.out.raw(b",");
            }
            self.out.text(text.as_ref());
        }
        self.out.raw(b"]");
    }

    /// A whole number.
    pub fn int(&mut self, number: i64) {
        self.out.int(number);
    }

    /// A whole number, or null.
    pub fn int_or_null(&mut self, number: Option<i64>) {
        match number {
            Some(number) => self.out.int(number),
            None => self.null(),
        }
    }

    /// Yes or no.
    pub fn flag(&mut self, flag: bool) {
        self.out.flag(flag);
    }

    /// `gid://shopify/<kind>/<number>`.
    pub fn gid(&mut self, kind: &str, number: i64) {
        self.out.gid(kind, number);
    }

    /// A time.
    pub fn time(&mut self, time: Timestamp) {
        self.out.time(time);
    }

    /// An address on this server as an absolute one; one that is absolute stays.
    pub fn url(&mut self, address: &str) {
        if address.starts_with('/') {
            self.out.joined(&[&self.ask.origin, address]);
        } else {
            self.out.text(address);
        }
    }

    /// An amount as `MoneyV2`.
    pub fn money(&mut self, field: &'w Field, money: Money) {
        self.object(field, &crate::types::money::Amount(money));
    }

    /// An amount as `MoneyV2`, or null.
    pub fn money_or_null(&mut self, field: &'w Field, money: Option<Money>) {
        match money {
            Some(money) => self.money(field, money),
            None => self.null(),
        }
    }

    /// An object, with what is selected of it. For a field of an abstract type what is selected depends on the object's.
    pub fn object<S: Object>(&mut self, field: &'w Field, source: &S) {
        match field.plans.iter().find(|plan| plan.type_name == S::TYPE) {
            Some(plan) => self.selection(plan, source),
            // nothing is selected of this type
            None => self.out.raw(b"{}"),
        }
    }

    /// An object, or null.
    pub fn object_or_null<S: Object>(&mut self, field: &'w Field, source: Option<&S>) {
        match source {
            Some(source) => self.object(field, source),
            None => self.null(),
        }
    }

    /// A list of objects.
    pub fn objects<S: Object>(&mut self, field: &'w Field, sources: impl IntoIterator<Item = S>) {
        self.each(field, sources, |w, source| w.object(field, &source));
    }

    /// A list; `write` writes one item.
    pub fn each<T>(
        &mut self,
        field: &'w Field,
        items: impl IntoIterator<Item = T>,
        mut write: impl FnMut(&mut Writer<'w>, T),
    ) {
        self.out.raw(b"[");
        for (at, item) in items.into_iter().enumerate() {
            if at > 0 {
                self.out.raw(b",");
            }
            let begin = self.out.len();
            let errors = self.errors.len();
            write(self, item);
            self.take_trouble();
            self.stamp(errors, || Segment::Index(at));
            if self.failed {
                if !field.items_nullable {
                    return;
                }
                self.recover(begin);
            }
        }
        self.out.raw(b"]");
    }

    /// What introspection answers for a field.
    pub(crate) fn introspected(&mut self, field: &'w Field) {
        match self.introspected.get(field.response_key()) {
            Some(value) => self.out.json(value),
            None => self.null(),
        }
    }

    /// What the mutation of a field has given.
    pub(crate) fn payload(&mut self, field: &'w Field) {
        let payloads = self.payloads;
        match payloads.iter().find(|(key, _)| *key == field.key) {
            Some((_, payload)) => payload.write_as(field, self),
            None => self.null(),
        }
    }

    /// Nothing, for a list that is empty by choice.
    pub fn empty_list(&mut self) {
        self.out.raw(b"[]");
    }

    fn selection<S: Object>(&mut self, plan: &'w ObjectPlan, source: &S) {
        self.objects += 1;
        self.out.raw(b"{");
        let mut is_first = true;
        for field in &plan.fields {
            if !field.is_wanted(&self.values.variables) {
                continue;
            }
            if !is_first {
                self.out.raw(b",");
            }
            is_first = false;
            self.out.raw(&field.key);
            if let Some(literal) = &field.literal {
                self.out.raw(literal);
                continue;
            }
            let (begin, errors) = (self.out.len(), self.errors.len());
            source.write(field, self);
            self.take_trouble();
            self.stamp(errors, || Segment::Key(field.response_key().into()));
            if self.failed {
                if !field.nullable {
                    return;
                }
                self.recover(begin);
            }
        }
        self.out.raw(b"}");
    }

    /// A field that looked at a fact which could not be fetched is not written from what else there is.
    fn take_trouble(&mut self) {
        if let Some(fault) = self.trouble.take() {
            let (code, message) = crate::errors::of_fault(&fault);
            self.fail(code, message);
        }
    }

    /// Puts the place where it stands before the paths of the errors from `since` on.
    fn stamp(&mut self, since: usize, segment: impl Fn() -> Segment) {
        for error in &mut self.errors[since..] {
            error.path.push(segment());
        }
    }

    fn recover(&mut self, begin: usize) {
        self.out.truncate(begin);
        self.out.raw(b"null");
        self.failed = false;
    }
}
