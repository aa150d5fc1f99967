//! Asks the linker to fold functions of the same code into one: what is generic is built once in every crate that uses it.

use std::env::var;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    // here Rust links with lld, which can; a debugger would rather see each function
    let links_with_lld = var("TARGET").is_ok_and(|target| target == "x86_64-unknown-linux-gnu");
    if links_with_lld && var("PROFILE").is_ok_and(|profile| profile == "release") {
        println!("cargo:rustc-link-arg-bins=-Wl,--icf=all");
    }
}
