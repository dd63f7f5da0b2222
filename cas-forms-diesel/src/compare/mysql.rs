//! MariaDB: `<=>` is null-safe; text is compared in a collation that neither folds nor pads.
//!
//! MySQL has no such collation by this name, and a cast to binary is no way out: text of another
//! character set may then equal what it is not, and a cast beyond `max_allowed_packet` is null. There
//! a statement that compares text fails ("Unknown collation"), and nothing is written.

use super::{Compare, Sides};
use diesel::QueryResult;
use diesel::mysql::Mysql;
use diesel::sql_types::Unsigned;

compare! {
    false Mysql: Text => "" " <=> " " COLLATE utf8mb4_nopad_bin";
    false Mysql: Bool TinyInt SmallInt Integer BigInt Float Double Date Time Datetime Timestamp Binary =>
        "" " <=> " "";
}

macro_rules! unsigned {
    ($($st:ident)*) => {$(
        impl Compare<Mysql> for Unsigned<diesel::sql_types::$st> {
            fn same(sides: &mut dyn Sides) -> QueryResult<()> {
                sides.column()?;
                sides.sql(" <=> ");
                sides.value()
            }
        }
    )*};
}

unsigned! { TinyInt SmallInt Integer BigInt }
