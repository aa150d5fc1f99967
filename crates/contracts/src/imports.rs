//! The contract of **imports**: files that become products, row by row accounted for.

use infrasell_kernel::{ImportId, Page, PageRequest, Timestamp};
use infrasell_rpc::{service, service_error};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The largest file that can be uploaded, bytes.
pub const MAX_FILE_BYTES: i64 = 1 << 30;
/// The largest part of a file in one call, bytes.
pub const MAX_CHUNK_BYTES: usize = 1 << 20;

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
/// An import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Import {
    /// Its id.
    pub id: ImportId,
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
        #[error("an import that is {state:?} cannot be changed so")]
        WrongState {
            /// Its state.
            state: ImportState,
        } => Conflict,
    }
}

service! {
    /// Files that become products.
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
    }
}
