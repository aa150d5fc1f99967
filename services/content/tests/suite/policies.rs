//! Policies.

use crate::{buyers, cx, json, reads, shops};
use infrasell_contracts::content::{Content, ContentError, ListPolicies, PolicyKind, SetPolicy};
use infrasell_rpc::Fault;

fn set(policy: PolicyKind, patch: &str) -> SetPolicy {
    SetPolicy { policy, patch: json(patch), if_version: None }
}

#[tokio::test]
async fn staff_see_five_policies_and_buyers_those_with_a_text() {
    for shop in shops().await {
        let staff = shop.content.policies(&cx(), ListPolicies::default()).await.unwrap();
        assert_eq!(staff.iter().map(|policy| policy.policy).collect::<Vec<_>>(), PolicyKind::ALL);
        assert!(staff.iter().all(|policy| policy.version == 0 && policy.updated_at.is_none()));
        assert_eq!(shop.content.policies(&cx(), ListPolicies { view: buyers() }).await.unwrap(), []);

        let patch =
            r#"{ "body_html": "<p>30 days</p><script>1</script>", "translations": { "hi": { "title": "वापसी" } } }"#;
        let made = shop.content.set_policy(&cx(), set(PolicyKind::Refund, patch)).await.unwrap();
        assert_eq!(
            (made.title.as_str(), made.body_html.as_str(), made.version),
            ("Refund policy", "<p>30 days</p>", 1)
        );
        assert_eq!(shop.content.set_policy(&cx(), set(PolicyKind::Refund, patch)).await.unwrap(), made);
        let shown = shop.content.policies(&cx(), ListPolicies { view: reads("hi") }).await.unwrap();
        assert_eq!((shown.len(), shown[0].title.as_str(), shown[0].handle.as_str()), (1, "वापसी", "refund-policy"));

        let emptied =
            shop.content.set_policy(&cx(), set(PolicyKind::Refund, r#"{ "body_html": null }"#)).await.unwrap();
        assert_eq!(emptied.version, 2);
        assert_eq!(shop.content.policies(&cx(), ListPolicies { view: buyers() }).await.unwrap(), []);
        let stale = SetPolicy { if_version: Some(1), ..set(PolicyKind::Refund, r#"{ "title": "x" }"#) };
        let answer = shop.content.set_policy(&cx(), stale).await;
        assert_eq!(answer, Err(ContentError::from(Fault::Stale { what: "policy".into() })));
        assert_eq!(shop.differences().await, [""; 0]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_who_write_the_first_text_at_once_make_one_policy() {
    for shop in shops().await {
        let cx = cx();
        let one = shop.content.set_policy(&cx, set(PolicyKind::Privacy, r#"{ "body_html": "a" }"#));
        let other = shop.content.set_policy(&cx, set(PolicyKind::Privacy, r#"{ "body_html": "b" }"#));
        let (one, other) = tokio::join!(one, other);
        let mut versions = [one.unwrap().version, other.unwrap().version];
        versions.sort_unstable();
        assert_eq!(versions, [1, 2]);
    }
}
