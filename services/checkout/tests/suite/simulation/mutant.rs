//! Guards taken away, to see that the simulation misses them.

/// A guard that is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mutant {
    /// Inventory does the same again when it is asked again.
    InventoryForgetsKeys,
    /// A call is done although whoever sent it has given it up.
    LateCallsAreDone,
    /// Nobody takes up a saga whose runner has died.
    NobodyResumes,
}
