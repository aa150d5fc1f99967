//! Prints the OpenAPI document as the handlers make it: what `cargo xtask openapi` writes down.

fn main() {
    print!("{}", infrasell::openapi::make());
}
