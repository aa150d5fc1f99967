//! The contract: what a checkout shows, and where each verb is done.

use crate::{Deps, Spawn, change::check_owner, model::Row, running::Running, saga::is_waiting, store, view};
use async_trait::async_trait;
use infrasell_contracts::{
    cart::Carts,
    checkout::{
        CancelCheckout, Checkout, CheckoutError, CheckoutSummary, Checkouts, CompleteCheckout, CreateCheckout,
        FindCheckout, GetCheckout, ListCheckouts, UpdateCheckout,
    },
    common::{Audit, AuditReport},
    inventory::Inventory,
    orders::Orders,
    payments::{GetPayment, Payments},
    settings::Settings,
};
use infrasell_db::Db;
use infrasell_kernel::{Cursor, Env, Page, Random, Token};
use infrasell_rpc::{Cx, Fault};
use infrasell_rules::checkout::CheckoutState;
use std::{
    sync::{Arc, Weak},
    time::Duration,
};

/// How long a checkout stays open after its last edit.
pub const LIFETIME: Duration = Duration::from_secs(24 * 3600);

/// From a cart to an order.
pub struct CheckoutService {
    pub(crate) db: Db,
    pub(crate) env: Env,
    pub(crate) lifetime: Duration,
    pub(crate) hold: Duration,
    pub(crate) settings: Arc<dyn Settings>,
    pub(crate) carts: Arc<dyn Carts>,
    pub(crate) inventory: Arc<dyn Inventory>,
    pub(crate) payments: Arc<dyn Payments>,
    pub(crate) orders: Arc<dyn Orders>,
    /// This process among those that run sagas.
    pub(crate) runner: i64,
    pub(crate) running: Arc<Running>,
    pub(crate) spawn: Spawn,
    me: Weak<CheckoutService>,
}

impl CheckoutService {
    pub(crate) fn new(deps: Deps, spawn: Spawn) -> Arc<Self> {
        let Deps { db, env, lifetime, hold, settings, carts, inventory, payments, orders } = deps;
        let mut bytes = [0; 8];
        Random::fill(&*env.random, &mut bytes);
        let runner = i64::from_le_bytes(bytes) & i64::MAX;
        Arc::new_cyclic(|me| CheckoutService {
            db,
            env,
            lifetime,
            hold,
            settings,
            carts,
            inventory,
            payments,
            orders,
            runner,
            running: Arc::default(),
            spawn,
            me: me.clone(),
        })
    }

    /// The service itself, for work that outlives the call that began it.
    pub(crate) fn me(&self) -> Arc<CheckoutService> {
        self.me.upgrade().expect("a service whose method runs is held by the caller")
    }

    /// Waits until no saga runs in this process any more, so that a stop leaves none to its lease. Sagas that wait for
    /// their buyer or provider are not waited for.
    pub async fn drain(&self) {
        /// A run that ends between the look and the wait is seen at the next look.
        const LOOK_AGAIN: Duration = Duration::from_millis(20);
        while let Some(told) = self.running.any() {
            // the end of one, or time to look again: either way the next look tells
            let _ = tokio::time::timeout(LOOK_AGAIN, told.notified()).await;
        }
    }

    pub(crate) async fn row(&self, token: Token) -> Result<Row, Fault> {
        store::by_token(&self.db, token).await?.ok_or_else(|| no_checkout(token))
    }

    /// The checkout as the buyer sees it: as he agreed to it, once he has; as it is now, before.
    pub(crate) async fn show(&self, cx: &Cx, row: &Row) -> Result<Checkout, Fault> {
        if let Some(agreed) = &row.agreed {
            return Ok(view::agreed(row, agreed));
        }
        let look = self.look(cx, row).await?;
        Ok(if row.is_open() { view::open(row, &look) } else { view::over(row, &look) })
    }

    /// As [`CheckoutService::show`], with the payment as payments knows it now. When that says that the buyer has acted,
    /// the saga goes on beside this read.
    async fn show_fresh(&self, cx: &Cx, row: &Row) -> Result<Checkout, Fault> {
        let mut checkout = self.show(cx, row).await?;
        let (Some(known), Some(agreed)) = (&mut checkout.payment, &row.agreed) else { return Ok(checkout) };
        let Ok(payment) = self.payments.payment(&cx.unkeyed(), GetPayment { id: known.id }).await else {
            // what was last seen will do
            return Ok(checkout);
        };
        *known = crate::model::shown(&payment);
        let acted = agreed.method.as_ref().is_some_and(|method| !is_waiting(&payment, method));
        if row.state == CheckoutState::NeedsBuyer && acted {
            let (service, cx, id) = (self.me(), Cx::system("checkout", cx.request_id.clone()), row.id);
            (self.spawn)(Box::pin(async move {
                if let Err(fault) = service.resume(&cx, id).await {
                    tracing::warn!(%id, %fault, "a saga could not be taken up; its job does it");
                }
            }));
        }
        Ok(checkout)
    }
}

pub(crate) fn no_checkout(token: Token) -> Fault {
    Fault::not_found("checkout", token.masked())
}

#[async_trait]
impl Checkouts for CheckoutService {
    async fn create(&self, cx: &Cx, req: CreateCheckout) -> Result<Checkout, CheckoutError> {
        self.create_it(cx, req).await
    }
    async fn checkout(&self, cx: &Cx, req: GetCheckout) -> Result<Checkout, CheckoutError> {
        let row = self.row(req.token).await?;
        check_owner(cx, &row)?;
        Ok(self.show_fresh(cx, &row).await?)
    }
    async fn of_cart(&self, cx: &Cx, req: FindCheckout) -> Result<Checkout, CheckoutError> {
        let found = store::of_cart(&self.db, req.cart).await?;
        let row = found.ok_or_else(|| Fault::not_found("checkout", format!("of {}", req.cart.masked())))?;
        check_owner(cx, &row)?;
        Ok(self.show_fresh(cx, &row).await?)
    }
    async fn update(&self, cx: &Cx, req: UpdateCheckout) -> Result<Checkout, CheckoutError> {
        self.update_it(cx, req).await
    }
    async fn complete(&self, cx: &Cx, req: CompleteCheckout) -> Result<Checkout, CheckoutError> {
        self.complete_it(cx, req).await
    }
    async fn cancel(&self, cx: &Cx, req: CancelCheckout) -> Result<Checkout, CheckoutError> {
        self.cancel_it(cx, req).await
    }
    async fn checkouts(&self, _: &Cx, req: ListCheckouts) -> Result<Page<CheckoutSummary>, CheckoutError> {
        let limit = req.page.limit()?;
        let rows = store::list(&self.db, &req, limit).await?;
        Ok(Page::from_surplus(rows, limit, |last| Cursor::new(store::LIST, &last.id.get())))
    }
    async fn audit(&self, _: &Cx, _: Audit) -> Result<AuditReport, CheckoutError> {
        Ok(crate::jobs::audit(&self.db).await?)
    }
}
