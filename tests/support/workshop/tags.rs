//! A set in a column, as an application would have it.

use cas_forms::{FieldValue, Kind};
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Text;
use diesel::sqlite::Sqlite;
use std::collections::BTreeSet;

/// A set of texts, stored as its own lossless text.
#[derive(Clone, Debug, FromSqlRow, AsExpression)]
#[diesel(sql_type = Text)]
pub(crate) struct Tags(BTreeSet<String>);

impl FieldValue for Tags {
    const KIND: Kind = Kind::Set;
    const ITEM: Kind = Kind::Text;

    fn write<'a>(&'a self, scratch: &'a mut String) -> &'a str {
        self.0.write(scratch)
    }
    fn read(text: &str) -> Option<Self> {
        FieldValue::read(text).map(Tags)
    }
}

impl ToSql<Text, Sqlite> for Tags {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.write(&mut String::new()).to_owned());
        Ok(serialize::IsNull::No)
    }
}

impl FromSql<Text, Sqlite> for Tags {
    fn from_sql(raw: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        let text = <String as FromSql<Text, Sqlite>>::from_sql(raw)?;
        Self::read(&text).ok_or_else(|| format!("not readable: {text}").into())
    }
}
