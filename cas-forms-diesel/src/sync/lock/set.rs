//! Sets of rows.

use super::{look, secure};
use crate::backend::CasBackend;
use crate::lease::{
    Fencing, Leasing, LockingAll, OfEach, Place, Seen, Set, aged, all_last, fresh_secret, renewal,
    unavailable,
};
use crate::row::{Keyed, Savable};
use cas_forms::{
    CasForm, Held, Holder, KeyText, LeaseError, LeaseStore, Locking, Presented, Renewal, Secret,
    Unscoped,
};
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
        let places = found::<Self, C>(keys, connection)?.into_iter();
        let seen = places.map(|(key, place)| (key, place, None)).collect();
        lock_set(seen, leases, holder, connection)
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
        Self::lock_all(keys, leases, holder, connection)
    }

    /// Locks the rows of these keys, although somebody else has some of them, if what is asked about each
    /// of those says so. Nothing is taken before it has said so of all; a row that changes hands
    /// meanwhile is [`Taken`](LockingAll::Taken), and those that were taken by then are free.
    ///
    /// # Errors
    ///
    /// [`LeaseError::Denied`], if it says no; those of [`lock_all`](Self::lock_all).
    fn take_over_all<St, C>(
        keys: impl IntoIterator<Item = Self::Key>,
        leases: &St,
        holder: &Holder,
        mut may: impl FnMut(&Held) -> bool,
        connection: &mut C,
    ) -> Result<LockingAll<Self::Key>, LeaseError>
    where
        C: LoadConnection,
        C::Backend: CasBackend,
        Self: Savable<C::Backend> + CasForm<Key: KeyText, Lock: Leasing>,
        St: LeaseStore<C> + Fencing,
    {
        let mut seen = Vec::new();
        for (key, place) in found::<Self, C>(keys, connection)? {
            match leases.ask(place.who(), connection)?.held {
                Some(held) if !may(&held) => return Err(LeaseError::Denied(held)),
                held => seen.push((key, place, held)),
            }
        }
        lock_set(seen, leases, holder, connection)
    }

    /// Keeps the rows of these keys locked for the time to live from now on, and says of each what came
    /// of it. Keys are those that [`lock_all`](Self::lock_all) or [`lock_query`](Self::lock_query) gave back.
    ///
    /// # Errors
    ///
    /// Those of the store; some may be renewed then.
    fn renew_all<St, C>(
        keys: impl IntoIterator<Item = Self::Key>,
        leases: &St,
        presented: &Presented,
        connection: &mut C,
    ) -> Result<OfEach<Self::Key, Renewal>, LeaseError>
    where
        C: LoadConnection,
        C::Backend: CasBackend,
        Self: Savable<C::Backend> + CasForm<Key: KeyText, Lock: Leasing>,
        St: LeaseStore<C> + Fencing,
    {
        let mut renewals = Vec::new();
        for (key, place) in Place::<Self, Unscoped>::sorted(keys)? {
            let ask = presented.secret().map_or(place.who(), |secret| place.renew(secret));
            renewals.push((key, renewal(leases.ask(ask, connection)?)));
        }
        Ok(renewals)
    }

    /// Gives the leases of these keys up, and says how many of them were held.
    ///
    /// # Errors
    ///
    /// Those of the store: the first one, after all the others have been tried.
    fn unlock_all<St, C>(
        keys: impl IntoIterator<Item = Self::Key>,
        leases: &St,
        presented: &Presented,
        connection: &mut C,
    ) -> Result<usize, LeaseError>
    where
        C: LoadConnection,
        C::Backend: CasBackend,
        Self: Savable<C::Backend> + CasForm<Key: KeyText, Lock: Leasing>,
        St: LeaseStore<C> + Fencing,
    {
        let Some(secret) = presented.secret() else { return Ok(0) };
        let mut end = Ok(0);
        for (_, place) in Place::<Self, Unscoped>::sorted(keys)? {
            let answer = leases.ask(place.release(secret), connection);
            end = end.and_then(|held| Ok(held + usize::from(answer?.is_done)));
        }
        end
    }

    /// Who has locked which of the rows of these keys, and for how long.
    ///
    /// # Errors
    ///
    /// Those of the store.
    fn holders<St, C>(
        keys: impl IntoIterator<Item = Self::Key>,
        leases: &St,
        connection: &mut C,
    ) -> Result<OfEach<Self::Key, Held>, LeaseError>
    where
        C: LoadConnection,
        C::Backend: CasBackend,
        Self: Savable<C::Backend> + CasForm<Key: KeyText, Lock: Leasing>,
        St: LeaseStore<C> + Fencing,
    {
        let mut holders = Vec::new();
        for (key, place) in Place::<Self, Unscoped>::sorted(keys)? {
            let held = leases.ask(place.who(), connection)?.held;
            holders.extend(held.map(|held| (key, held)));
        }
        Ok(holders)
    }
}

impl<F: CasForm> LockSet for F {}

/// The rows of these keys, if all of them are there.
fn found<F, C>(
    keys: impl IntoIterator<Item = F::Key>,
    connection: &mut C,
) -> Result<Set<F>, LeaseError>
where
    C: LoadConnection,
    C::Backend: CasBackend,
    F: Savable<C::Backend> + CasForm<Key: KeyText>,
{
    let places = Place::<F, Unscoped>::sorted(keys)?;
    for (_, place) in &places {
        look(place, connection)?;
    }
    Ok(places)
}

/// Locks all of them, or none.
fn lock_set<F, St, C>(
    seen: Seen<F>,
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
    let secret = fresh_secret()?;
    let (mut places, mut got) = (Vec::new(), Vec::new());
    for (key, place, held) in seen {
        let ask = place.claim(&secret, holder, held.as_ref());
        let end = match secure(&place, leases, &secret, ask, connection) {
            Ok(Locking::Mine(lease)) => {
                got.push((key, lease, Instant::now()));
                places.push(place);
                continue;
            }
            Ok(Locking::Taken(held)) => Ok(LockingAll::Taken(key, held)),
            Ok(Locking::Unfenced) => Ok(LockingAll::Unfenced),
            Err(error) => Err(error),
        };
        give_back(&places, &secret, leases, connection);
        return end;
    }
    let got: Vec<_> =
        got.into_iter().map(|(key, lease, since)| (key, aged(&lease, since))).collect();
    let lasting = all_last(&got);
    if lasting.is_err() {
        give_back(&places, &secret, leases, connection);
    }
    lasting.map(|()| LockingAll::Mine(got))
}

fn give_back<F, St, C>(
    places: &[Place<'_, F, Unscoped>],
    secret: &Secret,
    leases: &St,
    connection: &mut C,
) where
    F: Keyed + CasForm<Key: KeyText>,
    St: LeaseStore<C>,
{
    for place in places {
        let _ = leases.ask(place.release(secret), connection);
    }
}
