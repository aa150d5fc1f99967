//! `simulator`: the payment provider as a process of its own.

use clap::Parser;
use infrasell_simulator::{Config, Simulator, StartError};
use std::{net::SocketAddr, process::ExitCode};

/// A payment provider to test against, with its own books, clock and faults.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// Where to listen; port 0 takes a free one
    #[arg(long, default_value = "127.0.0.1:4700", env = "SIMULATOR_LISTEN")]
    listen: SocketAddr,
    /// What ids come from: the same seed gives the same run
    #[arg(long, default_value_t = 1, env = "SIMULATOR_SEED")]
    seed: u64,
    /// The API secret; give it twice while rotating. One that begins with sk_live_ makes a live account
    #[arg(long, default_value = "sk_test_simulator", env = "SIMULATOR_SECRET", hide_env_values = true)]
    secret: Vec<String>,
    /// The secret that signs webhooks; give it twice while rotating
    #[arg(long, default_value = "whsec_simulator", env = "SIMULATOR_WEBHOOK_SECRET", hide_env_values = true)]
    webhook_secret: Vec<String>,
    /// A URL that webhooks are sent to
    #[arg(long)]
    webhook_endpoint: Vec<String>,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("simulator: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), StartError> {
    let simulator = Simulator::start(Config {
        listen: arguments.listen,
        seed: arguments.seed,
        secrets: arguments.secret,
        webhook_secrets: arguments.webhook_secret,
        ..Config::default().on_system_clock()
    })
    .await?;
    for url in &arguments.webhook_endpoint {
        simulator.webhook_endpoint(url);
    }
    println!("listening on {}", simulator.base_url);
    tokio::signal::ctrl_c().await?;
    Ok(())
}
