use cas_forms::CasForm;

mod schema {
    diesel::table! { customers (id) { id -> Integer, name -> Text } }
    diesel::table! { clients (id) { id -> Integer, name -> Text } }
}
#[derive(CasForm)]
#[cas(table = schema::clients)]
#[diesel(table_name = schema::customers)]
struct Form {
    name: String,
}

fn main() {}
