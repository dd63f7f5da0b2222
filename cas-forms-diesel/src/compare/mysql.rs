//! MariaDB: `<=>` is null-safe; text is compared in a collation that neither folds nor pads.
//!
//! MySQL has no such collation by this name, and a cast to binary is no way out: text of another
//! character set may then equal what it is not, and a cast beyond `max_allowed_packet` is null. There
//! a statement that compares text fails ("Unknown collation"), and nothing is written.

use super::{Compare, Sides};
use diesel::QueryResult;
use diesel::mysql::Mysql;
use diesel::mysql::data_types::MysqlTime;
use diesel::row::{Field as _, NamedRow, Row};
use diesel::sql_types::{
    BigInt, Binary, Bool, Date, Datetime, Double, Float, Integer, Numeric, SmallInt, Text, Time,
    Timestamp, TinyInt, Unsigned,
};

compare! {
    false Mysql: Text => [column " <=> " value " COLLATE utf8mb4_nopad_bin"];
    false Mysql: TinyInt, SmallInt, Integer, BigInt, Unsigned<TinyInt>, Unsigned<SmallInt>,
        Unsigned<Integer>, Unsigned<BigInt>, Float, Double, Numeric, Date, Datetime, Binary => [column " <=> " value];
    false Mysql: Time => [column " <=> " value], |row, column| is_of_a_day(row, column);
    // Diesel loads any other integer as true, and a bit of either value.
    false Mysql: Bool => [column " <=> " value], |row, column| is_null(row, column)
        || NamedRow::get::<Integer, i32>(row, column).is_ok_and(|int| int == 0 || int == 1);
}

impl Compare<Mysql> for Timestamp {
    fn same(sides: &mut dyn Sides) -> QueryResult<()> {
        sides.column()?;
        sides.sql(" <=> ");
        sides.value()
    }

    /// One beyond the range of the column (1970 to 2038) would be replaced, without a word, by the time
    /// of the server or by null.
    fn stored(sides: &mut dyn Sides) -> QueryResult<()> {
        sides.sql("CAST(");
        sides.value()?;
        sides.sql(" AS DATETIME(6))");
        Ok(())
    }
}

/// Whether a time is one of a day. Others load as one, from connections that count days apart.
fn is_of_a_day<'r>(row: &impl NamedRow<'r, Mysql>, column: &str) -> bool {
    is_null(row, column)
        || NamedRow::get::<Time, MysqlTime>(row, column)
            .is_ok_and(|time| !time.neg && time.day == 0 && time.hour < 24)
}

fn is_null<'r>(row: &impl NamedRow<'r, Mysql>, column: &str) -> bool {
    Row::get(row, column).is_none_or(|field| field.is_null())
}

// As text, which it is there.
#[cfg(feature = "json")]
compare! {
    true Mysql: diesel::sql_types::Json => [column " <=> " value " COLLATE utf8mb4_nopad_bin"],
        |row, column| Row::get(row, column).is_none_or(|field| {
            field.value().is_none_or(|value| super::json::is_lossless(value.as_bytes()))
        });
}
