//! A customer's session and credentials: signing in and out, tokens, sessions, verification, passwords.
//!
//! Always true: what is asked for by address gets the same answer whether there is an account.

use crate::{
    Gateway,
    answer::{Accepted, Answer, Created, Done, Failure, Shown, WithCookie},
    api::{Api, Methods},
    caller::{Customer, Guest},
    cookies::{Jar, client, csrf_token, refuse_foreign},
    doc,
    input::{At, Body, Query},
    paths::SessionAt,
};
use axum::{extract::State, http::HeaderMap};
use infrasell_contracts::identity::{
    ChangeCustomerPassword, ChangeEmail, CustomerSignIn, EndCustomerSession, GetJwks, Jwks, ListCustomerSessions,
    MailTo, PasswordChange, Refresh, ResetPassword, SessionInfo, SessionKind, TokenPair, UseMailToken,
};
use infrasell_kernel::{CustomerId, ErrorKind, Page, PageRequest, SessionId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The routes.
pub fn routes<A: Api>() -> A {
    const TAG: &str = "Account";
    A::new()
        .at("/store/v1/session", |on| {
            on.post(sign_in, doc(TAG, "Sign in: by cookie, or for tokens"))
                .get(session, doc(TAG, "Who is signed in, and the CSRF token of a session by cookie"))
                .delete(sign_out, doc(TAG, "Sign out"))
        })
        .at("/store/v1/session/refresh", |on| on.post(refresh, doc(TAG, "Exchange a refresh token, once")))
        .at("/store/v1/customers/me/sessions", |on| on.get(sessions, doc(TAG, "Your sessions, the newest first")))
        .at("/store/v1/customers/me/sessions/{id}", |on| on.delete(end, doc(TAG, "End one of your sessions")))
        .at("/store/v1/customers/me/password", |on| on.post(password, doc(TAG, "Change your password")))
        .at("/store/v1/customers/me/email", |on| {
            on.post(email, doc(TAG, "Ask for another e-mail address; it takes effect once it is verified"))
        })
        .at("/store/v1/account/verify", |on| on.post(verify, doc(TAG, "Take the token of a verification mail")))
        .at("/store/v1/account/verification", |on| {
            on.post(ask_verification, doc(TAG, "Ask for another verification mail"))
        })
        .at("/store/v1/account/password-reset", |on| on.post(ask_reset, doc(TAG, "Ask for a mail to reset a password")))
        .at("/store/v1/account/password-reset/complete", |on| {
            on.post(reset, doc(TAG, "Set a new password with the token of a mail"))
        })
        .at("/.well-known/jwks.json", |on| on.get(jwks, doc(TAG, "The keys that access tokens are signed with")))
}

/// An e-mail address and a password.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SignInBody {
    /// The e-mail address.
    #[schemars(length(max = 254))]
    email: String,
    /// The password.
    #[schemars(length(max = 256))]
    password: String,
    /// How the session travels: `cookie`, or `tokens` for programs that keep no cookies.
    #[serde(default = "by_cookie")]
    kind: SessionKind,
}

fn by_cookie() -> SessionKind {
    SessionKind::Cookie
}

/// A session that has begun.
#[derive(Serialize, JsonSchema)]
struct NewSession {
    /// Who is signed in.
    customer: CustomerId,
    /// The session.
    session: SessionInfo,
    /// What a write with the cookie carries in `X-CSRF-Token`.
    csrf_token: Option<String>,
    /// The tokens, when they were asked for.
    tokens: Option<TokenPair>,
}

/// Who is signed in.
#[derive(Serialize, JsonSchema)]
struct Present {
    /// Who.
    customer: CustomerId,
    /// His session.
    session: Option<SessionId>,
    /// Whether he has shown that his e-mail address is his.
    email_verified: bool,
    /// What a write with the cookie carries in `X-CSRF-Token`; absent with a bearer token.
    csrf_token: Option<String>,
}

/// What comes next, whether there is such an account or not.
#[derive(Serialize, JsonSchema)]
struct Advice {
    /// For the person who asked.
    message: String,
}

fn look_into_mailbox() -> Accepted<Advice> {
    Accepted::new(Advice { message: "if there is such an account, a mail is on its way".into() })
}

async fn sign_in(
    guest: Guest,
    State(g): State<Gateway>,
    headers: HeaderMap,
    Body(body): Body<SignInBody>,
) -> Answer<WithCookie<Created<NewSession>>> {
    refuse_foreign(&headers, body.kind == SessionKind::Cookie, &g)?;
    let client = client(Jar::Customer, &headers, &g);
    let sign_in = CustomerSignIn { email: body.email, password: body.password, kind: body.kind, client };
    let new = g.identity.customer_sign_in(&guest.cx.unkeyed(), sign_in).await?;
    let cookie = new.cookie.as_deref().and_then(|c| Jar::Customer.hand_out(c, new.session.expires_at, &headers, &g));
    let csrf_token = new.cookie.as_deref().map(csrf_token);
    let body = NewSession { customer: new.customer, session: new.session, csrf_token, tokens: new.tokens };
    Ok(WithCookie { cookie, answer: Created::new(body) })
}

async fn session(who: Customer, State(g): State<Gateway>, headers: HeaderMap) -> Answer<Shown<Present>> {
    let csrf_token = Jar::Customer.in_use(&headers, &g).map(|secret| csrf_token(&secret));
    let (customer, session, email_verified) = (who.id, who.session, who.email_verified);
    Ok(Shown::new(Present { customer, session, email_verified, csrf_token }))
}

async fn sign_out(who: Customer, State(g): State<Gateway>, headers: HeaderMap) -> Answer<WithCookie<Done>> {
    let session = who.session.ok_or_else(no_session)?;
    g.identity.end_customer_session(&who.cx, EndCustomerSession { customer: who.id, session }).await?;
    Ok(WithCookie { cookie: Jar::Customer.take_back(&headers, &g), answer: Done })
}

fn no_session() -> Failure {
    Failure::new(ErrorKind::Conflict, "not_a_session", "there is no session to end")
}

async fn refresh(guest: Guest, State(g): State<Gateway>, Body(body): Body<Refresh>) -> Answer<Shown<TokenPair>> {
    Ok(Shown::new(g.identity.refresh(&guest.cx.unkeyed(), body).await?))
}

async fn sessions(
    who: Customer,
    State(g): State<Gateway>,
    Query(page): Query<PageRequest>,
) -> Answer<Shown<Page<SessionInfo>>> {
    let list = ListCustomerSessions { customer: who.id, current: who.session, page };
    Ok(Shown::new(g.identity.customer_sessions(&who.cx, list).await?))
}

async fn end(who: Customer, State(g): State<Gateway>, At(at): At<SessionAt>) -> Answer<Done> {
    g.identity.end_customer_session(&who.cx, EndCustomerSession { customer: who.id, session: at.id }).await?;
    Ok(Done)
}

async fn password(who: Customer, State(g): State<Gateway>, Body(change): Body<PasswordChange>) -> Answer<Done> {
    let change = ChangeCustomerPassword {
        customer: who.id,
        current_password: change.current_password,
        new_password: change.new_password,
        current: who.session,
    };
    g.identity.change_customer_password(&who.cx.unkeyed(), change).await?;
    Ok(Done)
}

/// Another e-mail address.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewEmail {
    /// The new address.
    #[schemars(length(max = 254))]
    email: String,
    /// The present password.
    #[schemars(length(max = 256))]
    password: String,
}

async fn email(who: Customer, State(g): State<Gateway>, Body(new): Body<NewEmail>) -> Answer<Accepted<Advice>> {
    let change = ChangeEmail { customer: who.id, email: new.email, password: new.password };
    g.identity.change_email(&who.cx.unkeyed(), change).await?;
    Ok(Accepted::new(Advice { message: "look into the mailbox of the new address".into() }))
}

async fn verify(guest: Guest, State(g): State<Gateway>, Body(token): Body<UseMailToken>) -> Answer<Done> {
    g.identity.verify_email(&guest.cx.unkeyed(), token).await?;
    Ok(Done)
}

async fn ask_verification(guest: Guest, State(g): State<Gateway>, Body(to): Body<MailTo>) -> Answer<Accepted<Advice>> {
    g.identity.request_email_verification(&guest.cx.unkeyed(), to).await?;
    Ok(look_into_mailbox())
}

async fn ask_reset(guest: Guest, State(g): State<Gateway>, Body(to): Body<MailTo>) -> Answer<Accepted<Advice>> {
    g.identity.request_password_reset(&guest.cx.unkeyed(), to).await?;
    Ok(look_into_mailbox())
}

async fn reset(guest: Guest, State(g): State<Gateway>, Body(reset): Body<ResetPassword>) -> Answer<Done> {
    g.identity.reset_password(&guest.cx.unkeyed(), reset).await?;
    Ok(Done)
}

async fn jwks(guest: Guest, State(g): State<Gateway>) -> Answer<Shown<Jwks>> {
    Ok(Shown::new(g.identity.jwks(&guest.cx, GetJwks {}).await?))
}
