//! Files that become products: Shopify's CSV, streamed.

pub mod shopify;
