//! A scope is a condition of Diesel's, not SQL.

use cas_forms::CasForm;
use cas_forms_diesel::sync::Open as _;
use diesel::prelude::*;

diesel::table! { customers (id) { id -> Integer, name -> Text } }

#[derive(CasForm)]
#[diesel(table_name = customers)]
struct Form {
    name: String,
}

fn main() {
    let mut connection = SqliteConnection::establish(":memory:").unwrap();
    let _ = Form::at(1).scope("name = 'x'").open(&mut connection);
}
