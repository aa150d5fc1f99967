//! The shop's profile, channels, tax registrations and number formats.
