//! Futures that are dropped at each of their awaits, as they are when a client goes away.

use crate::support::page::Page;
use crate::{MARIADB, POSTGRES, run, unused};
use cas_forms::CasForm;
use cas_forms_diesel::asynchronous::{Delete as _, Open as _, Save as _};
use diesel::prelude::*;
use diesel_async::sync_connection_wrapper::SyncConnectionWrapper;
use diesel_async::{
    AsyncConnection, AsyncMysqlConnection, AsyncPgConnection, TransactionManager as _,
};
use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

diesel::table! {
    tasks (id) {
        id -> Integer,
        name -> Text,
        state -> Text,
    }
}

/// Merging takes the longest way: a write that misses, a look, and a transaction with a lock.
#[derive(CasForm)]
#[diesel(table_name = tasks)]
#[cas(on_stale = merge)]
struct Task {
    name: String,
    state: String,
}

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

type Sync<C> = SyncConnectionWrapper<C>;

macro_rules! dropped {
    ($($test:ident: $connection:ty, $watcher:ty, $url:expr;)*) => {$(
        // The watcher blocks its thread.
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $test() {
            let (url, _folder) = $url;
            let mut watcher = <$watcher>::establish(&url).expect("the database answers");
            let (mut whole, mut broken) = (0, 0);
            let mut db = <$connection>::establish(&url).await.expect("the database answers");
            // Which awaits have to wait differs from time to time.
            for polls in (0..8).cycle().take(80) {
                run(&mut watcher, "DELETE FROM tasks");
                run(&mut watcher, "INSERT INTO tasks VALUES (1, 'old', 'open')");
                let page = Task::at(1).open(&mut db).await.expect("the row").as_p();
                let body = Page::new(page).set("name", "new").body();
                run(&mut watcher, "UPDATE tasks SET state = 'done'");
                let at = Task::at(1);
                let saved = at_most(polls, at.submit(&body).save(&mut db)).await;
                if let Some(saved) = saved {
                    assert_eq!(saved.expect("merged").taken().count(), 1);
                    continue;
                }
                // Waits until a statement that is still running has ended. Some drivers close the
                // connection instead.
                let answer =
                    diesel_async::RunQueryDsl::execute(diesel::sql_query("SELECT 1"), &mut db).await;
                let is_broken = answer.is_err()
                    || <$connection as AsyncConnection>::TransactionManager::is_broken_transaction_manager(&mut db);
                if is_broken {
                    broken += 1;
                    // It saves nothing more, whoever keeps it.
                    Task::at(1).submit(&body).save(&mut db).await.expect_err("broken");
                    db = <$connection>::establish(&url).await.expect("the database answers");
                } else {
                    whole += 1;
                }
                // Nobody holds the row, and it is whole.
                let row: (String, String) =
                    diesel::RunQueryDsl::first(tasks::table.select((tasks::name, tasks::state)), &mut watcher)
                        .expect("the row");
                assert!(row.0 == "old" || row.0 == "new", "{row:?}");
                assert_eq!(row.1, "done");
                run(&mut watcher, "UPDATE tasks SET state = 'free'");
            }
            println!("{}: of 80 saves {broken} left a broken connection, {whole} a whole one", stringify!($test));
            assert!(broken > 0, "none was dropped in its transaction");
        }
    )*};
}

/// A save that waits for the row is dropped; the answer that it did not wait for is nobody else's.
macro_rules! answers {
    ($($test:ident: $connection:ty, $watcher:ty, $url:expr, $hold:expr;)*) => {$(
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $test() {
            let (url, _folder) = $url;
            let mut watcher = <$watcher>::establish(&url).expect("the database answers");
            run(&mut watcher, "INSERT INTO tasks VALUES (1, 'one', 'open')");
            run(&mut watcher, "INSERT INTO tasks VALUES (2, 'two', 'open')");
            run(&mut watcher, "INSERT INTO tasks VALUES (3, 'three', 'open')");
            let mut db = <$connection>::establish(&url).await.expect("the database answers");
            let page = |html| Page::new(html).set("name", "new").body();
            let one = page(Task::at(1).open(&mut db).await.expect("the row").as_p());
            let two = page(Task::at(2).open(&mut db).await.expect("the row").as_p());
            run(&mut watcher, "UPDATE tasks SET name = 'moved' WHERE id = 2");
            for statement in $hold {
                run(&mut watcher, statement);
            }
            let at = Task::at(1);
            let wait = std::time::Duration::from_millis(300);
            let saved = tokio::time::timeout(wait, at.submit(&one).save(&mut db)).await;
            assert!(saved.is_err(), "the row is held");
            run(&mut watcher, "ROLLBACK");
            let stale = Task::at(2).submit(&two).save(&mut db).await;
            assert!(stale.is_err(), "it answers another statement: {stale:?}");
            let gone = Task::at(2).submit(&two).delete(&mut db).await;
            assert!(gone.is_err(), "it answers another statement: {gone:?}");
            // Whether the connection may still be used differs; what it says is right.
            if let Ok(form) = Task::at(3).open(&mut db).await {
                assert_eq!(Page::new(form.as_p()).value("name"), "three");
            }
            let names: Vec<String> = diesel::RunQueryDsl::load(
                tasks::table.select(tasks::name).filter(tasks::id.gt(1)).order(tasks::id),
                &mut watcher,
            )
            .expect("the rows");
            assert_eq!(names, ["moved", "three"]);
        }
    )*};
}

const HOLD: &[&str] = &["BEGIN", "UPDATE tasks SET state = 'held' WHERE id = 1"];

const TABLE: &str = "CREATE TABLE tasks (id INTEGER PRIMARY KEY, name VARCHAR(9) NOT NULL, state VARCHAR(9) NOT NULL)";

fn sqlite() -> (String, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let url = folder.path().join("tasks.sqlite").display().to_string();
    run(&mut SqliteConnection::establish(&url).expect("SQLite"), TABLE);
    (url, folder)
}

fn postgres() -> (String, ()) {
    let server = POSTGRES.get_or_init(crate::support::server::Postgres::start).url();
    let mut connection = PgConnection::establish(&server).expect("the server answers");
    let name = unused();
    run(&mut connection, &format!("CREATE DATABASE {name}"));
    let url = format!("{}/{name}", server.rsplit_once('/').expect("a database").0);
    let mut connection = PgConnection::establish(&url).expect("the server answers");
    // What holds the row fails the test instead of stopping it.
    run(&mut connection, &format!("ALTER DATABASE {name} SET lock_timeout = '10s'"));
    run(&mut connection, TABLE);
    (url, ())
}

fn mariadb() -> (String, ()) {
    let server = MARIADB.get_or_init(crate::support::server::MariaDb::start).url();
    let mut connection = MysqlConnection::establish(&server).expect("the server answers");
    let name = unused();
    run(&mut connection, &format!("CREATE DATABASE {name}"));
    let url = format!("{}/{name}", server.rsplit_once('/').expect("a database").0);
    run(&mut MysqlConnection::establish(&url).expect("the server answers"), TABLE);
    (url, ())
}

dropped! {
    a_dropped_save_leaves_nothing_locked_on_sqlite: Sync<SqliteConnection>, SqliteConnection, sqlite();
    a_dropped_save_leaves_nothing_locked_on_postgres: AsyncPgConnection, PgConnection, postgres();
    a_dropped_save_leaves_nothing_locked_on_mariadb: AsyncMysqlConnection, MysqlConnection, mariadb();
}

answers! {
    an_answer_goes_to_its_own_question_on_postgres: AsyncPgConnection, PgConnection, postgres(), HOLD;
    an_answer_goes_to_its_own_question_on_mariadb: AsyncMysqlConnection, MysqlConnection, mariadb(), HOLD;
}
