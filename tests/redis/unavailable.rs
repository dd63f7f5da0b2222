//! Redis is away, or silent.

use super::page::{key, page};
use crate::support::server::RedisServer;
use cas_forms::{LeaseError, Redis};
use std::time::Duration;

#[test]
fn a_server_that_is_away_is_unavailable_and_found_again_when_it_is_back() {
    let mut server = RedisServer::start();
    let store = Redis::open(&server.url(), "away").expect("an address");
    let (ann, key) = (page("Ann"), key("away"));
    ann.have(&store, &key);
    server.kill();
    let error = ann.acquire(&store, &key).expect_err("nobody is there");
    assert!(matches!(error, LeaseError::Unavailable(_)), "{error:?}");
    assert_eq!(error.status(), 503);
    server.restart();
    ann.have(&store, &key);
}

#[test]
fn a_server_that_hangs_is_unavailable_instead_of_waited_for() {
    let server = RedisServer::start();
    let store = Redis::open(&server.url(), "silent").expect("an address");
    let store = store.with_timeout(Duration::from_millis(100));
    let (ann, key) = (page("Ann"), key("silent"));
    ann.have(&store, &key);
    server.pause();
    // The first is asked on a connection that was kept, the second on a new one.
    for _ in 0..2 {
        let error = ann.acquire(&store, &key).expect_err("nobody answers");
        assert!(matches!(error, LeaseError::Unavailable(_)), "{error:?}");
    }
    server.resume();
    // Whatever it did in the meantime was done by the same secret.
    ann.have(&store.with_timeout(Duration::from_secs(20)), &key);
}

#[test]
fn what_is_no_address_is_an_error() {
    assert!(matches!(Redis::open("no address", "x"), Err(LeaseError::Unavailable(_))));
}
