//! Settings that are elsewhere, with what they said last: the shop goes on selling while they are away.
//!
//! Always true: while settings answer, they are asked; what they said last is used only when they cannot be reached, for no
//! longer than [`MOST_AGE`], and never for a caller who is limited to channels. Nothing is written on anybody's behalf.

use async_trait::async_trait;
use infrasell_contracts::{
    common::{Audit, AuditReport},
    settings::{
        Channel, CreateChannel, CreateTaxRegistration, EndTaxRegistration, GetChannel, GetShop, ListChannels,
        ListTaxRegistrations, Settings, SettingsError, Shop, TaxRegistration, UpdateChannel, UpdateShop,
    },
};
use infrasell_kernel::{ErrorKind, Page};
use infrasell_rpc::{Cx, ServiceError};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

/// How old an answer may be that stands in for one that cannot be had: long enough for a restart, too short for a change that
/// somebody made on the other side of a cut network to go unseen for long.
pub const MOST_AGE: Duration = Duration::from_secs(600);
/// The most different questions that are remembered: a shop has few channels.
const MOST_ANSWERS: usize = 512;

/// Settings elsewhere.
pub struct LastKnown {
    settings: Arc<dyn Settings>,
    shop: Last<Shop>,
    channel: Last<Channel>,
    channels: Last<Page<Channel>>,
}

impl LastKnown {
    /// Stands before `settings`.
    #[must_use]
    pub fn before(settings: Arc<dyn Settings>) -> Arc<Self> {
        Arc::new(LastKnown { settings, shop: Last::new(), channel: Last::new(), channels: Last::new() })
    }
}

/// Answers by their questions.
struct Last<T>(Mutex<HashMap<String, (Instant, T)>>);

impl<T: Clone> Last<T> {
    fn new() -> Self {
        Last(Mutex::default())
    }

    /// The answer; or else the last one, when there was none to be had.
    fn or(&self, cx: &Cx, asked: String, answer: Result<T, SettingsError>, now: Instant) -> Result<T, SettingsError> {
        if cx.caller.channels().is_some() {
            return answer;
        }
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match answer {
            Ok(answer) => {
                if known.len() >= MOST_ANSWERS && !known.contains_key(&asked) {
                    known.clear();
                }
                known.insert(asked, (now, answer.clone()));
                Ok(answer)
            }
            Err(error) if error.kind() == ErrorKind::Unavailable => match known.get(&asked) {
                Some((at, last)) if now.saturating_duration_since(*at) < MOST_AGE => Ok(last.clone()),
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
        impl Settings for LastKnown {
            $( async fn $read(&self, cx: &Cx, req: $Asked) -> Result<$Known, SettingsError> {
                let asked = question(&req);
                let answer = self.settings.$read(cx, req).await;
                self.$read.or(cx, asked, answer, Instant::now())
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
        assert_eq!(last.or(&cx, ask(), away(), start), away(), "nothing is known");
        assert_eq!(last.or(&cx, ask(), Ok(1), start), Ok(1));
        assert_eq!(last.or(&cx, "app".into(), away(), start), away(), "another question");
        assert_eq!(last.or(&cx, ask(), away(), start + MOST_AGE / 2), Ok(1));
        let timed_out = Err(Fault::TimedOut.into());
        assert_eq!(last.or(&cx, ask(), timed_out, start + MOST_AGE / 2), Ok(1));
        assert_eq!(last.or(&cx, ask(), away(), start + MOST_AGE), away(), "too old");
        let caller =
            Caller::Staff { id: StaffId::from_i64(7), permissions: Permissions::default(), channels: Some(vec![]) };
        let limited = Cx { caller, ..cx.clone() };
        assert_eq!(last.or(&limited, ask(), away(), start), away());
        assert_eq!(last.or(&limited, ask(), Ok(9), start), Ok(9));
        assert_eq!(last.or(&cx, ask(), away(), start), Ok(1), "and what he was told is not for others");
    }

    #[test]
    fn what_is_gone_is_not_said_any_more() {
        let (last, cx, start) = (Last::new(), Cx::system("test", "r"), Instant::now());
        assert_eq!(last.or(&cx, "web".into(), Ok(1), start), Ok(1));
        let gone = || Err(Fault::not_found("channel", "web").into());
        assert_eq!(last.or(&cx, "web".into(), gone(), start), gone());
        assert_eq!(last.or(&cx, "web".into(), away(), start), away());
    }
}
