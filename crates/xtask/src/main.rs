//! demo, test, tidy, openapi, bench, soak.
fn main() {}
