//! Webhooks: those that fail, were paused or have missed something, and messages that were given up.

use super::Finding;
use infrasell_contracts::webhooks::WebhookPause;
use infrasell_db::Db;
use infrasell_webhooks::Condition;

/// Failures in a row that are worth a word.
const NOTED: i64 = 4;
/// Messages that wait are counted up to so many.
const MOST: i64 = 100_000;

pub(super) async fn examine(db: &Db) -> Option<Finding> {
    // a database without the tables is told of elsewhere
    infrasell_webhooks::condition(db, MOST).await.ok().map(|condition| judge(&condition))
}

fn judge(condition: &Condition) -> Finding {
    let mut found = vec![];
    for (id, why) in &condition.paused {
        found.push(match why {
            WebhookPause::SecretLost => format!("{id} is paused because its secret was lost"),
            WebhookPause::Staff | WebhookPause::Failing => format!("{id} was paused because it only failed"),
        });
    }
    for (id, failures) in condition.failing.iter().filter(|(_, failures)| *failures >= NOTED) {
        found.push(format!("{id} has failed {failures} times in a row"));
    }
    found.extend(condition.missed.iter().map(|(id, missed)| format!("{id} has missed {missed} messages")));
    if condition.dead > 0 {
        found.push(format!("{} messages were given up", condition.dead));
    }
    if found.is_empty() {
        let told = condition.active + condition.failing.len();
        return Finding::ok("webhooks", format!("{told} are told, {} messages wait", condition.waiting));
    }
    let advice = "GET /admin/v1/webhook-deliveries?state=dead says why; PATCH /admin/v1/webhooks/{id} {\"status\": \
                  \"active\"} resumes one, POST /admin/v1/webhook-deliveries/{id}/retry sends a message again";
    Finding::warn("webhooks", found.join("; "), advice)
}

#[cfg(test)]
mod tests {
    use super::{super::Level, *};
    use infrasell_kernel::WebhookId;

    #[test]
    fn whoever_only_fails_is_named() {
        assert_eq!(judge(&Condition { active: 2, waiting: 3, ..Condition::default() }).level, Level::Ok);
        let id = WebhookId::from_i64(7);
        let paused = judge(&Condition { paused: vec![(id, WebhookPause::Failing)], ..Condition::default() });
        assert!(paused.level == Level::Warn && paused.found.contains("whk_7 was paused"), "{paused:?}");
        assert_eq!(judge(&Condition { failing: vec![(id, 1)], ..Condition::default() }).level, Level::Ok);
        assert_eq!(judge(&Condition { failing: vec![(id, 9)], ..Condition::default() }).level, Level::Warn);
        assert_eq!(judge(&Condition { dead: 1, ..Condition::default() }).level, Level::Warn);
        assert_eq!(judge(&Condition { missed: vec![(id, 5)], ..Condition::default() }).level, Level::Warn);
    }
}
