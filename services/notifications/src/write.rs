//! From a stored mail to a finished message: who sends, which template, which facts.

use crate::{
    NotificationService, Options,
    builtin::{self, LANGUAGES, Source},
    facts::{self, Facts, Method},
    message::{Head, Person},
    model::{About, Mail},
    render::render,
    sample::{self, Fill},
    store,
};
use infrasell_contracts::{
    identity::MintMailToken,
    notifications::{NotificationKind, RenderedMail, Template, TemplateRef},
    orders::{GetOrder, Order, OrderRef},
    payments::{ListMethods, PaymentMethod},
    settings::{GetShop, Shop},
};
use infrasell_kernel::{FieldError, Locale, MailRequestId, Money, OrderId, format::language};
use infrasell_rpc::{Cx, Fault};

/// What stands in the stored text for what lets somebody in.
const MASK: &str = "…";

/// A mail, written.
pub(crate) struct Written {
    /// Its headers.
    pub(crate) head: Head,
    /// Its texts, as they are sent.
    pub(crate) mail: RenderedMail,
    /// Its texts, as they are stored.
    pub(crate) stored: RenderedMail,
}

/// Facts, and what of them must not be stored.
struct Known {
    facts: Facts,
    secrets: Vec<String>,
}

impl NotificationService {
    /// Writes a mail.
    ///
    /// # Errors
    /// What cannot be asked, or what is wrong with the template or an address; all may be better another time.
    pub(crate) async fn write(&self, cx: &Cx, mail: &Mail) -> Result<Written, Fault> {
        let shop = self.shop(cx).await?;
        let known = self.known(cx, mail, &shop).await?;
        let template = self.template_for(mail.shown.kind, &mail.shown.locale).await?;
        let text = render(source(&template), &known.facts)?;
        let stored = masked(&text, &known.secrets);
        let from = self.sender(&shop)?;
        let reply_to = match self.deps.options.reply_to.as_str() {
            "" => None,
            text => Some(Person::parse(text).map_err(Fault::conflict)?),
        };
        let (name, email) = (known.facts.recipient.name.clone(), mail.shown.recipient.clone());
        let message_id = mail.shown.message_id.clone();
        let head = Head { from, reply_to, to: Person { name, email }, message_id, date: self.deps.env.now() };
        Ok(Written { head, mail: text, stored })
    }

    fn sender(&self, shop: &Shop) -> Result<Person, Fault> {
        if !self.deps.options.from.is_empty() {
            return Person::parse(&self.deps.options.from).map_err(Fault::conflict);
        }
        // a fresh shop has no address yet; its mails are written all the same
        let email = if shop.email.is_empty() { format!("no-reply@{}", self.host()) } else { shop.email.clone() };
        Ok(Person { name: shop.name.clone(), email })
    }

    pub(crate) async fn shop(&self, cx: &Cx) -> Result<Shop, Fault> {
        self.deps.settings.shop(cx, GetShop {}).await.map_err(|error| Fault::relay(&error))
    }

    pub(crate) async fn order(&self, cx: &Cx, id: OrderId) -> Result<Order, Fault> {
        let wanted = GetOrder { order: OrderRef::Id(id) };
        self.deps.orders.order(cx, wanted).await.map_err(|error| Fault::relay(&error))
    }

    async fn known(&self, cx: &Cx, mail: &Mail, shop: &Shop) -> Result<Known, Fault> {
        let (locale, email) = (&mail.shown.locale, mail.shown.recipient.as_str());
        let mut facts = facts::base(shop, &self.deps.options.storefront, locale, "", email);
        if let About::Credential { request, name } = &mail.about {
            facts.recipient.name = name.clone().unwrap_or_default();
            let (link, secrets) = self.link(cx, mail.shown.kind, *request).await?;
            facts.link = Some(link);
            return Ok(Known { facts, secrets });
        }
        let Some(id) = mail.about.order() else {
            sample::fill(&mut facts, mail.shown.kind, locale, self.deps.env.now(), Fill::Full);
            return Ok(Known { facts, secrets: vec![] });
        };
        let order = self.order(cx, id).await?;
        facts.recipient.name = facts::buyer(&order).to_owned();
        let method = self.method(cx, &order).await?;
        facts.order = Some(facts::order(&order, shop, &self.deps.options.server, locale, &method));
        match &mail.about {
            About::Parcel { fulfilment, .. } => {
                let found = order.fulfilments.iter().find(|one| one.id == *fulfilment);
                let found = found.ok_or_else(|| Fault::not_found("fulfilment", fulfilment))?;
                facts.parcel = Some(facts::parcel(&order, found, locale));
            }
            About::Refund { refund, .. } => {
                let found = order.refunds.iter().find(|one| one.id == *refund);
                let found = found.ok_or_else(|| Fault::not_found("refund", refund))?;
                facts.refund = Some(facts::refund(&order, found, locale));
            }
            About::Order { .. } | About::Credential { .. } | About::Sample => {}
        }
        if mail.shown.kind == NotificationKind::OrderCancelled {
            facts.cancellation = Some(facts::cancellation(&order, locale));
        }
        Ok(Known { facts, secrets: vec![order.token.to_string()] })
    }

    /// Where a mail about a credential leads, and what of that must not be stored. A token is made at every try; the one
    /// before dies with it.
    async fn link(
        &self,
        cx: &Cx,
        kind: NotificationKind,
        request: MailRequestId,
    ) -> Result<(String, Vec<String>), Fault> {
        let Options { storefront, server, .. } = &self.deps.options;
        let place = match kind {
            NotificationKind::VerifyEmail | NotificationKind::ChangeEmail => format!("{storefront}/account/verify"),
            NotificationKind::ResetPassword => format!("{storefront}/account/reset"),
            NotificationKind::StaffReset => format!("{server}/admin/reset"),
            NotificationKind::StaffPasswordChanged => return Ok((format!("{server}/admin"), vec![])),
            _ => return Ok((format!("{storefront}/account"), vec![])),
        };
        let minted = self.deps.identity.mint_mail_token(cx, MintMailToken { request }).await;
        let token = minted.map_err(|error| Fault::relay(&error))?.token;
        Ok((format!("{place}?token={token}"), vec![token]))
    }

    /// What the buyer is told about his way to pay.
    async fn method(&self, cx: &Cx, order: &Order) -> Result<Method, Fault> {
        let amount = Money::new(order.quote.totals.total_minor, order.currency);
        let asked = self.deps.payments.methods(cx, ListMethods { channel: order.channel, amount }).await;
        let methods: Vec<PaymentMethod> = asked.map_err(|error| Fault::relay(&error))?;
        let found = methods.into_iter().find(|method| method.code == order.payment_method);
        Ok(found.map(|m| Method { name: m.name, instructions: m.instructions }).unwrap_or_default())
    }

    /// The template that a mail in this language is written with: the shop's own in this language, also without its
    /// region; else what Infrasell brings in it; else English, the shop's own first.
    pub(crate) async fn template_for(&self, kind: NotificationKind, locale: &Locale) -> Result<Template, Fault> {
        let lang = language(locale);
        let wanted = [locale.to_string(), lang.clone(), "en".to_owned()];
        let own = store::template::find(&self.deps.db, kind, &wanted).await?;
        let built_in = LANGUAGES.contains(&lang.as_str());
        for name in &wanted {
            if let Some(found) = own.iter().find(|template| template.locale.to_string() == *name) {
                return Ok(found.clone());
            }
            if *name == lang && built_in {
                break;
            }
        }
        Ok(brought(kind, locale.clone()))
    }

    /// A mail with sample data.
    pub(crate) fn try_out(
        &self,
        shop: &Shop,
        which: &TemplateRef,
        source: Source<'_>,
        fill: Fill,
    ) -> Result<RenderedMail, FieldError> {
        let (name, email) = if fill == Fill::Full { ("Asha Rao", "asha@example.in") } else { ("", "asha@example.in") };
        let mut facts = facts::base(shop, &self.deps.options.storefront, &which.locale, name, email);
        sample::fill(&mut facts, which.kind, &which.locale, self.deps.env.now(), fill);
        render(source, &facts)
    }
}

/// The template that Infrasell brings.
pub(crate) fn brought(kind: NotificationKind, locale: Locale) -> Template {
    let source = builtin::source(kind, &language(&locale));
    Template {
        kind,
        locale,
        overridden: false,
        subject: source.subject.to_owned(),
        text: source.text.to_owned(),
        html: source.html.to_owned(),
        updated_by: None,
        updated_at: None,
    }
}

/// A template, taken apart.
pub(crate) fn source(template: &Template) -> Source<'_> {
    Source { subject: &template.subject, text: &template.text, html: &template.html }
}

/// The texts without what lets somebody in.
fn masked(mail: &RenderedMail, secrets: &[String]) -> RenderedMail {
    let mask = |text: &str| secrets.iter().fold(text.to_owned(), |text, secret| text.replace(secret.as_str(), MASK));
    RenderedMail { subject: mask(&mail.subject), text: mask(&mail.text), html: mask(&mail.html) }
}
