//! The databases that leases are kept in.

use crate::support::server::{MariaDb, Postgres};
use cas_forms_diesel::CasBackend;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use tempfile::TempDir;

static POSTGRES: OnceLock<Postgres> = OnceLock::new();
static MARIADB: OnceLock<MariaDb> = OnceLock::new();
static FOLDER: OnceLock<TempDir> = OnceLock::new();
static NAMES: AtomicUsize = AtomicUsize::new(0);

/// A name that no other test uses.
fn unused() -> String {
    format!("lease_{}", NAMES.fetch_add(1, Ordering::Relaxed))
}

pub(crate) fn run(connection: &mut impl SimpleConnection, sql: &str) {
    connection.batch_execute(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
}

/// A database of the test's own, with the table of leases: connections that are made alike.
pub(crate) trait Place: Connection + SimpleConnection + Sized + 'static {
    /// Makes it, and says where it is.
    fn make() -> String;
    /// How a connection begins.
    const START: &'static str;

    fn connect(url: &str) -> Self {
        let mut connection = Self::establish(url).expect("the database answers");
        run(&mut connection, Self::START);
        connection
    }
}

fn with_leases<C: Place>(url: String) -> String
where
    C::Backend: CasBackend,
{
    run(&mut C::connect(&url), C::Backend::LEASE_TABLE);
    url
}

impl Place for SqliteConnection {
    const START: &'static str = "PRAGMA busy_timeout = 20000; PRAGMA synchronous = OFF";

    fn make() -> String {
        let folder = FOLDER.get_or_init(|| tempfile::tempdir().expect("a folder"));
        let url = folder.path().join(unused()).display().to_string();
        run(&mut Self::connect(&url), "PRAGMA journal_mode = WAL");
        with_leases::<Self>(url)
    }
}

impl Place for PgConnection {
    // What is held for too long fails the test instead of stopping it.
    const START: &'static str = "SET lock_timeout = '20s'";

    fn make() -> String {
        let server = POSTGRES.get_or_init(Postgres::start).url();
        let name = unused();
        run(&mut Self::connect(&server), &format!("CREATE DATABASE {name}"));
        with_leases::<Self>(format!("{}/{name}", server.rsplit_once('/').expect("a database").0))
    }
}

impl Place for MysqlConnection {
    const START: &'static str = "SET SESSION innodb_lock_wait_timeout = 20";

    fn make() -> String {
        let server = MARIADB.get_or_init(MariaDb::start).url();
        let name = unused();
        run(&mut Self::connect(&server), &format!("CREATE DATABASE {name} CHARACTER SET utf8mb4"));
        with_leases::<Self>(format!("{}/{name}", server.rsplit_once('/').expect("a database").0))
    }
}
