//! Settings that are elsewhere, with what they said last: every price, stock level and cart asks for a channel, and the
//! shop goes on selling while they are away.
//!
//! Always true: what they said is used without asking them only while they wait for this process before they answer who
//! changes something (`split/watch.rs`); in place of an answer that cannot be had, for no longer than [`MOST_AGE`]; and
//! never for a caller who is limited to channels. Nothing is written on anybody's behalf.

use crate::split::Keeper;
use async_trait::async_trait;
use infrasell_contracts::{
    common::{Audit, AuditReport},
    settings::{
        CHANNEL_CHANGED, Channel, CreateChannel, CreateTaxRegistration, EndTaxRegistration, GetChannel, GetShop,
        ListChannels, ListTaxRegistrations, SHOP_CHANGED, Settings, SettingsError, Shop, TaxRegistration,
        UpdateChannel, UpdateShop,
    },
};
use infrasell_kernel::{ErrorKind, Page};
use infrasell_rpc::{Cx, ServiceError};
use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

/// How old an answer may be that stands in for one that cannot be had: long enough for a restart, too short for a change that
/// somebody made on the other side of a cut network to go unseen for long.
pub const MOST_AGE: Duration = Duration::from_secs(600);
/// The most different questions that are remembered: a shop has few channels.
const MOST_ANSWERS: usize = 512;
/// What makes an answer old.
pub const KNOWN_TOPICS: [&str; 2] = [SHOP_CHANGED, CHANNEL_CHANGED];

/// Settings elsewhere.
pub struct Known {
    settings: Arc<dyn Settings>,
    shop: Last<Shop>,
    channel: Last<Channel>,
    channels: Last<Page<Channel>>,
    trusted_until: Mutex<Option<Instant>>,
    /// How often everything has become old.
    changes: AtomicU64,
}

impl Known {
    /// Stands before `settings`.
    #[must_use]
    pub fn before(settings: Arc<dyn Settings>) -> Arc<Self> {
        Arc::new(Known {
            settings,
            shop: Last::new(),
            channel: Last::new(),
            channels: Last::new(),
            trusted_until: Mutex::default(),
            changes: AtomicU64::new(0),
        })
    }

    fn is_trusted(&self, now: Instant) -> bool {
        self.trusted_until.lock().unwrap_or_else(PoisonError::into_inner).is_some_and(|until| now < until)
    }
}

impl Keeper for Known {
    fn trust_until(&self, until: Option<Instant>) {
        *self.trusted_until.lock().unwrap_or_else(PoisonError::into_inner) = until;
    }
    fn forget(&self) {
        self.changes.fetch_add(1, Ordering::AcqRel);
    }
    fn heard(&self, _topic: &str, _payload: &str) {
        self.forget();
    }
}

struct Said<T> {
    /// When it was known to be so.
    at: Instant,
    /// How many changes there had been before it was asked for.
    changes: u64,
    answer: T,
}

/// Answers by their questions.
struct Last<T>(Mutex<HashMap<String, Said<T>>>);

impl<T: Clone> Last<T> {
    fn new() -> Self {
        Last(Mutex::default())
    }

    /// The answer, if nothing has changed since it was asked for: it is as good as one of this moment.
    fn current(&self, cx: &Cx, asked: &str, changes: u64, now: Instant) -> Option<T> {
        if cx.caller.channels().is_some() {
            return None;
        }
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let said = known.get_mut(asked).filter(|said| said.changes == changes)?;
        said.at = now;
        Some(said.answer.clone())
    }

    /// The answer; or else the last one, when there was none to be had. `changes` were before it was asked for.
    fn or(
        &self,
        cx: &Cx,
        asked: String,
        answer: Result<T, SettingsError>,
        changes: u64,
        at: Instant,
    ) -> Result<T, SettingsError> {
        if cx.caller.channels().is_some() {
            return answer;
        }
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match answer {
            Ok(answer) => {
                if known.len() >= MOST_ANSWERS && !known.contains_key(&asked) {
                    known.clear();
                }
                // one that was asked for earlier may come later
                if known.get(&asked).is_none_or(|said| said.changes <= changes) {
                    known.insert(asked, Said { at, changes, answer: answer.clone() });
                }
                Ok(answer)
            }
            Err(error) if error.kind() == ErrorKind::Unavailable => match known.get(&asked) {
                Some(said) if at.saturating_duration_since(said.at) < MOST_AGE => Ok(said.answer.clone()),
                _ => Err(error),
            },
            Err(error) => {
                known.remove(&asked);
                Err(error)
            }
        }
    }
}

fn question(asked: &impl serde::Serialize) -> String {
    serde_json::to_string(asked).unwrap_or_default()
}

macro_rules! settings {
    ({ $($read:ident($Asked:ty) -> $Known:ty;)* } $($method:ident($Req:ty) -> $Res:ty;)*) => {
        #[async_trait]
        impl Settings for Known {
            $( async fn $read(&self, cx: &Cx, req: $Asked) -> Result<$Known, SettingsError> {
                let (asked, changes, now) = (question(&req), self.changes.load(Ordering::Acquire), Instant::now());
                if self.is_trusted(now) && let Some(known) = self.$read.current(cx, &asked, changes, now) {
                    return Ok(known);
                }
                let answer = self.settings.$read(cx, req).await;
                self.$read.or(cx, asked, answer, changes, Instant::now())
            } )*
            $( async fn $method(&self, cx: &Cx, req: $Req) -> Result<$Res, SettingsError> {
                self.settings.$method(cx, req).await
            } )*
        }
    };
}
settings! {
    {
        shop(GetShop) -> Shop;
        channel(GetChannel) -> Channel;
        channels(ListChannels) -> Page<Channel>;
    }
    update_shop(UpdateShop) -> Shop;
    create_channel(CreateChannel) -> Channel;
    update_channel(UpdateChannel) -> Channel;
    tax_registrations(ListTaxRegistrations) -> Page<TaxRegistration>;
    create_tax_registration(CreateTaxRegistration) -> TaxRegistration;
    end_tax_registration(EndTaxRegistration) -> TaxRegistration;
    audit(Audit) -> AuditReport;
}

#[cfg(test)]
mod tests {
    use super::*;
    use infrasell_kernel::{Permissions, StaffId};
    use infrasell_rpc::{Caller, Fault};

    fn away() -> Result<u8, SettingsError> {
        Err(Fault::Unavailable { what: "settings".into() }.into())
    }

    #[test]
    fn the_last_answer_stands_in_for_ten_minutes_and_for_nobody_who_is_limited() {
        let (last, cx, start) = (Last::new(), Cx::system("test", "r"), Instant::now());
        let ask = || "web".to_owned();
        assert_eq!(last.or(&cx, ask(), away(), 0, start), away(), "nothing is known");
        assert_eq!(last.or(&cx, ask(), Ok(1), 0, start), Ok(1));
        assert_eq!(last.or(&cx, "app".into(), away(), 0, start), away(), "another question");
        assert_eq!(last.or(&cx, ask(), away(), 0, start + MOST_AGE / 2), Ok(1));
        let timed_out = Err(Fault::TimedOut.into());
        assert_eq!(last.or(&cx, ask(), timed_out, 0, start + MOST_AGE / 2), Ok(1));
        assert_eq!(last.or(&cx, ask(), away(), 0, start + MOST_AGE), away(), "too old");
        let caller =
            Caller::Staff { id: StaffId::from_i64(7), permissions: Permissions::default(), channels: Some(vec![]) };
        let limited = Cx { caller, ..cx.clone() };
        assert_eq!(last.or(&limited, ask(), away(), 0, start), away());
        assert_eq!(last.or(&limited, ask(), Ok(9), 0, start), Ok(9));
        assert_eq!(last.or(&cx, ask(), away(), 0, start), Ok(1), "and what he was told is not for others");
    }

    #[test]
    fn what_is_gone_is_not_said_any_more() {
        let (last, cx, start) = (Last::new(), Cx::system("test", "r"), Instant::now());
        assert_eq!(last.or(&cx, "web".into(), Ok(1), 0, start), Ok(1));
        let gone = || Err(Fault::not_found("channel", "web").into());
        assert_eq!(last.or(&cx, "web".into(), gone(), 0, start), gone());
        assert_eq!(last.or(&cx, "web".into(), away(), 0, start), away());
    }

    #[test]
    fn what_is_current_is_said_without_asking_until_something_changes() {
        let (last, cx, start) = (Last::new(), Cx::system("test", "r"), Instant::now());
        let current = |changes, at| last.current(&cx, "web", changes, at);
        assert_eq!(current(0, start), None);
        assert_eq!(last.or(&cx, "web".into(), Ok(1), 0, start), Ok(1));
        assert_eq!((current(0, start + MOST_AGE), current(1, start)), (Some(1), None));
        let later = start + MOST_AGE + MOST_AGE / 2;
        assert_eq!(last.or(&cx, "web".into(), away(), 1, later), Ok(1), "it was so ten minutes ago");
        assert_eq!(last.or(&cx, "web".into(), Ok(2), 1, start), Ok(2));
        assert_eq!(last.or(&cx, "web".into(), Ok(1), 0, start), Ok(1), "asked for before the change, and late");
        assert_eq!(current(1, start), Some(2));
        let caller =
            Caller::Staff { id: StaffId::from_i64(7), permissions: Permissions::default(), channels: Some(vec![]) };
        assert_eq!(last.current(&Cx { caller, ..cx.clone() }, "web", 1, start), None);
    }
}
