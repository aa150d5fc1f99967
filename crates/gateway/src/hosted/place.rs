//! Where a buyer stands: which page a checkout is at, and which pages he may look at.

use infrasell_contracts::checkout::Checkout;
use infrasell_kernel::Token;
use infrasell_rules::checkout::{CheckoutState, Message};

/// A page with a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Who buys, and where it goes.
    Information,
    /// How it is sent.
    Shipping,
    /// How it is paid.
    Payment,
}

/// Where a checkout stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// There is nothing to buy.
    Empty,
    /// A form is to be filled in.
    At(Step),
    /// The order is being placed, or waits for the buyer's confirmation.
    Wait,
    /// There is an order, which is seen with this token.
    Ordered(Token),
}

impl Step {
    /// Its name in paths and words.
    pub const fn name(self) -> &'static str {
        match self {
            Step::Information => "information",
            Step::Shipping => "shipping",
            Step::Payment => "payment",
        }
    }
}

impl Place {
    /// The path of its page.
    pub fn path(self, cart: Token) -> String {
        match self {
            Place::Empty => format!("/checkout/{cart}"),
            Place::At(step) => format!("/checkout/{cart}/{}", step.name()),
            Place::Wait => format!("/checkout/{cart}/wait"),
            Place::Ordered(token) => format!("/orders/{token}"),
        }
    }
}

/// The page that a checkout is at.
pub fn place(checkout: &Checkout) -> Place {
    match (checkout.state, &checkout.order) {
        (_, Some(order)) => Place::Ordered(order.token),
        (CheckoutState::Completing | CheckoutState::Completed | CheckoutState::NeedsBuyer, None) => Place::Wait,
        _ if checkout.lines.is_empty() => Place::Empty,
        _ => Place::At(due(&checkout.messages)),
    }
}

/// The first step at which something is missing.
fn due(messages: &[Message]) -> Step {
    let is_about_address = |message: &Message| {
        message.path == "email" || message.path == "shipping_address" || message.path == "billing_address"
    };
    if messages.iter().any(is_about_address) {
        return Step::Information;
    }
    let is_about_shipping = |message: &Message| message.path.starts_with("shipping.");
    if messages.iter().any(is_about_shipping) { Step::Shipping } else { Step::Payment }
}

/// Where somebody has to go who asks for `step`; nowhere when he may look at it: at any step up to the one that is due.
pub fn elsewhere(checkout: &Checkout, step: Step) -> Option<Place> {
    match place(checkout) {
        Place::At(due) if step <= due && (step != Step::Shipping || is_sent(checkout)) => None,
        Place::At(due) if step < due => Some(Place::At(due)),
        place => Some(place),
    }
}

/// The page after `step`: the next one, unless something is still missing before it.
pub fn after(checkout: &Checkout, step: Step) -> Place {
    let next = if step == Step::Information && is_sent(checkout) { Step::Shipping } else { Step::Payment };
    match place(checkout) {
        Place::At(due) => Place::At(due.min(next)),
        place => place,
    }
}

/// Whether anything travels.
pub fn is_sent(checkout: &Checkout) -> bool {
    checkout.lines.iter().any(|line| line.requires_shipping)
}

#[cfg(test)]
mod tests {
    use super::*;
    use infrasell_rules::checkout::Severity;

    fn message(path: &str) -> Message {
        Message { code: "x".into(), path: path.into(), severity: Severity::ClientCanMend, text: "x".into() }
    }

    #[test]
    fn the_step_that_is_due_is_the_first_with_something_missing() {
        let due = |paths: &[&str]| due(&paths.iter().map(|path| message(path)).collect::<Vec<_>>());
        assert_eq!(due(&[]), Step::Payment);
        assert_eq!(due(&["payment_method"]), Step::Payment);
        assert_eq!(due(&["lines.0.quantity"]), Step::Payment, "what is short is mended on any page");
        assert_eq!(due(&["payment_method", "shipping.0.method"]), Step::Shipping);
        assert_eq!(due(&["payment_method", "shipping.0.method", "email"]), Step::Information);
        assert_eq!(due(&["shipping_address"]), Step::Information);
    }
}
