//! The SMTP engine against a real server, and the engine that writes files.

use crate::{
    mailpit::Mailpit,
    world::{World, order},
};
use infrasell_contracts::notifications::NotificationState;
use infrasell_db::testing;
use infrasell_notifications::{
    MIGRATIONS,
    engines::{FileMailer, Security, SmtpMailer, SmtpOptions},
    port::{Envelope, Mailer, SendError},
};
use std::{path::Path, process::Command, sync::Arc, time::Duration};

fn options(port: u16, security: Security) -> SmtpOptions {
    SmtpOptions {
        host: "localhost".into(),
        port,
        security,
        username: String::new(),
        password: String::new(),
        extra_authority: None,
        hello: "shop.example.in".into(),
        timeout: Duration::from_secs(5),
    }
}

fn envelope() -> Envelope {
    let message = b"From: shop@example.in\r\nTo: asha@example.in\r\nSubject: hello\r\n\r\nhello\r\n".to_vec();
    Envelope { from: "shop@example.in".into(), to: "asha@example.in".into(), name: "hello".into(), message }
}

/// A certificate for localhost that signs itself.
fn certificate(folder: &Path) -> (String, String) {
    let (cert, key) = (folder.join("cert.pem").display().to_string(), folder.join("key.pem").display().to_string());
    let request = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
    let names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
    let more = ["-addext", "basicConstraints=critical,CA:FALSE"];
    let out =
        Command::new("openssl").args(request).args(names).args(more).args(["-keyout", &key, "-out", &cert]).output();
    let out = out.expect("openssl is installed wherever mailpit is");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    (cert, key)
}

fn secured(folder: &Path, more: &[&str]) -> Vec<String> {
    let (cert, key) = certificate(folder);
    std::fs::write(folder.join("auth"), "shop:hunter2\n").unwrap();
    let auth = folder.join("auth").display().to_string();
    let arguments = ["--smtp-tls-cert", &cert, "--smtp-tls-key", &key, "--smtp-auth-file", &auth];
    arguments.iter().chain(more).map(|text| (*text).to_owned()).collect()
}

#[tokio::test]
async fn a_mail_arrives_whole_at_a_real_server() {
    let Some(mailpit) = Mailpit::start(|_| vec![]).await else { return };
    let mailer = SmtpMailer::new(options(mailpit.port, Security::None)).unwrap();
    mailer.check().await.unwrap();
    let world = World::new(testing::sqlite(&[MIGRATIONS]).await, Arc::new(mailer)).await;
    *world.order.lock().unwrap() = order("simulator", "hi");
    world.placed().await;
    let mail = world.all().await.remove(0);
    assert_eq!(mail.state, NotificationState::Sent, "{mail:?}");
    let detail = world.detail(mail.id).await;
    let got = mailpit.mails().await;
    assert_eq!(got.len(), 1);
    let got = &got[0];
    assert_eq!(got["Subject"], mail.subject.as_str());
    assert_eq!(got["To"][0]["Address"], "Asha@Example.in");
    assert_eq!(got["From"]["Name"], "Chai Bcc: x@y.in", "one line, and no header");
    assert_eq!(got["Bcc"].as_array().map(Vec::len), Some(0));
    assert_eq!(got["MessageID"], mail.message_id.as_str());
    assert_eq!(
        got["Text"].as_str().unwrap().replace("\r\n", "\n").replace(crate::world::TOKEN, "…").trim(),
        detail.text.trim()
    );
    assert!(got["HTML"].as_str().unwrap().contains("₹1,23,456.00"));
    world.close().await;
}

#[tokio::test]
async fn it_signs_in_over_tls_from_the_first_byte_and_over_starttls() {
    for (security, more) in [(Security::StartTls, "--smtp-require-starttls"), (Security::Tls, "--smtp-require-tls")] {
        let Some(mailpit) = Mailpit::start(|folder| secured(folder, &[more])).await else { return };
        let authority = std::fs::read(mailpit.folder().join("cert.pem")).unwrap();
        let known = SmtpOptions {
            username: "shop".into(),
            password: "hunter2".into(),
            extra_authority: Some(authority),
            ..options(mailpit.port, security)
        };
        assert!(!format!("{known:?}").contains("hunter2"));
        let said = SmtpMailer::new(known.clone()).unwrap().send(&envelope()).await.unwrap();
        assert!(said.starts_with("250"), "{said}");

        let stranger = SmtpOptions { extra_authority: None, ..known.clone() };
        let error = SmtpMailer::new(stranger).unwrap().send(&envelope()).await.unwrap_err();
        assert!(matches!(&error, SendError::Away(why) if why.to_lowercase().contains("certificate")), "{error:?}");

        let wrong = SmtpOptions { password: "wrong".into(), ..known };
        let error = SmtpMailer::new(wrong).unwrap().send(&envelope()).await.unwrap_err();
        assert!(matches!(&error, SendError::Away(why) if !why.contains("wrong\"")), "{error:?}");
        assert_eq!(mailpit.mails().await.len(), 1);
    }
}

#[tokio::test]
async fn a_recipient_that_the_server_does_not_take_is_refused_for_good() {
    let allowed = |_: &Path| vec!["--smtp-allowed-recipients".to_owned(), "@example\\.com$".to_owned()];
    let Some(mailpit) = Mailpit::start(allowed).await else { return };
    let error = SmtpMailer::new(options(mailpit.port, Security::None)).unwrap().send(&envelope()).await.unwrap_err();
    assert!(matches!(&error, SendError::Refused(why) if why.contains("55")), "{error:?}");
}

#[tokio::test]
async fn a_server_that_is_not_there_is_away() {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mailer = SmtpMailer::new(options(port, Security::None)).unwrap();
    assert!(matches!(mailer.send(&envelope()).await, Err(SendError::Away(_))));
    assert!(mailer.check().await.is_err());
}

#[tokio::test]
async fn files_are_whole_and_a_mail_that_is_written_again_takes_its_own_place() {
    let folder = std::env::temp_dir().join(format!("infrasell-mail-{}-{}", std::process::id(), line!()));
    let mailer = FileMailer::new(&folder);
    for _ in 0..2 {
        mailer.send(&envelope()).await.unwrap();
    }
    let names: Vec<String> =
        std::fs::read_dir(&folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(names, ["hello.eml"]);
    assert_eq!(std::fs::read(folder.join("hello.eml")).unwrap(), envelope().message);
    mailer.check().await.unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    std::fs::write(&folder, b"not a folder").unwrap();
    assert!(matches!(mailer.send(&envelope()).await, Err(SendError::Away(_))));
    std::fs::remove_file(&folder).unwrap();
}
