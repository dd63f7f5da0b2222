use cas_forms::CasForm;
use diesel::prelude::*;

diesel::table! { people (id) { id -> Integer, name -> Text, tenant -> Integer, } }

#[derive(CasForm)]
#[diesel(table_name = people)]
struct Person {
    name: String,
}

fn main() {
    let _ = Person::create().scope(people::tenant.eq(7));
    let _ = Person::at(1).with(people::tenant.eq(7));
}
