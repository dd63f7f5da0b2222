//! Every write of the row is recorded with the fencing token of its writer, in the same transaction.

use super::super::places::Place;
use diesel::prelude::*;
use diesel::{MysqlConnection, PgConnection, SqliteConnection};

diesel::table! {
    papers (id) {
        id -> Integer,
        writer -> BigInt,
        title -> Text,
    }
}

diesel::table! {
    journal (seq) {
        seq -> BigInt,
        writer -> BigInt,
    }
}

const PAPERS: &str = "CREATE TABLE papers (id INTEGER PRIMARY KEY, writer BIGINT NOT NULL, title VARCHAR(80) NOT NULL)";
const PAPER: &str = "INSERT INTO papers VALUES (1, 0, 'first')";

pub(crate) fn furnish_sqlite(url: &str) {
    SqliteConnection::furnish(
        url,
        &[
            PAPERS,
            "CREATE TABLE journal (seq INTEGER PRIMARY KEY AUTOINCREMENT, writer BIGINT NOT NULL)",
            "CREATE TRIGGER record AFTER UPDATE ON papers BEGIN \
             INSERT INTO journal (writer) VALUES (NEW.writer); END",
            PAPER,
        ],
    );
}

pub(crate) fn furnish_postgres(url: &str) {
    PgConnection::furnish(
        url,
        &[
            PAPERS,
            "CREATE TABLE journal (seq BIGSERIAL PRIMARY KEY, writer BIGINT NOT NULL)",
            "CREATE FUNCTION record() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
             INSERT INTO journal (writer) VALUES (NEW.writer); RETURN NEW; END $$",
            "CREATE TRIGGER record AFTER UPDATE ON papers FOR EACH ROW EXECUTE FUNCTION record()",
            PAPER,
        ],
    );
}

pub(crate) fn furnish_mariadb(url: &str) {
    MysqlConnection::furnish(
        url,
        &[
            PAPERS,
            "CREATE TABLE journal (seq BIGINT AUTO_INCREMENT PRIMARY KEY, writer BIGINT NOT NULL)",
            "CREATE TRIGGER record AFTER UPDATE ON papers FOR EACH ROW \
             INSERT INTO journal (writer) VALUES (NEW.writer)",
            PAPER,
        ],
    );
}

/// A connection that the journal can be read on.
pub(crate) trait Reads: Place {
    /// The writers' fencing tokens, in the order of their writes: whoever writes the row has it to
    /// itself until the commit, and the numbers are given in that time.
    fn writers(url: &str) -> Vec<i64>;
}

macro_rules! reads {
    ($($connection:ty)*) => {$(
        impl Reads for $connection {
            fn writers(url: &str) -> Vec<i64> {
                let mut connection = Self::reach(url).expect("the database answers");
                let writers = journal::table.select(journal::writer).order(journal::seq);
                writers.load(&mut connection).expect("the journal")
            }
        }
    )*};
}

reads! { SqliteConnection PgConnection MysqlConnection }

/// The writes of those who wrote after a later holder had.
pub(crate) fn former(writers: &[i64]) -> Vec<(i64, i64)> {
    let neighbours = writers.windows(2).map(|pair| (pair[0], pair[1]));
    neighbours.filter(|(before, after)| after < before).collect()
}
