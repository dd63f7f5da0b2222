use cas_forms::CasForm;

diesel::table! { customers (id) { id -> Integer, name -> Text } }

#[derive(CasForm)]
#[diesel(table_name = customers)]
struct Form {
    name: String,
    #[cas(column = name)]
    nickname: String,
}

fn main() {}
