//! The page of a policy: what a buyer may read before he orders, also where the shop has no storefront.

use super::{
    render::Page,
    shell::{House, Shell},
    visit::Reader,
};
use crate::{
    answer::{Answer, Failure},
    input::At,
};
use infrasell_contracts::{content::Policy, settings::ChannelRef};
use infrasell_kernel::{ErrorKind, Locale};
use serde::{Deserialize, Serialize};

/// Where one buys when nothing is said.
const USUAL_CHANNEL: &str = "web";

/// A policy by its name in addresses.
#[derive(Deserialize)]
pub struct PolicyAt {
    handle: String,
}

#[derive(Debug, Serialize)]
struct Facts {
    #[serde(flatten)]
    shell: Shell,
    title: String,
    /// HTML that content has cleaned of what could do harm; the page's own policy lets it load and run nothing.
    body_html: String,
}

/// `GET /policies/{handle}`.
pub async fn show(reader: Reader, At(at): At<PolicyAt>) -> Answer<Page> {
    let house = reader.house(ChannelRef::Code(USUAL_CHANNEL.into()), None).await?;
    let page = Page::of("policy.html", &facts(&reader, &house, found(&house, &at.handle)?), 200)?;
    Ok(page.with_cookie(reader.spoken.cookie()))
}

fn found<'a>(house: &'a House, handle: &str) -> Answer<&'a Policy> {
    let policy = house.policies.iter().find(|policy| policy.handle == handle);
    policy.ok_or_else(|| Failure::new(ErrorKind::NotFound, "not_found", "there is no such policy"))
}

fn facts(reader: &Reader, house: &House, policy: &Policy) -> Facts {
    let usual = house.channel.locales.first();
    let language =
        usual.map_or_else(|| reader.spoken.alone(), |usual: &Locale| reader.spoken.language(usual, Some(usual)));
    Facts {
        shell: house.shell(reader, language, None),
        title: policy.title.clone(),
        body_html: policy.body_html.clone(),
    }
}
