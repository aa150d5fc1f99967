//! Several processes that are one shop: started together, ended and started again one by one.

use crate::{
    Trouble,
    server::{self, Server, cpu_us},
};
use infrasell::{split::GATEWAY, wire::GRAPH};
use std::{
    iter,
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
};

/// Everything that can be a process of its own; the first one is the edge.
pub fn services() -> impl Iterator<Item = &'static str> {
    iter::once(GATEWAY).chain(GRAPH.iter().map(|(service, _, _)| *service))
}

/// Several processes that are one shop.
pub struct Shop {
    /// The edge is the first.
    pub servers: Vec<Server>,
    /// The first service of each.
    pub names: Vec<String>,
    starts: Vec<(SocketAddr, Vec<String>)>,
    program: PathBuf,
    folder: PathBuf,
    peers: String,
    variables: Vec<(String, String)>,
}

impl Shop {
    /// One process with everything, which runs already.
    #[must_use]
    pub fn alone(server: Server, program: &Path, folder: &Path) -> Shop {
        Shop { servers: vec![server], ..Shop::empty(program, folder, &[]) }
    }

    fn empty(program: &Path, folder: &Path, variables: &[(String, String)]) -> Shop {
        Shop {
            servers: vec![],
            names: vec![],
            starts: vec![],
            program: program.to_owned(),
            folder: folder.to_owned(),
            peers: String::new(),
            variables: variables.to_vec(),
        }
    }

    /// Starts a process for each of `groups`, of which the first has the edge, and waits until all are ready.
    ///
    /// # Errors
    /// When one does not start.
    pub async fn start(
        program: &Path,
        folder: &Path,
        groups: &[Vec<&str>],
        variables: &[(String, String)],
    ) -> Result<Shop, Trouble> {
        let port = || server::free_port().map(|port| SocketAddr::from((Ipv4Addr::LOCALHOST, port)));
        let internal = groups.iter().map(|_| port()).collect::<Result<Vec<_>, _>>()?;
        let at = |(group, address): (&Vec<&str>, &SocketAddr)| {
            let services = group.iter().filter(|service| **service != GATEWAY);
            services.map(|service| format!("{service}=http://{address}")).collect::<Vec<_>>()
        };
        let mut shop = Shop::empty(program, folder, variables);
        shop.peers = groups.iter().zip(&internal).flat_map(at).collect::<Vec<_>>().join(",");
        for (n, (group, internal)) in groups.iter().zip(&internal).enumerate() {
            let name = group[0].to_owned();
            let public = if n == 0 { port()? } else { *internal };
            let mut words = shop.words(&name, &["--only", &group.join(","), "serve"]);
            words.extend(["--internal".to_owned(), internal.to_string()]);
            if n == 0 {
                words.extend(["--listen".to_owned(), public.to_string()]);
            }
            shop.servers.push(Server::start_at(program, public, &words, variables)?);
            shop.starts.push((public, words));
            shop.names.push(name);
        }
        for server in shop.servers.iter_mut().rev() {
            server.first_answer("/readyz").await?;
        }
        Ok(shop)
    }

    /// Ends the process of `name` as a power cut does, and says where it stood.
    ///
    /// # Errors
    /// When there is none.
    pub fn kill(&mut self, name: &str) -> Result<usize, Trouble> {
        let place = self.names.iter().position(|one| one == name);
        let place = place.ok_or_else(|| Trouble::Other(format!("{name} is no process of its own")))?;
        self.servers[place].kill()?;
        Ok(place)
    }

    /// Starts the process at `place` again and waits until it is ready.
    ///
    /// # Errors
    /// When it does not start.
    pub async fn start_again(&mut self, place: usize) -> Result<(), Trouble> {
        let (address, words) = &self.starts[place];
        self.servers[place] = Server::start_at(&self.program, *address, words, &self.variables)?;
        self.servers[place].first_answer("/readyz").await?;
        Ok(())
    }

    /// The words of a command that is given to the process of `name`.
    #[must_use]
    pub fn words(&self, name: &str, more: &[&str]) -> Vec<String> {
        let data = self.folder.join(name).display().to_string();
        let words = ["--data", &data, "--peers", &self.peers].into_iter().chain(more.iter().copied());
        words.map(str::to_owned).collect()
    }

    /// The process that the public asks.
    #[must_use]
    pub fn edge(&self) -> &Server {
        &self.servers[0]
    }

    /// Processor time of all processes, µs.
    ///
    /// # Errors
    /// When one has ended.
    pub fn cpu_us(&self) -> Result<u64, Trouble> {
        self.servers.iter().map(|server| Ok(cpu_us(server.id())?)).sum()
    }

    /// Asks all to stop, and waits.
    ///
    /// # Errors
    /// When one does not end well.
    pub fn stop(self) -> Result<(), Trouble> {
        self.servers.into_iter().try_for_each(|server| Ok(server.stop()?))
    }
}
