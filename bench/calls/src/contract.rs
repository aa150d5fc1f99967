//! The contract that is called: stock levels of a few variants, as a cart asks for them.

use infrasell_rpc::{Cx, service, service_error};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Bytes of the question and of the answer, as JSON.
pub const ASKED: usize = 77;
/// See [`ASKED`].
pub const ANSWERED: usize = 235;

/// Which variants, where.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Ask {
    /// Them.
    pub variants: Vec<String>,
    /// The channel.
    pub channel: String,
}

/// One variant's level.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Level {
    /// Which.
    pub variant: String,
    /// How many can be sold.
    pub available: i64,
    /// What happens when there are none.
    pub policy: String,
}

/// All levels.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// In the order of the question.
    pub levels: Vec<Level>,
}

service_error! {
    /// What can go wrong.
    pub enum StockError {
        /// Never.
        #[error("no such channel")]
        NoChannel => NotFound,
    }
}

service! {
    /// Stock.
    pub trait Stock in stock, error StockError {
        /// Levels.
        read fn levels(Ask) -> Answer;
    }
}

/// The question of every call.
pub fn ask() -> Ask {
    Ask { variants: (1041..1045).map(|id| format!("var_{id}")).collect(), channel: "chan_1".into() }
}

/// The answer to it.
pub fn answer(ask: &Ask) -> Answer {
    let level = |variant: &String| Level { variant: variant.clone(), available: 17, policy: "deny".into() };
    Answer { levels: ask.variants.iter().map(level).collect() }
}

/// Answers from memory; slow once in so many calls, if that is asked for.
pub struct Memory {
    /// `0` is never.
    pub slow_once_in: u64,
    /// Calls so far.
    pub calls: std::sync::atomic::AtomicU64,
}

#[async_trait::async_trait]
impl Stock for Memory {
    async fn levels(&self, _: &Cx, req: Ask) -> Result<Answer, StockError> {
        if self.slow_once_in > 0 {
            let call = self.calls.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            if call % self.slow_once_in == self.slow_once_in - 1 {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
        Ok(answer(&req))
    }
}
