//! Mails as `.eml` files in a folder: for a shop without a mail server, and to look at.
//!
//! Always true: a file is there whole or not at all, and a mail that is written again takes its own file's place.

use crate::port::{Envelope, Mailer, SendError};
use async_trait::async_trait;
use std::{
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

    async fn send(&self, envelope: &Envelope) -> Result<String, SendError> {
        let (folder, name, message) = (self.folder.clone(), envelope.name.clone(), envelope.message.clone());
        let written = tokio::task::spawn_blocking(move || write(&folder, &name, &message)).await;
        match written {
            Ok(Ok(())) => Ok(format!("{}.eml", envelope.name)),
            Ok(Err(cause)) => Err(SendError::Away(format!("{}: {cause}", self.folder.display()))),
            Err(cause) => Err(SendError::Failed(cause.to_string())),
        }
    }

    async fn check(&self) -> Result<String, SendError> {
        let folder = self.folder.clone();
        let probed = tokio::task::spawn_blocking(move || {
            let probe = folder.join(".probe");
            std::fs::create_dir_all(&folder)?;
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

fn write(folder: &Path, name: &str, message: &[u8]) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let (draft, whole) = (folder.join(format!(".{name}.draft")), folder.join(format!("{name}.eml")));
    let mut file = std::fs::File::create(&draft)?;
    file.write_all(message)?;
    file.sync_all()?;
    std::fs::rename(&draft, &whole)?;
    // the name is on disk once the folder is
    std::fs::File::open(folder)?.sync_all()
}
