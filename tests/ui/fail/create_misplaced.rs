use cas_forms::CasForm;
use cas_forms_diesel::sync::{Check, Insert, Open, Save};
use diesel::SqliteConnection;

diesel::table! { people (id) { id -> Integer, name -> Text, tenant -> Integer, } }

#[derive(CasForm)]
#[diesel(table_name = people)]
struct Person {
    name: String,
}

fn use_it(connection: &mut SqliteConnection) {
    let create = Person::create();
    let _ = create.open(connection);
    let _ = create.submit("").check(connection);
    let _ = create.submit("").save(connection);
    let _ = Person::at(1).submit("").insert(connection);
}

fn main() {}
