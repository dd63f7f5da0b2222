//! Leases: to acquire, renew and release one in each store, against the least that does anything like
//! it on the same connection; what waiting for writers and the row in the database add.
#![allow(missing_docs, reason = "`table!` makes public items")]

#[path = "lease/bare.rs"]
mod bare;
#[path = "lease/contest.rs"]
mod contest;
#[path = "lease/databases.rs"]
mod databases;
#[path = "lease/redis_alone.rs"]
mod redis_alone;
#[path = "support"]
mod support {
    pub(crate) mod stopwatch;
}
#[path = "../support"]
mod servers {
    pub(crate) mod server;
}

use rustix::thread::{CpuSet, sched_setaffinity};
use servers::server::RedisServer;

fn main() {
    println!("Acquire, renew and release a lease; every statement in autocommit:");
    databases::memory();
    // A server that answers from another core is waited for most of the time, for want of work.
    // Its processes stay where the one is that starts them.
    let mut core = CpuSet::new();
    core.set(0);
    sched_setaffinity(None, &core).expect("a core");
    println!("Client and servers on one core, nothing waits for the disk:");
    let server = RedisServer::start();
    let redis = cas_forms::Redis::open(&server.url(), "bench").expect("an address");
    redis_alone::run(&server.url(), &redis);
    databases::sqlite(&redis);
    databases::postgres(&redis);
    databases::mariadb(&redis);
}
