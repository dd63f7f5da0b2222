use cas_forms::{CasForm, Form, SealKeys};
use cas_forms_diesel::sync::{Open as _, Save as _};
use diesel::prelude::*;

diesel::table! {
    customers (id) {
        id -> Integer,
        name -> Text,
    }
}

#[derive(CasForm)]
#[diesel(table_name = customers)]
#[cas(seal)]
struct Sealed {
    name: String,
}

#[derive(CasForm)]
#[diesel(table_name = customers)]
struct Free {
    name: String,
}

fn save(db: &mut SqliteConnection, body: &[u8], keys: &SealKeys) {
    let _ = Sealed::at(1).open(db);
    let _ = Sealed::at(1).submit(body).save(db);
    let _ = Sealed::at(1).form(Sealed { name: "x".into() });
    let _ = Sealed::create().blank();
    let _ = Form::new(Sealed { name: "x".into() });
    let _ = Free::at(1).seal(keys, "user 12").submit(body);
}

fn main() {}
