//! Products, variants, categories, collections and metafields.
