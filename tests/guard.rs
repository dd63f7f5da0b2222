//! Guard triggers: programs that know nothing of leases cannot write to a leased row, whoever they are;
//! forms that hold the lease can, and leave nothing open behind them.
#![allow(missing_docs, reason = "`table!` makes public items")]
#![allow(clippy::duplicate_mod, reason = "the same tests run on each database")]

#[path = "support"]
mod support {
    pub(crate) mod page;
    pub(crate) mod server;
}
#[path = "guard"]
mod guard {
    pub(crate) mod papers;
}

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use std::process::Command;
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

/// What a program answers, or complains of.
fn answer(command: &mut Command, package: &str) -> Result<String, String> {
    let output = command.output().unwrap_or_else(|error| {
        panic!(
            "{} cannot be run (apt-get install {package}): {error}",
            command.get_program().display()
        )
    });
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    if output.status.success() { Ok(text(output.stdout)) } else { Err(text(output.stderr)) }
}

#[path = "guard"]
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
            let mut db = Db::establish(&self.url()).expect("SQLite");
            run(&mut db, "PRAGMA busy_timeout = 30000");
            db
        }
        /// Runs it in the command-line client.
        pub(crate) fn client(&self, sql: &str) -> Result<String, String> {
            answer(Command::new("sqlite3").arg("-bail").arg(self.url()).arg(sql), "sqlite3")
        }
    }

    /// Writes to paper 1 that nobody but its holder may do, beside the usual ones.
    pub(crate) const ROGUES: &[&str] = &[
        "REPLACE INTO papers VALUES (1, 'x', 'x')",
        "INSERT OR REPLACE INTO papers VALUES (1, 'x', 'x')",
        "INSERT INTO papers VALUES (1, 'x', 'x') ON CONFLICT (id) DO UPDATE SET title = 'x'",
        "UPDATE OR IGNORE papers SET title = 'x'",
        "UPDATE OR REPLACE papers SET id = 1 WHERE id = 2",
        "PRAGMA foreign_keys = ON; DELETE FROM authors",
    ];
    /// What an administrator does.
    pub(crate) const OVERRIDE: [&str; 2] = [
        "BEGIN IMMEDIATE; INSERT INTO cas_passes VALUES ('override')",
        "DELETE FROM cas_passes; COMMIT",
    ];

    mod awaited;
    mod cases;
    mod on_sqlite;
    mod passes;
}

#[path = "guard"]
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
        pub(crate) fn client(&self, sql: &str) -> Result<String, String> {
            let mut psql = Command::new("psql");
            psql.args(["-X", "-q", "-t", "-A", "-v", "ON_ERROR_STOP=1"]).arg(&self.0);
            answer(psql.arg("-c").arg(sql), "postgresql-client")
        }
    }

    pub(crate) const ROGUES: &[&str] = &[
        "INSERT INTO papers VALUES (1, 'x', 'x') ON CONFLICT (id) DO UPDATE SET title = 'x'",
        "MERGE INTO papers USING (VALUES (1)) AS s (id) ON papers.id = s.id \
         WHEN MATCHED THEN UPDATE SET title = 'x'",
        "TRUNCATE papers",
        "TRUNCATE papers, authors CASCADE",
        "DELETE FROM authors",
        "BEGIN ISOLATION LEVEL REPEATABLE READ; UPDATE papers SET title = 'x'; COMMIT",
        "BEGIN ISOLATION LEVEL SERIALIZABLE; UPDATE papers SET title = 'x'; COMMIT",
        "SELECT set_config('cas.lease', '', false); UPDATE papers SET title = 'x'",
    ];
    pub(crate) const OVERRIDE: [&str; 2] = ["BEGIN; SET LOCAL cas.override = 'on'", "COMMIT"];

    mod awaited;
    mod cases;
    mod on_postgres;
    mod passes;
}

#[path = "guard"]
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
            run(&mut connection, &format!("CREATE DATABASE {name} CHARACTER SET utf8mb4"));
            Place(format!("{}/{name}", server.rsplit_once('/').expect("a database").0))
        }
        pub(crate) fn url(&self) -> String {
            self.0.clone()
        }
        pub(crate) fn connect(&self) -> Db {
            Db::establish(&self.0).expect("the server answers")
        }
        pub(crate) fn client(&self, sql: &str) -> Result<String, String> {
            self.client_of("cas", sql)
        }
        pub(crate) fn client_of(&self, user: &str, sql: &str) -> Result<String, String> {
            let (server, database) = self.0.rsplit_once('/').expect("a database");
            let (_, port) = server.rsplit_once(':').expect("a port");
            let mut client = Command::new("mariadb");
            client.args(["--no-defaults", "--host=127.0.0.1", "--skip-column-names", "--batch"]);
            client.arg(format!("--user={user}")).arg(format!("--port={port}"));
            answer(client.arg(database).arg("-e").arg(sql), "mariadb-client")
        }
    }

    pub(crate) const ROGUES: &[&str] = &[
        "REPLACE INTO papers VALUES (1, 'x', 'x')",
        "INSERT INTO papers VALUES (1, 'x', 'x') ON DUPLICATE KEY UPDATE title = 'x'",
        "UPDATE IGNORE papers SET title = 'x' WHERE id = 1",
        "DELETE IGNORE FROM papers WHERE id = 1",
        "SET timestamp = 1999999999; UPDATE papers SET title = 'x'",
        "SET time_zone = '+10:00'; UPDATE papers SET title = 'x'",
        "SELECT token INTO @cas_pass FROM cas_leases; UPDATE papers SET title = 'x'",
        "SET TRANSACTION ISOLATION LEVEL READ UNCOMMITTED; UPDATE papers SET title = 'x'",
    ];
    pub(crate) const OVERRIDE: [&str; 2] = ["SET @cas_override = 'on'", "SET @cas_override = NULL"];

    mod awaited;
    mod cases;
    mod on_mariadb;
    mod passes;
}
