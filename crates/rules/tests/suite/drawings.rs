//! The drawings of the state machines in the documentation are those of the code.

use infrasell_rules::machine::drawings;
use std::path::Path;

const FILE: &str = "../../docs/concepts/state-machines.md";

fn document() -> String {
    let mut text = String::from(
        "# State machines\n\n\
         Drawn from the code in `crates/rules`; a test holds this page equal to it, and `INFRASELL_TEST_BLESS=1 cargo \
         test -p infrasell-rules drawings` rewrites it. Commands that change nothing are left out.\n",
    );
    for (name, drawing) in drawings() {
        text.push_str(&format!("\n## The {name}\n\n```mermaid\n{drawing}```\n"));
    }
    text
}

#[test]
fn the_page_of_state_machines_is_drawn_from_the_code() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE);
    if std::env::var_os("INFRASELL_TEST_BLESS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, document()).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(written == document(), "{FILE} is not what the code says; INFRASELL_TEST_BLESS=1 rewrites it");
}
