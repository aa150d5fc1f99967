//! The contract, and the only place that begins a transaction.

use crate::{
    Deps, audit, change, check, defaults,
    defaults::WEB,
    store::{channel, registration, shop},
};
use infrasell_contracts::{
    common::{Audit, AuditReport},
    settings::{
        CHANNEL_CHANGED, Channel, ChannelChanged, ChannelRef, CreateChannel, CreateTaxRegistration, EndTaxRegistration,
        GetChannel, GetShop, ListChannels, ListTaxRegistrations, SHOP_CHANGED, Settings, SettingsError, Shop,
        ShopChanged, TaxRegistration, UpdateChannel, UpdateShop,
    },
};
use infrasell_db::{Db, DbError, Kept, Once, Tx};
use infrasell_kernel::{ChannelId, Cursor, Page, TaxRegistrationId};
use infrasell_rpc::{Cx, Fault, async_trait};

const CHANNELS: &str = "channels:id";
const REGISTRATIONS: &str = "tax_registrations:id";

/// Settings over its own tables. Nearly every request of a buyer reads the shop and a channel, so both are kept.
pub struct SettingsService {
    db: Db,
    shop: Kept<(), Option<Shop>>,
    channels: Kept<ChannelRef, Option<Channel>>,
}

impl SettingsService {
    pub(crate) fn new(deps: Deps) -> Self {
        let Deps { db } = deps;
        SettingsService { shop: Kept::over(&db, &[shop::TABLE]), channels: Kept::over(&db, &[channel::TABLE]), db }
    }

    /// Makes the shop and the channel `web`, where they are not there. Called once the schema is in place, by every
    /// replica that starts.
    ///
    /// # Errors
    /// What the database says.
    pub async fn bootstrap(&self, _cx: &Cx) -> Result<(), SettingsError> {
        let web = ChannelRef::Code(WEB.into());
        if shop::get(&self.db).await?.is_some() && channel::find(&self.db, &web).await?.is_some() {
            return Ok(());
        }
        let mut tx = self.db.begin().await.map_err(Fault::from)?;
        shop::insert(&mut tx, &defaults::shop(self.db.now())).await?;
        let shop = shop::lock(&mut tx).await?.ok_or_else(no_shop)?;
        let id = tx.next_id().await.map_err(Fault::from)?;
        if channel::insert_new(&mut tx, &defaults::web(id, &shop, self.db.now())).await? {
            announce(&mut tx, id).await?;
        }
        tx.commit().await.map_err(Fault::from)?;
        Ok(())
    }
}

#[async_trait]
impl Settings for SettingsService {
    async fn shop(&self, _cx: &Cx, _req: GetShop) -> Result<Shop, SettingsError> {
        let shop = self.shop.get(&(), shop::get(&self.db)).await?;
        Ok(shop.as_ref().clone().ok_or_else(no_shop)?)
    }

    async fn update_shop(&self, cx: &Cx, req: UpdateShop) -> Result<Shop, SettingsError> {
        check::shop(&req.patch)?;
        let mut tx = match self.db.begin_once(cx, "settings.update_shop", &req).await? {
            Once::Answered(shop) => return Ok(shop),
            Once::Fresh(tx) => tx,
        };
        let old = shop::lock(&mut tx).await?.ok_or_else(no_shop)?;
        tx.about("shop");
        tx.was(&old);
        expect_version("shop", old.version, req.if_version)?;
        let mut new = old.clone();
        change::shop(&mut new, req.patch);
        if new != old {
            new.version += 1;
            new.updated_at = self.db.now();
            guarded("shop", shop::update(&mut tx, &new).await?)?;
            tx.emit(SHOP_CHANGED, &ShopChanged {}).await.map_err(Fault::from)?;
        }
        tx.commit_with(&new).await.map_err(Fault::from)?;
        Ok(new)
    }

    async fn channel(&self, _cx: &Cx, req: GetChannel) -> Result<Channel, SettingsError> {
        let name = match &req.channel {
            ChannelRef::Id(id) => id.to_string(),
            ChannelRef::Code(code) if check::is_code(code) => code.clone(),
            // what cannot be a code is not looked for
            ChannelRef::Code(text) => return Err(no_channel(check::first(text)).into()),
        };
        let channel = self.channels.get(&req.channel, channel::find(&self.db, &req.channel)).await?;
        Ok(channel.as_ref().clone().ok_or_else(|| no_channel(name))?)
    }

    async fn channels(&self, _cx: &Cx, req: ListChannels) -> Result<Page<Channel>, SettingsError> {
        let (limit, after) = (req.page.limit()?, req.page.key(CHANNELS)?);
        let found = channel::page(&self.db, req.active, after.map(ChannelId::from_i64), limit).await?;
        Ok(Page::from_surplus(found, limit, |last| Cursor::new(CHANNELS, &last.id.get())))
    }

    async fn create_channel(&self, cx: &Cx, req: CreateChannel) -> Result<Channel, SettingsError> {
        check::channel(&req.channel)?;
        let mut tx = match self.db.begin_once(cx, "settings.create_channel", &req).await? {
            Once::Answered(channel) => return Ok(channel),
            Once::Fresh(tx) => tx,
        };
        let id = tx.next_id().await.map_err(Fault::from)?;
        let new = change::new_channel(id, req.channel, self.db.now());
        channel::insert(&mut tx, &new).await.map_err(|error| code_taken(error, &new.code))?;
        announce(&mut tx, id).await?;
        tx.commit_with(&new).await.map_err(Fault::from)?;
        Ok(new)
    }

    async fn update_channel(&self, cx: &Cx, req: UpdateChannel) -> Result<Channel, SettingsError> {
        check::channel_patch(&req.patch)?;
        let mut tx = match self.db.begin_once(cx, "settings.update_channel", &req).await? {
            Once::Answered(channel) => return Ok(channel),
            Once::Fresh(tx) => tx,
        };
        let old = channel::lock(&mut tx, req.id).await?.ok_or_else(|| no_channel(req.id.to_string()))?;
        tx.was(&old);
        expect_version("channel", old.version, req.if_version)?;
        let mut new = old.clone();
        change::channel(&mut new, req.patch);
        if new.code == WEB && !new.active {
            return Err(SettingsError::DefaultChannelFixed);
        }
        if new != old {
            new.version += 1;
            new.updated_at = self.db.now();
            guarded("channel", channel::update(&mut tx, &new).await?)?;
            announce(&mut tx, new.id).await?;
        }
        tx.commit_with(&new).await.map_err(Fault::from)?;
        Ok(new)
    }

    async fn tax_registrations(
        &self,
        _cx: &Cx,
        req: ListTaxRegistrations,
    ) -> Result<Page<TaxRegistration>, SettingsError> {
        let (limit, after) = (req.page.limit()?, req.page.key(REGISTRATIONS)?);
        let after = after.map(TaxRegistrationId::from_i64);
        let found = registration::page(&self.db, req.valid_at, after, limit).await?;
        Ok(Page::from_surplus(found, limit, |last| Cursor::new(REGISTRATIONS, &last.id.get())))
    }

    async fn create_tax_registration(
        &self,
        cx: &Cx,
        req: CreateTaxRegistration,
    ) -> Result<TaxRegistration, SettingsError> {
        let good = check::registration(&req.registration, self.db.now())?;
        let mut tx = match self.db.begin_once(cx, "settings.create_tax_registration", &req).await? {
            Once::Answered(registration) => return Ok(registration),
            Once::Fresh(tx) => tx,
        };
        // the shop's row keeps two registrations of one number from passing each other unseen
        shop::lock(&mut tx).await?.ok_or_else(no_shop)?;
        let new = TaxRegistration {
            id: tx.next_id().await.map_err(Fault::from)?,
            country: req.registration.country,
            region: good.region,
            number: good.number,
            scheme: req.registration.scheme,
            valid_from: good.valid_from,
            valid_until: good.valid_until,
        };
        if let Some(registration) = registration::overlapping(&mut tx, &new).await? {
            return Err(SettingsError::TaxRegistrationOverlaps { number: new.number, registration });
        }
        registration::insert(&mut tx, &new).await?;
        tx.commit_with(&new).await.map_err(Fault::from)?;
        Ok(new)
    }

    async fn end_tax_registration(&self, cx: &Cx, req: EndTaxRegistration) -> Result<TaxRegistration, SettingsError> {
        let mut tx = match self.db.begin_once(cx, "settings.end_tax_registration", &req).await? {
            Once::Answered(registration) => return Ok(registration),
            Once::Fresh(tx) => tx,
        };
        let found = registration::lock(&mut tx, req.id).await?;
        let mut found = found.ok_or_else(|| Fault::not_found("tax registration", req.id))?;
        check::end(&found, req.valid_until)?;
        tx.was(&found);
        found.valid_until = Some(req.valid_until);
        registration::end(&mut tx, found.id, req.valid_until).await?;
        tx.commit_with(&found).await.map_err(Fault::from)?;
        Ok(found)
    }

    async fn audit(&self, _cx: &Cx, _req: Audit) -> Result<AuditReport, SettingsError> {
        Ok(audit::run(&self.db).await?)
    }
}

async fn announce(tx: &mut Tx, channel: ChannelId) -> Result<(), Fault> {
    tx.emit(CHANNEL_CHANGED, &ChannelChanged { channel }).await?;
    Ok(())
}

fn no_shop() -> Fault {
    Fault::internal("the database has no shop: settings was not bootstrapped")
}

fn no_channel(name: String) -> Fault {
    Fault::not_found("channel", name)
}

fn expect_version(what: &str, version: i64, wanted: Option<i64>) -> Result<(), Fault> {
    guarded(what, wanted.is_none_or(|wanted| wanted == version))
}

fn guarded(what: &str, ok: bool) -> Result<(), Fault> {
    if ok { Ok(()) } else { Err(Fault::Stale { what: what.into() }) }
}

fn code_taken(error: DbError, code: &str) -> SettingsError {
    if error.conflicts_on("settings_channel.code") {
        return SettingsError::ChannelCodeTaken { channel_code: code.to_owned() };
    }
    Fault::from(error).into()
}
