//! Pictures that people and attackers send: what is made of them, and what is refused.

#![expect(clippy::unwrap_used, reason = "a helper of a test stops the test when it cannot go on")]

mod forms;
mod hostile;
mod samples;
mod workshop;
