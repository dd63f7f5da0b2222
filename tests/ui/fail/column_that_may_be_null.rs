//! The columns and the fields disagree about null.

use cas_forms::CasForm;
use cas_forms_diesel::sync::Open as _;
use diesel::prelude::*;

diesel::table! { customers (id) { id -> Integer, name -> Text, notes -> Nullable<Text> } }

#[derive(CasForm)]
#[diesel(table_name = customers)]
struct Never {
    name: Option<String>,
}

#[derive(CasForm)]
#[diesel(table_name = customers)]
struct Maybe {
    notes: String,
}

fn main() {
    let mut connection = SqliteConnection::establish(":memory:").unwrap();
    let _ = Never::at(1).open(&mut connection);
    let _ = Maybe::at(1).open(&mut connection);
}
