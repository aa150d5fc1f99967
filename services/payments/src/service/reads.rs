//! Reads.

use super::{Core, Res};
use crate::{
    decide::NONE,
    model::{Op, Payment},
    store,
};
use infrasell_contracts::payments::{
    Capabilities, FactView, ListFacts, ListMethods, ListOps, ListPayments, Payment as PaymentView, PaymentMethod,
    ProviderOp,
};
use infrasell_kernel::{ChannelId, Cursor, Page, PaymentId};
use infrasell_rpc::Fault;

/// The most payments that are asked for at once.
const MAX_IDS: usize = 1_000;

impl Core {
    pub(crate) fn methods(&self, req: &ListMethods) -> Vec<PaymentMethod> {
        if req.amount.minor == 0 {
            return vec![nothing_to_pay()];
        }
        let mut methods = vec![];
        for engine in &self.engines {
            let Some(capabilities) = engine.capabilities(req.amount.currency) else { continue };
            let fits = (capabilities.min_minor..=capabilities.max_minor).contains(&req.amount.minor);
            let fits = fits && self.is_offered(engine.code(), req.channel);
            if !fits || !engine.is_reachable(self.now()) {
                continue;
            }
            let offer = engine.offer();
            methods.push(PaymentMethod {
                code: engine.code().into(),
                name: offer.name,
                instructions: offer.instructions,
                needs_instrument: offer.needs_instrument,
                capabilities,
            });
        }
        methods
    }

    /// Whether a method is offered in a channel.
    pub(crate) fn is_offered(&self, method: &str, channel: ChannelId) -> bool {
        self.only_in.get(method).is_none_or(|only| only.contains(&channel))
    }

    pub(crate) async fn view(&self, id: PaymentId) -> Res<PaymentView> {
        Ok(self.load(id).await?.view())
    }

    pub(crate) async fn views(&self, ids: &[PaymentId]) -> Res<Vec<PaymentView>> {
        if ids.len() > MAX_IDS {
            return Err(Fault::field("ids", "too_many", format!("at most {MAX_IDS} payments at once")).into());
        }
        let found = store::payment::get_many(&self.db, ids).await?;
        let of = |id: &PaymentId| found.binary_search_by_key(id, |payment| payment.id).ok().map(|i| found[i].clone());
        Ok(ids.iter().filter_map(of).map(Payment::view).collect())
    }

    pub(crate) async fn find(&self, reference: &str) -> Res<Option<PaymentView>> {
        Ok(store::payment::by_reference(&self.db, reference).await?.map(Payment::view))
    }

    pub(crate) async fn list(&self, req: &ListPayments) -> Res<Page<PaymentView>> {
        let limit = req.page.limit().map_err(Fault::from)?;
        let after = req.page.key(store::payment::LIST).map_err(Fault::from)?;
        let found = store::payment::list(&self.db, req, after, limit).await?;
        let views = found.into_iter().map(Payment::view).collect();
        Ok(Page::from_surplus(views, limit, |payment: &PaymentView| {
            Cursor::new(store::payment::LIST, &(payment.created_at, payment.id.get()))
        }))
    }

    pub(crate) async fn ops(&self, req: &ListOps) -> Res<Page<ProviderOp>> {
        let limit = req.page.limit().map_err(Fault::from)?;
        let after = req.page.key(store::op::LIST).map_err(Fault::from)?;
        let found = store::op::list(&self.db, req, after, limit).await?;
        let views = found.into_iter().map(Op::view).collect();
        Ok(Page::from_surplus(views, limit, |op: &ProviderOp| {
            Cursor::new(store::op::LIST, &(op.created_at, op.id.get()))
        }))
    }

    /// Every operation of a payment, as it stands.
    pub(crate) async fn ops_of(&self, payment: PaymentId) -> Res<Vec<Op>> {
        let ask = ListOps { payment: Some(payment), ..ListOps::default() };
        Ok(store::op::list(&self.db, &ask, None, i64::MAX - 1).await?)
    }

    pub(crate) async fn facts(&self, req: &ListFacts) -> Res<Page<FactView>> {
        let limit = req.page.limit().map_err(Fault::from)?;
        let after = req.page.key(store::fact::LIST).map_err(Fault::from)?;
        let found = store::fact::list(&self.db, req.payment, after, limit).await?;
        Ok(Page::from_surplus(found, limit, |fact: &FactView| Cursor::new(store::fact::LIST, &fact.id.get())))
    }
}

/// The method of a cart that costs nothing.
fn nothing_to_pay() -> PaymentMethod {
    PaymentMethod {
        code: NONE.into(),
        name: "Nothing to pay".into(),
        instructions: String::new(),
        needs_instrument: false,
        capabilities: Capabilities {
            authorise: false,
            partial_capture: false,
            multiple_captures: false,
            void: true,
            refund: false,
            partial_refund: false,
            recorded_by_staff: false,
            pays_later: false,
            paid_at_door: false,
            min_minor: 0,
            max_minor: 0,
        },
    }
}
