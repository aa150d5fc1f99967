//! The contract, a line a method: what each does stands in the file of its noun.

use super::IdentityService;
use infrasell_contracts::{
    common::{Audit, AuditReport},
    identity::*,
};
use infrasell_kernel::Page;
use infrasell_rpc::{Cx, async_trait};

#[async_trait]
impl Identity for IdentityService {
    async fn authenticate(&self, _cx: &Cx, req: Authenticate) -> Result<Authenticated, IdentityError> {
        self.authenticate_secret(&req.secret).await
    }
    async fn sign_in(&self, cx: &Cx, req: SignIn) -> Result<SignedIn, IdentityError> {
        self.begin_session(cx, req).await
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
    async fn storefront_tokens(
        &self,
        _cx: &Cx,
        req: ListStorefrontTokens,
    ) -> Result<Page<StorefrontToken>, IdentityError> {
        self.storefront_token_page(req).await
    }
    async fn create_storefront_token(
        &self,
        cx: &Cx,
        req: CreateStorefrontToken,
    ) -> Result<NewStorefrontToken, IdentityError> {
        self.add_storefront_token(cx, req).await
    }
    async fn revoke_storefront_token(
        &self,
        cx: &Cx,
        req: RevokeStorefrontToken,
    ) -> Result<StorefrontToken, IdentityError> {
        self.end_storefront_token(cx, req).await
    }
    async fn storefront_token(
        &self,
        _cx: &Cx,
        req: FindStorefrontToken,
    ) -> Result<FoundStorefrontToken, IdentityError> {
        self.whose_storefront(req).await
    }
    async fn role(&self, _cx: &Cx, req: GetRole) -> Result<Role, IdentityError> {
        self.one_role(req.id).await
    }
    async fn update_role(&self, cx: &Cx, req: UpdateRole) -> Result<Role, IdentityError> {
        self.change_role(cx, req).await
    }
    async fn delete_role(&self, cx: &Cx, req: DeleteRole) -> Result<(), IdentityError> {
        self.remove_role(cx, req).await
    }
    async fn staff_sessions(&self, cx: &Cx, req: ListStaffSessions) -> Result<Page<SessionInfo>, IdentityError> {
        self.sessions_of(cx, req).await
    }
    async fn request_staff_reset(&self, cx: &Cx, req: MailTo) -> Result<(), IdentityError> {
        self.take_wish(cx, MailKind::StaffReset, req).await
    }
    async fn reset_staff_password(&self, _cx: &Cx, req: ResetPassword) -> Result<(), IdentityError> {
        self.reset_staff(req).await
    }
    async fn change_password(&self, cx: &Cx, req: ChangePassword) -> Result<(), IdentityError> {
        self.change_own_password(cx, req).await
    }
    async fn begin_second_factor(&self, cx: &Cx, _: BeginSecondFactor) -> Result<SecondFactorSetUp, IdentityError> {
        self.begin_factor(cx).await
    }
    async fn confirm_second_factor(&self, cx: &Cx, req: ConfirmSecondFactor) -> Result<RecoveryCodes, IdentityError> {
        self.confirm_factor(cx, req).await
    }
    async fn new_recovery_codes(&self, cx: &Cx, req: NewRecoveryCodes) -> Result<RecoveryCodes, IdentityError> {
        self.renew_codes(cx, req).await
    }
    async fn remove_second_factor(&self, cx: &Cx, req: RemoveSecondFactor) -> Result<(), IdentityError> {
        self.remove_factor(cx, req).await
    }
    async fn open_account(&self, cx: &Cx, req: OpenAccount) -> Result<OpenedAccount, IdentityError> {
        self.open(cx, req).await
    }
    async fn accounts(&self, _cx: &Cx, req: GetAccounts) -> Result<Accounts, IdentityError> {
        self.accounts_of(req).await
    }
    async fn customer_sign_in(&self, cx: &Cx, req: CustomerSignIn) -> Result<CustomerSignedIn, IdentityError> {
        self.begin_customer_session(cx, req).await
    }
    async fn refresh(&self, _cx: &Cx, req: Refresh) -> Result<TokenPair, IdentityError> {
        self.exchange(req).await
    }
    async fn end_customer_session(&self, _cx: &Cx, req: EndCustomerSession) -> Result<(), IdentityError> {
        self.end_customer(req).await
    }
    async fn customer_sessions(&self, _cx: &Cx, req: ListCustomerSessions) -> Result<Page<SessionInfo>, IdentityError> {
        self.sessions_of_customer(req).await
    }
    async fn verify_email(&self, _cx: &Cx, req: UseMailToken) -> Result<(), IdentityError> {
        self.verify(req).await
    }
    async fn request_email_verification(&self, cx: &Cx, req: MailTo) -> Result<(), IdentityError> {
        self.take_wish(cx, MailKind::VerifyEmail, req).await
    }
    async fn request_password_reset(&self, cx: &Cx, req: MailTo) -> Result<(), IdentityError> {
        self.take_wish(cx, MailKind::ResetPassword, req).await
    }
    async fn reset_password(&self, _cx: &Cx, req: ResetPassword) -> Result<(), IdentityError> {
        self.reset_customer(req).await
    }
    async fn change_customer_password(&self, _cx: &Cx, req: ChangeCustomerPassword) -> Result<(), IdentityError> {
        self.put_customer_password(req).await
    }
    async fn change_email(&self, cx: &Cx, req: ChangeEmail) -> Result<(), IdentityError> {
        self.ask_email(cx, req).await
    }
    async fn close_account(&self, _cx: &Cx, req: CloseAccount) -> Result<(), IdentityError> {
        self.close(req).await
    }
    async fn mint_mail_token(&self, cx: &Cx, req: MintMailToken) -> Result<MailToken, IdentityError> {
        self.mint(cx, req).await
    }
    async fn jwks(&self, _cx: &Cx, _: GetJwks) -> Result<Jwks, IdentityError> {
        self.public_keys().await
    }
    async fn signing_keys(&self, _cx: &Cx, _: ListSigningKeys) -> Result<SigningKeys, IdentityError> {
        self.list_signing_keys().await
    }
    async fn rotate_signing_key(&self, cx: &Cx, req: RotateSigningKey) -> Result<SigningKeys, IdentityError> {
        self.rotate(cx, req).await
    }
    async fn audit(&self, _cx: &Cx, _: Audit) -> Result<AuditReport, IdentityError> {
        self.check_books().await
    }
}
