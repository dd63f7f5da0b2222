//! What the script of a locked page asks, on Diesel's own connections.

use super::lock::{Lock, LockOn};
use cas_forms::{At, CasForm, Holder, LeaseCall, LeaseError, LeaseNews, LeaseState};

/// Does what the script of a page asks about its lease.
pub trait Keep<F: CasForm>: Sized {
    /// Renews, releases, locks or looks, and says what came of it. A route of this alone keeps a page
    /// locked while it is open: see [`Enhance::lease`](cas_forms::Enhance::lease).
    ///
    /// # Errors
    ///
    /// Those of [`Lock::lock`].
    fn keep<St, C>(
        &self,
        leases: &St,
        call: &LeaseCall,
        holder: &Holder,
        connection: &mut C,
    ) -> Result<LeaseNews, LeaseError>
    where
        Self: LockOn<F, St, C>;
}

impl<F: CasForm, S, L, E, X, K> Keep<F> for At<F, S, L, E, X, K> {
    fn keep<St, C>(
        &self,
        leases: &St,
        call: &LeaseCall,
        holder: &Holder,
        connection: &mut C,
    ) -> Result<LeaseNews, LeaseError>
    where
        Self: LockOn<F, St, C>,
    {
        let state: LeaseState = match call {
            LeaseCall::Renew(presented) => self.renew(leases, presented, connection)?.into(),
            LeaseCall::Release(presented) => {
                self.unlock(leases, presented, connection)?;
                LeaseState::Free
            }
            LeaseCall::Lock => (&self.lock(leases, holder, connection)?).into(),
            LeaseCall::Look => self.holder(leases, connection)?.into(),
        };
        Ok(self.lease_news(state))
    }
}
