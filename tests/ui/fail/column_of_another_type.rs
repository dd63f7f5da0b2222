//! The field is a text, the column a number.

use cas_forms::CasForm;
use cas_forms_diesel::sync::{Open as _, Save as _};
use diesel::prelude::*;

diesel::table! { customers (id) { id -> Integer, name -> Text, credit -> Integer } }

#[derive(CasForm)]
#[diesel(table_name = customers)]
struct Form {
    name: String,
    credit: String,
}

fn main() {
    let mut connection = SqliteConnection::establish(":memory:").unwrap();
    let at = Form::at(1);
    let form = at.open(&mut connection).unwrap();
    let _ = form.field(Form::FIELDS.credit);
    let _ = at.submit("name=Ada").save(&mut connection).map_err(|refused| refused.status());
}
