//! Pages and articles that words find.

use crate::{
    SearchService,
    document::Kind,
    service::{check, sought},
    suggest::SHOWN,
};
use infrasell_contracts::{
    common::Direction,
    content::{Article, ContentPage, Name, Named, View},
    search::{Arm, ContentAnswer, ContentFound, ContentHit, SearchContent},
};
use infrasell_kernel::{ChannelId, Cursor, Id, Locale, Ppm};
use infrasell_rpc::{Cx, Fault};
use std::cmp::Reverse;

/// The name that a cursor of this list carries.
const LIST: &str = "search:content";

/// Where something stands: how well it fits, its kind, its number.
type Place = (i64, i64, i64);

impl SearchService {
    pub(crate) async fn content_found(&self, cx: &Cx, req: SearchContent) -> Result<ContentAnswer, Fault> {
        check(&req.query)?;
        let limit = usize::try_from(req.span.limit()?).unwrap_or(0);
        let from: Option<Place> = req.span.from.as_ref().map(|cursor| cursor.open(LIST)).transpose()?;
        let sought = sought(&req.query, req.is_prefix);
        let mut all: Vec<(Place, ContentFound)> = vec![];
        let mut arm = "all_words";
        if req.pages {
            let found = self.find(Kind::Page, &sought, SHOWN).await?;
            arm = found.arm;
            let shown = self.pages_of(cx, &found.ids, req.channel, req.locale.clone()).await?;
            let place = |page: &ContentPage| place(&found.ids, Kind::Page, page.id.get());
            all.extend(shown.into_iter().map(|page| (place(&page), ContentFound::Page(Box::new(page)))));
        }
        if req.articles {
            let found = self.find(Kind::Article, &sought, SHOWN).await?;
            arm = if req.pages && arm != found.arm { "all_words" } else { found.arm };
            let shown = self.articles_of(cx, &found.ids, req.channel, req.locale.clone()).await?;
            let place = |article: &Article| place(&found.ids, Kind::Article, article.id.get());
            all.extend(shown.into_iter().map(|one| (place(&one), ContentFound::Article(Box::new(one)))));
        }
        // best first; a reversed list is the same from its other end
        let key = |place: &Place| (Reverse(place.0), place.1, place.2);
        all.sort_by_key(|(place, _)| key(place));
        let total = i64::try_from(all.len()).unwrap_or(i64::MAX);
        let reversed = req.direction == Direction::Desc;
        if reversed {
            all.reverse();
        }
        let is_from = from.is_some();
        let passed = |place: &Place, from: &Place| {
            let order = key(place).cmp(&key(from));
            let ahead = if reversed { order.reverse() } else { order };
            if req.span.backwards { ahead.is_lt() } else { ahead.is_gt() }
        };
        all.retain(|(place, _)| from.as_ref().is_none_or(|from| passed(place, from)));
        let more = all.len() > limit;
        if req.span.backwards {
            all.drain(..all.len().saturating_sub(limit));
        } else {
            all.truncate(limit);
        }
        let (has_previous, has_next) = if req.span.backwards { (more, is_from) } else { (is_from, more) };
        let hit = |(place, found): (Place, ContentFound)| ContentHit { found, cursor: Cursor::new(LIST, &place) };
        Ok(ContentAnswer {
            items: all.into_iter().map(hit).collect(),
            has_previous,
            has_next,
            total,
            corrected_query: None,
            arm: Arm { name: arm.into(), propensity: Ppm::ONE },
        })
    }

    /// Those of the pages found that are published, the best first.
    pub(crate) async fn pages_of(
        &self,
        cx: &Cx,
        found: &[(i64, i64)],
        channel: ChannelId,
        locale: Option<Locale>,
    ) -> Result<Vec<ContentPage>, Fault> {
        if found.is_empty() {
            return Ok(vec![]);
        }
        let asked = named(found, channel, locale);
        let shown = self.content.pages_named(&cx.unkeyed(), asked).await.map_err(|error| Fault::relay(&error))?;
        Ok(shown.into_iter().flatten().collect())
    }

    /// Those of the articles found that are published, the best first.
    pub(crate) async fn articles_of(
        &self,
        cx: &Cx,
        found: &[(i64, i64)],
        channel: ChannelId,
        locale: Option<Locale>,
    ) -> Result<Vec<Article>, Fault> {
        if found.is_empty() {
            return Ok(vec![]);
        }
        let asked = named(found, channel, locale);
        let shown = self.content.articles_named(&cx.unkeyed(), asked).await.map_err(|error| Fault::relay(&error))?;
        Ok(shown.into_iter().flatten().collect())
    }
}

fn place(found: &[(i64, i64)], kind: Kind, id: i64) -> Place {
    let score = found.iter().find(|(one, _)| *one == id).map_or(0, |(_, score)| *score);
    (score, kind as i64, id)
}

/// As buyers see them.
fn named<K>(found: &[(i64, i64)], channel: ChannelId, locale: Option<Locale>) -> Named<Id<K>> {
    let names = found.iter().map(|(id, _)| Name::Id(Id::from_i64(*id))).collect();
    Named { names, view: View::shop(channel, locale) }
}
