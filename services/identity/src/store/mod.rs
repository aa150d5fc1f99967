//! Statements, each beside the function that runs it.

pub(crate) mod key;
pub(crate) mod role;
pub(crate) mod session;
pub(crate) mod staff;

use infrasell_kernel::{Permission, Permissions};

/// The permissions that stored words name. A word that this build does not know is left out: a newer replica may have
/// written it, and leaving it out gives nobody too much.
fn permissions(words: &[String]) -> Permissions {
    Permission::ALL.iter().copied().filter(|one| words.iter().any(|word| word == one.as_str())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_words_are_left_out_and_known_ones_read_back() {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        assert_eq!(permissions(&words(&["drones:fly", "orders:read"])), [Permission::OrdersRead].into_iter().collect());
        let all: Vec<String> = serde_json::from_value(serde_json::to_value(Permissions::all()).unwrap()).unwrap();
        assert_eq!(permissions(&all), Permissions::all());
    }
}
