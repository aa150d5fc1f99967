//! The parameters that stand in paths.

use infrasell_contracts::{content::PolicyKind, notifications::NotificationKind};
use infrasell_kernel::*;
use schemars::JsonSchema;
use serde::Deserialize;

macro_rules! paths {
    ($($(#[$doc:meta])* $Name:ident { $($field:ident: $Type:ty),* })*) => {
        $( $(#[$doc])* #[derive(Debug, Deserialize, JsonSchema)] pub struct $Name { $( #[doc = "Which."] pub $field: $Type ),* } )*
    };
}

paths! {
    /// A cart, checkout or order by what the buyer holds.
    TokenAt { token: Token }
    /// A line of a cart.
    CartLineAt { token: Token, line: CartLineId }
    /// A product by id or handle.
    ProductNameAt { product: String }
    /// A collection by id or handle.
    CollectionNameAt { collection: String }
    /// A payment provider by code.
    ProviderAt { provider: String }
    /// A page by id or handle.
    PageNameAt { page: String }
    /// A blog by id or handle.
    BlogNameAt { blog: String }
    /// An article by the handles of its blog and its own.
    ArticleNameAt { blog: String, article: String }
    /// A menu by handle.
    MenuNameAt { menu: String }
    /// A policy.
    PolicyAt { policy: PolicyKind }
    /// A policy by handle.
    PolicyNameAt { policy: String }
    /// Metaobjects by their type.
    MetaobjectTypeAt { metaobject_type: String }
    /// A metaobject by type and handle.
    MetaobjectNameAt { metaobject_type: String, metaobject: String }
    /// A page.
    PageAt { id: ContentPageId }
    /// A blog.
    BlogAt { id: BlogId }
    /// An article.
    ArticleAt { id: ArticleId }
    /// A menu.
    MenuAt { id: MenuId }
    /// A redirect.
    RedirectAt { id: RedirectId }
    /// A definition of metaobjects.
    MetaobjectDefinitionAt { id: MetaobjectDefinitionId }
    /// A metaobject.
    MetaobjectAt { id: MetaobjectId }
    /// A channel.
    ChannelAt { id: ChannelId }
    /// A tax registration.
    TaxRegistrationAt { id: TaxRegistrationId }
    /// A member of staff.
    StaffAt { id: StaffId }
    /// A role.
    RoleAt { id: RoleId }
    /// A session.
    SessionAt { id: SessionId }
    /// An API key.
    ApiKeyAt { id: ApiKeyId }
    /// A storefront token.
    StorefrontTokenAt { id: StorefrontTokenId }
    /// A product.
    ProductAt { id: ProductId }
    /// A category.
    CategoryAt { id: CategoryId }
    /// A collection.
    CollectionAt { id: CollectionId }
    /// A metafield definition.
    MetafieldDefinitionAt { id: MetafieldDefinitionId }
    /// A variant.
    VariantAt { id: VariantId }
    /// A price list.
    PriceListAt { id: PriceListId }
    /// A tax rate.
    TaxRateAt { id: TaxRateId }
    /// A shipping method.
    ShippingMethodAt { id: ShippingMethodId }
    /// A location.
    LocationAt { id: LocationId }
    /// A transfer.
    TransferAt { id: TransferId }
    /// An order.
    OrderAt { id: OrderId }
    /// A fulfilment of an order.
    FulfilmentAt { id: OrderId, fulfilment: FulfilmentId }
    /// A customer.
    CustomerAt { id: CustomerId }
    /// An address of a customer.
    AddressAt { id: CustomerId, address: AddressId }
    /// An address of the customer who calls.
    OwnAddressAt { address: AddressId }
    /// A group of customers.
    CustomerGroupAt { id: CustomerGroupId }
    /// A payment.
    PaymentAt { id: PaymentId }
    /// An operation of a provider.
    ProviderOpAt { id: ProviderOpId }
    /// A picture.
    MediaAt { id: MediaId }
    /// An export.
    ExportAt { id: ExportId }
    /// An import.
    ImportAt { id: ImportId }
    /// An entry of the audit trail.
    AuditEntryAt { id: AuditEntryId }
    /// A mail.
    NotificationAt { id: NotificationId }
    /// A template of mails: what it is for, and in which language.
    MailTemplateAt { kind: NotificationKind, locale: Locale }
    /// A webhook.
    WebhookAt { id: WebhookId }
    /// A message to a webhook.
    WebhookDeliveryAt { id: WebhookDeliveryId }
    /// A job.
    JobAt { id: JobId }
}
