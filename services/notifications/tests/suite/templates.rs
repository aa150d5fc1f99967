//! The shop's own templates.

use crate::world::{Told, World, cx};
use infrasell_contracts::notifications::{
    ListTemplates, NotificationKind, NotificationState, Notifications, PreviewTemplate, PutTemplate, SendTest,
    TemplateInput, TemplateRef,
};
use infrasell_db::testing;
use infrasell_notifications::{MIGRATIONS, port::SendError};
use infrasell_rpc::{Fault, ServiceError};
use std::sync::Arc;

fn which(locale: &str) -> TemplateRef {
    TemplateRef { kind: NotificationKind::OrderConfirmed, locale: locale.parse().unwrap() }
}

fn input(subject: &str, text: &str, html: &str) -> TemplateInput {
    TemplateInput { subject: subject.into(), text: text.into(), html: html.into() }
}

#[tokio::test]
async fn a_shops_own_template_is_used_and_can_be_taken_back() {
    for db in testing::engines(&[MIGRATIONS]).await {
        let told = Arc::new(Told::default());
        let world = World::new(db, told.clone()).await;
        let own = input("Dank {{ order.number }}", "own text {{ order.total }}", "<p>{{ order.lines[0].title }}</p>");
        let put = PutTemplate { template: which("en"), input: own.clone() };
        let template = world.service.put_template(&cx(), put).await.unwrap();
        assert!(template.overridden && template.updated_by.as_deref() == Some("test"));
        world.placed().await;
        let mail = world.all().await.remove(0);
        let detail = world.detail(mail.id).await;
        assert_eq!((mail.subject.as_str(), detail.html.as_str()), ("Dank IN-0007", "<p>Silk &lt;saree&gt;</p>"));
        assert_eq!(detail.text, "own text ₹1,23,456.00\n");

        // a language that Infrasell does not bring falls back to English, the shop's own first; Hindi does not
        for (locale, overridden) in [("en-IN", true), ("ta", true), ("hi", false), ("hi-IN", false)] {
            assert_eq!(world.service.template(&cx(), which(locale)).await.unwrap().overridden, overridden, "{locale}");
        }
        let all = world.service.templates(&cx(), ListTemplates {}).await.unwrap().items;
        assert_eq!(all.len(), 2 * NotificationKind::ALL.len());
        assert_eq!(all.iter().filter(|template| template.overridden).count(), 1);

        world.service.delete_template(&cx(), which("en")).await.unwrap();
        assert!(!world.service.template(&cx(), which("en")).await.unwrap().overridden);
        let gone = world.service.delete_template(&cx(), which("en")).await.unwrap_err();
        assert!(matches!(gone.fault(), Some(Fault::NotFound { .. })), "{gone}");
        world.close().await;
    }
}

#[tokio::test]
async fn a_template_that_does_not_work_is_refused_and_nothing_is_written() {
    let world = World::new(testing::sqlite(&[MIGRATIONS]).await, Arc::new(Told::default())).await;
    let long = "x".repeat(100_001);
    for (bad, path) in [
        (input("s", "{{ order.nubmer }}", "h"), "text"),
        (input("s", "t", "{% if %}"), "html"),
        (input("two\nlines", "t", "h"), "subject"),
        (input("", "t", "h"), "subject"),
        (input("s", "t", &long), "html"),
        // works with everything there, not with as little as there can be
        (input("s", "t", "{{ order.shipping_address[0] }}"), "html"),
        (input("s", "{% for x in range(100000) %}{{ x }}{% endfor %}", "h"), "text"),
    ] {
        let put = PutTemplate { template: which("en"), input: bad };
        let error = world.service.put_template(&cx(), put).await.unwrap_err();
        let Some(Fault::Invalid { errors }) = error.fault() else { panic!("{error:?}") };
        assert_eq!(errors[0].path, path, "{errors:?}");
    }
    assert!(!world.service.template(&cx(), which("en")).await.unwrap().overridden);
    world.close().await;
}

#[tokio::test]
async fn previews_and_tests_use_sample_data() {
    let told = Arc::new(Told::default());
    let world = World::new(testing::sqlite(&[MIGRATIONS]).await, told.clone()).await;
    for kind in NotificationKind::ALL {
        let template = TemplateRef { kind: *kind, locale: "hi".parse().unwrap() };
        let mail = world.service.preview(&cx(), PreviewTemplate { template, draft: None }).await.unwrap();
        assert!(mail.html.contains("Asha Rao"), "{kind:?}");
    }
    let draft = Some(input("s {{ order.number }}", "t", "h"));
    let preview = PreviewTemplate { template: which("en"), draft };
    assert_eq!(world.service.preview(&cx(), preview).await.unwrap().subject, "s IN-1042");

    told.next.lock().unwrap().push_back(SendError::Failed("451".into()));
    let test = |to: &str| SendTest { template: which("en"), to: to.into() };
    assert!(world.service.send_test(&cx(), test("nobody")).await.is_err());
    let keyed = infrasell_rpc::Cx { idempotency_key: Some("k".into()), ..cx() };
    let first = world.service.send_test(&keyed, test("owner@example.in")).await.unwrap();
    let again = world.service.send_test(&keyed, test("owner@example.in")).await.unwrap();
    assert_eq!(first.id, again.id);
    world.later(0).await;
    world.later(60).await;
    assert_eq!(world.all().await[0].state, NotificationState::Sent);
    assert_eq!(told.taken.lock().unwrap()[0].to, "owner@example.in");
    world.close().await;
}
