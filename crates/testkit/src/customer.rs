//! Customers who are signed in.

use crate::{client::Client, shop::Shop, stock::text};
use infrasell_contracts::identity::MintMailToken;
use infrasell_db::v;
use infrasell_kernel::MailRequestId;
use infrasell_rpc::Cx;
use serde_json::json;

/// What test customers sign in with.
pub const PASSWORD: &str = "a pass phrase of a test customer 1";

impl Shop {
    /// A customer who registered, showed that the address is his and signed in for tokens: his id, and his client.
    ///
    /// # Panics
    /// When one of the steps fails.
    pub async fn customer(&self, email: &str) -> (String, Client) {
        let account = json!({ "email": email, "password": PASSWORD, "name": "A Customer" });
        let registered = self.store.post("/store/v1/customers", account).await;
        assert_eq!(registered.status, 202, "{}", registered.body);
        // the mail that the customer would get takes a token of its own; the last one counts
        self.settle().await;
        let token = json!({ "token": self.mail_token(email).await });
        let verified = self.store.post("/store/v1/account/verify", token).await;
        assert_eq!(verified.status, 204, "{}", verified.body);
        let sign_in = json!({ "email": email, "password": PASSWORD, "kind": "tokens" });
        let session = self.store.post("/store/v1/session", sign_in).await.ok();
        let client = Client::new(self.admin.base.clone(), Some(text(&session["tokens"]["access_token"])));
        (text(&session["customer"]), client)
    }

    /// The token that the last mail to this address would carry, if it were written now.
    ///
    /// # Panics
    /// When none was asked for.
    pub async fn mail_token(&self, email: &str) -> String {
        let last = "SELECT id FROM identity_mail_request WHERE email = $1 ORDER BY id DESC LIMIT 1";
        let request: MailRequestId = self
            .process_of("identity")
            .db
            .opt(last, &v![email], |row| row.next())
            .await
            .unwrap()
            .expect("a mail was asked for");
        let cx = Cx::system("test", "test");
        self.app.services.identity.mint_mail_token(&cx, MintMailToken { request }).await.unwrap().token
    }
}
