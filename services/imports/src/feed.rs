//! The parser on a thread of its own, which hands over batches of products while the batch before is written.
//!
//! Always true: at most [`BATCHES_AHEAD`] batches wait; the same file gives the same steps in the same order, so that a
//! run can go on after the steps that another has accounted for.

use crate::shopify::{Columns, FileError, Note, Product, Products, Rejection, Step, scan};
use infrasell_contracts::catalog::MAX_BULK;
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
    /// Begins to read, behind the first `skip` steps.
    pub(crate) async fn open(source: impl Source, currency: Currency, skip: u64) -> Result<Feed, FileError> {
        let (opened, answer) = oneshot::channel();
        let (sender, batches) = mpsc::channel(BATCHES_AHEAD);
        tokio::task::spawn_blocking(move || {
            let products = match begin(&source, currency) {
                Ok((rows, products)) => {
                    let columns = products.columns().clone();
                    // the run was given up meanwhile: nobody wants the answer, nor any batch
                    let _ = opened.send(Ok((columns, rows)));
                    products
                }
                Err(error) => return drop(opened.send(Err(error))),
            };
            if let Err(error) = read(products, skip, &sender) {
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

type Reading = Products<Box<dyn Read>>;

fn begin(source: &impl Source, currency: Currency) -> Result<(u64, Reading), FileError> {
    let scanned = scan(source.open()?)?;
    Ok((scanned.rows(), Products::new(source.open()?, currency, scanned)?))
}

fn read(mut products: Reading, skip: u64, sender: &mpsc::Sender<io::Result<Batch>>) -> io::Result<()> {
    let (mut batch, mut steps) = (Batch::default(), 0);
    while let Some(step) = products.next_step()? {
        steps += 1;
        if steps <= skip {
            continue;
        }
        batch.add(step);
        if batch.is_full() {
            (batch.steps, batch.bytes_done) = (steps, products.bytes_read());
            if sender.blocking_send(Ok(std::mem::take(&mut batch))).is_err() {
                return Ok(());
            }
        }
    }
    (batch.steps, batch.bytes_done) = (steps, products.bytes_read());
    // a receiver that is gone wants nothing
    let _ = sender.blocking_send(Ok(batch));
    Ok(())
}
