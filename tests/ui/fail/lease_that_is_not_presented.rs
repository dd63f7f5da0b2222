//! A form with `#[lockable]` is saved under its lease.

use cas_forms::CasForm;
use cas_forms_diesel::sync::Save as _;
use diesel::prelude::*;

diesel::table! {
    notes (id) {
        id -> Integer,
        text -> Text,
    }
}

#[derive(CasForm)]
#[diesel(table_name = notes)]
#[lockable(ttl = "90s")]
struct Note {
    text: String,
}

fn main() {
    let mut db = SqliteConnection::establish(":memory:").unwrap();
    let _ = Note::at(1).submit("").save(&mut db);
}
