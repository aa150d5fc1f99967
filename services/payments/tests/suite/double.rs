//! An engine around another, in which a test can have a hand.

use async_trait::async_trait;
use infrasell_contracts::payments::Capabilities;
use infrasell_kernel::{Currency, Timestamp};
use infrasell_payments::port::{
    Answer, BadWebhook, Books, Hint, NewPayment, Offer, OpKey, Outcome, Part, Provider, RefundSeen, Seen, Target,
};
use infrasell_rules::payment::PaymentMode;
use std::{collections::BTreeMap, future::Future, pin::Pin, sync::Arc, time::Duration};

/// A call that has not been made yet.
pub type Call<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// What a test does with calls.
#[async_trait]
pub trait Hand: Send + Sync + 'static {
    /// Makes a call that writes, or does not.
    async fn write(&self, call: Call<'_, Outcome>) -> Outcome {
        call.await
    }
    /// Makes a call that reads a payment, or does not.
    async fn read(&self, call: Call<'_, Answer<Seen>>) -> Answer<Seen> {
        call.await
    }
}

/// The engine.
pub struct Double<H> {
    pub inner: Arc<dyn Provider>,
    pub hand: Arc<H>,
}

#[async_trait]
impl<H: Hand> Provider for Double<H> {
    fn code(&self) -> &str {
        self.inner.code()
    }
    fn offer(&self) -> Offer {
        self.inner.offer()
    }
    fn capabilities(&self, currency: Currency) -> Option<Capabilities> {
        self.inner.capabilities(currency)
    }
    fn account(&self) -> (&str, PaymentMode) {
        self.inner.account()
    }
    fn key_life(&self) -> Duration {
        self.inner.key_life()
    }
    fn call_limit(&self) -> Duration {
        self.inner.call_limit()
    }
    fn is_reachable(&self, now: Timestamp) -> bool {
        self.inner.is_reachable(now)
    }
    async fn check(&self) -> Result<(), String> {
        self.inner.check().await
    }
    async fn create(&self, key: &OpKey, ask: &NewPayment) -> Outcome {
        self.hand.write(self.inner.create(key, ask)).await
    }
    async fn authorise(&self, key: &OpKey, target: &Target) -> Outcome {
        self.hand.write(self.inner.authorise(key, target)).await
    }
    async fn capture(&self, key: &OpKey, part: &Part) -> Outcome {
        self.hand.write(self.inner.capture(key, part)).await
    }
    async fn void(&self, key: &OpKey, target: &Target) -> Outcome {
        self.hand.write(self.inner.void(key, target)).await
    }
    async fn refund(&self, key: &OpKey, part: &Part) -> Outcome {
        self.hand.write(self.inner.refund(key, part)).await
    }
    async fn fetch(&self, object: &str) -> Answer<Seen> {
        self.hand.read(self.inner.fetch(object)).await
    }
    async fn find_by_reference(&self, reference: &str) -> Answer<Vec<Seen>> {
        self.inner.find_by_reference(reference).await
    }
    async fn fetch_refund(&self, refund: &str) -> Answer<RefundSeen> {
        self.inner.fetch_refund(refund).await
    }
    fn parse_webhook(
        &self,
        headers: &BTreeMap<String, String>,
        body: &[u8],
        now: Timestamp,
    ) -> Result<Vec<Hint>, BadWebhook> {
        self.inner.parse_webhook(headers, body, now)
    }
    async fn books(&self, after: Option<&str>) -> Option<Answer<Books>> {
        self.inner.books(after).await
    }
}
