//! What the processes say to each other, as the text of a notification.
//!
//! Always true: no text is longer than PostgreSQL carries; what does not fit becomes "anything may have changed"; what
//! cannot be read counts as that, too.

use super::Order;
use serde::{Deserialize, Serialize};

/// The longest text of a notification, bytes: PostgreSQL refuses 8,000.
const MOST_BYTES: usize = 7_900;
/// What everything around the events takes at most, bytes.
const FRAME_BYTES: usize = 200;

/// Something that is said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Message {
    /// Who says it.
    pub(super) from: i64,
    pub(super) what: What,
}

/// What is said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum What {
    /// I am here; `was` is who I was before.
    Hello { was: Option<i64> },
    /// I know that you are here.
    Welcome { to: i64 },
    /// This has changed.
    News(News),
    /// I have dropped what your news up to `number` make old.
    Seen { of: i64, number: u64 },
    /// I leave, and show nothing any more.
    Bye,
}

/// What has changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct News {
    /// Its number, when it is to be answered.
    pub(super) number: Option<u64>,
    /// Events: id, topic, particulars.
    pub(super) events: Vec<(i64, String, String)>,
    /// A watched table was written to.
    pub(super) tables: bool,
    /// Anything may have changed.
    pub(super) all: bool,
    /// What was committed lately is to be looked at.
    pub(super) look: bool,
    /// There are events to deliver.
    pub(super) wake: bool,
}

impl Message {
    pub(super) fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    pub(super) fn read(text: &str) -> Option<Message> {
        serde_json::from_str(text).ok()
    }
}

/// The news of many commits, in as few messages as hold them. The last one carries the number.
pub(super) fn news_of(orders: &[Order], number: Option<u64>) -> Vec<News> {
    let any = |look: fn(&Order) -> bool| orders.iter().any(look);
    let mut open = News {
        tables: any(|order| order.told.tables),
        look: any(|order| order.told.look),
        wake: any(|order| order.told.wake),
        ..News::default()
    };
    let (mut full, mut bytes) = (vec![], FRAME_BYTES);
    for event in orders.iter().flat_map(|order| &order.told.events) {
        let entry = (event.id.get(), event.topic.clone(), event.payload.clone());
        let more = serde_json::to_string(&entry).map_or(usize::MAX, |text| text.len() + 1);
        if more > MOST_BYTES - FRAME_BYTES {
            open.all = true;
            continue;
        }
        if bytes + more > MOST_BYTES {
            full.push(std::mem::take(&mut open));
            bytes = FRAME_BYTES;
        }
        bytes += more;
        open.events.push(entry);
    }
    open.number = number;
    full.push(open);
    full
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{listen::Emitted, replicas::Told};
    use infrasell_kernel::EventId;
    use proptest::prelude::*;

    fn order(payloads: &[String]) -> Order {
        let event = |(n, payload): (usize, &String)| {
            Emitted::new(EventId::from_i64(i64::try_from(n).unwrap() + 1), "topic", payload.clone())
        };
        let events = payloads.iter().enumerate().map(event).collect();
        Order { told: Told { events, tables: true, ..Told::default() }, done: None }
    }

    proptest! {
        #[test]
        fn every_message_fits_and_nothing_is_lost(
            sizes in proptest::collection::vec(prop_oneof![0..3_000_usize, 7_000..9_000_usize], 0..12), quote: bool,
        ) {
            let payloads: Vec<String> = sizes.iter().map(|n| if quote { "\"" } else { "x" }.repeat(*n)).collect();
            let news = news_of(&[order(&payloads)], Some(7));
            let mut told = 0;
            for (n, one) in news.iter().enumerate() {
                let message = Message { from: i64::MAX, what: What::News(one.clone()) };
                let text = message.text();
                prop_assert!(text.len() < 8_000, "{}", text.len());
                prop_assert_eq!(Message::read(&text), Some(message));
                prop_assert_eq!(one.number.is_some(), n == news.len() - 1);
                told += one.events.len();
            }
            prop_assert!(news[0].tables);
            prop_assert!(told == payloads.len() || news.iter().any(|one| one.all));
        }

        #[test]
        fn hostile_text_is_refused_and_not_fatal(text in ".{0,200}") {
            let _any = Message::read(&text);
        }
    }
}
