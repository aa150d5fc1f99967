//! `infrasell media fetch`: the pictures that products and collections name by address become pictures of the shop.
//!
//! Always true: an address that people gave us is called only where it leads to the public internet, and a redirect is
//! looked at as the address itself was; what cannot be fetched stays as it is and is named; a product changes all of its
//! addresses at once or none. Running it again goes on where it ended.

use crate::{app::App, cli::RunError, config::Config};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use bytes::Bytes;
use futures_util::{StreamExt, stream};
use infrasell_contracts::{
    catalog::{
        Collection, CollectionPatch, ListCollections, ListProducts, Media, Product, ProductPatch, UpdateCollection,
        UpdateProduct, VariantInput,
    },
    content::{FileBytes, UploadMedia},
};
use infrasell_kernel::{Cursor, PageRequest, Patch};
use infrasell_outward::{Call, Outward, Policy, Target};
use infrasell_rpc::{Cx, ServiceError};
use infrasell_rules::picture;
use serde::Serialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    time::Duration,
};

/// Products that are looked at in one go.
const AT_ONCE: u32 = 100;
/// Pictures that are fetched at once.
const FETCHED_AT_ONCE: usize = 4;
/// How long fetching one may take.
const TIME_LIMIT: Duration = Duration::from_secs(30);
/// How many redirects are followed.
const MOST_REDIRECTS: usize = 3;
/// The most failures that are printed; `--json` has all of them.
const MAX_PRINTED: usize = 20;

/// What became of the pictures.
#[derive(Debug, Default, Serialize)]
pub struct Report {
    /// Products and collections that were looked at.
    pub looked_at: u64,
    /// Those whose pictures are the shop's own now.
    pub changed: u64,
    /// Pictures that were kept.
    pub kept: usize,
    /// Pictures that stay where they are: address and reason.
    pub failed: BTreeMap<String, String>,
}

/// Where pictures come from.
struct Sources<'a> {
    app: &'a App,
    cx: Cx,
    outward: Outward,
    /// Where the files of addresses such as `/media/a.jpg` are looked for, in this order.
    folders: Vec<PathBuf>,
    most_bytes: usize,
    dry_run: bool,
}

/// Fetches every picture that is not the shop's own, and tells what became of them.
///
/// # Errors
/// When a service cannot be asked.
pub async fn fetch(app: &App, config: &Config, folders: Vec<PathBuf>, dry_run: bool) -> Result<Report, RunError> {
    let outward = Outward::new(Policy { allow_http: true, allow_networks: config.media.networks() });
    let cx = Cx::system("cli", "media");
    let sources = Sources { app, cx, outward, folders, most_bytes: config.media.limits().bytes, dry_run };
    let mut fetched = Fetched::default();
    let mut report = Report::default();
    products(&sources, &mut fetched, &mut report).await?;
    collections(&sources, &mut fetched, &mut report).await?;
    report.kept = fetched.kept.values().collect::<BTreeSet<_>>().len();
    report.failed.append(&mut fetched.failed);
    Ok(report)
}

/// Prints what became of them.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn print(report: &Report, dry_run: bool, json: bool) -> Result<(), RunError> {
    if json {
        let text = serde_json::to_string_pretty(report).map_err(|cause| RunError::Refused(cause.to_string()))?;
        println!("{text}");
        return Ok(());
    }
    let would = if dry_run { " (a dry run: nothing was written)" } else { "" };
    let Report { looked_at, changed, kept, failed } = report;
    println!(
        "pictures of {looked_at} products and collections: {kept} kept, {changed} of them changed, {} left as they are{would}",
        failed.len()
    );
    for (address, reason) in failed.iter().take(MAX_PRINTED) {
        println!("  {address}: {reason}");
    }
    if failed.len() > MAX_PRINTED {
        println!("  … and {} more: --json shows all of them", failed.len() - MAX_PRINTED);
    }
    Ok(())
}

/// What is known of the addresses so far.
#[derive(Default)]
struct Fetched {
    kept: BTreeMap<String, String>,
    failed: BTreeMap<String, String>,
}

impl Fetched {
    /// Fetches those of `pictures` that nobody has looked at yet.
    async fn all<'a>(&mut self, sources: &Sources<'_>, pictures: impl Iterator<Item = &'a Media>) {
        let mut fresh: BTreeMap<&str, &str> = BTreeMap::new();
        for picture in pictures.filter(|one| picture::key_of(&one.url).is_none()) {
            if !self.kept.contains_key(&picture.url) && !self.failed.contains_key(&picture.url) {
                fresh.entry(&picture.url).or_insert(&picture.alt);
            }
        }
        let work = fresh.into_iter().map(|(url, alt)| async move { (url, sources.keep(url, alt).await) });
        let mut done = stream::iter(work).buffer_unordered(FETCHED_AT_ONCE);
        while let Some((url, outcome)) = done.next().await {
            match outcome {
                Ok(own) => drop(self.kept.insert(url.to_owned(), own)),
                Err(reason) => drop(self.failed.insert(url.to_owned(), reason)),
            }
        }
    }

    /// The address as it is from now on.
    fn own(&self, url: &str) -> String {
        self.kept.get(url).cloned().unwrap_or_else(|| url.to_owned())
    }
}

async fn products(sources: &Sources<'_>, fetched: &mut Fetched, report: &mut Report) -> Result<(), RunError> {
    let mut after: Option<Cursor> = None;
    loop {
        let page = PageRequest { limit: Some(AT_ONCE), after };
        let ask = ListProducts { page, ..ListProducts::default() };
        let page = sources.app.services.catalog.products(&sources.cx, ask).await.map_err(|e| RunError::refused(&e))?;
        fetched.all(sources, page.items.iter().flat_map(|product| &product.media)).await;
        for product in page.items {
            report.looked_at += 1;
            let (name, patch) = (format!("product {}", product.handle), patch(&product, fetched));
            let Some(patch) = patch.filter(|_| !sources.dry_run) else { continue };
            let update = UpdateProduct { id: product.id, patch, if_version: Some(product.version) };
            let done = sources.app.services.catalog.update_product(&sources.cx, update).await;
            note(report, name, done.map(drop));
        }
        after = page.next;
        if after.is_none() {
            return Ok(());
        }
    }
}

async fn collections(sources: &Sources<'_>, fetched: &mut Fetched, report: &mut Report) -> Result<(), RunError> {
    let mut after: Option<Cursor> = None;
    loop {
        let page = PageRequest { limit: Some(AT_ONCE), after };
        let ask = ListCollections { page, ..ListCollections::default() };
        let page =
            sources.app.services.catalog.collections(&sources.cx, ask).await.map_err(|e| RunError::refused(&e))?;
        fetched.all(sources, page.items.iter().filter_map(|one| one.image.as_ref())).await;
        for Collection { id, version, handle, image, .. } in page.items {
            report.looked_at += 1;
            let own = image.map(|image| Media { url: fetched.own(&image.url), ..image });
            let changed = own.filter(|image| fetched.kept.values().any(|kept| *kept == image.url));
            let Some(image) = changed.filter(|_| !sources.dry_run) else { continue };
            let patch = CollectionPatch { image: Patch::Set(image), ..CollectionPatch::default() };
            let update = UpdateCollection { id, patch, if_version: Some(version) };
            let done = sources.app.services.catalog.update_collection(&sources.cx, update).await;
            note(report, format!("collection {handle}"), done.map(drop));
        }
        after = page.next;
        if after.is_none() {
            return Ok(());
        }
    }
}

fn note(report: &mut Report, name: String, done: Result<(), impl ServiceError>) {
    match done {
        Ok(()) => report.changed += 1,
        Err(error) => drop(report.failed.insert(name, error.to_string())),
    }
}

/// The product with the shop's own addresses; nothing when it has them.
fn patch(product: &Product, fetched: &Fetched) -> Option<ProductPatch> {
    let media: Vec<Media> =
        product.media.iter().map(|one| Media { url: fetched.own(&one.url), alt: one.alt.clone() }).collect();
    if media == product.media {
        return None;
    }
    let variants = product.variants.iter().map(|variant| VariantInput {
        id: Some(variant.id),
        sku: variant.sku.clone(),
        barcode: variant.barcode.clone(),
        option_values: variant.option_values.clone(),
        weight_grams: variant.weight_grams,
        hsn_code: variant.hsn_code.clone(),
        country_of_origin: variant.country_of_origin,
        requires_shipping: variant.requires_shipping,
        taxable: variant.taxable,
        image_url: variant.image_url.as_deref().map(|url| fetched.own(url)),
    });
    Some(ProductPatch { variants: Some(variants.collect()), media: Patch::Set(media), ..ProductPatch::default() })
}

impl Sources<'_> {
    /// Keeps the picture at an address, and tells its own; or why not.
    async fn keep(&self, url: &str, alt: &str) -> Result<String, String> {
        let bytes = match url.strip_prefix(picture::PREFIX) {
            Some(name) => self.file(name)?,
            None => self.call(url).await?,
        };
        let alt = alt.chars().take(infrasell_contracts::content::MAX_ALT).collect();
        if self.dry_run {
            let limits = infrasell_images::Limits { bytes: self.most_bytes, ..infrasell_images::Limits::default() };
            let facts = infrasell_images::inspect(&bytes, &limits).map_err(|error| error.to_string())?;
            return Ok(format!("{url} ({} × {})", facts.width, facts.height));
        }
        let upload = UploadMedia { file_name: last_part(url).to_owned(), alt, file: FileBytes(bytes) };
        let kept = self.app.services.content.upload_media(&self.cx, upload).await;
        kept.map(|file| file.url).map_err(|error| match RunError::refused(&error) {
            RunError::Refused(text) => text.replace("\n ", ""),
            other => other.to_string(),
        })
    }

    /// A file of this machine, which only stands in one of our folders.
    fn file(&self, name: &str) -> Result<Bytes, String> {
        let is_plain = name.split('/').all(|part| !part.is_empty() && part != "." && part != "..");
        if !is_plain || name.contains(['\\', '\0']) {
            return Err("is no file of the shop".into());
        }
        let file = self.folders.iter().map(|folder| folder.join(name)).find(|file| file.is_file());
        let file = file.ok_or("there is no such file")?;
        let meta = std::fs::metadata(&file).map_err(|cause| cause.to_string())?;
        if meta.len() > self.most_bytes as u64 {
            return Err(format!("is larger than {} bytes", self.most_bytes));
        }
        std::fs::read(&file).map(Bytes::from).map_err(|cause| cause.to_string())
    }

    /// A picture of somebody else's server.
    async fn call(&self, url: &str) -> Result<Bytes, String> {
        let mut target = self.target(url)?;
        for _ in 0..=MOST_REDIRECTS {
            let reply = self.outward.call(self.ask(target.clone())).await.map_err(|error| error.to_string())?;
            if reply.is_cut {
                return Err(format!("is larger than {} bytes", self.most_bytes));
            }
            if reply.status == StatusCode::OK {
                return Ok(reply.body);
            }
            if !reply.status.is_redirection() {
                return Err(format!("is answered with {}", reply.status.as_u16()));
            }
            let location = reply.headers.get(header::LOCATION).and_then(|value| value.to_str().ok());
            let location = location.ok_or("is answered with a redirect to nowhere")?;
            let base = reqwest::Url::parse(target.as_str()).map_err(|cause| cause.to_string())?;
            // looked at as the address itself was
            target = self.target(base.join(location).map_err(|cause| cause.to_string())?.as_str())?;
        }
        Err(format!("leads on more than {MOST_REDIRECTS} times"))
    }

    fn target(&self, url: &str) -> Result<Target, String> {
        self.outward.policy().target(url).map_err(|refusal| refusal.to_string())
    }

    fn ask(&self, target: Target) -> Call {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, HeaderValue::from_static("image/webp,image/png,image/jpeg,image/gif"));
        let agent = concat!("infrasell/", env!("CARGO_PKG_VERSION"));
        headers.insert(header::USER_AGENT, HeaderValue::from_static(agent));
        Call {
            target,
            method: Method::GET,
            headers,
            body: Bytes::new(),
            time_limit: TIME_LIMIT,
            most_bytes: self.most_bytes,
        }
    }
}

/// What a picture is called at its address.
fn last_part(url: &str) -> &str {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    path.rsplit('/').next().unwrap_or(path)
}

/// The folders in which the files of `/media/…` are looked for.
#[must_use]
pub fn folders(data: &Path, beside: Option<&Path>) -> Vec<PathBuf> {
    beside.map(Path::to_owned).into_iter().chain([data.join("media")]).collect()
}
