//! The databases: their tables, their triggers, their isolation levels. Texts have collations that
//! ignore cases, and blanks where there are such.

use crate::race::desk::{Awaited, Desk, Inside};
use crate::race::model::Entry;

pub(crate) mod mariadb;
pub(crate) mod postgres;
pub(crate) mod sqlite;

/// In what way connections are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Use {
    Sync,
    /// In a transaction of the caller's.
    Inside,
    Async,
}

pub(crate) const USES: [Use; 3] = [Use::Sync, Use::Inside, Use::Async];

type Rows = Vec<(i32, Option<String>, Option<String>)>;

fn entries(rows: Rows) -> Vec<Entry> {
    rows.into_iter()
        .map(|(doc, old, new)| Entry::new(doc, old.as_deref(), new.as_deref()))
        .collect()
}

/// What every database does in the same words, to other types.
macro_rules! database {
    ($connection:ident, $awaited:ty) => {
        pub(crate) fn connect(url: &str, settings: &str) -> Result<$connection, String> {
            let connection = $connection::establish(url).map_err(|error| error.to_string());
            let mut connection = connection?;
            connection.batch_execute(settings).map_err(|error| error.to_string())?;
            Ok(connection)
        }

        pub(crate) fn desk(url: &str, settings: &str, usage: Use) -> Result<Box<dyn Desk>, String> {
            Ok(match usage {
                Use::Sync => Box::new(connect(url, settings)?),
                Use::Inside => Box::new(Inside(connect(url, settings)?)),
                Use::Async => Box::new(Awaited::<$awaited>::establish(url, settings)?),
            })
        }

        pub(crate) fn history(url: &str, settings: &str) -> Vec<Entry> {
            let columns = (history::doc, history::old, history::new);
            let rows = history::table.select(columns).order(history::seq);
            entries(rows.load(&mut connect(url, settings).expect("it answers")).expect("a history"))
        }
    };
}
use database;

/// The rows that everybody fights for.
const SEEDS: &str = "INSERT INTO docs (title, stock, seen) VALUES ('t x', 1, '2000-01-01 00:00:00'), \
    ('t x', 2, '2000-02-01 00:00:00'), ('t x', 3, '2000-03-01 00:00:00'), ('t x', 4, '2000-04-01 00:00:00')";
