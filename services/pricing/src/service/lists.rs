//! Price lists.

use super::{
    PricingService, Result,
    write::{self, MAX_NAME, finish, prices_changed, taken},
};
use crate::{jobs::tell_at, store};
use infrasell_contracts::{
    pricing::{CreatePriceList, ListPriceLists, PriceList, PriceListPatch, UpdatePriceList},
    settings::Channel,
};
use infrasell_db::{Once, Tx};
use infrasell_kernel::{Cursor, Fields, Page, Timestamp};
use infrasell_rpc::{Cx, Fault};

const LIST: &str = "price_lists:id";
/// The longest code of a list, in characters.
const MAX_LIST_CODE: usize = 64;
/// The most lists of one channel, as every price is looked for in all of them.
const MAX_LISTS: i64 = 50;
/// The furthest from 0 that a priority lies.
const MAX_PRIORITY: i64 = 1_000_000;

/// Price lists in id order.
pub async fn list(service: &PricingService, req: &ListPriceLists) -> Result<Page<PriceList>> {
    let limit = req.page.limit()?;
    let after = req.page.key(LIST)?;
    let items = store::lists::page(&service.deps.db, req.channel, after, limit).await?;
    Ok(Page::from_surplus(items, limit, |list| Cursor::new(LIST, &list.id.get())))
}

/// The list that a channel begins with; it is made when it is first asked for, also when two ask at once.
pub async fn base(tx: &mut Tx, channel: &Channel, now: Timestamp) -> Result<PriceList> {
    if let Some(list) = store::lists::base(tx, channel.id).await? {
        return Ok(list);
    }
    let plain = format!("{}-{}", channel.code, channel.currency.code().to_ascii_lowercase());
    // somebody may have given the plain code to a list of his own
    for code in [plain.clone(), format!("{plain}-{}", channel.id.get())] {
        let list = PriceList {
            id: tx.next_id().await.map_err(Fault::from)?,
            code,
            name: channel.name.clone(),
            channel: channel.id,
            currency: channel.currency,
            priority: 0,
            active: true,
            starts_at: None,
            ends_at: None,
        };
        if store::lists::insert(tx, &list, true, now).await? {
            return Ok(list);
        }
        if let Some(list) = store::lists::base(tx, channel.id).await? {
            return Ok(list);
        }
    }
    Err(taken(&plain))
}

/// Makes a price list.
pub async fn create(service: &PricingService, cx: &Cx, req: CreatePriceList) -> Result<PriceList> {
    let input = &req.list;
    let mut fields = Fields::new();
    write::check_code(&mut fields, &input.code, MAX_LIST_CODE);
    fields.text("name", &input.name, MAX_NAME);
    check_priority(&mut fields, input.priority);
    write::check_span(&mut fields, "ends_at", input.starts_at, input.ends_at);
    fields.done()?;
    let channel = service.channel(cx, input.channel).await?;
    let mut tx = match service.deps.db.begin_once(cx, "pricing.create_price_list", &req).await? {
        Once::Answered(answer) => return Ok(answer),
        Once::Fresh(tx) => tx,
    };
    let now = service.now();
    base(&mut tx, &channel, now).await?;
    if store::lists::count(&mut tx, channel.id).await? >= MAX_LISTS {
        return Err(Fault::conflict(format!("a channel has at most {MAX_LISTS} price lists")).into());
    }
    let list = PriceList {
        id: tx.next_id().await.map_err(Fault::from)?,
        code: input.code.clone(),
        name: input.name.trim().to_owned(),
        channel: channel.id,
        currency: input.currency.unwrap_or(channel.currency),
        priority: input.priority,
        active: true,
        starts_at: input.starts_at,
        ends_at: input.ends_at,
    };
    if !store::lists::insert(&mut tx, &list, false, now).await? {
        return Err(taken(&list.code));
    }
    tell_at(&mut tx, list.starts_at.into_iter().chain(list.ends_at).collect(), now).await?;
    finish(tx, list).await
}

fn check_priority(fields: &mut Fields, priority: i64) {
    let message = format!("priority is {priority}, not between -{MAX_PRIORITY} and {MAX_PRIORITY}");
    fields.check((-MAX_PRIORITY..=MAX_PRIORITY).contains(&priority), "priority", "out_of_range", message);
}

/// Changes a price list. When it counts otherwise than before, all of its prices may be others.
pub async fn update(service: &PricingService, cx: &Cx, req: UpdatePriceList) -> Result<PriceList> {
    let mut tx = match service.deps.db.begin_once(cx, "pricing.update_price_list", &req).await? {
        Once::Answered(answer) => return Ok(answer),
        Once::Fresh(tx) => tx,
    };
    let found = store::lists::lock(&mut tx, req.id).await?;
    let old = found.ok_or_else(|| Fault::not_found("price list", req.id))?;
    tx.was(&old);
    let new = patched(&old, &req.patch);
    let mut fields = Fields::new();
    fields.text("name", &new.name, MAX_NAME);
    check_priority(&mut fields, new.priority);
    write::check_span(&mut fields, "ends_at", new.starts_at, new.ends_at);
    fields.done()?;
    if new != old {
        store::lists::update(&mut tx, &new, service.now()).await?;
    }
    let renamed = PriceList { name: old.name.clone(), ..new.clone() };
    if renamed != old {
        let variants = store::lists::variants(&mut tx, new.id).await?;
        prices_changed(&mut tx, new.channel, &variants).await?;
        tell_at(&mut tx, new.starts_at.into_iter().chain(new.ends_at).collect(), service.now()).await?;
    }
    finish(tx, new).await
}

fn patched(old: &PriceList, patch: &PriceListPatch) -> PriceList {
    let mut new = old.clone();
    if let Some(name) = &patch.name {
        name.trim().clone_into(&mut new.name);
    }
    new.priority = patch.priority.unwrap_or(old.priority);
    new.active = patch.active.unwrap_or(old.active);
    new.starts_at = patch.starts_at.apply(old.starts_at);
    new.ends_at = patch.ends_at.apply(old.ends_at);
    new
}
