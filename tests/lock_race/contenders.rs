//! Exactly one of 64 contenders has the lease at every instant, each of them gets it, and fencing
//! tokens grow across release, expiry, flush and restart.

use super::contest::{Blow, Contest, Way};
use super::places::{Place, file};
use crate::is_long;
use crate::support::server::{MariaDb, Postgres, Program, RedisServer, Server};
use cas_forms::{Answer, Ask, LeaseError, LeaseStore, Memory, Redis};
use cas_forms_diesel::{Database, Fenced};
use diesel::{MysqlConnection, PgConnection, SqliteConnection};
use std::sync::{Arc, Mutex, RwLock};
use std::thread;
use std::time::Duration;

fn acquisitions() -> usize {
    if is_long() { 20_000 } else { 600 }
}

fn way<C: Place>(store: impl LeaseStore<C> + 'static, url: &str) -> Option<Way> {
    let mut connection = C::reach(url)?;
    Some(Box::new(move |ask| store.ask(ask, &mut connection)))
}

fn run(title: &str, connect: &(dyn Fn() -> Option<Way> + Sync), blows: &[Blow<'_>]) {
    // SQLite's clock counts milliseconds.
    let tick = Duration::from_millis(u64::from(title.contains("SQLite")));
    Contest { title, connect, acquisitions: acquisitions(), tick, blows }.run();
}

/// Kills the server and starts it again with what it had written.
fn restart<P: Program>(server: &Mutex<Server<P>>) {
    let mut server = server.lock().expect("not poisoned");
    server.kill();
    server.restart();
}

fn flush(url: &str) {
    let client = redis::Client::open(url).expect("an address");
    let mut connection = client.get_connection().expect("the server answers");
    let () = redis::cmd("FLUSHALL").query(&mut connection).expect("flushed");
}

#[test]
fn in_memory_one_has_it_also_across_the_end_of_the_process() {
    // The process that comes next has a memory of its own.
    let memory = Arc::new(RwLock::new(Memory::default()));
    let now = || memory.read().expect("not poisoned").clone();
    let connect = || {
        let memory = Arc::clone(&memory);
        let way = move |ask: Ask<'_>| {
            let now = memory.read().expect("not poisoned").clone();
            now.ask(ask, &mut ())
        };
        Some(Box::new(way) as Way)
    };
    let end = || *memory.write().expect("not poisoned") = Memory::default();
    let blows = [Blow { times: 5, strike: &end }];
    run("memory", &connect, &blows);
    let folder = tempfile::tempdir().expect("a folder");
    let url = file(&folder);
    SqliteConnection::furnish(&url, &[]);
    let connect = || way::<SqliteConnection>(Fenced::new(now()), &url);
    run("memory, fenced by SQLite", &connect, &[]);
}

#[test]
fn on_sqlite_one_has_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let url = file(&folder);
    SqliteConnection::furnish(&url, &[]);
    run("SQLite", &|| way::<SqliteConnection>(Database, &url), &[]);
}

#[test]
fn on_postgres_one_has_it_also_across_a_restart() {
    let server = Mutex::new(Postgres::start());
    let url = server.lock().expect("not poisoned").url();
    PgConnection::furnish(&url, &[]);
    let blows = [Blow { times: 2, strike: &|| restart(&server) }];
    run("PostgreSQL", &|| way::<PgConnection>(Database, &url), &blows);
}

#[test]
fn on_mariadb_one_has_it_also_across_a_restart() {
    let server = Mutex::new(MariaDb::start());
    let url = server.lock().expect("not poisoned").url();
    MysqlConnection::furnish(&url, &[]);
    let blows = [Blow { times: 2, strike: &|| restart(&server) }];
    run("MariaDB", &|| way::<MysqlConnection>(Database, &url), &blows);
}

#[test]
fn in_redis_one_has_it_also_across_a_flush_and_a_restart() {
    let server = Mutex::new(RedisServer::start());
    let url = server.lock().expect("not poisoned").url();
    let store = Redis::open(&url, "race").expect("an address");
    let (restart, flush) = (|| restart(&server), || flush(&url));
    let blows = [Blow { times: 5, strike: &flush }, Blow { times: 2, strike: &restart }];
    // Threads have a connection each.
    let connect = || {
        let store = store.clone();
        Some(Box::new(move |ask: Ask<'_>| store.ask(ask, &mut ())) as Way)
    };
    run("Redis", &connect, &blows);
    let database = Postgres::start();
    PgConnection::furnish(&database.url(), &[]);
    let connect = || way::<PgConnection>(Fenced::new(store.clone()), &database.url());
    run("Redis, fenced by PostgreSQL", &connect, &blows);
}

/// A store that looks first and takes afterwards.
#[derive(Clone, Default)]
struct Careless(Memory);

impl LeaseStore<()> for Careless {
    fn ask(&self, ask: Ask<'_>, (): &mut ()) -> Result<Answer, LeaseError> {
        let Ask::Acquire(claim) = ask else { return self.0.ask(ask, &mut ()) };
        let seen = self.0.ask(Ask::Holder { key: claim.key }, &mut ())?;
        if seen.held.is_some() {
            return Ok(seen);
        }
        thread::yield_now();
        let now = self.0.ask(Ask::Holder { key: claim.key }, &mut ())?;
        match now.held {
            Some(held) => self.0.ask(Ask::TakeOver(claim, held.fence), &mut ()),
            None => self.0.ask(ask, &mut ()),
        }
    }
}

#[test]
fn a_store_that_looks_first_and_takes_afterwards_is_found_out() {
    let store = Careless::default();
    let connect = || {
        let store = store.clone();
        Some(Box::new(move |ask: Ask<'_>| store.ask(ask, &mut ())) as Way)
    };
    let contest = Contest {
        title: "careless",
        connect: &connect,
        acquisitions: 5_000,
        tick: Duration::ZERO,
        blows: &[],
    };
    let (course, _) = contest.observe();
    assert!(!course.wrong.is_empty(), "two at once were not noticed");
}
