//! MariaDB's locks, waited for in vain.

use super::contract::{Page, Store, Way, new_key};
use super::databases::{Place, run};
use super::stores::{awaited, way_at};
use cas_forms::{Ask, Claim, FencingToken, LeaseError};
use cas_forms_diesel::Database;
use diesel::MysqlConnection;
use diesel_async::AsyncMysqlConnection;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

const TTL: Duration = Duration::from_mins(10);
/// Far longer than anything takes that does not wait for ever.
const LIMIT: Duration = Duration::from_mins(1);
/// Whoever has to wait fails.
const NO_WAIT: &str = "SET SESSION innodb_lock_wait_timeout = 0";

/// Asks everything while somebody keeps the row of the lease, twice, and then once more.
fn asked_in_vain(url: &str, way: Way) {
    let mut keeper = MysqlConnection::connect(url);
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        let mut store = Store(way);
        let (key, ann, bob) = (new_key(), Page::new("Ann"), Page::new("Bob"));
        let claim = Claim { key: &key, secret: &bob.secret, holder: &bob.holder, ttl: TTL };
        let fence = store.have(&key, &ann, TTL).fence;
        run(&mut keeper, "BEGIN");
        run(&mut keeper, "UPDATE cas_leases SET holder = 'somebody'");
        let asks = [
            Ask::Acquire(claim),
            Ask::TakeOver(claim, FencingToken(fence.0)),
            Ask::Renew { key: &key, secret: &ann.secret, ttl: TTL },
            Ask::Release { key: &key, secret: &ann.secret },
        ];
        for ask in asks.into_iter().chain(asks) {
            let answer = (store.0)(ask);
            tell.send(matches!(answer, Err(LeaseError::Unavailable(_)))).expect("it is waited for");
        }
        tell.send(store.holder(&key).is_some_and(|held| held.holder == ann.holder))
            .expect("it is waited for");
        run(&mut keeper, "ROLLBACK");
        for ask in [Ask::Renew { key: &key, secret: &ann.secret, ttl: TTL }, asks[1], asks[0]] {
            tell.send((store.0)(ask).is_ok_and(|answer| answer.is_done)).expect("it is waited for");
        }
    });
    for step in 0..12 {
        let is_right = told.recv_timeout(LIMIT).expect("nobody waits for ever");
        assert!(is_right, "step {step}");
    }
}

#[test]
fn who_waits_for_a_lease_in_vain_is_told_and_may_ask_again() {
    let url = MysqlConnection::make();
    asked_in_vain(&url, way_at::<MysqlConnection>(NO_WAIT, Database, &url));
}

#[test]
fn who_awaits_a_lease_in_vain_is_told_and_may_ask_again() {
    let url = MysqlConnection::make();
    asked_in_vain(&url, awaited::<AsyncMysqlConnection>(Database, NO_WAIT, &url));
}
