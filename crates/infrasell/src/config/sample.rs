//! The sample file in the repository is the defaults, written out.

use super::Config;
use toml::{Table, Value};

const SAMPLE: &str = include_str!("../../../../infrasell.sample.toml");

#[test]
fn the_sample_file_is_the_defaults_and_names_every_setting() {
    let sample: Config = toml::from_str(SAMPLE).unwrap();
    assert_eq!(sample, Config::default());
    let (written, all) = (toml::from_str::<Table>(SAMPLE).unwrap(), Table::try_from(Config::default()).unwrap());
    assert_eq!(names(&written, ""), names(&all, ""));
}

fn names(table: &Table, prefix: &str) -> Vec<String> {
    let mut names = vec![];
    for (key, value) in table {
        let path = format!("{prefix}{key}");
        match value {
            Value::Table(inner) => names.extend(self::names(inner, &format!("{path}."))),
            _ => names.push(path),
        }
    }
    names.sort();
    names
}
