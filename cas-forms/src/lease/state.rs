//! How it stands with the lease of a page.

use super::{Held, Lease, Locking, Presented, Renewal, Secret};
use std::time::Duration;

/// How it stands with the lease of a page: what the page carries, and what it says.
///
/// It is made of what came of locking, renewing or looking: `&Locking`, [`Renewal`], `Option<Held>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LeaseState {
    /// It is the page's own, proven by this secret, for so long: both where they are known.
    Mine(Option<Secret>, Option<Duration>),
    /// Somebody else holds it, or the same user in another page.
    Taken(Held),
    /// Nobody holds it.
    Free,
    /// None could be had, and the form may be saved by comparison alone.
    Unfenced,
}

impl LeaseState {
    /// Who else holds it.
    pub fn taken(&self) -> Option<&Held> {
        match self {
            LeaseState::Taken(held) => Some(held),
            LeaseState::Mine(..) | LeaseState::Free | LeaseState::Unfenced => None,
        }
    }

    /// What a page carries.
    pub(crate) fn carried(&self) -> Option<&str> {
        match self {
            LeaseState::Mine(secret, _) => secret.as_ref().map(Secret::reveal),
            LeaseState::Unfenced => Some(Presented::UNFENCED),
            LeaseState::Taken(_) | LeaseState::Free => None,
        }
    }

    /// How long it goes on as it is, unless the holder renews it.
    pub(crate) fn remaining(&self) -> Option<Duration> {
        match self {
            LeaseState::Mine(_, remaining) => *remaining,
            LeaseState::Taken(held) => Some(held.remaining),
            LeaseState::Free | LeaseState::Unfenced => None,
        }
    }

    /// One word for it, for scripts.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            LeaseState::Mine(..) => "mine",
            LeaseState::Taken(_) => "taken",
            LeaseState::Free => "free",
            LeaseState::Unfenced => "unfenced",
        }
    }
}

impl From<&Locking> for LeaseState {
    fn from(locking: &Locking) -> Self {
        match locking {
            Locking::Mine(lease) => lease.into(),
            Locking::Taken(held) => LeaseState::Taken(held.clone()),
            Locking::Unfenced => LeaseState::Unfenced,
        }
    }
}

impl From<&Lease> for LeaseState {
    fn from(lease: &Lease) -> Self {
        LeaseState::Mine(Some(lease.secret().clone()), Some(lease.remaining()))
    }
}

impl From<&Presented> for LeaseState {
    fn from(presented: &Presented) -> Self {
        match presented.secret() {
            Some(secret) => LeaseState::Mine(Some(secret.clone()), None),
            None if presented.is_unfenced() => LeaseState::Unfenced,
            None => LeaseState::Free,
        }
    }
}

impl From<Renewal> for LeaseState {
    fn from(renewal: Renewal) -> Self {
        match renewal {
            Renewal::Renewed(held) => LeaseState::Mine(None, Some(held.remaining)),
            Renewal::Lost(held) => held.into(),
        }
    }
}

impl From<Option<Held>> for LeaseState {
    fn from(held: Option<Held>) -> Self {
        held.map_or(LeaseState::Free, LeaseState::Taken)
    }
}
