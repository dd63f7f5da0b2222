//! What the script of a locked page asks, on diesel-async connections.

use super::BoxFuture;
use super::lock::{Lock, LockOn};
use cas_forms::{At, CasForm, Holder, LeaseCall, LeaseError, LeaseNews, LeaseState};

/// Does what the script of a page asks about its lease.
pub trait Keep<F: CasForm>: Sized {
    /// See [`sync::Keep::keep`](crate::sync::Keep::keep).
    fn keep<'f, St, C>(
        &'f self,
        leases: &'f St,
        call: &'f LeaseCall,
        holder: &'f Holder,
        connection: &'f mut C,
    ) -> BoxFuture<'f, Result<LeaseNews, LeaseError>>
    where
        Self: LockOn<F, St, C> + Sync,
        St: Sync,
        C: Send;
}

impl<F: CasForm, S, L, E, X, K> Keep<F> for At<F, S, L, E, X, K> {
    fn keep<'f, St, C>(
        &'f self,
        leases: &'f St,
        call: &'f LeaseCall,
        holder: &'f Holder,
        connection: &'f mut C,
    ) -> BoxFuture<'f, Result<LeaseNews, LeaseError>>
    where
        Self: LockOn<F, St, C> + Sync,
        St: Sync,
        C: Send,
    {
        Box::pin(async move {
            let state: LeaseState = match call {
                LeaseCall::Renew(presented) => {
                    self.renew(leases, presented, connection).await?.into()
                }
                LeaseCall::Release(presented) => {
                    self.unlock(leases, presented, connection).await?;
                    LeaseState::Free
                }
                LeaseCall::Lock => (&self.lock(leases, holder, connection).await?).into(),
                LeaseCall::Look => self.holder(leases, connection).await?.into(),
            };
            Ok(self.lease_news(state))
        })
    }
}
