//! One server for several applications, with keys of anybody's choice.

use super::page::{key, page, tell};
use crate::support::server::RedisServer;
use cas_forms::{LeaseKey, Redis};

#[test]
fn applications_with_prefixes_of_their_own_do_not_meet() {
    let server = RedisServer::start();
    let open = |prefix: &str| Redis::open(&server.url(), prefix).expect("an address");
    let key = |resource: &str| LeaseKey::new(resource, &7).expect("a short key");
    page("Ann").have(&open("shop"), &key("b:rows"));
    page("Bob").have(&open("desk"), &key("b:rows"));
    page("Cleo").have(&open("shop:b"), &key("rows"));
}

#[test]
fn keys_of_any_letters_are_different_and_do_not_choose_their_slot() {
    let server = RedisServer::start();
    let store = Redis::open(&server.url(), "{shop}").expect("an address");
    let texts = ["{a}1", "{a}2", "}{a}", "{}", "{", "}", "%7B", "%257B", "\n", "\r\n*1", "ä ", ""];
    for text in texts {
        page(text).have(&store, &key(text));
    }
    let keys: Vec<String> = tell(&server.url(), &["KEYS", "*"]);
    assert_eq!(keys.len(), texts.len());
    assert!(keys.iter().all(|key| !key.contains('{')), "{keys:?}");
}

#[test]
fn the_server_keeps_no_secret_and_its_clock_alone_ends_a_lease() {
    let server = RedisServer::start();
    let store = Redis::open(&server.url(), "shop").expect("an address");
    let ann = page("Ann");
    ann.have(&store, &key("1"));
    let stored: Vec<String> = tell(&server.url(), &["HGETALL", "shop:rows/1"]);
    assert!(!stored.iter().any(|text| text.contains(ann.secret.reveal())), "{stored:?}");
    assert!(stored.contains(&ann.secret.digest()), "{stored:?}");
    let left: i64 = tell(&server.url(), &["PTTL", "shop:rows/1"]);
    assert_eq!(left, -1, "the token of who comes next depends on what was before");
}
