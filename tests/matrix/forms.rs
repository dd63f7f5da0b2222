//! A form for every pair of a column's type and a field's.
#![allow(dead_code, reason = "nobody makes a form's struct or names its fields here")]

use cas_forms::{CasChoice, CasForm, ErrorCode, FieldValue, Kind};
use cas_forms_diesel::{Compare, Sides};
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::mysql::Mysql;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types as sql;
use diesel::sqlite::Sqlite;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::Write as _;

/// Bytes, typed in hexadecimal digits.
#[derive(Clone, Debug, PartialEq, AsExpression, FromSqlRow)]
#[diesel(sql_type = sql::Binary)]
pub(crate) struct Bytes(Vec<u8>);

macro_rules! hexadecimal {
    ($($name:ident)*) => {$(
        impl FieldValue for $name {
            const KIND: Kind = Kind::Text;

            fn write<'a>(&'a self, scratch: &'a mut String) -> &'a str {
                for byte in &self.0 {
                    let _ = write!(scratch, "{byte:02x}");
                }
                scratch
            }
            fn read(text: &str) -> Option<Self> {
                let pairs = (0..text.len()).step_by(2);
                let byte = |at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok();
                pairs.map(byte).collect::<Option<_>>().map($name)
            }
            fn parse(text: &str) -> Result<Self, ErrorCode> {
                Self::read(text).ok_or(ErrorCode::Pattern(""))
            }
        }
    )*};
}

hexadecimal! { Bytes Raw }

impl<DB: Backend> ToSql<sql::Binary, DB> for Bytes
where
    Vec<u8>: ToSql<sql::Binary, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.0.to_sql(out)
    }
}

impl<DB: Backend> FromSql<sql::Binary, DB> for Bytes
where
    Vec<u8>: FromSql<sql::Binary, DB>,
{
    fn from_sql(raw: DB::RawValue<'_>) -> deserialize::Result<Self> {
        Vec::from_sql(raw).map(Bytes)
    }
}

macro_rules! raw {
    ($($st:ty;)*) => {
        /// What PostgreSQL sends of any type: nothing is lost.
        #[derive(Clone, Debug, PartialEq, AsExpression)]
        $(#[diesel(sql_type = $st)])*
        pub(crate) struct Raw(Vec<u8>);

        $(impl ToSql<$st, Pg> for Raw {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
                out.write_all(&self.0)?;
                Ok(IsNull::No)
            }
        })*
    };
}

raw! {
    sql::Interval;
    sql::Inet;
    sql::Cidr;
    sql::MacAddr;
    sql::MacAddr8;
    sql::Money;
    sql::CChar;
    sql::PgLsn;
    sql::Timestamp;
    sql::Range<sql::Integer>;
    sql::Range<sql::Numeric>;
    sql::Range<sql::Timestamptz>;
    sql::Multirange<sql::Integer>;
    sql::Array<sql::Double>;
    sql::Array<sql::Interval>;
    sql::Array<sql::Numeric>;
    sql::Array<sql::Nullable<sql::Integer>>;
}

impl<ST> FromSql<ST, Pg> for Raw {
    fn from_sql(raw: PgValue<'_>) -> deserialize::Result<Self> {
        Ok(Raw(raw.as_bytes().to_owned()))
    }
}

/// A list in which nothing stands twice, as a group of checkboxes has it.
#[derive(Clone, Debug, PartialEq, AsExpression, FromSqlRow)]
#[diesel(sql_type = sql::Array<sql::Text>)]
pub(crate) struct Tags(BTreeSet<String>);

impl FieldValue for Tags {
    const KIND: Kind = Kind::Set;
    const ITEM: Kind = Kind::Text;

    fn write<'a>(&'a self, scratch: &'a mut String) -> &'a str {
        self.0.write(scratch)
    }
    fn read(text: &str) -> Option<Self> {
        BTreeSet::read(text).map(Tags)
    }
    fn show<'a>(&'a self, scratch: &'a mut String) -> &'a str {
        self.0.show(scratch)
    }
    fn parse(text: &str) -> Result<Self, ErrorCode> {
        BTreeSet::parse(text).map(Tags)
    }
}

impl ToSql<sql::Array<sql::Text>, Pg> for Tags {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        let members: Vec<&String> = self.0.iter().collect();
        ToSql::<sql::Array<sql::Text>, Pg>::to_sql(&members, &mut out.reborrow())
    }
}

impl FromSql<sql::Array<sql::Text>, Pg> for Tags {
    fn from_sql(raw: PgValue<'_>) -> deserialize::Result<Self> {
        let members: Vec<String> = FromSql::<sql::Array<sql::Text>, Pg>::from_sql(raw)?;
        // A set has no order, so what is stored in another one would be lost.
        if !members.is_sorted_by(|one, next| one < next) {
            return Err("this list is no set".into());
        }
        Ok(Tags(members.into_iter().collect()))
    }
}

/// A list of texts and nulls, typed as JSON.
#[derive(Clone, Debug, PartialEq, AsExpression, FromSqlRow)]
#[diesel(sql_type = sql::Array<sql::Nullable<sql::Text>>)]
#[diesel(sql_type = sql::Array<sql::Nullable<sql::Citext>>)]
pub(crate) struct Words(Vec<Option<String>>);

impl FieldValue for Words {
    const KIND: Kind = Kind::Text;

    fn write<'a>(&'a self, scratch: &'a mut String) -> &'a str {
        scratch.push_str(&serde_json::json!(self.0).to_string());
        scratch
    }
    fn read(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok().map(Words)
    }
}

macro_rules! words {
    ($($st:ty;)*) => {$(
        impl ToSql<sql::Array<sql::Nullable<$st>>, Pg> for Words {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
                ToSql::<sql::Array<sql::Nullable<$st>>, Pg>::to_sql(&self.0, out)
            }
        }
        impl FromSql<sql::Array<sql::Nullable<$st>>, Pg> for Words {
            fn from_sql(raw: PgValue<'_>) -> deserialize::Result<Self> {
                FromSql::<sql::Array<sql::Nullable<$st>>, Pg>::from_sql(raw).map(Words)
            }
        }
    )*};
}

words! { sql::Text; sql::Citext; }

/// An enum that PostgreSQL knows as one.
#[derive(Debug, sql::SqlType)]
#[diesel(postgres_type(name = "mood"))]
pub struct MoodType;

impl ToSql<MoodType, Pg> for str {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        ToSql::<sql::Text, Pg>::to_sql(self, out)
    }
}

impl FromSql<MoodType, Pg> for String {
    fn from_sql(raw: PgValue<'_>) -> deserialize::Result<Self> {
        FromSql::<sql::Text, Pg>::from_sql(raw)
    }
}

impl Compare<Pg> for MoodType {
    fn same(sides: &mut dyn Sides) -> QueryResult<()> {
        sides.sql("record_image_eq(ROW(");
        sides.column()?;
        sides.sql("), ROW(");
        sides.value()?;
        sides.sql("))");
        Ok(())
    }
}

#[derive(CasChoice, Clone, Copy, Debug, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = MoodType)]
pub(crate) enum Mood {
    Glad,
    Sad,
    Bored,
}

/// A choice that is stored as text.
#[derive(CasChoice, Clone, Copy, Debug, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = sql::Text)]
pub(crate) enum State {
    Draft,
    Public,
    #[cas(value = "draft ", label = "Almost a draft")]
    Almost,
}

/// Text that is compared as people would: what the matrix has to find out.
#[derive(Debug, sql::SqlType)]
#[diesel(sqlite_type(name = "Text"), mysql_type(name = "String"), postgres_type(name = "text"))]
pub struct Careless;

macro_rules! careless {
    ($($db:ty, $equals:literal;)*) => {$(
        impl ToSql<Careless, $db> for Text {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, $db>) -> serialize::Result {
                ToSql::<sql::Text, $db>::to_sql(&self.0, out)
            }
        }
        impl FromSql<Careless, $db> for Text {
            fn from_sql(raw: <$db as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
                FromSql::<sql::Text, $db>::from_sql(raw).map(Text)
            }
        }
        impl Compare<$db> for Careless {
            fn same(sides: &mut dyn Sides) -> QueryResult<()> {
                sides.column()?;
                sides.sql($equals);
                sides.value()
            }
        }
    )*};
}

careless! { Pg, " IS NOT DISTINCT FROM "; Mysql, " <=> "; Sqlite, " IS "; }

/// A text in such a column.
#[derive(Clone, Debug, PartialEq, AsExpression)]
#[diesel(sql_type = Careless)]
pub(crate) struct Text(String);

impl FieldValue for Text {
    const KIND: Kind = Kind::Text;

    fn write<'a>(&'a self, _: &'a mut String) -> &'a str {
        &self.0
    }
    fn read(text: &str) -> Option<Self> {
        Some(Text(text.to_owned()))
    }
}

macro_rules! forms {
    ($($name:ident: [$($sql:tt)+] $rust:ty $(, $meta:meta)?;)*) => {$(
        pub(crate) mod $name {
            use super::*;

            diesel::table! {
                use diesel::sql_types::*;
                use crate::matrix::forms::{Careless, MoodType};

                cells (id) {
                    id -> Integer,
                    value -> $($sql)+,
                    other -> Integer,
                }
            }

            #[derive(CasForm)]
            #[diesel(table_name = cells)]
            pub(crate) struct Cell {
                $(#[$meta])?
                value: $rust,
                other: i32,
            }
        }
    )*};
}

forms! {
    text: [Text] String;
    maybe_text: [Nullable<Text>] Option<String>;
    area: [Nullable<Text>] Option<String>, cas(widget = textarea);
    careless: [Careless] Text;
    citext: [Citext] String;
    state: [Nullable<Text>] Option<State>;
    mood: [Nullable<MoodType>] Option<Mood>;
    int1: [Nullable<TinyInt>] Option<i8>;
    int2: [Nullable<SmallInt>] Option<i16>;
    int4: [Nullable<Integer>] Option<i32>;
    int8: [Nullable<BigInt>] Option<i64>;
    uint1: [Nullable<Unsigned<TinyInt>>] Option<u8>;
    uint2: [Nullable<Unsigned<SmallInt>>] Option<u16>;
    uint4: [Nullable<Unsigned<Integer>>] Option<u32>;
    uint8: [Nullable<Unsigned<BigInt>>] Option<u64>;
    oid: [Nullable<Oid>] Option<u32>;
    flag: [Bool] bool;
    maybe_flag: [Nullable<Bool>] Option<bool>;
    float4: [Nullable<Float>] Option<f32>;
    float8: [Nullable<Double>] Option<f64>;
    big_decimal: [Nullable<Numeric>] Option<bigdecimal::BigDecimal>;
    decimal: [Nullable<Numeric>] Option<rust_decimal::Decimal>;
    date: [Nullable<Date>] Option<chrono::NaiveDate>;
    time: [Nullable<Time>] Option<chrono::NaiveTime>;
    timestamp: [Nullable<Timestamp>] Option<chrono::NaiveDateTime>;
    datetime: [Nullable<Datetime>] Option<chrono::NaiveDateTime>;
    timestamptz: [Nullable<Timestamptz>] Option<chrono::DateTime<chrono::Utc>>;
    timestamptz_sqlite: [Nullable<TimestamptzSqlite>] Option<chrono::DateTime<chrono::Utc>>;
    bytes: [Nullable<Binary>] Option<Bytes>;
    code: [Nullable<Uuid>] Option<uuid::Uuid>;
    json: [Nullable<Json>] Option<serde_json::Value>;
    jsonb: [Nullable<Jsonb>] Option<serde_json::Value>;
    tags: [Array<Text>] Tags, cas(choices("a" = "A", "A" = "B", "c" = "C", "a " = "D"));
    words: [Nullable<Array<Nullable<Text>>>] Option<Words>;
    citexts: [Nullable<Array<Nullable<Citext>>>] Option<Words>;
    raw_doubles: [Nullable<Array<Double>>] Option<Raw>;
    raw_intervals: [Nullable<Array<Interval>>] Option<Raw>;
    raw_numerics: [Nullable<Array<Numeric>>] Option<Raw>;
    raw_members: [Nullable<Array<Nullable<Integer>>>] Option<Raw>;
    raw_interval: [Nullable<Interval>] Option<Raw>;
    raw_inet: [Nullable<Inet>] Option<Raw>;
    raw_cidr: [Nullable<Cidr>] Option<Raw>;
    raw_mac: [Nullable<MacAddr>] Option<Raw>;
    raw_mac8: [Nullable<MacAddr8>] Option<Raw>;
    raw_money: [Nullable<Money>] Option<Raw>;
    raw_char: [Nullable<CChar>] Option<Raw>;
    raw_lsn: [Nullable<PgLsn>] Option<Raw>;
    raw_timestamp: [Nullable<Timestamp>] Option<Raw>;
    raw_int_range: [Nullable<Range<Integer>>] Option<Raw>;
    raw_numeric_range: [Nullable<Range<Numeric>>] Option<Raw>;
    raw_instant_range: [Nullable<Range<Timestamptz>>] Option<Raw>;
    raw_int_ranges: [Nullable<Multirange<Integer>>] Option<Raw>;
}
