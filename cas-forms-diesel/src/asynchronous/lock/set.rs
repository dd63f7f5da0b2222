//! Sets of rows.

use super::{look, secure};
use crate::asynchronous::section::Turn;
use crate::asynchronous::{BoxFuture, Portable};
use crate::backend::CasBackend;
use crate::lease::{
    Exists, Fencing, Leasing, LockingAll, Look, OfEach, Place, Seen, Set, aged, all_last,
    fresh_secret, renewal, unavailable,
};
use crate::row::{Keyed, Savable};
use cas_forms::{
    AsyncLeaseStore, CasForm, Held, Holder, KeyText, LeaseError, Locking, Presented, Renewal,
    Secret, Unscoped,
};
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

    /// See [`sync::LockSet::take_over_all`](crate::sync::LockSet::take_over_all).
    fn take_over_all<'f, St, C>(
        keys: impl IntoIterator<Item = Self::Key>,
        leases: &'f St,
        holder: &'f Holder,
        may: impl FnMut(&Held) -> bool + Send + 'f,
        connection: &'f mut C,
    ) -> BoxFuture<'f, Result<LockingAll<Self::Key>, LeaseError>>
    where
        Self: LockSetOn<St, C> + 'f,
    {
        let keys = keys.into_iter().collect();
        Self::take_over_set_on(keys, leases, holder, may, connection)
    }

    /// See [`sync::LockSet::renew_all`](crate::sync::LockSet::renew_all).
    fn renew_all<'f, St, C>(
        keys: impl IntoIterator<Item = Self::Key>,
        leases: &'f St,
        presented: &'f Presented,
        connection: &'f mut C,
    ) -> BoxFuture<'f, Result<OfEach<Self::Key, Renewal>, LeaseError>>
    where
        Self: LockSetOn<St, C> + 'f,
    {
        let keys = keys.into_iter().collect();
        Self::renew_set_on(keys, leases, presented, connection)
    }

    /// See [`sync::LockSet::unlock_all`](crate::sync::LockSet::unlock_all).
    fn unlock_all<'f, St, C>(
        keys: impl IntoIterator<Item = Self::Key>,
        leases: &'f St,
        presented: &'f Presented,
        connection: &'f mut C,
    ) -> BoxFuture<'f, Result<usize, LeaseError>>
    where
        Self: LockSetOn<St, C> + 'f,
    {
        let keys = keys.into_iter().collect();
        Self::unlock_set_on(keys, leases, presented, connection)
    }

    /// See [`sync::LockSet::holders`](crate::sync::LockSet::holders).
    fn holders<'f, St, C>(
        keys: impl IntoIterator<Item = Self::Key>,
        leases: &'f St,
        connection: &'f mut C,
    ) -> BoxFuture<'f, Result<OfEach<Self::Key, Held>, LeaseError>>
    where
        Self: LockSetOn<St, C> + 'f,
    {
        let keys = keys.into_iter().collect();
        Self::holders_on(keys, leases, connection)
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

    /// See [`LockSet::take_over_all`].
    fn take_over_set_on<'f>(
        keys: Vec<Self::Key>,
        leases: &'f St,
        holder: &'f Holder,
        may: impl FnMut(&Held) -> bool + Send + 'f,
        connection: &'f mut C,
    ) -> BoxFuture<'f, Result<LockingAll<Self::Key>, LeaseError>>
    where
        Self: 'f;

    /// See [`LockSet::renew_all`].
    fn renew_set_on<'f>(
        keys: Vec<Self::Key>,
        leases: &'f St,
        presented: &'f Presented,
        connection: &'f mut C,
    ) -> BoxFuture<'f, Result<OfEach<Self::Key, Renewal>, LeaseError>>
    where
        Self: 'f;

    /// See [`LockSet::unlock_all`].
    fn unlock_set_on<'f>(
        keys: Vec<Self::Key>,
        leases: &'f St,
        presented: &'f Presented,
        connection: &'f mut C,
    ) -> BoxFuture<'f, Result<usize, LeaseError>>
    where
        Self: 'f;

    /// See [`LockSet::holders`].
    fn holders_on<'f>(
        keys: Vec<Self::Key>,
        leases: &'f St,
        connection: &'f mut C,
    ) -> BoxFuture<'f, Result<OfEach<Self::Key, Held>, LeaseError>>
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
            let places = found::<F, C>(keys, connection).await?.into_iter();
            let seen = places.map(|(key, place)| (key, place, None)).collect();
            lock_set(seen, leases, holder, connection).await
        })
    }

    fn take_over_set_on<'f>(
        keys: Vec<F::Key>,
        leases: &'f St,
        holder: &'f Holder,
        mut may: impl FnMut(&Held) -> bool + Send + 'f,
        connection: &'f mut C,
    ) -> BoxFuture<'f, Result<LockingAll<F::Key>, LeaseError>>
    where
        F: 'f,
    {
        Box::pin(async move {
            let mut seen = Vec::new();
            for (key, place) in found::<F, C>(keys, connection).await? {
                match leases.ask(place.who(), connection).await?.held {
                    Some(held) if !may(&held) => return Err(LeaseError::Denied(held)),
                    held => seen.push((key, place, held)),
                }
            }
            lock_set(seen, leases, holder, connection).await
        })
    }

    fn renew_set_on<'f>(
        keys: Vec<F::Key>,
        leases: &'f St,
        presented: &'f Presented,
        connection: &'f mut C,
    ) -> BoxFuture<'f, Result<OfEach<F::Key, Renewal>, LeaseError>>
    where
        F: 'f,
    {
        Box::pin(async move {
            let mut renewals = Vec::new();
            for (key, place) in Place::<F, Unscoped>::sorted(keys)? {
                let ask = presented.secret().map_or(place.who(), |secret| place.renew(secret));
                renewals.push((key, renewal(leases.ask(ask, connection).await?)));
            }
            Ok(renewals)
        })
    }

    fn unlock_set_on<'f>(
        keys: Vec<F::Key>,
        leases: &'f St,
        presented: &'f Presented,
        connection: &'f mut C,
    ) -> BoxFuture<'f, Result<usize, LeaseError>>
    where
        F: 'f,
    {
        Box::pin(async move {
            let Some(secret) = presented.secret() else { return Ok(0) };
            let mut end = Ok(0);
            for (_, place) in Place::<F, Unscoped>::sorted(keys)? {
                let answer = leases.ask(place.release(secret), connection).await;
                end = end.and_then(|held| Ok(held + usize::from(answer?.is_done)));
            }
            end
        })
    }

    fn holders_on<'f>(
        keys: Vec<F::Key>,
        leases: &'f St,
        connection: &'f mut C,
    ) -> BoxFuture<'f, Result<OfEach<F::Key, Held>, LeaseError>>
    where
        F: 'f,
    {
        Box::pin(async move {
            let mut holders = Vec::new();
            for (key, place) in Place::<F, Unscoped>::sorted(keys)? {
                let held = leases.ask(place.who(), connection).await?.held;
                holders.extend(held.map(|held| (key, held)));
            }
            Ok(holders)
        })
    }
}

/// The rows of these keys, if all of them are there.
async fn found<F, C>(keys: Vec<F::Key>, connection: &mut C) -> Result<Set<F>, LeaseError>
where
    C: AsyncConnection,
    C::Backend: CasBackend,
    F: Savable<C::Backend> + Portable + CasForm<Key: KeyText + Send + Sync>,
    for<'q> Look<'q, F, Unscoped, false>: LoadQuery<'q, C, Exists>,
{
    let places = Place::<F, Unscoped>::sorted(keys)?;
    for (_, place) in &places {
        look(place, connection).await?;
    }
    Ok(places)
}

/// Locks all of them, or none.
async fn lock_set<F, St, C>(
    seen: Seen<F>,
    leases: &St,
    holder: &Holder,
    connection: &mut C,
) -> Result<LockingAll<F::Key>, LeaseError>
where
    C: AsyncConnection,
    C::Backend: CasBackend,
    F: Savable<C::Backend> + Portable + CasForm<Key: KeyText + Send + Sync>,
    St: AsyncLeaseStore<C> + Sync,
    for<'q> Look<'q, F, Unscoped, true>: LoadQuery<'q, C, Exists>,
{
    let secret = fresh_secret()?;
    let (mut places, mut got) = (Vec::new(), Vec::new());
    for (key, place, held) in seen {
        let ask = place.claim(&secret, holder, held.as_ref());
        let end = match secure(&place, leases, &secret, ask, connection).await {
            Ok(Locking::Mine(lease)) => {
                got.push((key, lease, Instant::now()));
                places.push(place);
                continue;
            }
            Ok(Locking::Taken(held)) => Ok(LockingAll::Taken(key, held)),
            Ok(Locking::Unfenced) => Ok(LockingAll::Unfenced),
            Err(error) => Err(error),
        };
        give_back(&places, &secret, leases, connection).await;
        return end;
    }
    let got: Vec<_> =
        got.into_iter().map(|(key, lease, since)| (key, aged(&lease, since))).collect();
    let lasting = all_last(&got);
    if lasting.is_err() {
        give_back(&places, &secret, leases, connection).await;
    }
    lasting.map(|()| LockingAll::Mine(got))
}

async fn give_back<F, St, C>(
    places: &[Place<'_, F, Unscoped>],
    secret: &Secret,
    leases: &St,
    connection: &mut C,
) where
    F: Keyed + Portable + CasForm<Key: KeyText>,
    St: AsyncLeaseStore<C> + Sync,
{
    for place in places {
        let _ = leases.ask(place.release(secret), connection).await;
    }
}
