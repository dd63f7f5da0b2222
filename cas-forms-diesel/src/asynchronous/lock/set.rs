//! Sets of rows.

use super::{look, secure};
use crate::asynchronous::section::Turn;
use crate::asynchronous::{BoxFuture, Portable};
use crate::backend::CasBackend;
use crate::lease::{
    Exists, Fencing, Leasing, LockingAll, Look, Place, aged, fresh_secret, unavailable,
};
use crate::row::Savable;
use cas_forms::{AsyncLeaseStore, CasForm, Holder, KeyText, LeaseError, Locking, Unscoped};
use diesel_async::methods::LoadQuery;
use diesel_async::{AsyncConnection, RunQueryDsl};
use std::time::Instant;

/// Locks sets of rows for a page: all of them, or none.
pub trait LockSet: CasForm {
    /// See [`sync::LockSet::lock_all`](crate::sync::LockSet::lock_all).
    fn lock_all<'f, St, C>(
        keys: impl IntoIterator<Item = Self::Key>,
        leases: &'f St,
        holder: &'f Holder,
        connection: &'f mut C,
    ) -> BoxFuture<'f, Result<LockingAll<Self::Key>, LeaseError>>
    where
        Self: LockSetOn<St, C> + 'f,
    {
        Self::lock_set_on(keys.into_iter().collect(), leases, holder, connection)
    }

    /// See [`sync::LockSet::lock_query`](crate::sync::LockSet::lock_query).
    fn lock_query<'f, Q, St, C>(
        query: Q,
        leases: &'f St,
        holder: &'f Holder,
        connection: &'f mut C,
    ) -> BoxFuture<'f, Result<LockingAll<Self::Key>, LeaseError>>
    where
        Self: LockSetOn<St, C> + 'f,
        Self::Key: Send,
        C: AsyncConnection<Backend: CasBackend>,
        St: Sync,
        Q: LoadQuery<'f, C, Self::Key> + Send + 'f,
    {
        Box::pin(async move {
            let turn = Turn::begin(connection).map_err(unavailable)?;
            let keys = RunQueryDsl::load(query, connection).await;
            let keys: Vec<Self::Key> = turn.end(connection, keys).map_err(unavailable)?;
            Self::lock_set_on(keys, leases, holder, connection).await
        })
    }
}

impl<F: CasForm> LockSet for F {}

/// What [`LockSet`] needs of a form, a store and a connection.
pub trait LockSetOn<St, C>: CasForm {
    /// See [`LockSet::lock_all`].
    fn lock_set_on<'f>(
        keys: Vec<Self::Key>,
        leases: &'f St,
        holder: &'f Holder,
        connection: &'f mut C,
    ) -> BoxFuture<'f, Result<LockingAll<Self::Key>, LeaseError>>
    where
        Self: 'f;
}

impl<F, St, C> LockSetOn<St, C> for F
where
    C: AsyncConnection,
    C::Backend: CasBackend,
    F: Savable<C::Backend> + Portable + CasForm<Key: KeyText + Send + Sync, Lock: Leasing>,
    St: AsyncLeaseStore<C> + Fencing + Sync,
    for<'q> Look<'q, F, Unscoped, false>: LoadQuery<'q, C, Exists>,
    for<'q> Look<'q, F, Unscoped, true>: LoadQuery<'q, C, Exists>,
{
    fn lock_set_on<'f>(
        keys: Vec<F::Key>,
        leases: &'f St,
        holder: &'f Holder,
        connection: &'f mut C,
    ) -> BoxFuture<'f, Result<LockingAll<F::Key>, LeaseError>>
    where
        F: 'f,
    {
        Box::pin(async move {
            let places = Place::<F, Unscoped>::sorted(keys)?;
            for (_, place) in &places {
                look(place, connection).await?;
            }
            let secret = fresh_secret()?;
            let mut got = Vec::new();
            for (key, place) in places {
                let ask = place.acquire(&secret, holder);
                let end = match secure(&place, leases, &secret, ask, connection).await {
                    Ok(Locking::Mine(lease)) => {
                        got.push((key, place, lease, Instant::now()));
                        continue;
                    }
                    Ok(Locking::Taken(held)) => Ok(LockingAll::Taken(key, held)),
                    Ok(Locking::Unfenced) => Ok(LockingAll::Unfenced),
                    Err(error) => Err(error),
                };
                for (_, place, ..) in got {
                    let _ = leases.ask(place.release(&secret), connection).await;
                }
                return end;
            }
            let aged = |(key, _, lease, since)| (key, aged(&lease, since));
            Ok(LockingAll::Mine(got.into_iter().map(aged).collect()))
        })
    }
}
