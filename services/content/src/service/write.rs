//! How anything is made, changed and taken away, whatever it is.

use super::{ContentService, no};
use crate::{
    jobs::PUBLISH,
    noun::{Entry, NEVER, Noun},
    paths,
    store::{entry, guard},
};
use infrasell_contracts::content::{CONTENT_CHANGED, ContentChanged, ContentError, ContentKind, Redirect};
use infrasell_db::{DbError, Tx};
use infrasell_kernel::{RedirectId, Timestamp, handle::handle, text::truncate};
use infrasell_rpc::{Cx, Fault};
use serde::Serialize;

/// A handle that is made of a title has at most this many bytes, so that a number fits behind it.
const MAX_MADE_BYTES: usize = 200;
/// The numbers that are tried behind a made handle.
const NUMBERED: usize = 200;
/// How far redirects are followed.
const MAX_HOPS: usize = 20;

impl ContentService {
    /// Writes a new thing, under the handle that was asked for or one made of its title.
    pub(crate) async fn insert<N: Noun>(
        &self,
        tx: &mut Tx,
        mut thing: N,
        wanted: Option<String>,
        within: Option<&str>,
    ) -> Result<N, ContentError> {
        let id = tx.next_id::<N>().await.map_err(Fault::from)?.get();
        let handle = match wanted {
            Some(handle) => handle,
            None => free_handle::<N>(tx, thing.entry()).await?,
        };
        thing.named(id, handle);
        entry::insert(tx, &thing).await.map_err(|error| taken(error, &thing))?;
        if let Some(path) = paths::of(&thing, within) {
            self.occupy(tx, &path).await?;
        }
        self.told(tx, &thing).await?;
        Ok(thing)
    }

    /// Puts `new` in the place of `old`, when it is another; what is there then.
    pub(crate) async fn replace<N: Noun>(
        &self,
        tx: &mut Tx,
        old: N,
        mut new: N,
        within: Option<&str>,
    ) -> Result<N, ContentError> {
        if new == old {
            return Ok(old);
        }
        new.stamped(old.entry().version + 1, self.db.now());
        let written = entry::update(tx, &new).await.map_err(|error| taken(error, &new))?;
        if !written {
            return Err(Fault::Stale { what: N::WHAT.into() }.into());
        }
        let (from, to) = (paths::of(&old, within), paths::of(&new, within));
        if let (Some(from), Some(to)) = (from, to)
            && from != to
        {
            self.occupy(tx, &to).await?;
            self.leave_behind(tx, &from, &to).await?;
        }
        self.told(tx, &new).await?;
        Ok(new)
    }

    /// The thing, which nobody else changes until the transaction ends, if it is of the version that was read.
    pub(crate) async fn locked<N: Noun>(
        &self,
        tx: &mut Tx,
        id: i64,
        name: impl std::fmt::Display,
        if_version: Option<i64>,
    ) -> Result<N, Fault> {
        let old = entry::lock::<N>(tx, id).await?.ok_or_else(|| no::<N>(name))?;
        tx.was(&old);
        if if_version.is_some_and(|version| version != old.entry().version) {
            return Err(Fault::Stale { what: N::WHAT.into() });
        }
        Ok(old)
    }

    /// Takes a thing away in which nothing is.
    pub(crate) async fn remove<N: Noun>(
        &self,
        cx: &Cx,
        action: &str,
        id: i64,
        name: String,
        req: &(impl Serialize + Sync),
    ) -> Result<(), ContentError> {
        let mut tx = match self.fresh::<()>(cx, action, req).await? {
            Ok(tx) => tx,
            Err(()) => return Ok(()),
        };
        let old: N = self.locked(&mut tx, id, &name, None).await?;
        old.may_go()?;
        let inside = match N::KIND {
            ContentKind::Blog => Some(ContentKind::Article),
            ContentKind::MetaobjectDefinition => Some(ContentKind::Metaobject),
            _ => None,
        };
        if let Some(inside) = inside
            && entry::has_any(&mut tx, inside, id).await.map_err(Fault::from)?
        {
            return Err(ContentError::NotEmpty { id: name });
        }
        entry::delete(&mut tx, N::KIND, id).await.map_err(Fault::from)?;
        announce(&mut tx, N::KIND, vec![id]).await?;
        tx.commit_with(&()).await.map_err(Fault::from)?;
        Ok(())
    }

    /// Announces a thing, now and when its time comes.
    async fn told<N: Noun>(&self, tx: &mut Tx, thing: &N) -> Result<(), Fault> {
        let Entry { id, shown_from, .. } = thing.entry();
        announce(tx, N::KIND, vec![id]).await?;
        if shown_from > self.db.now().micros() && shown_from != NEVER {
            let changed = ContentChanged { kind: N::KIND, ids: vec![id] };
            // without a key: a time that was changed leaves a job that announces once too often
            tx.enqueue(PUBLISH, None, &changed, Timestamp::from_micros(shown_from)).await?;
        }
        Ok(())
    }

    /// Something is at this path now: a redirect from it is over.
    async fn occupy(&self, tx: &mut Tx, path: &str) -> Result<(), Fault> {
        guard::lock(tx, guard::REDIRECTS).await?;
        if let Some(over) = entry::lock_by_handle::<Redirect>(tx, path).await? {
            entry::delete(tx, ContentKind::Redirect, over.id.get()).await?;
            announce(tx, ContentKind::Redirect, vec![over.id.get()]).await?;
        }
        Ok(())
    }

    /// What was at `from` is at `to` now. Redirects that led to it lead on, so that nobody is sent twice.
    async fn leave_behind(&self, tx: &mut Tx, from: &str, to: &str) -> Result<(), Fault> {
        let now = self.db.now();
        let mut changed = vec![];
        for mut redirect in entry::leading_to::<Redirect>(tx, from).await? {
            if redirect.target == from {
                redirect.target = to.to_owned();
                redirect.stamped(redirect.version + 1, now);
                entry::update(tx, &redirect).await?;
                changed.push(redirect.id.get());
            }
        }
        let id: RedirectId = tx.next_id().await?;
        let (path, target) = (from.to_owned(), to.to_owned());
        let redirect = Redirect { id, path, target, version: 1, created_at: now, updated_at: now };
        if entry::insert_new(tx, &redirect).await? {
            changed.push(id.get());
        }
        announce(tx, ContentKind::Redirect, changed).await
    }

    /// Makes sure that who follows `redirect` does not come back to where it begins.
    pub(crate) async fn no_loop(&self, tx: &mut Tx, redirect: &Redirect) -> Result<(), ContentError> {
        let lost = || ContentError::RedirectLoop { path: redirect.path.clone() };
        let mut at = redirect.target.clone();
        for _ in 0..MAX_HOPS {
            if paths::is_elsewhere(&at) {
                return Ok(());
            }
            let place = paths::canonical(&at);
            if place == redirect.path {
                return Err(lost());
            }
            match entry::lock_by_handle::<Redirect>(tx, &place).await.map_err(Fault::from)? {
                Some(next) => at = next.target,
                None => return Ok(()),
            }
        }
        Err(lost())
    }
}

/// Tells what was changed.
pub(crate) async fn announce(tx: &mut Tx, kind: ContentKind, ids: Vec<i64>) -> Result<(), Fault> {
    if !ids.is_empty() {
        tx.emit(CONTENT_CHANGED, &ContentChanged { kind, ids }).await?;
    }
    Ok(())
}

/// The first handle made of the title that is nobody's.
async fn free_handle<N: Noun>(tx: &mut Tx, entry: Entry<'_>) -> Result<String, Fault> {
    let mut base = handle(entry.title);
    truncate(&mut base, MAX_MADE_BYTES);
    base.truncate(base.trim_end_matches('-').len());
    if base.is_empty() {
        base.push_str(N::KIND.as_str());
    }
    let numbered = (2..=NUMBERED).map(|n| format!("{base}-{n}"));
    let candidates: Vec<String> = std::iter::once(base.clone()).chain(numbered).collect();
    let taken = entry::taken::<N>(tx, entry.scope, &candidates).await?;
    let free = candidates.into_iter().find(|candidate| !taken.contains(candidate));
    // more things of one title than anybody needs; an id is always free
    match free {
        Some(free) => Ok(free),
        None => Ok(format!("{base}-{}", tx.next_id::<N>().await?.get())),
    }
}

fn taken<N: Noun>(error: DbError, thing: &N) -> ContentError {
    if error.conflicts_on("content_entry.handle") {
        return ContentError::HandleTaken { what: N::WHAT.into(), handle: thing.entry().handle.to_owned() };
    }
    Fault::from(error).into()
}
