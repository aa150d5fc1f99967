//! Backups: taken while the shop sells, proved to the last bit, put back without harm.

use crate::kill;
use infrasell::{
    app::App,
    backup::{BackupError, archive::Archive, status},
    config::Config,
};
use infrasell_db::testing::{self, TestDb};
use infrasell_kernel::Env;
use infrasell_simulator::Simulator;
use infrasell_testkit::{Client, Spawn};
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

const BINARY: &str = env!("CARGO_BIN_EXE_infrasell");

/// A folder that is gone when the test is.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Folder {
        let name = format!("infrasell-backups-{}", infrasell_kernel::Token::random(&infrasell_kernel::OsRandom));
        let path = std::env::temp_dir().join(name);
        fs::create_dir(&path).unwrap();
        Folder(path)
    }
    fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }
    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(&self.0).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).unwrap();
    }
}

/// A PostgreSQL database with nothing in it.
async fn bare_postgres() -> Option<TestDb> {
    let made = testing::postgres(&[]).await?;
    made.db.exec("DROP SCHEMA public CASCADE", &[]).await.unwrap();
    made.db.exec("CREATE SCHEMA public", &[]).await.unwrap();
    Some(made)
}

fn url(database: &TestDb) -> String {
    database.db.url().to_string()
}

/// A small shop with a key, a picture and a configuration with a secret; its command line and the key.
async fn small_shop() -> (Spawn, String) {
    let shop = Spawn::new(BINARY);
    let (ok, key, told) = shop.run(&["key", "create", "test", "--role", "owner"]).await;
    assert!(ok, "{told}");
    fs::create_dir_all(shop.data().join("media/2026")).unwrap();
    fs::write(shop.data().join("media/2026/tea.svg"), "<svg/>").unwrap();
    let config = "[server]\nlisten = \"127.0.0.1:1\"\n[payments.simulator]\nsecret = \"sk_hidden\"\n";
    fs::write(shop.data().join("infrasell.toml"), config).unwrap();
    (shop, key)
}

/// The master key, which no backup holds.
fn take_key_along(from: &Spawn, to: &Spawn) {
    fs::copy(from.data().join("master.key"), to.data().join("master.key")).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn under_load_on_sqlite() {
    under_load(None, None).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn under_load_on_postgres() {
    let (Some(database), Some(target)) = (testing::postgres(&[]).await, bare_postgres().await) else { return };
    under_load(Some(url(&database)), Some(url(&target))).await;
}

/// Everything that was acknowledged before a backup began is in the shop that is made of it, and its books agree.
async fn under_load(database: Option<String>, target: Option<String>) {
    let folder = Folder::new();
    let simulator = Simulator::start(infrasell_simulator::Config::default().on_system_clock()).await.unwrap();
    let mut shop = Spawn::new(BINARY);
    (shop.database, shop.variables) = (database, kill::variables(&simulator));
    let (_, key, _) = shop.run(&["key", "create", "test", "--role", "owner"]).await;
    simulator.webhook_endpoint(&format!("http://127.0.0.1:{}/hooks/v1/payments/simulator", shop.port));
    let process = shop.serve().await;
    let admin = Client::new(process.base.clone(), Some(key.clone()));
    let variant = kill::stock(&admin).await;
    let acknowledged: Arc<Mutex<BTreeSet<String>>> = Arc::default();
    let buyers: Vec<_> = (0..6)
        .map(|_| tokio::spawn(kill::buy_on_and_on(admin.guest(), variant.clone(), acknowledged.clone())))
        .collect();
    let mut before = BTreeSet::new();
    while before.len() < 8 || folder.names().len() < 2 {
        kill::bought_again(&acknowledged).await;
        before = acknowledged.lock().unwrap().clone();
        let (ok, out, told) = shop.run(&["backup", "--to", folder.0.to_str().unwrap(), "--keep", "2"]).await;
        assert!(ok, "{out} {told}");
        kill::bought_again(&acknowledged).await;
    }
    for buyer in buyers {
        buyer.abort();
        let _aborted = buyer.await;
    }
    kill::check(&admin, &acknowledged).await;
    assert!(process.stop().await);

    let names = folder.names();
    assert_eq!(names.len(), 2, "the oldest was removed, and nothing unfinished is left: {names:?}");
    let newest = folder.path(names.last().unwrap());
    let mut restored = Spawn::new(BINARY);
    (restored.database, restored.variables, restored.port) = (target, kill::variables(&simulator), shop.port);
    let (ok, out, told) = restored.run(&["restore", &newest]).await;
    assert!(ok, "{out} {told}");
    take_key_along(&shop, &restored);
    let process = restored.serve().await;
    // what was under way at that moment comes to its end now
    let admin = Client::new(process.base.clone(), Some(key));
    kill::check(&admin, &Mutex::new(before)).await;
    // of purchases since the backup only the provider knows, and reconciliation says so
    kill::delivered(&admin).await;
    assert!(process.stop().await);
    let (_, out, told) = restored.run(&["reconcile"]).await;
    assert!(out.contains("payments = the books of simulator"), "{out} {told}");
    for line in out.lines().map(str::trim).filter(|line| line.starts_with("DIFF") || line.starts_with('-')) {
        let since = line.contains("payments = the books of simulator") || line.ends_with("unknown here");
        assert!(since, "{out}");
    }
}

#[tokio::test]
async fn every_flipped_bit_and_every_cut_is_found() {
    let (shop, _) = small_shop().await;
    let folder = Folder::new();
    let file = folder.path("shop.tar");
    let (ok, _, told) = shop.run(&["backup", "--to", &file]).await;
    assert!(ok, "{told}");
    let good = fs::read(&file).unwrap();
    let path = Path::new(&file);
    assert!(Archive::open(path).is_ok());
    // the ends, where headers, manifest and closing line are, and places spread over the rest
    let step = good.len() / 150;
    let places = (0..64).chain((64..good.len()).step_by(step)).chain(good.len() - 200..good.len());
    for (n, at) in places.enumerate() {
        let mut bad = good.clone();
        bad[at] ^= 1 << (n % 8);
        fs::write(path, &bad).unwrap();
        assert!(Archive::open(path).is_err(), "bit {} of byte {at} of {}", n % 8, good.len());
    }
    for length in [0, 1, 100, 512, 1_024, good.len() / 2, good.len() - 1_024, good.len() - 2, good.len() - 1] {
        fs::write(path, &good[..length]).unwrap();
        assert!(Archive::open(path).is_err(), "cut to {length} bytes");
    }
    for more in [&b"\n"[..], &[0; 512], b"infrasell-backup-1 "] {
        fs::write(path, [&good, more].concat()).unwrap();
        assert!(Archive::open(path).is_err(), "{} bytes more", more.len());
    }
    let (ok, _, told) = shop.run(&["backup", "verify", &file]).await;
    assert!(!ok && told.contains("is not a backup of Infrasell, or was cut short"), "{told}");
    fs::write(path, &good).unwrap();
    let (ok, out, _) = shop.run(&["backup", "verify", &file]).await;
    assert!(ok && out.contains("is good") && out.contains("identity_"), "{out}");
}

#[tokio::test]
async fn a_backup_holds_pictures_and_settings_but_no_secret() {
    let (shop, _) = small_shop().await;
    let folder = Folder::new();
    let (ok, out, told) = shop.run(&["backup", "--to", &folder.path("")]).await;
    assert!(ok && out.contains("payments.simulator.secret"), "{out} {told}");
    let name = folder.names().pop().unwrap();
    assert!(name.starts_with("infrasell-20"), "{name}");
    let bytes = fs::read(folder.0.join(&name)).unwrap();
    assert!(!bytes.windows(9).any(|part| part == b"sk_hidden"), "the secret is in the backup");
    use std::os::unix::fs::PermissionsExt;
    assert_eq!(fs::metadata(folder.0.join(&name)).unwrap().permissions().mode() & 0o777, 0o600);

    let restored = Spawn::new(BINARY);
    let (ok, out, told) = restored.run(&["restore", &folder.path(&name)]).await;
    assert!(ok, "{out} {told}");
    assert_eq!(fs::read_to_string(restored.data().join("media/2026/tea.svg")).unwrap(), "<svg/>");
    let config = fs::read_to_string(restored.data().join("infrasell.toml")).unwrap();
    assert!(config.contains("127.0.0.1:1") && config.contains("payments.simulator.secret was left out"), "{config}");
    let (ok, _, told) = restored.run(&["config", "check"]).await;
    assert!(ok, "{told}");

    // the master key is not in it, and nothing is done without
    let key = fs::read_to_string(shop.data().join("master.key")).unwrap();
    let key = key.lines().last().unwrap().as_bytes();
    assert!(key.len() == 64 && !bytes.windows(64).any(|part| part == key));
    let (ok, _, told) = restored.run(&["reconcile"]).await;
    assert!(!ok && told.contains("the master key is missing") && told.contains("master.key"), "{told}");
    let (_, out, _) = restored.run(&["doctor"]).await;
    assert!(out.contains("ERROR master_key"), "{out}");
    assert!(!restored.data().join("master.key").exists(), "none is made in its place");
    take_key_along(&shop, &restored);
    let (ok, out, told) = restored.run(&["reconcile"]).await;
    assert!(ok, "{out} {told}");
}

#[tokio::test]
async fn nothing_is_overwritten() {
    let (shop, _) = small_shop().await;
    let folder = Folder::new();
    let file = folder.path("shop.tar");
    assert!(shop.run(&["backup", "--to", &file]).await.0);
    let (ok, _, told) = shop.run(&["backup", "--to", &file]).await;
    assert!(!ok && told.contains("is there already"), "{told}");
    let (ok, _, told) = shop.run(&["backup", "--to", &folder.path("no/such/folder/x.tar")]).await;
    assert!(!ok && told.contains("no/such/folder"), "{told}");

    let before = fs::read(shop.data().join("shop.db")).unwrap();
    let (ok, _, told) = shop.run(&["restore", &file]).await;
    assert!(!ok && told.contains("--replace"), "{told}");
    assert_eq!(fs::read(shop.data().join("shop.db")).unwrap(), before);
    let process = shop.serve().await;
    let (ok, _, told) = shop.run(&["restore", &file, "--replace"]).await;
    assert!(!ok && told.contains("in use by another process"), "{told}");
    assert!(process.stop().await);
    // what has changed since goes aside with the rest
    fs::write(shop.data().join("media/new.svg"), "<svg/>").unwrap();
    let (ok, out, told) = shop.run(&["restore", &file, "--replace"]).await;
    assert!(ok && out.contains("replaced-"), "{out} {told}");
    let aside = fs::read_dir(shop.data()).unwrap().map(|e| e.unwrap().path());
    let aside = aside.filter(|path| path.to_str().unwrap().contains("replaced-")).collect::<Vec<_>>();
    assert!(aside[0].join("shop.db").is_file() && aside[0].join("media/new.svg").is_file());
    assert!(!shop.data().join("media/new.svg").exists() && shop.data().join("media/2026/tea.svg").is_file());
    assert!(fs::read_to_string(shop.data().join("infrasell.toml")).unwrap().contains("sk_hidden"), "it is kept");
    let (ok, out, _) = shop.run(&["reconcile"]).await;
    assert!(ok, "{out}");
}

#[tokio::test]
async fn a_shop_on_postgres_is_moved_aside_and_comes_back_when_restoring_fails() {
    let (Some(database), Some(other)) = (testing::postgres(&[]).await, testing::postgres(&[]).await) else { return };
    let folder = Folder::new();
    let mut shop = Spawn::new(BINARY);
    shop.database = Some(url(&database));
    assert!(shop.run(&["key", "create", "one", "--role", "owner"]).await.0);
    let file = folder.path("shop.tar");
    let (ok, _, told) = shop.run(&["backup", "--to", &file]).await;
    assert!(ok, "{told}");
    let sqlite = Spawn::new(BINARY);
    let (ok, _, told) = sqlite.run(&["restore", &file]).await;
    assert!(!ok && told.contains("holds a shop on postgres, and cannot be put into sqlite"), "{told}");
    let mut target = Spawn::new(BINARY);
    target.database = Some(url(&other));
    assert!(target.run(&["migrate"]).await.0);
    let (ok, _, told) = target.run(&["restore", &file, "--replace"]).await;
    assert!(!ok && told.contains("in use by another process"), "this test is connected: {told}");

    // a database that nobody is connected to
    let spare = format!("{}_spare", url(&other).rsplit('/').next().unwrap());
    other.db.exec(&format!("CREATE DATABASE {spare}"), &[]).await.unwrap();
    target.database = Some(format!("{}_spare", url(&other)));
    assert!(target.run(&["migrate"]).await.0);
    let (ok, _, told) = target.run(&["restore", &file]).await;
    assert!(!ok && told.contains("--replace"), "{told}");
    let program = folder.path("pg_restore");
    let script =
        "#!/bin/sh\n[ \"$1\" = --version ] && echo 'pg_restore (PostgreSQL) 99.1' || { echo boom >&2; exit 1; }\n";
    fs::write(&program, script).unwrap();
    fs::set_permissions(&program, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    target.variables = vec![("INFRASELL_BACKUP_POSTGRES_PROGRAMS".into(), folder.path(""))];
    let (ok, _, told) = target.run(&["restore", &file, "--replace"]).await;
    assert!(!ok && told.contains("boom"), "{told}");
    target.variables.clear();
    let (ok, out, told) = target.run(&["reconcile"]).await;
    assert!(ok, "the shop that was there is there: {out} {told}");
    let (ok, out, told) = target.run(&["restore", &file, "--replace"]).await;
    assert!(ok && out.contains("the schema replaced_"), "{out} {told}");
    take_key_along(&shop, &target);
    let (ok, out, told) = target.run(&["reconcile"]).await;
    assert!(ok, "{out} {told}");
    other.db.exec(&format!("DROP DATABASE {spare} WITH (FORCE)"), &[]).await.unwrap();
}

#[tokio::test]
async fn files_that_are_no_backup_of_ours_are_refused_before_anything_is_touched() {
    let folder = Folder::new();
    let file = folder.path("bad.tar");
    let shop = Spawn::new(BINARY);
    let refused = |content: Vec<u8>, why: &'static str| {
        let (file, shop) = (file.clone(), &shop);
        async move {
            fs::write(&file, content).unwrap();
            let (ok, _, told) = shop.run(&["restore", &file]).await;
            assert!(!ok && told.contains(why), "{why}: {told}");
            assert!(!shop.data().exists(), "{why}");
        }
    };
    refused(
        b"dear friend, I am no backup at all, and yet I am long enough to be looked at".repeat(9),
        "is not a backup",
    )
    .await;
    refused(closed(tar_of(&[("database/shop.db", b"x")]), 2), "use a newer build").await;
    refused(closed(tar_of(&[("database/shop.db", b"x")]), 1), "it has no manifest").await;
    refused(closed(tar_of(&[("manifest.json", b"{}")]), 1), "missing field").await;
    let manifest = |part: &str, content: &[u8]| {
        let sum = hex::encode(Sha256::digest(content));
        format!(
            r#"{{"format":1,"build":"x","created_at":"2026-01-01T00:00:00Z","engine":"sqlite","schema":{{}},"rows":{{}},
            "settings_left_out":[],"parts":[{{"name":"{part}","bytes":{},"sha256":"{sum}"}}]}}"#,
            content.len()
        )
    };
    let up = manifest("../../evil", b"x");
    refused(closed(tar_of(&[("../../evil", b"x"), ("manifest.json", up.as_bytes())]), 1), "has the name").await;
    let other = manifest("database/shop.db", b"y");
    refused(closed(tar_of(&[("database/shop.db", b"x"), ("manifest.json", other.as_bytes())]), 1), "not those of its")
        .await;
    assert!(matches!(Archive::open(Path::new("/nowhere/x.tar")), Err(BackupError::File { .. })));
}

/// A tar archive of our making, with any names.
fn tar_of(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut tar = tar::Builder::new(vec![]);
    for (name, content) in entries {
        let mut header = tar::Header::new_gnu();
        header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_size(content.len() as u64);
        header.set_entry_type(tar::EntryType::Regular);
        header.set_mode(0o600);
        header.set_cksum();
        tar.append(&header, *content).unwrap();
    }
    tar.into_inner().unwrap()
}

/// With a closing line of this format.
fn closed(mut content: Vec<u8>, format: u32) -> Vec<u8> {
    let sum = hex::encode(Sha256::digest(&content));
    content.extend(format!("infrasell-backup-{format} {sum}\n").bytes());
    content
}

#[tokio::test]
async fn a_shop_of_a_newer_build_is_refused() {
    let (shop, _) = small_shop().await;
    let folder = Folder::new();
    let at: infrasell_db::DbUrl = shop.data().join("shop.db").to_str().unwrap().parse().unwrap();
    let db = infrasell_db::Db::open(&at, Env::system(), infrasell_db::DbOptions::default()).await.unwrap();
    db.exec("UPDATE db_migration SET version = 9999 WHERE service = 'catalog' AND version = 1", &[]).await.unwrap();
    drop(db);
    let file = folder.path("newer.tar");
    assert!(shop.run(&["backup", "--to", &file]).await.0, "a backup before an update must work");
    let other = Spawn::new(BINARY);
    let (ok, _, told) = other.run(&["restore", &file]).await;
    assert!(!ok && told.contains("catalog 9999") && told.contains("newer"), "{told}");
}

#[tokio::test]
async fn a_damaged_database_is_not_backed_up_and_no_older_backup_is_lost() {
    let (shop, _) = small_shop().await;
    let folder = Folder::new();
    assert!(shop.run(&["backup", "--to", &folder.path("")]).await.0);
    let file = shop.data().join("shop.db");
    infrasell_db::snapshot::settle_sqlite(&file).unwrap();
    let mut bytes = fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 8_192].fill(0x5a);
    fs::write(&file, bytes).unwrap();
    let (ok, _, told) = shop.run(&["backup", "--to", &folder.path(""), "--keep", "1"]).await;
    assert!(!ok && told.contains("damaged"), "{told}");
    assert_eq!(folder.names().len(), 1);
    let noted = status(shop.data());
    assert!(noted.succeeded.is_some() && noted.failed.unwrap().reason.contains("damaged"));
    let (ok, _, told) = shop.run(&["backup", "--to", &folder.path("x.tar"), "--keep", "1"]).await;
    assert!(!ok && told.contains("--keep needs a folder"), "{told}");
}

#[tokio::test]
async fn programs_of_postgres_that_are_missing_or_too_old_are_said() {
    let Some(database) = testing::postgres(&[]).await else { return };
    let folder = Folder::new();
    let mut shop = Spawn::new(BINARY);
    shop.database = Some(url(&database));
    assert!(shop.run(&["migrate"]).await.0);
    shop.variables = vec![("INFRASELL_BACKUP_POSTGRES_PROGRAMS".into(), folder.path("bin"))];
    fs::create_dir(folder.path("bin")).unwrap();
    let file = folder.path("x.tar");
    let (ok, _, told) = shop.run(&["backup", "--to", &file]).await;
    assert!(!ok && told.contains("pg_dump was not found") && told.contains("postgresql-client"), "{told}");
    let program = folder.path("bin/pg_dump");
    fs::write(&program, "#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.24'\n").unwrap();
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    let (ok, _, told) = shop.run(&["backup", "--to", &file]).await;
    assert!(!ok && told.contains("pg_dump is of version 9 and the server of version"), "{told}");
    assert_eq!(folder.names(), ["bin"], "nothing unfinished is left");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn by_the_clock_a_backup_is_taken_and_noted() {
    let folder = Folder::new();
    let mut config = Config::default();
    config.backup.every_hours = 1;
    let data = folder.0.join("shop");
    let app = App::open(&config, &data, Env::system()).await.unwrap();
    app.bootstrap().await.unwrap();
    let runner = app.start_runner().await.unwrap();
    runner.settle().await.unwrap();
    runner.stop().await;
    let last = status(&data).succeeded.expect("one was taken");
    assert!(Archive::open(Path::new(&last.file)).unwrap().bytes == last.bytes);
    assert!(last.file.starts_with(data.join("backups").to_str().unwrap()), "{}", last.file);
}
