//! The contract, and with the events the only place that begins a transaction.

use crate::{
    Deps,
    builtin::{LANGUAGES, Source},
    check,
    model::{About, NewMail},
    sample::Fill,
    send, store,
    write::{brought, source},
};
use async_trait::async_trait;
use infrasell_contracts::{
    common::{Audit, AuditCheck, AuditReport},
    notifications::{
        GetNotification, ListNotifications, ListTemplates, Notification, NotificationDetail, NotificationError,
        NotificationKind, NotificationState, Notifications, PreviewTemplate, PutTemplate, RenderedMail,
        RetryNotification, SendTest, Template, TemplateInput, TemplateRef,
    },
};
use infrasell_db::Once;
use infrasell_kernel::{Cursor, Locale, NotificationId, Page, Timestamp};
use infrasell_rpc::{Cx, Fault};

const MAILS: &str = "notifications:id";
/// The most templates of a shop's own.
const MOST_TEMPLATES: i64 = 300;

/// Notifications over a database.
pub struct NotificationService {
    pub(crate) deps: Deps,
}

type Answer<T> = Result<T, NotificationError>;

impl NotificationService {
    /// A Message-ID: the same at every try, and no other message's.
    pub(crate) fn message_id(&self, id: NotificationId, now: Timestamp) -> String {
        format!("{id}.{}@{}", now.micros(), self.host())
    }

    /// The name of the storefront's host; a word that is nobody's when it has no name.
    pub(crate) fn host(&self) -> &str {
        let storefront = self.deps.options.storefront.as_str();
        let host = storefront.split("://").last().unwrap_or("").split(['/', ':', '?', '#']).next().unwrap_or("");
        let named = host.contains('.') && host.contains(|c: char| c.is_ascii_alphabetic());
        let fit = named && host.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'-');
        if fit { host } else { "infrasell.invalid" }
    }

    /// Tries a template with everything and with as little as there can be.
    async fn works(&self, cx: &Cx, which: &TemplateRef, input: &TemplateInput) -> Result<RenderedMail, Fault> {
        check::template(input)?;
        let shop = self.shop(cx).await?;
        let source = Source { subject: &input.subject, text: &input.text, html: &input.html };
        self.try_out(&shop, which, source, Fill::Sparse)?;
        Ok(self.try_out(&shop, which, source, Fill::Full)?)
    }

    async fn found(&self, id: NotificationId) -> Result<Notification, Fault> {
        let found = store::mail::find(&self.deps.db, id).await?;
        Ok(found.ok_or_else(|| Fault::not_found("notification", id))?.0.shown)
    }
}

#[async_trait]
impl Notifications for NotificationService {
    async fn notifications(&self, _: &Cx, req: ListNotifications) -> Answer<Page<Notification>> {
        let (limit, after) = (req.page.limit()?, req.page.key(MAILS)?);
        let after = after.map(NotificationId::from_i64);
        let found = store::mail::page(&self.deps.db, &req.filter, after, limit).await.map_err(Fault::from)?;
        Ok(Page::from_surplus(found, limit, |last| Cursor::new(MAILS, &last.id.get())))
    }

    async fn notification(&self, _: &Cx, req: GetNotification) -> Answer<NotificationDetail> {
        let found = store::mail::find(&self.deps.db, req.id).await.map_err(Fault::from)?;
        let (mail, text, html) = found.ok_or_else(|| Fault::not_found("notification", req.id))?;
        let tries = store::mail::tries(&self.deps.db, req.id).await.map_err(Fault::from)?;
        Ok(NotificationDetail { notification: mail.shown, text, html, tries })
    }

    async fn retry(&self, cx: &Cx, req: RetryNotification) -> Answer<Notification> {
        let mut tx = match self.deps.db.begin_once(cx, "notifications.retry", &req).await? {
            Once::Answered(notification) => return Ok(notification),
            Once::Fresh(tx) => tx,
        };
        let found = store::mail::lock(&mut tx, req.id).await.map_err(Fault::from)?;
        let before = found.ok_or_else(|| Fault::not_found("notification", req.id))?.shown;
        if before.state == NotificationState::Sent {
            return Err(NotificationError::AlreadySent);
        }
        tx.was(&before);
        let now = self.deps.env.now();
        store::mail::again(&mut tx, req.id, now).map_err(Fault::from)?;
        send::wake(&mut tx, now).await?;
        let after = Notification { state: NotificationState::Waiting, next_attempt_at: Some(now), ..before };
        tx.commit_with(&after).await.map_err(Fault::from)?;
        Ok(after)
    }

    async fn templates(&self, _: &Cx, _: ListTemplates) -> Answer<Page<Template>> {
        let mut items = store::template::all(&self.deps.db).await.map_err(Fault::from)?;
        for kind in NotificationKind::ALL {
            for language in LANGUAGES {
                let locale: Locale = language.parse().map_err(Fault::internal)?;
                if !items.iter().any(|own| own.kind == *kind && own.locale == locale) {
                    items.push(brought(*kind, locale));
                }
            }
        }
        items.sort_by_key(|template| (template.kind, template.locale.clone()));
        Ok(Page { items, next: None })
    }

    async fn template(&self, _: &Cx, req: TemplateRef) -> Answer<Template> {
        Ok(self.template_for(req.kind, &req.locale).await?)
    }

    async fn put_template(&self, cx: &Cx, req: PutTemplate) -> Answer<Template> {
        self.works(cx, &req.template, &req.input).await?;
        let mut tx = match self.deps.db.begin_once(cx, "notifications.put_template", &req).await? {
            Once::Answered(template) => return Ok(template),
            Once::Fresh(tx) => tx,
        };
        let before = store::template::lock(&mut tx, &req.template).await.map_err(Fault::from)?;
        if before.is_none() && store::template::count(&mut tx).await.map_err(Fault::from)? >= MOST_TEMPLATES {
            return Err(Fault::conflict(format!("a shop has at most {MOST_TEMPLATES} templates of its own")).into());
        }
        let after = Template {
            kind: req.template.kind,
            locale: req.template.locale,
            overridden: true,
            subject: req.input.subject,
            text: req.input.text,
            html: req.input.html,
            updated_by: Some(cx.caller.actor()),
            updated_at: Some(self.deps.env.now()),
        };
        tx.about(format!("{}/{}", after.kind.as_str(), after.locale));
        if let Some(before) = &before {
            tx.was(before);
        }
        store::template::put(&mut tx, &after).map_err(Fault::from)?;
        tx.commit_with(&after).await.map_err(Fault::from)?;
        Ok(after)
    }

    async fn delete_template(&self, cx: &Cx, req: TemplateRef) -> Answer<()> {
        let mut tx = match self.deps.db.begin_once(cx, "notifications.delete_template", &req).await? {
            Once::Answered(()) => return Ok(()),
            Once::Fresh(tx) => tx,
        };
        let name = format!("{} in {}", req.kind.as_str(), req.locale);
        let before = store::template::lock(&mut tx, &req).await.map_err(Fault::from)?;
        tx.was(&before.ok_or_else(|| Fault::not_found("template of the shop's own", &name))?);
        tx.about(format!("{}/{}", req.kind.as_str(), req.locale));
        store::template::delete(&mut tx, &req).await.map_err(Fault::from)?;
        tx.commit_with(&()).await.map_err(Fault::from)?;
        Ok(())
    }

    async fn preview(&self, cx: &Cx, req: PreviewTemplate) -> Answer<RenderedMail> {
        if let Some(draft) = &req.draft {
            return Ok(self.works(cx, &req.template, draft).await?);
        }
        let template = self.template_for(req.template.kind, &req.template.locale).await?;
        let shop = self.shop(cx).await?;
        Ok(self.try_out(&shop, &req.template, source(&template), Fill::Full)?)
    }

    async fn send_test(&self, cx: &Cx, req: SendTest) -> Answer<Notification> {
        check::recipient(&req.to)?;
        let id: NotificationId = self.deps.db.next_id().await.map_err(Fault::from)?;
        let mut tx = match self.deps.db.begin_once(cx, "notifications.send_test", &req).await? {
            Once::Answered(id) => return Ok(self.found(id).await?),
            Once::Fresh(tx) => tx,
        };
        let mail = NewMail {
            source: format!("test:{id}"),
            kind: req.template.kind,
            about: About::Sample,
            recipient: req.to,
            locale: req.template.locale,
        };
        let now = self.deps.env.now();
        store::mail::insert(&mut tx, id, &mail, &self.message_id(id, now), now).await.map_err(Fault::from)?;
        send::wake(&mut tx, now).await?;
        tx.commit_with(&id).await.map_err(Fault::from)?;
        Ok(self.found(id).await?)
    }

    async fn audit(&self, _: &Cx, _: Audit) -> Answer<AuditReport> {
        let (examined, differences) = store::mail::audit(&self.deps.db).await.map_err(Fault::from)?;
        let name = "every try of a mail is written down, and it is sent if and only if one of them was".to_owned();
        Ok(AuditReport { checks: vec![AuditCheck { name, examined, differences }] })
    }
}
