//! The database would have to call the row as Rust does.

use cas_forms::CasForm;
use cas_forms_diesel::Guard;
use diesel::pg::Pg;

diesel::table! {
    days (day) {
        day -> Date,
        notes -> Text,
    }
}

#[derive(CasForm)]
#[diesel(table_name = days)]
#[cas(key = chrono::NaiveDate)]
#[lockable(ttl = "90s", guard)]
struct Day {
    notes: String,
}

fn main() {
    let _ = Guard::of::<Day, Pg>();
}
