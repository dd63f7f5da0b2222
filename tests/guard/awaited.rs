//! The same, awaited.

use super::Async;
use super::passes::{ROGUE, Room};
use crate::guard::papers::*;
use cas_forms::CasForm;
use cas_forms_diesel::asynchronous::{Delete as _, Open as _, Save as _};
use diesel_async::{AsyncConnection, SimpleAsyncConnection as _, TransactionManager as _};
use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn awaited_it_is_the_same() {
    let room = Room::new();
    let mut db = Async::establish(&room.place.url()).await.expect("the database answers");
    let at = Paper::at(1).lease(&room.mine.presented());
    let html = Paper::at(1).open(&mut db).await.expect("the row").as_p().to_string();
    let body = typed(html, &[("title", "new")]);
    at.submit(&body).save(&mut db).await.expect("held");
    db.batch_execute(ROGUE).await.expect_err("the pass is gone");
    let refused = at.submit(&body.replace("new", "forbidden")).save(&mut db).await;
    refused.expect_err("changed");
    db.batch_execute(ROGUE).await.expect_err("the pass is gone");
    let html = Paper::at(1).open(&mut db).await.expect("the row").as_p().to_string();
    let body = typed(html, &[]);
    at.submit(&body).delete(&mut db).await.expect("held");
    db.batch_execute("INSERT INTO papers VALUES (1, 'again', 'open')").await.expect("it is free");
    db.batch_execute(ROGUE).await.expect_err("the pass is gone");
}

type Manager = <Async as AsyncConnection>::TransactionManager;

/// Polls at most so many times; `None` if the future was not ready by then.
async fn at_most<T>(polls: usize, future: impl Future<Output = T>) -> Option<T> {
    let mut future = pin!(future);
    let mut left = polls;
    poll_fn(move |context| match future.as_mut().poll(context) {
        Poll::Ready(value) => Poll::Ready(Some(value)),
        Poll::Pending if left == 0 => Poll::Ready(None),
        Poll::Pending => {
            left -= 1;
            Poll::Pending
        }
    })
    .await
}

// The watcher blocks its thread.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_save_that_is_dropped_leaves_no_pass() {
    let mut room = Room::new();
    let mut db = Async::establish(&room.place.url()).await.expect("the database answers");
    let mut dropped = 0;
    // Which awaits have to wait differs from time to time.
    for polls in (0..12).cycle().take(60) {
        let html = Paper::at(1).open(&mut db).await.expect("the row").as_p().to_string();
        let title = if html.contains("value=\"one\"") { "two" } else { "one" };
        let body = typed(html, &[("title", title)]);
        let at = Paper::at(1).lease(&room.mine.presented());
        if at_most(polls, at.submit(&body).save(&mut db)).await.is_none() {
            dropped += 1;
            // Waits until a statement that is still running has ended.
            let answer = db.batch_execute("SELECT 1").await;
            // One that is broken no pool takes back.
            if answer.is_err() || Manager::is_broken_transaction_manager(&mut db) {
                db = Async::establish(&room.place.url()).await.expect("the database answers");
            }
        }
        let error = db.batch_execute(ROGUE).await.expect_err("the pass is gone");
        assert!(
            error.to_string().contains("leased to Ann for ")
                && error.to_string().contains(" s: papers/1"),
            "{error}"
        );
        room.is_shut();
    }
    assert!(dropped > 0, "none was dropped");
}
