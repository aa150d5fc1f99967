//! The master key: whether it opens what is sealed in the database.

use super::Finding;
use crate::split::Places;
use infrasell_db::Db;
use infrasell_identity::{KeySource, MasterKeys, SealError};
use infrasell_rpc::Fault;
use std::collections::BTreeMap;

pub(super) async fn examine(db: &Db, places: &Places, source: &dyn KeySource) -> Finding {
    match sealed(db, places).await {
        Ok(sealed) => judge(&sealed, source.read(), &source.place()),
        // a database without the tables is told of elsewhere
        Err(_) => Finding::ok("master_key", "nothing is sealed yet"),
    }
}

/// How many secrets are sealed with which key.
async fn sealed(db: &Db, places: &Places) -> Result<BTreeMap<Option<String>, usize>, Fault> {
    let mut counts = BTreeMap::new();
    if places.has_tables_of("identity") {
        counts = infrasell_identity::sealed_with(db).await?;
    }
    if places.has_tables_of("webhooks") {
        for (key, count) in infrasell_webhooks::sealed_with(db).await? {
            *counts.entry(key).or_default() += count;
        }
    }
    Ok(counts)
}

fn judge(
    sealed: &BTreeMap<Option<String>, usize>,
    keys: Result<Option<MasterKeys>, SealError>,
    place: &str,
) -> Finding {
    let ids = match keys {
        Err(error) => return Finding::error("master_key", error.to_string(), "put the file back as it was"),
        Ok(keys) => keys.map(|keys| keys.ids()).unwrap_or_default(),
    };
    let lost: Vec<&String> = sealed.keys().flatten().filter(|id| !ids.contains(id)).collect();
    if !lost.is_empty() {
        let count: usize = lost.iter().filter_map(|id| sealed.get(&Some((*id).clone()))).sum();
        let names: Vec<&str> = lost.iter().map(|id| id.as_str()).collect();
        let found = format!("{count} secrets are sealed with {}, which {place} does not hold", names.join(", "));
        let advice = "put that key back behind the others; when it is lost: `infrasell key rotate-master --forget`, \
                      after which staff set their second factors up again";
        return Finding::error("master_key", found, advice);
    }
    let clear = sealed.get(&None).copied().unwrap_or(0);
    if clear > 0 {
        let found = format!("{clear} secrets stand in the database in the clear");
        return Finding::warn("master_key", found, "start `infrasell serve` of this build, which seals them");
    }
    let count: usize = sealed.values().sum();
    Finding::ok("master_key", format!("{place} opens {count} secrets; no backup holds it: keep a copy elsewhere"))
}

#[cfg(test)]
mod tests {
    use super::{super::Level, *};

    fn keys(text: &str) -> Result<Option<MasterKeys>, SealError> {
        if text.is_empty() { Ok(None) } else { MasterKeys::parse(text).map(Some) }
    }

    #[test]
    fn a_key_that_does_not_open_is_an_error() {
        let one = "ab".repeat(32);
        let id = MasterKeys::parse(&one).unwrap().ids().remove(0);
        let level = |sealed: &[(Option<&str>, usize)], text: &str| {
            let sealed = sealed.iter().map(|(id, n)| (id.map(str::to_owned), *n)).collect();
            judge(&sealed, keys(text), "master.key").level
        };
        assert_eq!(level(&[], ""), Level::Ok);
        assert_eq!(level(&[(Some(&id), 2)], &one), Level::Ok);
        assert_eq!(level(&[(Some(&id), 2)], ""), Level::Error);
        assert_eq!(level(&[(Some(&id), 2)], &"cd".repeat(32)), Level::Error);
        assert_eq!(level(&[(Some(&id), 2), (None, 1)], &one), Level::Warn);
        assert_eq!(level(&[], "nonsense"), Level::Error);
    }
}
