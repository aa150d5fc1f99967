//! What notifications hear of others, and the mail each cause makes.

use crate::{
    NotificationService,
    model::{About, NewMail},
    send, store,
};
use async_trait::async_trait;
use infrasell_contracts::{
    identity::{CREDENTIAL_MAIL, CredentialMail, MailKind},
    notifications::NotificationKind,
    orders::{
        ORDER_CANCELLED, ORDER_FULFILLED, ORDER_PLACED, ORDER_REFUNDED, OrderCancelled, OrderFulfilled, OrderPlaced,
        OrderRefunded,
    },
    settings::{ChannelRef, GetChannel},
};
use infrasell_db::{Event, EventHandler, Subscription};
use infrasell_kernel::Locale;
use infrasell_rpc::{Cx, Fault};
use std::sync::Arc;

/// The code of the way to pay in cash at the door.
const CASH_ON_DELIVERY: &str = "cod";

struct Heard(Arc<NotificationService>);

#[async_trait]
impl EventHandler for Heard {
    async fn handle(&self, cx: &Cx, event: &Event) -> Result<(), Fault> {
        let service = &self.0;
        match event.topic.as_str() {
            ORDER_PLACED => service.placed(cx, &event.decode()?).await,
            ORDER_FULFILLED => service.shipped(cx, &event.decode()?).await,
            ORDER_REFUNDED => service.refunded(cx, &event.decode()?).await,
            CREDENTIAL_MAIL => service.credential(cx, event.decode()?).await,
            ORDER_CANCELLED => service.cancelled(cx, &event.decode()?).await,
            _ => Ok(()),
        }
    }
}

impl NotificationService {
    /// What the runner delivers to notifications. A shop that has sold for a while does not write to everybody when it
    /// first gets them, so they hear from now on.
    #[must_use]
    pub fn subscriptions(self: &Arc<Self>) -> Vec<Subscription> {
        let topics = &[ORDER_PLACED, ORDER_FULFILLED, ORDER_REFUNDED, ORDER_CANCELLED];
        let heard = || Arc::new(Heard(self.clone()));
        vec![
            Subscription::new("notifications.orders", topics, heard()).from_now(),
            Subscription::new("notifications.credentials", &[CREDENTIAL_MAIL], heard()).from_now(),
        ]
    }

    async fn credential(&self, cx: &Cx, told: CredentialMail) -> Result<(), Fault> {
        let kind = match told.kind {
            MailKind::VerifyEmail => NotificationKind::VerifyEmail,
            MailKind::ChangeEmail => NotificationKind::ChangeEmail,
            MailKind::ResetPassword => NotificationKind::ResetPassword,
            MailKind::AccountExists => NotificationKind::AccountExists,
            MailKind::PasswordChanged => NotificationKind::PasswordChanged,
            MailKind::EmailChanged => NotificationKind::EmailChanged,
            MailKind::StaffReset => NotificationKind::StaffReset,
            MailKind::StaffPasswordChanged => NotificationKind::StaffPasswordChanged,
        };
        let locale = match told.locale {
            Some(locale) => locale,
            None => self.own_locale(cx).await?,
        };
        let source = format!("credential:{}", told.request);
        let about = About::Credential { request: told.request, name: told.name };
        self.ask_for(NewMail { source, kind, about, recipient: told.to, locale }).await
    }

    /// The first language of the channel that every shop has.
    async fn own_locale(&self, cx: &Cx) -> Result<Locale, Fault> {
        let wanted = GetChannel { channel: ChannelRef::Code("web".into()) };
        let channel = self.deps.settings.channel(cx, wanted).await.map_err(|error| Fault::relay(&error))?;
        let first = channel.locales.into_iter().next();
        first.ok_or_else(|| Fault::internal("the channel web has no language"))
    }

    async fn placed(&self, cx: &Cx, told: &OrderPlaced) -> Result<(), Fault> {
        let about = About::Order { order: told.order };
        self.about_order(cx, format!("order:{}", told.order), NotificationKind::OrderConfirmed, about).await
    }

    async fn shipped(&self, cx: &Cx, told: &OrderFulfilled) -> Result<(), Fault> {
        let about = About::Parcel { order: told.order, fulfilment: told.fulfilment };
        self.about_order(cx, format!("parcel:{}", told.fulfilment), NotificationKind::OrderShipped, about).await
    }

    async fn refunded(&self, cx: &Cx, told: &OrderRefunded) -> Result<(), Fault> {
        let about = About::Refund { order: told.order, refund: told.refund };
        self.about_order(cx, format!("refund:{}", told.refund), NotificationKind::OrderRefunded, about).await
    }

    async fn cancelled(&self, cx: &Cx, told: &OrderCancelled) -> Result<(), Fault> {
        let about = About::Order { order: told.order };
        self.about_order(cx, format!("cancel:{}", told.order), NotificationKind::OrderCancelled, about).await
    }

    async fn about_order(&self, cx: &Cx, source: String, kind: NotificationKind, about: About) -> Result<(), Fault> {
        let Some(id) = about.order() else { return Ok(()) };
        let order = self.order(cx, id).await?;
        let cash = kind == NotificationKind::OrderConfirmed && order.payment_method == CASH_ON_DELIVERY;
        let kind = if cash { NotificationKind::CodConfirmation } else { kind };
        if order.email.is_empty() {
            tracing::debug!(order = %id, "an order without an e-mail address gets no mail");
            return Ok(());
        }
        self.ask_for(NewMail { source, kind, about, recipient: order.email, locale: order.locale }).await
    }

    /// Writes a mail down and has it sent; nothing when its cause has made one already.
    pub(crate) async fn ask_for(&self, mail: NewMail) -> Result<(), Fault> {
        let now = self.deps.env.now();
        let id = self.deps.db.next_id().await?;
        let mut tx = self.deps.db.begin().await?;
        if store::mail::insert(&mut tx, id, &mail, &self.message_id(id, now), now).await? {
            send::wake(&mut tx, now).await?;
        }
        Ok(tx.commit().await?)
    }
}
