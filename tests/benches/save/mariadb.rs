//! MariaDB.

use crate::contest::{
    Bars, Edit, IDS, Id, Named, READING, States, WHOLE, alternating, diesel_contestants, listen,
    one, print,
};
use crate::row::{Row, customers};
use crate::servers::server::MariaDb;
use cas_forms::CasForm as _;
use cas_forms_diesel::sync::Save as _;
use diesel::connection::{Connection as _, InstrumentationEvent, SimpleConnection as _};
use diesel::prelude::*;
use std::cell::RefCell;

diesel_contestants! { MysqlConnection, transaction, for_update }

pub(crate) fn run() {
    let server = MariaDb::start();
    let mut connection = MysqlConnection::establish(&server.url()).expect("a server");
    connection
        .batch_execute(
            "CREATE TABLE customers (id INTEGER PRIMARY KEY, name VARCHAR(255) NOT NULL, \
                company VARCHAR(255) NOT NULL, email VARCHAR(255) NOT NULL, notes TEXT NOT NULL, \
                credit INTEGER NOT NULL, discount DOUBLE NOT NULL, active BOOLEAN NOT NULL, since DATE, \
                version INTEGER NOT NULL)",
        )
        .expect("the table");
    let bars = Bars { unprotected: 0.9, raw: None };
    for (edit, edited) in [(Edit::AllFields, "all fields edited"), (Edit::OneField, "one field")] {
        let states = States::new(edit);
        statement(&mut connection, &states);
        let title = format!("MariaDB (innodb_flush_log_at_trx_commit = 2), {edited}");
        race(&title, &mut connection, &states, Vec::new(), &bars);
    }
}
