//! Pictures: how much one may cost, and what is kept of their forms.

use super::Proxy;
use infrasell_contracts::content::MAX_PICTURE_BYTES;
use infrasell_images::{Limits, Workshop};
use ipnet::IpNet;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Pictures that the shop keeps and serves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Media {
    /// The largest picture that is taken, bytes; at most 23068672.
    pub picture_bytes: usize,
    /// The most pixels of a picture: its width multiplied by its height.
    pub pixels: u64,
    /// The most memory that decoding one may take, bytes.
    pub decode_bytes: u64,
    /// How long decoding one may take, milliseconds.
    pub decode_ms: u64,
    /// Pictures that are worked on at once in this process; 0 is half of the machine's processors.
    pub at_once: usize,
    /// Pictures that may wait for their turn; one more is answered with 503.
    pub waiting: usize,
    /// Networks that are not public and that `infrasell media fetch` may fetch pictures from all the same.
    pub fetch_networks: Vec<Proxy>,
    /// The most bytes of resized pictures that are kept in the folder `cache` of the shop; 0 keeps none.
    pub kept_bytes: u64,
}

impl Default for Media {
    fn default() -> Self {
        let limits = Limits::default();
        Media {
            picture_bytes: limits.bytes,
            pixels: limits.pixels,
            decode_bytes: limits.memory_bytes,
            decode_ms: u64::try_from(limits.time.as_millis()).unwrap_or(u64::MAX),
            at_once: 0,
            waiting: 256,
            fetch_networks: vec![],
            kept_bytes: 1 << 30,
        }
    }
}

impl Media {
    /// How much a picture may cost.
    #[must_use]
    pub fn limits(&self) -> Limits {
        Limits {
            bytes: self.picture_bytes.min(MAX_PICTURE_BYTES),
            pixels: self.pixels,
            memory_bytes: self.decode_bytes,
            time: Duration::from_millis(self.decode_ms),
        }
    }

    /// What is not public and may be fetched from.
    #[must_use]
    pub fn networks(&self) -> Vec<IpNet> {
        self.fetch_networks.iter().map(|network| network.0).collect()
    }

    /// Where pictures are worked on.
    #[must_use]
    pub fn workshop(&self) -> Workshop {
        Workshop::new(self.at_once, self.waiting)
    }
}
