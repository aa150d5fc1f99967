//! What the shop holds, as CSV that an import reads back unchanged, page by page.
//!
//! Always true: a page is read by seek and holds a bounded number of records, however large the shop is; text that a
//! spreadsheet would compute is guarded, and importing takes the guard away (see [`crate::guard`]); what was there when
//! the export began is in it once, unless it is removed meanwhile.

mod customers;
mod direct;
mod job;
mod orders;
mod products;
mod stock;
mod store;

pub use direct::ExportFailure;
pub(crate) use job::EXPORT;
pub(crate) use store::{get, insert, list, no_export, part};

use crate::{apply::Target, guard};
use infrasell_contracts::imports::ExportKind;
use infrasell_kernel::{Cursor, Timestamp};
use infrasell_rpc::{Cx, Fault};
use serde::{Deserialize, Serialize};

/// So that a spreadsheet takes the file for UTF-8; an import skips it.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Where the next page begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Place(Cursor);

/// A page of the file.
pub(crate) struct Written {
    /// CSV; the first page begins with the header.
    pub(crate) bytes: Vec<u8>,
    /// Data rows in it.
    pub(crate) rows: i64,
    /// Where the next one begins, if there is one.
    pub(crate) next: Option<Place>,
}

/// Reads one kind of records to the end.
pub(crate) enum Exporter {
    Products(Box<products::Products>),
    Stock(Box<stock::Stock>),
    Orders(Box<orders::Orders>),
    Customers(Box<customers::Customers>),
}

impl Exporter {
    /// Learns what every page needs to know.
    pub(crate) async fn begin(target: &Target, cx: &Cx, kind: ExportKind) -> Result<Exporter, Fault> {
        Ok(match kind {
            ExportKind::Products => Exporter::Products(Box::new(products::Products::begin(target, cx).await?)),
            ExportKind::Stock => Exporter::Stock(Box::new(stock::Stock::begin(target, cx).await?)),
            ExportKind::Orders => Exporter::Orders(Box::new(orders::Orders::begin(target, cx).await?)),
            ExportKind::Customers => Exporter::Customers(Box::new(customers::Customers::begin(target))),
        })
    }

    /// The page at a place, or the first.
    pub(crate) async fn page(&self, cx: &Cx, place: Option<Place>, now: Timestamp) -> Result<Written, Fault> {
        let after = place.map(|place| place.0);
        let mut sheet = Sheet::default();
        if after.is_none() {
            sheet.out.extend(BYTE_ORDER_MARK);
            sheet.header(self.header());
        }
        let next = match self {
            Exporter::Products(products) => products.page(cx, after, now, &mut sheet).await?,
            Exporter::Stock(stock) => stock.page(cx, after, &mut sheet).await?,
            Exporter::Orders(orders) => orders.page(cx, after, &mut sheet).await?,
            Exporter::Customers(customers) => customers.page(cx, after, &mut sheet).await?,
        };
        Ok(Written { bytes: sheet.out, rows: sheet.rows, next: next.map(Place) })
    }

    fn header(&self) -> &'static [&'static str] {
        match self {
            Exporter::Products(_) => products::HEADER,
            Exporter::Stock(_) => stock::HEADER,
            Exporter::Orders(_) => orders::HEADER,
            Exporter::Customers(_) => customers::HEADER,
        }
    }
}

/// CSV that is being written.
#[derive(Default)]
pub(crate) struct Sheet {
    out: Vec<u8>,
    rows: i64,
    cells: usize,
}

impl Sheet {
    fn header(&mut self, names: &[&str]) {
        for name in names {
            self.plain(name);
        }
        self.end();
        self.rows = 0;
    }

    /// A cell that holds anybody's text.
    fn text(&mut self, text: &str) {
        self.plain(&guard::write(text));
    }

    /// A cell that holds a figure or a word of ours.
    fn plain(&mut self, cell: &str) {
        if self.cells > 0 {
            self.out.push(b',');
        }
        self.cells += 1;
        // blanks at the ends are quoted, because some readers drop them otherwise
        let quoted = cell.contains(['"', ',', '\r', '\n']) || cell.trim().len() != cell.len();
        if !quoted {
            self.out.extend(cell.bytes());
            return;
        }
        self.out.push(b'"');
        self.out.extend(cell.replace('"', "\"\"").bytes());
        self.out.push(b'"');
    }

    fn blanks(&mut self, count: usize) {
        for _ in 0..count {
            self.plain("");
        }
    }

    fn end(&mut self) {
        self.out.extend(b"\r\n");
        (self.rows, self.cells) = (self.rows + 1, 0);
    }
}

/// `TRUE` or `FALSE`.
fn truth(yes: bool) -> &'static str {
    if yes { "TRUE" } else { "FALSE" }
}
