//! A database of a test's own, on each kind of server.
#![allow(dead_code, reason = "each test target uses a part")]

use super::server::{MariaDb, Postgres};
use diesel::connection::Connection;
use diesel::{MysqlConnection, PgConnection, SqliteConnection};
use diesel_async::sync_connection_wrapper::SyncConnectionWrapper;
use diesel_async::{AsyncConnection as _, AsyncMysqlConnection, AsyncPgConnection};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use tempfile::TempDir;

/// A name that no other database of this process has.
fn name() -> String {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    format!("stage_{}", COUNT.fetch_add(1, Ordering::Relaxed))
}

fn run(connection: &mut impl Connection, sql: &str) {
    connection.batch_execute(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
}

macro_rules! stage {
    ($stage:ident, $connection:ty, $asynchronous:ty, $serial:literal) => {
        impl $stage {
            /// With these tables; `SERIAL` in them is a key that the database gives.
            pub(crate) fn with(tables: &str) -> Self {
                let stage = Self::new();
                let mut connection = stage.connect();
                for sql in tables.split_terminator(';').filter(|sql| !sql.trim().is_empty()) {
                    run(&mut connection, &sql.replace("SERIAL", $serial));
                }
                stage
            }

            pub(crate) fn connect(&self) -> $connection {
                let mut connection = <$connection>::establish(&self.url()).expect("it answers");
                run(&mut connection, Self::SETTING);
                connection
            }

            pub(crate) async fn connect_async(&self) -> $asynchronous {
                use diesel_async::SimpleAsyncConnection as _;
                let mut connection =
                    <$asynchronous>::establish(&self.url()).await.expect("it answers");
                connection.batch_execute(Self::SETTING).await.expect("the setting");
                connection
            }
        }
    };
}

pub(crate) struct Sqlite(TempDir);

stage! { Sqlite, SqliteConnection, SyncConnectionWrapper<SqliteConnection>, "INTEGER PRIMARY KEY AUTOINCREMENT" }

impl Sqlite {
    const SETTING: &'static str = "PRAGMA busy_timeout = 60000; PRAGMA journal_mode = WAL; \
                                   PRAGMA foreign_keys = ON";

    fn new() -> Self {
        Sqlite(tempfile::tempdir().expect("a folder"))
    }
    fn url(&self) -> String {
        self.0.path().join("database").display().to_string()
    }
}

pub(crate) struct Pg(String);

stage! { Pg, PgConnection, AsyncPgConnection, "SERIAL PRIMARY KEY" }

impl Pg {
    const SETTING: &'static str = "SET client_min_messages = warning";

    fn new() -> Self {
        static SERVER: OnceLock<Postgres> = OnceLock::new();
        let server = SERVER.get_or_init(Postgres::start).url();
        let name = name();
        let mut connection = PgConnection::establish(&server).expect("it answers");
        run(&mut connection, &format!("CREATE DATABASE {name}"));
        let (start, _) = server.rsplit_once('/').expect("a database");
        Pg(format!("{start}/{name}"))
    }
    fn url(&self) -> String {
        self.0.clone()
    }
}

pub(crate) struct Maria(String);

stage! { Maria, MysqlConnection, AsyncMysqlConnection, "INTEGER AUTO_INCREMENT PRIMARY KEY" }

impl Maria {
    const SETTING: &'static str = "DO 0";

    fn new() -> Self {
        static SERVER: OnceLock<MariaDb> = OnceLock::new();
        let server = SERVER.get_or_init(MariaDb::start).url();
        let name = name();
        let mut connection = MysqlConnection::establish(&server).expect("it answers");
        run(&mut connection, &format!("CREATE DATABASE {name} CHARACTER SET utf8mb4"));
        let (start, _) = server.rsplit_once('/').expect("a database");
        Maria(format!("{start}/{name}"))
    }
    fn url(&self) -> String {
        self.0.clone()
    }
}
