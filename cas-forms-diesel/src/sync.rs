//! `open`, `check`, `save` and `delete` on Diesel's own connections.

use crate::backend::{self, CasBackend};
use crate::demand::LeaseRow;
use crate::error::OpenError;
use crate::plan::{After, Locked, Next, Plan, Wish, Writing};
use crate::row::Savable;
use crate::scope::Scope;
use crate::statement::{CasSelect, CasWriteAll, Compared, Loaded, Target};
use cas_forms::{
    At, CasForm, Done, Form, Informs, Permits, Protects, Provisional, Refused, Submission,
};
use diesel::connection::{Connection, LoadConnection, TransactionManager};
use diesel::result::{Error, OptionalExtension};
use diesel::{QueryResult, RunQueryDsl};

mod insert;
mod keep;
mod lock;

pub use insert::{Insert, InsertOn, purge_nonces};
pub use keep::Keep;
pub use lock::{Lock, LockOn, LockSet};

/// Opens the row of a form.
pub trait Open<F: CasForm> {
    /// Selects exactly the columns of the form, for [`as_p`](Form::as_p) and its like.
    ///
    /// # Errors
    ///
    /// No such row, a value that does not fit its field, a database that fails.
    fn open<C>(&self, connection: &mut C) -> Result<Form<F>, OpenError>
    where
        Self: OpenOn<F, C>,
    {
        self.open_on(connection)
    }
}

/// Judges a form that is still being filled in.
pub trait Check<F: CasForm>: Sized {
    /// What [`save`](Save::save) would say, by one `SELECT`: nothing is written or locked. It never
    /// fails; a database that cannot be reached is an answer like any other.
    fn check<C>(self, connection: &mut C) -> Provisional<F>
    where
        Self: CheckOn<F, C>,
    {
        self.check_on(connection)
    }
}

/// Saves a submission.
pub trait Save<F: CasForm>: Sized {
    /// Writes the edited fields, if every field of the page still holds what the page showed.
    ///
    /// Outside a transaction it is started again up to four times after a passing failure (a
    /// deadlock, a busy database), each of them waiting as long as the connection waits for a lock.
    ///
    /// # Errors
    ///
    /// Every [`Reason`](cas_forms::Reason); the form keeps what was typed, and nothing was written, unless
    /// it is [`Unavailable`](cas_forms::Reason::Unavailable) because the answer was lost.
    fn save<C>(self, connection: &mut C) -> Result<Done<F>, Refused<F>>
    where
        Self: SaveOn<F, C>,
    {
        self.save_on(connection)
    }
}

/// Deletes the row of a submission.
pub trait Delete<F: CasForm>: Sized {
    /// Deletes the row, if every field of the page still holds what the page showed. What was typed
    /// beside that does not matter. A row that is not there counts as deleted already:
    /// [`DoneKind::AlreadyApplied`](cas_forms::DoneKind::AlreadyApplied).
    ///
    /// The button that deletes needs the fields of the page in its form, and the attributes
    /// `formaction` and `formnovalidate`.
    ///
    /// # Errors
    ///
    /// [`Reason::Stale`](cas_forms::Reason::Stale), whatever `on_stale` says,
    /// [`Reason::Originals`](cas_forms::Reason::Originals), those of the database; nothing was deleted
    /// then, and the form keeps what was typed.
    fn delete<C>(self, connection: &mut C) -> Result<Done<F>, Refused<F>>
    where
        Self: DeleteOn<F, C>,
    {
        self.delete_on(connection)
    }
}

impl<F: CasForm, S, L, E, X, K> Open<F> for At<F, S, L, E, X, K> {}
impl<F: CasForm, S, L, E, X, K> Check<F> for Submission<'_, F, S, L, E, X, K> {}
impl<F: CasForm, S, L, E, X, K> Save<F> for Submission<'_, F, S, L, E, X, K> {}
impl<F: CasForm, S, L, E, X, K> Delete<F> for Submission<'_, F, S, L, E, X, K> {}

/// What [`Open`] needs of a form and a connection. It is a trait of its own so that the compiler
/// says which column, key or scope does not fit, where it would else say that there is no method.
#[diagnostic::on_unimplemented(
    message = "there is no row to open: the form is for something new",
    note = "show it empty: `create().blank()`; a row is opened by `at(key).open(...)`"
)]
pub trait OpenOn<F: CasForm, C> {
    /// See [`Open::open`].
    ///
    /// # Errors
    ///
    /// Those of [`Open::open`].
    fn open_on(&self, connection: &mut C) -> Result<Form<F>, OpenError>;
}

/// What [`Check`] needs of a form and a connection.
#[diagnostic::on_unimplemented(
    message = "there is no row to compare with: the form is for something new",
    note = "judge it by `foresee()`; a row's form is judged by `at(key).submit(...).check(...)`"
)]
pub trait CheckOn<F: CasForm, C> {
    /// See [`Check::check`].
    fn check_on(self, connection: &mut C) -> Provisional<F>;
}

/// What [`Save`] needs of a form and a connection.
#[diagnostic::on_unimplemented(
    message = "there is no row to save: the form is for something new",
    note = "insert it: `create().submit(...).insert(...)`; a row is saved by `at(key).submit(...).save(...)`"
)]
pub trait SaveOn<F: CasForm, C> {
    /// See [`Save::save`].
    ///
    /// # Errors
    ///
    /// Those of [`Save::save`].
    fn save_on(self, connection: &mut C) -> Result<Done<F>, Refused<F>>;
}

/// What [`Delete`] needs of a form and a connection.
#[diagnostic::on_unimplemented(
    message = "there is no row to delete: the form is for something new",
    note = "delete a row by `at(key).submit(...).delete(...)`"
)]
pub trait DeleteOn<F: CasForm, C> {
    /// See [`Delete::delete`].
    ///
    /// # Errors
    ///
    /// Those of [`Delete::delete`].
    fn delete_on(self, connection: &mut C) -> Result<Done<F>, Refused<F>>;
}

impl<F, S, L, E, X, C> OpenOn<F, C> for At<F, S, L, E, X>
where
    C: LoadConnection,
    C::Backend: CasBackend,
    F: Savable<C::Backend>,
    S: Scope<F::Table, C::Backend>,
    E: Protects<F::Seal>,
    X: Informs<F::Context>,
{
    fn open_on(&self, connection: &mut C) -> Result<Form<F>, OpenError> {
        let (target, names) =
            (Target::<F, S>::new(self.key(), self.condition()), F::Values::default());
        let select = CasSelect { target: &target, original: None, names: &names, lock: false };
        let row: Option<Loaded<F>> =
            select.get_result(connection).optional().map_err(OpenError::Database)?;
        Ok(self.form_of_values(row.ok_or(OpenError::NotFound)?.into_values()?))
    }
}

impl<F, S, L, E, X, C> CheckOn<F, C> for Submission<'_, F, S, L, E, X>
where
    C: LoadConnection,
    C::Backend: CasBackend,
    F: Savable<C::Backend>,
    S: Scope<F::Table, C::Backend>,
    E: Protects<F::Seal>,
{
    fn check_on(self, connection: &mut C) -> Provisional<F> {
        let (at, input) = self.into_parts();
        let mut plan = Plan::new(Wish::Save, at.key(), at.condition(), input);
        if let Some(reason) = plan.refusal() {
            return plan.refuse(reason).into();
        }
        let row = look(&plan, false, connection);
        plan.foresee(row)
    }
}

impl<F, S, L, E, X, C> SaveOn<F, C> for Submission<'_, F, S, L, E, X>
where
    C: LoadConnection,
    C::Backend: CasBackend,
    F: Savable<C::Backend>,
    S: Scope<F::Table, C::Backend>,
    L: Permits<F::Lock>,
    E: Protects<F::Seal>,
{
    fn save_on(self, connection: &mut C) -> Result<Done<F>, Refused<F>> {
        run(Wish::Save, self, connection)
    }
}

impl<F, S, L, E, X, C> DeleteOn<F, C> for Submission<'_, F, S, L, E, X>
where
    C: LoadConnection,
    C::Backend: CasBackend,
    F: Savable<C::Backend>,
    S: Scope<F::Table, C::Backend>,
    L: Permits<F::Lock>,
    E: Protects<F::Seal>,
{
    fn delete_on(self, connection: &mut C) -> Result<Done<F>, Refused<F>> {
        run(Wish::Delete, self, connection)
    }
}

fn run<F, S, L, E, X, C>(
    wish: Wish,
    submission: Submission<'_, F, S, L, E, X>,
    connection: &mut C,
) -> Result<Done<F>, Refused<F>>
where
    C: LoadConnection,
    C::Backend: CasBackend,
    F: Savable<C::Backend>,
    S: Scope<F::Table, C::Backend>,
    L: Permits<F::Lock>,
{
    let (at, input) = submission.into_parts();
    let mut plan = Plan::under_lease(wish, at, input)?;
    if let Some(reason) = plan.refusal() {
        return Err(plan.refuse(reason));
    }
    let mut lock = false;
    loop {
        let answer = if lock {
            under_lock(&mut plan, connection).map(|locked| plan.unlocked(locked))
        } else {
            attempt(&mut plan, connection)
        };
        let next = answer.unwrap_or_else(|error| {
            let inside = is_in_transaction(connection);
            plan.failed::<C::Backend>(error, inside)
        });
        match next {
            Next::Finish(result) => return result,
            Next::Again => lock = false,
            Next::Lock => lock = true,
        }
    }
}

/// The one statement and, if it misses, a look at the lease and the row.
fn attempt<F, S, C>(plan: &mut Plan<'_, F, S>, connection: &mut C) -> QueryResult<Next<F>>
where
    C: LoadConnection,
    C::Backend: CasBackend,
    F: Savable<C::Backend>,
    S: Scope<F::Table, C::Backend>,
{
    if let Some(writing) = plan.at_once()
        && apart(plan, writing, connection)? > 0
    {
        return Ok(Next::Finish(Ok(writing.done())));
    }
    hear(plan, false, connection)?;
    let row = look(plan, false, connection)?;
    Ok(plan.next(row, C::Backend::READS_UNCOMMITTED))
}

/// The number of rows that were written. What fails takes nothing else of the caller's transaction along.
fn apart<F, S, C>(plan: &Plan<'_, F, S>, writing: Writing, connection: &mut C) -> QueryResult<usize>
where
    C: LoadConnection,
    C::Backend: CasBackend,
    F: Savable<C::Backend>,
    S: Scope<F::Table, C::Backend>,
{
    let is_inside = C::Backend::UNDOES_ALL && is_in_transaction(connection);
    if is_inside || plan.pass::<C::Backend>().is_some() {
        connection.transaction(|connection| write(plan, writing, connection))
    } else {
        write(plan, writing, connection)
    }
}

/// The number of rows that were written. A pass is for a transaction only: it does not outlive it.
fn write<F, S, C>(plan: &Plan<'_, F, S>, writing: Writing, connection: &mut C) -> QueryResult<usize>
where
    C: LoadConnection,
    C::Backend: CasBackend,
    F: Savable<C::Backend>,
    S: Scope<F::Table, C::Backend>,
{
    let pass = plan.pass::<C::Backend>();
    if let Some(pass) = &pass {
        pass.enter().execute(connection)?;
    }
    let write = plan.statement(writing);
    let count = if write.is_of_all() {
        CasWriteAll(write).execute(connection)?
    } else {
        write.execute(connection)?
    };
    if let Some(pass) = &pass {
        pass.leave().execute(connection)?;
    }
    Ok(count)
}

/// Looks at the lease, where one is demanded.
fn hear<F, S, C>(plan: &mut Plan<'_, F, S>, keep: bool, connection: &mut C) -> QueryResult<()>
where
    C: LoadConnection,
    C::Backend: CasBackend,
    F: Savable<C::Backend>,
{
    let Some(look) = plan.lease_look(keep) else { return Ok(()) };
    let row: Option<LeaseRow> = look.get_result(connection).optional()?;
    plan.hear(row);
    Ok(())
}

fn look<F, S, C>(
    plan: &Plan<'_, F, S>,
    lock: bool,
    connection: &mut C,
) -> QueryResult<Option<Compared<F>>>
where
    C: LoadConnection,
    C::Backend: CasBackend,
    F: Savable<C::Backend>,
    S: Scope<F::Table, C::Backend>,
{
    let select = plan.select(lock);
    if plan.is_comparable() {
        select.get_result(connection).optional()
    } else {
        let row: Option<Loaded<F>> = select.get_result(connection).optional()?;
        Ok(row.map(Compared::of_incomparable))
    }
}

/// Locks the lease and then the row, looks again, and writes if that is still right.
fn under_lock<F, S, C>(plan: &mut Plan<'_, F, S>, connection: &mut C) -> QueryResult<Locked<F>>
where
    C: LoadConnection,
    C::Backend: CasBackend,
    F: Savable<C::Backend>,
    S: Scope<F::Table, C::Backend>,
{
    connection.transaction(|connection| {
        if C::Backend::LOCK == backend::Lock::EmptyWrite {
            plan.lock_writes().execute(connection)?;
        }
        hear(plan, true, connection)?;
        let Some(row) = look(plan, true, connection)? else { return Ok(Locked::Missed(None)) };
        let writing = match plan.after(&row) {
            After::Write(writing) => writing,
            after => return Ok(Locked::Settled(after, row.loaded)),
        };
        Ok(match write(plan, writing, connection)? {
            0 => Locked::Missed(Some(row)),
            _ => Locked::Written(writing),
        })
    })
}

pub(crate) fn is_in_transaction<C: Connection>(connection: &mut C) -> bool {
    let status = C::TransactionManager::transaction_manager_status_mut(connection);
    // A broken connection fails at its next statement, with its own error.
    !matches!(status.transaction_depth(), Ok(None) | Err(Error::BrokenTransactionManager))
}
