//! Turning a checkout into an order, however many ask for it.
//!
//! Always true: of all who ask at once one writes the attempt down, and the others follow it; whoever repeats a request
//! under its key learns how that attempt ended and begins no other.

use crate::{
    change::check_owner,
    check,
    look::Look,
    model::{Agreed, Failure, Progress, Row},
    saga::{Ending, RESUME, Run, decided},
    service::{CheckoutService, no_checkout},
    store,
    wake::{FIRST_RESUME, Taken},
};
use infrasell_contracts::{
    checkout::{Checkout, CheckoutError, CompleteCheckout, CompleteInput},
    payments::PaymentMethod,
    settings::GetShop,
};
use infrasell_db::Once;
use infrasell_kernel::{CheckoutId, Token};
use infrasell_rpc::{Cx, Fault};
use infrasell_rules::checkout::{CheckoutEvent, CheckoutState, SagaMove, SagaStep};
use std::{pin::pin, time::Duration};
use tokio::{sync::oneshot, time::Instant};

/// How long stock is held for buyer and provider.
pub const HOLD: Duration = Duration::from_secs(15 * 60);
/// The longest that a caller waits for a saga, when his deadline is not earlier.
const PATIENCE: Duration = Duration::from_secs(25);
/// What is left of a caller's deadline to answer him.
const TIME_TO_ANSWER: Duration = Duration::from_millis(200);
/// How often the row is read while another process runs the saga.
const SHORTEST_PAUSE: Duration = Duration::from_millis(20);
const LONGEST_PAUSE: Duration = Duration::from_millis(500);
/// The longest text on a buyer's statement, in characters.
const MOST_DESCRIPTION: usize = 100;
/// How often an attempt is begun again when somebody edits the checkout at the same time.
const MOST_TRIES: usize = 10;

/// What came of an attempt to begin.
enum Begun {
    /// The answer.
    Answer(Box<Checkout>),
    /// Somebody has written since; this is what he left.
    Beaten(Box<Row>),
}

/// How an attempt stands for somebody who follows it.
enum Stands {
    /// It is under way.
    Running,
    /// It rests, or there is an order: this is to be seen.
    Rests,
    /// It was undone.
    Failed(Failure),
}

impl CheckoutService {
    pub(crate) async fn complete_it(&self, cx: &Cx, req: CompleteCheckout) -> Result<Checkout, CheckoutError> {
        check::complete(&req.input)?;
        let refused = match self.try_complete(cx, &req).await {
            Ok(checkout) => return Ok(checkout),
            Err(error) => error,
        };
        // a repeated request hears of its own attempt, whatever stands in the way of another one
        if cx.idempotency_key.is_some()
            && let Once::Answered(attempt) = self.db.begin_once::<i64>(cx, &scope(req.token), &req).await?
        {
            let row = self.row(req.token).await?;
            return self.follow(cx, row.id, attempt).await;
        }
        Err(refused)
    }

    async fn try_complete(&self, cx: &Cx, req: &CompleteCheckout) -> Result<Checkout, CheckoutError> {
        let mut row = self.row(req.token).await?;
        check_owner(cx, &row)?;
        for _ in 0..MOST_TRIES {
            match row.state {
                CheckoutState::Completed => {
                    self.same_request(cx, req).await?;
                    return Ok(self.show(cx, &row).await?);
                }
                CheckoutState::Cancelled | CheckoutState::Expired => {
                    return Err(CheckoutError::WrongState { state: row.state });
                }
                CheckoutState::Completing => return self.join(cx, req, &row).await,
                CheckoutState::NeedsBuyer => return self.come_back(cx, &req.input, &row).await,
                CheckoutState::Incomplete | CheckoutState::Ready => {}
            }
            match self.begin(cx, req, &row).await? {
                Begun::Answer(checkout) => return Ok(*checkout),
                Begun::Beaten(now) if now.is_live() || now.state == CheckoutState::Completed => {
                    return self.follow(cx, now.id, now.attempt).await;
                }
                Begun::Beaten(now) => row = *now,
            }
        }
        Err(Fault::conflict("the checkout is changed again and again").into())
    }

    /// Refuses a key that stood for another request; a fresh one need not be kept, for the order is there for good.
    async fn same_request(&self, cx: &Cx, req: &CompleteCheckout) -> Result<(), CheckoutError> {
        if cx.idempotency_key.is_some() {
            // a transaction that is dropped leaves nothing
            drop(self.db.begin_once::<i64>(cx, &scope(req.token), req).await?);
        }
        Ok(())
    }

    /// Follows an attempt that is under way; the key, if there is one, stands for that attempt from then on.
    async fn join(&self, cx: &Cx, req: &CompleteCheckout, row: &Row) -> Result<Checkout, CheckoutError> {
        let mut attempt = row.attempt;
        if cx.idempotency_key.is_some() {
            match self.db.begin_once(cx, &scope(req.token), req).await? {
                Once::Answered(earlier) => attempt = earlier,
                Once::Fresh(tx) => tx.commit_with(&attempt).await.map_err(Fault::from)?,
            }
        }
        self.follow(cx, row.id, attempt).await
    }

    /// Begins an attempt, if everything is there and as the buyer saw it.
    async fn begin(&self, cx: &Cx, req: &CompleteCheckout, row: &Row) -> Result<Begun, CheckoutError> {
        let look = self.look(cx, row).await?;
        let method = ready(&look, row, &req.input, self.env.now() >= row.expires_at)?;
        let shop = self.settings.shop(&cx.unkeyed(), GetShop {}).await.map_err(|error| Fault::relay(&error))?;
        let mut next = row.clone();
        next.customer = row.customer.or(cx.caller.customer());
        self.freeze(&mut next, look, method, &req.input, shop.name)?;
        let mut tx = match self.db.begin_once::<i64>(cx, &scope(req.token), req).await? {
            Once::Answered(attempt) => return self.follow(cx, row.id, attempt).await.map(answer),
            Once::Fresh(tx) => tx,
        };
        if !store::save_agreed(&mut tx, &next, row.version).await? {
            let now = store::by_id_locked(&mut tx, row.id).await?.ok_or_else(|| no_checkout(req.token))?;
            if now.is_live() || now.state == CheckoutState::Completed {
                tx.commit_with(&now.attempt).await.map_err(Fault::from)?;
            }
            return Ok(Begun::Beaten(Box::new(now)));
        }
        let due = self.env.now().plus(FIRST_RESUME);
        tx.enqueue(RESUME, Some(&next.id.to_string()), &next.id, due).await.map_err(Fault::from)?;
        let attempt = next.attempt;
        tx.commit_with(&attempt).await.map_err(Fault::from)?;
        let run = Run::new(cx, next).ok_or_else(|| Fault::internal("an attempt was begun without a saga"))?;
        self.run(cx, run, SagaMove::Next(SagaStep::Reserve)).await.map(answer)
    }

    /// What the row is when an attempt begins.
    fn freeze(
        &self,
        row: &mut Row,
        look: Look,
        method: Option<PaymentMethod>,
        input: &CompleteInput,
        shop: String,
    ) -> Result<(), Fault> {
        let cart = look.cart.ok_or_else(|| Fault::internal("a checkout without a cart is not ready"))?;
        let now = self.env.now();
        row.agreed = Some(Agreed {
            cart_revision: cart.revision,
            lines: cart.lines,
            note: cart.note,
            attributes: cart.attributes,
            shipping_groups: look.quoted.shipping_groups,
            quote: look.quoted.quote,
            quote_hash: look.quoted.quote_hash,
            method,
        });
        row.progress = Some(Progress {
            started_at: now,
            hold_until: now.plus(self.hold),
            order_token: Token::random(&*self.env.random),
            instrument: input.instrument.clone(),
            return_url: input.return_url.clone(),
            description: shop.chars().take(MOST_DESCRIPTION).collect(),
            reservation: None,
            payment: None,
            order: None,
            failure: None,
            retries: 0,
        });
        row.state = decided(CheckoutState::Ready, CheckoutEvent::Complete)?;
        row.version += 1;
        row.attempt += 1;
        row.step = Some(SagaStep::Reserve);
        row.undoing = false;
        row.runner = Some(self.runner);
        row.leased_until = self.lease_end();
        row.updated_at = now;
        row.clear_notice();
        Ok(())
    }

    /// The buyer comes back from where he confirmed the payment.
    async fn come_back(&self, cx: &Cx, input: &CompleteInput, row: &Row) -> Result<Checkout, CheckoutError> {
        if let Some(agreed) = row.agreed.as_ref().filter(|agreed| agreed.quote_hash != input.quote_hash) {
            return Err(CheckoutError::QuoteChanged { quote_hash: agreed.quote_hash.clone() });
        }
        match self.take(cx, row.id).await? {
            Taken::Waits(row, _) => Ok(self.show(cx, &row).await?),
            Taken::Over | Taken::Busy(_) => self.follow(cx, row.id, row.attempt).await,
            Taken::Ours(run, next) => self.run(cx, *run, next).await,
        }
    }

    /// Runs a saga and answers as whoever began it is answered.
    async fn run(&self, cx: &Cx, run: Run, next: SagaMove) -> Result<Checkout, CheckoutError> {
        let (id, attempt) = (run.row.id, run.row.attempt);
        match self.launch(cx, run, next).await? {
            Some(row) => self.report(cx, &row, attempt).await,
            None => self.follow(cx, id, attempt).await,
        }
    }

    /// Runs a saga beside the request, so that it goes on when the caller goes away, and waits for it. Answers the row
    /// when it rests; nothing when somebody else has it, or the caller's time is up.
    pub(crate) async fn launch(&self, cx: &Cx, run: Run, next: SagaMove) -> Result<Option<Row>, Fault> {
        let (id, request_id) = (run.row.id, cx.request_id.clone());
        let (tell, told) = oneshot::channel();
        let service = self.me();
        let under_way = self.running.enter(id);
        (self.spawn)(Box::pin(async move {
            let ending = service.drive(run, next).await;
            if let Err(fault) = &ending {
                tracing::error!(%id, request_id, %fault, "a saga was left in the middle; its job takes it up");
            }
            drop(under_way);
            // who does not listen any more has gone
            let _ = tell.send(ending);
        }));
        match tokio::time::timeout(self.patience(cx), told).await {
            Ok(Ok(Ok(Ending::Over(row) | Ending::Waits(row, _)))) => Ok(Some(row)),
            Ok(Ok(Err(fault))) => Err(fault),
            Ok(Ok(Ok(Ending::Lost)) | Err(_)) | Err(_) => Ok(None),
        }
    }

    /// Waits until an attempt rests, and answers as whoever began it is answered.
    pub(crate) async fn follow(&self, cx: &Cx, id: CheckoutId, attempt: i64) -> Result<Checkout, CheckoutError> {
        let until = Instant::now() + self.patience(cx);
        let mut pause = SHORTEST_PAUSE;
        loop {
            // one that nobody tells when no run is here
            let told = self.running.of(id).unwrap_or_default();
            let mut told = pin!(told.notified());
            // from here on it hears of an end that comes while the row is read
            told.as_mut().enable();
            let row = store::by_id(&self.db, id).await?.ok_or_else(|| Fault::not_found("checkout", id))?;
            let is_running = matches!(stands(&row, attempt), Stands::Running);
            if !is_running || Instant::now() >= until {
                return self.report(cx, &row, attempt).await;
            }
            tokio::select! {
                biased;
                () = &mut told => {}
                () = tokio::time::sleep(pause) => pause = (pause * 2).min(LONGEST_PAUSE),
            }
        }
    }

    /// The answer to whoever asked for this attempt.
    async fn report(&self, cx: &Cx, row: &Row, attempt: i64) -> Result<Checkout, CheckoutError> {
        match stands(row, attempt) {
            Stands::Running | Stands::Rests => Ok(self.show(cx, row).await?),
            Stands::Failed(failure) => Err(self.error(cx, row, failure).await?),
        }
    }

    async fn error(&self, cx: &Cx, row: &Row, failure: Failure) -> Result<CheckoutError, Fault> {
        Ok(match failure {
            Failure::CartChanged => {
                CheckoutError::QuoteChanged { quote_hash: self.look(cx, row).await?.quoted.quote_hash }
            }
            Failure::OutOfStock { messages } => CheckoutError::OutOfStock { messages },
            Failure::NotReady { messages } => CheckoutError::NotReady { messages },
            Failure::Invalid { errors } => Fault::Invalid { errors }.into(),
            Failure::Declined { reason } => CheckoutError::PaymentDeclined { reason },
            Failure::TimedOut => CheckoutError::PaymentDeclined { reason: "the payment was not made in time".into() },
            Failure::PaymentUnavailable => Fault::Unavailable { what: "the payment provider".into() }.into(),
            Failure::CalledOff => CheckoutError::WrongState { state: row.state },
            Failure::Unplaceable { reason } => {
                Fault::conflict(format!("the order could not be placed, and nothing was charged: {reason}")).into()
            }
        })
    }

    /// How long this caller waits.
    fn patience(&self, cx: &Cx) -> Duration {
        let Some(deadline) = cx.deadline else { return PATIENCE };
        deadline.since(self.env.now()).saturating_sub(TIME_TO_ANSWER).min(PATIENCE)
    }
}

fn answer(checkout: Checkout) -> Begun {
    Begun::Answer(Box::new(checkout))
}

fn scope(token: Token) -> String {
    format!("checkout.complete:{token}")
}

/// How an attempt stands. A row that is older than the attempt was read too early.
fn stands(row: &Row, attempt: i64) -> Stands {
    if let Some(failure) = row.failure_of(attempt) {
        return Stands::Failed(failure.clone());
    }
    let is_run = row.is_live() && row.attempt == attempt && row.runner.is_some();
    if row.attempt < attempt || is_run { Stands::Running } else { Stands::Rests }
}

/// Whether an attempt can begin; answers how it is paid.
fn ready(look: &Look, row: &Row, input: &CompleteInput, expired: bool) -> Result<Option<PaymentMethod>, CheckoutError> {
    if expired {
        return Err(CheckoutError::WrongState { state: CheckoutState::Expired });
    }
    if look.is_short() {
        return Err(CheckoutError::OutOfStock { messages: look.messages.clone() });
    }
    if !look.is_ready() {
        return Err(CheckoutError::NotReady { messages: look.messages.clone() });
    }
    if look.quoted.quote_hash != input.quote_hash {
        return Err(CheckoutError::QuoteChanged { quote_hash: look.quoted.quote_hash.clone() });
    }
    let method = look.method(&row.details).cloned();
    if method.as_ref().is_some_and(|method| method.needs_instrument) && input.instrument.is_none() {
        return Err(Fault::field("instrument", "required", "this payment method needs an instrument").into());
    }
    Ok(method)
}
