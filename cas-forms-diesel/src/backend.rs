//! What the databases do differently, apart from comparing.

use diesel::backend::{Backend, DieselReserveSpecialization};
use diesel::deserialize;
use diesel::row::NamedRow;
#[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
use diesel::sql_types::Bool;

/// A backend that forms can be saved on.
#[diagnostic::on_unimplemented(
    message = "forms cannot be saved on the backend `{Self}`",
    note = "enable the feature `sqlite`, `postgres` or `mysql` of cas-forms-diesel",
    note = "a `MultiConnection` has a backend of its own, which cannot say how to compare exactly: \
            match on it and save on the connection inside"
)]
pub trait CasBackend: Backend + DieselReserveSpecialization + 'static {
    /// How a row is kept from others until the transaction ends.
    const LOCK: Lock;
    /// What names are enclosed in.
    const QUOTE: &'static str;

    /// What a comparison in the select list came to.
    ///
    /// # Errors
    ///
    /// A column that is not there.
    fn flag<'r>(row: &impl NamedRow<'r, Self>, column: &str) -> deserialize::Result<bool>;
}

/// A way to lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lock {
    /// `SELECT ... FOR UPDATE`
    ForUpdate,
    /// A first statement that writes nothing, but takes the lock of the whole database: SQLite has
    /// no row locks, and `BEGIN IMMEDIATE` is out of reach for a generic connection.
    EmptyWrite,
}

#[cfg(feature = "sqlite")]
impl CasBackend for diesel::sqlite::Sqlite {
    const LOCK: Lock = Lock::EmptyWrite;
    const QUOTE: &'static str = "`";

    fn flag<'r>(row: &impl NamedRow<'r, Self>, column: &str) -> deserialize::Result<bool> {
        NamedRow::get::<Bool, bool>(row, column)
    }
}

#[cfg(feature = "postgres")]
impl CasBackend for diesel::pg::Pg {
    const LOCK: Lock = Lock::ForUpdate;
    const QUOTE: &'static str = "\"";

    fn flag<'r>(row: &impl NamedRow<'r, Self>, column: &str) -> deserialize::Result<bool> {
        NamedRow::get::<Bool, bool>(row, column)
    }
}

#[cfg(feature = "mysql")]
impl CasBackend for diesel::mysql::Mysql {
    const LOCK: Lock = Lock::ForUpdate;
    const QUOTE: &'static str = "`";

    fn flag<'r>(row: &impl NamedRow<'r, Self>, column: &str) -> deserialize::Result<bool> {
        NamedRow::get::<Bool, bool>(row, column)
    }
}
