//! The databases, and what is fenced by them.

use crate::bare::{ACQUIRE, Bare, RELEASE, RENEW, TABLE};
use crate::contest::{BAR, Beyond, Named, Page, TTL, print};
use crate::servers::server::{MariaDb, Postgres};
use cas_forms::{CasForm, Locking, Memory, Presented, Redis};
use cas_forms_diesel::sync::Lock as _;
use cas_forms_diesel::{CasBackend as _, Database, Fenced};
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use std::cell::RefCell;
use std::collections::HashMap;
use std::time::Instant;

diesel::table! {
    tasks (id) {
        id -> Integer,
        name -> Text,
    }
}

#[derive(CasForm)]
#[diesel(table_name = tasks)]
#[lockable(ttl = "90s")]
struct Task {
    #[allow(dead_code, reason = "it is locked only")]
    name: String,
}

const BARE: &str = "three smallest statements";
const OURS: &str = "cas-forms, Database";
const TWO: &str = "acquire, release";
const LOCK: &str = "lock, unlock";
const FENCED_MEMORY: &str = "cas-forms, Fenced<Memory>";
const REDIS: &str = "cas-forms, Redis";
const FENCED_REDIS: &str = "cas-forms, Fenced<Redis>";

/// What is not the memory's own, of what is fenced, is the fence rows'.
pub(crate) fn memory() {
    let (memory, page) = (Memory::default(), Page::new("memory"));
    let leases = RefCell::new(HashMap::new());
    let (resource, token) = (page.key.as_str(), page.secret.digest());
    let mut contestants: Vec<Named<'_>> = vec![
        (
            "a map",
            Box::new(|| {
                let mut leases = leases.borrow_mut();
                leases.insert(resource.to_owned(), (token.clone(), Instant::now() + TTL));
                let lease = leases.get_mut(resource).filter(|lease| lease.0 == token);
                lease.expect("held").1 = Instant::now() + TTL;
                usize::from(leases.remove(resource).is_some_and(|lease| lease.0 == token))
            }),
        ),
        ("cas-forms, Memory", Box::new(|| page.thrice(&memory, &mut ()))),
    ];
    print("Memory, without any bar", &mut contestants, &[], None);
}

/// The rows have been locked before: what is measured is not their first time.
macro_rules! contest {
    ($name:ident, $connection:ty) => {
        fn $name(title: &str, mut connection: $connection, redis: &Redis) {
            for sql in [
                <$connection as Connection>::Backend::LEASE_TABLE,
                TABLE,
                "CREATE TABLE tasks (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL)",
                "INSERT INTO tasks VALUES (1, 'task')",
            ] {
                connection.batch_execute(sql).expect("the tables");
            }
            let connection = RefCell::new(connection);
            let fenced_memory = Fenced::new(Memory::default());
            let fenced_redis = Fenced::new(redis.clone());
            let pages = ["bare", "ours", "two", "fenced memory", "redis", "fenced redis"]
                .map(|row| Page::new(&format!("{title} {row}")));
            let [bare, ours, two, by_memory, in_redis, by_redis] = &pages;
            let (resource, token) = (bare.key.as_str(), &*bare.secret.digest());
            let at = Task::at(1);
            let mut contestants: Vec<Named<'_>> = vec![
                (
                    BARE,
                    Box::new(|| {
                        let db = &mut *connection.borrow_mut();
                        let acquired = Bare::<ACQUIRE> { resource, token }.execute(db);
                        let renewed = Bare::<RENEW> { resource, token }.execute(db);
                        let released = Bare::<RELEASE> { resource, token }.execute(db);
                        let [acquired, renewed, released] =
                            [acquired, renewed, released].map(|done| done.expect("done"));
                        assert!(acquired > 0 && renewed == 1 && released == 1);
                        acquired + renewed + released
                    }),
                ),
                (OURS, Box::new(|| ours.thrice(&Database, &mut *connection.borrow_mut()))),
                (TWO, Box::new(|| two.twice(&Database, &mut *connection.borrow_mut()))),
                (
                    LOCK,
                    Box::new(|| {
                        let db = &mut *connection.borrow_mut();
                        let locking = at.lock(&Database, &two.holder, db).expect("an answer");
                        assert!(matches!(locking, Locking::Mine(_)));
                        let presented = Presented::from(&locking);
                        usize::from(at.unlock(&Database, &presented, db).expect("an answer"))
                    }),
                ),
                (
                    FENCED_MEMORY,
                    Box::new(|| by_memory.thrice(&fenced_memory, &mut *connection.borrow_mut())),
                ),
                (REDIS, Box::new(|| in_redis.thrice(redis, &mut ()))),
                (
                    FENCED_REDIS,
                    Box::new(|| by_redis.thrice(&fenced_redis, &mut *connection.borrow_mut())),
                ),
            ];
            let beyond = [
                Beyond { what: "look and drain of a lock", whole: LOCK, part: TWO },
                Beyond { what: "fence rows of Redis", whole: FENCED_REDIS, part: REDIS },
            ];
            print(title, &mut contestants, &beyond, Some(BAR));
        }
    };
}

contest! { on_sqlite, SqliteConnection }
contest! { on_postgres, PgConnection }
contest! { on_mariadb, MysqlConnection }

pub(crate) fn sqlite(redis: &Redis) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("leases.sqlite").display().to_string();
    let mut connection = SqliteConnection::establish(&file).expect("a database");
    let settings = "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;";
    connection.batch_execute(settings).expect("the settings");
    on_sqlite("SQLite in a file (WAL, synchronous = OFF)", connection, redis);
}

pub(crate) fn postgres(redis: &Redis) {
    let server = Postgres::start();
    for (title, set) in [
        ("PostgreSQL (fsync and synchronous_commit off)", "SET synchronous_commit = off"),
        ("PostgreSQL (fsync off, synchronous_commit on)", "SET synchronous_commit = on"),
    ] {
        let mut connection = PgConnection::establish(&server.url()).expect("a server");
        connection.batch_execute("DROP TABLE IF EXISTS bare, tasks").expect("no tables");
        connection.batch_execute(set).expect("the setting");
        on_postgres(title, connection, redis);
    }
}

pub(crate) fn mariadb(redis: &Redis) {
    let server = MariaDb::start();
    let connection = MysqlConnection::establish(&server.url()).expect("a server");
    on_mariadb("MariaDB (innodb_flush_log_at_trx_commit = 2)", connection, redis);
}
