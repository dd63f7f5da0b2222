//! One mistake, one message: opening and saving the form compile beside it.

use cas_forms::CasForm;
use cas_forms_diesel::sync::{Open as _, Save as _};
use diesel::prelude::*;

diesel::table! { customers (id) { id -> Integer, name -> Text } }

#[derive(CasForm)]
#[diesel(table_name = customers)]
struct Form {
    #[cas(lable = "Name")]
    name: String,
}

fn main() {
    let mut connection = SqliteConnection::establish(":memory:").unwrap();
    let at = Form::at(1);
    let form = at.open(&mut connection).unwrap();
    let _ = form.field(Form::FIELDS.name);
    let _ = at.submit("name=Ada").save(&mut connection).map_err(|refused| refused.status());
}
