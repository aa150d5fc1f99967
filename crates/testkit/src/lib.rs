//! A real shop on port 0, for tests: on either database, in one process or with its services apart, with or without the
//! payment simulator.
//!
//! Always true: a shop owns its database and folder and removes them; two shops share nothing; [`Shop::close`] proves the
//! books.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

mod apart;
mod away;
mod client;
mod customer;
mod engines;
mod faults;
mod mail;
mod process;
mod sample;
mod shop;
mod stock;

pub use away::Away;
pub use client::{Answer, Client};
pub use customer::PASSWORD;
pub use faults::{FAULTS_VARIABLE, Faults};
pub use infrasell_chaos as chaos;
pub use mail::SentMail;
pub use process::{Process, Spawn};
pub use shop::{Kind, Shop, matrix};
pub use stock::{Sold, address};

/// Makes a test of a function that takes a shop, on three replicas over PostgreSQL only.
#[macro_export]
macro_rules! on_three_replicas {
    ($(#[$meta:meta])* $name:ident, $body:expr) => {
        $(#[$meta])*
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $name() {
            $crate::matrix($crate::Kind::PostgresReplicas, $body).await;
        }
    };
}

/// Makes a test of a function that takes a shop, once for each database and each way of running.
///
/// ```text
/// on_every_kind!(a_purchase, |shop| async move { … });
/// ```
#[macro_export]
macro_rules! on_every_kind {
    ($(#[$meta:meta])* $name:ident, $body:expr) => {
        $(#[$meta])*
        mod $name {
            use super::*;
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite_in_one_process() {
                $crate::matrix($crate::Kind::SqliteHere, $body).await;
            }
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite_apart() {
                $crate::matrix($crate::Kind::SqliteApart, $body).await;
            }
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres_in_one_process() {
                $crate::matrix($crate::Kind::PostgresHere, $body).await;
            }
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres_apart() {
                $crate::matrix($crate::Kind::PostgresApart, $body).await;
            }
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres_as_three_replicas() {
                $crate::matrix($crate::Kind::PostgresReplicas, $body).await;
            }
        }
    };
}
