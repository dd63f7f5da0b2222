//! All that generated code names. Not part of the public interface.

pub use crate::backend::CasBackend;
pub use crate::row::{CasRow, ColumnOf, Columns, Writer, load, unknown};
pub use diesel::QueryResult;
pub use diesel::Table;
pub use diesel::row::NamedRow;

/// The result of loading a column.
pub type LoadResult = diesel::deserialize::Result<bool>;

/// The key type of a form, from the SQL types of its key columns.
pub type KeyOf<F> = <diesel::dsl::SqlTypeOf<<F as CasRow>::KeyColumns> as crate::row::KeyType>::Key;
