//! Orders, fulfilments, refunds and their timeline.
