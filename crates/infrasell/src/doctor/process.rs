//! The machine and the process: memory, open files, and whether the shop is served.

use super::{Finding, size};
use crate::{
    app::calls,
    config::Config,
    split::{Places, look},
};
use infrasell_kernel::Env;
use std::time::Duration;

/// A connection, a database connection and a file each need one.
const FEW_FILES: u64 = 1_024;
const ENOUGH_FILES: u64 = 4_096;
/// A shop needs about 60 MB, more with many products.
const LITTLE_MEMORY: u64 = 64_000_000;
const SCARCE_MEMORY: u64 = 256_000_000;

pub(super) fn examine() -> Vec<Finding> {
    let limit = rustix::process::getrlimit(rustix::process::Resource::Nofile).current;
    vec![files(limit), memory(available_memory())]
}

/// The other processes of the shop.
pub(super) async fn others(config: &Config, places: &Places, env: &Env) -> Vec<Finding> {
    if places.far().is_empty() {
        return vec![];
    }
    let advice = "`infrasell topology` says what is wrong; start or correct them";
    let looked = match calls(config, places, env) {
        Ok(calls) => look(places, &calls).await.map_err(|error| error.to_string()),
        Err(error) => Err(error.to_string()),
    };
    let rows = match looked {
        Ok(rows) => rows,
        Err(error) => return vec![Finding::error("processes", error, advice)],
    };
    let unwell: Vec<&str> = rows.iter().filter(|row| !row.is_well()).map(|row| row.service).collect();
    if unwell.is_empty() {
        return vec![Finding::ok("processes", "every service is where it is said to be, and answers")];
    }
    let found = format!("not well: {}", unwell.join(", "));
    vec![Finding::error("processes", found, advice)]
}

fn files(limit: Option<u64>) -> Finding {
    let advice = "raise it: `ulimit -n 65536`, or LimitNOFILE=65536 in the systemd unit";
    match limit {
        None => Finding::ok("process.files", "no limit on open files"),
        Some(limit) if limit < FEW_FILES => Finding::error("process.files", format!("{limit} open files"), advice),
        Some(limit) if limit < ENOUGH_FILES => Finding::warn("process.files", format!("{limit} open files"), advice),
        Some(limit) => Finding::ok("process.files", format!("{limit} open files")),
    }
}

fn memory(available: Option<u64>) -> Finding {
    let advice = "give the machine more memory, or stop what else uses it";
    let Some(available) = available else {
        return Finding::ok("process.memory", "this system does not say how much memory is free");
    };
    let found = format!("{} available", size(available));
    match available {
        0..LITTLE_MEMORY => Finding::error("process.memory", found, advice),
        LITTLE_MEMORY..SCARCE_MEMORY => Finding::warn("process.memory", found, advice),
        _ => Finding::ok("process.memory", found),
    }
}

/// Memory that can be had without swapping, bytes; where Linux says so.
fn available_memory() -> Option<u64> {
    read_available(&std::fs::read_to_string("/proc/meminfo").ok()?)
}

fn read_available(text: &str) -> Option<u64> {
    let line = text.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()?.checked_mul(1_024)
}

/// Whether somebody serves the shop at its address.
pub(super) async fn server(listen: &str) -> Finding {
    let Ok(mut address) = listen.parse::<std::net::SocketAddr>() else {
        let found = format!("server.listen is '{listen}', which is no address and port");
        return Finding::error("server", found, "write it as 127.0.0.1:8080");
    };
    if address.ip().is_unspecified() {
        let here = if address.is_ipv4() { [127, 0, 0, 1].into() } else { std::net::Ipv6Addr::LOCALHOST.into() };
        address.set_ip(here);
    }
    let client = reqwest::Client::builder().timeout(Duration::from_secs(3)).build();
    let Ok(client) = client else { return Finding::ok("server", "it was not asked") };
    match client.get(format!("http://{address}/readyz")).send().await {
        Ok(answer) if answer.status().is_success() => Finding::ok("server", format!("{address} serves and is ready")),
        Ok(answer) => Finding::warn(
            "server",
            format!("{address} answers {}", answer.status()),
            "see what GET /readyz says, and whether it is Infrasell that has this port",
        ),
        Err(error) if error.is_connect() => Finding::ok("server", format!("nobody serves at {address}")),
        Err(_) => Finding::warn(
            "server",
            format!("{address} takes connections and does not answer"),
            "read the log; restart it if it stays so",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::{super::Level, *};

    #[test]
    fn limits_and_memory_are_judged() {
        assert_eq!([files(Some(256)).level, files(Some(1_024)).level], [Level::Error, Level::Warn]);
        assert_eq!([files(Some(65_536)).level, files(None).level], [Level::Ok, Level::Ok]);
        let text = "MemTotal:       16384000 kB\nMemFree:  1 kB\nMemAvailable:    102400 kB\n";
        assert_eq!(read_available(text), Some(104_857_600));
        assert_eq!(memory(read_available(text)).level, Level::Warn);
        assert_eq!(memory(Some(1)).level, Level::Error);
        assert_eq!([memory(None).level, memory(Some(8_000_000_000)).level], [Level::Ok, Level::Ok]);
    }
}
