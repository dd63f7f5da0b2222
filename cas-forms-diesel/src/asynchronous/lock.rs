//! `lock` and what belongs to it on diesel-async connections.

mod set;

pub use set::{LockSet, LockSetOn};

use super::section::{Turn, is_in_transaction};
use super::{BoxFuture, Portable};
use crate::backend::CasBackend;
use crate::lease::{
    Exists, Fencing, Leasing, Look, Place, Verdict, again, aged, fresh_secret, unavailable,
};
use crate::row::Savable;
use crate::scope::Scope;
use cas_forms::{
    Answer, Ask, AsyncLeaseStore, At, CasForm, Held, Holder, KeyText, Lease, LeaseError, Locking,
    Presented, Renewal, Secret,
};
use diesel::result::OptionalExtension;
use diesel_async::methods::LoadQuery;
use diesel_async::{AsyncConnection, RunQueryDsl};
use std::time::Instant;

/// Locks the row of a form for a page.
pub trait Lock<F: CasForm>: Sized {
    /// See [`sync::Lock::lock`](crate::sync::Lock::lock).
    fn lock<'f, St, C>(
        &'f self,
        leases: &'f St,
        holder: &'f Holder,
        connection: &'f mut C,
    ) -> BoxFuture<'f, Result<Locking, LeaseError>>
    where
        Self: LockOn<F, St, C>,
    {
        self.lock_on(leases, holder, connection)
    }

    /// See [`sync::Lock::take_over`](crate::sync::Lock::take_over).
    fn take_over<'f, St, C>(
        &'f self,
        leases: &'f St,
        holder: &'f Holder,
        may: impl FnOnce(&Held) -> bool + Send + 'f,
        connection: &'f mut C,
    ) -> BoxFuture<'f, Result<Locking, LeaseError>>
    where
        Self: LockOn<F, St, C>,
    {
        self.take_over_on(leases, holder, may, connection)
    }

    /// See [`sync::Lock::renew`](crate::sync::Lock::renew).
    fn renew<'f, St, C>(
        &'f self,
        leases: &'f St,
        presented: &'f Presented,
        connection: &'f mut C,
    ) -> BoxFuture<'f, Result<Renewal, LeaseError>>
    where
        Self: LockOn<F, St, C>,
    {
        self.renew_on(leases, presented, connection)
    }

    /// See [`sync::Lock::unlock`](crate::sync::Lock::unlock).
    fn unlock<'f, St, C>(
        &'f self,
        leases: &'f St,
        presented: &'f Presented,
        connection: &'f mut C,
    ) -> BoxFuture<'f, Result<bool, LeaseError>>
    where
        Self: LockOn<F, St, C>,
    {
        self.unlock_on(leases, presented, connection)
    }

    /// See [`sync::Lock::holder`](crate::sync::Lock::holder).
    fn holder<'f, St, C>(
        &'f self,
        leases: &'f St,
        connection: &'f mut C,
    ) -> BoxFuture<'f, Result<Option<Held>, LeaseError>>
    where
        Self: LockOn<F, St, C>,
    {
        self.holder_on(leases, connection)
    }
}

impl<F: CasForm, S, L, E, X, K> Lock<F> for At<F, S, L, E, X, K> {}

/// See [`sync::LockOn`](crate::sync::LockOn).
#[diagnostic::on_unimplemented(
    message = "there is no row to lock: the form is for something new",
    note = "a row is locked by `at(key).lock(...)`"
)]
pub trait LockOn<F: CasForm, St, C> {
    /// See [`Lock::lock`].
    fn lock_on<'f>(
        &'f self,
        leases: &'f St,
        holder: &'f Holder,
        connection: &'f mut C,
    ) -> BoxFuture<'f, Result<Locking, LeaseError>>;

    /// See [`Lock::take_over`].
    fn take_over_on<'f>(
        &'f self,
        leases: &'f St,
        holder: &'f Holder,
        may: impl FnOnce(&Held) -> bool + Send + 'f,
        connection: &'f mut C,
    ) -> BoxFuture<'f, Result<Locking, LeaseError>>;

    /// See [`Lock::renew`].
    fn renew_on<'f>(
        &'f self,
        leases: &'f St,
        presented: &'f Presented,
        connection: &'f mut C,
    ) -> BoxFuture<'f, Result<Renewal, LeaseError>>;

    /// See [`Lock::unlock`].
    fn unlock_on<'f>(
        &'f self,
        leases: &'f St,
        presented: &'f Presented,
        connection: &'f mut C,
    ) -> BoxFuture<'f, Result<bool, LeaseError>>;

    /// See [`Lock::holder`].
    fn holder_on<'f>(
        &'f self,
        leases: &'f St,
        connection: &'f mut C,
    ) -> BoxFuture<'f, Result<Option<Held>, LeaseError>>;
}

impl<F, S, L, E, X, St, C> LockOn<F, St, C> for At<F, S, L, E, X>
where
    C: AsyncConnection,
    C::Backend: CasBackend,
    F: Savable<C::Backend> + Portable + CasForm<Key: KeyText + Sync, Lock: Leasing>,
    S: Scope<F::Table, C::Backend> + Sync,
    L: Sync,
    E: Sync,
    X: Sync,
    St: AsyncLeaseStore<C> + Fencing + Sync,
    for<'q> Look<'q, F, S, false>: LoadQuery<'q, C, Exists>,
    for<'q> Look<'q, F, S, true>: LoadQuery<'q, C, Exists>,
{
    fn lock_on<'f>(
        &'f self,
        leases: &'f St,
        holder: &'f Holder,
        connection: &'f mut C,
    ) -> BoxFuture<'f, Result<Locking, LeaseError>> {
        Box::pin(async move {
            let place = Place::<F, S>::new(self.key(), self.condition())?;
            look(&place, connection).await?;
            let secret = fresh_secret()?;
            let ask = place.claim(&secret, holder, None);
            secure(&place, leases, &secret, ask, connection).await
        })
    }

    fn take_over_on<'f>(
        &'f self,
        leases: &'f St,
        holder: &'f Holder,
        may: impl FnOnce(&Held) -> bool + Send + 'f,
        connection: &'f mut C,
    ) -> BoxFuture<'f, Result<Locking, LeaseError>> {
        Box::pin(async move {
            let place = Place::<F, S>::new(self.key(), self.condition())?;
            look(&place, connection).await?;
            let held = leases.ask(place.who(), connection).await?.held;
            let secret = fresh_secret()?;
            let ask = place.take_over(&secret, holder, held, may)?;
            secure(&place, leases, &secret, ask, connection).await
        })
    }

    fn renew_on<'f>(
        &'f self,
        leases: &'f St,
        presented: &'f Presented,
        connection: &'f mut C,
    ) -> BoxFuture<'f, Result<Renewal, LeaseError>> {
        Box::pin(async move {
            let place = Place::<F, S>::new(self.key(), self.condition())?;
            let ask = presented.secret().map_or(place.who(), |secret| place.renew(secret));
            match leases.ask(ask, connection).await? {
                Answer { is_done: true, held: Some(held) } => Ok(Renewal::Renewed(held)),
                Answer { held, .. } => {
                    // Who may not see the row learns of no holder.
                    look(&place, connection).await?;
                    Ok(Renewal::Lost(held))
                }
            }
        })
    }

    fn unlock_on<'f>(
        &'f self,
        leases: &'f St,
        presented: &'f Presented,
        connection: &'f mut C,
    ) -> BoxFuture<'f, Result<bool, LeaseError>> {
        Box::pin(async move {
            let place = Place::<F, S>::new(self.key(), self.condition())?;
            let Some(secret) = presented.secret() else { return Ok(false) };
            Ok(leases.ask(place.release(secret), connection).await?.is_done)
        })
    }

    fn holder_on<'f>(
        &'f self,
        leases: &'f St,
        connection: &'f mut C,
    ) -> BoxFuture<'f, Result<Option<Held>, LeaseError>> {
        Box::pin(async move {
            let place = Place::<F, S>::new(self.key(), self.condition())?;
            look(&place, connection).await?;
            Ok(leases.ask(place.who(), connection).await?.held)
        })
    }
}

/// Asks for the lease, and waits for whoever writes the row; otherwise it is given back.
async fn secure<F, S, St, C>(
    place: &Place<'_, F, S>,
    leases: &St,
    secret: &Secret,
    ask: Ask<'_>,
    connection: &mut C,
) -> Result<Locking, LeaseError>
where
    C: AsyncConnection,
    C::Backend: CasBackend,
    F: Savable<C::Backend> + Portable + CasForm<Key: KeyText>,
    S: Scope<F::Table, C::Backend> + Sync,
    St: AsyncLeaseStore<C> + Sync,
    for<'q> Look<'q, F, S, true>: LoadQuery<'q, C, Exists>,
{
    let sent = Instant::now();
    let mut answer = leases.ask(ask, connection).await;
    if let (Ok(Answer { is_done: false, held: None }), Ask::TakeOver(claim, _)) = (&answer, ask) {
        // It changed hands, and nobody has it any more.
        answer = leases.ask(Ask::Acquire(claim), connection).await;
    }
    let held = match place.settle(answer)? {
        None => return Ok(Locking::Unfenced),
        Some(Verdict::Taken(held)) => return Ok(Locking::Taken(held)),
        Some(Verdict::Mine(held)) => held,
    };
    let drained = exists(place.drain(), connection).await;
    if drained.is_err() {
        let _ = leases.ask(place.release(secret), connection).await;
    }
    drained.map(|()| Locking::Mine(aged(&Lease::new(secret.clone(), held), sent)))
}

async fn look<F, S, C>(place: &Place<'_, F, S>, connection: &mut C) -> Result<(), LeaseError>
where
    C: AsyncConnection,
    C::Backend: CasBackend,
    F: Savable<C::Backend> + Portable + CasForm<Key: KeyText>,
    S: Scope<F::Table, C::Backend> + Sync,
    for<'q> Look<'q, F, S, false>: LoadQuery<'q, C, Exists>,
{
    exists(place.look(), connection).await
}

/// That a look at the row finds it.
async fn exists<F, S, C, const DRAINS: bool>(
    look: Look<'_, F, S, DRAINS>,
    connection: &mut C,
) -> Result<(), LeaseError>
where
    C: AsyncConnection,
    C::Backend: CasBackend,
    F: Savable<C::Backend> + Portable,
    S: Scope<F::Table, C::Backend> + Sync,
    for<'q> Look<'q, F, S, DRAINS>: LoadQuery<'q, C, Exists>,
{
    let mut attempts = 0;
    loop {
        attempts += 1;
        let row = match Turn::begin(connection) {
            Ok(turn) => {
                let row = look.get_result(connection).await.optional();
                turn.end(connection, row)
            }
            Err(error) => Err(error),
        };
        match row {
            Ok(row) => return row.map(|Exists| ()).ok_or(LeaseError::NotFound),
            Err(error) if again(&error, attempts, || is_in_transaction(connection)) => {}
            Err(error) => return Err(unavailable(error)),
        }
    }
}
