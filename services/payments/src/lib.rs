//! Payments: intents, provider operations and the ledger of provider facts.
