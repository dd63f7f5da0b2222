//! "Still exactly this", in SQL.
//!
//! The condition must never be looser than equality of the loaded values: a looser one loses
//! updates. It may be stricter where [`Compare::REPAIRABLE`] says so; such a miss is decided in
//! Rust, under a lock.

use crate::backend::CasBackend;
use crate::row::push_name;
use diesel::QueryResult;
use diesel::query_builder::AstPass;
use diesel::row::NamedRow;
use diesel::serialize::ToSql;
use diesel::sql_types::{HasSqlType, Nullable, SqlType};
use std::marker::PhantomData;

/// How a backend says that a column of this SQL type still holds exactly this value, null
/// included.
///
/// There is no blanket implementation: an operator that suits one type loses updates on another.
#[doc = include_str!("../docs/backends.md")]
#[diagnostic::on_unimplemented(
    message = "cas-forms-diesel does not know how to compare columns of the SQL type `{Self}` exactly on this backend",
    note = "implement `cas_forms_diesel::Compare` for the SQL type if it is your own, or leave the field out of the form with `#[cas(skip)]`",
    note = "`Json` and `Jsonb` need the feature `json` of cas-forms-diesel"
)]
pub trait Compare<DB: CasBackend>: Sized {
    /// Whether the condition may fail although the loaded values are equal.
    const REPAIRABLE: bool = false;

    /// Writes the condition; its text is the same for every value.
    ///
    /// # Errors
    ///
    /// Those of [`Sides`].
    fn same(sides: &mut dyn Sides) -> QueryResult<()>;

    /// Writes the value as it is to be stored.
    ///
    /// # Errors
    ///
    /// Those of [`Sides`].
    fn stored(sides: &mut dyn Sides) -> QueryResult<()> {
        sides.value()
    }

    /// Whether the stored value loads without loss.
    fn is_lossless<'r>(row: &impl NamedRow<'r, DB>, column: &str) -> bool {
        let _ = (row, column);
        true
    }
}

/// The two sides of a comparison, written where they are needed and as often.
pub trait Sides {
    /// Writes SQL as it is.
    fn sql(&mut self, sql: &str);

    /// Writes the column.
    ///
    /// # Errors
    ///
    /// A name that cannot be quoted.
    fn column(&mut self) -> QueryResult<()>;

    /// Writes the value as a bound parameter.
    ///
    /// # Errors
    ///
    /// Those of the value's serialization.
    fn value(&mut self) -> QueryResult<()>;
}

/// A column and a value on their way into a statement.
pub(crate) struct Operands<'o, 'b, DB: CasBackend, ST, T: ?Sized> {
    pub(crate) out: AstPass<'o, 'b, DB>,
    pub(crate) column: &'o str,
    pub(crate) is_plain: bool,
    pub(crate) value: &'b T,
    pub(crate) sql_type: PhantomData<fn() -> ST>,
}

impl<DB, ST, T> Sides for Operands<'_, '_, DB, ST, T>
where
    DB: CasBackend + HasSqlType<ST>,
    T: ToSql<ST, DB> + ?Sized,
{
    fn sql(&mut self, sql: &str) {
        self.out.push_sql(sql);
    }
    fn column(&mut self) -> QueryResult<()> {
        push_name(&mut self.out, self.column, self.is_plain)
    }
    fn value(&mut self) -> QueryResult<()> {
        self.out.push_bind_param::<ST, T>(self.value)
    }
}

impl<DB: CasBackend, ST: Compare<DB> + SqlType> Compare<DB> for Nullable<ST> {
    const REPAIRABLE: bool = ST::REPAIRABLE;

    fn same(sides: &mut dyn Sides) -> QueryResult<()> {
        ST::same(sides)
    }
    fn stored(sides: &mut dyn Sides) -> QueryResult<()> {
        ST::stored(sides)
    }
    fn is_lossless<'r>(row: &impl NamedRow<'r, DB>, column: &str) -> bool {
        ST::is_lossless(row, column)
    }
}

/// One implementation for each SQL type of a list: whether a miss may be repaired, the condition,
/// and what of the stored loads without loss, if that is not all.
#[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
macro_rules! compare {
    ($($repairable:literal $db:ty: $($st:ty),+ => [$($part:tt)+]
        $(, |$row:ident, $column:ident| $lossless:expr)?;)*) => {
        $(compare! { @each $repairable $db: [$($st)+] [$($part)+]
            [$(|$row, $column| $lossless)?] })*
    };
    (@each $repairable:literal $db:ty: [$($st:ty)+] $condition:tt $lossless:tt) => {
        $(compare! { @one $repairable $db, $st, $condition $lossless })+
    };
    (@one $repairable:literal $db:ty, $st:ty, [$($part:tt)+]
        [$(|$row:ident, $column:ident| $lossless:expr)?]) => {
        impl Compare<$db> for $st {
            const REPAIRABLE: bool = $repairable;

            fn same(sides: &mut dyn Sides) -> QueryResult<()> {
                $(compare!(@part sides $part);)+
                Ok(())
            }
            $(fn is_lossless<'r>($row: &impl NamedRow<'r, $db>, $column: &str) -> bool {
                $lossless
            })?
        }
    };
    (@part $sides:ident column) => { $sides.column()? };
    (@part $sides:ident value) => { $sides.value()? };
    (@part $sides:ident $sql:literal) => { $sides.sql($sql) };
}

// Below the macro that they use.
#[cfg(all(feature = "json", any(feature = "sqlite", feature = "postgres", feature = "mysql")))]
mod json;
#[cfg(feature = "mysql")]
mod mysql;
#[cfg(feature = "postgres")]
mod postgres;
#[cfg(feature = "sqlite")]
mod sqlite;
