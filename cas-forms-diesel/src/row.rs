//! What the derive says about a row: table, key, columns.

use crate::backend::CasBackend;
use crate::compare::{Compare, Operands};
use crate::demand::NamesLease;
use cas_forms::{CasForm, Slot};
use diesel::deserialize::{self, FromSql};
use diesel::expression::AsExpression;
use diesel::expression_methods::EqAll;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::row::NamedRow;
use diesel::serialize::ToSql;
use diesel::sql_types::{self, HasSqlType, SingleValue, SqlType};
use diesel::{Column, QueryResult, QuerySource, Table};
use std::fmt;
use std::marker::PhantomData;

/// A form whose fields are columns of a table. Implemented by `#[derive(CasForm)]` where the
/// struct names its table.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the form of a table",
    note = "name the table: `#[diesel(table_name = ...)]` or `#[cas(table = ...)]`"
)]
pub trait CasRow: CasForm {
    /// The table.
    type Table: Table + Default + 'static;
    /// The column, or tuple of columns, that the key is compared with.
    type KeyColumns: Default
        + ComparedWith<Self::Key>
        + IsPrimaryKey<<Self::Table as Table>::PrimaryKey>;
}

/// Key columns that find one row: the table's primary key, as `diesel::table!` names it. Any others
/// could be the same in several rows, and a save would overwrite them all.
#[diagnostic::on_unimplemented(
    message = "the form's key `{Self}` is not the table's primary key `{K}`",
    label = "several rows may have the same key, and one save would overwrite them all",
    note = "leave `primary_key(...)` out and join further conditions by `at(key).scope(...)`; \
            where these columns do find one row, name them in `diesel::table! {{ table (column) ... }}`, \
            in the same order"
)]
pub trait IsPrimaryKey<K> {}

impl<K> IsPrimaryKey<K> for K {}

/// Key columns that are compared with such a key.
#[diagnostic::on_unimplemented(
    message = "the table's key is not compared with `{K}`",
    label = "not what the key's columns hold",
    note = "leave `key` out, or give it what Diesel compares the key's columns with, in their order: \
            `#[cas(key = i64)]`, `#[cas(key = (i32, String))]`"
)]
pub trait ComparedWith<K> {}

#[diagnostic::do_not_recommend]
impl<C: EqAll<K>, K> ComparedWith<K> for C {}

/// The Rust type of a key column's SQL type.
#[diagnostic::on_unimplemented(
    message = "cas-forms-diesel knows no key type for the SQL type `{Self}`",
    note = "name it: `#[cas(key = YourKey)]`"
)]
pub trait KeyType {
    /// The type that [`CasForm::at`] takes.
    type Key;
}

macro_rules! keys {
    ($($st:ident $key:ty;)*) => {$(
        impl KeyType for sql_types::$st {
            type Key = $key;
        }
    )*};
}

keys! {
    SmallInt i16;
    Integer i32;
    BigInt i64;
    Text String;
    Bool bool;
    Binary Vec<u8>;
}

macro_rules! tuples {
    ($($($part:ident)+;)*) => {$(
        impl<$($part: KeyType),+> KeyType for ($($part,)+) {
            type Key = ($($part::Key,)+);
        }
    )*};
}

tuples! { A; A B; A B C; A B C D; A B C D E; A B C D E F; }

/// Room for values that can be written to and loaded from columns of a backend. Written by the
/// derive: one line a column.
#[diagnostic::on_unimplemented(
    message = "this form has no table to be opened from and saved to",
    note = "name the table: `#[diesel(table_name = ...)]` or `#[cas(table = ...)]` on the struct; \
            without one there are `Form::new`, `validate` and `clean`"
)]
pub trait Columns<DB: CasBackend> {
    /// Writes what `out` is set to for one column.
    ///
    /// # Errors
    ///
    /// Those of the query builder.
    fn write<'b>(&'b self, index: usize, out: &mut Writer<'_, 'b, DB>) -> QueryResult<()>;

    /// Loads one column; true if it is [repairable](Compare::REPAIRABLE).
    ///
    /// # Errors
    ///
    /// A value that does not load, or not without loss.
    fn load<'r>(&mut self, index: usize, row: &impl NamedRow<'r, DB>) -> deserialize::Result<bool>;
}

/// What is written for a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Write {
    /// Its name.
    Name,
    /// Its name, under its name: a database may call the result as the column was declared.
    Select,
    /// `name = value`
    Set,
    /// The value by itself.
    Value,
    /// That it still is exactly the value.
    Same,
}

/// Writes a column into a statement.
pub struct Writer<'o, 'b, DB: CasBackend> {
    pub(crate) out: AstPass<'o, 'b, DB>,
    pub(crate) write: Write,
}

impl<'b, DB: CasBackend> Writer<'_, 'b, DB> {
    /// Writes the column `C` with the value of this slot.
    ///
    /// # Errors
    ///
    /// Those of the query builder; a slot that is empty.
    pub fn column<C, T>(&mut self, slot: &'b Slot<T>) -> QueryResult<()>
    where
        C: ColumnOf<T, DB>,
    {
        match (self.write, &slot.0) {
            (Write::Name, _) => push_name(&mut self.out, C::COLUMN, C::IS_PLAIN),
            (Write::Select, _) => {
                push_name(&mut self.out, C::COLUMN, C::IS_PLAIN)?;
                self.out.push_sql(" AS ");
                push_name(&mut self.out, C::COLUMN, C::IS_PLAIN)
            }
            (Write::Set, Some(value)) => {
                push_name(&mut self.out, C::COLUMN, C::IS_PLAIN)?;
                self.out.push_sql(" = ");
                C::bind(self.out.reborrow(), value)
            }
            (Write::Value, Some(value)) => C::bind(self.out.reborrow(), value),
            (Write::Same, Some(value)) => C::same(self.out.reborrow(), value),
            (_, None) => Err(builder_error(format!("no value for the column {}", C::COLUMN))),
        }
    }

    /// For an index that is none.
    ///
    /// # Errors
    ///
    /// Always.
    pub fn unknown(&mut self, index: usize) -> QueryResult<()> {
        Err(builder_error(format!("the form has no field {index}")))
    }
}

impl<DB: CasBackend> fmt::Debug for Writer<'_, '_, DB> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer").field("write", &self.write).finish_non_exhaustive()
    }
}

/// Writes a name. Diesel's own way copies it each time, to double the quotes in it; most have none, which
/// is known at compile time.
pub(crate) fn push_name<DB: CasBackend>(
    out: &mut AstPass<'_, '_, DB>,
    name: &str,
    is_plain: bool,
) -> QueryResult<()> {
    if !is_plain {
        return out.push_identifier(name);
    }
    out.push_sql(DB::QUOTE);
    out.push_sql(name);
    out.push_sql(DB::QUOTE);
    Ok(())
}

/// Whether a name has none of these quotes.
const fn is_plain(name: &str, quote: &str) -> bool {
    let (name, quote) = (name.as_bytes(), quote.as_bytes());
    let mut at = 0;
    while at < name.len() {
        if name[at] == quote[0] {
            return false;
        }
        at += 1;
    }
    true
}

pub(crate) fn builder_error(message: String) -> diesel::result::Error {
    diesel::result::Error::QueryBuilderError(message.into())
}

/// A column that holds values of the type `T` on a backend.
#[diagnostic::on_unimplemented(
    message = "the column `{Self}` does not hold `{T}` on this backend",
    note = "the field's type must be what Diesel loads from the column and binds to it \
            (`Option` for a nullable column), and the column's SQL type must be comparable: \
            `cas_forms_diesel::Compare`",
    note = "a type of your own needs `diesel::serialize::ToSql` and `diesel::deserialize::FromSql` \
            for the column's SQL type: see \"Types of your own in columns\" of `CasForm`'s documentation"
)]
pub trait ColumnOf<T, DB: CasBackend> {
    /// The column's name.
    const COLUMN: &'static str;
    /// Whether it stands between quotes as it is.
    const IS_PLAIN: bool;
    /// See [`Compare::REPAIRABLE`].
    const REPAIRABLE: bool;

    /// Binds the value as a parameter.
    ///
    /// # Errors
    ///
    /// Those of the value's serialization.
    fn bind<'b>(out: AstPass<'_, 'b, DB>, value: &'b T) -> QueryResult<()>;

    /// Writes that the column still holds exactly this value.
    ///
    /// # Errors
    ///
    /// Those of the query builder.
    fn same<'b>(out: AstPass<'_, 'b, DB>, value: &'b T) -> QueryResult<()>;

    /// Loads the value.
    ///
    /// # Errors
    ///
    /// A value that does not load, or not without loss.
    fn load<'r>(row: &impl NamedRow<'r, DB>) -> deserialize::Result<T>;
}

#[diagnostic::do_not_recommend]
impl<C, T, DB> ColumnOf<T, DB> for C
where
    C: Column,
    C::SqlType: SqlType + Compare<DB>,
    DB: CasBackend + HasSqlType<C::SqlType>,
    T: ToSql<C::SqlType, DB> + FromSql<C::SqlType, DB>,
{
    const COLUMN: &'static str = C::NAME;
    const IS_PLAIN: bool = is_plain(C::NAME, DB::QUOTE);
    const REPAIRABLE: bool = <C::SqlType as Compare<DB>>::REPAIRABLE;

    fn bind<'b>(out: AstPass<'_, 'b, DB>, value: &'b T) -> QueryResult<()> {
        C::SqlType::stored(&mut operands::<C, T, DB>(out, value))
    }

    fn same<'b>(out: AstPass<'_, 'b, DB>, value: &'b T) -> QueryResult<()> {
        C::SqlType::same(&mut operands::<C, T, DB>(out, value))
    }

    fn load<'r>(row: &impl NamedRow<'r, DB>) -> deserialize::Result<T> {
        if !C::SqlType::is_lossless(row, C::NAME) {
            return Err(format!("the stored value of {} does not fit its type", C::NAME).into());
        }
        NamedRow::get::<C::SqlType, T>(row, C::NAME)
    }
}

fn operands<'o, 'b, C, T, DB>(
    out: AstPass<'o, 'b, DB>,
    value: &'b T,
) -> Operands<'o, 'b, DB, C::SqlType, T>
where
    C: Column<SqlType: SqlType>,
    DB: CasBackend,
{
    let is_plain = const { is_plain(C::NAME, DB::QUOTE) };
    Operands { out, column: C::NAME, is_plain, value, sql_type: PhantomData }
}

/// What a column may hold, whatever the backend: it can be said at the field, before there is a
/// connection.
#[diagnostic::on_unimplemented(
    message = "the column `{C}` does not hold `{Self}`",
    label = "not what the column holds",
    note = "give the field the type that Diesel binds to the column's SQL type (`Option` only for a \
            nullable one), or name another column: `#[cas(column = ...)]`",
    note = "a type of your own needs `#[derive(diesel::AsExpression, diesel::FromSqlRow)]` with \
            `#[diesel(sql_type = ...)]`, `ToSql` and `FromSql`: see \"Types of your own in columns\" \
            of `CasForm`'s documentation"
)]
pub trait HeldBy<C> {}

#[diagnostic::do_not_recommend]
impl<T, C> HeldBy<C> for T
where
    C: Column<SqlType: SqlType + SingleValue>,
    T: AsExpression<C::SqlType>,
{
}

/// Loads one column into its slot; true if it is [repairable](Compare::REPAIRABLE).
///
/// # Errors
///
/// Those of [`ColumnOf::load`].
pub fn load<'r, C: ColumnOf<T, DB>, T: HeldBy<C>, DB: CasBackend>(
    slot: &mut Slot<T>,
    row: &impl NamedRow<'r, DB>,
) -> deserialize::Result<bool> {
    slot.0 = Some(C::load(row)?);
    Ok(C::REPAIRABLE)
}

/// For an index that is none.
///
/// # Errors
///
/// Always.
pub fn unknown(index: usize) -> deserialize::Result<bool> {
    Err(format!("the form has no field {index}").into())
}

/// The comparison of a form's key columns with a key.
pub trait Keyed: CasRow {
    /// The condition.
    type Filter: QueryId + 'static;

    /// Makes the condition.
    fn filter(key: &Self::Key) -> Self::Filter;
}

impl<F> Keyed for F
where
    F: CasRow,
    F::Key: Clone,
    F::KeyColumns: EqAll<F::Key>,
    <F::KeyColumns as EqAll<F::Key>>::Output: QueryId + 'static,
{
    type Filter = <F::KeyColumns as EqAll<F::Key>>::Output;

    fn filter(key: &F::Key) -> Self::Filter {
        F::KeyColumns::default().eq_all(key.clone())
    }
}

/// A form that can be opened and saved on a backend: every column can be bound, compared and
/// loaded there.
pub trait Savable<DB: CasBackend>:
    Keyed<
        Filter: QueryFragment<DB>,
        KeyColumns: QueryFragment<DB>,
        Table: QuerySource<FromClause: QueryFragment<DB>>,
    > + CasForm<Values: Columns<DB>, Lock: NamesLease<<Self as CasForm>::Key>>
{
}

impl<DB: CasBackend, F> Savable<DB> for F where
    F: Keyed<
            Filter: QueryFragment<DB>,
            KeyColumns: QueryFragment<DB>,
            Table: QuerySource<FromClause: QueryFragment<DB>>,
        > + CasForm<Values: Columns<DB>, Lock: NamesLease<<F as CasForm>::Key>>
{
}
