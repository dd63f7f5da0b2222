//! The name of a row's lease, computed from the row.

use diesel::sql_types;

/// A part of a table's key.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) column: String,
    pub(super) kind: Kind,
}

/// How a value becomes a part of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[doc(hidden)]
#[non_exhaustive]
pub enum Kind {
    /// Its usual text, which has no sign that a name escapes.
    Plain,
    /// It may hold any sign.
    Text,
    /// In hexadecimal digits.
    Binary,
}

/// An SQL type of a key, or a tuple of them, of which SQL makes the same text as Rust does: integers,
/// texts, UUIDs, binary strings.
#[diagnostic::on_unimplemented(
    message = "rows with a key of the SQL type `{Self}` cannot be guarded",
    note = "the database has to compute the name of a row's lease from its key: \
            integers, `Text`, `Uuid` and `Binary` can be parts of it"
)]
pub trait GuardedKey {
    /// Of each column.
    #[doc(hidden)]
    fn kinds() -> Vec<Kind>;
}

macro_rules! kinds {
    ($($st:path: $kind:ident;)*) => {$(
        impl GuardedKey for $st {
            fn kinds() -> Vec<Kind> {
                vec![Kind::$kind]
            }
        }
    )*};
}

kinds! {
    sql_types::SmallInt: Plain;
    sql_types::Integer: Plain;
    sql_types::BigInt: Plain;
    sql_types::Text: Text;
    sql_types::Binary: Binary;
}

#[cfg(all(feature = "uuid", feature = "postgres"))]
kinds! { sql_types::Uuid: Plain; }

macro_rules! tuples {
    ($($($part:ident)+;)*) => {$(
        impl<$($part: GuardedKey),+> GuardedKey for ($($part,)+) {
            fn kinds() -> Vec<Kind> {
                [$($part::kinds()),+].concat()
            }
        }
    )*};
}

tuples! { A; A B; A B C; A B C D; A B C D E; A B C D E F; }
