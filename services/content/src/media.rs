//! Pictures: looked at, kept as files under their hashes, given out, taken away.
//!
//! Always true: a picture that is listed has its file, whole; the same bytes are one picture; a file that belongs to no
//! picture goes away by itself, but never so soon that somebody who keeps it again just now, or a backup, would miss it;
//! what shows a picture keeps it from being taken away.

use crate::{
    noun::{Entry, Noun},
    service::{ContentService, announce, no},
    store::entry,
};
use async_trait::async_trait;
use infrasell_contracts::{catalog::FindPictureUses, common::AuditCheck, content::*};
use infrasell_db::{Db, Job, JobHandler, JobOutcome, JobSpec, Row, sql, v};
use infrasell_engines::blobs::Blobs;
use infrasell_images::{Facts, ImageError, Limits, Workshop, WorkshopError, inspect};
use infrasell_kernel::{FieldError, Id, MediaId};
use infrasell_rpc::{Cx, Fault};
use infrasell_rules::picture;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::{sync::Arc, time::Duration};

/// The kind of job that takes away files that belong to no picture.
const SWEEP: &str = "content.sweep_media";
/// How often it runs.
const SWEPT_EVERY: Duration = Duration::from_secs(6 * 3600);
/// How old a file without a picture is before it is taken away: longer than anybody takes to keep one, and than a backup.
const SPARED: Duration = Duration::from_secs(2 * 24 * 3600);
/// Files that are looked at in one go.
const FILES_AT_ONCE: usize = 500;

const KNOWN: &str = sql!("SELECT handle FROM content_entry WHERE kind = 'media' AND handle IN list_text($1)");
const SHOWING: &str =
    sql!("SELECT kind, handle FROM content_entry WHERE kind <> 'media' AND body LIKE $1 ORDER BY kind, id LIMIT 10");

/// What pictures need beside the database.
#[derive(Clone)]
pub struct MediaDeps {
    /// Where files are kept.
    pub blobs: Arc<dyn Blobs>,
    /// Where pictures are looked at.
    pub workshop: Workshop,
    /// How much a picture may cost.
    pub limits: Limits,
}

impl Noun for MediaFile {
    const KIND: ContentKind = ContentKind::Media;
    const WHAT: &'static str = "picture";
    fn entry(&self) -> Entry<'_> {
        Entry {
            id: self.id.get(),
            scope: 0,
            handle: &self.key,
            title: &self.file_name,
            tags: &[],
            shown_from: 0,
            version: self.version,
            created_at: self.created_at,
            updated_at: self.updated_at,
        }
    }
    fn named(&mut self, id: i64, _key: String) {
        self.id = Id::from_i64(id);
    }
    fn stamped(&mut self, version: i64, at: infrasell_kernel::Timestamp) {
        self.version = version;
        self.updated_at = at;
    }
    fn handle(text: &str) -> String {
        text.to_owned()
    }
}

/// The name of a picture's file in the store.
fn file_of(sha256: &str) -> String {
    format!("{}/{sha256}", sha256.get(..2).unwrap_or_default())
}

/// What an upload is known by, when it is sent again.
#[derive(Serialize)]
struct Said<'a> {
    sha256: &'a str,
    file_name: &'a str,
    alt: &'a str,
}

impl ContentService {
    pub(crate) async fn keep_picture(&self, cx: &Cx, req: UploadMedia) -> Result<MediaFile, ContentError> {
        let new = self.looked_at(&req).await?;
        let said = Said { sha256: &new.sha256, file_name: &req.file_name, alt: &req.alt };
        // before it is listed: what is listed has its file
        self.media.blobs.put(&file_of(&new.sha256), req.file.0.clone()).await.map_err(Fault::internal)?;
        let mut tx = match self.fresh::<MediaFile>(cx, "content.upload_media", &said).await? {
            Ok(tx) => tx,
            Err(answer) => return Ok(answer),
        };
        let (key, sha256) = (new.key.clone(), new.sha256.clone());
        let there = entry::lock_by_handle::<MediaFile>(&mut tx, &key).await.map_err(Fault::from)?;
        let kept = match there {
            Some(there) => there,
            None => match self.insert(&mut tx, new, Some(key.clone()), None).await {
                // somebody else was faster with the same picture
                Err(ContentError::HandleTaken { .. }) => {
                    drop(tx);
                    return self.same(&key, &sha256).await;
                }
                written => written?,
            },
        };
        let kept = is_same(kept, &sha256)?;
        tx.commit_with(&kept).await.map_err(Fault::from)?;
        Ok(kept)
    }

    /// The picture that an upload would become.
    async fn looked_at(&self, req: &UploadMedia) -> Result<MediaFile, ContentError> {
        if req.alt.chars().count() > MAX_ALT || req.alt.contains('\0') {
            return Err(Fault::from(bad_alt()).into());
        }
        let (bytes, limits) = (req.file.0.clone(), self.media.limits);
        let done = self.media.workshop.run(move || {
            let facts = inspect(&bytes, &limits)?;
            Ok::<_, ImageError>((facts, hex::encode(Sha256::digest(&bytes))))
        });
        let (facts, sha256) = done.await.map_err(busy)?.map_err(unfit)?;
        let Facts { format, width, height } = facts;
        let (key, now) = (sha256[..picture::KEY_DIGITS].to_owned(), self.db.now());
        let file_name = picture::file_name(&req.file_name, format);
        Ok(MediaFile {
            id: Id::from_i64(0),
            url: picture::path(&key, &file_name),
            key,
            sha256,
            file_name,
            alt: req.alt.trim().to_owned(),
            format,
            mime: format.mime().to_owned(),
            width,
            height,
            bytes: i64::try_from(req.file.0.len()).unwrap_or(i64::MAX),
            version: 1,
            created_at: now,
            updated_at: now,
        })
    }

    async fn same(&self, key: &str, sha256: &str) -> Result<MediaFile, ContentError> {
        is_same(self.picture(key).await?, sha256)
    }

    async fn picture(&self, key: &str) -> Result<MediaFile, Fault> {
        let keys = if picture::is_key(key) { vec![key.to_owned()] } else { vec![] };
        let found = entry::by_handles::<MediaFile>(&self.db, &keys, None).await?;
        found.into_iter().next().map(|(file, _)| file).ok_or_else(|| no::<MediaFile>(key))
    }

    pub(crate) async fn change_picture(
        &self,
        cx: &Cx,
        req: Change<MediaId, MediaPatch>,
    ) -> Result<MediaFile, ContentError> {
        let mut tx = match self.fresh::<MediaFile>(cx, "content.update_media", &req).await? {
            Ok(tx) => tx,
            Err(answer) => return Ok(answer),
        };
        let old: MediaFile = self.locked(&mut tx, req.id.get(), req.id, req.if_version).await?;
        let mut new = old.clone();
        if let Some(alt) = req.patch.alt {
            if alt.chars().count() > MAX_ALT || alt.contains('\0') {
                return Err(Fault::from(bad_alt()).into());
            }
            alt.trim().clone_into(&mut new.alt);
        }
        let written = self.replace(&mut tx, old, new, None).await?;
        tx.commit_with(&written).await.map_err(Fault::from)?;
        Ok(written)
    }

    /// Takes a picture away that nothing shows. Its file stays for a while, for who keeps it again and for backups.
    pub(crate) async fn drop_picture(&self, cx: &Cx, req: Remove<MediaId>) -> Result<(), ContentError> {
        let name = Name::Id(req.id);
        let named = Named { names: vec![name], view: View::default() };
        if let Some(file) = self.by_name::<MediaFile, _>(cx, named).await?.pop().flatten() {
            self.is_free(cx, &file).await?;
        }
        let mut tx = match self.fresh::<()>(cx, "content.delete_media", &req).await? {
            Ok(tx) => tx,
            Err(()) => return Ok(()),
        };
        let file: MediaFile = self.locked(&mut tx, req.id.get(), req.id, None).await?;
        entry::delete(&mut tx, ContentKind::Media, file.id.get()).await.map_err(Fault::from)?;
        announce(&mut tx, ContentKind::Media, vec![file.id.get()]).await?;
        tx.commit_with(&()).await.map_err(Fault::from)?;
        Ok(())
    }

    /// Whether nothing shows a picture: no product, no collection, no content.
    async fn is_free(&self, cx: &Cx, file: &MediaFile) -> Result<(), ContentError> {
        let key = file.key.clone();
        let uses =
            self.catalog.picture_uses(cx, FindPictureUses { key }).await.map_err(|error| Fault::relay(&error))?;
        let mut by: Vec<String> = uses.into_iter().map(|one| format!("{} {}", one.what, one.handle)).collect();
        let pattern = format!("%{}%", picture::path(&file.key, ""));
        let own = |row: &Row<'_>| {
            let (kind, handle): (String, String) = (row.next()?, row.next()?);
            Ok(format!("{} {handle}", kind.replace('_', " ")))
        };
        by.extend(self.db.all(SHOWING, &v![&pattern], own).await.map_err(Fault::from)?);
        if by.is_empty() {
            return Ok(());
        }
        Err(ContentError::MediaInUse { id: file.id.to_string(), by: by.join(", ") })
    }

    pub(crate) async fn picture_bytes(&self, req: GetMediaBytes) -> Result<FileBytes, ContentError> {
        let file = self.picture(&req.key).await?;
        let bytes = self.media.blobs.get(&file_of(&file.sha256)).await.map_err(Fault::internal)?;
        let lost = || Fault::internal(format!("the file of the picture {} is not there", file.id));
        Ok(FileBytes(bytes.ok_or_else(lost)?))
    }
}

fn bad_alt() -> FieldError {
    FieldError::new("alt", "too_long", format!("alt must have at most {MAX_ALT} characters, and none that is nothing"))
}

/// The key is half of the hash: a picture that shares it and is another one would be shown in its place.
fn is_same(there: MediaFile, sha256: &str) -> Result<MediaFile, ContentError> {
    if there.sha256 == sha256 {
        return Ok(there);
    }
    Err(ContentError::HandleTaken { what: MediaFile::WHAT.into(), handle: there.key })
}

fn busy(error: WorkshopError) -> Fault {
    match error {
        WorkshopError::Busy => Fault::Unavailable { what: "content".into() },
        WorkshopError::Failed => Fault::field("file", "invalid", "file is a picture that cannot be read"),
    }
}

fn unfit(error: ImageError) -> Fault {
    let code = match error {
        ImageError::TooManyBytes { .. } | ImageError::TooManyPixels { .. } | ImageError::TooCostly => "too_large",
        _ => "invalid",
    };
    Fault::field("file", code, format!("file {error}"))
}

impl MediaDeps {
    /// Notes a picture that has no file of its size.
    pub(crate) async fn has_file(&self, picture: &MediaFile, check: &mut AuditCheck) -> Result<(), Fault> {
        let found = self.blobs.find(&file_of(&picture.sha256)).await.map_err(Fault::internal)?;
        let bytes = found.map(|info| info.bytes);
        let is_there = bytes.is_some_and(|bytes| i64::try_from(bytes) == Ok(picture.bytes));
        check
            .expect(is_there, || format!("{}: {} bytes are listed, its file has {bytes:?}", picture.id, picture.bytes));
        Ok(())
    }
}

/// Takes away files that belong to no picture.
struct Sweep {
    db: Db,
    blobs: Arc<dyn Blobs>,
}

#[async_trait]
impl JobHandler for Sweep {
    async fn run(&self, _: &Cx, job: &Job) -> Result<JobOutcome, Fault> {
        let mut after: Option<String> = None;
        while !job.is_stopping() {
            let files = self.blobs.list("", after.as_deref(), FILES_AT_ONCE).await.map_err(Fault::internal)?;
            let Some(last) = files.last() else { break };
            after = Some(last.key.clone());
            let old = files.into_iter().filter(|info| info.age > SPARED).map(|info| info.key);
            sweep(&self.db, &*self.blobs, old.collect()).await?;
        }
        Ok(JobOutcome::Done)
    }
}

/// Of these files, takes away those of which no picture is listed.
async fn sweep(db: &Db, blobs: &dyn Blobs, files: Vec<String>) -> Result<(), Fault> {
    let key_of =
        |file: &String| file.rsplit('/').next().and_then(|sha| sha.get(..picture::KEY_DIGITS)).map(str::to_owned);
    let keys: Vec<String> = files.iter().filter_map(key_of).collect();
    if keys.is_empty() {
        return Ok(());
    }
    let known: Vec<String> = db.all(KNOWN, &v![&keys], |row| row.get(0)).await?;
    for file in files {
        if key_of(&file).is_some_and(|key| !known.contains(&key)) {
            blobs.delete(&file).await.map_err(Fault::internal)?;
        }
    }
    Ok(())
}

/// What the runner does for pictures.
pub(crate) fn sweeping(db: &Db, media: &MediaDeps) -> JobSpec {
    let sweep = Sweep { db: db.clone(), blobs: media.blobs.clone() };
    JobSpec::new(SWEEP, Arc::new(sweep)).every(SWEPT_EVERY)
}
