//! Leases: who is editing a row, for how long, and the proof of it that a page carries.
//!
//! A lease is held by one page in one tab, not by a user or a session. It ends by itself, only the
//! store's clock says when, and a page is told how much time is left, never a time of day.

mod call;
mod carried;
mod key;
#[cfg(feature = "lease")]
mod memory;
#[cfg(feature = "redis")]
mod redis;
mod secret;
mod state;
mod store;

pub use call::{LeaseCall, LeaseNews};
pub use carried::{Presented, Under};
pub use key::LeaseKey;
#[cfg(feature = "lease")]
pub use memory::Memory;
#[cfg(feature = "redis")]
pub use redis::Redis;
pub use secret::Secret;
pub use state::LeaseState;
pub use store::{Answer, Ask, AsyncLeaseStore, Claim, LeaseError, LeaseStore};

use std::fmt;
use std::time::Duration;

/// What a form with `#[lockable]` has as its [`Lock`](crate::CasForm::Lock): it is saved under a
/// lease only.
#[derive(Clone, Copy, Debug)]
pub struct Leased;

/// What `#[lockable(...)]` says. Written by the derive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LockSpec {
    pub(crate) resource: &'static str,
    pub(crate) ttl: Duration,
    pub(crate) idle: Option<Duration>,
    pub(crate) fallback: bool,
    pub(crate) guard: bool,
}

impl LockSpec {
    /// Leases of rows of this resource that last so many milliseconds unless they are renewed.
    pub const fn new(resource: &'static str, ttl_ms: u64) -> Self {
        let ttl = Duration::from_millis(ttl_ms);
        LockSpec { resource, ttl, idle: None, fallback: false, guard: false }
    }

    /// A page in which nothing happens for so many milliseconds stops renewing.
    pub const fn with_idle(self, idle_ms: u64) -> Self {
        LockSpec { idle: Some(Duration::from_millis(idle_ms)), ..self }
    }

    /// While the store does not answer, pages are opened without a lease and saved by comparison.
    pub const fn with_fallback(self) -> Self {
        LockSpec { fallback: true, ..self }
    }

    /// The database has guard triggers, and saves have to pass them.
    pub const fn with_guard(self) -> Self {
        LockSpec { guard: true, ..self }
    }

    /// What the keys of its leases begin with: the table, unless the form says otherwise.
    pub fn resource(&self) -> &'static str {
        self.resource
    }

    /// How long a lease lasts unless it is renewed.
    pub fn ttl(&self) -> Duration {
        self.ttl
    }

    /// How long nothing may happen in a page until it stops renewing.
    pub fn idle(&self) -> Option<Duration> {
        self.idle
    }

    /// Whether pages are opened without a lease while the store does not answer.
    pub fn has_fallback(&self) -> bool {
        self.fallback
    }

    /// Whether saves have to pass guard triggers.
    pub fn has_guard(&self) -> bool {
        self.guard
    }
}

/// A number that grows with every new holder of a lease, also across release, expiry and restart of
/// the store: whoever has seen a greater one knows that this holder is a former one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FencingToken(pub i64);

impl fmt::Display for FencingToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Who edits: a name that others may read, and the page it is done in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Holder {
    user: String,
    instance: String,
}

impl Holder {
    /// The most characters of a name that are kept.
    pub const MAX_NAME: usize = 200;

    /// A new page of this user's. The name is shown to whoever wants to edit the same.
    #[cfg(feature = "lease")]
    pub fn new(user: impl Into<String>) -> Self {
        Holder::of_page(user, secret::random(8).unwrap_or_default())
    }

    /// This page of this user's; for stores.
    pub fn of_page(user: impl Into<String>, instance: impl Into<String>) -> Self {
        // No database stores NUL in a text.
        let kept = |text: String| -> String {
            text.chars().filter(|letter| *letter != '\0').take(Holder::MAX_NAME).collect()
        };
        Holder { user: kept(user.into()), instance: kept(instance.into()) }
    }

    /// The user's name.
    pub fn user(&self) -> &str {
        &self.user
    }

    /// What tells the page from every other; it is no secret.
    pub fn instance(&self) -> &str {
        &self.instance
    }

    /// Whether it is the same user in another page.
    pub fn is_same_user(&self, other: &Holder) -> bool {
        self.user == other.user
    }
}

/// Who holds a lease, and for how long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Who.
    pub holder: Holder,
    /// Which holder this is, counted from the first.
    pub fence: FencingToken,
    /// How long, unless it is renewed.
    pub remaining: Duration,
}

impl Held {
    /// The whole seconds that are left, rounded up.
    pub fn seconds(&self) -> u64 {
        self.remaining.as_millis().div_ceil(1000).try_into().unwrap_or(u64::MAX)
    }
}

/// A lease that is held by one's own page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    secret: Secret,
    held: Held,
}

impl Lease {
    /// For stores.
    pub fn new(secret: Secret, held: Held) -> Self {
        Lease { secret, held }
    }

    /// What proves it; the page carries it.
    pub fn secret(&self) -> &Secret {
        &self.secret
    }

    /// Who holds it, and for how long.
    pub fn held(&self) -> &Held {
        &self.held
    }

    /// Its fencing token.
    pub fn fence(&self) -> FencingToken {
        self.held.fence
    }

    /// How long it is held, unless it is renewed.
    pub fn remaining(&self) -> Duration {
        self.held.remaining
    }
}

/// What came of trying to lock.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "whether it is locked decides about what is shown"]
pub enum Locking {
    /// It is locked for this page.
    Mine(Lease),
    /// Somebody else holds it.
    Taken(Held),
    /// The store does not answer, and the form may be saved by comparison alone then:
    /// `#[lockable(fallback = cas)]`.
    Unfenced,
}

impl Locking {
    /// The lease, if it is one's own.
    pub fn lease(&self) -> Option<&Lease> {
        match self {
            Locking::Mine(lease) => Some(lease),
            Locking::Taken(_) | Locking::Unfenced => None,
        }
    }

    /// Who else holds it.
    pub fn taken(&self) -> Option<&Held> {
        match self {
            Locking::Taken(held) => Some(held),
            Locking::Mine(_) | Locking::Unfenced => None,
        }
    }
}

/// What came of renewing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Renewal {
    /// It is held for so long again; also where it had ended, and nobody had taken it.
    Renewed(Held),
    /// It was taken over by this holder or, where there is none, given up since.
    Lost(Option<Held>),
}

#[cfg(test)]
mod tests {
    use super::Holder;

    #[test]
    fn of_a_name_is_kept_what_every_database_stores() {
        let long = format!("\0{}", "é".repeat(2 * Holder::MAX_NAME));
        let holder = Holder::of_page(long, "a\0b");
        assert_eq!(holder.user(), "é".repeat(Holder::MAX_NAME));
        assert_eq!(holder.instance(), "ab");
    }
}
