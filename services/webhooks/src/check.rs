//! What staff say, checked. Pure.

use infrasell_contracts::webhooks::{Webhook, WebhookInput, WebhookPatch, WebhookTopic};
use infrasell_kernel::{Fields, Permission};
use infrasell_outward::Policy;
use infrasell_rpc::{Caller, Fault};

/// The longest note, characters.
const MOST_DESCRIPTION: usize = 500;
/// The longest time that an old secret signs beside a new one, hours.
pub(crate) const MOST_OVERLAP_HOURS: u32 = 168;

/// An address in its two parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    /// Up to the question mark.
    pub(crate) url: String,
    /// Behind it.
    pub(crate) query: Option<String>,
}

/// Everything of a webhook that staff decide, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// A new address; the one it has when absent.
    pub(crate) address: Option<Address>,
    /// What of.
    pub(crate) topics: Vec<WebhookTopic>,
    /// A note.
    pub(crate) description: String,
}

pub(crate) fn input(caller: &Caller, input: &WebhookInput, policy: &Policy) -> Result<Wanted, Fault> {
    let mut fields = Fields::new();
    let wanted = Wanted {
        address: address(&input.url, policy, &mut fields),
        topics: topics(caller, &input.topics, &[], &mut fields),
        description: input.description.clone(),
    };
    fields.max_len("description", &input.description, MOST_DESCRIPTION);
    fields.done()?;
    Ok(wanted)
}

pub(crate) fn patch(caller: &Caller, old: &Webhook, patch: &WebhookPatch, policy: &Policy) -> Result<Wanted, Fault> {
    let mut fields = Fields::new();
    let address = patch.url.as_ref().and_then(|url| address(url, policy, &mut fields));
    let topics = match &patch.topics {
        Some(asked) => topics(caller, asked, &old.topics, &mut fields),
        None => old.topics.clone(),
    };
    if address.is_some() {
        // who sends what is sent elsewhere must be allowed to see all of it
        allowed(caller, &topics, &mut fields);
    }
    let description = patch.description.clone().unwrap_or_else(|| old.description.clone());
    fields.max_len("description", &description, MOST_DESCRIPTION);
    fields.done()?;
    Ok(Wanted { address, topics, description })
}

pub(crate) fn overlap(hours: u32) -> Result<(), Fault> {
    let mut fields = Fields::new();
    let message = format!("must be 0 to {MOST_OVERLAP_HOURS}");
    fields.check(hours <= MOST_OVERLAP_HOURS, "overlap_hours", "out_of_range", message);
    fields.done()?;
    Ok(())
}

fn address(text: &str, policy: &Policy, fields: &mut Fields) -> Option<Address> {
    match policy.target(text) {
        Ok(target) => {
            let whole = target.as_str().split('#').next().unwrap_or_default();
            let (url, query) = match whole.split_once('?') {
                Some((url, query)) => (url, Some(query.to_owned()).filter(|query| !query.is_empty())),
                None => (whole, None),
            };
            Some(Address { url: url.to_owned(), query })
        }
        Err(refusal) => {
            fields.add("url", "not_allowed", refusal.to_string());
            None
        }
    }
}

fn topics(caller: &Caller, asked: &[WebhookTopic], had: &[WebhookTopic], fields: &mut Fields) -> Vec<WebhookTopic> {
    let mut topics = asked.to_vec();
    topics.sort_unstable();
    topics.dedup();
    fields.check(!topics.is_empty(), "topics", "required", "must name at least one topic");
    let new: Vec<WebhookTopic> = topics.iter().filter(|topic| !had.contains(topic)).copied().collect();
    allowed(caller, &new, fields);
    topics
}

fn allowed(caller: &Caller, topics: &[WebhookTopic], fields: &mut Fields) {
    let mut needed: Vec<Permission> = topics.iter().map(|topic| topic.needs()).collect();
    needed.sort_unstable();
    needed.dedup();
    for permission in needed.into_iter().filter(|needed| !caller.may(*needed)) {
        let message =
            format!("needs the permission {}, because what you may not see would be sent", permission.as_str());
        fields.add("topics", "not_allowed", message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use infrasell_kernel::{Permissions, StaffId};

    fn staff(permissions: &[Permission]) -> Caller {
        let permissions: Permissions = permissions.iter().copied().collect();
        Caller::Staff { id: StaffId::from_i64(1), permissions, channels: None }
    }

    fn asked(url: &str, topics: &[WebhookTopic]) -> WebhookInput {
        WebhookInput { url: url.into(), topics: topics.to_vec(), description: String::new() }
    }

    #[test]
    fn an_address_is_kept_as_given_in_two_parts() {
        let caller = staff(&[Permission::CatalogRead]);
        let topics = [WebhookTopic::ProductsUpdate, WebhookTopic::ProductsCreate, WebhookTopic::ProductsUpdate];
        let wanted = asked("https://shop.example/api/revalidate?secret=a%20b#x", &topics);
        let wanted = input(&caller, &wanted, &Policy::default()).unwrap();
        let address = wanted.address.unwrap();
        assert_eq!(address.url, "https://shop.example/api/revalidate");
        assert_eq!(address.query.as_deref(), Some("secret=a%20b"));
        assert_eq!(wanted.topics, [WebhookTopic::ProductsCreate, WebhookTopic::ProductsUpdate]);
    }

    #[test]
    fn nobody_has_sent_elsewhere_what_he_may_not_see() {
        let caller = staff(&[Permission::CatalogRead]);
        let orders = asked("https://shop.example/", &[WebhookTopic::OrdersCreate]);
        assert!(matches!(input(&caller, &orders, &Policy::default()), Err(Fault::Invalid { .. })));
        assert!(input(&staff(&[Permission::OrdersRead]), &orders, &Policy::default()).is_ok());
        let every = asked("http://127.0.0.1/", &[]);
        let Err(Fault::Invalid { errors }) = input(&caller, &every, &Policy::default()) else { panic!("accepted") };
        let paths: Vec<&str> = errors.iter().map(|error| error.path.as_str()).collect();
        assert_eq!(paths, ["url", "topics"]);
    }
}
