//! Storefront tokens from the command line.

use super::run::RunError;
use crate::app::App;
use clap::Subcommand;
use infrasell_contracts::{
    identity::{
        CreateStorefrontToken, ListStorefrontTokens, RevokeStorefrontToken, StorefrontTokenInput, StorefrontTokenKind,
    },
    settings::{ChannelRef, GetChannel},
};
use infrasell_kernel::{PageRequest, StorefrontTokenId};
use infrasell_rpc::Cx;

/// Storefront tokens.
#[derive(Debug, Subcommand)]
pub enum TokenCommand {
    /// Make a storefront token and print it.
    Create {
        /// What it is for.
        name: String,
        /// The channel that its storefront sells in.
        #[arg(long, default_value = "web")]
        channel: String,
        /// For the storefront's own server only: shown this once.
        #[arg(long)]
        private: bool,
    },
    /// List storefront tokens: id, token or its first characters, kind, channel, name, state.
    List,
    /// Revoke a storefront token at once.
    Revoke {
        /// Its id: sft_1042.
        id: StorefrontTokenId,
    },
}

fn cx() -> Cx {
    Cx::system("cli", "cli")
}

/// Does what was asked.
pub async fn run(app: &App, command: TokenCommand) -> Result<(), RunError> {
    match command {
        TokenCommand::Create { name, channel, private } => create(app, name, channel, private).await,
        TokenCommand::List => list(app).await,
        TokenCommand::Revoke { id } => revoke(app, id).await,
    }
}

async fn create(app: &App, name: String, channel: String, private: bool) -> Result<(), RunError> {
    let found = app.services.settings.channel(&cx(), GetChannel { channel: ChannelRef::Code(channel) }).await;
    let channel = found.map_err(|e| RunError::refused(&e))?.id;
    let kind = if private { StorefrontTokenKind::Private } else { StorefrontTokenKind::Public };
    let token = StorefrontTokenInput { name, kind, channel };
    let made = app.services.identity.create_storefront_token(&cx(), CreateStorefrontToken { token }).await;
    let made = made.map_err(|e| RunError::refused(&e))?;
    if private {
        eprintln!("the private token '{}', shown this once:", made.storefront_token.name);
    }
    println!("{}", made.secret);
    Ok(())
}

async fn list(app: &App) -> Result<(), RunError> {
    let mut page = PageRequest::default();
    loop {
        let found = app.services.identity.storefront_tokens(&cx(), ListStorefrontTokens { live: None, page }).await;
        let found = found.map_err(|e| RunError::refused(&e))?;
        for one in &found.items {
            let text = one.token.clone().unwrap_or_else(|| format!("{}…", one.prefix));
            let kind = if one.kind == StorefrontTokenKind::Public { "public" } else { "private" };
            let state = one.revoked_at.map_or_else(|| "live".to_owned(), |at| format!("revoked {at}"));
            println!("{}\t{text}\t{kind}\t{}\t{}\t{state}", one.id, one.channel, one.name);
        }
        let Some(next) = found.next else { return Ok(()) };
        page = PageRequest { after: Some(next), ..PageRequest::default() };
    }
}

async fn revoke(app: &App, id: StorefrontTokenId) -> Result<(), RunError> {
    let revoked = app.services.identity.revoke_storefront_token(&cx(), RevokeStorefrontToken { id }).await;
    let revoked = revoked.map_err(|e| RunError::refused(&e))?;
    eprintln!("{id} '{}' is revoked", revoked.name);
    Ok(())
}
