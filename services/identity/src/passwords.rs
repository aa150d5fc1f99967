//! Passwords: argon2id, computed beside the runtime's threads and at most two at a time.
//!
//! Always true: a check costs one hash whether the account exists or not; a password is never kept, only its hash.

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use infrasell_kernel::Random;
use infrasell_rpc::Fault;
use sha2::{Digest, Sha256};
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization;

/// Memory of one hash, KiB (OWASP: 19 MiB, two passes, one lane).
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// How many are computed at once; with [`MEMORY_KIB`] this bounds what a flood of sign-ins costs.
const AT_ONCE: usize = 2;
/// How many may wait for their turn; whoever comes later is told to come again.
const MOST_WAITING: usize = 64;

/// How a check of a password ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It is not this one, or there is no account.
    Wrong,
    /// It is.
    Right {
        /// Whether the stored hash was made with other parameters than today's.
        outdated: bool,
    },
}

/// Makes and checks password hashes.
pub(crate) struct Passwords {
    random: Arc<dyn Random>,
    turns: Arc<Semaphore>,
    places: Arc<Semaphore>,
    /// A hash that no password has: what is checked when there is no account.
    decoy: String,
    computed: Arc<AtomicU64>,
}

impl Passwords {
    pub(crate) fn new(random: Arc<dyn Random>) -> Self {
        let decoy = decoy(random.as_ref());
        Passwords {
            random,
            decoy,
            turns: Arc::new(Semaphore::new(AT_ONCE)),
            places: Arc::new(Semaphore::new(AT_ONCE + MOST_WAITING)),
            computed: Arc::default(),
        }
    }

    /// How many hashes this process has computed.
    pub(crate) fn computed(&self) -> u64 {
        self.computed.load(Ordering::Relaxed)
    }

    /// The hash to store, with a fresh salt.
    pub(crate) async fn hash(&self, password: &str) -> Result<String, Fault> {
        let mut salt = [0; 16];
        self.random.fill(&mut salt);
        let password = normal(password);
        self.compute(move || hash(&password, &salt)).await?
    }

    /// Checks a password against the hash of an account; without an account, against one that no password has.
    pub(crate) async fn check(&self, password: &str, stored: Option<&str>) -> Result<Verdict, Fault> {
        let known = stored.is_some();
        let (stored, password) = (stored.unwrap_or(&self.decoy).to_owned(), normal(password));
        let verdict = self.compute(move || check(&password, &stored)).await??;
        Ok(if known { verdict } else { Verdict::Wrong })
    }

    /// What stands for the password where two requests are compared: as slow to guess from as the stored hash, and the
    /// same for the same password of the same account.
    pub(crate) async fn fingerprint(&self, password: &str, account: &str) -> Result<String, Fault> {
        let digest = Sha256::digest(format!("same request? {account}"));
        let mut salt = [0; 16];
        salt.copy_from_slice(&digest[..16]);
        let password = normal(password);
        self.compute(move || hash(&password, &salt)).await?
    }

    async fn compute<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Fault> {
        let busy = || Fault::Unavailable { what: "a turn to check passwords".into() };
        let place = self.places.clone().try_acquire_owned().map_err(|_| busy())?;
        let turn = self.turns.clone().acquire_owned().await.map_err(Fault::internal)?;
        let computed = self.computed.clone();
        // turn and place go along: a caller who hangs up does not let a third one in
        let done = tokio::task::spawn_blocking(move || {
            computed.fetch_add(1, Ordering::Relaxed);
            let result = work();
            drop((turn, place));
            result
        });
        done.await.map_err(Fault::internal)
    }
}

/// One form for what different keyboards send for the same characters.
fn normal(password: &str) -> String {
    password.nfkc().collect()
}

fn argon2() -> Argon2<'static> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).expect("the parameters are within argon2's ranges");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

fn hash(password: &str, salt: &[u8; 16]) -> Result<String, Fault> {
    let hash: PasswordHash = argon2().hash_password_with_salt(password.as_bytes(), salt).map_err(Fault::internal)?;
    Ok(hash.to_string())
}

fn check(password: &str, stored: &str) -> Result<Verdict, Fault> {
    let stored = PasswordHash::new(stored).map_err(Fault::internal)?;
    if argon2().verify_password(password.as_bytes(), &stored).is_err() {
        return Ok(Verdict::Wrong);
    }
    let today = argon2();
    let same_params = Params::try_from(&stored).is_ok_and(|params| {
        let (old, new) = (params, today.params());
        (old.m_cost(), old.t_cost(), old.p_cost()) == (new.m_cost(), new.t_cost(), new.p_cost())
    });
    let same_algorithm =
        stored.algorithm == Algorithm::Argon2id.ident() && stored.version == Some(Version::V0x13.into());
    Ok(Verdict::Right { outdated: !(same_params && same_algorithm) })
}

/// A hash with today's parameters whose result is random: made without computing one.
fn decoy(random: &dyn Random) -> String {
    let (mut salt, mut result) = ([0; 16], [0; 32]);
    random.fill(&mut salt);
    random.fill(&mut result);
    let [salt, result] = [STANDARD_NO_PAD.encode(salt), STANDARD_NO_PAD.encode(result)];
    format!("$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p={LANES}${salt}${result}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use infrasell_kernel::OsRandom;

    fn passwords() -> Passwords {
        Passwords::new(Arc::new(OsRandom))
    }

    #[tokio::test]
    async fn a_hash_fits_its_password_only_and_is_never_the_same_twice() {
        let passwords = passwords();
        let (one, two) = (passwords.hash("päss wörd 🔑").await.unwrap(), passwords.hash("päss wörd 🔑").await.unwrap());
        assert_ne!(one, two);
        assert!(one.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{one}");
        let decomposed = "pa\u{308}ss wo\u{308}rd 🔑";
        for right in ["päss wörd 🔑", decomposed] {
            assert_eq!(passwords.check(right, Some(&one)).await.unwrap(), Verdict::Right { outdated: false });
        }
        for wrong in ["", "pass word", "päss wörd 🔑 ", "päss wörd 🔑\0"] {
            assert_eq!(passwords.check(wrong, Some(&one)).await.unwrap(), Verdict::Wrong);
        }
    }

    #[tokio::test]
    async fn without_an_account_a_hash_is_computed_all_the_same() {
        let passwords = passwords();
        assert_eq!(passwords.check("anything at all", None).await.unwrap(), Verdict::Wrong);
        assert_eq!(passwords.computed(), 1);
        let decoy = PasswordHash::new(&passwords.decoy).unwrap();
        let real = hash("x", &[7; 16]).unwrap();
        let real = PasswordHash::new(&real).unwrap();
        assert_eq!((decoy.algorithm, decoy.version, &decoy.params), (real.algorithm, real.version, &real.params));
        let length = |hash: &PasswordHash| hash.hash.unwrap().as_bytes().len();
        assert_eq!(length(&decoy), length(&real));
    }

    #[tokio::test]
    async fn a_hash_of_other_parameters_is_right_and_outdated() {
        let weak = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(64, 1, 1, None).unwrap());
        let old: PasswordHash = weak.hash_password_with_salt(b"correct horse", &[1; 16]).unwrap();
        let verdict = passwords().check("correct horse", Some(&old.to_string())).await.unwrap();
        assert_eq!(verdict, Verdict::Right { outdated: true });
    }

    #[tokio::test]
    async fn a_fingerprint_is_the_same_for_one_account_and_another_for_the_next() {
        let passwords = passwords();
        let first = passwords.fingerprint("correct horse", "a@b.in").await.unwrap();
        assert_eq!(passwords.fingerprint("correct horse", "a@b.in").await.unwrap(), first);
        assert_ne!(passwords.fingerprint("correct horsf", "a@b.in").await.unwrap(), first);
        assert_ne!(passwords.fingerprint("correct horse", "c@b.in").await.unwrap(), first);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn two_are_computed_at_once_and_the_queue_has_an_end() {
        let passwords = Arc::new(passwords());
        let running = Arc::new(AtomicU64::new(0));
        let (release, released) = std::sync::mpsc::channel::<()>();
        let released = Arc::new(std::sync::Mutex::new(released));
        let mut all = tokio::task::JoinSet::new();
        for _ in 0..AT_ONCE + MOST_WAITING {
            let (passwords, running, released) = (passwords.clone(), running.clone(), released.clone());
            all.spawn(async move {
                let work = move || {
                    let now = running.fetch_add(1, Ordering::SeqCst) + 1;
                    let _ = released.lock().map(|released| released.recv());
                    running.fetch_sub(1, Ordering::SeqCst);
                    now
                };
                passwords.compute(work).await
            });
        }
        while passwords.places.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        let one_too_many = passwords.hash("one too many").await;
        assert!(matches!(one_too_many, Err(Fault::Unavailable { .. })), "{one_too_many:?}");
        for _ in 0..AT_ONCE + MOST_WAITING {
            release.send(()).unwrap();
        }
        while let Some(done) = all.join_next().await {
            assert!(done.unwrap().unwrap() <= AT_ONCE as u64);
        }
        assert!(passwords.hash("room again").await.is_ok());
    }
}
