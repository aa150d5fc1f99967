//! Mails that were sent, and the templates they are written with.

use crate::{
    Gateway,
    answer::{Accepted, Answer, Done, Shown},
    api::{Api, Methods},
    caller::{Allowed, may},
    doc,
    input::{At, Body, Query},
    paths::{MailTemplateAt, NotificationAt},
};
use axum::extract::State;
use infrasell_contracts::notifications::{
    GetNotification, ListNotifications, ListTemplates, Notification, NotificationDetail, NotificationFilter,
    PreviewTemplate, PutTemplate, RenderedMail, RetryNotification, SendTest, Template, TemplateInput, TemplateRef,
};
use infrasell_kernel::{Page, PageRequest};
use schemars::JsonSchema;
use serde::Deserialize;

/// The routes.
pub fn routes<A: Api>() -> A {
    const TAG: &str = "Notifications";
    A::new()
        .at("/admin/v1/notifications", |on| on.get(notifications, doc(TAG, "Mails, newest first")))
        .at("/admin/v1/notifications/{id}", |on| {
            on.get(notification, doc(TAG, "One mail with its text and every try to send it"))
        })
        .at("/admin/v1/notifications/{id}/retry", |on| {
            on.post(retry, doc(TAG, "Try a mail again, at once and with all its tries"))
        })
        .at("/admin/v1/mail-templates", |on| on.get(templates, doc(TAG, "Templates of mails")))
        .at("/admin/v1/mail-templates/{kind}/{locale}", |on| {
            on.get(template, doc(TAG, "The template that a mail is written with"))
                .put(put_template, doc(TAG, "Put the shop's own template in place; one that does not work is refused"))
                .delete(delete_template, doc(TAG, "Go back to the template that Infrasell brings"))
        })
        .at("/admin/v1/mail-templates/{kind}/{locale}/preview", |on| {
            on.post(preview, doc(TAG, "How a mail looks with sample data, by the template in place or by a draft"))
        })
        .at("/admin/v1/mail-templates/{kind}/{locale}/test", |on| {
            on.post(send_test, doc(TAG, "Send a mail with sample data"))
        })
}

fn which(at: MailTemplateAt) -> TemplateRef {
    TemplateRef { kind: at.kind, locale: at.locale }
}

async fn notifications(
    who: Allowed<may::NotificationsRead>,
    State(g): State<Gateway>,
    Query(filter): Query<NotificationFilter>,
    Query(page): Query<PageRequest>,
) -> Answer<Shown<Page<Notification>>> {
    Ok(Shown::new(g.notifications.notifications(&who.cx, ListNotifications { filter, page }).await?))
}

async fn notification(
    who: Allowed<may::NotificationsRead>,
    State(g): State<Gateway>,
    At(at): At<NotificationAt>,
) -> Answer<Shown<NotificationDetail>> {
    Ok(Shown::new(g.notifications.notification(&who.cx, GetNotification { id: at.id }).await?))
}

async fn retry(
    who: Allowed<may::NotificationsWrite>,
    State(g): State<Gateway>,
    At(at): At<NotificationAt>,
) -> Answer<Accepted<Notification>> {
    Ok(Accepted::new(g.notifications.retry(&who.cx, RetryNotification { id: at.id }).await?))
}

async fn templates(who: Allowed<may::NotificationsRead>, State(g): State<Gateway>) -> Answer<Shown<Page<Template>>> {
    Ok(Shown::new(g.notifications.templates(&who.cx, ListTemplates {}).await?))
}

async fn template(
    who: Allowed<may::NotificationsRead>,
    State(g): State<Gateway>,
    At(at): At<MailTemplateAt>,
) -> Answer<Shown<Template>> {
    Ok(Shown::new(g.notifications.template(&who.cx, which(at)).await?))
}

async fn put_template(
    who: Allowed<may::NotificationsWrite>,
    State(g): State<Gateway>,
    At(at): At<MailTemplateAt>,
    Body(input): Body<TemplateInput>,
) -> Answer<Shown<Template>> {
    Ok(Shown::new(g.notifications.put_template(&who.cx, PutTemplate { template: which(at), input }).await?))
}

async fn delete_template(
    who: Allowed<may::NotificationsWrite>,
    State(g): State<Gateway>,
    At(at): At<MailTemplateAt>,
) -> Answer<Done> {
    g.notifications.delete_template(&who.cx, which(at)).await?;
    Ok(Done)
}

/// What is previewed.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Preview {
    /// A draft; the template in place when absent.
    #[serde(default)]
    draft: Option<TemplateInput>,
}

async fn preview(
    who: Allowed<may::NotificationsRead>,
    State(g): State<Gateway>,
    At(at): At<MailTemplateAt>,
    Body(body): Body<Preview>,
) -> Answer<Shown<RenderedMail>> {
    let asked = PreviewTemplate { template: which(at), draft: body.draft };
    Ok(Shown::new(g.notifications.preview(&who.cx, asked).await?))
}

/// Where a test goes.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct TestTo {
    /// An e-mail address.
    #[schemars(length(max = 254))]
    to: String,
}

async fn send_test(
    who: Allowed<may::NotificationsWrite>,
    State(g): State<Gateway>,
    At(at): At<MailTemplateAt>,
    Body(body): Body<TestTo>,
) -> Answer<Accepted<Notification>> {
    Ok(Accepted::new(g.notifications.send_test(&who.cx, SendTest { template: which(at), to: body.to }).await?))
}
