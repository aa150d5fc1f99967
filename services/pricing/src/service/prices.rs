//! Prices: set, in force, in history.

use super::{
    PricingService, Result, lists,
    write::{self, finish, prices_changed},
};
use crate::{
    jobs::tell_at,
    store::{self, prices::NewPrice},
    timeline::{self, Amounts, Row, Span},
};
use infrasell_contracts::pricing::{
    GetLowestPrior, GetPriceHistory, GetPrices, LowestPrior, MAX_BULK, MAX_PRICE_MINOR, Price, PriceInput, PriceList,
    PriceListRef, PricesSet, SetPrices, VariantPrice,
};
use infrasell_db::{Once, Tx};
use infrasell_kernel::{Cursor, Fields, MAX_ID, Money, Page, PriceId, Timestamp, VariantId};
use infrasell_rpc::{Cx, Fault};
use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

const HISTORY: &str = "price_history:starts desc";
/// The most variants whose lowest prior price is asked for at once.
const MAX_LOWEST_PRIOR: usize = 250;
/// A price that begins so soon is told at once: it may have begun when its transaction ends.
const SOON: Duration = Duration::from_secs(60);

/// A price to set, with its time made definite.
#[derive(Debug, Clone, Copy)]
struct Wanted {
    variant: VariantId,
    amounts: Amounts,
    span: Span,
}

/// Sets prices, all or none.
pub async fn set(service: &PricingService, cx: &Cx, req: SetPrices) -> Result<PricesSet> {
    let now = service.now();
    let wanted = check(&req, now)?;
    let channel = match req.list {
        PriceListRef::Channel(id) => Some(service.channel(cx, id).await?),
        PriceListRef::List(_) => None,
    };
    let mut tx = match service.deps.db.begin_once(cx, "pricing.set_prices", &req).await? {
        Once::Answered(answer) => return Ok(answer),
        Once::Fresh(tx) => tx,
    };
    let list = match (&req.list, &channel) {
        (PriceListRef::List(id), _) => store::lists::find(&mut tx, *id).await?,
        (_, Some(channel)) => Some(lists::base(&mut tx, channel, now).await?),
        (PriceListRef::Channel(_), None) => None,
    };
    let list = list.ok_or_else(|| match req.list {
        PriceListRef::List(id) => Fault::not_found("price list", id),
        PriceListRef::Channel(id) => Fault::not_found("channel", id),
    })?;
    let (news, olds) = news(&mut tx, &list, &wanted, now).await?;
    let changed: BTreeSet<VariantId> = news.iter().map(|new| new.variant).collect();
    let answer = PricesSet { changed: changed.into_iter().collect() };
    if req.dry_run {
        // dropped, so that nothing is written
        return Ok(answer);
    }
    tx.about(list.id);
    if tx.is_recorded() {
        tx.was(&olds);
        tx.became(&news.iter().map(|new| told(new.variant, &new.row)).collect::<Vec<_>>());
    }
    store::prices::insert(&mut tx, list.id, &news).await?;
    let soon = now.plus(SOON);
    let begun: BTreeSet<VariantId> =
        news.iter().filter(|new| new.row.span.starts_at <= soon).map(|new| new.variant).collect();
    let begun: Vec<VariantId> = begun.into_iter().collect();
    prices_changed(&mut tx, list.channel, &begun).await?;
    let mut moments: BTreeSet<Timestamp> = news.iter().map(|new| new.row.span.starts_at).collect();
    moments.extend(news.iter().filter_map(|new| new.row.span.ends_at));
    tell_at(&mut tx, moments, now).await?;
    finish(tx, answer).await
}

/// A price as the audit trail shows it.
fn told(variant: VariantId, row: &Row) -> PriceInput {
    PriceInput {
        variant,
        price_minor: row.amounts.price,
        compare_at_minor: row.amounts.compare_at,
        mrp_minor: row.amounts.mrp,
        starts_at: Some(row.span.starts_at),
        ends_at: row.span.ends_at,
    }
}

/// Those of the wanted prices that say something new, as rows; and, if this is recorded, what held before each.
async fn news(
    tx: &mut Tx,
    list: &PriceList,
    wanted: &[Wanted],
    now: Timestamp,
) -> Result<(Vec<NewPrice>, Vec<PriceInput>)> {
    let mut olds = vec![];
    let mut counts: BTreeMap<VariantId, usize> = BTreeMap::new();
    for one in wanted {
        *counts.entry(one.variant).or_default() += 1;
    }
    let mut simple = BTreeSet::new();
    let mut planned = BTreeSet::new();
    for one in wanted {
        let is_simple = one.span.starts_at == now && counts.get(&one.variant) == Some(&1);
        if is_simple {
            simple.insert(one.variant)
        } else {
            planned.insert(one.variant)
        };
    }
    let (simple, planned): (Vec<_>, Vec<_>) = (simple.into_iter().collect(), planned.into_iter().collect());
    // a price from now on needs the row in force now; one that is planned needs every row from now on
    let mut known = store::prices::in_list(tx, &simple, list.id, now).await?;
    if !planned.is_empty() {
        known.append(&mut store::prices::in_list_since(tx, &planned, list.id, now).await?);
    }
    let mut news: Vec<NewPrice> = vec![];
    for Wanted { variant, amounts, span } in wanted.iter().copied() {
        let rows = known.entry(variant).or_default();
        let holds = timeline::in_force(rows, span.starts_at);
        if timeline::says_already(holds, &amounts, &span) {
            continue;
        }
        if let Some(row) = holds.filter(|_| tx.is_recorded()) {
            olds.push(told(variant, row));
        }
        // above every real id, as the later set price wins; real ones follow in the same order
        let id = PriceId::from_i64(MAX_ID + 1 + i64::try_from(news.len()).unwrap_or(0));
        let row = Row { id, amounts, span, created_at: now };
        rows.push(row);
        news.push(NewPrice { variant, row });
    }
    let ids = store::prices::ids(tx, news.len()).await?;
    for (new, id) in news.iter_mut().zip(ids) {
        new.row.id = id;
    }
    Ok((news, olds))
}

/// Every wanted price with its time made definite, or every field that is wrong. A beginning that has passed means now:
/// what was charged until now cannot be changed any more.
fn check(req: &SetPrices, now: Timestamp) -> Result<Vec<Wanted>> {
    let mut fields = Fields::new();
    let count = req.prices.len();
    fields.check(count <= MAX_BULK, "prices", "too_many", format!("prices has {count} entries, more than {MAX_BULK}"));
    let mut wanted = Vec::with_capacity(count);
    for (n, input) in req.prices.iter().enumerate() {
        let span = Span { starts_at: input.starts_at.map_or(now, |at| at.max(now)), ends_at: input.ends_at };
        if !is_sound(input, &span) {
            name_faults(&mut fields, n, input, &span);
        }
        let PriceInput { variant, price_minor, compare_at_minor, mrp_minor, .. } = *input;
        let amounts = Amounts { price: price_minor, compare_at: compare_at_minor, mrp: mrp_minor };
        wanted.push(Wanted { variant, amounts, span });
    }
    fields.done()?;
    Ok(wanted)
}

/// Whether a price can be set; without a text, as there are ten thousand of them.
fn is_sound(input: &PriceInput, span: &Span) -> bool {
    let in_range = |minor: i64| (0..=MAX_PRICE_MINOR).contains(&minor);
    in_range(input.price_minor)
        && input.compare_at_minor.is_none_or(in_range)
        && input.mrp_minor.is_none_or(|mrp| in_range(mrp) && input.price_minor <= mrp)
        && span.ends_at.is_none_or(|end| end > span.starts_at)
}

fn name_faults(fields: &mut Fields, n: usize, input: &PriceInput, span: &Span) {
    let at = |field: &str| format!("prices.{n}.{field}");
    write::check_range(fields, &at("price_minor"), Some(input.price_minor), MAX_PRICE_MINOR);
    write::check_range(fields, &at("compare_at_minor"), input.compare_at_minor, MAX_PRICE_MINOR);
    write::check_range(fields, &at("mrp_minor"), input.mrp_minor, MAX_PRICE_MINOR);
    if let Some(mrp) = input.mrp_minor {
        let price = input.price_minor;
        let message = format!("{} is {price}, above the maximum retail price {mrp}", at("price_minor"));
        fields.check(price <= mrp, &at("price_minor"), "above_mrp", message);
    }
    write::check_span(fields, &at("ends_at"), Some(span.starts_at), span.ends_at);
}

/// The prices in force of many variants, in the order asked for.
pub async fn in_force(service: &PricingService, req: &GetPrices) -> Result<Vec<VariantPrice>> {
    check_count(req.variants.len(), MAX_BULK)?;
    let at = req.at.unwrap_or_else(|| service.now());
    let found = store::prices::in_force(&service.deps.db, &req.variants, req.channel, at).await?;
    Ok(req.variants.iter().filter_map(|variant| found.get(variant)).cloned().collect())
}

fn check_count(count: usize, most: usize) -> Result<()> {
    let mut fields = Fields::new();
    fields.check(count <= most, "variants", "too_many", format!("variants has {count} entries, more than {most}"));
    Ok(fields.done()?)
}

/// Every price that a variant had or will have, newest first.
pub async fn history(service: &PricingService, req: &GetPriceHistory) -> Result<Page<Price>> {
    let limit = req.page.limit()?;
    let after = req.page.key(HISTORY)?;
    let items = store::prices::history(&service.deps.db, req.variant, req.channel, after, limit).await?;
    Ok(Page::from_surplus(items, limit, |price| Cursor::new(HISTORY, &store::prices::history_key(price))))
}

/// The lowest prior price of many variants, in the order asked for.
pub async fn lowest_prior(service: &PricingService, req: &GetLowestPrior) -> Result<Vec<LowestPrior>> {
    check_count(req.variants.len(), MAX_LOWEST_PRIOR)?;
    let now = service.now();
    let found = store::prices::begun(&service.deps.db, &req.variants, req.channel, now).await?;
    let mut answers = vec![];
    for variant in &req.variants {
        let rows = found.get(variant).map_or(&[][..], Vec::as_slice);
        let listed: Vec<_> = rows.iter().map(|(_, row)| *row).collect();
        let currency = rows.first().map(|(currency, _)| *currency);
        let lowest = timeline::lowest_prior(&listed, now);
        let price = lowest.zip(currency).map(|(minor, currency)| Money::new(minor, currency));
        answers.push(LowestPrior { variant: *variant, price });
    }
    Ok(answers)
}
