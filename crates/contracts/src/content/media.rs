//! Pictures that the shop keeps: what is known of them, and their bytes on the way between services.

use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use infrasell_kernel::{MediaId, Timestamp};
use infrasell_rules::picture::Format;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use std::fmt;

/// The largest picture that can be kept, bytes: what fits into one call between processes.
pub const MAX_PICTURE_BYTES: usize = 22 << 20;
/// The most characters of a picture's text.
pub const MAX_ALT: usize = 512;

/// A picture that the shop keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MediaFile {
    /// Its id.
    pub id: MediaId,
    /// Its key in addresses: the first 32 hexadecimal digits of its SHA-256. The same bytes are the same picture.
    pub key: String,
    /// The SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
    /// Its file name in addresses.
    pub file_name: String,
    /// Where it is served, without the server's own address: what a product's picture names.
    pub url: String,
    /// What is to be seen, for who cannot see it.
    pub alt: String,
    /// Its format.
    pub format: Format,
    /// Its media type.
    pub mime: String,
    /// How wide it is shown, pixels.
    pub width: u32,
    /// How high it is shown, pixels.
    pub height: u32,
    /// Its size, bytes.
    pub bytes: i64,
    /// Raised by each change; the ETag.
    pub version: i64,
    /// When it came.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// Keeps a picture. One that is kept already is answered as it is.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct UploadMedia {
    /// What it was called where it comes from.
    pub file_name: String,
    /// What is to be seen.
    pub alt: String,
    /// The file.
    pub file: FileBytes,
}

/// A change to a picture; absent fields stay. Its bytes never change.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct MediaPatch {
    /// What is to be seen; up to 512 characters.
    #[schemars(length(max = 512))]
    pub alt: Option<String>,
}

/// Asks for the bytes of a picture.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct GetMediaBytes {
    /// Its key.
    pub key: String,
}

/// A file's bytes: shared in one process, Base64 between two.
#[derive(Clone, PartialEq, Eq)]
pub struct FileBytes(pub Bytes);

impl fmt::Debug for FileBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.0.len())
    }
}
impl Serialize for FileBytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(&self.0))
    }
}
impl<'de> Deserialize<'de> for FileBytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        STANDARD.decode(text).map(|bytes| FileBytes(bytes.into())).map_err(D::Error::custom)
    }
}
