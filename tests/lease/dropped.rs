//! Futures that are dropped at each of their awaits, as they are when a client goes away.

use super::databases::{Place, run};
use super::rows::{Brief, Task, create};
use cas_forms::{CasForm, Holder, Locking};
use cas_forms_diesel::Database;
use cas_forms_diesel::asynchronous::Lock as _;
use cas_forms_diesel::sync;
use diesel::{MysqlConnection, PgConnection, SqliteConnection};
use diesel_async::sync_connection_wrapper::SyncConnectionWrapper;
use diesel_async::{AsyncConnection, AsyncMysqlConnection, AsyncPgConnection};
use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

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

macro_rules! dropped {
    ($($test:ident: $connection:ty, $watcher:ty;)*) => {$(
        // The watcher blocks its thread.
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $test() {
            let url = <$watcher>::make();
            let mut watcher = <$watcher>::connect(&url);
            create(&mut watcher);
            let (ann, bob) = (Holder::new("Ann"), Holder::new("Bob"));
            let mut db = <$connection>::establish(&url).await.expect("the database answers");
            let mut dropped = 0;
            for polls in (0..8).cycle().take(40) {
                let at = Brief::at(1);
                let locked = at_most(polls, at.lock(&Database, &ann, &mut db)).await;
                dropped += usize::from(locked.is_none());
                // The next question gets its own answer, or none at all.
                match Task::at(2).lock(&Database, &bob, &mut db).await {
                    Ok(Locking::Mine(lease)) => {
                        assert_eq!(lease.held().holder, bob);
                        let given_up = Task::at(2).unlock(&Database, &(&lease).into(), &mut db).await;
                        assert!(given_up.expect("an answer"));
                    }
                    Ok(other) => panic!("{other:?}"),
                    Err(_) => {
                        db = <$connection>::establish(&url).await.expect("the database answers");
                    }
                }
                run(&mut watcher, "UPDATE tasks SET name = 'free'");
            }
            assert!(dropped > 0, "none was dropped");
            drop(db);
            // What nobody waited for ends by itself.
            super::contract::until(|| {
                let locking = sync::Lock::lock(&Brief::at(1), &Database, &bob, &mut watcher);
                matches!(locking, Ok(Locking::Mine(_)))
            });
        }
    )*};
}

dropped! {
    a_dropped_lock_ends_by_itself_on_sqlite: SyncConnectionWrapper<SqliteConnection>, SqliteConnection;
    a_dropped_lock_ends_by_itself_on_postgres: AsyncPgConnection, PgConnection;
    a_dropped_lock_ends_by_itself_on_mariadb: AsyncMysqlConnection, MysqlConnection;
}

/// What a server does for as long as a handler of it awaits.
#[test]
fn locking_may_be_awaited_wherever_a_thread_has_time() {
    fn is_send<T: Send>(_: &T) {}
    let handler = |mut db: AsyncPgConnection| async move {
        let at = Task::at(1);
        let may = |held: &cas_forms::Held| held.remaining < Duration::from_secs(1);
        at.take_over(&Database, &Holder::new("Ann"), may, &mut db).await.is_ok()
    };
    // It is not run: there is no server.
    let _ = |db| is_send(&handler(db));
}
