use cas_forms::CasForm;

diesel::table! { customers (id) { id -> Integer, first_name -> Text } }

#[derive(CasForm)]
#[diesel(table_name = customers)]
struct Form {
    #[cas(column = given_name)]
    #[diesel(column_name = first_name)]
    name: String,
}

fn main() {}
