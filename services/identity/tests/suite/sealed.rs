//! What has to be computed with stands sealed in the tables, under a master key that is not there.

use crate::{Held, House, KEY, by, cx, houses, open, open_under, somebody};
use infrasell_contracts::identity::{
    BeginSecondFactor, Identity, IdentityError, ListSigningKeys, NewRecoveryCodes, RotateSigningKey,
};
use infrasell_db::{Db, v};
use infrasell_identity::sealed_with;
use infrasell_kernel::StaffId;
use infrasell_rpc::Fault;
use std::sync::Arc;

const OTHER: &str = "ffffffffffffffff8899aabbccddeeff00112233445566778899aabbccddeeff";

/// Secrets in the tables, as they stand.
async fn stored(db: &Db) -> Vec<Vec<u8>> {
    let mut all = db.all("SELECT private_key FROM identity_signing_key", &[], |row| row.next()).await.unwrap();
    let factors = "SELECT coalesce(secret, new_secret) FROM identity_second_factor";
    all.extend(db.all::<Vec<u8>, _>(factors, &[], |row| row.next()).await.unwrap());
    all
}

/// Somebody who has begun to set a second factor up: his id, and the secret.
async fn begun(house: &House) -> (StaffId, Vec<u8>) {
    let asha = house.add("a@b.in", &["owner"]).await;
    let setup = house.identity.begin_second_factor(&by(somebody(asha.id.get(), &[], None)), BeginSecondFactor {}).await;
    (asha.id, unbase32(&setup.unwrap().secret))
}

fn unbase32(text: &str) -> Vec<u8> {
    let (mut bits, mut held, mut bytes) = (0u64, 0, vec![]);
    for c in text.bytes() {
        let value = match c {
            b'A'..=b'Z' => c - b'A',
            _ => c - b'2' + 26,
        };
        bits = bits << 5 | u64::from(value);
        held += 5;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from(bits >> held & 0xff).unwrap());
        }
    }
    bytes
}

/// The cause that the operator reads.
fn cause<T: std::fmt::Debug>(answer: Result<T, IdentityError>) -> String {
    match answer {
        Err(IdentityError::Fault(Fault::Internal { cause })) => cause,
        other => panic!("not refused for its key: {other:?}"),
    }
}

#[tokio::test]
async fn the_tables_hold_no_secret_and_every_other_row_refuses_it() {
    for house in houses().await {
        let (asha, secret) = begun(&house).await;
        assert_eq!(secret.len(), 20);
        let all = stored(&house.db).await;
        assert_eq!(all.len(), 3);
        for one in &all {
            assert!(one.len() > 48, "nothing stands in the clear");
            assert!(!one.windows(secret.len()).any(|part| part == secret));
        }
        let ids = sealed_with(&house.db).await.unwrap();
        assert_eq!(ids.values().sum::<usize>(), 3);
        assert!(ids.len() == 1 && ids.keys().all(Option::is_some));

        // moved to another row, it opens nothing
        let move_there = "UPDATE identity_signing_key SET private_key = $1";
        let mut tx = house.db.begin().await.unwrap();
        tx.exec(move_there, &v![&all[2][..]]).await.unwrap();
        tx.commit().await.unwrap();
        let told = cause(open(&house.db).bootstrap(&cx()).await);
        assert!(told.contains("damaged, or was moved"), "{told}");
        assert!(asha.get() > 0);
    }
}

#[tokio::test]
async fn what_stood_in_the_clear_is_sealed_at_the_next_start() {
    for house in houses().await {
        let (asha, secret) = begun(&house).await;
        let mut tx = house.db.begin().await.unwrap();
        tx.exec("UPDATE identity_second_factor SET new_secret = NULL, secret = $1", &v![&secret[..]]).await.unwrap();
        tx.exec("UPDATE identity_signing_key SET private_key = $1", &v![&[7u8; 32][..]]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(sealed_with(&house.db).await.unwrap().into_iter().collect::<Vec<_>>(), [(None, 3)]);

        let again = open(&house.db);
        again.bootstrap(&cx()).await.unwrap();
        assert!(stored(&house.db).await.iter().all(|one| one.len() > 48));
        assert_eq!(again.seal_anew().await.unwrap(), 0, "again changes nothing");
        // it opens still: a wrong code is a wrong code
        let asked = NewRecoveryCodes { code: "000000".into() };
        let answer = again.new_recovery_codes(&by(somebody(asha.get(), &[], None)), asked).await;
        assert_eq!(answer, Err(IdentityError::WrongCode));
    }
}

#[tokio::test]
async fn another_key_is_told_and_nothing_is_changed() {
    for house in houses().await {
        begun(&house).await;
        let before = stored(&house.db).await;
        let told = cause(open_under(&house.db, Arc::new(Held::of(OTHER))).bootstrap(&cx()).await);
        assert!(told.contains("the master key") && told.contains("the test's memory"), "{told}");
        assert!(!told.contains(&OTHER[..16]) && !told.contains(&KEY[..16]), "{told}");
        let told = cause(open_under(&house.db, Arc::new(Held::of(""))).bootstrap(&cx()).await);
        assert!(told.contains("missing") && told.contains("--forget"), "{told}");
        let told = cause(open_under(&house.db, Arc::new(Held::of("no key"))).bootstrap(&cx()).await);
        assert!(told.contains("64 hexadecimal digits"), "{told}");
        assert_eq!(stored(&house.db).await, before);
    }
}

#[tokio::test]
async fn a_new_key_seals_everything_and_who_runs_already_reads_it() {
    for house in houses().await {
        let keys = Arc::new(Held::of(KEY));
        let running = open_under(&house.db, keys.clone());
        running.bootstrap(&cx()).await.unwrap();
        begun(&house).await;
        keys.set(&format!("{OTHER}\n{KEY}"));
        let other = open_under(&house.db, keys.clone());
        other.bootstrap(&cx()).await.unwrap();
        assert_eq!(sealed_with(&house.db).await.unwrap().len(), 1);
        keys.set(OTHER);
        // this one has only the old key in memory
        running.rotate_signing_key(&cx(), RotateSigningKey { revoke: false }).await.unwrap();
        running.seal_anew().await.unwrap();
        let only_new = open_under(&house.db, Arc::new(Held::of(OTHER)));
        only_new.bootstrap(&cx()).await.unwrap();
        assert_eq!(only_new.seal_anew().await.unwrap(), 0);
    }
}

#[tokio::test]
async fn a_lost_key_is_given_up_on_demand_only() {
    for house in houses().await {
        let (asha, _) = begun(&house).await;
        let before = house.identity.signing_keys(&cx(), ListSigningKeys {}).await.unwrap();
        let without = open_under(&house.db, Arc::new(Held::of(OTHER)));
        assert_eq!(without.forget_unopenable(&cx()).await.unwrap(), 3);
        without.bootstrap(&cx()).await.unwrap();
        let after = without.signing_keys(&cx(), ListSigningKeys {}).await.unwrap();
        assert!(after.keys.len() == 2 && after.keys.iter().all(|key| !before.keys.contains(key)));
        let again = without.begin_second_factor(&by(somebody(asha.get(), &[], None)), BeginSecondFactor {}).await;
        again.unwrap();
        assert_eq!(without.forget_unopenable(&cx()).await.unwrap(), 0);
    }
}
