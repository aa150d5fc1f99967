//! categories
