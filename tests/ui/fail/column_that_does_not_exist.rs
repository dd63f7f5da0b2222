use cas_forms::CasForm;

diesel::table! { customers (id) { id -> Integer, name -> Text } }

#[derive(CasForm)]
#[diesel(table_name = customers)]
struct Form {
    #[cas(column = full_name)]
    name: String,
    email: String,
}

fn main() {}
