//! Leases when saving: who holds the lease writes, and nobody else, on every database, at every isolation
//! level, whoever else writes or takes the lease over at the same time.
#![allow(missing_docs, reason = "`table!` makes public items")]
#![allow(clippy::duplicate_mod, reason = "the same tests run on each database")]

#[path = "support"]
mod support {
    pub(crate) mod page;
    pub(crate) mod server;
}
#[path = "enforce"]
mod enforce {
    pub(crate) mod papers;
    mod texts;
}

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use support::server::{MariaDb, Postgres};

static POSTGRES: OnceLock<Postgres> = OnceLock::new();
static MARIADB: OnceLock<MariaDb> = OnceLock::new();
static NAMES: AtomicUsize = AtomicUsize::new(0);

/// A name that no other test uses.
fn unused() -> String {
    format!("test_{}", NAMES.fetch_add(1, Ordering::Relaxed))
}

fn run(connection: &mut impl SimpleConnection, sql: &str) {
    connection.batch_execute(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
}

#[path = "enforce"]
mod sqlite {
    use super::*;
    use diesel_async::sync_connection_wrapper::SyncConnectionWrapper;

    pub(crate) type Db = SqliteConnection;
    pub(crate) type Async = SyncConnectionWrapper<SqliteConnection>;
    pub(crate) type Backend = diesel::sqlite::Sqlite;

    /// A database of the test's own; it is gone when it is dropped.
    pub(crate) struct Place(tempfile::TempDir);

    impl Place {
        pub(crate) fn new() -> Self {
            Place(tempfile::tempdir().expect("a folder"))
        }
        pub(crate) fn url(&self) -> String {
            self.0.path().join("papers.sqlite").display().to_string()
        }
        pub(crate) fn connect(&self) -> Db {
            Db::establish(&self.url()).expect("SQLite")
        }
    }

    mod awaited;
    mod cases;
    mod dropped;
    mod writer;
}

#[path = "enforce"]
mod postgres {
    use super::*;

    pub(crate) type Db = PgConnection;
    pub(crate) type Async = diesel_async::AsyncPgConnection;
    pub(crate) type Backend = diesel::pg::Pg;

    pub(crate) struct Place(String);

    impl Place {
        pub(crate) fn new() -> Self {
            let server = POSTGRES.get_or_init(Postgres::start).url();
            let mut connection = Db::establish(&server).expect("the server answers");
            let name = unused();
            run(&mut connection, &format!("CREATE DATABASE {name}"));
            // What waits in vain fails the test instead of stopping it.
            run(&mut connection, &format!("ALTER DATABASE {name} SET lock_timeout = '60s'"));
            Place(format!("{}/{name}", server.rsplit_once('/').expect("a database").0))
        }
        pub(crate) fn url(&self) -> String {
            self.0.clone()
        }
        pub(crate) fn connect(&self) -> Db {
            Db::establish(&self.0).expect("the server answers")
        }
    }

    pub(crate) const LEVELS: &[&str] = &["READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"];
    pub(crate) const SET_LEVEL: &str = "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL";
    /// How many sessions in this database wait for a lock.
    pub(crate) const WAITING: &str = "SELECT count(*) AS sessions FROM pg_stat_activity \
         WHERE wait_event_type = 'Lock' AND datname = current_database()";
    /// The levels at which a condition that only reads lets a former holder write, where it waits for
    /// the row; and where it does not.
    pub(crate) const READS_OLD: &[&str] = LEVELS;

    mod awaited;
    mod cases;
    mod dropped;
    mod sessions;
}

#[path = "enforce"]
mod mariadb {
    use super::*;

    pub(crate) type Db = MysqlConnection;
    pub(crate) type Async = diesel_async::AsyncMysqlConnection;
    pub(crate) type Backend = diesel::mysql::Mysql;

    pub(crate) struct Place(String);

    impl Place {
        pub(crate) fn new() -> Self {
            let server = MARIADB.get_or_init(MariaDb::start).url();
            let mut connection = Db::establish(&server).expect("the server answers");
            let name = unused();
            run(&mut connection, &format!("CREATE DATABASE {name}"));
            Place(format!("{}/{name}", server.rsplit_once('/').expect("a database").0))
        }
        pub(crate) fn url(&self) -> String {
            self.0.clone()
        }
        pub(crate) fn connect(&self) -> Db {
            Db::establish(&self.0).expect("the server answers")
        }
    }

    pub(crate) const LEVELS: &[&str] =
        &["READ UNCOMMITTED", "READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"];
    pub(crate) const SET_LEVEL: &str = "SET SESSION TRANSACTION ISOLATION LEVEL";
    pub(crate) const WAITING: &str = "SELECT COUNT(*) AS sessions FROM information_schema.innodb_trx \
         JOIN information_schema.processlist ON id = trx_mysql_thread_id \
         WHERE trx_state = 'LOCK WAIT' AND db = DATABASE()";
    pub(crate) const READS_OLD: &[&str] = &["READ COMMITTED"];

    mod awaited;
    mod cases;
    mod dropped;
    mod sessions;
}
