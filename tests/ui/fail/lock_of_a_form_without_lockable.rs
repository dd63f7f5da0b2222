//! A form that is saved without a lease, locked.

use cas_forms::{CasForm, Holder};
use cas_forms_diesel::Database;
use cas_forms_diesel::sync::Lock as _;

diesel::table! {
    tasks (id) { id -> Integer, name -> Text, }
}

#[derive(CasForm)]
#[diesel(table_name = tasks)]
struct Task {
    name: String,
}

fn page(db: &mut diesel::SqliteConnection) {
    let _ = Task::at(1).lock(&Database, &Holder::new("Ann"), db);
}

fn main() {}
