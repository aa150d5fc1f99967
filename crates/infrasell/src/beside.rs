//! The pictures that lie beside a file of products: they become the shop's own before the file is imported.
//!
//! Always true: the file itself is not touched; the copy of it that is imported differs in the addresses of those pictures
//! alone, and is the same whenever the pictures are, so that importing again changes nothing; it is gone afterwards.

use crate::{app::App, cli::RunError, config::Config};
use bytes::Bytes;
use infrasell_contracts::{
    content::{FileBytes, UploadMedia},
    imports::ImportKind,
};
use infrasell_images::{Limits, format_of};
use infrasell_kernel::{OsRandom, Token};
use infrasell_rpc::Cx;
use infrasell_rules::picture::{self, KEY_DIGITS, PREFIX};
use memchr::memmem;
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// The folder beside the file.
const FOLDER: &str = "media";
/// How the name of the folder begins in which the copy is.
const COPY: &str = ".infrasell-unfinished-";
/// What ends an address in a file of any separator.
const ENDS: &[u8] = b",;\t|\"'\r\n";

/// The copy of a file of products that names the shop's own pictures; gone when it is dropped.
pub struct Beside(Option<PathBuf>);

impl Beside {
    /// Keeps the pictures beside `file` that it names, and writes the copy that names them as the shop's own. In a dry run
    /// nothing is kept.
    ///
    /// # Errors
    /// When a file cannot be read or written, or a picture is refused.
    pub async fn look(
        app: &App,
        config: &Config,
        data: &Path,
        file: &Path,
        kind: ImportKind,
        dry_run: bool,
    ) -> Result<Beside, RunError> {
        let folder = file.parent().unwrap_or(Path::new("")).join(FOLDER);
        if kind != ImportKind::Products || !folder.is_dir() {
            return Ok(Beside(None));
        }
        let text = fs::read(file).map_err(failed(file))?;
        let mut own = BTreeMap::new();
        for name in names(&text) {
            let picture = folder.join(&name);
            if !picture.is_file() {
                continue;
            }
            let bytes = Bytes::from(fs::read(&picture).map_err(failed(&picture))?);
            let address = keep(app, &config.media.limits(), &picture, bytes, dry_run).await?;
            own.insert(name, address);
        }
        if own.is_empty() {
            return Ok(Beside(None));
        }
        if !dry_run {
            println!("{} pictures are the shop's own", own.len());
        }
        Beside::copy(data, file, &rewritten(&text, &own))
    }

    fn copy(data: &Path, file: &Path, text: &[u8]) -> Result<Beside, RunError> {
        let folder = data.join(format!("{COPY}{}", Token::random(&OsRandom)));
        fs::create_dir_all(&folder).map_err(failed(&folder))?;
        let copy = folder.join(file.file_name().unwrap_or_default());
        let beside = Beside(Some(copy.clone()));
        fs::write(&copy, text).map_err(failed(&copy))?;
        Ok(beside)
    }

    /// What is imported in place of `file`.
    #[must_use]
    pub fn file<'a>(&'a self, file: &'a Path) -> &'a Path {
        self.0.as_deref().unwrap_or(file)
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        let folder = self.0.as_deref().and_then(Path::parent);
        if let Some(folder) = folder
            && let Err(cause) = fs::remove_dir_all(folder)
        {
            tracing::warn!(folder = %folder.display(), %cause, "a copy of an imported file stays behind");
        }
    }
}

fn failed(path: &Path) -> impl Fn(std::io::Error) -> RunError {
    let path = path.display().to_string();
    move |cause| RunError::File { path: path.clone(), cause }
}

/// The address that a picture has once it is the shop's own, and is from here on unless this is a dry run.
async fn keep(app: &App, limits: &Limits, file: &Path, bytes: Bytes, dry_run: bool) -> Result<String, RunError> {
    let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let Some(format) = format_of(&bytes) else {
        return Ok(format!("{PREFIX}{name}"));
    };
    if dry_run {
        infrasell_images::inspect(&bytes, limits)
            .map_err(|error| RunError::Refused(format!("{}: {error}", file.display())))?;
        let sha256 = hex::encode(Sha256::digest(&bytes));
        return Ok(picture::path(&sha256[..KEY_DIGITS], &picture::file_name(name, format)));
    }
    let upload = UploadMedia { file_name: name.to_owned(), alt: String::new(), file: FileBytes(bytes) };
    let kept = app.services.content.upload_media(&Cx::system("cli", "import"), upload).await;
    kept.map(|kept| kept.url).map_err(|error| match RunError::refused(&error) {
        RunError::Refused(text) => RunError::Refused(format!("{}: {text}", file.display())),
        other => other,
    })
}

/// The file names that stand behind `/media/` where an address begins, each once.
fn names(text: &[u8]) -> Vec<String> {
    let mut names: Vec<String> = addresses(text).map(|(_, name)| name.to_owned()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Where such addresses begin, and the names in them.
fn addresses(text: &[u8]) -> impl Iterator<Item = (usize, &str)> {
    memmem::find_iter(text, PREFIX).filter_map(move |at| {
        let begins = at == 0 || ENDS.contains(&text[at - 1]);
        let name = &text[at + PREFIX.len()..];
        let end = name.iter().position(|byte| ENDS.contains(byte)).unwrap_or(name.len());
        let name = std::str::from_utf8(&name[..end]).ok()?.trim_end();
        let is_plain = !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\', '\0']);
        (begins && is_plain).then_some((at, name))
    })
}

/// The text with the shop's own addresses.
fn rewritten(text: &[u8], own: &BTreeMap<String, String>) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() + own.len() * 64);
    let mut from = 0;
    for (at, name) in addresses(text) {
        if let Some(address) = own.get(name) {
            out.extend_from_slice(&text[from..at]);
            out.extend_from_slice(address.as_bytes());
            from = at + PREFIX.len() + name.len();
        }
    }
    out.extend_from_slice(&text[from..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_addresses_are_rewritten_and_nothing_else() {
        let text = b"a,/media/tea.webp,\"/media/tea.webp\"\nb,/media/other.png,https://cdn.example/media/tea.webp\n\
                     c,see /media/tea.webp,/media/sub/tea.webp,/media/../x,/media/tea.webp";
        assert_eq!(names(text), ["other.png", "tea.webp"]);
        let own = BTreeMap::from([("tea.webp".to_owned(), "/media/KEY/tea.webp".to_owned())]);
        let wanted = "a,/media/KEY/tea.webp,\"/media/KEY/tea.webp\"\nb,/media/other.png,https://cdn.example/media/tea.webp\n\
                      c,see /media/tea.webp,/media/sub/tea.webp,/media/../x,/media/KEY/tea.webp";
        assert_eq!(String::from_utf8(rewritten(text, &own)).unwrap(), wanted);
        assert_eq!(rewritten(text, &BTreeMap::new()), text);
        assert!(names(b"").is_empty() && names(&[0xff, 0xfe, b'/', 0]).is_empty());
    }
}
