//! The contract of **imports**: files that come in, row by row accounted for, and files that go out.

use infrasell_kernel::{ExportId, ImportId, Page, PageRequest, Timestamp};
use infrasell_rpc::{service, service_error};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The largest file that can be uploaded, bytes.
pub const MAX_FILE_BYTES: i64 = 1 << 30;
/// The largest part of a file in one call, bytes.
pub const MAX_CHUNK_BYTES: usize = 1 << 20;

macro_rules! kinds {
    ($(#[$doc:meta])* $Name:ident { $($(#[$inner:meta])* $Kind:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum $Name { $($(#[$inner])* $Kind,)* }
        impl $Name {
            /// Each.
            pub const ALL: &'static [$Name] = &[$($Name::$Kind),*];
            /// The word on the wire and in the database.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $($Name::$Kind => $word),* }
            }
        }
        impl std::str::FromStr for $Name {
            type Err = String;
            fn from_str(word: &str) -> Result<Self, String> {
                let words: Vec<&str> = Self::ALL.iter().map(|kind| kind.as_str()).collect();
                let found = Self::ALL.iter().find(|kind| kind.as_str() == word).copied();
                found.ok_or_else(|| format!("'{word}' is none of {}", words.join(", ")))
            }
        }
    };
}

kinds! {
    /// What a file that comes in is of.
    ImportKind {
        /// Products, in Shopify's columns.
        Products = "products",
        /// What is on hand, by SKU and location.
        Stock = "stock",
        /// Customers, by e-mail address.
        Customers = "customers",
    }
}
kinds! {
    /// What a file that goes out is of.
    ExportKind {
        /// Products, in the columns that an import reads.
        Products = "products",
        /// What is on hand, by SKU and location.
        Stock = "stock",
        /// Line items with their orders. They go out only.
        Orders = "orders",
        /// Customers, with their address and what they agreed to.
        Customers = "customers",
    }
}
kinds! {
    /// Where an export stands.
    ExportState {
        /// It waits for its turn.
        Queued = "queued",
        /// Pages are being written.
        Running = "running",
        /// The file can be fetched.
        Finished = "finished",
        /// It could not be made.
        Failed = "failed",
    }
}

fn products() -> ImportKind {
    ImportKind::Products
}

/// Where an import stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImportState {
    /// Its file is coming in.
    Uploading,
    /// It waits for its turn.
    Queued,
    /// Rows are being read.
    Running,
    /// Every row is accounted for.
    Finished,
    /// The file could not be read at all.
    Failed,
}

impl ImportState {
    /// The word on the wire and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            ImportState::Uploading => "uploading",
            ImportState::Queued => "queued",
            ImportState::Running => "running",
            ImportState::Finished => "finished",
            ImportState::Failed => "failed",
        }
    }
}

/// An import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Import {
    /// Its id.
    pub id: ImportId,
    /// What its file is of.
    #[serde(default = "products")]
    pub kind: ImportKind,
    /// The file's name.
    pub file_name: String,
    /// Check only.
    pub dry_run: bool,
    /// Where it stands.
    pub state: ImportState,
    /// Why it failed.
    pub failure: Option<String>,
    /// How far it is, bytes read of `bytes_total`.
    pub bytes_done: i64,
    /// The file's size, bytes.
    pub bytes_total: i64,
    /// Data rows read so far.
    pub rows: i64,
    /// Rows that made something new.
    pub created: i64,
    /// Rows that changed something.
    pub updated: i64,
    /// Rows that changed nothing.
    pub unchanged: i64,
    /// Rows that were refused; the report says each.
    pub rejected: i64,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
}
/// A row that was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Rejection {
    /// The line of the file at which the row begins, the header being line 1.
    pub line: i64,
    /// The column, as the file's header names it; empty when it is the row as a whole.
    pub column: String,
    /// Why.
    pub reason: String,
}
/// Every row of a file, accounted for: `rows = created + updated + unchanged + rejected`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ImportReport {
    /// Data rows in the file.
    pub rows: i64,
    /// Rows that made something new.
    pub created: i64,
    /// Rows that changed something.
    pub updated: i64,
    /// Rows that changed nothing.
    pub unchanged: i64,
    /// Rows that were refused.
    pub rejected: Vec<Rejection>,
}
/// Begins an import.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct BeginImport {
    /// What the file is of.
    #[serde(default = "products")]
    pub kind: ImportKind,
    /// The file's name.
    pub file_name: String,
    /// Check only.
    pub dry_run: bool,
}
/// Adds the next part of the file.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AppendToImport {
    /// Which.
    pub id: ImportId,
    /// Where this part begins, bytes; the same part again changes nothing.
    pub offset: i64,
    /// The part, base64.
    pub chunk: String,
}
/// Queues an import whose file is complete.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct StartImport {
    /// Which.
    pub id: ImportId,
}
/// Asks for one import.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GetImport {
    /// Which.
    pub id: ImportId,
}
/// Asks for imports, newest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ListImports {
    /// Only those in this state.
    pub state: Option<ImportState>,
    /// Only those of these kinds; absent means of any.
    #[serde(default)]
    pub kinds: Option<Vec<ImportKind>>,
    /// What part.
    pub page: PageRequest,
}
/// Asks for the refused rows of an import in line order.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ListRejections {
    /// Which import.
    pub id: ImportId,
    /// What part.
    pub page: PageRequest,
}

/// An export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Export {
    /// Its id.
    pub id: ExportId,
    /// What its file is of.
    pub kind: ExportKind,
    /// Where it stands.
    pub state: ExportState,
    /// Why it failed.
    pub failure: Option<String>,
    /// Data rows written so far.
    pub rows: i64,
    /// The file's size so far, bytes.
    pub bytes: i64,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When it ended; a day later it is forgotten, and its file with it.
    pub finished_at: Option<Timestamp>,
}
/// Asks for a file.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct BeginExport {
    /// What of.
    pub kind: ExportKind,
}
/// Asks for one export.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GetExport {
    /// Which.
    pub id: ExportId,
}
/// Asks for exports, newest first.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ListExports {
    /// Only those of these kinds.
    pub kinds: Vec<ExportKind>,
    /// What part.
    pub page: PageRequest,
}
/// Asks for a part of a finished file.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReadExport {
    /// Which export.
    pub id: ExportId,
    /// Where the part begins, bytes: 0, then what [`ExportPart::next`] says.
    pub offset: i64,
}
/// A part of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportPart {
    /// The part, base64.
    pub content: String,
    /// Where the next one begins, bytes; absent at the end.
    pub next: Option<i64>,
}

service_error! {
    /// What imports can answer.
    pub enum ImportError {
        /// The file is not one that can be imported.
        #[error("{reason}")]
        UnreadableFile {
            /// Why.
            reason: String,
        } => Invalid,
        /// The import is in a state that does not allow it.
        #[error("an import that is {} cannot be changed so", state.as_str())]
        WrongState {
            /// Its state.
            state: ImportState,
        } => Conflict,
        /// The file is not there yet.
        #[error("the export is {}; its file can be fetched when it is finished", state.as_str())]
        ExportNotReady {
            /// Its state.
            state: ExportState,
        } => Conflict,
    }
}

service! {
    /// Files that come in and files that go out.
    pub trait Imports in imports, error ImportError {
        /// Begins an import.
        write fn begin(BeginImport) -> Import;
        /// Adds the next part of the file.
        write fn append(AppendToImport) -> Import;
        /// Queues it.
        write fn start(StartImport) -> Import;
        /// One import, with how far it is.
        read fn import(GetImport) -> Import;
        /// Imports.
        read fn imports(ListImports) -> Page<Import>;
        /// The refused rows of an import.
        read fn rejections(ListRejections) -> Page<Rejection>;
        /// Asks for a file of everything of a kind.
        write fn begin_export(BeginExport) -> Export;
        /// One export, with how far it is.
        read fn export(GetExport) -> Export;
        /// Exports.
        read fn exports(ListExports) -> Page<Export>;
        /// A part of a finished file.
        read fn read_export(ReadExport) -> ExportPart;
    }
}
