//! PostgreSQL's transaction ids, which tell any two versions of a row apart.

use crate::compare::{Compare, Sides};
use cas_forms::{FieldValue, Kind};
use diesel::QueryResult;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, IsNull, Output, ToSql};
use std::io::Write as _;

/// SQL types that Diesel has no name for.
pub mod sql_types {
    use diesel::query_builder::QueryId;
    use diesel::sql_types::SqlType;

    /// `xid`: that of the system column `xmin`, the transaction which wrote this version of the row.
    #[derive(Clone, Copy, Debug, Default, QueryId, SqlType)]
    #[diesel(postgres_type(oid = 28, array_oid = 1011))]
    pub struct Xid;
}

/// A transaction id of PostgreSQL. As the version of a form it refuses whatever was written to the row
/// since the page was made, with no column of one's own:
///
/// ```
/// use cas_forms::CasForm;
/// use cas_forms_diesel::Xid;
///
/// diesel::table! {
///     use diesel::sql_types::{Integer, Text};
///     use cas_forms_diesel::sql_types::Xid;
///
///     notes (id) {
///         id -> Integer,
///         text -> Text,
///         xmin -> Xid, // a system column: every table has it
///     }
/// }
///
/// #[derive(CasForm)]
/// #[diesel(table_name = notes)]
/// struct Note {
///     text: String,
///     #[cas(version = database)]
///     xmin: Xid,
/// }
/// # assert!(Note::spec().fields()[1].is_readonly());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = sql_types::Xid)]
pub struct Xid(u32);

impl ToSql<sql_types::Xid, Pg> for Xid {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        out.write_all(&self.0.to_be_bytes())?;
        Ok(IsNull::No)
    }
}

impl FromSql<sql_types::Xid, Pg> for Xid {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        let bytes = value.as_bytes().try_into().map_err(|_| "a transaction id has four bytes")?;
        Ok(Xid(u32::from_be_bytes(bytes)))
    }
}

impl FieldValue for Xid {
    const KIND: Kind = Kind::Code;

    fn write<'a>(&'a self, scratch: &'a mut String) -> &'a str {
        scratch.push_str(&self.0.to_string());
        scratch
    }
    fn read(text: &str) -> Option<Self> {
        text.parse().ok().map(Xid)
    }
}

impl Compare<Pg> for sql_types::Xid {
    fn same(sides: &mut dyn Sides) -> QueryResult<()> {
        sides.column()?;
        sides.sql(" IS NOT DISTINCT FROM ");
        sides.value()
    }
}
