//! The contract, and the only place beside `write` that begins a transaction.

use crate::{
    Deps, check,
    shelf::{Prices, Shelf, view},
    store::{self, Row},
    write::{Edit, Target, no_cart},
};
use async_trait::async_trait;
use infrasell_contracts::{
    cart::{
        AddLines, Attributes, Cart, CartDetails, CartError, CartState, CartSummary, Carts, ClaimCart, CreateCart,
        DeleteCart, EditCart, EditedCart, GetCart, GetCustomerCart, ListCarts, LockCart, QuoteCart, QuotedCart,
        UnlockCart, UpdateCart, UpdateLines,
    },
    catalog::{Catalog, GetVariants},
    common::{Audit, AuditReport},
    inventory::{GetAvailability, Inventory},
    pricing::{Destination, Pricing, QuoteRequest, Quoted, ShippingChoice},
    settings::{Channel, ChannelRef, GetChannel, Settings},
};
use infrasell_db::{Db, Once};
use infrasell_kernel::{ChannelId, CountryCode, Cursor, Env, FieldError, Locale, Page, Token, VariantId};
use infrasell_rpc::{Cx, Fault};
use std::{collections::HashMap, sync::Arc, time::Duration};

/// How long a cart is kept after its last change, where a shop does not say otherwise.
pub const LIFETIME: Duration = Duration::from_secs(30 * 24 * 3600);
/// Where a buyer buys when he does not say.
const DEFAULT_CHANNEL: &str = "web";

/// Where a cart goes, if that is known, and how each group of its lines is sent.
pub(crate) type Going = (Option<Destination>, Vec<ShippingChoice>);

/// Guest carts.
pub struct CartService {
    pub(crate) db: Db,
    pub(crate) env: Env,
    pub(crate) lifetime: Duration,
    settings: Arc<dyn Settings>,
    catalog: Arc<dyn Catalog>,
    pricing: Arc<dyn Pricing>,
    inventory: Arc<dyn Inventory>,
}

impl CartService {
    pub(crate) fn new(deps: Deps) -> Self {
        let Deps { db, env, lifetime, settings, catalog, pricing, inventory } = deps;
        CartService { db, env, lifetime, settings, catalog, pricing, inventory }
    }

    /// The cart, unless its time is up. What a checkout holds does not expire under it.
    /// To another customer than the one whose it is, it is not there; a guest who holds the token is let in.
    pub(crate) async fn row(&self, cx: &Cx, token: Token) -> Result<Row, Fault> {
        let row = store::by_token(&self.db, token).await?;
        row.filter(|row| self.is_there(row) && may_touch(cx, row)).ok_or_else(|| no_cart(token))
    }

    /// Whether its time is not up.
    pub(crate) fn is_there(&self, row: &Row) -> bool {
        row.state == CartState::Locked || row.expires_at > self.env.now()
    }

    /// A cart without lines.
    pub(crate) async fn empty(&self, channel: &Channel, asked: Option<Locale>) -> Result<Row, Fault> {
        let now = self.env.now();
        Ok(Row {
            id: self.db.next_id().await?,
            token: Token::random(&*self.env.random),
            channel: channel.id,
            customer: None,
            currency: channel.currency,
            locale: locale(asked, channel)?,
            state: CartState::Active,
            owner: None,
            lines: vec![],
            note: String::new(),
            attributes: Attributes::new(),
            details: CartDetails::default(),
            revision: 1,
            expires_at: now.plus(self.lifetime),
            created_at: now,
            updated_at: now,
        })
    }

    /// The cart as it is now.
    pub(crate) async fn show(&self, cx: &Cx, row: &Row, country: Option<CountryCode>) -> Result<Cart, Fault> {
        let place = |country| Destination { country, region: String::new(), postal_code: String::new() };
        let going = match country {
            Some(country) => (Some(place(country)), row.details.shipping.clone()),
            None => row.going(),
        };
        Ok(self.show_quoted(cx, row, going).await?.cart)
    }

    async fn show_quoted(&self, cx: &Cx, row: &Row, going: Going) -> Result<QuotedCart, Fault> {
        let mut variants: Vec<VariantId> = row.lines.iter().map(|line| line.variant).collect();
        variants.sort_unstable();
        variants.dedup();
        let shelf = self.shelf(cx, row.channel, variants).await?;
        let (prices, quoted) = self.prices(cx, row, &shelf, going).await?;
        Ok(QuotedCart { cart: view(row, &shelf, &prices), quoted })
    }

    /// What the variants are and how many there are: two reads, at the same time.
    pub(crate) async fn shelf(&self, cx: &Cx, channel: ChannelId, ids: Vec<VariantId>) -> Result<Shelf, Fault> {
        if ids.is_empty() {
            return Ok(Shelf::default());
        }
        let cx = &cx.unkeyed();
        let of = GetVariants { ids: ids.clone(), channel: Some(channel) };
        let stock = GetAvailability { variants: ids, channel };
        let (views, stock) = tokio::join!(self.catalog.variants(cx, of), self.inventory.availability(cx, stock));
        let views = views.map_err(|error| Fault::relay(&error))?;
        let stock = stock.map_err(|error| Fault::relay(&error))?;
        Ok(Shelf {
            views: views.into_iter().map(|view| (view.variant.id, view)).collect(),
            stock: stock.into_iter().map(|one| (one.variant, one)).collect::<HashMap<_, _>>(),
        })
    }

    /// What the lines cost now where they go, sent as chosen, and the quote that says so if there is one.
    pub(crate) async fn prices(
        &self,
        cx: &Cx,
        row: &Row,
        shelf: &Shelf,
        (destination, shipping): Going,
    ) -> Result<(Prices, Option<Quoted>), Fault> {
        let lines = shelf.quote_lines(&row.lines);
        if lines.is_empty() {
            return Ok((Prices::default(), None));
        }
        let request = QuoteRequest { channel: row.channel, destination, lines: lines.clone(), shipping };
        let quoted = self.pricing.quote(&cx.unkeyed(), request).await.map_err(|error| Fault::relay(&error))?;
        Ok((Prices::new(&lines, &quoted), Some(quoted)))
    }

    pub(crate) async fn channel(&self, cx: &Cx, channel: ChannelRef) -> Result<Channel, Fault> {
        self.settings.channel(&cx.unkeyed(), GetChannel { channel }).await.map_err(|error| Fault::relay(&error))
    }

    pub(crate) async fn channel_by_code(&self, cx: &Cx, code: Option<&str>) -> Result<Channel, Fault> {
        let code = code.unwrap_or(DEFAULT_CHANNEL);
        let unknown = || Fault::field("channel", "unknown", "there is no channel of this code that sells");
        match self.channel(cx, ChannelRef::Code(code.into())).await {
            Ok(channel) if channel.active => Ok(channel),
            Ok(_) | Err(Fault::NotFound { .. }) => Err(unknown()),
            Err(other) => Err(other),
        }
    }
}

impl Row {
    /// Where it goes and how it is sent, as far as the buyer has said.
    pub(crate) fn going(&self) -> Going {
        let bare = |country| Destination { country, region: String::new(), postal_code: String::new() };
        let text = |part: &Option<String>| part.clone().unwrap_or_default();
        let selected = self.details.selected().and_then(|one| {
            let (region, postal_code) = (text(&one.address.region), text(&one.address.postal_code));
            Some(Destination { country: one.address.country?, region, postal_code })
        });
        let destination = selected.or_else(|| self.details.buyer.country.map(bare));
        (destination, self.details.shipping.clone())
    }
}

fn may_touch(cx: &Cx, row: &Row) -> bool {
    let (caller, owner) = (cx.caller.customer(), row.customer);
    caller.is_none() || owner.is_none() || caller == owner
}

/// One of the channel's languages, the first when none was asked for.
fn locale(asked: Option<Locale>, channel: &Channel) -> Result<Locale, FieldError> {
    let spoken = |locale: &Locale| channel.locales.contains(locale);
    match asked.or_else(|| channel.locales.first().cloned()) {
        Some(locale) if spoken(&locale) => Ok(locale),
        _ => Err(FieldError::new("locale", "unknown", format!("the channel {} does not speak it", channel.code))),
    }
}

#[async_trait]
impl Carts for CartService {
    async fn create(&self, cx: &Cx, req: CreateCart) -> Result<Cart, CartError> {
        check::create(&req)?;
        if let Some(customer) = cx.caller.customer() {
            return self.gather(cx, customer, &req).await;
        }
        let channel = self.channel_by_code(cx, req.channel.as_deref()).await?;
        let mut row = self.empty(&channel, req.locale.clone()).await?;
        row.describe(&req.note, &req.attributes);
        let ids = self.db.next_ids(req.lines.len()).await.map_err(Fault::from)?;
        let made = self.fill(cx, &mut row, &Edit::Add(&req.lines, ids)).await;
        // a repeated request may be refused now although the first one was not
        let mut tx = match self.db.begin_once(cx, "cart.create", &req).await? {
            Once::Answered(cart) => return Ok(cart),
            Once::Fresh(tx) => tx,
        };
        let cart = made?.cart;
        store::insert(&mut tx, &row).await.map_err(Fault::from)?;
        tx.commit_with(&cart).await.map_err(Fault::from)?;
        Ok(cart)
    }

    async fn cart(&self, cx: &Cx, req: GetCart) -> Result<Cart, CartError> {
        let row = self.row(cx, req.token).await?;
        Ok(self.show(cx, &row, req.country).await?)
    }

    async fn quoted(&self, cx: &Cx, req: QuoteCart) -> Result<QuotedCart, CartError> {
        let row = self.row(cx, req.token).await?;
        let going = if req.as_chosen { row.going() } else { (req.destination, req.shipping) };
        Ok(self.show_quoted(cx, &row, going).await?)
    }

    async fn claim(&self, cx: &Cx, req: ClaimCart) -> Result<Cart, CartError> {
        self.claim_it(cx, req).await
    }

    async fn customer_cart(&self, cx: &Cx, req: GetCustomerCart) -> Result<Cart, CartError> {
        let channel = self.channel_by_code(cx, req.channel.as_deref()).await?;
        let found = store::open_of(&self.db, req.customer, channel.id).await?.filter(|row| self.is_there(row));
        let row = found.ok_or_else(|| Fault::not_found("cart", format!("of {}", req.customer)))?;
        Ok(self.show(cx, &row, req.country).await?)
    }

    async fn add_lines(&self, cx: &Cx, req: AddLines) -> Result<Cart, CartError> {
        check::add(&req.lines)?;
        let ids = self.db.next_ids(req.lines.len()).await.map_err(Fault::from)?;
        let target = Target::of(req.token, req.if_revision, "add_lines", &req);
        self.change(cx, &target, &Edit::Add(&req.lines, ids)).await
    }

    async fn update_lines(&self, cx: &Cx, req: UpdateLines) -> Result<Cart, CartError> {
        check::update_lines(&req.lines)?;
        let target = Target::of(req.token, req.if_revision, "update_lines", &req);
        self.change(cx, &target, &Edit::Update(&req.lines)).await
    }

    async fn update(&self, cx: &Cx, req: UpdateCart) -> Result<Cart, CartError> {
        check::patch(&req.patch)?;
        if req.patch.locale.is_some() {
            let row = self.row(cx, req.token).await?;
            let channel = self.channel(cx, ChannelRef::Id(row.channel)).await?;
            locale(req.patch.locale.clone(), &channel)?;
        }
        let target = Target::of(req.token, req.if_revision, "update", &req);
        self.change(cx, &target, &Edit::Describe(&req.patch)).await
    }

    async fn edit(&self, cx: &Cx, req: EditCart) -> Result<EditedCart, CartError> {
        self.edit_it(cx, &req).await
    }

    async fn delete(&self, cx: &Cx, req: DeleteCart) -> Result<(), CartError> {
        let scope = format!("cart.delete:{}", req.token);
        if let Some(row) = store::by_token(&self.db, req.token).await?.filter(|row| !may_touch(cx, row)) {
            return Err(no_cart(row.token).into());
        }
        let Once::Fresh(mut tx) = self.db.begin_once::<()>(cx, &scope, &req).await? else { return Ok(()) };
        if !store::delete(&mut tx, req.token).await? {
            let locked = store::by_token_locked(&mut tx, req.token).await?.is_some();
            return Err(if locked { CartError::CartLocked } else { no_cart(req.token).into() });
        }
        Ok(tx.commit_with(&()).await.map_err(Fault::from)?)
    }

    async fn carts(&self, _: &Cx, req: ListCarts) -> Result<Page<CartSummary>, CartError> {
        let limit = req.page.limit()?;
        let rows = store::list(&self.db, &req, self.env.now(), limit).await?;
        let place = |last: &CartSummary| Cursor::new(store::LIST, &(last.updated_at.micros(), last.id.get()));
        Ok(Page::from_surplus(rows, limit, place))
    }

    async fn lock(&self, cx: &Cx, req: LockCart) -> Result<(), CartError> {
        let scope = format!("cart.lock:{}", req.token);
        let Once::Fresh(mut tx) = self.db.begin_once::<()>(cx, &scope, &req).await? else { return Ok(()) };
        if !store::lock(&mut tx, req.token, req.revision, &req.owner).await? {
            let row = store::by_token_locked(&mut tx, req.token).await?.ok_or_else(|| no_cart(req.token))?;
            check_lock(&row, &req)?;
        }
        Ok(tx.commit_with(&()).await.map_err(Fault::from)?)
    }

    async fn unlock(&self, cx: &Cx, req: UnlockCart) -> Result<(), CartError> {
        let scope = format!("cart.unlock:{}", req.token);
        let Once::Fresh(mut tx) = self.db.begin_once::<()>(cx, &scope, &req).await? else { return Ok(()) };
        if req.completed {
            store::complete(&mut tx, req.token, &req.owner, self.env.now())?;
        } else {
            store::release(&mut tx, req.token, &req.owner)?;
        }
        Ok(tx.commit_with(&()).await.map_err(Fault::from)?)
    }

    async fn audit(&self, _: &Cx, _: Audit) -> Result<AuditReport, CartError> {
        Ok(crate::jobs::audit(&self.db).await?)
    }
}

/// Whether a cart that could not be locked is locked already as was asked.
fn check_lock(row: &Row, req: &LockCart) -> Result<(), CartError> {
    match row.state {
        CartState::Active => Err(Fault::Stale { what: "cart".into() }.into()),
        CartState::Completed => Err(CartError::CartCompleted),
        CartState::Locked if row.owner.as_deref() != Some(&req.owner) => Err(CartError::CartLocked),
        CartState::Locked if row.revision != req.revision => Err(Fault::Stale { what: "cart".into() }.into()),
        CartState::Locked => Ok(()),
    }
}
