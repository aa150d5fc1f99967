//! The payer's page: where a person approves or declines a payment that needs it, and is sent back to the shop.

use crate::{
    control::PayerAct,
    http::{Reply, Request},
    payment::Phase,
    world::World,
};

/// Answers a request under `/pay/`.
pub(crate) fn answer(world: &mut World, request: &Request) -> Reply {
    let id = request.path.strip_prefix("/pay/").unwrap_or_default();
    let Some(payment) = world.payments.get(id) else { return Reply::html(404, page("There is no such payment.")) };
    let return_url = payment.return_url.clone();
    if payment.phase != Phase::RequiresAction {
        return back(return_url, id);
    }
    if request.method != "POST" {
        let amount = format!("{} {}", payment.amount, payment.currency);
        let form = "<form method=\"post\"><button name=\"outcome\" value=\"pass\">Approve</button> \
                    <button name=\"outcome\" value=\"fail\">Decline</button></form>";
        return Reply::html(200, page(&format!("<p>A shop asks for {amount} (minor units).</p>{form}")));
    }
    let passed = url::form_urlencoded::parse(&request.body).any(|(name, value)| name == "outcome" && value == "pass");
    let act = if passed { PayerAct::ChallengePass } else { PayerAct::ChallengeFail };
    match world.payer(id, &act) {
        Ok(()) => back(return_url, id),
        Err(_) => Reply::html(409, page("The time to approve this payment is over.")),
    }
}

/// Sends the payer back to the shop, which learns nothing from it but that it may now ask.
fn back(return_url: Option<String>, id: &str) -> Reply {
    let Some(mut url) = return_url.and_then(|url| url::Url::parse(&url).ok()) else {
        return Reply::html(200, page("Thank you. You can close this page."));
    };
    url.query_pairs_mut().append_pair("payment", id);
    Reply::html(303, page("Back to the shop.")).with("location", url.as_str())
}

fn page(body: &str) -> String {
    format!("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Pay</title><body>{body}</body></html>")
}
