//! Mails as `.eml` files in a folder: for a shop without a mail server, and to look at.
//!
//! Always true: a file is there whole or not at all, and a mail that is written again takes its own file's place.

use crate::port::{Envelope, Mailer, SendError};
use async_trait::async_trait;
use std::{
    fs::{DirBuilder, File},
    io::{self, Write},
    path::{Path, PathBuf},
};

/// Writes mails into a folder.
pub struct FileMailer {
    folder: PathBuf,
}

impl FileMailer {
    /// Writes into `folder`, which is made when the first mail comes.
    #[must_use]
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        FileMailer { folder: folder.into() }
    }
}

#[async_trait]
impl Mailer for FileMailer {
    fn name(&self) -> &'static str {
        "file"
    }

    fn together(&self) -> usize {
        // a file that is written again takes its own place
        20
    }

    async fn send(&self, envelope: &Envelope) -> Result<String, SendError> {
        let mut answers = self.send_all(std::slice::from_ref(envelope)).await;
        answers.pop().unwrap_or_else(|| Err(SendError::Failed("nothing was written".into())))
    }

    async fn send_all(&self, envelopes: &[Envelope]) -> Vec<Result<String, SendError>> {
        let (folder, mails) = (self.folder.clone(), envelopes.to_vec());
        let written = tokio::task::spawn_blocking(move || write(&folder, &mails)).await;
        let written = match written {
            Ok(Ok(())) => Ok(()),
            Ok(Err(cause)) => Err(SendError::Away(format!("{}: {cause}", self.folder.display()))),
            Err(cause) => Err(SendError::Failed(cause.to_string())),
        };
        let answer = |envelope: &Envelope| written.clone().map(|()| format!("{}.eml", envelope.name));
        envelopes.iter().map(answer).collect()
    }

    async fn check(&self) -> Result<String, SendError> {
        let folder = self.folder.clone();
        let probed = tokio::task::spawn_blocking(move || {
            let probe = folder.join(".probe");
            make(&folder)?;
            std::fs::write(&probe, b"")?;
            std::fs::remove_file(&probe)
        });
        match probed.await {
            Ok(Ok(())) => Ok(self.folder.display().to_string()),
            Ok(Err(cause)) => Err(SendError::Away(format!("{}: {cause}", self.folder.display()))),
            Err(cause) => Err(SendError::Failed(cause.to_string())),
        }
    }
}

/// Writes all of them, and waits for the disk twice however many they are.
fn write(folder: &Path, mails: &[Envelope]) -> io::Result<()> {
    make(folder)?;
    let draft = |mail: &Envelope| folder.join(format!(".{}.draft", mail.name));
    let mut files = Vec::with_capacity(mails.len());
    for mail in mails {
        let mut file = File::create(draft(mail))?;
        file.write_all(&mail.message)?;
        files.push(file);
    }
    on_disk(&files)?;
    for mail in mails {
        std::fs::rename(draft(mail), folder.join(format!("{}.eml", mail.name)))?;
    }
    // the names are on disk once the folder is
    File::open(folder)?.sync_all()
}

/// Makes the folder, for its owner alone: in a mail stands how a password is set anew.
fn make(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Waits until the files are on disk: where many lie on one file system, once for all of it.
fn on_disk(files: &[File]) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    if let [first, _, ..] = files {
        return Ok(rustix::fs::syncfs(first)?);
    }
    files.iter().try_for_each(File::sync_all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn many_are_written_together_whole_and_one_again_takes_its_own_place() {
        let folder = std::env::temp_dir().join(format!("infrasell_mails_{}", std::process::id()));
        let mailer = FileMailer::new(&folder);
        let mail = |name: &str, text: &str| Envelope {
            from: "shop@example.in".into(),
            to: "buyer@example.in".into(),
            name: name.into(),
            message: text.into(),
        };
        let sent = mailer.send_all(&[mail("a", "one"), mail("b", "two"), mail("c", "three")]).await;
        assert_eq!(sent, ["a.eml", "b.eml", "c.eml"].map(|name| Ok(name.to_owned())));
        assert_eq!(mailer.send(&mail("b", "again")).await, Ok("b.eml".into()));
        let mut names: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|file| file.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(names, ["a.eml", "b.eml", "c.eml"], "no draft is left");
        assert_eq!(std::fs::read_to_string(folder.join("b.eml")).unwrap(), "again");
        std::fs::remove_dir_all(&folder).unwrap();
        std::fs::write(&folder, "in the way").unwrap();
        let refused = mailer.send_all(&[mail("a", "one"), mail("b", "two")]).await;
        assert!(refused.iter().all(|answer| matches!(answer, Err(SendError::Away(_)))), "{refused:?}");
        std::fs::remove_file(&folder).unwrap();
    }
}
