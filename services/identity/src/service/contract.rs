//! The contract, a line a method: what each does stands in the file of its noun.

use super::IdentityService;
use infrasell_contracts::{
    common::{Audit, AuditReport},
    identity::*,
};
use infrasell_kernel::Page;
use infrasell_rpc::{Cx, Fault, async_trait};

#[async_trait]
impl Identity for IdentityService {
    async fn authenticate(&self, _cx: &Cx, req: Authenticate) -> Result<Authenticated, IdentityError> {
        self.authenticate_secret(&req.secret).await
    }
    async fn sign_in(&self, _cx: &Cx, req: SignIn) -> Result<SignedIn, IdentityError> {
        self.begin_session(req).await
    }
    async fn sign_out(&self, cx: &Cx, req: SignOut) -> Result<(), IdentityError> {
        self.end_session(cx, req).await
    }
    async fn staff(&self, _cx: &Cx, req: ListStaff) -> Result<Page<Staff>, IdentityError> {
        self.staff_page(req).await
    }
    async fn staff_member(&self, _cx: &Cx, req: GetStaff) -> Result<Staff, IdentityError> {
        self.one_of_staff(req.id).await
    }
    async fn create_staff(&self, cx: &Cx, req: CreateStaff) -> Result<Staff, IdentityError> {
        self.add_staff(cx, req).await
    }
    async fn update_staff(&self, cx: &Cx, req: UpdateStaff) -> Result<Staff, IdentityError> {
        self.change_staff(cx, req).await
    }
    async fn roles(&self, _cx: &Cx, req: ListRoles) -> Result<Page<Role>, IdentityError> {
        self.role_page(req).await
    }
    async fn create_role(&self, cx: &Cx, req: CreateRole) -> Result<Role, IdentityError> {
        self.add_role(cx, req).await
    }
    async fn api_keys(&self, _cx: &Cx, req: ListApiKeys) -> Result<Page<ApiKey>, IdentityError> {
        self.key_page(req).await
    }
    async fn create_api_key(&self, cx: &Cx, req: CreateApiKey) -> Result<NewApiKey, IdentityError> {
        self.add_key(cx, req).await
    }
    async fn revoke_api_key(&self, cx: &Cx, req: RevokeApiKey) -> Result<ApiKey, IdentityError> {
        self.revoke_key(cx, req).await
    }
    async fn role(&self, _cx: &Cx, _req: GetRole) -> Result<Role, IdentityError> {
        Err(Fault::Unavailable { what: "identity".into() }.into())
    }
    async fn update_role(&self, _cx: &Cx, _req: UpdateRole) -> Result<Role, IdentityError> {
        Err(Fault::Unavailable { what: "identity".into() }.into())
    }
    async fn delete_role(&self, _cx: &Cx, _req: DeleteRole) -> Result<(), IdentityError> {
        Err(Fault::Unavailable { what: "identity".into() }.into())
    }
    async fn staff_sessions(&self, _cx: &Cx, _req: ListStaffSessions) -> Result<Page<SessionInfo>, IdentityError> {
        Err(Fault::Unavailable { what: "identity".into() }.into())
    }
    async fn request_staff_reset(&self, _cx: &Cx, _req: MailTo) -> Result<(), IdentityError> {
        Err(Fault::Unavailable { what: "identity".into() }.into())
    }
    async fn reset_staff_password(&self, _cx: &Cx, _req: ResetPassword) -> Result<(), IdentityError> {
        Err(Fault::Unavailable { what: "identity".into() }.into())
    }
    async fn change_password(&self, _cx: &Cx, _req: ChangePassword) -> Result<(), IdentityError> {
        Err(Fault::Unavailable { what: "identity".into() }.into())
    }
    async fn begin_second_factor(&self, _cx: &Cx, _req: BeginSecondFactor) -> Result<SecondFactorSetUp, IdentityError> {
        Err(Fault::Unavailable { what: "identity".into() }.into())
    }
    async fn confirm_second_factor(&self, _cx: &Cx, _req: ConfirmSecondFactor) -> Result<RecoveryCodes, IdentityError> {
        Err(Fault::Unavailable { what: "identity".into() }.into())
    }
    async fn new_recovery_codes(&self, _cx: &Cx, _req: NewRecoveryCodes) -> Result<RecoveryCodes, IdentityError> {
        Err(Fault::Unavailable { what: "identity".into() }.into())
    }
    async fn remove_second_factor(&self, _cx: &Cx, _req: RemoveSecondFactor) -> Result<(), IdentityError> {
        Err(Fault::Unavailable { what: "identity".into() }.into())
    }
    async fn open_account(&self, _cx: &Cx, _req: OpenAccount) -> Result<OpenedAccount, IdentityError> {
        Err(Fault::Unavailable { what: "identity".into() }.into())
    }
    async fn accounts(&self, _cx: &Cx, _req: GetAccounts) -> Result<Accounts, IdentityError> {
        Err(Fault::Unavailable { what: "identity".into() }.into())
    }
    async fn customer_sign_in(&self, _cx: &Cx, _req: CustomerSignIn) -> Result<CustomerSignedIn, IdentityError> {
        Err(Fault::Unavailable { what: "identity".into() }.into())
    }
    async fn refresh(&self, _cx: &Cx, _req: Refresh) -> Result<TokenPair, IdentityError> {
        Err(Fault::Unavailable { what: "identity".into() }.into())
    }
    async fn end_customer_session(&self, _cx: &Cx, _req: EndCustomerSession) -> Result<(), IdentityError> {
        Err(Fault::Unavailable { what: "identity".into() }.into())
    }
    async fn customer_sessions(
        &self,
        _cx: &Cx,
        _req: ListCustomerSessions,
    ) -> Result<Page<SessionInfo>, IdentityError> {
        Err(Fault::Unavailable { what: "identity".into() }.into())
    }
    async fn verify_email(&self, _cx: &Cx, _req: UseMailToken) -> Result<(), IdentityError> {
        Err(Fault::Unavailable { what: "identity".into() }.into())
    }
    async fn request_email_verification(&self, _cx: &Cx, _req: MailTo) -> Result<(), IdentityError> {
        Err(Fault::Unavailable { what: "identity".into() }.into())
    }
    async fn request_password_reset(&self, _cx: &Cx, _req: MailTo) -> Result<(), IdentityError> {
        Err(Fault::Unavailable { what: "identity".into() }.into())
    }
    async fn reset_password(&self, _cx: &Cx, _req: ResetPassword) -> Result<(), IdentityError> {
        Err(Fault::Unavailable { what: "identity".into() }.into())
    }
    async fn change_customer_password(&self, _cx: &Cx, _req: ChangeCustomerPassword) -> Result<(), IdentityError> {
        Err(Fault::Unavailable { what: "identity".into() }.into())
    }
    async fn change_email(&self, _cx: &Cx, _req: ChangeEmail) -> Result<(), IdentityError> {
        Err(Fault::Unavailable { what: "identity".into() }.into())
    }
    async fn close_account(&self, _cx: &Cx, _req: CloseAccount) -> Result<(), IdentityError> {
        Err(Fault::Unavailable { what: "identity".into() }.into())
    }
    async fn mint_mail_token(&self, _cx: &Cx, _req: MintMailToken) -> Result<MailToken, IdentityError> {
        Err(Fault::Unavailable { what: "identity".into() }.into())
    }
    async fn jwks(&self, _cx: &Cx, _req: GetJwks) -> Result<Jwks, IdentityError> {
        Err(Fault::Unavailable { what: "identity".into() }.into())
    }
    async fn signing_keys(&self, _cx: &Cx, _req: ListSigningKeys) -> Result<SigningKeys, IdentityError> {
        Err(Fault::Unavailable { what: "identity".into() }.into())
    }
    async fn rotate_signing_key(&self, _cx: &Cx, _req: RotateSigningKey) -> Result<SigningKeys, IdentityError> {
        Err(Fault::Unavailable { what: "identity".into() }.into())
    }
    async fn audit(&self, _cx: &Cx, _req: Audit) -> Result<AuditReport, IdentityError> {
        Err(Fault::Unavailable { what: "identity".into() }.into())
    }
}
