//! The same, awaited.

use super::page::{key, page, tell};
use crate::support::server::RedisServer;
use cas_forms::{Answer, Ask, AsyncLeaseStore, LeaseError, Redis};
use std::time::Duration;

async fn ask(store: &Redis, ask: Ask<'_>) -> Result<Answer, LeaseError> {
    AsyncLeaseStore::ask(store, ask, &mut ()).await
}

#[tokio::test]
async fn a_restart_and_a_flush_of_scripts_are_not_noticed() {
    let mut server = RedisServer::start();
    let store = Redis::open(&server.url(), "awaited").expect("an address");
    let (ann, bob, key) = (page("Ann"), page("Bob"), key("restart"));
    let fence = |answer: Answer| answer.held.expect("it is held").fence;
    let first = ask(&store, Ask::Acquire(ann.claim(&key))).await.expect("an answer");
    let () = tell(&server.url(), &["SCRIPT", "FLUSH"]);
    let again = ask(&store, Ask::Acquire(ann.claim(&key))).await.expect("an answer");
    assert!(first.is_done && again.is_done);
    let before = fence(first);
    assert_eq!(fence(again), before);
    server.restart();
    let next = ask(&store, Ask::Acquire(bob.claim(&key))).await.expect("an answer");
    assert!(next.is_done && fence(next) > before);
}

#[tokio::test]
async fn a_server_that_hangs_is_unavailable_instead_of_awaited() {
    let server = RedisServer::start();
    let store = Redis::open(&server.url(), "awaited").expect("an address");
    let store = store.with_timeout(Duration::from_millis(100));
    let (ann, key) = (page("Ann"), key("silent"));
    let answer = ask(&store, Ask::Acquire(ann.claim(&key))).await.expect("an answer");
    assert!(answer.is_done);
    server.pause();
    for _ in 0..2 {
        let error = ask(&store, Ask::Holder { key: &key }).await.expect_err("nobody answers");
        assert!(matches!(error, LeaseError::Unavailable(_)), "{error:?}");
    }
    server.resume();
    let patient = store.with_timeout(Duration::from_secs(20));
    let answer = ask(&patient, Ask::Holder { key: &key }).await.expect("an answer");
    assert_eq!(answer.held.map(|held| held.holder), Some(ann.holder));
}

#[tokio::test]
async fn questions_at_the_same_time_share_a_connection_and_get_their_own_answers() {
    let server = RedisServer::start();
    let store = Redis::open(&server.url(), "awaited").expect("an address");
    let tasks: Vec<_> = (0..50)
        .map(|number| {
            let store = store.clone();
            tokio::spawn(async move {
                let (ann, key) = (page(&number.to_string()), key(&number.to_string()));
                for _ in 0..20 {
                    let answer = ask(&store, Ask::Acquire(ann.claim(&key))).await?;
                    assert_eq!(answer.held.expect("it is held").holder, ann.holder);
                }
                Ok::<_, LeaseError>(())
            })
        })
        .collect();
    for task in tasks {
        task.await.expect("no panic").expect("the store answers");
    }
}
