//! What becomes of a mail: once, tried again, given up, taken up again.

use crate::world::{ORDER, TOKEN, Told, World, cx, order};
use infrasell_contracts::{
    identity::{CREDENTIAL_MAIL, CredentialMail, MailKind},
    notifications::{
        AttemptOutcome, NotificationFilter, NotificationKind, NotificationState, Notifications, RetryNotification,
    },
    orders::{ORDER_CANCELLED, ORDER_FULFILLED, ORDER_REFUNDED, OrderCancelled, OrderFulfilled, OrderRefunded},
};
use infrasell_db::{testing, v};
use infrasell_kernel::{MailRequestId, OrderId};
use infrasell_notifications::{MIGRATIONS, port::SendError};
use serde_json::Value;
use std::sync::{Arc, atomic::Ordering};

async fn worlds() -> Vec<(World, Arc<Told>)> {
    let mut worlds = vec![];
    for db in testing::engines(&[MIGRATIONS]).await {
        let told = Arc::new(Told::default());
        worlds.push((World::new(db, told.clone()).await, told));
    }
    worlds
}

fn failed(why: &str) -> SendError {
    SendError::Failed(why.into())
}

#[tokio::test]
async fn a_cause_makes_one_mail_however_often_it_is_told() {
    for (world, told) in worlds().await {
        for _ in 0..3 {
            world.placed().await;
        }
        let order = OrderId::from_i64(ORDER);
        world.emit(ORDER_FULFILLED, &OrderFulfilled { order, fulfilment: "ful_3".parse().unwrap() }).await;
        world.emit(ORDER_REFUNDED, &OrderRefunded { order, refund: "ref_4".parse().unwrap() }).await;
        let cancelled = OrderCancelled { order, restock: vec![], payment: None };
        world.emit(ORDER_CANCELLED, &cancelled).await;
        world.emit(ORDER_CANCELLED, &cancelled).await;
        let all = world.all().await;
        let kinds: Vec<NotificationKind> = all.iter().map(|mail| mail.kind).rev().collect();
        let words: Vec<&str> = kinds.iter().map(|kind| kind.as_str()).collect();
        assert_eq!(words, ["order_confirmed", "order_shipped", "order_refunded", "order_cancelled"]);
        assert!(all.iter().all(|mail| mail.state == NotificationState::Sent && mail.attempts == 1), "{all:?}");
        let texts = told.texts();
        assert_eq!(texts.len(), 4);
        for (text, mail) in texts.iter().zip(all.iter().rev()) {
            assert!(text.contains(&format!("Message-ID: <{}>", mail.message_id)), "{text}");
            assert!(mail.message_id.ends_with("@shop.example.in"));
            let head = text.split("\r\n\r\n").next().unwrap();
            assert!(!head.lines().any(|line| line.starts_with("Bcc")), "a shop's name begins no header: {head}");
            assert!(!text.contains("List-Unsubscribe"), "nothing here is marketing");
            // no storefront has to have a page for orders: the shop has one
            let shown = world.detail(mail.id).await.text;
            assert!(shown.contains("https://api.example.in/orders/"), "{shown}");
        }
        world.close().await;
    }
}

#[tokio::test]
async fn cash_on_delivery_is_confirmed_in_its_own_words_and_language() {
    for (world, told) in worlds().await {
        *world.order.lock().unwrap() = order("cod", "hi");
        world.placed().await;
        let mail = world.all().await.remove(0);
        assert_eq!(mail.kind, NotificationKind::CodConfirmation);
        let detail = world.detail(mail.id).await;
        assert!(detail.text.contains("₹1,23,456.00") && detail.text.contains("नकद"), "{}", detail.text);
        assert!(detail.html.contains("Silk &lt;saree&gt;"), "{}", detail.html);
        assert_eq!(told.taken.lock().unwrap()[0].to, "Asha@Example.in");
        world.close().await;
    }
}

#[tokio::test]
async fn what_lets_somebody_in_is_sent_and_not_stored() {
    for (world, told) in worlds().await {
        told.next.lock().unwrap().push_back(failed("busy"));
        let asked = CredentialMail {
            request: MailRequestId::from_i64(5),
            kind: MailKind::VerifyEmail,
            to: "asha@example.in".into(),
            name: Some("Asha".into()),
            locale: None,
            customer: None,
            staff: None,
        };
        world.emit(CREDENTIAL_MAIL, &asked).await;
        world.emit(CREDENTIAL_MAIL, &asked).await;
        world.later(60).await;
        world.placed().await;
        let mails = world.all().await;
        assert_eq!((mails.len(), mails[1].locale.to_string().as_str()), (2, "hi"), "the shop's own language");
        assert_eq!(world.minted.load(Ordering::SeqCst), 2, "a token at every try");
        let sent = told.texts().join("\n").replace("=\r\n", "");
        assert!(sent.contains("secret-token-2") && !sent.contains("secret-token-1"), "{sent}");
        assert!(sent.contains(TOKEN), "{sent}");
        for mail in &mails {
            let shown = serde_json::to_string(&world.detail(mail.id).await).unwrap();
            assert!(!shown.contains("secret-token") && !shown.contains(TOKEN), "{shown}");
        }
        let stored: Vec<String> = world
            .db
            .all("SELECT subject || body_text || body_html || about || source FROM notifications_mail", &v![], |r| {
                r.next()
            })
            .await
            .unwrap();
        assert!(stored.iter().all(|text| !text.contains("secret-token") && !text.contains(TOKEN)));
        let detail = world.detail(mails[1].id).await;
        assert!(detail.text.contains("https://shop.example.in/account/verify?token=…"), "{}", detail.text);
        world.close().await;
    }
}

#[tokio::test]
async fn a_mail_that_fails_is_tried_again_ever_more_rarely_then_waits_for_staff() {
    for (world, told) in worlds().await {
        told.next.lock().unwrap().extend([failed("451 busy"), failed("452 full"), failed("451"), failed("451 still")]);
        world.placed().await;
        let mut waits = vec![];
        loop {
            let mail = world.all().await.remove(0);
            if mail.state != NotificationState::Waiting {
                break;
            }
            assert!(mail.last_error.is_some() && mail.sent_at.is_none());
            let wait = mail.next_attempt_at.unwrap().since(world.db.now()).as_secs();
            waits.push(wait);
            world.later(wait + 1).await;
        }
        assert!(waits.len() == 3 && waits.windows(2).all(|pair| pair[1] > pair[0]) && waits[0] >= 20, "{waits:?}");
        let dead = world.all().await.remove(0);
        assert_eq!(
            (dead.state, dead.attempts, dead.last_error.as_deref()),
            (NotificationState::Dead, 4, Some("451 still"))
        );
        world.later(100_000).await;
        assert_eq!(told.asked.load(Ordering::SeqCst), 4, "a dead mail is left alone");

        world.service.retry(&cx(), RetryNotification { id: dead.id }).await.unwrap();
        world.runner.settle().await.unwrap();
        let detail = world.detail(dead.id).await;
        assert_eq!((detail.notification.state, detail.tries.len()), (NotificationState::Sent, 5));
        assert_eq!(detail.tries[4].outcome, AttemptOutcome::Sent);
        assert_eq!(detail.tries[0].detail, "451 busy");
        let again = world.service.retry(&cx(), RetryNotification { id: dead.id }).await;
        assert!(again.is_err(), "what was sent is not sent again");
        world.close().await;
    }
}

#[tokio::test]
async fn what_is_refused_for_good_is_not_tried_again() {
    for (world, told) in worlds().await {
        told.next.lock().unwrap().push_back(SendError::Refused("550 no such\r\nuser".into()));
        world.placed().await;
        let mail = world.all().await.remove(0);
        assert_eq!((mail.state, mail.last_error.as_deref()), (NotificationState::Dead, Some("550 no such user")));
        assert_eq!(world.detail(mail.id).await.tries[0].outcome, AttemptOutcome::Refused);
        let filter = NotificationFilter { state: Some(NotificationState::Dead), ..NotificationFilter::default() };
        assert_eq!(world.list(filter).await.len(), 1);
        let filter = NotificationFilter { recipient: Some("ASHA@example.IN".into()), ..NotificationFilter::default() };
        assert_eq!(world.list(filter).await.len(), 1);
        let filter = NotificationFilter { order: Some(OrderId::from_i64(8)), ..NotificationFilter::default() };
        assert_eq!(world.list(filter).await.len(), 0);
        world.close().await;
    }
}

#[tokio::test]
async fn while_the_server_is_away_one_mail_a_round_is_tried_and_nobodys_tries_are_used_up() {
    for (world, told) in worlds().await {
        let away = || SendError::Away("connection refused".into());
        told.next.lock().unwrap().extend(std::iter::repeat_with(away).take(5));
        for n in 1..=10 {
            let mut order = order("simulator", "en");
            order["id"] = Value::String(format!("ord_{n}"));
            *world.order.lock().unwrap() = order;
            let placed =
                infrasell_contracts::orders::OrderPlaced { order: OrderId::from_i64(n), number: n.to_string() };
            let mut tx = world.db.begin().await.unwrap();
            tx.emit(infrasell_contracts::orders::ORDER_PLACED, &placed).await.unwrap();
            tx.commit().await.unwrap();
        }
        world.runner.settle().await.unwrap();
        for _ in 0..30 {
            world.later(31).await;
        }
        let mails = world.all().await;
        assert_eq!(mails.len(), 10);
        assert!(mails.iter().all(|mail| mail.state == NotificationState::Sent), "{mails:?}");
        assert_eq!(told.asked.load(Ordering::SeqCst), 15, "five rounds in vain, then each once");
        world.close().await;
    }
}

#[tokio::test]
async fn a_try_whose_process_ended_is_shown_as_unknown_and_made_again() {
    for (world, told) in worlds().await {
        told.next.lock().unwrap().push_back(failed("451"));
        world.placed().await;
        let mail = world.all().await.remove(0);
        // as if the process had ended after the second try had begun
        let mut tx = world.db.begin().await.unwrap();
        let now = world.db.now().micros();
        let claim = "UPDATE notifications_mail SET attempts = 2, tries = 2, claimed_until = $1 WHERE id = $2";
        tx.exec(claim, &v![now + 180_000_000, mail.id]).await.unwrap();
        let begin = "INSERT INTO notifications_attempt (mail_id, number, outcome, engine, detail, begun_at)
                     VALUES ($1, 2, 'sending', 'told', '', $2)";
        tx.exec(begin, &v![mail.id, now]).await.unwrap();
        tx.commit().await.unwrap();
        world.later(120).await;
        assert_eq!(told.taken.lock().unwrap().len(), 0, "it belongs to who took it");
        world.later(61).await;
        let outcomes: Vec<AttemptOutcome> = world.detail(mail.id).await.tries.iter().map(|t| t.outcome).collect();
        assert_eq!(outcomes, [AttemptOutcome::Failed, AttemptOutcome::Unknown, AttemptOutcome::Sent]);
        world.close().await;
    }
}

#[tokio::test]
async fn orders_that_are_away_hold_up_the_mail_and_nothing_else() {
    for (world, told) in worlds().await {
        world.placed().await;
        *world.order.lock().unwrap() = order("simulator", "en");
        told.next.lock().unwrap().push_back(failed("451"));
        let order = OrderId::from_i64(ORDER);
        world.emit(ORDER_FULFILLED, &OrderFulfilled { order, fulfilment: "ful_3".parse().unwrap() }).await;
        *world.order.lock().unwrap() = Value::Null;
        world.later(60).await;
        let mail = world.all().await.remove(0);
        assert_eq!(mail.state, NotificationState::Waiting);
        assert!(mail.last_error.as_deref().unwrap().contains("orders cannot be reached"), "{mail:?}");
        *world.order.lock().unwrap() = crate::world::order("simulator", "en");
        world.later(300).await;
        assert_eq!(world.all().await[0].state, NotificationState::Sent);
        world.close().await;
    }
}

#[tokio::test]
async fn old_mails_are_forgotten_and_waiting_ones_are_not() {
    for (world, told) in worlds().await {
        world.placed().await;
        assert_eq!(world.service.sweep().await.unwrap(), 0);
        world.db.clock.advance(std::time::Duration::from_secs(181 * 24 * 3600));
        told.next.lock().unwrap().push_back(failed("451"));
        let order = OrderId::from_i64(ORDER);
        world.emit(ORDER_FULFILLED, &OrderFulfilled { order, fulfilment: "ful_3".parse().unwrap() }).await;
        world.service.sweep().await.unwrap();
        let left = world.all().await;
        assert_eq!((left.len(), left[0].kind), (1, NotificationKind::OrderShipped));
        world.close().await;
    }
}
