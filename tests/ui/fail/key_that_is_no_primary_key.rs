//! A key that is not the table's may be that of several rows, and one save would overwrite them.

use cas_forms::CasForm;

diesel::table! { customers (id) { id -> Integer, tenant -> Integer, name -> Text } }
diesel::table! { lines (order_id, line) { order_id -> Integer, line -> Integer, text -> Text } }

#[derive(CasForm)]
#[diesel(table_name = customers, primary_key(tenant))]
struct Customer {
    name: String,
}

#[derive(CasForm)]
#[diesel(table_name = lines, primary_key(order_id))]
struct Line {
    text: String,
}

fn main() {}
