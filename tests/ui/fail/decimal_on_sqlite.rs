//! SQLite has no decimal numbers: it would store a float.

use cas_forms::CasForm;
use cas_forms_diesel::sync::Open as _;
use diesel::prelude::*;

diesel::table! { items (id) { id -> Integer, price -> Numeric } }

#[derive(CasForm)]
#[diesel(table_name = items)]
struct Form {
    price: bigdecimal::BigDecimal,
}

fn open(connection: &mut SqliteConnection) {
    let _ = Form::at(1).open(connection);
}

fn main() {}
