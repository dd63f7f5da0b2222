//! A page that wants leases.

use cas_forms::{
    Answer, Ask, Claim, FencingToken, Holder, LeaseError, LeaseKey, LeaseStore as _, Redis, Secret,
};
use std::time::Duration;

pub(crate) const TTL: Duration = Duration::from_mins(10);

pub(crate) struct Page {
    pub(crate) secret: Secret,
    pub(crate) holder: Holder,
}

pub(crate) fn page(user: &str) -> Page {
    Page { secret: Secret::fresh().expect("random numbers"), holder: Holder::new(user) }
}

pub(crate) fn key(text: &str) -> LeaseKey {
    LeaseKey::new("rows", &text.to_owned()).expect("a short key")
}

impl Page {
    pub(crate) fn claim<'a>(&'a self, key: &'a LeaseKey) -> Claim<'a> {
        Claim { key, secret: &self.secret, holder: &self.holder, ttl: TTL }
    }

    pub(crate) fn acquire(&self, store: &Redis, key: &LeaseKey) -> Result<Answer, LeaseError> {
        store.ask(Ask::Acquire(self.claim(key)), &mut ())
    }

    /// The fencing token of a lease that nobody else can have.
    pub(crate) fn have(&self, store: &Redis, key: &LeaseKey) -> FencingToken {
        let answer = self.acquire(store, key).expect("the store answers");
        assert!(answer.is_done, "{answer:?}");
        answer.held.expect("it is held").fence
    }

    pub(crate) fn take_over(&self, store: &Redis, key: &LeaseKey, seen: FencingToken) -> Answer {
        store.ask(Ask::TakeOver(self.claim(key), seen), &mut ()).expect("the store answers")
    }

    pub(crate) fn renew(&self, store: &Redis, key: &LeaseKey) -> Answer {
        let ask = Ask::Renew { key, secret: &self.secret, ttl: TTL };
        store.ask(ask, &mut ()).expect("the store answers")
    }
}

/// What somebody else tells the server.
pub(crate) fn tell<T: redis::FromRedisValue>(url: &str, words: &[&str]) -> T {
    let client = redis::Client::open(url).expect("an address");
    let mut connection = client.get_connection().expect("the server answers");
    let mut command = redis::cmd(words[0]);
    for word in &words[1..] {
        command.arg(*word);
    }
    command.query(&mut connection).unwrap_or_else(|error| panic!("{words:?}: {error}"))
}
