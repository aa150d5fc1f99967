//! Storefront tokens.

use super::IdentityService;
use crate::{
    grant,
    secret::{self, Opens, Secret},
    store::storefront_token,
};
use infrasell_contracts::identity::{
    CreateStorefrontToken, FindStorefrontToken, FoundStorefrontToken, IdentityError, ListStorefrontTokens,
    NewStorefrontToken, RevokeStorefrontToken, StorefrontToken, StorefrontTokenKind,
};
use infrasell_db::Once;
use infrasell_kernel::{Cursor, Fields, Page, StorefrontTokenId};
use infrasell_rpc::{Cx, Fault};

const TOKENS: &str = "storefront_tokens:id";
const LONGEST_NAME: usize = 100;

impl IdentityService {
    pub(super) async fn storefront_token_page(
        &self,
        req: ListStorefrontTokens,
    ) -> Result<Page<StorefrontToken>, IdentityError> {
        let (limit, after) = (req.page.limit()?, req.page.key(TOKENS)?);
        let after = after.map(StorefrontTokenId::from_i64);
        let found = storefront_token::page(&self.db, req.live, after, limit).await?;
        Ok(Page::from_surplus(found, limit, |last| Cursor::new(TOKENS, &last.id.get())))
    }

    /// Makes a token. A repeat under its idempotency key is told a public one again, and a private one while this process
    /// remembers it.
    pub(super) async fn add_storefront_token(
        &self,
        cx: &Cx,
        req: CreateStorefrontToken,
    ) -> Result<NewStorefrontToken, IdentityError> {
        let mut fields = Fields::new();
        fields.text("name", &req.token.name, LONGEST_NAME);
        fields.done().map_err(|errors| Fault::Invalid { errors })?;
        grant::channels(&cx.caller, Some(&[req.token.channel]))?;
        let mut tx = match self.db.begin_once(cx, "identity.create_storefront_token", &req).await? {
            Once::Answered(token) => return self.storefront_token_made_before(token),
            Once::Fresh(tx) => tx,
        };
        let is_public = req.token.kind == StorefrontTokenKind::Public;
        let opens = if is_public { Opens::PublicStorefront } else { Opens::PrivateStorefront };
        let secret = Secret::fresh(opens, self.env.random.as_ref());
        let (prefix, hash) = (secret.shown(), secret.hash());
        let secret = secret.into_text();
        let new = StorefrontToken {
            id: tx.next_id().await.map_err(Fault::from)?,
            name: req.token.name,
            kind: req.token.kind,
            channel: req.token.channel,
            prefix,
            token: is_public.then(|| secret.clone()),
            created_at: self.env.now(),
            revoked_at: None,
        };
        storefront_token::insert(&mut tx, &new, &hash).await?;
        tx.commit_with(&new).await.map_err(Fault::from)?;
        Ok(NewStorefrontToken { storefront_token: new, secret })
    }

    fn storefront_token_made_before(&self, token: StorefrontToken) -> Result<NewStorefrontToken, IdentityError> {
        match token.token.clone() {
            Some(secret) => Ok(NewStorefrontToken { storefront_token: token, secret }),
            None => {
                Err(Fault::conflict("this private token was made and shown before: revoke it and make another").into())
            }
        }
    }

    pub(super) async fn end_storefront_token(
        &self,
        cx: &Cx,
        req: RevokeStorefrontToken,
    ) -> Result<StorefrontToken, IdentityError> {
        let mut tx = match self.db.begin_once(cx, "identity.revoke_storefront_token", &req).await? {
            Once::Answered(token) => return Ok(token),
            Once::Fresh(tx) => tx,
        };
        let revoked = storefront_token::revoke(&mut tx, req.id, self.env.now()).await?;
        let revoked = revoked.ok_or_else(|| Fault::not_found("storefront token", req.id))?;
        grant::channels(&cx.caller, Some(&[revoked.channel]))?;
        tx.commit_with(&revoked).await.map_err(Fault::from)?;
        Ok(revoked)
    }

    /// The token that was sent. Every request of a storefront asks, so the answer is kept.
    pub(super) async fn whose_storefront(
        &self,
        req: FindStorefrontToken,
    ) -> Result<FoundStorefrontToken, IdentityError> {
        let wanted = [Opens::PublicStorefront, Opens::PrivateStorefront];
        let hash = secret::read(&req.secret).filter(|(opens, _)| wanted.contains(opens)).map(|(_, hash)| hash);
        let Some(hash) = hash else { return Ok(FoundStorefrontToken { token: None }) };
        let found = self.storefront_tokens.get(&hash, storefront_token::find(&self.db, &hash)).await?;
        Ok(FoundStorefrontToken { token: found.as_ref().clone() })
    }
}
