//! Statements, each beside the function that runs it.

pub(crate) mod account;
pub(crate) mod customer_session;
pub(crate) mod factor;
pub(crate) mod key;
pub(crate) mod mail;
pub(crate) mod role;
pub(crate) mod session;
pub(crate) mod signing;
pub(crate) mod staff;
pub(crate) mod storefront_token;

use infrasell_contracts::identity::SessionKind;
use infrasell_kernel::{ChannelId, Permission, Permissions};

/// The permissions that stored words name. A word that this build does not know is left out: a newer replica may have
/// written it, and leaving it out gives nobody too much.
fn permissions(words: &[String]) -> Permissions {
    Permission::ALL.iter().copied().filter(|one| words.iter().any(|word| word == one.as_str())).collect()
}

/// The word of a kind of session.
fn kind_word(kind: SessionKind) -> &'static str {
    match kind {
        SessionKind::Bearer => "bearer",
        SessionKind::Cookie => "cookie",
        SessionKind::Tokens => "tokens",
    }
}

/// Several limits to channels as one: all of them hold, nothing in a list's place is no limit.
pub(crate) fn within_all(limits: impl IntoIterator<Item = Option<Vec<ChannelId>>>) -> Option<Vec<ChannelId>> {
    limits.into_iter().flatten().reduce(|mut held, next| {
        held.retain(|channel| next.contains(channel));
        held
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_limits_all_hold() {
        let ids = |ids: &[i64]| Some(ids.iter().copied().map(ChannelId::from_i64).collect::<Vec<_>>());
        assert_eq!(within_all([None, None]), None);
        assert_eq!(within_all([]), None);
        assert_eq!(within_all([None, ids(&[1, 2]), None]), ids(&[1, 2]));
        assert_eq!(within_all([ids(&[1, 2]), ids(&[2, 3])]), ids(&[2]));
        assert_eq!(within_all([ids(&[1]), ids(&[2])]), ids(&[]), "nothing, which is not everything");
    }

    #[test]
    fn a_kinds_word_is_the_one_on_the_wire() {
        for kind in [SessionKind::Bearer, SessionKind::Cookie, SessionKind::Tokens] {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind_word(kind));
        }
    }

    #[test]
    fn unknown_words_are_left_out_and_known_ones_read_back() {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        assert_eq!(permissions(&words(&["drones:fly", "orders:read"])), [Permission::OrdersRead].into_iter().collect());
        let all: Vec<String> = serde_json::from_value(serde_json::to_value(Permissions::all()).unwrap()).unwrap();
        assert_eq!(permissions(&all), Permissions::all());
    }
}
