//! Leases: what every store does, and what it means to lock a row.
#![allow(missing_docs, reason = "`table!` makes public items")]

#[path = "support"]
mod support {
    pub(crate) mod server;
}

mod lease {
    pub(crate) mod contract;
    pub(crate) mod databases;
    mod stores;
}
