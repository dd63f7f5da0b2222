//! What holds on every database: merging, deleting, versions, tables of every shape, and what is left
//! where the database fails.
#![allow(missing_docs, reason = "`table!` makes public items")]
#![allow(clippy::duplicate_mod, reason = "the same tests run on each database")]

#[path = "support"]
mod support {
    pub(crate) mod page;
    pub(crate) mod server;
}
#[path = "databases"]
mod databases {
    mod dropped;
    mod failing;
    mod timestamp;
    mod xmin;
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

#[path = "databases"]
mod sqlite {
    use super::*;

    pub(crate) type Db = SqliteConnection;

    /// Makes the schema `elsewhere`.
    pub(crate) const ELSEWHERE: &str = "ATTACH ':memory:' AS elsewhere";

    /// Rewrites what is written to a word.
    pub(crate) const UPPER_CASE: &[&str] =
        &["CREATE TRIGGER upper_case AFTER UPDATE OF word ON words BEGIN \
         UPDATE words SET word = upper(new.word) WHERE id = new.id; END"];

    /// A connection to a place of the test's own, with these tables.
    pub(crate) fn database(setup: &str) -> Db {
        let mut connection = Db::establish(":memory:").expect("SQLite in memory");
        run(&mut connection, "PRAGMA foreign_keys = ON");
        run(&mut connection, setup);
        connection
    }

    mod deleting;
    mod merging;
    mod shapes;
    mod version;
}

#[path = "databases"]
mod postgres {
    use super::*;

    pub(crate) type Db = PgConnection;

    pub(crate) const ELSEWHERE: &str = "CREATE SCHEMA elsewhere";

    pub(crate) const UPPER_CASE: &[&str] = &[
        "CREATE FUNCTION upper_case() RETURNS trigger LANGUAGE plpgsql AS \
         'BEGIN NEW.word = upper(NEW.word); RETURN NEW; END'",
        "CREATE TRIGGER upper_case BEFORE UPDATE ON words FOR EACH ROW EXECUTE FUNCTION upper_case()",
    ];

    pub(crate) fn database(setup: &str) -> Db {
        let url = POSTGRES.get_or_init(Postgres::start).url();
        let mut connection = Db::establish(&url).expect("the server answers");
        let name = unused();
        run(&mut connection, &format!("CREATE SCHEMA {name}; SET search_path = {name}"));
        run(&mut connection, setup);
        connection
    }

    mod deleting;
    mod merging;
    mod shapes;
    mod version;
}

#[path = "databases"]
mod mariadb {
    use super::*;

    pub(crate) type Db = MysqlConnection;

    pub(crate) const ELSEWHERE: &str = "CREATE DATABASE elsewhere";

    pub(crate) const UPPER_CASE: &[&str] = &[
        "CREATE TRIGGER upper_case BEFORE UPDATE ON words FOR EACH ROW SET NEW.word = upper(NEW.word)",
    ];

    pub(crate) fn database(setup: &str) -> Db {
        let url = MARIADB.get_or_init(MariaDb::start).url();
        let mut connection = Db::establish(&url).expect("the server answers");
        let name = unused();
        run(&mut connection, &format!("CREATE DATABASE {name}"));
        run(&mut connection, &format!("USE {name}"));
        run(&mut connection, "SET SESSION sql_mode = CONCAT(@@sql_mode, ',ANSI_QUOTES')");
        for statement in setup.split(';').filter(|statement| !statement.trim().is_empty()) {
            run(&mut connection, statement);
        }
        connection
    }

    mod deleting;
    mod merging;
    mod shapes;
    mod version;
}
