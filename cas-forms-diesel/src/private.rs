//! All that generated code names. Not part of the public interface.

pub use crate::backend::CasBackend;
pub use crate::row::{CasRow, ColumnOf, Columns, Writer, load, unknown};
pub use diesel::QueryResult;
pub use diesel::Table;
pub use diesel::backend::Backend;
pub use diesel::deserialize::{FromSql, Result as FromSqlResult};
pub use diesel::row::NamedRow as Row;
pub use diesel::serialize::{Output, Result as ToSqlResult, ToSql};

/// The choice that a stored text stands for.
///
/// # Errors
///
/// A text that stands for none.
pub fn choice<T: cas_forms::FieldValue>(text: String) -> FromSqlResult<T> {
    T::read(&text).ok_or_else(|| crate::UnknownChoice::new::<T>(text).into())
}

/// The result of loading a column.
pub type Load = diesel::deserialize::Result<bool>;

/// The key type of a form, from the SQL types of its key columns.
pub type KeyOf<F> = <diesel::dsl::SqlTypeOf<<F as CasRow>::KeyColumns> as crate::row::KeyType>::Key;
