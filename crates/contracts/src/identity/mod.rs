//! The contract of **identity**: staff, roles, API keys; every credential, session and token, customers' too.

mod accounts;
mod factors;
mod keys;
mod mails;
mod roles;
mod sessions;
mod signing;
mod staff;
mod storefront;

pub use accounts::*;
pub use factors::*;
pub use keys::*;
pub use mails::*;
pub use roles::*;
pub use sessions::*;
pub use signing::*;
pub use staff::*;
pub use storefront::*;

use crate::common::{Audit, AuditReport};
use infrasell_kernel::{ApiKeyId, Page};
use infrasell_rpc::{service, service_error};

service_error! {
    /// What identity can answer.
    pub enum IdentityError {
        /// E-mail or password is wrong, or the account may not sign in: it does not say which.
        #[error("the e-mail address or the password is wrong")]
        WrongCredentials => Unauthenticated,
        /// Too many attempts to sign in under this e-mail address.
        #[error("too many attempts to sign in; try again in {retry_after_s} seconds")]
        TooManyAttempts {
            /// How long to wait, in seconds.
            retry_after_s: u64,
        } => TooMany,
        /// The secret is unknown, revoked or expired: it does not say which.
        #[error("the key or session is not valid")]
        NotAuthenticated => Unauthenticated,
        /// The caller would give away what he does not have himself.
        #[error("you cannot grant a permission that you do not have: {permission}")]
        CannotGrant {
            /// The first such permission.
            permission: String,
        } => Forbidden,
        /// The caller would give access to channels that he is not let into himself.
        #[error("you cannot give access to channels that you have no access to")]
        CannotGrantChannels => Forbidden,
        /// Another account has this e-mail address.
        #[error("a member of staff with this e-mail address exists already")]
        EmailTaken => Conflict,
        /// Another role has this code.
        #[error("a role with the code '{role_code}' exists already")]
        RoleCodeTaken {
            /// The code.
            role_code: String,
        } => Conflict,
        /// The key was made by an earlier request under this idempotency key, and only its hash is kept.
        #[error("{key} was made before and its secret is not kept: revoke it and make another")]
        SecretNotKept {
            /// The key that was made.
            key: ApiKeyId,
        } => Conflict,
        /// Somebody must be able to get in.
        #[error("the last active owner cannot be removed")]
        LastOwner => Conflict,
        /// The password is right; the account has a second factor, too.
        #[error("a code of the second factor is needed")]
        SecondFactorRequired => Unauthenticated,
        /// The code is wrong, was used before, or its time is over: it does not say which.
        #[error("the code is not valid")]
        WrongCode => Unauthenticated,
        /// The token from the mail is unknown, used or too old: it does not say which.
        #[error("the link is not valid any more; ask for a new one")]
        TokenNotValid => Conflict,
        /// The present password is wrong.
        #[error("the present password is wrong")]
        WrongPassword => Forbidden,
        /// There is nothing to confirm or take away.
        #[error("no second factor is being set up or in use")]
        NoSecondFactor => Conflict,
        /// A role that came with the shop.
        #[error("the role '{role_code}' came with the shop and cannot be changed this way")]
        BuiltinRole {
            /// Its code.
            role_code: String,
        } => Conflict,
        /// A role that somebody or some key has.
        #[error("the role '{role_code}' is in use by {holders} members of staff and keys")]
        RoleInUse {
            /// Its code.
            role_code: String,
            /// How many have it.
            holders: i64,
        } => Conflict,
    }
}

service! {
    /// Staff, roles, API keys, accounts, sessions and tokens.
    pub trait Identity in identity, error IdentityError {
        /// Whom a secret belongs to.
        read fn authenticate(Authenticate) -> Authenticated;
        /// Signs a member of staff in.
        write fn sign_in(SignIn) -> SignedIn;
        /// Ends a session.
        write fn sign_out(SignOut) -> ();
        /// Staff.
        read fn staff(ListStaff) -> Page<Staff>;
        /// One member of staff.
        read fn staff_member(GetStaff) -> Staff;
        /// Adds a member of staff. Nobody can grant what he does not have himself.
        write fn create_staff(CreateStaff) -> Staff;
        /// Changes a member of staff.
        write fn update_staff(UpdateStaff) -> Staff;
        /// Roles.
        read fn roles(ListRoles) -> Page<Role>;
        /// Makes a role.
        write fn create_role(CreateRole) -> Role;
        /// API keys.
        read fn api_keys(ListApiKeys) -> Page<ApiKey>;
        /// Makes an API key. Nobody can grant what he does not have himself.
        write fn create_api_key(CreateApiKey) -> NewApiKey;
        /// Revokes an API key.
        write fn revoke_api_key(RevokeApiKey) -> ApiKey;
        /// Storefront tokens.
        read fn storefront_tokens(ListStorefrontTokens) -> Page<StorefrontToken>;
        /// Makes a storefront token.
        write fn create_storefront_token(CreateStorefrontToken) -> NewStorefrontToken;
        /// Revokes a storefront token.
        write fn revoke_storefront_token(RevokeStorefrontToken) -> StorefrontToken;
        /// Whose a storefront token is.
        read fn storefront_token(FindStorefrontToken) -> FoundStorefrontToken;
        /// One role.
        read fn role(GetRole) -> Role;
        /// Changes a role. Nobody can grant what he does not have himself.
        write fn update_role(UpdateRole) -> Role;
        /// Deletes a role that nobody has.
        write fn delete_role(DeleteRole) -> ();
        /// Somebody's sessions: one's own, or anybody's for whoever may see staff.
        read fn staff_sessions(ListStaffSessions) -> Page<SessionInfo>;
        /// Asks for a mail with which a member of staff can set a new password.
        write fn request_staff_reset(MailTo) -> ();
        /// Sets a member of staff's password with a token from a mail; ends his sessions. His second factor stays.
        write fn reset_staff_password(ResetPassword) -> ();
        /// Changes the caller's own password.
        write fn change_password(ChangePassword) -> ();
        /// Begins to set up a second factor.
        write fn begin_second_factor(BeginSecondFactor) -> SecondFactorSetUp;
        /// Confirms it.
        write fn confirm_second_factor(ConfirmSecondFactor) -> RecoveryCodes;
        /// Makes new recovery codes.
        write fn new_recovery_codes(NewRecoveryCodes) -> RecoveryCodes;
        /// Takes a second factor away.
        write fn remove_second_factor(RemoveSecondFactor) -> ();
        /// Opens a customer's account and asks for the mail that verifies his address. Takes the same time either way.
        write fn open_account(OpenAccount) -> OpenedAccount;
        /// Accounts by customer.
        read fn accounts(GetAccounts) -> Accounts;
        /// Signs a customer in.
        write fn customer_sign_in(CustomerSignIn) -> CustomerSignedIn;
        /// Exchanges a refresh token.
        write fn refresh(Refresh) -> TokenPair;
        /// Ends a customer's session.
        write fn end_customer_session(EndCustomerSession) -> ();
        /// A customer's sessions.
        read fn customer_sessions(ListCustomerSessions) -> Page<SessionInfo>;
        /// Takes the token of a verification mail.
        write fn verify_email(UseMailToken) -> ();
        /// Asks for another verification mail.
        write fn request_email_verification(MailTo) -> ();
        /// Asks for a mail with which a customer can set a new password.
        write fn request_password_reset(MailTo) -> ();
        /// Sets a customer's password with a token from a mail; ends his sessions.
        write fn reset_password(ResetPassword) -> ();
        /// Changes a customer's password.
        write fn change_customer_password(ChangeCustomerPassword) -> ();
        /// Asks for another e-mail address.
        write fn change_email(ChangeEmail) -> ();
        /// Deletes an account.
        write fn close_account(CloseAccount) -> ();
        /// Makes the token of a mail.
        write fn mint_mail_token(MintMailToken) -> MailToken;
        /// The public keys of access tokens.
        read fn jwks(GetJwks) -> Jwks;
        /// The signing keys.
        read fn signing_keys(ListSigningKeys) -> SigningKeys;
        /// Lets the next signing key sign.
        write fn rotate_signing_key(RotateSigningKey) -> SigningKeys;
        /// Checks identity's own books.
        read fn audit(Audit) -> AuditReport;
    }
}
