//! The command line: what can be said, and what each command does.

mod apart;
mod people;
mod run;
mod signals;
mod tokens;
mod upkeep;

pub(crate) use run::imports_of;
pub use run::{RunError, run};
pub use upkeep::{BackupArgs, BackupCommand};

use clap::{Args, Parser, Subcommand};
use infrasell_contracts::imports::{ExportKind, ImportKind};
use infrasell_kernel::ApiKeyId;
use std::{net::SocketAddr, path::PathBuf};
use tokens::TokenCommand;

/// Headless commerce in one binary: a whole shop on one small machine, with nothing else installed.
#[derive(Debug, Parser)]
#[command(
    name = "infrasell",
    version,
    after_help = AFTER_HELP,
    max_term_width = 100,
    arg_required_else_help = true,
    propagate_version = true
)]
pub struct Cli {
    /// What every command takes.
    #[command(flatten)]
    pub global: Global,
    /// What is to be done.
    #[command(subcommand)]
    pub command: Command,
}

/// What every command takes.
#[derive(Debug, Args)]
pub struct Global {
    /// The shop's folder: its SQLite database, pictures and imports. An empty or new one becomes a shop.
    #[arg(long, global = true, value_name = "DIR", default_value = "infrasell-data")]
    pub data: PathBuf,
    /// PostgreSQL instead of SQLite: postgres://user:password@host:port/database. Nothing else changes.
    #[arg(long, global = true, value_name = "URL")]
    pub database: Option<String>,
    /// The configuration file; infrasell.toml in the shop's folder when it is there.
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The services that run in this process; all that no peer is named for when absent. `gateway` is the edge.
    #[arg(long, global = true, value_name = "SERVICE,…", value_delimiter = ',')]
    pub only: Vec<String>,
    /// Where the other services are: catalog=http://10.0.0.7:7001; * is every service that is not named.
    #[arg(long, global = true, value_name = "SERVICE=URL,…", value_delimiter = ',')]
    pub peers: Vec<String>,
}

/// What is to be done.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the shop: REST under /store/v1 and /admin/v1, a page to read it under /docs. Ctrl-C drains and stops.
    Serve {
        /// Where to listen, such as 127.0.0.1:8080 or [::]:80.
        #[arg(long, value_name = "ADDR")]
        listen: Option<SocketAddr>,
        /// Where to serve this process's services to the other processes of the shop, such as 10.0.0.5:7001. Never a
        /// public address.
        #[arg(long, value_name = "ADDR")]
        internal: Option<SocketAddr>,
    },
    /// Import a CSV: products in Shopify's format (old or new column names), counted stock (SKU, Location, On hand), or customers (E-mail).
    ///
    /// Every data row ends as created, updated, unchanged or rejected (with line, column and reason). Running it again
    /// changes nothing; an import that was cut off is completed by running it again. Pictures that lie in a folder media beside
    /// a file of products, and that it names as /media/…, become the shop's own.
    Import {
        /// The file.
        file: PathBuf,
        /// What it is of: products, stock or customers.
        #[arg(long, default_value = "products")]
        kind: ImportKind,
        /// Check and report, write nothing.
        #[arg(long)]
        dry_run: bool,
        /// Write the report as JSON: rows, created, updated, unchanged, and rejected as a list of {line, column, reason}.
        #[arg(long, value_name = "FILE.json")]
        report: Option<PathBuf>,
    },
    /// Pictures: keep those that products name by address.
    #[command(subcommand)]
    Media(MediaCommand),
    /// Staff: who may sign in.
    #[command(subcommand)]
    Staff(StaffCommand),
    /// API keys: what programs call the admin API with.
    #[command(subcommand)]
    Key(KeyCommand),
    /// The configuration: defaults, infrasell.toml, then INFRASELL_* variables.
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Prove the books: stock = movements, reservations ↔ checkouts, payments ↔ orders ↔ providers, totals = lines.
    /// Prints each difference; exits with 1 if there is one.
    Reconcile,
    /// Print which service is where, whom it asks, and whether it answers. Exits with 1 if one does not.
    Topology {
        /// Print it as JSON.
        #[arg(long)]
        json: bool,
    },
    /// The database of a process that runs some of the services.
    #[command(subcommand)]
    Database(DatabaseCommand),
    /// Back the shop up into one file, also while it sells.
    ///
    /// The file holds the database as it is at one moment, the pictures, and the configuration without its secrets and
    /// without the master key. It appears under its name when it is whole. It holds what customers told the shop: keep it where others cannot read.
    Backup(BackupArgs),
    /// Put a backup back. A file that is damaged or newer is refused before anything is touched.
    Restore {
        /// The file.
        file: PathBuf,
        /// Move a shop that is there aside, instead of refusing. It is not deleted.
        #[arg(long)]
        replace: bool,
    },
    /// Write everything of a kind into a CSV. `import` reads products, stock and customers back unchanged; orders go out only.
    ///
    /// Text that a spreadsheet would compute (=1+1) is written with an apostrophe before it, which `import` takes away.
    Export {
        /// products, stock, orders or customers.
        kind: ExportKind,
        /// A new file; - for standard output.
        #[arg(long, value_name = "FILE")]
        to: PathBuf,
    },
    /// Look at everything the shop stands on, and say what to do about each finding.
    ///
    /// Exits with 0 when all is well, 1 with warnings, 2 with errors. Works whether the server runs or not.
    Doctor {
        /// Print the findings as JSON.
        #[arg(long)]
        json: bool,
    },
    /// The data as a whole: copy it to another database.
    #[command(subcommand)]
    Data(DataCommand),
    /// Print the OpenAPI 3.1 document.
    Openapi,
    /// Bring the database to this version's schema, and stop. `serve` does so by itself.
    Migrate,
}

/// Pictures.
#[derive(Debug, Subcommand)]
pub enum MediaCommand {
    /// Fetch every picture that a product or collection names by address, and keep it as the shop's own, in every size.
    ///
    /// Addresses such as /media/tea.jpg are files of --folder or of the shop's folder media; http and https are fetched,
    /// from the public internet only. What cannot be fetched stays as it is and is listed. Running it again goes on.
    Fetch {
        /// Where the files of /media/… are; the shop's folder media is looked into as well.
        #[arg(long, value_name = "DIR")]
        folder: Option<PathBuf>,
        /// Look at the pictures and report, write nothing.
        #[arg(long)]
        dry_run: bool,
        /// Print the report as JSON.
        #[arg(long)]
        json: bool,
    },
}

/// Staff.
#[derive(Debug, Subcommand)]
pub enum StaffCommand {
    /// Add a member of staff. Without --password one is made and printed once.
    Create {
        /// What he signs in with.
        #[arg(long)]
        email: String,
        /// His name; the e-mail address when absent.
        #[arg(long)]
        name: Option<String>,
        /// owner, manager, fulfilment, content, analyst, or a role of your own.
        #[arg(long, default_value = "owner")]
        role: String,
        /// A file that holds the password; - for standard input.
        #[arg(long, value_name = "FILE")]
        password_file: Option<PathBuf>,
    },
    /// Set a member of staff's password and end his sessions. Without --password-file one is made and printed once.
    ResetPassword {
        /// What he signs in with.
        #[arg(long)]
        email: String,
        /// A file that holds the password; - for standard input.
        #[arg(long, value_name = "FILE")]
        password_file: Option<PathBuf>,
        /// Take his second factor away, too.
        #[arg(long)]
        without_second_factor: bool,
    },
}

/// The database of a process that runs some of the services.
#[derive(Debug, Subcommand)]
pub enum DatabaseCommand {
    /// Make a PostgreSQL schema and a role for the services that --only names, and print the URL that they use.
    ///
    /// Runs with an administrator's URL in --database. The role can use its own schema and no other. Running it again
    /// gives the role a new password.
    Prepare {
        /// What the schema and the role are called; infrasell_ and the first of the services when absent.
        #[arg(long, value_name = "NAME")]
        name: Option<String>,
    },
}

/// API keys.
#[derive(Debug, Subcommand)]
pub enum KeyCommand {
    /// Make an API key and print its secret, this once.
    Create {
        /// What it is for.
        name: String,
        /// owner, manager, fulfilment, content, analyst, or a role of your own.
        #[arg(long)]
        role: String,
    },
    /// List API keys: id, first characters, role, name, state.
    List,
    /// Revoke an API key at once.
    Revoke {
        /// Its id: key_1042.
        id: ApiKeyId,
    },
    /// Tokens of storefronts: which channel one is for, and whether it must show who it is.
    #[command(subcommand)]
    Storefront(TokenCommand),
    /// Let the next signing key of access tokens sign; --revoke refuses tokens of the present one from now on.
    Rotate {
        /// The present key may be known to others.
        #[arg(long)]
        revoke: bool,
    },
    /// Put a new master key before the present one, and seal the secrets in the database with it. A server that runs goes on.
    RotateMaster {
        /// The present master key is lost: second factors are taken away, and access tokens get fresh signing keys.
        #[arg(long)]
        forget: bool,
    },
}

/// The data as a whole.
#[derive(Debug, Subcommand)]
pub enum DataCommand {
    /// Move the shop to another database: SQLite to PostgreSQL, back, or from a backup. Nothing that is there is touched.
    ///
    /// The source must not be served meanwhile. The target must be empty; until every table of both sides was read again
    /// and found the same, no shop opens it. Prints the rows and the sum of each table.
    Copy {
        /// sqlite:DIR/shop.db, postgres://user:password@host:port/database, or a backup of a SQLite shop.
        #[arg(long, value_name = "URL|FILE")]
        from: String,
        /// sqlite:DIR/shop.db (a new file) or postgres://… (a database, or a schema of a role, without tables).
        #[arg(long, value_name = "URL")]
        to: String,
        /// Print what was copied as JSON.
        #[arg(long)]
        json: bool,
    },
}

/// The configuration.
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Read the configuration and say what is wrong with it.
    Check,
    /// Print the configuration in force, secrets masked.
    Print,
}

const AFTER_HELP: &str = "\
GETTING STARTED
  infrasell --data shop serve --listen 127.0.0.1:8080    an empty folder becomes a shop
  infrasell --data shop import products.csv              fill it
  infrasell --data shop staff create --email me@shop.in  let yourself in
  infrasell --data shop key create till --role manager   let a program in
  infrasell --data shop backup --to /mnt/backups         and keep it safe

FILES
  DIR/shop.db          the database (SQLite, write-ahead log beside it)
  DIR/master.key       the key that secrets in the database are sealed with; in no backup: keep a copy
  DIR/blobs/           the shop's pictures, as they came
  DIR/media/           other files, served under /media as they are
  DIR/cache/           pictures in other sizes; made again when they are gone
  DIR/infrasell.toml   the configuration, if there is one
  DIR/backups/         backups by the clock, where no other folder is configured

MORE THAN ONE PROCESS
  infrasell --data goods serve --only catalog,pricing,inventory --internal 127.0.0.1:7001 --peers ...
  infrasell topology --peers catalog=http://127.0.0.1:7001,...    who is where, and whether it answers

ENVIRONMENT
  INFRASELL_SECTION_KEY       sets section.key of the configuration, e.g. INFRASELL_SERVER_LISTEN
  INFRASELL_SECTION_KEY_FILE  reads its value from a file, for secrets

EXIT STATUS
  0 done   1 it failed, or differences were found   2 the command line is wrong
  doctor: 0 all is well   1 there are warnings   2 there are errors";
