//! Stores that are not the database that is saved to.

use super::Database;
use super::database::{ask_above, is_done};
use crate::backend::CasBackend;
use cas_forms::{Answer, Ask, Claim, FencingToken, Held, LeaseError, LeaseKey, LeaseStore, Secret};
use diesel::connection::LoadConnection;
use std::time::Duration;

/// A store whose leases are in the table `cas_leases` of the database that is saved to as well, where
/// saves and guard triggers look for them.
///
/// The table is the truth: only who has the lease there has it, and its fencing token is the one that
/// counts. The store may lose everything, or keep what the table does not know: whoever gets a lease from it
/// that somebody else still has in the table gets none, and whom it refuses for a holder that the table
/// does not know gets it all the same.
#[derive(Clone, Copy, Debug, Default)]
pub struct Fenced<S>(pub(super) S);

impl<S> Fenced<S> {
    /// Leases in this store and in the table.
    pub fn new(store: S) -> Self {
        Fenced(store)
    }
}

/// A store whose leases are known in the database that is saved to.
#[diagnostic::on_unimplemented(
    message = "the database that is saved to does not see the leases of `{Self}`",
    label = "wrap it: `Fenced::new(store)`",
    note = "a save asks the database alone whether a lease still holds"
)]
pub trait Fencing {}

impl Fencing for Database {}
impl<S> Fencing for Fenced<S> {}

impl<S, C> LeaseStore<C> for Fenced<S>
where
    S: LeaseStore<C>,
    C: LoadConnection,
    C::Backend: CasBackend,
{
    fn ask(&self, ask: Ask<'_>, connection: &mut C) -> Result<Answer, LeaseError> {
        // What the store is told after the table has decided is a favour: it may fail.
        match ask {
            Ask::Acquire(claim) => {
                let mut stored = self.0.ask(ask, connection)?;
                if !stored.is_done {
                    let known = Ask::Holder { key: claim.key };
                    let known = ask_above(known, FencingToken(0), connection)?;
                    if known.held.is_some() {
                        return Ok(known);
                    }
                    // Whom only the store knows has nothing: somebody died between the two.
                    stored = self.0.ask(follow(claim, &stored), connection)?;
                    if !stored.is_done {
                        return Ok(stored);
                    }
                }
                let answer = ask_above(ask, floor(&stored), connection);
                if !is_done(&answer) {
                    let _ = self.0.ask(release(claim), connection);
                }
                answer
            }
            Ask::TakeOver(claim, _) => {
                let stored = self.0.ask(Ask::Holder { key: claim.key }, connection)?;
                let answer = ask_above(ask, FencingToken(0), connection)?;
                if answer.is_done {
                    let _ = self.0.ask(follow(claim, &stored), connection);
                }
                Ok(answer)
            }
            Ask::Renew { key, secret, ttl } => {
                let stored = self.0.ask(ask, connection)?;
                let answer = ask_above(ask, FencingToken(0), connection)?;
                if let Some(ask) = mend(key, secret, ttl, &stored, &answer) {
                    let _ = self.0.ask(ask, connection);
                }
                Ok(answer)
            }
            Ask::Release { .. } => {
                let _ = self.0.ask(ask, connection);
                ask_above(ask, FencingToken(0), connection)
            }
            Ask::Holder { .. } => ask_above(ask, FencingToken(0), connection),
        }
    }
}

/// The fencing token that the store gave.
pub(super) fn floor(stored: &Answer) -> FencingToken {
    stored.held.as_ref().map_or(FencingToken(0), |held| held.fence)
}

pub(super) fn release(claim: Claim<'_>) -> Ask<'_> {
    Ask::Release { key: claim.key, secret: claim.secret }
}

/// What makes a store follow a claim that the table has granted, or may.
pub(super) fn follow<'a>(claim: Claim<'a>, stored: &Answer) -> Ask<'a> {
    match &stored.held {
        Some(held) => Ask::TakeOver(claim, held.fence),
        None => Ask::Acquire(claim),
    }
}

/// What makes a store agree with what the table says of a renewal.
pub(super) fn mend<'a>(
    key: &'a LeaseKey,
    secret: &'a Secret,
    ttl: Duration,
    stored: &Answer,
    answer: &'a Answer,
) -> Option<Ask<'a>> {
    match (stored.is_done, answer.is_done, &answer.held) {
        (true, false, _) => Some(Ask::Release { key, secret }),
        (false, true, Some(Held { holder, .. })) => {
            Some(Ask::Acquire(Claim { key, secret, holder, ttl }))
        }
        _ => None,
    }
}
