//! SQLite: `IS` is null-safe; the storage class belongs to the value, not to the column.

use super::{Compare, Sides};
use diesel::QueryResult;
use diesel::row::{Field as _, NamedRow, Row};
use diesel::sql_types::{BigInt, Double, Float, Integer, SmallInt};
use diesel::sqlite::{Sqlite, SqliteType};

// Text under any collation is compared as bytes. Dates and times are text that other programs
// spell otherwise ("T" for the blank, no fraction): Diesel loads it, but `IS` calls it different.
compare! {
    false Sqlite: Text => "(" " COLLATE BINARY) IS " "";
    true Sqlite: Date Time Timestamp TimestamptzSqlite => "(" " COLLATE BINARY) IS " "";
    false Sqlite: Bool Binary => "" " IS " "";
}

/// Whether the stored value is null or an integer that fits. Diesel's own conversions cut a wide
/// integer and read text as 0.
fn is_integer<'r>(
    row: &impl NamedRow<'r, Sqlite>,
    column: &str,
    fits: impl Fn(i64) -> bool,
) -> bool {
    use SqliteType::{Integer, Long, SmallInt};
    let kind =
        Row::get(row, column).and_then(|field| field.value().map(|value| value.value_type()));
    match kind {
        None => true,
        Some(Some(SmallInt | Integer | Long)) => {
            NamedRow::get::<BigInt, i64>(row, column).is_ok_and(fits)
        }
        Some(_) => false,
    }
}

macro_rules! integers {
    ($($st:ident $int:ident)*) => {$(
        impl Compare<Sqlite> for $st {
            fn same(sides: &mut dyn Sides) -> QueryResult<()> {
                sides.column()?;
                sides.sql(" IS ");
                sides.value()
            }
            fn is_lossless<'r>(row: &impl NamedRow<'r, Sqlite>, column: &str) -> bool {
                is_integer(row, column, |int| $int::try_from(int).is_ok())
            }
        }
    )*};
}

integers! { SmallInt i16 Integer i32 BigInt i64 }

macro_rules! floats {
    ($($st:ident)*) => {$(
        impl Compare<Sqlite> for $st {
            // A float that another program wrote as a longer decimal loads to the nearest one.
            const REPAIRABLE: bool = true;

            // `IS` calls both zeros equal. A column of numeric affinity keeps one of them only, and
            // there the text '0' is equal as well; any other column of zero is compared in Rust.
            fn same(sides: &mut dyn Sides) -> QueryResult<()> {
                sides.sql("(");
                sides.column()?;
                sides.sql(" IS ");
                sides.value()?;
                sides.sql(" AND (");
                sides.column()?;
                sides.sql(" IS NOT 0 OR ");
                sides.column()?;
                sides.sql(" IS '0'))");
                Ok(())
            }
        }
    )*};
}

floats! { Float Double }
