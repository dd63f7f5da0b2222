//! `lock` and what belongs to it on Diesel's own connections.

mod set;

pub use set::LockSet;

use super::is_in_transaction;
use crate::backend::CasBackend;
use crate::lease::{
    Exists, Fencing, Leasing, Look, Place, Verdict, again, aged, fresh_secret, unavailable,
};
use crate::row::Savable;
use crate::scope::Scope;
use cas_forms::{
    Answer, Ask, At, CasForm, Held, Holder, KeyText, Lease, LeaseError, LeaseStore, Locking,
    Presented, Renewal, Secret,
};
use diesel::RunQueryDsl;
use diesel::connection::LoadConnection;
use diesel::result::OptionalExtension;
use std::time::Instant;

/// Locks the row of a form for a page.
pub trait Lock<F: CasForm>: Sized {
    /// Locks the row for a page, if nobody else has; [`with_lease`](cas_forms::Form::with_lease) has the
    /// page carry it. Open the form afterwards: who began to write the row before it was locked has been
    /// waited for by then.
    ///
    /// # Errors
    ///
    /// [`LeaseError::NotFound`], if there is no such row in scope, and those of the store.
    fn lock<St, C>(
        &self,
        leases: &St,
        holder: &Holder,
        connection: &mut C,
    ) -> Result<Locking, LeaseError>
    where
        Self: LockOn<F, St, C>,
    {
        self.lock_on(leases, holder, connection)
    }

    /// Locks the row, although somebody else has, if what is asked about them says so. Whoever it is
    /// taken from is told when they renew or save, and keeps what was typed.
    ///
    /// # Errors
    ///
    /// [`LeaseError::Denied`], if it says no; those of [`lock`](Self::lock).
    fn take_over<St, C>(
        &self,
        leases: &St,
        holder: &Holder,
        may: impl FnOnce(&Held) -> bool,
        connection: &mut C,
    ) -> Result<Locking, LeaseError>
    where
        Self: LockOn<F, St, C>,
    {
        self.take_over_on(leases, holder, may, connection)
    }

    /// Keeps the row locked for the time to live from now on; also where that had ended, and nobody has
    /// locked it since.
    ///
    /// # Errors
    ///
    /// Those of [`lock`](Self::lock).
    fn renew<St, C>(
        &self,
        leases: &St,
        presented: &Presented,
        connection: &mut C,
    ) -> Result<Renewal, LeaseError>
    where
        Self: LockOn<F, St, C>,
    {
        self.renew_on(leases, presented, connection)
    }

    /// Gives the lease up, and says whether it was held.
    ///
    /// # Errors
    ///
    /// Those of the store.
    fn unlock<St, C>(
        &self,
        leases: &St,
        presented: &Presented,
        connection: &mut C,
    ) -> Result<bool, LeaseError>
    where
        Self: LockOn<F, St, C>,
    {
        self.unlock_on(leases, presented, connection)
    }

    /// Who has locked the row, and for how long.
    ///
    /// # Errors
    ///
    /// Those of [`lock`](Self::lock).
    fn holder<St, C>(&self, leases: &St, connection: &mut C) -> Result<Option<Held>, LeaseError>
    where
        Self: LockOn<F, St, C>,
    {
        self.holder_on(leases, connection)
    }
}

impl<F: CasForm, S, L, E, X, K> Lock<F> for At<F, S, L, E, X, K> {}

/// What [`Lock`] needs of a form, a store and a connection.
#[diagnostic::on_unimplemented(
    message = "there is no row to lock: the form is for something new",
    note = "a row is locked by `at(key).lock(...)`"
)]
pub trait LockOn<F: CasForm, St, C> {
    /// See [`Lock::lock`].
    ///
    /// # Errors
    ///
    /// Those of [`Lock::lock`].
    fn lock_on(
        &self,
        leases: &St,
        holder: &Holder,
        connection: &mut C,
    ) -> Result<Locking, LeaseError>;

    /// See [`Lock::take_over`].
    ///
    /// # Errors
    ///
    /// Those of [`Lock::take_over`].
    fn take_over_on(
        &self,
        leases: &St,
        holder: &Holder,
        may: impl FnOnce(&Held) -> bool,
        connection: &mut C,
    ) -> Result<Locking, LeaseError>;

    /// See [`Lock::renew`].
    ///
    /// # Errors
    ///
    /// Those of [`Lock::renew`].
    fn renew_on(
        &self,
        leases: &St,
        presented: &Presented,
        connection: &mut C,
    ) -> Result<Renewal, LeaseError>;

    /// See [`Lock::unlock`].
    ///
    /// # Errors
    ///
    /// Those of [`Lock::unlock`].
    fn unlock_on(
        &self,
        leases: &St,
        presented: &Presented,
        connection: &mut C,
    ) -> Result<bool, LeaseError>;

    /// See [`Lock::holder`].
    ///
    /// # Errors
    ///
    /// Those of [`Lock::holder`].
    fn holder_on(&self, leases: &St, connection: &mut C) -> Result<Option<Held>, LeaseError>;
}

impl<F, S, L, E, X, St, C> LockOn<F, St, C> for At<F, S, L, E, X>
where
    C: LoadConnection,
    C::Backend: CasBackend,
    F: Savable<C::Backend> + CasForm<Key: KeyText, Lock: Leasing>,
    S: Scope<F::Table, C::Backend>,
    St: LeaseStore<C> + Fencing,
{
    fn lock_on(
        &self,
        leases: &St,
        holder: &Holder,
        connection: &mut C,
    ) -> Result<Locking, LeaseError> {
        let place = Place::<F, S>::new(self.key(), self.condition())?;
        look(&place, connection)?;
        let secret = fresh_secret()?;
        secure(&place, leases, &secret, place.claim(&secret, holder, None), connection)
    }

    fn take_over_on(
        &self,
        leases: &St,
        holder: &Holder,
        may: impl FnOnce(&Held) -> bool,
        connection: &mut C,
    ) -> Result<Locking, LeaseError> {
        let place = Place::<F, S>::new(self.key(), self.condition())?;
        look(&place, connection)?;
        let held = leases.ask(place.who(), connection)?.held;
        let secret = fresh_secret()?;
        let ask = place.take_over(&secret, holder, held, may)?;
        secure(&place, leases, &secret, ask, connection)
    }

    fn renew_on(
        &self,
        leases: &St,
        presented: &Presented,
        connection: &mut C,
    ) -> Result<Renewal, LeaseError> {
        let place = Place::<F, S>::new(self.key(), self.condition())?;
        let ask = presented.secret().map_or(place.who(), |secret| place.renew(secret));
        match leases.ask(ask, connection)? {
            Answer { is_done: true, held: Some(held) } => Ok(Renewal::Renewed(held)),
            Answer { held, .. } => {
                // Who may not see the row learns of no holder.
                look(&place, connection)?;
                Ok(Renewal::Lost(held))
            }
        }
    }

    fn unlock_on(
        &self,
        leases: &St,
        presented: &Presented,
        connection: &mut C,
    ) -> Result<bool, LeaseError> {
        let place = Place::<F, S>::new(self.key(), self.condition())?;
        let Some(secret) = presented.secret() else { return Ok(false) };
        Ok(leases.ask(place.release(secret), connection)?.is_done)
    }

    fn holder_on(&self, leases: &St, connection: &mut C) -> Result<Option<Held>, LeaseError> {
        let place = Place::<F, S>::new(self.key(), self.condition())?;
        look(&place, connection)?;
        Ok(leases.ask(place.who(), connection)?.held)
    }
}

/// Asks for the lease, and waits for whoever writes the row; otherwise it is given back.
fn secure<F, S, St, C>(
    place: &Place<'_, F, S>,
    leases: &St,
    secret: &Secret,
    ask: Ask<'_>,
    connection: &mut C,
) -> Result<Locking, LeaseError>
where
    C: LoadConnection,
    C::Backend: CasBackend,
    F: Savable<C::Backend> + CasForm<Key: KeyText>,
    S: Scope<F::Table, C::Backend>,
    St: LeaseStore<C>,
{
    let sent = Instant::now();
    let answer = match (leases.ask(ask, connection), ask) {
        // It changed hands, and nobody has it any more.
        (Ok(Answer { is_done: false, held: None }), Ask::TakeOver(claim, _)) => {
            leases.ask(Ask::Acquire(claim), connection)
        }
        (answer, _) => answer,
    };
    let held = match place.settle(answer)? {
        None => return Ok(Locking::Unfenced),
        Some(Verdict::Taken(held)) => return Ok(Locking::Taken(held)),
        Some(Verdict::Mine(held)) => held,
    };
    let drained = exists(place.drain(), connection);
    if drained.is_err() {
        let _ = leases.ask(place.release(secret), connection);
    }
    drained.map(|()| Locking::Mine(aged(&Lease::new(secret.clone(), held), sent)))
}

fn look<F, S, C>(place: &Place<'_, F, S>, connection: &mut C) -> Result<(), LeaseError>
where
    C: LoadConnection,
    C::Backend: CasBackend,
    F: Savable<C::Backend> + CasForm<Key: KeyText>,
    S: Scope<F::Table, C::Backend>,
{
    exists(place.look(), connection)
}

/// That a look at the row finds it.
fn exists<F, S, C, const DRAINS: bool>(
    look: Look<'_, F, S, DRAINS>,
    connection: &mut C,
) -> Result<(), LeaseError>
where
    C: LoadConnection,
    C::Backend: CasBackend,
    F: Savable<C::Backend>,
    S: Scope<F::Table, C::Backend>,
{
    let mut attempts = 0;
    loop {
        attempts += 1;
        match look.get_result(connection).optional() {
            Ok(row) => return row.map(|Exists| ()).ok_or(LeaseError::NotFound),
            Err(error) if again(&error, attempts, || is_in_transaction(connection)) => {}
            Err(error) => return Err(unavailable(error)),
        }
    }
}
