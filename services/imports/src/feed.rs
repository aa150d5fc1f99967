//! The parser on a thread of its own, which hands over batches of products or lines while the batch before is written.
//!
//! Always true: at most [`BATCHES_AHEAD`] batches wait; the same file gives the same steps in the same order, so that a
//! run can go on after the steps that another has accounted for.

use crate::{
    shopify::{self, FileError, Note, Product, Products, Rejection, Step, scan},
    table::{self, Header, Layout, Line, Lines},
};
use infrasell_contracts::{catalog::MAX_BULK, imports::ImportKind};
use infrasell_kernel::Currency;
use std::io::{self, Read};
use tokio::sync::{mpsc, oneshot};

const BATCHES_AHEAD: usize = 2;
/// A batch is full with so many products, …
const MOST_PRODUCTS: usize = MAX_BULK;
/// … so many variants, …
const MOST_VARIANTS: usize = 4_000;
/// … so many bytes of text, …
const MOST_TEXT_BYTES: usize = 8 << 20;
/// … or so many rejections.
const MOST_REJECTED: usize = 5_000;
/// A batch of a file whose rows stand for themselves has so many of them.
const MOST_LINES: usize = 1_000;

/// What the columns of a file mean.
#[derive(Debug, Clone)]
pub(crate) enum Columns {
    /// Of a file of products.
    Products(Box<shopify::Columns>),
    /// Of a file of stock.
    Stock(Header),
    /// Of a file of customers.
    Customers(Header),
}

/// The layout of a file whose rows stand for themselves.
fn layout(kind: ImportKind) -> Option<&'static Layout> {
    match kind {
        ImportKind::Products => None,
        ImportKind::Stock => Some(&table::stock::LAYOUT),
        ImportKind::Customers => Some(&table::customers::LAYOUT),
    }
}

impl Columns {
    /// The columns that mean nothing to us, as the file names them.
    pub(crate) fn ignored(&self) -> &[String] {
        match self {
            Columns::Products(columns) => columns.ignored(),
            Columns::Stock(header) | Columns::Customers(header) => header.ignored(),
        }
    }
}

/// Reads no more than the header of a file, to see whether it is one of its kind.
pub(crate) fn check_header(kind: ImportKind, source: impl Read) -> Result<(), FileError> {
    match layout(kind) {
        None => shopify::check_header(source),
        Some(layout) => table::check_header(source, layout),
    }
}

/// Something that can be read from its beginning, more than once.
pub(crate) trait Source: Send + 'static {
    /// Opens it.
    fn open(&self) -> io::Result<Box<dyn Read>>;
}

impl<F: Fn() -> io::Result<Box<dyn Read>> + Send + 'static> Source for F {
    fn open(&self) -> io::Result<Box<dyn Read>> {
        self()
    }
}

/// What is done at a time.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    pub(crate) products: Vec<Product>,
    pub(crate) lines: Vec<Line>,
    pub(crate) rejected: Vec<Rejection>,
    pub(crate) notes: Vec<Note>,
    /// How many steps of the file are behind when the batch is done.
    pub(crate) steps: u64,
    /// How many bytes of the file are behind when the batch is done.
    pub(crate) bytes_done: u64,
}

impl Batch {
    fn add(&mut self, step: Step) {
        self.products.extend(step.product);
        self.rejected.extend(step.rejected);
        self.notes.extend(step.notes);
    }

    fn is_full(&self) -> bool {
        let variants: usize = self.products.iter().map(|product| product.variants.len()).sum();
        let text: usize = self.products.iter().map(|product| product.description_html.len()).sum();
        self.products.len() >= MOST_PRODUCTS
            || self.lines.len() >= MOST_LINES
            || self.rejected.len() >= MOST_REJECTED
            || variants >= MOST_VARIANTS
            || text >= MOST_TEXT_BYTES
    }
}

/// A file that is being read.
pub(crate) struct Feed {
    /// What its columns mean.
    pub(crate) columns: Columns,
    /// How many data rows it has.
    pub(crate) rows: u64,
    batches: mpsc::Receiver<io::Result<Batch>>,
}

impl Feed {
    /// Begins to read, behind the first `skip` steps. Prices are in `currency`.
    pub(crate) async fn open(
        source: impl Source,
        kind: ImportKind,
        currency: Currency,
        skip: u64,
    ) -> Result<Feed, FileError> {
        let (opened, answer) = oneshot::channel();
        let (sender, batches) = mpsc::channel(BATCHES_AHEAD);
        tokio::task::spawn_blocking(move || {
            let reading = match Reading::begin(&source, kind, currency) {
                Ok((rows, reading)) => {
                    // the run was given up meanwhile: nobody wants the answer, nor any batch
                    let _ = opened.send(Ok((reading.columns(), rows)));
                    reading
                }
                Err(error) => return drop(opened.send(Err(error))),
            };
            if let Err(error) = read(reading, skip, &sender) {
                let _ = sender.blocking_send(Err(error));
            }
        });
        let (columns, rows) = answer.await.map_err(|_| io::Error::other("the reader stopped"))??;
        Ok(Feed { columns, rows, batches })
    }

    /// The next batch; `None` at the end of the file.
    pub(crate) async fn next(&mut self) -> io::Result<Option<Batch>> {
        self.batches.recv().await.transpose()
    }
}

/// A file that is being read, of any kind.
enum Reading {
    Products(Box<Products<Box<dyn Read>>>),
    Lines(ImportKind, Box<Lines<Box<dyn Read>>>),
}

impl Reading {
    /// How many data rows the file has, and its beginning.
    fn begin(source: &impl Source, kind: ImportKind, currency: Currency) -> Result<(u64, Reading), FileError> {
        match layout(kind) {
            None => {
                let scanned = scan(source.open()?)?;
                let rows = scanned.rows();
                Ok((rows, Reading::Products(Box::new(Products::new(source.open()?, currency, scanned)?))))
            }
            Some(layout) => {
                let rows = table::count(source.open()?, layout)?;
                Ok((rows, Reading::Lines(kind, Box::new(Lines::new(source.open()?, layout)?))))
            }
        }
    }

    fn columns(&self) -> Columns {
        match self {
            Reading::Products(products) => Columns::Products(Box::new(products.columns().clone())),
            Reading::Lines(ImportKind::Customers, lines) => Columns::Customers(lines.header().clone()),
            Reading::Lines(_, lines) => Columns::Stock(lines.header().clone()),
        }
    }

    fn bytes_read(&self) -> u64 {
        match self {
            Reading::Products(products) => products.bytes_read(),
            Reading::Lines(_, lines) => lines.bytes_read(),
        }
    }

    /// Takes the next step into `batch`, unless it `skips` it; whether there was one.
    fn step(&mut self, batch: &mut Batch, skips: bool) -> io::Result<bool> {
        let mut step = Step::default();
        let mut line = None;
        match self {
            Reading::Products(products) => match products.next_step()? {
                Some(next) => step = next,
                None => return Ok(false),
            },
            Reading::Lines(_, lines) => match lines.next_line()? {
                Some(Ok(next)) => line = Some(next),
                Some(Err(rejection)) => step.rejected.push(rejection),
                None => return Ok(false),
            },
        }
        if !skips {
            batch.add(step);
            batch.lines.extend(line);
        }
        Ok(true)
    }
}

fn read(mut reading: Reading, skip: u64, sender: &mpsc::Sender<io::Result<Batch>>) -> io::Result<()> {
    let (mut batch, mut steps) = (Batch::default(), 0);
    while reading.step(&mut batch, steps < skip)? {
        steps += 1;
        if batch.is_full() {
            (batch.steps, batch.bytes_done) = (steps, reading.bytes_read());
            if sender.blocking_send(Ok(std::mem::take(&mut batch))).is_err() {
                return Ok(());
            }
        }
    }
    (batch.steps, batch.bytes_done) = (steps, reading.bytes_read());
    // a receiver that is gone wants nothing
    let _ = sender.blocking_send(Ok(batch));
    Ok(())
}
