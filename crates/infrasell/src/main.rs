//! `infrasell`: a shop in one binary.

use clap::Parser;
use infrasell::cli::{Cli, run};
use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    match run(Cli::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("infrasell: {error}");
            ExitCode::from(error.exit_code())
        }
    }
}
