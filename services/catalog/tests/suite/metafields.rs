//! metafields
