//! Where pictures are worked on: how many at once, who waits, who is refused.

use infrasell_images::{Workshop, WorkshopError};
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
    mpsc,
};

#[tokio::test]
async fn no_more_at_once_than_there_are_places() {
    let workshop = Workshop::new(2, 100);
    let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let tasks: Vec<_> = (0..40)
        .map(|number| {
            let (workshop, now, most) = (workshop.clone(), now.clone(), most.clone());
            tokio::spawn(async move {
                let work = move || {
                    most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    std::thread::yield_now();
                    now.fetch_sub(1, Ordering::SeqCst);
                    number
                };
                workshop.run(work).await
            })
        })
        .collect();
    for (number, task) in tasks.into_iter().enumerate() {
        assert_eq!(task.await.unwrap(), Ok(number));
    }
    assert!((1..=2).contains(&most.load(Ordering::SeqCst)));
}

#[tokio::test]
async fn who_comes_when_too_many_wait_is_refused() {
    let workshop = Workshop::new(1, 1);
    let (release, held) = mpsc::channel::<()>();
    let (begun, began) = tokio::sync::oneshot::channel();
    let busy = workshop.clone();
    let first = tokio::spawn(async move {
        busy.run(move || {
            begun.send(()).unwrap();
            held.recv().unwrap();
        })
        .await
    });
    began.await.unwrap();
    let mut second = Box::pin(workshop.run(|| 2));
    assert!(futures_poll(second.as_mut()).await.is_none(), "it waits");
    assert_eq!(workshop.run(|| 3).await, Err(WorkshopError::Busy));
    release.send(()).unwrap();
    assert_eq!(first.await.unwrap(), Ok(()));
    assert_eq!(second.await, Ok(2));
}

/// What the future has by now.
async fn futures_poll<T>(mut future: std::pin::Pin<&mut impl Future<Output = T>>) -> Option<T> {
    std::future::poll_fn(|cx| {
        std::task::Poll::Ready(match future.as_mut().poll(cx) {
            std::task::Poll::Ready(value) => Some(value),
            std::task::Poll::Pending => None,
        })
    })
    .await
}

#[tokio::test]
async fn work_that_fails_gives_its_place_back() {
    let workshop = Workshop::new(1, 4);
    for _ in 0..3 {
        let failed = workshop.run(|| [0u8; 1][std::hint::black_box(1)]).await;
        assert_eq!(failed, Err(WorkshopError::Failed));
    }
    assert_eq!(workshop.run(|| 7).await, Ok(7));
}

/// Work that takes less than its turn must not slow a buyer down: on Linux its threads say so.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn its_threads_ask_for_less() {
    let nice = || {
        let stat = std::fs::read_to_string("/proc/thread-self/stat").unwrap();
        let behind_the_name = stat.rsplit_once(')').unwrap().1;
        behind_the_name.split_whitespace().nth(16).unwrap().parse::<i32>().unwrap()
    };
    let own = nice();
    let theirs = Workshop::new(1, 1).run(nice).await.unwrap();
    assert!(theirs > own || own == 19, "{theirs} beside {own}");
    assert_eq!(nice(), own, "nobody else is slowed down");
}
