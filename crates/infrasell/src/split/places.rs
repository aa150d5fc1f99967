//! Who is where: which services run in this process, and at which address each of the others is.
//!
//! Always true: a service is here or at most at one address; what is here needs nothing of which nobody knows the place.

use crate::wire::GRAPH;
use infrasell_contracts::process::emitter;
use infrasell_db::Subscription;
use std::collections::{BTreeMap, BTreeSet};

/// What the edge is called among the services.
pub const GATEWAY: &str = "gateway";
/// Stands for every service that is not named.
const ALL: &str = "*";
/// How many ids each service's database can give out before it meets the next one's: no two databases of a shop have the
/// same id for an event or a job.
pub const IDS_EACH: i64 = 1_000_000_000_000;
/// The services in the order in which they get their ids. Never changed but at its end.
const IDS: [&str; 17] = [
    "settings",
    "identity",
    "inventory",
    "pricing",
    "catalog",
    "cart",
    "payments",
    "orders",
    "audit",
    "notifications",
    "customers",
    "checkout",
    "imports",
    GATEWAY,
    "content",
    "webhooks",
    "search",
];

/// Why services cannot be placed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlaceError {
    /// A name that is none.
    #[error("'{0}' is not a service: there are {known}", known = known())]
    Unknown(String),
    /// Something that is not `service=http://host:port`.
    #[error("a peer is said as service=http://host:port or *=http://host:port, not '{0}'")]
    NotAPeer(String),
    /// Two addresses for one service.
    #[error("{0} has two addresses")]
    Twice(String),
    /// Nobody knows where a needed service is.
    #[error(
        "{who} needs {needs}, which neither runs here (--only) nor has an address (--peers {needs}=http://host:port)"
    )]
    Missing {
        /// Who needs it.
        who: String,
        /// What he needs.
        needs: String,
    },
    /// Nothing is here.
    #[error("no service is left for this process: say which with --only")]
    Nothing,
}

fn known() -> String {
    let names: Vec<&str> = GRAPH.iter().map(|(name, _, _)| *name).chain([GATEWAY]).collect();
    names.join(", ")
}

/// The name of the service that is `field` among the edge's services.
#[must_use]
pub fn service_of(field: &str) -> &str {
    GRAPH.iter().find(|(_, known, _)| *known == field).map_or(field, |(name, _, _)| name)
}

fn named(text: &str) -> Result<&'static str, PlaceError> {
    let known = GRAPH.iter().map(|(name, _, _)| *name).chain([GATEWAY]);
    known.into_iter().find(|name| *name == text.trim()).ok_or_else(|| PlaceError::Unknown(text.trim().to_owned()))
}

/// Who is where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    here: BTreeSet<&'static str>,
    peers: BTreeMap<&'static str, String>,
    rest: Option<String>,
}

impl Places {
    /// Everything in this process.
    #[must_use]
    pub fn all_here() -> Self {
        let here = GRAPH.iter().map(|(name, _, _)| *name).chain([GATEWAY]).collect();
        Places { here, peers: BTreeMap::new(), rest: None }
    }

    /// `only` runs here; without it, everything that no peer is named for. `peers` are `service=http://host:port`; `*` is
    /// every other service. What runs here is here, also when a peer is named for it: all processes of a shop can be told
    /// the same peers.
    ///
    /// # Errors
    /// [`PlaceError`], with the name that is wrong.
    pub fn read(only: &[String], peers: &[String]) -> Result<Self, PlaceError> {
        let mut places = Places { here: BTreeSet::new(), peers: BTreeMap::new(), rest: None };
        for peer in peers.iter().filter(|peer| !peer.trim().is_empty()) {
            places.add_peer(peer.trim())?;
        }
        let only = only.iter().filter(|name| !name.trim().is_empty());
        places.here = only.map(|name| named(name)).collect::<Result<_, _>>()?;
        if places.here.is_empty() && places.rest.is_none() {
            let all = Places::all_here().here;
            places.here = all.into_iter().filter(|name| !places.peers.contains_key(name)).collect();
        }
        Ok(places)
    }

    fn add_peer(&mut self, text: &str) -> Result<(), PlaceError> {
        let wrong = || PlaceError::NotAPeer(text.to_owned());
        let (name, address) = text.split_once('=').ok_or_else(wrong)?;
        let address = address.trim().trim_end_matches('/');
        let is_url = reqwest::Url::parse(address).is_ok_and(|url| {
            ["http", "https"].contains(&url.scheme()) && url.host_str().is_some() && url.path() == "/"
        });
        if !is_url {
            return Err(wrong());
        }
        let former = match name.trim() {
            ALL => self.rest.replace(address.to_owned()),
            name => self.peers.insert(named(name)?, address.to_owned()),
        };
        if former.is_some() { Err(PlaceError::Twice(name.trim().to_owned())) } else { Ok(()) }
    }

    /// Whether a service runs in this process.
    #[must_use]
    pub fn is_here(&self, service: &str) -> bool {
        self.here.contains(service)
    }

    /// The services of this process.
    #[must_use]
    pub fn here(&self) -> Vec<String> {
        self.here.iter().map(|name| (*name).to_owned()).collect()
    }

    /// Whether this process is the whole shop.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.here.len() > GRAPH.len()
    }

    /// Where a service is that is not here, when that is known.
    #[must_use]
    pub fn address(&self, service: &str) -> Option<&str> {
        if self.is_here(service) {
            return None;
        }
        self.peers.get(service).or(self.rest.as_ref()).map(String::as_str)
    }

    /// The other processes: every address, and the services there.
    #[must_use]
    pub fn far(&self) -> BTreeMap<String, Vec<&'static str>> {
        let mut far: BTreeMap<String, Vec<&'static str>> = BTreeMap::new();
        for (name, _, _) in GRAPH {
            if let Some(address) = self.address(name) {
                far.entry(address.to_owned()).or_default().push(*name);
            }
        }
        // an edge elsewhere is asked for nothing, but it can be looked at
        if let Some(address) = self.peers.get(GATEWAY).filter(|_| !self.is_here(GATEWAY)) {
            far.entry(address.clone()).or_default().push(GATEWAY);
        }
        far
    }

    /// The first id that this process's database gives out when it is new.
    #[must_use]
    pub fn first_id(&self) -> i64 {
        if self.is_whole() {
            return 1;
        }
        let first = IDS.iter().position(|name| self.here.contains(name)).unwrap_or(0);
        i64::try_from(first).unwrap_or(0) * IDS_EACH + 1
    }

    /// Whether the tables of a service are in this process's database.
    #[must_use]
    pub fn has_tables_of(&self, service: &str) -> bool {
        self.is_here(service)
    }

    /// Whether everything that is here finds what it needs: whom it asks, and what it hears of by `subscriptions`.
    ///
    /// # Errors
    /// [`PlaceError::Missing`], [`PlaceError::Nothing`].
    pub fn check(&self, subscriptions: &[Subscription]) -> Result<(), PlaceError> {
        if self.here.is_empty() {
            return Err(PlaceError::Nothing);
        }
        let missing = |service: &str| !self.is_here(service) && self.address(service).is_none();
        let needed = |who: &str, needs: &str| {
            let wrong = || PlaceError::Missing { who: who.to_owned(), needs: needs.to_owned() };
            if missing(needs) { Err(wrong()) } else { Ok(()) }
        };
        for (name, _, needs) in GRAPH.iter().filter(|(name, _, _)| self.is_here(name)) {
            for need in *needs {
                needed(name, service_of(need))?;
            }
        }
        for subscription in subscriptions {
            let who = subscription.name().split('.').next().unwrap_or_default();
            for topic in subscription.topics() {
                match emitter(topic) {
                    Some(service) => needed(who, service)?,
                    None => self.everybody(who, &needed)?,
                }
            }
        }
        if self.is_here(GATEWAY) { self.everybody(GATEWAY, &needed) } else { Ok(()) }
    }

    fn everybody(&self, who: &str, needed: &impl Fn(&str, &str) -> Result<(), PlaceError>) -> Result<(), PlaceError> {
        GRAPH.iter().try_for_each(|(name, _, _)| needed(who, name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(only: &[&str], peers: &[&str]) -> Result<Places, PlaceError> {
        let owned = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        Places::read(&owned(only), &owned(peers))
    }

    #[test]
    fn nothing_said_is_everything_here() {
        let places = read(&[], &[]).unwrap();
        assert!(places == Places::all_here() && places.is_whole() && places.far().is_empty());
        assert_eq!(places.check(&[]), Ok(()));
        assert_eq!(places.first_id(), 1);
    }

    #[test]
    fn what_is_here_is_here_and_the_rest_is_where_its_peer_is() {
        let peers = ["*=http://a:1/", "orders=http://b:2", "catalog=http://c:3"];
        let places = read(&["catalog", "pricing"], &peers).unwrap();
        assert_eq!(places.here(), ["catalog", "pricing"]);
        assert_eq!((places.address("catalog"), places.address("orders")), (None, Some("http://b:2")));
        assert_eq!(places.address("settings"), Some("http://a:1"));
        assert_eq!(places.far()["http://b:2"], ["orders"]);
        assert_eq!(places.check(&[]), Ok(()));
        assert_eq!(places.first_id(), 3 * IDS_EACH + 1);
        let places = read(&[], &["orders=http://b:2"]).unwrap();
        assert!(!places.is_here("orders") && places.is_here("catalog") && places.is_here(GATEWAY));
        assert_eq!(read(&[], &["*=http://a:1"]).unwrap().check(&[]), Err(PlaceError::Nothing));
    }

    #[test]
    fn what_is_missing_or_wrong_is_named() {
        let missing = |who: &str, needs: &str| Err(PlaceError::Missing { who: who.into(), needs: needs.into() });
        assert_eq!(read(&["catalog"], &["settings=http://a:1"]).unwrap().check(&[]), missing("catalog", "pricing"));
        let places = read(&["gateway", "settings", "identity"], &["catalog=http://a:1"]).unwrap();
        assert_eq!(places.check(&[]), missing(GATEWAY, "inventory"));
        assert_eq!(read(&["catalogue"], &[]), Err(PlaceError::Unknown("catalogue".into())));
        assert_eq!(read(&[], &["x=http://a:1"]), Err(PlaceError::Unknown("x".into())));
        for peer in ["catalog", "catalog=a:1", "catalog=ftp://a:1", "catalog=http://a:1/path", "=http://a:1"] {
            assert!(read(&[], &[peer]).is_err(), "{peer}");
        }
        assert_eq!(read(&[], &["cart=http://a:1", "cart=http://b:1"]), Err(PlaceError::Twice("cart".into())));
    }

    #[test]
    fn every_service_has_ids_of_its_own() {
        for name in GRAPH.iter().map(|(name, _, _)| *name).chain([GATEWAY]) {
            assert_eq!(IDS.iter().filter(|known| **known == name).count(), 1, "{name}");
        }
        let last = i64::try_from(IDS.len()).unwrap() * IDS_EACH;
        assert!(last < infrasell_kernel::MAX_ID);
    }
}
