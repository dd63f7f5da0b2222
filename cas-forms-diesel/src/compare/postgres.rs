//! PostgreSQL: `IS NOT DISTINCT FROM` is null-safe, and for most types exact. Text is compared in
//! the collation "C", which looks at bytes; floats and intervals by their bits; lists member by
//! member.

use super::{Compare, Sides};
use diesel::QueryResult;
use diesel::pg::Pg;
use diesel::row::{Field as _, NamedRow, Row};
use diesel::sql_types::{
    Array, BigInt, Binary, Bool, CChar, Cidr, Citext, Date, Double, Float, Inet, Integer, Interval,
    MacAddr, MacAddr8, Money, Multirange, Numeric, Oid, PgLsn, Range, SmallInt, Text, Time,
    Timestamp, Timestamptz, Uuid,
};

compare! {
    // A cast to text strips the blanks at the end of a char(n), and of a bpchar, which may have any
    // number of them. `concat` writes every type as it is.
    false Pg: Text => ["(CASE WHEN " column " IS NOT NULL THEN concat(" column
        ") END) COLLATE \"C\" IS NOT DISTINCT FROM " value "::text COLLATE \"C\""];
    false Pg: Citext => [column "::text COLLATE \"C\" IS NOT DISTINCT FROM " value
        "::text COLLATE \"C\""];
    false Pg: Float => ["float4send(" column ") IS NOT DISTINCT FROM float4send(" value ")"];
    false Pg: Double => ["float8send(" column ") IS NOT DISTINCT FROM float8send(" value ")"];
    // A month equals thirty days.
    false Pg: Interval =>
        ["interval_send(" column ") IS NOT DISTINCT FROM interval_send(" value ")"];
    false Pg: Bool, SmallInt, Integer, BigInt, Oid, Numeric, Money, Uuid, Binary, CChar, Date,
        Timestamp, Timestamptz, Inet, Cidr, MacAddr, MacAddr8, PgLsn, Range<Integer>, Range<BigInt>,
        Range<Numeric>, Range<Date>, Range<Timestamp>, Range<Timestamptz>, Multirange<Integer>,
        Multirange<BigInt>, Multirange<Numeric>, Multirange<Date>, Multirange<Timestamp>,
        Multirange<Timestamptz> => [column " IS NOT DISTINCT FROM " value];
    // The end of the day loads as its start.
    false Pg: Time => [column " IS NOT DISTINCT FROM " value],
        |row, column| raw(row, column, |bytes| bytes != END_OF_DAY);
}

/// 24:00:00 in microseconds.
const END_OF_DAY: [u8; 8] = 86_400_000_000_i64.to_be_bytes();

/// What is said of the bytes of a stored value; true of null.
fn raw<'r>(row: &impl NamedRow<'r, Pg>, column: &str, judge: impl FnOnce(&[u8]) -> bool) -> bool {
    Row::get(row, column)
        .is_none_or(|field| field.value().is_none_or(|value| judge(value.as_bytes())))
}

// As text: `json` has no equality, and that of `jsonb` takes 1 for 1.0.
#[cfg(feature = "json")]
compare! {
    true Pg: diesel::sql_types::Json => [column "::text COLLATE \"C\" IS NOT DISTINCT FROM " value
        "::text COLLATE \"C\""],
        |row, column| raw(row, column, super::json::is_lossless);
    true Pg: diesel::sql_types::Jsonb => [column "::text COLLATE \"C\" IS NOT DISTINCT FROM " value
        "::text COLLATE \"C\""],
        // Behind the number of the format.
        |row, column| raw(row, column, |bytes| {
            bytes.get(1..).is_some_and(super::json::is_lossless)
        });
}

/// As long, and the same in each place.
impl<ST: Compare<Pg> + 'static> Compare<Pg> for Array<ST> {
    const REPAIRABLE: bool = ST::REPAIRABLE;

    fn same(sides: &mut dyn Sides) -> QueryResult<()> {
        sides.sql("((");
        sides.column()?;
        sides.sql(" IS NULL) = (");
        sides.value()?;
        sides.sql(" IS NULL) AND array_dims(");
        sides.column()?;
        sides.sql(") IS NOT DISTINCT FROM array_dims(");
        sides.value()?;
        sides.sql(") AND NOT EXISTS (SELECT FROM unnest(");
        sides.column()?;
        sides.sql(", ");
        sides.value()?;
        sides.sql(") AS \"=members=\" (\"=stored=\", \"=original=\") WHERE NOT (");
        ST::same(&mut Members(sides))?;
        sides.sql(")))");
        Ok(())
    }
    /// Diesel drops the index of the first member, which is 1 unless said otherwise.
    fn is_lossless<'r>(row: &impl NamedRow<'r, Pg>, column: &str) -> bool {
        raw(row, column, |bytes| bytes.get(16..20).is_none_or(|first| first == 1_i32.to_be_bytes()))
    }
}

/// A member of the column and one of the value, under names that no column has.
struct Members<'s>(&'s mut dyn Sides);

impl Sides for Members<'_> {
    fn sql(&mut self, sql: &str) {
        self.0.sql(sql);
    }
    fn column(&mut self) -> QueryResult<()> {
        self.0.sql("\"=stored=\"");
        Ok(())
    }
    fn value(&mut self) -> QueryResult<()> {
        self.0.sql("\"=original=\"");
        Ok(())
    }
}
