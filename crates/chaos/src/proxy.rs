//! The proxy: where it listens, whom it stands before, what it does and what it did.

use crate::{Chance, Fault, Plan, bytes, http};
use std::{
    collections::BTreeMap,
    io,
    net::SocketAddr,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU32, AtomicU64, Ordering},
    },
    time::Instant,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinHandle,
};

/// What the two sides speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speaks {
    /// HTTP/1.1: a fault is of a request with its answer. HTTP/2 is passed on as bytes.
    Http,
    /// Anything: a fault is of a connection.
    Bytes,
}

/// Which way nothing passes. What is held up passes when the partition is healed, as TCP does it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Partition {
    /// Everything passes.
    #[default]
    None,
    /// What the caller sends does not arrive.
    Requests,
    /// What the called answers does not arrive.
    Answers,
    /// Neither arrives.
    Both,
}

/// One of the two ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    There,
    Back,
}

impl Partition {
    fn stops(self, way: Way) -> bool {
        match self {
            Partition::None => false,
            Partition::Requests => way == Way::There,
            Partition::Answers => way == Way::Back,
            Partition::Both => true,
        }
    }
}

/// A proxy that stands before `target`. It ends, and cuts what runs through it, when it is dropped.
pub struct Proxy {
    address: SocketAddr,
    shared: Arc<Shared>,
    listening: JoinHandle<()>,
}

pub(crate) struct Shared {
    speaks: Speaks,
    target: Mutex<SocketAddr>,
    plan: Mutex<(Plan, Instant)>,
    exchanges: AtomicU64,
    row: AtomicU32,
    done: Mutex<BTreeMap<&'static str, u64>>,
    partition: watch::Sender<Partition>,
    /// Raised to cut every connection.
    cut: watch::Sender<u64>,
}

impl Proxy {
    /// Listens on a free port of this machine and passes on to `target` as `plan` says.
    ///
    /// # Errors
    /// When no port is free.
    pub async fn start(target: SocketAddr, speaks: Speaks, plan: Plan) -> io::Result<Proxy> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared {
            speaks,
            target: Mutex::new(target),
            plan: Mutex::new((plan, Instant::now())),
            exchanges: AtomicU64::new(0),
            row: AtomicU32::new(0),
            done: Mutex::default(),
            partition: watch::channel(Partition::None).0,
            cut: watch::channel(0).0,
        });
        let listening = tokio::spawn(listen(listener, shared.clone()));
        Ok(Proxy { address, shared, listening })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The same as `http://127.0.0.1:…`.
    #[must_use]
    pub fn base(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Stands before another from the next connection on: what was killed has come back elsewhere.
    pub fn aim(&self, target: SocketAddr) {
        *locked(&self.shared.target) = target;
    }

    /// Goes on by another plan, whose time and script begin now.
    pub fn set(&self, plan: Plan) {
        *locked(&self.shared.plan) = (plan, Instant::now());
        self.shared.exchanges.store(0, Ordering::SeqCst);
        self.shared.row.store(0, Ordering::SeqCst);
        locked(&self.shared.done).clear();
    }

    /// Stops what passes, or lets it pass again.
    pub fn partition(&self, partition: Partition) {
        self.shared.partition.send_replace(partition);
    }

    /// Cuts every connection that runs through it. New ones may come.
    pub fn cut(&self) {
        self.shared.cut.send_modify(|times| *times += 1);
    }

    /// How often it did what since the plan was set, by the fault's name.
    #[must_use]
    pub fn done(&self) -> BTreeMap<&'static str, u64> {
        locked(&self.shared.done).clone()
    }

    /// How many faults there were since the plan was set.
    #[must_use]
    pub fn faults(&self) -> u64 {
        locked(&self.shared.done).values().sum()
    }

    /// How many exchanges there were since the plan was set.
    #[must_use]
    pub fn exchanges(&self) -> u64 {
        self.shared.exchanges.load(Ordering::SeqCst)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.listening.abort();
        self.cut();
    }
}

pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shared {
    pub(crate) fn target(&self) -> SocketAddr {
        *locked(&self.target)
    }

    /// What happens to the next exchange.
    pub(crate) fn next(&self) -> (Option<Fault>, Chance) {
        let n = self.exchanges.fetch_add(1, Ordering::SeqCst);
        let guard = locked(&self.plan);
        let (plan, since) = &*guard;
        let (fault, chance) = plan.of(n);
        let is_over = plan.lasts.is_some_and(|lasts| since.elapsed() >= lasts);
        let had = locked(&self.done).values().sum::<u64>();
        let is_enough = plan.most.is_some_and(|most| had >= most);
        let is_spared = plan.in_a_row > 0 && self.row.load(Ordering::SeqCst) >= plan.in_a_row;
        let Some(fault) = fault.filter(|_| !is_over && !is_enough && !is_spared) else {
            self.row.store(0, Ordering::SeqCst);
            return (None, chance);
        };
        self.row.fetch_add(1, Ordering::SeqCst);
        *locked(&self.done).entry(fault.name()).or_default() += 1;
        (Some(fault), chance)
    }

    /// Waits until things pass this way.
    pub(crate) async fn passes(&self, way: Way) {
        let mut partition = self.partition.subscribe();
        // the sender lives in here
        let _ = partition.wait_for(|now| !now.stops(way)).await;
    }
}

async fn listen(listener: TcpListener, shared: Arc<Shared>) {
    loop {
        let Ok((from, _)) = listener.accept().await else { continue };
        let shared = shared.clone();
        tokio::spawn(async move {
            let mut cut = shared.cut.subscribe();
            tokio::select! {
                // a connection that fails is what a proxy of this kind is for
                _ = carry(from, &shared) => {}
                _ = cut.changed() => {}
            }
        });
    }
}

async fn carry(from: TcpStream, shared: &Arc<Shared>) -> io::Result<()> {
    from.set_nodelay(true)?;
    match shared.speaks {
        Speaks::Http => http::carry(from, shared).await,
        Speaks::Bytes => bytes::carry(from, vec![], shared).await,
    }
}
