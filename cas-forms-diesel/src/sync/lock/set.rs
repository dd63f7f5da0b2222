//! Sets of rows.

use super::{look, secure};
use crate::backend::CasBackend;
use crate::lease::{Fencing, Leasing, LockingAll, Place, aged, fresh_secret, unavailable};
use crate::row::Savable;
use cas_forms::{CasForm, Holder, KeyText, LeaseError, LeaseStore, Locking, Unscoped};
use diesel::RunQueryDsl;
use diesel::connection::LoadConnection;
use diesel::query_dsl::methods::LoadQuery;
use std::time::Instant;

/// Locks sets of rows for a page: all of them, or none.
pub trait LockSet: CasForm {
    /// Locks the rows of these keys. They are locked in the order of their keys, so that two who lock
    /// sets at the same time never wait for each other.
    ///
    /// There is no scope: keys that a request brings go through [`lock_query`](Self::lock_query), as a
    /// condition beside that of the tenant.
    ///
    /// # Errors
    ///
    /// [`LeaseError::NotFound`], if one of the rows is not there, and those of the store; none is locked
    /// then.
    fn lock_all<St, C>(
        keys: impl IntoIterator<Item = Self::Key>,
        leases: &St,
        holder: &Holder,
        connection: &mut C,
    ) -> Result<LockingAll<Self::Key>, LeaseError>
    where
        C: LoadConnection,
        C::Backend: CasBackend,
        Self: Savable<C::Backend> + CasForm<Key: KeyText, Lock: Leasing>,
        St: LeaseStore<C> + Fencing,
    {
        lock_set::<Self, St, C>(keys, leases, holder, connection)
    }

    /// Locks the rows whose keys the query selects. Rows that match later are not locked: it is run
    /// once.
    ///
    /// # Errors
    ///
    /// Those of [`lock_all`](Self::lock_all).
    fn lock_query<'q, Q, St, C>(
        query: Q,
        leases: &St,
        holder: &Holder,
        connection: &mut C,
    ) -> Result<LockingAll<Self::Key>, LeaseError>
    where
        C: LoadConnection,
        C::Backend: CasBackend,
        Self: Savable<C::Backend> + CasForm<Key: KeyText, Lock: Leasing>,
        St: LeaseStore<C> + Fencing,
        Q: RunQueryDsl<C> + LoadQuery<'q, C, Self::Key>,
    {
        let keys: Vec<Self::Key> = query.load(connection).map_err(unavailable)?;
        lock_set::<Self, St, C>(keys, leases, holder, connection)
    }
}

impl<F: CasForm> LockSet for F {}

fn lock_set<F, St, C>(
    keys: impl IntoIterator<Item = F::Key>,
    leases: &St,
    holder: &Holder,
    connection: &mut C,
) -> Result<LockingAll<F::Key>, LeaseError>
where
    C: LoadConnection,
    C::Backend: CasBackend,
    F: Savable<C::Backend> + CasForm<Key: KeyText, Lock: Leasing>,
    St: LeaseStore<C> + Fencing,
{
    let places = Place::<F, Unscoped>::sorted(keys)?;
    for (_, place) in &places {
        look(place, connection)?;
    }
    let secret = fresh_secret()?;
    let mut got = Vec::new();
    for (key, place) in places {
        let ask = place.acquire(&secret, holder);
        let end = match secure(&place, leases, &secret, ask, connection) {
            Ok(Locking::Mine(lease)) => {
                got.push((key, place, lease, Instant::now()));
                continue;
            }
            Ok(Locking::Taken(held)) => Ok(LockingAll::Taken(key, held)),
            Ok(Locking::Unfenced) => Ok(LockingAll::Unfenced),
            Err(error) => Err(error),
        };
        for (_, place, ..) in got {
            let _ = leases.ask(place.release(&secret), connection);
        }
        return end;
    }
    let aged = |(key, _, lease, since)| (key, aged(&lease, since));
    Ok(LockingAll::Mine(got.into_iter().map(aged).collect()))
}
