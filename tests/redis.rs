//! What is special to leases in Redis: it restarts, forgets, hangs and is shared.

#[path = "redis"]
mod redis_store {
    mod asynchronous;
    mod lost;
    mod page;
    mod shared;
    mod unavailable;
}
#[path = "support"]
mod support {
    pub(crate) mod server;
}
