//! Redis loses scripts, connections and leases.

use super::page::{key, page, tell};
use crate::support::server::RedisServer;
use cas_forms::{Ask, FencingToken, LeaseStore as _, Redis};

fn start() -> (RedisServer, Redis) {
    let server = RedisServer::start();
    let store = Redis::open(&server.url(), "lost").expect("an address");
    (server, store)
}

#[test]
fn scripts_that_were_flushed_are_sent_again() {
    let (server, store) = start();
    let (ann, key) = (page("Ann"), key("scripts"));
    let fence = ann.have(&store, &key);
    let () = tell(&server.url(), &["SCRIPT", "FLUSH"]);
    assert_eq!(ann.have(&store, &key), fence);
    assert!(ann.renew(&store, &key).is_done);
}

#[test]
fn connections_that_broke_are_made_again_within_the_question() {
    let (server, store) = start();
    let (ann, key) = (page("Ann"), key("connections"));
    let fence = ann.have(&store, &key);
    let () = tell(&server.url(), &["CLIENT", "KILL", "TYPE", "normal"]);
    assert!(ann.renew(&store, &key).is_done);
    assert_eq!(ann.have(&store, &key), fence);
}

#[test]
fn after_a_restart_tokens_grow() {
    let (mut server, store) = start();
    let key = key("restart");
    let before = page("Ann").have(&store, &key);
    server.restart();
    assert!(page("Bob").have(&store, &key) > before);
}

#[test]
fn after_everything_was_flushed_tokens_grow() {
    let (server, store) = start();
    let key = key("flush");
    let mut last = page("Ann").have(&store, &key);
    for _ in 0..20 {
        let () = tell(&server.url(), &["FLUSHALL"]);
        let next = page("Bob").have(&store, &key);
        assert!(next > last, "{next} after {last}");
        last = next;
    }
}

#[test]
fn tokens_are_exact_beyond_what_the_language_of_the_scripts_prints() {
    let (server, store) = start();
    let key = key("digits");
    page("Ann").have(&store, &key);
    // No clock will have got there: each is the one before and one more.
    let far = 8_999_999_999_999_990;
    let () = tell(&server.url(), &["HSET", "lost:rows/digits", "f", &far.to_string()]);
    for next in far..far + 5 {
        let taken = page("Bob").take_over(&store, &key, FencingToken(next));
        assert_eq!(taken.held.map(|held| held.fence), Some(FencingToken(next + 1)));
        let seen = store.ask(Ask::Holder { key: &key }, &mut ()).expect("an answer");
        assert_eq!(seen.held.map(|held| held.fence), Some(FencingToken(next + 1)));
    }
}

#[test]
fn an_acquire_and_a_take_over_that_are_repeated_are_done_once() {
    let (_server, store) = start();
    let (ann, bob, key) = (page("Ann"), page("Bob"), key("repeated"));
    let seen = ann.have(&store, &key);
    assert_eq!(ann.have(&store, &key), seen);
    let once = bob.take_over(&store, &key, seen);
    let twice = bob.take_over(&store, &key, seen);
    assert!(once.is_done && twice.is_done);
    assert_eq!(once.held.map(|held| held.fence), twice.held.map(|held| held.fence));
}

#[test]
fn a_server_that_became_a_replica_is_left_for_the_master_that_is_named() {
    let (old, new) = (RedisServer::start(), RedisServer::start());
    let master = std::sync::Arc::new(std::sync::Mutex::new(old.url()));
    let named = std::sync::Arc::clone(&master);
    let store = Redis::locating("sentinel", move || {
        redis::Client::open(named.lock().expect("not poisoned").as_str())
    });
    let (ann, key) = (page("Ann"), key("master"));
    ann.have(&store, &key);
    new.url().clone_into(&mut master.lock().expect("not poisoned"));
    let port = new.url().trim_end_matches('/').rsplit_once(':').expect("a port").1.to_owned();
    let () = tell(&old.url(), &["REPLICAOF", "127.0.0.1", &port]);
    ann.have(&store, &key);
    let keys: Vec<String> = tell(&new.url(), &["KEYS", "*"]);
    assert_eq!(keys, ["sentinel:rows/master"]);
}
