//! API keys.

use crate::{House, bad_fields, by, cannot_grant, cx, houses, keyed, limit, open, somebody};
use infrasell_contracts::identity::{
    ApiKey, ApiKeyInput, Authenticate, Authenticated, CreateApiKey, Identity, IdentityError, ListApiKeys, RevokeApiKey,
};
use infrasell_kernel::{ApiKeyId, ChannelId, PageRequest, Permission, Timestamp};
use infrasell_rpc::{Caller, Fault};
use std::time::Duration;

fn key(role: &str) -> CreateApiKey {
    let key = ApiKeyInput { name: "ERP".into(), role: role.into(), channels: None, expires_at: None };
    CreateApiKey { key }
}

async fn listed(house: &House, live: Option<bool>) -> Vec<ApiKey> {
    let request = ListApiKeys { live, page: PageRequest::default() };
    house.identity.api_keys(&cx(), request).await.unwrap().items
}

#[tokio::test]
async fn a_key_opens_what_its_role_allows_in_its_channels() {
    for house in houses().await {
        let mut request = key("fulfilment");
        request.key.channels = Some(vec![ChannelId::from_i64(4)]);
        let made = house.identity.create_api_key(&cx(), request).await.unwrap();
        assert!(made.secret.starts_with("ifk_") && made.secret.len() == 47);
        assert_eq!(made.key.prefix, made.secret[..12]);
        let found = house.authenticate(&made.secret).await.unwrap();
        let Caller::Key { id, permissions, channels } = &found.caller else { panic!("a key is a key's") };
        assert_eq!((*id, channels), (made.key.id, &made.key.channels));
        assert!(permissions.allow(Permission::OrdersWrite) && !permissions.allow(Permission::StaffRead));
        assert_eq!(found.session, None);
        assert_eq!(listed(&house, None).await[0].id, made.key.id);
    }
}

#[tokio::test]
async fn a_revoked_key_is_refused_at_once_also_by_another_replica() {
    for house in houses().await {
        let made = house.identity.create_api_key(&cx(), key("analyst")).await.unwrap();
        let other = house.identity.create_api_key(&cx(), key("analyst")).await.unwrap();
        let replica = open(&house.db.reopen().await);
        let there = || Authenticate { secret: made.secret.clone() };
        assert!(replica.authenticate(&cx(), there()).await.is_ok());
        house.db.clock.advance(Duration::from_secs(5));
        let revoked = house.identity.revoke_api_key(&cx(), RevokeApiKey { id: made.key.id }).await.unwrap();
        assert_eq!(revoked.revoked_at, Some(house.db.now()));
        assert_eq!(house.authenticate(&made.secret).await, Err(IdentityError::NotAuthenticated));
        assert_eq!(replica.authenticate(&cx(), there()).await, Err(IdentityError::NotAuthenticated));
        assert!(house.authenticate(&other.secret).await.is_ok());

        house.db.clock.advance(Duration::from_secs(5));
        let again = house.identity.revoke_api_key(&keyed("k"), RevokeApiKey { id: made.key.id }).await.unwrap();
        assert_eq!(again.revoked_at, revoked.revoked_at, "the first time counts");
        let repeat = house.identity.revoke_api_key(&keyed("k"), RevokeApiKey { id: made.key.id }).await.unwrap();
        assert_eq!(repeat, again);
        let nobody = ApiKeyId::from_i64(999_999);
        let answer = house.identity.revoke_api_key(&cx(), RevokeApiKey { id: nobody }).await;
        assert_eq!(answer, Err(Fault::not_found("API key", nobody).into()));
    }
}

#[tokio::test]
async fn a_key_ends_when_it_says() {
    for house in houses().await {
        let mut request = key("analyst");
        request.key.expires_at = Some(house.db.now().plus(Duration::from_secs(60)));
        let made = house.identity.create_api_key(&cx(), request.clone()).await.unwrap();
        let forever = house.identity.create_api_key(&cx(), key("analyst")).await.unwrap();
        house.db.clock.advance(Duration::from_secs(60) - Duration::from_micros(1));
        assert!(house.authenticate(&made.secret).await.is_ok());
        assert_eq!(listed(&house, Some(true)).await.len(), 2);
        house.db.clock.advance(Duration::from_micros(1));
        assert_eq!(house.authenticate(&made.secret).await, Err(IdentityError::NotAuthenticated));
        assert_eq!(bad_fields(house.identity.create_api_key(&cx(), request).await), ["expires_at out_of_range"]);

        let gone = house.identity.create_api_key(&cx(), key("analyst")).await.unwrap();
        house.identity.revoke_api_key(&cx(), RevokeApiKey { id: gone.key.id }).await.unwrap();
        let ids = |keys: Vec<ApiKey>| keys.into_iter().map(|key| key.id).collect::<Vec<_>>();
        assert_eq!(ids(listed(&house, Some(true)).await), [forever.key.id]);
        assert_eq!(ids(listed(&house, Some(false)).await), [made.key.id, gone.key.id]);
        assert_eq!(ids(listed(&house, None).await), [made.key.id, forever.key.id, gone.key.id]);
    }
}

#[tokio::test]
async fn a_repeat_gets_the_same_secret_for_a_while_and_never_a_second_key() {
    for house in houses().await {
        let first = house.identity.create_api_key(&keyed("k"), key("analyst")).await.unwrap();
        let again = house.identity.create_api_key(&keyed("k"), key("analyst")).await.unwrap();
        assert_eq!((again.key, again.secret), (first.key.clone(), first.secret.clone()));
        let other = house.identity.create_api_key(&keyed("k"), key("content")).await.unwrap_err();
        assert_eq!(other, IdentityError::Fault(Fault::IdempotencyKeyReused));

        let not_kept = IdentityError::SecretNotKept { key: first.key.id };
        let replica = open(&house.db.reopen().await);
        assert_eq!(replica.create_api_key(&keyed("k"), key("analyst")).await.unwrap_err(), not_kept);
        house.db.clock.advance(Duration::from_secs(601));
        let late = house.identity.create_api_key(&keyed("k"), key("analyst")).await.unwrap_err();
        assert_eq!(late, not_kept);
        assert_eq!(listed(&house, None).await.len(), 1);
        assert!(house.authenticate(&first.secret).await.is_ok());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_repeats_at_once_all_get_the_one_key() {
    for house in houses().await {
        let mut creates = tokio::task::JoinSet::new();
        for _ in 0..8 {
            let identity = house.identity.clone();
            creates.spawn(async move { identity.create_api_key(&keyed("same"), key("analyst")).await });
        }
        let answers = creates.join_all().await;
        let secrets: std::collections::BTreeSet<String> = answers.into_iter().map(|a| a.unwrap().secret).collect();
        assert_eq!(secrets.len(), 1);
        assert_eq!(listed(&house, None).await.len(), 1);
    }
}

#[tokio::test]
async fn nobody_makes_a_key_that_may_more_than_he() {
    for house in houses().await {
        let caller = somebody(1, &[Permission::StaffWrite], Some(&[1]));
        assert_eq!(
            house.identity.create_api_key(&by(caller), key("owner")).await.unwrap_err(),
            cannot_grant::<()>("settings:read").unwrap_err()
        );
        let limited = by(somebody(1, Permission::ALL, Some(&[1])));
        let wide = house.identity.create_api_key(&limited, key("owner")).await.unwrap_err();
        assert_eq!(wide, IdentityError::CannotGrantChannels);
        let mut narrow = key("owner");
        narrow.key.channels = Some(vec![ChannelId::from_i64(1)]);
        assert!(house.identity.create_api_key(&limited, narrow).await.is_ok());
        let program = house.identity.create_api_key(&cx(), key("manager")).await.unwrap();
        let program = by(house.authenticate(&program.secret).await.unwrap().caller);
        let more = house.identity.create_api_key(&program, key("owner")).await.unwrap_err();
        assert_eq!(more, IdentityError::CannotGrant { permission: "settings:write".into() });
    }
}

#[tokio::test]
async fn every_bad_field_is_named() {
    for house in houses().await {
        let mut bad = key("Chief");
        bad.key.name = "n".repeat(101);
        bad.key.channels = Some(vec![]);
        let found = bad_fields(house.identity.create_api_key(&cx(), bad).await);
        assert_eq!(found, ["name too_long", "role not_found", "channels required"]);
        for name in ["", "\0"] {
            let mut bad = key("analyst");
            bad.key.name = name.into();
            assert_eq!(bad_fields(house.identity.create_api_key(&cx(), bad).await).len(), 1, "{name:?}");
        }
        assert_eq!(bad_fields(house.identity.create_api_key(&cx(), key("nope")).await), ["role not_found"]);
        assert_eq!(listed(&house, None).await, []);
    }
}

#[tokio::test]
async fn a_hostile_secret_is_refused_like_a_wrong_one() {
    for house in houses().await {
        let made = house.identity.create_api_key(&cx(), key("analyst")).await.unwrap();
        let body = &made.secret[4..];
        let mut one_off = made.secret.clone();
        let last = if one_off.ends_with('A') { 'B' } else { 'A' };
        one_off.pop();
        one_off.push(last);
        let huge = "ifk_".repeat(250_000);
        let hostile = [
            "",
            "ifk_",
            "ifs_",
            "🔑",
            "ifk_\0",
            "' OR 1=1 --",
            one_off.as_str(),
            huge.as_str(),
            &format!("ifs_{body}"),
            body,
            &made.secret.to_uppercase(),
            &format!("{} ", made.secret),
            &format!("Bearer {}", made.secret),
            &made.key.prefix,
        ];
        for secret in hostile {
            let refused: Result<Authenticated, _> = Err(IdentityError::NotAuthenticated);
            assert_eq!(house.authenticate(secret).await, refused, "{}", secret.chars().take(60).collect::<String>());
        }
    }
}

#[tokio::test]
async fn the_last_use_is_noted_to_the_minute_and_once_a_minute() {
    for house in houses().await {
        house.db.clock.advance(Duration::from_secs(90));
        let made = house.identity.create_api_key(&cx(), key("analyst")).await.unwrap();
        let minute = |time: Timestamp| Timestamp::from_micros(time.micros() / 60_000_000 * 60_000_000);
        house.authenticate(&made.secret).await.unwrap();
        noted(&house, minute(house.db.now())).await;

        // whoever writes again in this minute would put it back
        house.db.exec("UPDATE identity_api_key SET last_used_at = NULL", &[]).await.unwrap();
        for _ in 0..50 {
            house.authenticate(&made.secret).await.unwrap();
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
        assert_eq!(listed(&house, None).await[0].last_used_at, None);

        house.db.clock.advance(Duration::from_secs(60));
        house.authenticate(&made.secret).await.unwrap();
        noted(&house, minute(house.db.now())).await;
    }
}

/// Waits until the one key's last use is `at`; it is written beside the call.
async fn noted(house: &House, at: Timestamp) {
    for _ in 0..500 {
        if listed(house, None).await[0].last_used_at == Some(at) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the use was not noted: {:?}", listed(house, None).await[0].last_used_at);
}

#[tokio::test]
async fn the_list_is_read_page_by_page() {
    for house in houses().await {
        let mut made = vec![];
        for _ in 0..5 {
            made.push(house.identity.create_api_key(&cx(), key("analyst")).await.unwrap().key.id);
        }
        let (mut seen, mut page) = (vec![], limit(2));
        loop {
            let found = house.identity.api_keys(&cx(), ListApiKeys { live: None, page }).await.unwrap();
            seen.extend(found.items.into_iter().map(|key| key.id));
            let Some(next) = found.next else { break };
            page = PageRequest { after: Some(next), ..limit(2) };
        }
        assert_eq!(seen, made);
    }
}
