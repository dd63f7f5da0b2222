use cas_forms::{CasForm, Presented};
use cas_forms_diesel::sync::{Delete as _, Save as _};
use diesel::prelude::*;

diesel::table! {
    customers (id) {
        id -> Integer,
        name -> Text,
    }
}

#[derive(CasForm)]
#[diesel(table_name = customers)]
#[lockable(ttl = "180s")]
struct Locked {
    name: String,
}

#[derive(CasForm)]
#[diesel(table_name = customers)]
struct Free {
    name: String,
}

fn save(db: &mut SqliteConnection, body: &[u8]) {
    let _ = Locked::at(1).submit(body).save(db);
    let _ = Locked::at(1).submit(body).delete(db);
    let lease = Presented::of_body(body);
    let _ = Free::at(1).lease(&lease).submit(body).save(db);
}

fn main() {}
