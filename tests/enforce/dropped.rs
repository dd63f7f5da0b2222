//! Saves under a lease that are dropped at each of their awaits: nobody else waits for them.

use super::{Async, Backend, Db, Place};
use crate::enforce::papers::*;
use crate::run;
use cas_forms::CasForm;
use cas_forms_diesel::asynchronous::{Open as _, Save as _};
use diesel::prelude::*;
use diesel_async::{AsyncConnection, TransactionManager as _};
use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

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
async fn a_dropped_save_keeps_no_lease_locked() {
    let place = Place::new();
    let mut watcher = place.connect();
    furnish::<Backend>(&mut watcher);
    let mut db = Async::establish(&place.url()).await.expect("the database answers");
    let mut broken = 0;
    // Which awaits have to wait differs from time to time.
    for polls in (0..10).cycle().take(60) {
        run(&mut watcher, "UPDATE papers SET title = 'old', state = 'open' WHERE id = 1");
        let mine = Pass::fresh();
        hold::<Backend>(&mut watcher, "papers/1", "Ann", &mine, 90);
        let html = Merged::at(1).open(&mut db).await.expect("the row").as_p().to_string();
        let body = typed(html, &[("title", "new")]);
        run(&mut watcher, "UPDATE papers SET state = 'done' WHERE id = 1");
        let at = Merged::at(1).lease(&mine.presented());
        if let Some(saved) = at_most(polls, at.submit(&body).save(&mut db)).await {
            assert_eq!(saved.expect("merged").taken().count(), 1);
            continue;
        }
        // Waits until a statement that is still running has ended. Some drivers close the connection
        // instead.
        let answer =
            diesel_async::RunQueryDsl::execute(diesel::sql_query("SELECT 1"), &mut db).await;
        if answer.is_err() || Manager::is_broken_transaction_manager(&mut db) {
            broken += 1;
            db = Async::establish(&place.url()).await.expect("the database answers");
        }
        // Nobody holds the lease or the row, and the row is whole.
        hold::<Backend>(&mut watcher, "papers/1", "Bob", &Pass::fresh(), 90);
        let row = papers::table.find(1).select((papers::title, papers::state));
        let row: (String, String) = RunQueryDsl::first(row, &mut watcher).expect("the row");
        assert!(row.0 == "old" || row.0 == "new", "{row:?}");
        assert_eq!(row.1, "done");
        let is_written = row.0 == "new";
        // Whatever comes after the take-over is refused.
        let late = at.submit(&body).save(&mut db).await;
        assert_eq!(late.is_ok(), is_written, "{late:?}");
    }
    println!("{}: {broken} of 60 saves left a broken connection", std::any::type_name::<Db>());
    assert!(broken > 0, "none was dropped in its transaction");
}
