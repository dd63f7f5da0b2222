use cas_forms::CasForm;
use cas_forms_diesel::sync::Insert;
use diesel::prelude::*;

diesel::table! { people (id) { id -> Integer, name -> Text, tenant -> Integer, } }
diesel::table! { clubs (id) { id -> Integer, name -> Text, } }

#[derive(CasForm)]
#[diesel(table_name = people)]
struct Person {
    name: String,
}

fn use_it(connection: &mut SqliteConnection) {
    let _ = Person::create().with(7).submit("").insert(connection);
    let _ = Person::create().with(clubs::name.eq("chess")).submit("").insert(connection);
}

fn main() {}
