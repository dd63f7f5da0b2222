//! SQLite: `IS` is null-safe; the storage class belongs to the value, not to the column.
//!
//! Diesel loads what is stored in another class as well: a wide integer is cut, text in a number
//! column is 0, a time loses its offset. Such a value could change without a change of what is
//! loaded, so it is refused as unreadable.

use super::{Compare, Sides};
use diesel::QueryResult;
use diesel::row::{Field as _, NamedRow, Row};
use diesel::sql_types::{
    BigInt, Binary, Bool, Date, Double, Float, Integer, SmallInt, Text, Time, Timestamp,
    TimestamptzSqlite,
};
use diesel::sqlite::{Sqlite, SqliteType};

/// The class that a value is stored in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Null,
    Integer,
    Real,
    Text,
    Blob,
}

fn class<'r>(row: &impl NamedRow<'r, Sqlite>, column: &str) -> Class {
    let kind =
        Row::get(row, column).and_then(|field| field.value().map(|value| value.value_type()));
    match kind.flatten() {
        None => Class::Null,
        Some(SqliteType::SmallInt | SqliteType::Integer | SqliteType::Long) => Class::Integer,
        Some(SqliteType::Float | SqliteType::Double) => Class::Real,
        Some(SqliteType::Text) => Class::Text,
        Some(SqliteType::Binary) => Class::Blob,
    }
}

/// Whether the stored value is null or an integer that passes.
fn is_integer<'r>(row: &impl NamedRow<'r, Sqlite>, column: &str, fits: fn(i64) -> bool) -> bool {
    match class(row, column) {
        Class::Null => true,
        Class::Integer => NamedRow::get::<BigInt, i64>(row, column).is_ok_and(fits),
        Class::Real | Class::Text | Class::Blob => false,
    }
}

/// Whether a clock time is stored so that no other stored value loads as the same, in whatever
/// spelling: with nanoseconds at most, and with no offset that would be dropped. The text behind
/// `start` has no signs but that of an offset.
fn is_clock<'r>(
    row: &impl NamedRow<'r, Sqlite>,
    column: &str,
    start: usize,
    keeps_offset: bool,
) -> bool {
    /// 1970 as a Julian day. Before it Diesel cuts what is less than a second.
    const EPOCH: f64 = 2_440_587.5;
    match class(row, column) {
        Class::Null | Class::Integer => true,
        Class::Real => NamedRow::get::<Double, f64>(row, column).is_ok_and(|day| day >= EPOCH),
        Class::Text => NamedRow::get::<Text, String>(row, column).is_ok_and(|text| {
            let clock = text.get(start..).unwrap_or_default();
            let fraction = clock.split_once('.').map_or("", |(_, fraction)| fraction);
            let digits = fraction.bytes().take_while(u8::is_ascii_digit).count();
            let has_offset = clock.contains(['+', '-']);
            // A number in a text is a Julian day as well, in more digits than count.
            digits <= 9 && (keeps_offset || !has_offset) && text.parse::<f64>().is_err()
        }),
        Class::Blob => false,
    }
}

/// The length of a date, whose signs belong to it.
const DATE: usize = 10;

// Text is compared as bytes under any collation. Dates and times are text that other programs spell
// otherwise ("T" for the blank, no fraction): Diesel loads it, but `IS` calls it different.
compare! {
    false Sqlite: SmallInt => [column " IS " value],
        |row, column| is_integer(row, column, |int| i16::try_from(int).is_ok());
    false Sqlite: Integer => [column " IS " value],
        |row, column| is_integer(row, column, |int| i32::try_from(int).is_ok());
    false Sqlite: BigInt => [column " IS " value],
        |row, column| is_integer(row, column, |_| true);
    false Sqlite: Bool => [column " IS " value],
        |row, column| is_integer(row, column, |int| int == 0 || int == 1);
    false Sqlite: Binary => [column " IS " value],
        |row, column| matches!(class(row, column), Class::Null | Class::Blob);
    false Sqlite: Text => ["(" column " COLLATE BINARY) IS " value],
        |row, column| matches!(class(row, column), Class::Null | Class::Text);
    true Sqlite: Date, Timestamp => ["(" column " COLLATE BINARY) IS " value],
        |row, column| is_clock(row, column, DATE, false);
    true Sqlite: Time => ["(" column " COLLATE BINARY) IS " value],
        |row, column| is_clock(row, column, 0, false);
    true Sqlite: TimestamptzSqlite => ["(" column " COLLATE BINARY) IS " value],
        |row, column| is_clock(row, column, DATE, true);
}

// `IS` calls both zeros equal. A column of numeric affinity keeps one of them only, and there the
// text '0' is equal as well; any other column of zero is compared in Rust. Whatever else differs
// does not load as the same float.
compare! {
    true Sqlite: Float =>
        ["(" column " IS " value " AND (" column " IS NOT 0 OR " column " IS '0'))"],
        |row, column| is_float(row, column, is_f32);
    true Sqlite: Double =>
        ["(" column " IS " value " AND (" column " IS NOT 0 OR " column " IS '0'))"],
        |row, column| is_float(row, column, |_| true);
}

fn is_float<'r>(row: &impl NamedRow<'r, Sqlite>, column: &str, fits: fn(f64) -> bool) -> bool {
    match class(row, column) {
        Class::Null => true,
        // SQLite has doubles only: several of them load as one `f32`.
        Class::Real => NamedRow::get::<Double, f64>(row, column).is_ok_and(fits),
        // Beyond 2^53 several integers load as one double.
        Class::Integer => is_integer(row, column, |int| int.unsigned_abs() <= 1 << 53),
        Class::Text | Class::Blob => false,
    }
}

#[expect(clippy::cast_possible_truncation, reason = "whether it truncates is the question")]
fn is_f32(double: f64) -> bool {
    f64::from(double as f32).to_bits() == double.to_bits() || double.is_nan()
}

// A document that is one number may be stored as one, in a column of numeric affinity.
#[cfg(feature = "json")]
compare! {
    true Sqlite: diesel::sql_types::Json => ["(" column " COLLATE BINARY) IS " value],
        |row, column| match class(row, column) {
            Class::Null | Class::Integer => true,
            Class::Real => NamedRow::get::<Text, String>(row, column).is_ok_and(|text| {
                NamedRow::get::<Double, f64>(row, column).is_ok_and(|real| text.parse() == Ok(real))
            }),
            Class::Text => NamedRow::get::<Text, String>(row, column)
                .is_ok_and(|text| super::json::is_lossless(text.as_bytes())),
            Class::Blob => false,
        };
}
