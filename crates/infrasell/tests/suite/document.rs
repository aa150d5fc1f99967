//! The OpenAPI document in the repository is the one that the code makes.

use std::path::Path;

#[test]
fn the_document_in_the_repository_is_the_one_of_the_code() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/openapi.json");
    let made = infrasell::openapi::make();
    if std::env::var_os("INFRASELL_TEST_BLESS").is_some() {
        std::fs::write(&file, &made).unwrap();
    }
    let kept = std::fs::read_to_string(&file).unwrap();
    assert!(kept == made, "the API has changed: read the change, then write it down with `cargo xtask openapi`");
}
