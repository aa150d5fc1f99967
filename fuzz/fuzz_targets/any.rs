//! The target that INFRASELL_FUZZ_TARGET names, under libFuzzer.
#![no_main]

use infrasell_fuzz::{Target, target};
use std::sync::LazyLock;

static CHOSEN: LazyLock<&Target> = LazyLock::new(|| {
    let name = std::env::var("INFRASELL_FUZZ_TARGET").expect("INFRASELL_FUZZ_TARGET names a target");
    target(&name).expect("a target of crates/fuzz")
});

libfuzzer_sys::fuzz_target!(|data: &[u8]| (CHOSEN.run)(data));
