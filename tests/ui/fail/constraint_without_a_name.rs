use cas_forms::CasForm;

diesel::table! { people (id) { id -> Integer, name -> Text, } }

#[derive(CasForm)]
#[diesel(table_name = people)]
struct Person {
    #[cas(constraint = "")]
    name: String,
}

fn main() {}
