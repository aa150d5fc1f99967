//! Payments against the simulator, on every database at hand: whatever goes wrong, money moves once and the books agree.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod amounts;
mod answers;
mod bounds;
mod by_hand;
mod dashboard;
mod double;
mod faults;
mod keys;
mod kill;
mod lag;
mod life;
mod logs;
mod oracle;
mod orders;
mod pending;
mod reads;
mod release;
mod two_step;
mod undo;
mod webhooks;
mod world;
