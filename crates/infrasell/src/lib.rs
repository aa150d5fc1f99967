//! The binary: serve, import, staff, key, config, reconcile.
