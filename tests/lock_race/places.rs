//! Databases whose server may be away.

use cas_forms_diesel::CasBackend;
use diesel::connection::{Connection, SimpleConnection};
use diesel::{MysqlConnection, PgConnection, SqliteConnection};

/// A connection, and what it begins with.
pub(crate) trait Place:
    Connection<Backend: CasBackend> + SimpleConnection + 'static
{
    const START: &'static str;

    /// None while the server is away.
    fn reach(url: &str) -> Option<Self> {
        let mut connection = Self::establish(url).ok()?;
        connection.batch_execute(Self::START).ok()?;
        Some(connection)
    }

    /// Runs the statements, each by itself: one may have semicolons within.
    fn furnish(url: &str, statements: &[&str]) {
        let mut connection = Self::reach(url).expect("the database answers");
        for statement in [Self::Backend::LEASE_TABLE].iter().chain(statements) {
            connection
                .batch_execute(statement)
                .unwrap_or_else(|error| panic!("{statement}: {error}"));
        }
    }
}

impl Place for SqliteConnection {
    const START: &'static str = "PRAGMA busy_timeout = 60000; PRAGMA synchronous = OFF";
}

impl Place for PgConnection {
    const START: &'static str = "SET lock_timeout = '60s'";
}

impl Place for MysqlConnection {
    const START: &'static str = "SET SESSION innodb_lock_wait_timeout = 60";
}

/// A file for SQLite.
pub(crate) fn file(folder: &tempfile::TempDir) -> String {
    let file = folder.path().join("race.sqlite").display().to_string();
    let mut connection = SqliteConnection::establish(&file).expect("a file");
    connection.batch_execute("PRAGMA journal_mode = WAL").expect("the mode");
    file
}
