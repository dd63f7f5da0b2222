//! PostgreSQL.

use crate::contest::{
    Bars, Edit, IDS, Id, Named, READING, States, WHOLE, alternating, diesel_contestants, listen,
    one, print,
};
use crate::row::{Row, customers};
use crate::servers::server::Postgres;
use cas_forms::CasForm as _;
use cas_forms_diesel::sync::Save as _;
use diesel::connection::{Connection as _, InstrumentationEvent, SimpleConnection as _};
use diesel::prelude::*;
use std::cell::RefCell;

diesel_contestants! { PgConnection, transaction, for_update }

pub(crate) fn run() {
    let server = Postgres::start();
    let mut connection = PgConnection::establish(&server.url()).expect("a server");
    connection
        .batch_execute(
            "CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, company TEXT NOT NULL, \
                email TEXT NOT NULL, notes TEXT NOT NULL, credit INTEGER NOT NULL, \
                discount DOUBLE PRECISION NOT NULL, active BOOLEAN NOT NULL, since DATE, \
                version INTEGER NOT NULL) WITH (fillfactor = 50)",
        )
        .expect("the table");
    let bars = Bars { unprotected: 0.7, raw: None };
    for (commit, set) in [
        ("fsync and synchronous_commit off", "SET synchronous_commit = off"),
        ("fsync off, synchronous_commit on", "SET synchronous_commit = on"),
    ] {
        connection.batch_execute(set).expect("the setting");
        for (edit, edited) in
            [(Edit::AllFields, "all fields edited"), (Edit::OneField, "one field")]
        {
            let states = States::new(edit);
            statement(&mut connection, &states);
            let title = format!("PostgreSQL ({commit}), {edited}");
            race(&title, &mut connection, &states, Vec::new(), &bars);
        }
    }
}
