//! Processes that lock a row, think and save it are stopped until their lease has ended and somebody
//! else has it, resumed, killed, and replaced; servers forget and restart; half of the processes have
//! clocks that are an hour ahead. Every save shows the row as it is at that moment, so that nothing but
//! the lease can refuse it.

mod journal;
mod run;
mod worker;

use self::run::{Chaos, Clocks};
use self::worker::Store;
use super::places::file;
use crate::support::server::{MariaDb, Postgres, RedisServer};
use diesel::{MysqlConnection, PgConnection, SqliteConnection};

/// Tells the process that it is a worker, and everything about it.
const WORKER: &str = "CAS_LOCK_WORKER";

/// Not a test by itself: what the others start.
#[test]
fn a_worker() {
    if let Ok(order) = std::env::var(WORKER) {
        worker::work(&order);
    }
}

#[test]
fn on_sqlite_no_former_holder_writes() {
    let folder = tempfile::tempdir().expect("a folder");
    let url = file(&folder);
    journal::furnish_sqlite(&url);
    // The database is in each process, and so is its clock.
    let clocks = Clocks::Shared;
    let judged = Chaos::<SqliteConnection>::new("SQLite", Store::Sqlite, &url, clocks).run(&[]);
    judged.expect_nothing_wrong();
    let judged =
        Chaos::<SqliteConnection>::new("memories, fenced by SQLite", Store::Memory, &url, clocks)
            .run(&[]);
    judged.expect_nothing_wrong();
}

#[test]
fn on_postgres_no_former_holder_writes() {
    let server = Postgres::start();
    let url = server.url();
    journal::furnish_postgres(&url);
    Chaos::<PgConnection>::new("PostgreSQL", Store::Postgres, &url, Clocks::HalfAhead)
        .run(&[])
        .expect_nothing_wrong();
}

#[test]
fn on_mariadb_no_former_holder_writes() {
    let server = MariaDb::start();
    let url = server.url();
    journal::furnish_mariadb(&url);
    Chaos::<MysqlConnection>::new("MariaDB", Store::MariaDb, &url, Clocks::HalfAhead)
        .run(&[])
        .expect_nothing_wrong();
}

#[test]
fn with_redis_that_forgets_and_restarts_no_former_holder_writes() {
    let (server, redis) = (Postgres::start(), std::sync::Mutex::new(RedisServer::start()));
    let url = server.url();
    journal::furnish_postgres(&url);
    let address = redis.lock().expect("not poisoned").url();
    let flush = || {
        let client = redis::Client::open(address.as_str()).expect("an address");
        let mut connection = client.get_connection().expect("the server answers");
        let () = redis::cmd("FLUSHALL").query(&mut connection).expect("flushed");
    };
    let restart = || redis.lock().expect("not poisoned").restart();
    Chaos::<PgConnection>::new(
        "Redis, fenced by PostgreSQL",
        Store::Redis,
        &url,
        Clocks::HalfAhead,
    )
    .with_redis(&address)
    .run(&[&flush, &restart])
    .expect_nothing_wrong();
}

#[test]
fn saves_without_the_token_are_found_out() {
    let server = Postgres::start();
    let url = server.url();
    journal::furnish_postgres(&url);
    Chaos::<PgConnection>::new("no token", Store::Postgres, &url, Clocks::Shared)
        .without_token()
        .run(&[])
        .expect_a_former_holder();
}
