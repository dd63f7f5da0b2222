//! There is nothing to hold its rows by.

use cas_forms::CasForm;
use cas_forms_diesel::Guard;
use diesel::pg::Pg;

diesel::table! {
    notes (id) {
        id -> Integer,
        text -> Text,
    }
}

#[derive(CasForm)]
#[diesel(table_name = notes)]
struct Note {
    text: String,
}

fn main() {
    let _ = Guard::of::<Note, Pg>();
}
