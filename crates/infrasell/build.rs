//! Asks the linker to fold functions of the same code into one, for what is generic is built once in every crate that uses it;
//! and, in what is shipped, to write the addresses that a start corrects as a map of bits instead of a list.

use std::{env::var, process::Command};

/// The first C library whose loader reads such a map.
const READS_A_MAP: (u32, u32) = (2, 36);

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    // here Rust links with lld, which can; a debugger would rather see each function
    let links_with_lld = var("TARGET").is_ok_and(|target| target == "x86_64-unknown-linux-gnu");
    if !links_with_lld || var("PROFILE").is_ok_and(|profile| profile != "release") {
        return;
    }
    println!("cargo:rustc-link-arg-bins=-Wl,--icf=all");
    // the list is 1.4 MB of the file, and of each process that has read it; a program that is built and run on one machine
    // must start there
    let is_shipped = var("OPT_LEVEL").is_ok_and(|level| level == "s");
    if is_shipped && library().is_some_and(|version| version >= READS_A_MAP) {
        println!("cargo:rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
}

/// The version of this machine's C library, when it is GNU's.
fn library() -> Option<(u32, u32)> {
    let output = Command::new("getconf").arg("GNU_LIBC_VERSION").output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let (major, minor) = text.trim().strip_prefix("glibc ")?.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}
