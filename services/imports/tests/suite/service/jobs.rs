//! Uploads: a file comes in by parts, a job runs it, and its progress and rejections can be read.

use super::{World, cx, sample, worlds};
use base64::{Engine, engine::general_purpose::STANDARD};
use infrasell_contracts::imports::*;
use infrasell_db::{Runner, RunnerHandle};
use infrasell_kernel::{ImportId, PageRequest};
use infrasell_rpc::Fault;
use std::time::Duration;

impl World {
    async fn upload(&self, text: &str, dry_run: bool) -> ImportId {
        let begin = BeginImport { kind: ImportKind::Products, file_name: "products.csv".into(), dry_run };
        let id = self.service.begin(&cx(), begin).await.expect("it begins").id;
        let mut offset = 0;
        for part in text.as_bytes().chunks(10_000) {
            let append = AppendToImport { id, offset, chunk: STANDARD.encode(part) };
            offset += size(part);
            assert_eq!(self.service.append(&cx(), append).await.expect("it is taken").bytes_total, offset);
        }
        id
    }

    async fn start(&self, id: ImportId) -> Result<Import, ImportError> {
        self.service.start(&cx(), StartImport { id }).await
    }

    async fn runner(&self) -> RunnerHandle {
        Runner::start(&self.db, self.service.jobs(), vec![]).await.expect("the runner starts")
    }

    /// Waits until the import has ended. Jobs that wait for their time get it: the clock is turned on.
    async fn ended(&self, id: ImportId) -> Import {
        for _ in 0..600 {
            let import = self.service.import(&cx(), GetImport { id }).await.expect("it is there");
            assert_eq!(import.rows, import.created + import.updated + import.unchanged + import.rejected);
            if matches!(import.state, ImportState::Finished | ImportState::Failed) {
                return import;
            }
            self.db.clock.advance(Duration::from_secs(1));
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic_with("the import did not end");
    }
}

fn size(bytes: &[u8]) -> i64 {
    i64::try_from(bytes.len()).expect("a small file")
}

#[expect(clippy::panic, reason = "a test that waits in vain has failed")]
fn panic_with(what: &str) -> ! {
    panic!("{what}")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_was_uploaded_is_run_by_a_job() {
    for w in worlds().await {
        let file = format!("{}bad,Bad{}\n,,\n", sample(), ",".repeat(20));
        let id = w.upload(&file, false).await;
        let queued = w.start(id).await.unwrap();
        assert_eq!(queued.state, ImportState::Queued);
        assert_eq!(w.start(id).await.unwrap().state, ImportState::Queued, "starting again changes nothing");
        let runner = w.runner().await;
        let import = w.ended(id).await;
        assert_eq!(import.state, ImportState::Finished, "{:?}", import.failure);
        assert_eq!((import.rows, import.created, import.rejected), (154, 152, 2));
        assert_eq!((import.bytes_done, import.bytes_total), (size(file.as_bytes()), size(file.as_bytes())));
        assert_eq!(w.shop.state().products.len(), 64);
        let second = w.upload(&file, false).await;
        w.start(second).await.unwrap();
        let import = w.ended(second).await;
        assert_eq!((import.unchanged, import.rejected), (152, 2));
        let list = ListImports { state: Some(ImportState::Finished), kinds: None, page: PageRequest::default() };
        let ids: Vec<ImportId> = w.service.imports(&cx(), list).await.unwrap().items.iter().map(|i| i.id).collect();
        assert_eq!(ids, [second, id]);
        let first_page = PageRequest { limit: Some(1), after: None };
        let page = w.service.rejections(&cx(), ListRejections { id, page: first_page }).await.unwrap();
        assert_eq!(page.items[0].line, 154);
        let rest = PageRequest { limit: Some(1), after: page.next };
        let page = w.service.rejections(&cx(), ListRejections { id, page: rest }).await.unwrap();
        assert_eq!((page.items[0].line, page.items[0].reason.as_str(), page.next), (155, "the row is empty", None));
        runner.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_is_cut_off_goes_on_and_counts_no_row_twice() {
    for w in worlds().await {
        let mut file = String::from("Handle,Title,Price\n");
        for n in 0..3_500 {
            file.push_str(&format!("p{n},P,{}\n", if n % 100 == 0 { "oops" } else { "1" }));
        }
        let id = w.upload(&file, false).await;
        w.start(id).await.unwrap();
        // a batch of products is three writes: the services go away in the middle of the second
        w.shop.break_after(Some(4));
        let runner = w.runner().await;
        let mut import = w.service.import(&cx(), GetImport { id }).await.unwrap();
        while import.rows == 0 {
            tokio::time::sleep(Duration::from_millis(10)).await;
            import = w.service.import(&cx(), GetImport { id }).await.unwrap();
        }
        assert_eq!(import.state, ImportState::Running);
        assert!(import.rows < 3_500 && import.bytes_done < import.bytes_total);
        w.shop.break_after(None);
        let import = w.ended(id).await;
        assert_eq!((import.rows, import.rejected), (3_500, 35));
        assert_eq!(import.created + import.unchanged + import.updated, 3_465);
        assert_eq!(w.shop.state().products.len(), 3_465);
        runner.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn parts_come_in_order_and_may_come_again() {
    for w in worlds().await {
        let id = w.upload("Handle,Title,Price\na,A,1\n", true).await;
        let part = |offset, text: &str| AppendToImport { id, offset, chunk: STANDARD.encode(text) };
        let again = w.service.append(&cx(), part(0, "Handle,Title,Price\na,A,1\n")).await.unwrap();
        assert_eq!(again.bytes_total, 25);
        for bad in [part(0, "something else"), part(7, "x"), part(26, "x")] {
            let error = w.service.append(&cx(), bad).await.unwrap_err();
            assert!(matches!(error, ImportError::Fault(Fault::Invalid { .. })), "{error}");
        }
        let not_base64 = AppendToImport { id, offset: 25, chunk: "%".into() };
        assert!(w.service.append(&cx(), not_base64).await.is_err());
        w.start(id).await.unwrap();
        let late = w.service.append(&cx(), part(25, "b,B,1\n")).await.unwrap_err();
        assert!(matches!(late, ImportError::WrongState { state: ImportState::Queued }), "{late}");
        let unknown = GetImport { id: ImportId::from_i64(1 << 40) };
        assert!(matches!(w.service.import(&cx(), unknown).await, Err(ImportError::Fault(Fault::NotFound { .. }))));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_none_is_refused_at_once() {
    for w in worlds().await {
        for text in ["", "SKU,Vendor\na,b\n"] {
            let id = w.upload(text, false).await;
            let error = w.start(id).await.unwrap_err();
            assert!(matches!(error, ImportError::UnreadableFile { .. }), "{error}");
        }
    }
}

#[tokio::test]
async fn uploads_that_stand_still_are_forgotten() {
    for w in worlds().await {
        let id = w.upload("Handle,Title,Price\n", false).await;
        let runner = w.runner().await;
        w.db.clock.advance(Duration::from_secs(26 * 3600));
        let mut tries = 0;
        while w.service.import(&cx(), GetImport { id }).await.is_ok() {
            tries += 1;
            assert!(tries < 200, "the upload is still there");
            w.db.clock.advance(Duration::from_secs(60));
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        runner.stop().await;
    }
}
