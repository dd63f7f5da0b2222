//! One contest: every contestant acquires, renews and releases a lease of its own.

use crate::support::stopwatch::{self, Contestant};
use cas_forms::{Ask, Claim, Holder, LeaseKey, LeaseStore, Secret};
use std::time::Duration;

pub(crate) const TTL: Duration = Duration::from_secs(90);

/// What the stores may take of what the bare minimum takes.
pub(crate) const BAR: f64 = 1.15;

/// A contestant under its name.
pub(crate) type Named<'c> = (&'static str, Box<dyn FnMut() -> usize + 'c>);

/// A page and the row that it locks.
pub(crate) struct Page {
    pub(crate) key: LeaseKey,
    pub(crate) secret: Secret,
    pub(crate) holder: Holder,
}

impl Page {
    pub(crate) fn new(row: &str) -> Self {
        Page {
            key: LeaseKey::new("rows", &row.to_owned()).expect("a short key"),
            secret: Secret::fresh().expect("random numbers"),
            holder: Holder::new("Ann"),
        }
    }

    fn claim(&self) -> Ask<'_> {
        let Page { key, secret, holder } = self;
        Ask::Acquire(Claim { key, secret, holder, ttl: TTL })
    }

    /// Acquires and releases.
    pub(crate) fn twice<C>(&self, store: &impl LeaseStore<C>, connection: &mut C) -> usize {
        let Page { key, secret, .. } = self;
        ask(store, connection, self.claim()) + ask(store, connection, Ask::Release { key, secret })
    }

    /// Acquires, renews and releases.
    pub(crate) fn thrice<C>(&self, store: &impl LeaseStore<C>, connection: &mut C) -> usize {
        let Page { key, secret, .. } = self;
        ask(store, connection, self.claim())
            + ask(store, connection, Ask::Renew { key, secret, ttl: TTL })
            + ask(store, connection, Ask::Release { key, secret })
    }
}

fn ask<C>(store: &impl LeaseStore<C>, connection: &mut C, ask: Ask<'_>) -> usize {
    let answer = store.ask(ask, connection).expect("the store answers");
    assert!(answer.is_done, "nobody else wants it");
    usize::from(answer.is_done)
}

/// What one contestant takes beyond another.
pub(crate) struct Beyond {
    pub(crate) what: &'static str,
    pub(crate) whole: &'static str,
    pub(crate) part: &'static str,
}

/// Runs a contest and prints its table: the first is the bare minimum, the second is held against it.
pub(crate) fn print(
    title: &str,
    contestants: &mut [Named<'_>],
    beyond: &[Beyond],
    bar: Option<f64>,
) {
    let mut runs: Vec<_> =
        contestants.iter_mut().map(|(name, run)| Contestant { name, run: &mut **run }).collect();
    let rounds = stopwatch::rounds(&mut runs);
    let figure = |own: &[f64]| stopwatch::figure(1, own, &rounds[0]);
    let figures: Vec<_> = rounds.iter().map(|own| figure(own)).collect();
    stopwatch::print(title, &runs, &figures);
    let of = |wanted: &str| {
        let index = runs.iter().position(|run| run.name == wanted).expect("a contestant");
        &rounds[index]
    };
    for Beyond { what, whole, part } in beyond {
        let more: Vec<_> =
            of(whole).iter().zip(of(part)).map(|(whole, part)| whole - part).collect();
        stopwatch::print_line(what, &figure(&more));
    }
    if let Some(bar) = bar {
        stopwatch::bar("what cas-forms takes", figures[1].ratio, bar);
    }
}
