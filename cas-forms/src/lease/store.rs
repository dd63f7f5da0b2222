//! Where leases are kept: one question, one answer.

use super::{FencingToken, Held, Holder, LeaseKey, Secret};
use std::error::Error;
use std::fmt;
use std::pin::Pin;
use std::time::Duration;

/// Who wants a lease, and for how long.
#[derive(Clone, Copy, Debug)]
pub struct Claim<'a> {
    /// Of what.
    pub key: &'a LeaseKey,
    /// What is to prove it.
    pub secret: &'a Secret,
    /// Who is named as its holder.
    pub holder: &'a Holder,
    /// How long it lasts unless it is renewed.
    pub ttl: Duration,
}

/// What a store is asked. Each is one atomic step of the store, by the store's clock.
#[derive(Clone, Copy, Debug)]
pub enum Ask<'a> {
    /// The lease, if it is free, has ended, or is this secret's already. A new holder gets a greater
    /// fencing token than every holder before; the same one keeps its own.
    Acquire(Claim<'a>),
    /// The lease, although this holder has it; not if it has changed hands since.
    TakeOver(Claim<'a>, FencingToken),
    /// More time for whoever holds it by this secret; also where it has ended, and nobody took it.
    Renew {
        /// Of what.
        key: &'a LeaseKey,
        /// What proves it.
        secret: &'a Secret,
        /// How long it lasts from now on.
        ttl: Duration,
    },
    /// That it is free, if this secret holds it. The fencing token stays.
    Release {
        /// Of what.
        key: &'a LeaseKey,
        /// What proves it.
        secret: &'a Secret,
    },
    /// Who holds it.
    Holder {
        /// Of what.
        key: &'a LeaseKey,
    },
}

impl<'a> Ask<'a> {
    /// What it is about.
    pub fn key(&self) -> &'a LeaseKey {
        match self {
            Ask::Acquire(claim) | Ask::TakeOver(claim, _) => claim.key,
            Ask::Renew { key, .. } | Ask::Release { key, .. } | Ask::Holder { key } => key,
        }
    }
}

/// What a store answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Whether what was asked for was done. [`Ask::Holder`] asks for nothing: false.
    pub is_done: bool,
    /// Who holds the lease now; none if nobody does, or it has ended.
    pub held: Option<Held>,
}

/// A store of leases that is asked through a connection of the type `C`. Those that have
/// connections of their own take any.
///
/// What every store does is written down as tests: all of them pass the same.
pub trait LeaseStore<C> {
    /// Asks.
    ///
    /// # Errors
    ///
    /// [`LeaseError::Unavailable`], if the store does not answer. What was asked may have been done
    /// all the same.
    fn ask(&self, ask: Ask<'_>, connection: &mut C) -> Result<Answer, LeaseError>;
}

/// A [`LeaseStore`] that is awaited.
pub trait AsyncLeaseStore<C> {
    /// See [`LeaseStore::ask`].
    fn ask<'f>(
        &'f self,
        ask: Ask<'f>,
        connection: &'f mut C,
    ) -> Pin<Box<dyn Future<Output = Result<Answer, LeaseError>> + Send + 'f>>;
}

/// Why nothing can be said about a lease.
#[derive(Debug)]
#[non_exhaustive]
pub enum LeaseError {
    /// There is no such row, or it is out of scope: 404.
    NotFound,
    /// It was to be taken over, and that is not allowed: 403.
    Denied(Held),
    /// The row's key is longer than [`LeaseKey::MAX_BYTES`]: 404.
    KeyTooLong,
    /// The store, or the database, does not answer: 503.
    Unavailable(Box<dyn Error + Send + Sync>),
}

impl LeaseError {
    /// The HTTP status (RFC 9110).
    pub fn status(&self) -> u16 {
        match self {
            LeaseError::NotFound | LeaseError::KeyTooLong => 404,
            LeaseError::Denied(_) => 403,
            LeaseError::Unavailable(_) => 503,
        }
    }
}

impl fmt::Display for LeaseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LeaseError::NotFound => f.write_str("there is no such row to lock"),
            LeaseError::Denied(held) => {
                write!(f, "the lease of {} may not be taken over", held.holder.user())
            }
            LeaseError::KeyTooLong => {
                write!(
                    f,
                    "a row with a key of more than {} bytes cannot be locked",
                    LeaseKey::MAX_BYTES
                )
            }
            LeaseError::Unavailable(error) => {
                write!(f, "nothing can be said of the lease: {error}")
            }
        }
    }
}

impl Error for LeaseError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            LeaseError::Unavailable(error) => Some(error.as_ref()),
            _ => None,
        }
    }
}
