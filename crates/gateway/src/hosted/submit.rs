//! What the forms do.
//!
//! Always true: a form that was taken is answered by the way to the next page, so that a reload sends nothing twice; one
//! that was not is shown again with what was typed; nobody is charged for what he did not see.

use super::{
    form::{self, Form},
    notice::{Happened, Told},
    place::{self, Place, Step},
    render::Page,
    visit::{Outcome, Visit},
};
use crate::answer::Answer;
use infrasell_contracts::{
    cart::{CartChange, CartLineUpdate, GetCart, UpdateLines},
    checkout::{Checkout, CheckoutPatch},
};
use infrasell_kernel::{FieldError, Patch};
use infrasell_rules::checkout::CheckoutState;

/// Who buys, and where it goes.
pub async fn information(visit: Visit, form: Form) -> Answer<Page> {
    let checkout = match open(&visit, &form, Step::Information).await? {
        Open::Answer(page) => return Ok(*page),
        Open::Form(checkout) => checkout,
    };
    if form.text("do") == "country" {
        return visit.page(&checkout, Step::Information, Told { typed: Some(form), ..Told::default() }).await;
    }
    let patch = form.details(&checkout);
    told_step(&visit, &checkout, patch, Step::Information, form).await
}

/// How it is sent.
pub async fn shipping(visit: Visit, form: Form) -> Answer<Page> {
    let checkout = match open(&visit, &form, Step::Shipping).await? {
        Open::Answer(page) => return Ok(*page),
        Open::Form(checkout) => checkout,
    };
    let choices = form.choices(&checkout);
    if choices.len() < checkout.shipping_groups.len() {
        let missing = FieldError::new("method", "required", "a shipping method must be chosen");
        return visit.page(&checkout, Step::Shipping, Told::wrong(vec![missing], form)).await;
    }
    let patch = CheckoutPatch { shipping: Patch::Set(choices), ..CheckoutPatch::default() };
    told_step(&visit, &checkout, patch, Step::Shipping, form).await
}

/// What a form is for.
enum Open {
    /// Nothing: this is the answer.
    Answer(Box<Page>),
    /// This checkout.
    Form(Box<Checkout>),
}

/// The checkout that a form is for, when it may still be filled in.
async fn open(visit: &Visit, form: &Form, step: Step) -> Answer<Open> {
    let checkout = visit.checkout().await?;
    if let Some(place) = place::elsewhere(&checkout, step) {
        return Ok(Open::Answer(Box::new(Page::see_other(place.path(visit.token)))));
    }
    if !form.is_of(&checkout) {
        let told = Told { typed: Some(form.clone()), ..Told::happened(Happened::StaleForm) };
        return Ok(Open::Answer(Box::new(visit.page(&checkout, step, told).await?)));
    }
    Ok(Open::Form(Box::new(checkout)))
}

async fn told_step(visit: &Visit, checkout: &Checkout, patch: CheckoutPatch, step: Step, form: Form) -> Answer<Page> {
    match visit.tell(checkout, patch).await? {
        Outcome::Taken(now) => Ok(Page::see_other(place::after(&now, step).path(visit.token))),
        Outcome::Wrong(wrong) => visit.page(checkout, step, Told::wrong(wrong, form)).await,
        Outcome::Overtaken => Ok(home(visit)),
    }
}

/// The page that is due, whatever that is by now.
fn home(visit: &Visit) -> Page {
    Page::see_other(format!("/checkout/{}", visit.token))
}

/// Orders and pays.
pub async fn payment(visit: Visit, form: Form) -> Answer<Page> {
    let checkout = match open(&visit, &form, Step::Payment).await? {
        Open::Answer(page) => return Ok(*page),
        Open::Form(checkout) => checkout,
    };
    if let Some(happened) = changed(&checkout, &form) {
        return changed_page(&visit, &checkout, happened, form).await;
    }
    let method = form.text("payment_method");
    let is_free = checkout.quote.totals.total_minor == 0;
    if !is_free && method.is_empty() {
        let missing = FieldError::new("payment_method", "required", "a payment method must be chosen");
        return visit.page(&checkout, Step::Payment, Told::wrong(vec![missing], form)).await;
    }
    if !is_free && checkout.payment_method.as_deref() != Some(method) {
        let patch = CheckoutPatch { payment_method: Patch::Set(method.to_owned()), ..CheckoutPatch::default() };
        match visit.tell(&checkout, patch).await? {
            Outcome::Taken(_) => {}
            Outcome::Wrong(wrong) => return visit.page(&checkout, Step::Payment, Told::wrong(wrong, form)).await,
            Outcome::Overtaken => return Ok(home(&visit)),
        }
    }
    ordered(&visit, checkout, form).await
}

async fn ordered(visit: &Visit, checkout: Box<Checkout>, form: Form) -> Answer<Page> {
    let chosen = checkout.payment_methods.iter().find(|method| method.code == form.text("payment_method"));
    let instrument = chosen.filter(|method| method.needs_instrument).map(|_| form.text("instrument").to_owned());
    match visit.complete(&checkout, form.text("quote_hash"), instrument).await? {
        Outcome::Taken(now) => Ok(Page::see_other(place::place(&now).path(visit.token))),
        Outcome::Wrong(wrong) => visit.page(&checkout, Step::Payment, Told::wrong(wrong, form)).await,
        Outcome::Overtaken => {
            let now = visit.checkout().await?;
            match (place::elsewhere(&now, Step::Payment), changed(&now, &form)) {
                (None, Some(happened)) => changed_page(visit, &now, happened, form).await,
                _ => Ok(home(visit)),
            }
        }
    }
}

/// What is different from what the buyer had before his eyes.
fn changed(checkout: &Checkout, form: &Form) -> Option<Happened> {
    if form.text("seen") == form::seen(checkout) && form.text("quote_hash") == checkout.quote_hash {
        return None;
    }
    let now_minor = checkout.quote.totals.total_minor;
    match form.total_minor() {
        Some(before_minor) if before_minor != now_minor => Some(Happened::PriceChanged { before_minor }),
        _ => Some(Happened::DetailsChanged),
    }
}

async fn changed_page(visit: &Visit, checkout: &Checkout, happened: Happened, form: Form) -> Answer<Page> {
    let told = Told { typed: Some(form), ..Told::happened(happened) };
    visit.page(checkout, Step::Payment, told).await
}

/// The buyer comes back from where he confirmed the payment. What he brings along in the address is not believed: the
/// provider is asked.
pub async fn come_back(visit: Visit) -> Answer<Page> {
    let checkout = visit.checkout().await?;
    if checkout.state == CheckoutState::NeedsBuyer
        && let Outcome::Taken(now) = visit.complete(&checkout, &checkout.quote_hash, None).await?
    {
        return Ok(Page::see_other(place::place(&now).path(visit.token)));
    }
    Ok(home(&visit))
}

/// The buyer wants to pay another way: the attempt that waits for him is undone.
pub async fn reconsider(visit: Visit, form: Form) -> Answer<Page> {
    let checkout = visit.checkout().await?;
    if checkout.state == CheckoutState::NeedsBuyer && form.is_of(&checkout) {
        let patch = CheckoutPatch { payment_method: Patch::Clear, ..CheckoutPatch::default() };
        // whatever comes of it is what the next page shows
        visit.tell(&checkout, patch).await?;
    }
    Ok(home(&visit))
}

/// Takes out of the cart what cannot be had.
pub async fn fit(visit: Visit, form: Form) -> Answer<Page> {
    let checkout = visit.checkout().await?;
    if !matches!(place::place(&checkout), Place::At(_)) || !form.is_of(&checkout) {
        return Ok(home(&visit));
    }
    let cart = visit.g.carts.cart(&visit.cx, GetCart { token: visit.token, country: None }).await?;
    let lines: Vec<CartLineUpdate> = cart.changes.iter().filter_map(fitted).collect();
    if !lines.is_empty() {
        let update = UpdateLines { token: visit.token, lines, if_revision: Some(cart.revision) };
        visit.g.carts.update_lines(&visit.cx, update).await?;
    }
    Ok(home(&visit))
}

/// How many can stay of a line of which there are too few.
fn fitted(change: &CartChange) -> Option<CartLineUpdate> {
    let (line, quantity) = match change {
        CartChange::InsufficientStock { line, available, .. } => (*line, (*available).max(0)),
        CartChange::Gone { line } => (*line, 0),
        CartChange::PriceChanged { .. } | CartChange::LeftOut { .. } => return None,
    };
    Some(CartLineUpdate { id: line, variant: None, quantity: Some(quantity), attributes: None })
}
