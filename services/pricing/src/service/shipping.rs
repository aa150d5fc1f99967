//! Shipping methods.

use super::{
    PricingService, Result,
    write::{self, MAX_CODE, MAX_NAME, finish, taken},
};
use crate::store::{shipping, taxes};
use infrasell_contracts::pricing::{
    CreateShippingMethod, ListShippingMethods, MAX_PRICE_MINOR, PricingError, ShippingMethod, ShippingMethodInput,
    ShippingMethodPatch, UpdateShippingMethod,
};
use infrasell_db::{Once, Tx};
use infrasell_kernel::{Cursor, Fields, Page, PageRequest, ShippingMethodId};
use infrasell_rpc::{Cx, Fault};

const LIST: &str = "shipping_methods:id";
/// The longest description, in characters.
const MAX_DESCRIPTION: usize = 500;
/// The heaviest group of lines, grams: a thousand tonnes.
const MAX_WEIGHT_GRAMS: i64 = 1_000_000_000;
/// The most countries of one method.
const MAX_COUNTRIES: usize = 300;
/// The most methods of one channel, as every quote looks at all of them.
const MAX_METHODS: i64 = 250;

/// Shipping methods in id order.
pub async fn list(service: &PricingService, req: &ListShippingMethods) -> Result<Page<ShippingMethod>> {
    let limit = req.page.limit()?;
    let after = req.page.key(LIST)?;
    let items = shipping::page(&service.deps.db, req.channel, req.active, after, limit).await?;
    Ok(Page::from_surplus(items, limit, |method| Cursor::new(LIST, &method.id.get())))
}

/// The way to send goods that a new shop begins with: free of charge, until the shop says otherwise.
///
/// Without one a shop could not sell what is sent. Replicas that start together make it once.
pub async fn bootstrap(service: &PricingService, cx: &Cx) -> Result<()> {
    let channel = service.web(cx).await?.id;
    let page = PageRequest { limit: Some(1), after: None };
    if !list(service, &ListShippingMethods { channel: Some(channel), active: None, page }).await?.items.is_empty() {
        return Ok(());
    }
    let method = ShippingMethodInput {
        code: "standard".into(),
        name: "Standard delivery".into(),
        description: String::new(),
        channel,
        price_minor: 0,
        free_over_minor: None,
        min_subtotal_minor: None,
        max_subtotal_minor: None,
        min_weight_grams: None,
        max_weight_grams: None,
        countries: vec![],
        tax_class: None,
    };
    match create(service, &cx.unkeyed(), CreateShippingMethod { method }).await {
        Ok(_) | Err(PricingError::CodeTaken { .. }) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Makes a shipping method.
pub async fn create(service: &PricingService, cx: &Cx, req: CreateShippingMethod) -> Result<ShippingMethod> {
    // the id is given when all is well
    let mut method = from_input(ShippingMethodId::from_i64(0), req.method.clone());
    let mut fields = Fields::new();
    write::check_code(&mut fields, &method.code, MAX_CODE);
    check(&mut fields, &method);
    fields.done()?;
    service.channel(cx, method.channel).await?;
    let mut tx = match service.deps.db.begin_once(cx, "pricing.create_shipping_method", &req).await? {
        Once::Answered(answer) => return Ok(answer),
        Once::Fresh(tx) => tx,
    };
    check_class(&mut tx, method.tax_class.as_deref()).await?;
    if shipping::count(&mut tx, method.channel).await? >= MAX_METHODS {
        return Err(Fault::conflict(format!("a channel has at most {MAX_METHODS} shipping methods")).into());
    }
    method.id = tx.next_id().await.map_err(Fault::from)?;
    if !shipping::insert(&mut tx, &method).await? {
        return Err(taken(&method.code));
    }
    finish(tx, method).await
}

fn from_input(id: ShippingMethodId, input: ShippingMethodInput) -> ShippingMethod {
    ShippingMethod {
        id,
        code: input.code,
        name: input.name.trim().to_owned(),
        description: input.description,
        channel: input.channel,
        price_minor: input.price_minor,
        free_over_minor: input.free_over_minor,
        min_subtotal_minor: input.min_subtotal_minor,
        max_subtotal_minor: input.max_subtotal_minor,
        min_weight_grams: input.min_weight_grams,
        max_weight_grams: input.max_weight_grams,
        countries: input.countries,
        tax_class: input.tax_class,
        active: true,
        version: 1,
    }
}

fn check(fields: &mut Fields, method: &ShippingMethod) {
    fields.text("name", &method.name, MAX_NAME);
    fields.max_len("description", &method.description, MAX_DESCRIPTION);
    let amounts = [
        ("price_minor", Some(method.price_minor)),
        ("free_over_minor", method.free_over_minor),
        ("min_subtotal_minor", method.min_subtotal_minor),
        ("max_subtotal_minor", method.max_subtotal_minor),
    ];
    for (path, value) in amounts {
        write::check_range(fields, path, value, MAX_PRICE_MINOR);
    }
    write::check_range(fields, "min_weight_grams", method.min_weight_grams, MAX_WEIGHT_GRAMS);
    write::check_range(fields, "max_weight_grams", method.max_weight_grams, MAX_WEIGHT_GRAMS);
    check_order(fields, "max_subtotal_minor", method.min_subtotal_minor, method.max_subtotal_minor);
    check_order(fields, "max_weight_grams", method.min_weight_grams, method.max_weight_grams);
    let count = method.countries.len();
    let message = format!("countries has {count} entries, more than {MAX_COUNTRIES}");
    fields.check(count <= MAX_COUNTRIES, "countries", "too_many", message);
}

fn check_order(fields: &mut Fields, path: &str, min: Option<i64>, max: Option<i64>) {
    if let (Some(min), Some(max)) = (min, max) {
        fields.check(min <= max, path, "out_of_range", format!("{path} is {max}, below the least {min}"));
    }
}

async fn check_class(tx: &mut Tx, class: Option<&str>) -> Result<()> {
    let Some(class) = class else { return Ok(()) };
    if taxes::find_class(tx, class).await?.is_none() {
        let message = format!("there is no tax class '{class}'");
        return Err(Fault::field("tax_class", "not_found", message).into());
    }
    Ok(())
}

/// Changes a shipping method.
pub async fn update(service: &PricingService, cx: &Cx, req: UpdateShippingMethod) -> Result<ShippingMethod> {
    let mut tx = match service.deps.db.begin_once(cx, "pricing.update_shipping_method", &req).await? {
        Once::Answered(answer) => return Ok(answer),
        Once::Fresh(tx) => tx,
    };
    let found = shipping::lock(&mut tx, req.id).await?;
    let old = found.ok_or_else(|| Fault::not_found("shipping method", req.id))?;
    tx.was(&old);
    if req.if_version.is_some_and(|version| version != old.version) {
        return Err(Fault::Stale { what: "shipping method".into() }.into());
    }
    let mut new = patched(&old, req.patch);
    let mut fields = Fields::new();
    check(&mut fields, &new);
    fields.done()?;
    if new.tax_class != old.tax_class {
        check_class(&mut tx, new.tax_class.as_deref()).await?;
    }
    if new != old {
        new.version += 1;
        shipping::update(&mut tx, &new).await?;
    }
    finish(tx, new).await
}

fn patched(old: &ShippingMethod, patch: ShippingMethodPatch) -> ShippingMethod {
    let old = old.clone();
    ShippingMethod {
        name: patch.name.map_or(old.name, |name| name.trim().to_owned()),
        description: patch.description.apply(Some(old.description)).unwrap_or_default(),
        price_minor: patch.price_minor.unwrap_or(old.price_minor),
        free_over_minor: patch.free_over_minor.apply(old.free_over_minor),
        min_subtotal_minor: patch.min_subtotal_minor.apply(old.min_subtotal_minor),
        max_subtotal_minor: patch.max_subtotal_minor.apply(old.max_subtotal_minor),
        min_weight_grams: patch.min_weight_grams.apply(old.min_weight_grams),
        max_weight_grams: patch.max_weight_grams.apply(old.max_weight_grams),
        countries: patch.countries.apply(Some(old.countries)).unwrap_or_default(),
        tax_class: patch.tax_class.apply(old.tax_class),
        active: patch.active.unwrap_or(old.active),
        id: old.id,
        code: old.code,
        channel: old.channel,
        version: old.version,
    }
}
