//! Leases: what every store does, and what it means to lock a row.
#![allow(missing_docs, reason = "`table!` makes public items")]
#![allow(clippy::duplicate_mod, reason = "the same tests run on each database")]

#[path = "support"]
mod support {
    pub(crate) mod server;
}

mod lease {
    mod awaited_sets;
    pub(crate) mod contract;
    pub(crate) mod databases;
    mod dropped;
    mod fenced;
    pub(crate) mod rows;
    mod statements;
    mod stores;
    mod waits;
}

use lease::databases::Place as _;

/// The same rows on each database.
macro_rules! database {
    ($connection:ty) => {
        pub(crate) type Db = $connection;

        /// A database of the test's own.
        pub(crate) fn place() -> String {
            let url = Db::make();
            crate::lease::rows::create(&mut Db::connect(&url));
            url
        }

        pub(crate) fn connect(url: &str) -> Db {
            Db::connect(url)
        }

        /// Two connections to one.
        pub(crate) fn database() -> (Db, Db) {
            let url = place();
            (connect(&url), connect(&url))
        }

        mod draining;
        mod locking;
        mod sets;
        mod spelling;
    };
}

#[path = "lease"]
mod sqlite {
    use super::*;

    pub(crate) const BEGIN: &str = "BEGIN IMMEDIATE";
    pub(crate) const RESOURCE: &str = "CAST(resource AS BLOB)";
    pub(crate) const WORD: &str = "TEXT COLLATE NOCASE";

    database! { diesel::SqliteConnection }
}

#[path = "lease"]
mod postgres {
    use super::*;

    pub(crate) const BEGIN: &str = "BEGIN";
    pub(crate) const RESOURCE: &str = "convert_to(resource, 'UTF8')";
    pub(crate) const WORD: &str = "TEXT";

    database! { diesel::PgConnection }
}

#[path = "lease"]
mod mariadb {
    use super::*;

    pub(crate) const BEGIN: &str = "BEGIN";
    pub(crate) const RESOURCE: &str = "resource";
    pub(crate) const WORD: &str = "VARCHAR(20)";

    database! { diesel::MysqlConnection }
}
