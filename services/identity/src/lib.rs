//! Staff, roles, API keys and sessions.
