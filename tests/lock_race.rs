//! Many want the lease of one row: threads that contend for it in every store, and processes that are
//! stopped beyond its end, killed, and have clocks of their own, while servers forget and restart.
#![allow(missing_docs, reason = "`table!` makes public items")]

#[path = "lock_race"]
mod lock_race {
    mod chaos;
    mod contenders;
    mod contest;
    mod places;
}
#[path = "support"]
mod support {
    pub(crate) mod page;
    pub(crate) mod random;
    pub(crate) mod server;
}

fn is_long() -> bool {
    std::env::var_os("CAS_LONG").is_some()
}
