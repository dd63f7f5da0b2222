use cas_forms::{CasChoice, CasForm};

diesel::table! { customers (id) { id -> Integer, name -> Text } }

#[derive(CasForm)]
#[cas(crate = web::forms)]
struct Form {
    name: String,
}

#[derive(CasForm)]
#[cas(table = customers, diesel_crate = web::forms)]
struct Saved {
    name: String,
}

#[derive(CasChoice, Clone)]
#[cas(crate = web::forms)]
enum Size {
    Small,
}

mod web {}

fn main() {}
