//! What the shop reaches outside: its mail server, and the storefront with its certificate.
//!
//! Both are read from the configuration by name, so that a build without them simply finds none.

use super::Finding;
use crate::config::Config;
use rustls::{
    ClientConfig, ClientConnection, DigitallySignedStruct, Error, RootCertStore, SignatureScheme,
    client::{
        WebPkiServerVerifier,
        danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    },
    crypto::ring::default_provider,
    pki_types::{CertificateDer, ServerName, UnixTime},
};
use std::{
    io::Read,
    net::{TcpStream, ToSocketAddrs},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use toml::{Table, Value};

/// How long another machine may take.
const PATIENCE: Duration = Duration::from_secs(5);
const DAY: Duration = Duration::from_secs(86_400);
/// A certificate should be renewed by then, days before its end.
const SOON: u32 = 14;
/// How far ahead is looked, days.
const FAR: u32 = 400;

/// Looks at both; `now` is the time since 1970.
pub(super) async fn examine(config: &Config, now: Duration) -> Vec<Finding> {
    let table = Table::try_from(config).unwrap_or_default();
    let looked = tokio::task::spawn_blocking(move || vec![mail(&table), certificate(&table, now)]).await;
    looked.unwrap_or_else(|cause| vec![Finding::error("mail", cause.to_string(), "report this")])
}

fn text<'a>(table: &'a Table, path: &[&str]) -> &'a str {
    let (last, sections) = path.split_last().unwrap_or((&"", &[]));
    let mut at = Some(table);
    for section in sections {
        at = at.and_then(|table| table.get(*section)).and_then(Value::as_table);
    }
    at.and_then(|table| table.get(*last)).and_then(Value::as_str).unwrap_or_default()
}

fn mail(table: &Table) -> Finding {
    match text(table, &["mail", "engine"]) {
        "" => Finding::ok("mail", "no mail server is configured, and none is needed"),
        "smtp" => {
            let port = table.get("mail").and_then(|mail| mail.get("smtp")?.get("port")?.as_integer());
            let port = port.and_then(|port| u16::try_from(port).ok()).unwrap_or(587);
            mail_server(
                text(table, &["mail", "smtp", "host"]),
                port,
                text(table, &["mail", "smtp", "security"]) == "tls",
            )
        }
        _ => Finding {
            advice: Some("set mail.engine to smtp when buyers are to get mails".into()),
            ..Finding::ok("mail", "mails become files in the shop's folder; nobody is sent anything")
        },
    }
}

fn mail_server(host: &str, port: u16, tls: bool) -> Finding {
    let advice = "see mail.smtp in the configuration, and that no firewall stands between";
    let greeting = connect(host, port).and_then(|mut stream| {
        let mut said = [0; 3];
        // with TLS from the first byte, the server waits for us to begin
        if !tls {
            stream.read_exact(&mut said)?;
        }
        Ok(said)
    });
    match greeting {
        Ok(said) if tls || &said == b"220" => Finding::ok("mail", format!("{host}:{port} answers")),
        Ok(_) => Finding::error("mail", format!("{host}:{port} is no mail server"), advice),
        Err(cause) => Finding::error("mail", format!("{host}:{port} cannot be reached: {cause}"), advice),
    }
}

fn connect(host: &str, port: u16) -> std::io::Result<TcpStream> {
    let mut failed = std::io::Error::from(std::io::ErrorKind::NotFound);
    for address in (host, port).to_socket_addrs()? {
        match TcpStream::connect_timeout(&address, PATIENCE) {
            Ok(stream) => {
                stream.set_read_timeout(Some(PATIENCE))?;
                stream.set_write_timeout(Some(PATIENCE))?;
                return Ok(stream);
            }
            Err(cause) => failed = cause,
        }
    }
    Err(failed)
}

fn certificate(table: &Table, now: Duration) -> Finding {
    let url = text(table, &["storefront", "url"]);
    let Some(rest) = url.strip_prefix("https://") else {
        return Finding::ok(
            "certificate",
            "no https address is configured; TLS is ended before this process, if at all",
        );
    };
    let place = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (host, port) = match place.rsplit_once(':') {
        Some((host, port)) if port.parse::<u16>().is_ok() => (host, port.parse().unwrap_or(443)),
        _ => (place, 443),
    };
    match days_left(host, port, now) {
        Ok(days) => judge(host, days),
        Err(why) => Finding::error(
            "certificate",
            format!("{host}:{port} shows no certificate that browsers take: {why}"),
            "see storefront.url, the name in the certificate, and its chain",
        ),
    }
}

fn judge(host: &str, days: u32) -> Finding {
    let advice = "renew it, and see why that does not happen by itself (certbot, Caddy)";
    match days {
        0..SOON => Finding::warn("certificate", format!("that of {host} ends in {days} days"), advice),
        FAR.. => Finding::ok("certificate", format!("that of {host} holds for more than a year")),
        _ => Finding::ok("certificate", format!("that of {host} holds for {days} days")),
    }
}

/// How many days longer a browser would take the certificate that a server shows.
fn days_left(host: &str, port: u16, now: Duration) -> Result<u32, String> {
    let name = ServerName::try_from(host.to_owned()).map_err(|error| error.to_string())?;
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let provider = Arc::new(default_provider());
    let inner = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider.clone()).build();
    let inner = inner.map_err(|error| format!("this system has no list of authorities ({error})"))?;
    let ahead = Arc::new(Ahead { inner, now, found: Mutex::new(None) });
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let config = config.map_err(|error| error.to_string())?;
    let config = config.dangerous().with_custom_certificate_verifier(ahead.clone()).with_no_client_auth();
    let mut stream = connect(host, port).map_err(|cause| cause.to_string())?;
    let mut session = ClientConnection::new(Arc::new(config), name).map_err(|error| error.to_string())?;
    let mut shaken = Ok(());
    while shaken.is_ok() && session.is_handshaking() {
        shaken = session.complete_io(&mut stream).map(drop);
    }
    let found = ahead.found.lock().unwrap_or_else(PoisonError::into_inner).take();
    match (found, shaken) {
        (Some(found), _) => found,
        (None, Err(cause)) => Err(cause.to_string()),
        (None, Ok(())) => Err("it showed none".into()),
    }
}

/// Verifies as a browser does, today and on days to come.
#[derive(Debug)]
struct Ahead {
    inner: Arc<WebPkiServerVerifier>,
    now: Duration,
    found: Mutex<Option<Result<u32, String>>>,
}

impl ServerCertVerifier for Ahead {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let on = |days: u32| {
            let at = UnixTime::since_unix_epoch(self.now + DAY * days);
            self.inner.verify_server_cert(end_entity, intermediates, name, ocsp, at)
        };
        let today = on(0);
        let found = match &today {
            Err(error) => Err(error.to_string()),
            Ok(_) => Ok(last_good(|days| on(days).is_ok())),
        };
        *self.found.lock().unwrap_or_else(PoisonError::into_inner) = Some(found);
        today
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.inner.verify_tls12_signature(message, cert, signed)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.inner.verify_tls13_signature(message, cert, signed)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.inner.supported_verify_schemes()
    }
}

/// The last day, counted from today, which is good, on which it still is.
fn last_good(is_good: impl Fn(u32) -> bool) -> u32 {
    let (mut good, mut bad) = (0, FAR + 1);
    while bad - good > 1 {
        let middle = good.midpoint(bad);
        if is_good(middle) {
            good = middle;
        } else {
            bad = middle;
        }
    }
    good
}

#[cfg(test)]
mod tests {
    use super::{super::Level, *};
    use std::{io::Write, net::TcpListener};

    fn table(text: &str) -> Table {
        toml::from_str(text).unwrap()
    }

    /// A server that says this to whoever comes.
    fn server(says: &'static [u8]) -> u16 {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let mut stream = stream;
                // whoever has heard enough is gone
                let _told = stream.write_all(says);
            }
        });
        port
    }

    #[test]
    fn a_mail_server_is_asked() {
        let smtp =
            |port| table(&format!("[mail]\nengine = \"smtp\"\n[mail.smtp]\nhost = \"127.0.0.1\"\nport = {port}"));
        assert_eq!(mail(&Table::new()).level, Level::Ok);
        assert!(mail(&table("[mail]\nengine = \"file\"")).advice.is_some());
        assert_eq!(mail(&smtp(server(b"220 mail.example.in ESMTP\r\n"))).level, Level::Ok);
        assert_eq!(mail(&smtp(server(b"SSH-2.0-x\r\n"))).level, Level::Error);
        let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        assert_eq!(mail(&smtp(closed)).level, Level::Error);
    }

    #[test]
    fn a_certificate_is_judged_by_its_last_good_day() {
        for last in [0, 1, 13, 14, 90, FAR] {
            assert_eq!(last_good(|day| day <= last), last);
        }
        assert_eq!(
            [judge("x", 3).level, judge("x", 14).level, judge("x", FAR).level],
            [Level::Warn, Level::Ok, Level::Ok]
        );
        let now = Duration::from_secs(1_770_000_000);
        assert_eq!(certificate(&table("[storefront]\nurl = \"http://x\""), now).level, Level::Ok);
        let no_tls =
            format!("[storefront]\nurl = \"https://localhost:{}/shop\"", server(b"HTTP/1.1 400 Bad Request\r\n\r\n"));
        let found = certificate(&table(&no_tls), now);
        assert!(found.level == Level::Error && found.found.starts_with("localhost:"), "{found:?}");
    }
}
