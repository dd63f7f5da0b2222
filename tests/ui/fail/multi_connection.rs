//! The connection is one of several kinds, known when it runs.

use cas_forms::CasForm;
use cas_forms_diesel::sync::Open as _;
use diesel::prelude::*;

diesel::table! { customers (id) { id -> Integer, name -> Text } }

#[derive(CasForm)]
#[diesel(table_name = customers)]
struct Form {
    name: String,
}

#[derive(diesel::MultiConnection)]
enum AnyConnection {
    Postgres(PgConnection),
    Sqlite(SqliteConnection),
}

fn open(connection: &mut AnyConnection) {
    let _ = Form::at(1).open(connection);
}

fn main() {}
