//! The payment provider to test against, as a process of its own.

use crate::{Trouble, http::Conn, server::Server};
use std::{net::SocketAddr, path::Path};

/// What the simulator's own defaults are.
const SECRET: &str = "sk_test_simulator";
const WEBHOOK_SECRET: &str = "whsec_simulator";

/// A simulator that runs.
pub struct Simulator {
    server: Server,
}

impl Simulator {
    /// Starts one.
    ///
    /// # Errors
    /// When it does not answer.
    pub async fn start(program: &Path) -> Result<Simulator, Trouble> {
        let words = |listen: &str| vec!["--listen".to_owned(), listen.to_owned()];
        let mut server = Server::start(program, words, &[])?;
        server.first_answer("/_sim/pending_webhooks").await?;
        Ok(Simulator { server })
    }

    /// Where it is.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.server.address
    }

    /// What a shop must be told to pay through it.
    #[must_use]
    pub fn variables(&self) -> Vec<(String, String)> {
        let set = |name: &str, value: &str| (format!("INFRASELL_PAYMENTS_SIMULATOR_{name}"), value.to_owned());
        vec![
            set("ENABLED", "true"),
            set("BASE_URL", &format!("http://{}", self.server.address)),
            set("SECRET", SECRET),
            set("WEBHOOK_SECRET", WEBHOOK_SECRET),
        ]
    }

    /// Tells it where the shop hears.
    ///
    /// # Errors
    /// When it refuses.
    pub async fn tell(&self, shop: SocketAddr) -> Result<(), Trouble> {
        let url = format!(r#"{{"url":"http://{shop}/hooks/v1/payments/simulator"}}"#);
        self.control("/_sim/webhook_endpoints", &url).await
    }

    /// One call of its control.
    ///
    /// # Errors
    /// When it refuses.
    pub async fn control(&self, path: &str, body: &str) -> Result<(), Trouble> {
        let mut conn = Conn::open(self.server.address).await?;
        let reply = conn.call("POST", path, body).await?;
        if (200..300).contains(&reply.status) {
            return Ok(());
        }
        Err(Trouble::Other(format!("{path}: {} {}", reply.status, String::from_utf8_lossy(reply.body))))
    }
}
