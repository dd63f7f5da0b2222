//! Rows to be locked, and the forms that edit them.

use super::databases::run;
use cas_forms::{CasForm, Lease, Locking};
use diesel::connection::SimpleConnection;

diesel::table! {
    tasks (id) {
        id -> Integer,
        tenant -> Integer,
        name -> Text,
    }
}

#[derive(CasForm, Debug)]
#[diesel(table_name = tasks)]
#[lockable(ttl = "10m")]
pub(crate) struct Task {
    pub(crate) name: String,
}

/// Whose lease ends before anybody can use it.
#[derive(CasForm)]
#[diesel(table_name = tasks)]
#[lockable(ttl = "1s")]
pub(crate) struct Brief {
    #[allow(dead_code, reason = "it is locked only")]
    name: String,
}

/// Which is opened without a lease where none can be had.
#[derive(CasForm)]
#[diesel(table_name = tasks)]
#[lockable(ttl = "10m", fallback = cas)]
pub(crate) struct Hurried {
    #[allow(dead_code, reason = "it is locked only")]
    name: String,
}

/// Tasks 1 to 9 of tenant 1.
pub(crate) fn create(connection: &mut impl SimpleConnection) {
    run(
        connection,
        "CREATE TABLE tasks (id INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, name VARCHAR(20) NOT NULL)",
    );
    for id in 1..10 {
        run(connection, &format!("INSERT INTO tasks VALUES ({id}, 1, 'old')"));
    }
}

/// The lease, of one who has to get it.
pub(crate) fn mine(locking: Locking) -> Lease {
    match locking {
        Locking::Mine(lease) => lease,
        other => panic!("{other:?}"),
    }
}
