//! The same types in columns: opened, edited and saved on SQLite.

use crate::*;
use cas_forms::{CasChoice, FieldValue, Kind};
use cas_forms_diesel::sync::{Open as _, Save as _};
use cas_forms_diesel::{OpenError, UnknownChoice};
use diesel::backend::Backend;
use diesel::connection::SimpleConnection as _;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::prelude::*;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Text;
use diesel::sqlite::Sqlite;
use std::collections::BTreeSet;
use std::error::Error as _;

diesel::table! {
    parts (id) {
        id -> Integer,
        state -> Text,
        old_state -> Nullable<Text>,
        serial -> Text,
        price -> Text,
        tags -> Text,
        password -> Text,
    }
}

#[derive(
    CasChoice, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, FromSqlRow, AsExpression,
)]
#[diesel(sql_type = Text)]
enum State {
    Draft,
    #[cas(value = "pub", label = "Public")]
    Public,
}

/// A value that is stored as its own lossless text.
macro_rules! stored_as_text {
    ($($name:ident $inner:ty;)*) => {$(
        #[derive(Clone, Debug, PartialEq, FromSqlRow, AsExpression)]
        #[diesel(sql_type = Text)]
        struct $name($inner);

        impl FieldValue for $name {
            const KIND: Kind = <$inner>::KIND;
            const ITEM: Kind = <$inner>::ITEM;

            fn write<'a>(&'a self, scratch: &'a mut String) -> &'a str {
                self.0.write(scratch)
            }
            fn read(text: &str) -> Option<Self> {
                FieldValue::read(text).map($name)
            }
            fn show<'a>(&'a self, scratch: &'a mut String) -> &'a str {
                self.0.show(scratch)
            }
            fn parse(text: &str) -> Result<Self, ErrorCode> {
                FieldValue::parse(text).map($name)
            }
            fn same(&self, other: &Self) -> bool {
                self.0.same(&other.0)
            }
        }

        impl ToSql<Text, Sqlite> for $name {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
                out.set_value(self.write(&mut String::new()).to_owned());
                Ok(serialize::IsNull::No)
            }
        }

        impl FromSql<Text, Sqlite> for $name {
            fn from_sql(raw: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
                let text = <String as FromSql<Text, Sqlite>>::from_sql(raw)?;
                Self::read(&text).ok_or_else(|| format!("not readable: {text}").into())
            }
        }
    )*};
}

stored_as_text! {
    Serial uuid::Uuid;
    Price rust_decimal::Decimal;
    Tags BTreeSet<String>;
}

#[derive(CasForm, Clone, Debug)]
#[diesel(table_name = parts)]
struct Part {
    state: State,
    #[cas(widget = radio)]
    old_state: Option<State>,
    serial: Serial,
    price: Price,
    #[cas(choices("a" = "A", "b" = "B", "c" = "C"))]
    tags: Tags,
    #[cas(secret)]
    password: String,
}

const ID: &str = "67e55044-10b1-426f-9247-bb680e5fe0c8";

fn database() -> SqliteConnection {
    let mut connection = SqliteConnection::establish(":memory:").expect("SQLite in memory");
    connection
        .batch_execute(&format!(
            "CREATE TABLE parts (id INTEGER PRIMARY KEY, state TEXT NOT NULL, old_state TEXT, \
             serial TEXT NOT NULL, price TEXT NOT NULL, tags TEXT NOT NULL, \
             password TEXT NOT NULL); \
             INSERT INTO parts VALUES \
             (1, 'draft', NULL, '{ID}', '10.50', '[\"a\",\"b\"]', 'the old password')"
        ))
        .expect("the table");
    connection
}

fn run(connection: &mut SqliteConnection, sql: &str) {
    connection.batch_execute(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
}

fn stored(connection: &mut SqliteConnection) -> [String; 6] {
    let row: (String, Option<String>, String, String, String, String) = parts::table
        .select((
            parts::state,
            parts::old_state,
            parts::serial,
            parts::price,
            parts::tags,
            parts::password,
        ))
        .first(connection)
        .expect("the row");
    [row.0, row.1.unwrap_or_else(|| "null".into()), row.2, row.3, row.4, row.5]
}

fn open(connection: &mut SqliteConnection) -> Page {
    Page::new(Part::at(1).open(connection).expect("the row").as_p())
}

#[test]
fn an_untouched_form_writes_nothing() {
    let mut connection = database();
    let before = stored(&mut connection);
    let body = open(&mut connection).body();
    let done = Part::at(1).submit(&body).save(&mut connection).map(|done| done.kind());
    assert_eq!(done.expect("done"), DoneKind::Unchanged);
    assert_eq!(stored(&mut connection), before);
}

#[test]
fn what_is_edited_is_written_as_its_text() {
    let mut connection = database();
    let mut page = open(&mut connection);
    page.set("state", "pub").choose("old_state", "draft").set("price", "11").pick("tags", &["c"]);
    page.set("serial", "{00000000-0000-0000-0000-0000000000AB}").set("password", "a new one");
    let at = Part::at(1);
    let done = at.submit(&page.body()).save(&mut connection).expect("done");
    assert_eq!(done.written().count(), 6);
    assert_eq!(
        stored(&mut connection),
        ["pub", "draft", "00000000-0000-0000-0000-0000000000ab", "11", "[\"c\"]", "a new one"]
    );
}

#[test]
fn a_change_by_somebody_else_is_stale_except_of_a_secret() {
    for (sql, moved) in [
        ("UPDATE parts SET state = 'pub'", Some("state")),
        ("UPDATE parts SET tags = '[\"a\"]'", Some("tags")),
        ("UPDATE parts SET price = '10.51'", Some("price")),
        ("UPDATE parts SET password = 'changed meanwhile'", None),
    ] {
        let mut connection = database();
        let body = open(&mut connection).choose("old_state", "pub").body();
        run(&mut connection, sql);
        let at = Part::at(1);
        let changed = match at.submit(&body).save(&mut connection) {
            Ok(done) => {
                assert_eq!(done.kind(), DoneKind::Written);
                None
            }
            Err(refused) => {
                assert_eq!(refused.reason(), Reason::Stale);
                let html = refused.form().as_p().into_string();
                assert!(!html.contains("changed meanwhile"), "{html}");
                refused.form().changes().map(|(spec, _)| spec.name()).next()
            }
        };
        assert_eq!(changed, moved, "{sql}");
    }
}

#[test]
fn a_typed_secret_is_written_beside_a_stale_one_and_the_rest_is_compared() {
    let mut connection = database();
    let body = open(&mut connection).set("password", "mine").body();
    run(&mut connection, "UPDATE parts SET password = 'theirs'");
    let done = Part::at(1).submit(&body).save(&mut connection).map(|done| done.kind());
    assert_eq!(done.expect("done"), DoneKind::Written);
    assert_eq!(stored(&mut connection)[5], "mine");
    run(&mut connection, "UPDATE parts SET price = '1'");
    let at = Part::at(1);
    let refused = at.submit(&body).save(&mut connection).expect_err("stale");
    assert_eq!(refused.reason(), Reason::Stale);
    assert_eq!(errors(&refused), [("password", ErrorCode::Reenter)]);
}

#[test]
fn a_stored_text_that_is_no_variant_is_a_typed_error_that_names_the_field() {
    let mut connection = database();
    let body = open(&mut connection).set("price", "1").body();
    run(&mut connection, "UPDATE parts SET old_state = 'Draft'");
    let Err(OpenError::Unreadable(error)) = Part::at(1).open(&mut connection) else {
        panic!("opened");
    };
    assert_eq!(error.field(), "old_state");
    // Diesel wraps it.
    let mut source = error.source();
    while let Some(outer) = source.filter(|source| !source.is::<UnknownChoice>()) {
        source = outer.source();
    }
    let source = source.and_then(|source| source.downcast_ref::<UnknownChoice>());
    let source = source.expect("its own error");
    assert_eq!((source.text(), source.choices()), ("Draft", &["draft", "pub"][..]));
    assert_eq!(source.to_string(), "\"Draft\" is none of the choices [\"draft\", \"pub\"]");
    let at = Part::at(1);
    let refused = at.submit(&body).save(&mut connection).expect_err("unreadable");
    assert_eq!(refused.reason(), Reason::Unavailable);
    assert_eq!(errors(&refused), [("old_state", ErrorCode::Unreadable)]);
}
