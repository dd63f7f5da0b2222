//! Saving a row of eight fields by its key: compare and swap, against Diesel's updates without
//! protection, with a version column, and under a lock; for SQLite against its C interface, too.
#![allow(missing_docs, reason = "`table!` makes public items")]

#[path = "save/contest.rs"]
mod contest;
#[path = "save/mariadb.rs"]
mod mariadb;
#[path = "save/postgres.rs"]
mod postgres;
#[path = "save/row.rs"]
mod row;
#[path = "save/sqlite.rs"]
mod sqlite;
mod support;
#[path = "../support"]
mod servers {
    pub(crate) mod server;
}

use rustix::thread::{CpuSet, sched_setaffinity};

fn main() {
    println!("Save a row of 8 fields by its key; every contestant in autocommit:");
    sqlite::in_memory();
    sqlite::in_a_file();
    // A server that answers from another core is waited for most of the time, for want of work.
    // Its processes stay where the one is that starts them.
    let mut core = CpuSet::new();
    core.set(0);
    sched_setaffinity(None, &core).expect("a core");
    println!("Client and server on one core, nothing waits for the disk:");
    postgres::run();
    mariadb::run();
}
