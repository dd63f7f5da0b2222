//! A store that the saved database does not see.

use cas_forms::{CasForm, Holder, Memory};
use cas_forms_diesel::sync::Lock as _;

diesel::table! {
    tasks (id) { id -> Integer, name -> Text, }
}

#[derive(CasForm)]
#[diesel(table_name = tasks)]
#[lockable(ttl = "180s")]
struct Task {
    name: String,
}

fn page(leases: &Memory, db: &mut diesel::SqliteConnection) {
    let _ = Task::at(1).lock(leases, &Holder::new("Ann"), db);
}

fn main() {}
