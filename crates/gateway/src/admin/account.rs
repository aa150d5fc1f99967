//! A member of staff's own account: sessions, password, second factor; and the keys that access tokens are signed with.

use crate::{
    Gateway,
    answer::{Accepted, Answer, Created, Done, Failure, Shown, WithCookie},
    api::{Api, Methods},
    caller::{Allowed, Guest, SignedIn, may},
    cookies::{Jar, client, csrf_token, refuse_foreign},
    doc,
    input::{At, Body, Query},
    paths::{SessionAt, StaffAt},
};
use axum::{extract::State, http::HeaderMap};
use infrasell_contracts::identity::{
    BeginSecondFactor, ChangePassword, ConfirmSecondFactor, GetStaff, ListSigningKeys, ListStaffSessions, MailTo,
    NewRecoveryCodes, PasswordChange, RecoveryCodes, RemoveSecondFactor, ResetPassword, RotateSigningKey,
    SecondFactorCode, SecondFactorSetUp, Session, SessionInfo, SessionKind, SignIn, SignOut, SigningKeys, Staff,
};
use infrasell_kernel::{ChannelId, ErrorKind, Page, PageRequest, Permissions, StaffId};
use infrasell_rpc::Caller;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The routes.
pub fn routes<A: Api>() -> A {
    const TAG: &str = "Your account";
    A::new()
        .at("/admin/v1/session", |on| {
            on.post(sign_in, doc(TAG, "Sign in: for a bearer token, or by cookie"))
                .delete(sign_out, doc(TAG, "Sign out"))
        })
        .at("/admin/v1/me", |on| on.get(me, doc(TAG, "Who you are and what you may do")))
        .at("/admin/v1/me/password", |on| on.post(password, doc(TAG, "Change your password")))
        .at("/admin/v1/me/sessions", |on| on.get(sessions, doc(TAG, "Your sessions, the newest first")))
        .at("/admin/v1/me/sessions/{id}", |on| on.delete(end, doc(TAG, "End one of your sessions")))
        .at("/admin/v1/me/second-factor", |on| {
            on.post(begin, doc(TAG, "Begin to set up a second factor; its secret is shown once"))
        })
        .at("/admin/v1/me/second-factor/confirm", |on| {
            on.post(confirm, doc(TAG, "Confirm the second factor with a code; shows the recovery codes once"))
        })
        .at("/admin/v1/me/second-factor/remove", |on| on.post(remove, doc(TAG, "Take your second factor away")))
        .at("/admin/v1/me/recovery-codes", |on| {
            on.post(recovery_codes, doc(TAG, "Make new recovery codes; the old ones die"))
        })
        .at("/admin/v1/password-reset", |on| on.post(ask_reset, doc(TAG, "Ask for a mail to reset a password")))
        .at("/admin/v1/password-reset/complete", |on| {
            on.post(reset, doc(TAG, "Set a new password with the token of a mail"))
        })
        .at("/admin/v1/staff/{id}/second-factor", |on| {
            on.delete(remove_others, doc("Staff", "Take somebody's second factor away, who may do no more than you"))
        })
        .at("/admin/v1/staff/{id}/sessions", |on| on.get(sessions_of, doc("Staff", "Somebody's sessions")))
        .at("/admin/v1/sessions/{id}", |on| on.delete(end_any, doc("Staff", "End anybody's session")))
        .at("/admin/v1/signing-keys", |on| on.get(keys, doc("Staff", "The keys that access tokens are signed with")))
        .at("/admin/v1/signing-keys/rotate", |on| {
            on.post(rotate, doc("Staff", "Let the next signing key sign; revoke the present one if you must"))
        })
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
    /// The second factor, if he has one: six digits of the moment, or a recovery code.
    #[schemars(length(max = 32))]
    code: Option<String>,
    /// How the session travels: `bearer` or `cookie`.
    #[serde(default)]
    kind: SessionKind,
}

/// A session that has begun.
#[derive(Serialize, JsonSchema)]
struct NewSession {
    /// The session.
    session: Session,
    /// What goes into `Authorization: Bearer …`; absent when it is in the cookie.
    secret: Option<String>,
    /// What a write with the cookie carries in `X-CSRF-Token`.
    csrf_token: Option<String>,
    /// Who signed in.
    staff: Staff,
    /// What he may do: nothing until he has set up the second factor that one of his roles asks for.
    permissions: Permissions,
    /// Whether he must set up a second factor before he may do anything else.
    must_set_up_second_factor: bool,
}

/// Who calls.
#[derive(Serialize, JsonSchema)]
struct Me {
    /// A member of staff or a key, by id.
    actor: String,
    /// The member of staff, if it is one.
    staff: Option<Staff>,
    /// What he may do.
    permissions: Permissions,
    /// The channels he is limited to; absent means all.
    channels: Option<Vec<ChannelId>>,
    /// What a write with the cookie carries in `X-CSRF-Token`; absent with a bearer token.
    csrf_token: Option<String>,
}

/// What comes next, whether there is such an account or not.
#[derive(Serialize, JsonSchema)]
struct Advice {
    /// For the person who asked.
    message: String,
}

async fn sign_in(
    guest: Guest,
    State(g): State<Gateway>,
    headers: HeaderMap,
    Body(body): Body<SignInBody>,
) -> Answer<WithCookie<Created<NewSession>>> {
    let by_cookie = body.kind == SessionKind::Cookie;
    refuse_foreign(&headers, by_cookie, &g)?;
    let client = client(Jar::Staff, &headers, &g);
    let sign_in = SignIn { email: body.email, password: body.password, code: body.code, kind: body.kind, client };
    let new = g.identity.sign_in(&guest.cx.unkeyed(), sign_in).await?;
    let cookie = by_cookie.then(|| Jar::Staff.hand_out(&new.secret, new.session.expires_at, &headers, &g)).flatten();
    let answer = Created::new(NewSession {
        session: new.session,
        csrf_token: by_cookie.then(|| csrf_token(&new.secret)),
        secret: (!by_cookie).then_some(new.secret),
        staff: new.staff,
        permissions: new.permissions,
        must_set_up_second_factor: new.must_set_up_second_factor,
    });
    Ok(WithCookie { cookie, answer })
}

async fn sign_out(who: SignedIn, State(g): State<Gateway>, headers: HeaderMap) -> Answer<WithCookie<Done>> {
    let Some(session) = who.session else {
        let title = "a key has no session; revoke it instead";
        return Err(Failure::new(ErrorKind::Conflict, "not_a_session", title));
    };
    g.identity.sign_out(&who.cx, SignOut { session }).await?;
    Ok(WithCookie { cookie: Jar::Staff.take_back(&headers, &g), answer: Done })
}

async fn me(who: SignedIn, State(g): State<Gateway>, headers: HeaderMap) -> Answer<Shown<Me>> {
    let (permissions, staff) = match &who.cx.caller {
        Caller::Staff { permissions, id, .. } => {
            (permissions.clone(), Some(g.identity.staff_member(&who.cx, GetStaff { id: *id }).await?))
        }
        Caller::Key { permissions, .. } => (permissions.clone(), None),
        Caller::Guest { .. } | Caller::Customer { .. } | Caller::System { .. } => (Permissions::default(), None),
    };
    let csrf_token = Jar::Staff.in_use(&headers, &g).map(|secret| csrf_token(&secret));
    let channels = who.cx.caller.channels().map(<[ChannelId]>::to_vec);
    Ok(Shown::new(Me { actor: who.cx.caller.actor(), staff, permissions, channels, csrf_token }))
}

async fn password(who: SignedIn, State(g): State<Gateway>, Body(change): Body<PasswordChange>) -> Answer<Done> {
    g.identity.change_password(&who.cx.unkeyed(), ChangePassword { change, current: who.session }).await?;
    Ok(Done)
}

async fn sessions(
    who: SignedIn,
    State(g): State<Gateway>,
    Query(page): Query<PageRequest>,
) -> Answer<Shown<Page<SessionInfo>>> {
    let list = ListStaffSessions { staff: oneself(&who)?, current: who.session, page };
    Ok(Shown::new(g.identity.staff_sessions(&who.cx, list).await?))
}

fn oneself(who: &SignedIn) -> Result<StaffId, Failure> {
    match &who.cx.caller {
        Caller::Staff { id, .. } => Ok(*id),
        _ => {
            Err(Failure::new(ErrorKind::Conflict, "not_a_session", "a key has no sessions, password or second factor"))
        }
    }
}

async fn end(who: SignedIn, State(g): State<Gateway>, At(at): At<SessionAt>) -> Answer<Done> {
    g.identity.sign_out(&who.cx, SignOut { session: at.id }).await?;
    Ok(Done)
}

async fn sessions_of(
    who: Allowed<may::StaffRead>,
    State(g): State<Gateway>,
    At(at): At<StaffAt>,
    Query(page): Query<PageRequest>,
) -> Answer<Shown<Page<SessionInfo>>> {
    let list = ListStaffSessions { staff: at.id, current: None, page };
    Ok(Shown::new(g.identity.staff_sessions(&who.cx, list).await?))
}

async fn end_any(who: Allowed<may::StaffWrite>, State(g): State<Gateway>, At(at): At<SessionAt>) -> Answer<Done> {
    g.identity.sign_out(&who.cx, SignOut { session: at.id }).await?;
    Ok(Done)
}

async fn begin(who: SignedIn, State(g): State<Gateway>) -> Answer<Created<SecondFactorSetUp>> {
    Ok(Created::new(g.identity.begin_second_factor(&who.cx.unkeyed(), BeginSecondFactor {}).await?))
}

async fn confirm(
    who: SignedIn,
    State(g): State<Gateway>,
    Body(code): Body<SecondFactorCode>,
) -> Answer<Created<RecoveryCodes>> {
    let confirm = ConfirmSecondFactor { code: code.code, current: who.session };
    Ok(Created::new(g.identity.confirm_second_factor(&who.cx.unkeyed(), confirm).await?))
}

async fn remove(who: SignedIn, State(g): State<Gateway>, Body(code): Body<SecondFactorCode>) -> Answer<Done> {
    let remove = RemoveSecondFactor { staff: oneself(&who)?, code: Some(code.code) };
    g.identity.remove_second_factor(&who.cx.unkeyed(), remove).await?;
    Ok(Done)
}

async fn remove_others(who: Allowed<may::StaffWrite>, State(g): State<Gateway>, At(at): At<StaffAt>) -> Answer<Done> {
    g.identity.remove_second_factor(&who.cx.unkeyed(), RemoveSecondFactor { staff: at.id, code: None }).await?;
    Ok(Done)
}

async fn recovery_codes(
    who: SignedIn,
    State(g): State<Gateway>,
    Body(code): Body<SecondFactorCode>,
) -> Answer<Created<RecoveryCodes>> {
    let new = NewRecoveryCodes { code: code.code };
    Ok(Created::new(g.identity.new_recovery_codes(&who.cx.unkeyed(), new).await?))
}

async fn ask_reset(guest: Guest, State(g): State<Gateway>, Body(to): Body<MailTo>) -> Answer<Accepted<Advice>> {
    g.identity.request_staff_reset(&guest.cx.unkeyed(), to).await?;
    Ok(Accepted::new(Advice { message: "if there is such an account, a mail is on its way".into() }))
}

async fn reset(guest: Guest, State(g): State<Gateway>, Body(reset): Body<ResetPassword>) -> Answer<Done> {
    g.identity.reset_staff_password(&guest.cx.unkeyed(), reset).await?;
    Ok(Done)
}

async fn keys(who: Allowed<may::StaffRead>, State(g): State<Gateway>) -> Answer<Shown<SigningKeys>> {
    Ok(Shown::new(g.identity.signing_keys(&who.cx, ListSigningKeys {}).await?))
}

/// How the present key ends.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Rotation {
    /// Whether tokens of the present key are refused from now on, because it may be known to others.
    #[serde(default)]
    revoke: bool,
}

async fn rotate(
    who: Allowed<may::StaffWrite>,
    State(g): State<Gateway>,
    Body(how): Body<Rotation>,
) -> Answer<Shown<SigningKeys>> {
    Ok(Shown::new(g.identity.rotate_signing_key(&who.cx.unkeyed(), RotateSigningKey { revoke: how.revoke }).await?))
}
