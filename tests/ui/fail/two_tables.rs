use cas_forms::CasForm;

mod schema {
    diesel::table! { customers (id) { id -> Integer, name -> Text } }
    diesel::table! { clients (id) { id -> Integer, name -> Text } }
}
use schema::{clients, customers};

#[derive(CasForm)]
#[cas(table = clients)]
#[diesel(table_name = customers)]
struct Form {
    name: String,
}

fn main() {}
