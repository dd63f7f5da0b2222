//! `open`, `check`, `save` and `delete` on diesel-async connections: the statements and the decision of
//! [`crate::sync`], awaited.
//!
//! Whoever drops a future here, because the client went away, leaves no half of it behind: a statement
//! by itself is written or not, and a connection that is left in a transaction is marked as broken, so
//! that no pool takes it back and no further save goes through it.
//!
//! The futures are boxed: a future that borrows statements of every lifetime cannot be seen to be
//! `Send` otherwise.

mod section;

use crate::backend::{CasBackend, Lock};
use crate::error::OpenError;
use crate::plan::{After, Locked, Next, Plan, Wish};
use crate::row::{Keyed, Savable};
use crate::scope::Scope;
use crate::statement::{CasSelect, CasWrite, CasWriteAll, Compared, Loaded, Target};
use cas_forms::{
    At, CasForm, Done, Form, Informs, Permits, Protects, Provisional, Refused, Submission,
};
use diesel::QueryResult;
use diesel::QuerySource;
use diesel::result::{Error, OptionalExtension};
use diesel_async::methods::LoadQuery;
use diesel_async::{AsyncConnection, RunQueryDsl};
use section::{Section, is_broken, is_in_transaction};
use std::pin::Pin;

mod insert;

pub use insert::{Insert, InsertOn, purge_nonces};

/// What the methods here return.
pub type BoxFuture<'f, T> = Pin<Box<dyn Future<Output = T> + Send + 'f>>;

/// Opens the row of a form.
pub trait Open<F: CasForm> {
    /// See [`sync::Open::open`](crate::sync::Open::open).
    fn open<'f, C>(&'f self, connection: &'f mut C) -> BoxFuture<'f, Result<Form<F>, OpenError>>
    where
        Self: OpenOn<F, C>,
    {
        self.open_on(connection)
    }
}

/// Judges a form that is still being filled in.
pub trait Check<F: CasForm>: Sized {
    /// See [`sync::Check::check`](crate::sync::Check::check).
    fn check<'f, C>(self, connection: &'f mut C) -> BoxFuture<'f, Provisional<F>>
    where
        Self: CheckOn<F, C> + 'f,
    {
        self.check_on(connection)
    }
}

/// Saves a submission.
pub trait Save<F: CasForm>: Sized {
    /// See [`sync::Save::save`](crate::sync::Save::save).
    fn save<'f, C>(self, connection: &'f mut C) -> BoxFuture<'f, Result<Done<F>, Refused<F>>>
    where
        Self: SaveOn<F, C> + 'f,
    {
        self.save_on(connection)
    }
}

/// Deletes the row of a submission.
pub trait Delete<F: CasForm>: Sized {
    /// See [`sync::Delete::delete`](crate::sync::Delete::delete).
    fn delete<'f, C>(self, connection: &'f mut C) -> BoxFuture<'f, Result<Done<F>, Refused<F>>>
    where
        Self: DeleteOn<F, C> + 'f,
    {
        self.delete_on(connection)
    }
}

impl<F: CasForm, S, L, E, X, K> Open<F> for At<F, S, L, E, X, K> {}
impl<F: CasForm, S, L, E, X, K> Check<F> for Submission<'_, F, S, L, E, X, K> {}
impl<F: CasForm, S, L, E, X, K> Save<F> for Submission<'_, F, S, L, E, X, K> {}
impl<F: CasForm, S, L, E, X, K> Delete<F> for Submission<'_, F, S, L, E, X, K> {}

/// See [`sync::OpenOn`](crate::sync::OpenOn).
#[diagnostic::on_unimplemented(
    message = "there is no row to open: the form is for something new",
    note = "show it empty: `create().blank()`; a row is opened by `at(key).open(...)`"
)]
pub trait OpenOn<F: CasForm, C> {
    /// See [`Open::open`].
    fn open_on<'f>(&'f self, connection: &'f mut C) -> BoxFuture<'f, Result<Form<F>, OpenError>>;
}

/// See [`sync::CheckOn`](crate::sync::CheckOn).
#[diagnostic::on_unimplemented(
    message = "there is no row to compare with: the form is for something new",
    note = "judge it by `foresee()`; a row's form is judged by `at(key).submit(...).check(...)`"
)]
pub trait CheckOn<F: CasForm, C> {
    /// See [`Check::check`].
    fn check_on<'f>(self, connection: &'f mut C) -> BoxFuture<'f, Provisional<F>>
    where
        Self: 'f;
}

/// See [`sync::SaveOn`](crate::sync::SaveOn).
#[diagnostic::on_unimplemented(
    message = "there is no row to save: the form is for something new",
    note = "insert it: `create().submit(...).insert(...)`; a row is saved by `at(key).submit(...).save(...)`"
)]
pub trait SaveOn<F: CasForm, C> {
    /// See [`Save::save`].
    fn save_on<'f>(self, connection: &'f mut C) -> BoxFuture<'f, Result<Done<F>, Refused<F>>>
    where
        Self: 'f;
}

/// See [`sync::DeleteOn`](crate::sync::DeleteOn).
pub trait DeleteOn<F: CasForm, C> {
    /// See [`Delete::delete`].
    fn delete_on<'f>(self, connection: &'f mut C) -> BoxFuture<'f, Result<Done<F>, Refused<F>>>
    where
        Self: 'f;
}

/// What a form has to be to cross threads while it is saved.
pub trait Portable:
    Keyed<Filter: Send + Sync, Table: QuerySource<FromClause: Send + Sync>>
{
}

impl<F> Portable for F where
    F: Keyed<Filter: Send + Sync, Table: QuerySource<FromClause: Send + Sync>>
{
}

impl<F, S, L, E, X, C> OpenOn<F, C> for At<F, S, L, E, X>
where
    C: AsyncConnection,
    C::Backend: CasBackend,
    F: Savable<C::Backend> + Portable,
    F::Key: Sync,
    S: Scope<F::Table, C::Backend> + Sync,
    L: Sync,
    E: Protects<F::Seal> + Sync,
    X: Informs<F::Context> + Sync,
    for<'q> CasSelect<'q, F, S>: LoadQuery<'q, C, Loaded<F>>,
{
    fn open_on<'f>(&'f self, connection: &'f mut C) -> BoxFuture<'f, Result<Form<F>, OpenError>> {
        Box::pin(async move {
            let (target, names) = (Target::new(self.key(), self.condition()), F::Values::default());
            let select = CasSelect { target: &target, original: None, names: &names, lock: false };
            let row: Option<Loaded<F>> =
                select.get_result(connection).await.optional().map_err(OpenError::Database)?;
            if is_broken(connection) {
                return Err(OpenError::Database(Error::BrokenTransactionManager));
            }
            Ok(self.form_of_values(row.ok_or(OpenError::NotFound)?.into_values()?))
        })
    }
}

impl<F, S, L, E, X, C> CheckOn<F, C> for Submission<'_, F, S, L, E, X>
where
    C: AsyncConnection,
    C::Backend: CasBackend,
    F: Savable<C::Backend> + Portable,
    F::Key: Sync,
    F::Context: Sync,
    S: Scope<F::Table, C::Backend> + Sync,
    L: Sync,
    E: Protects<F::Seal> + Sync,
    X: Sync,
    for<'q> CasSelect<'q, F, S>: LoadQuery<'q, C, Loaded<F>> + LoadQuery<'q, C, Compared<F>>,
{
    fn check_on<'f>(self, connection: &'f mut C) -> BoxFuture<'f, Provisional<F>>
    where
        Self: 'f,
    {
        Box::pin(async move {
            let (at, input) = self.into_parts();
            let mut plan = Plan::new(Wish::Save, at.key(), at.condition(), input);
            if let Some(reason) = plan.refusal() {
                return plan.refuse(reason).into();
            }
            let row = look(&plan, false, connection).await;
            plan.foresee(row)
        })
    }
}

impl<F, S, L, E, X, C> SaveOn<F, C> for Submission<'_, F, S, L, E, X>
where
    C: AsyncConnection,
    C::Backend: CasBackend,
    F: Savable<C::Backend> + Portable,
    F::Key: Sync,
    F::Context: Sync,
    S: Scope<F::Table, C::Backend> + Sync,
    L: Permits<F::Lock> + Sync,
    E: Protects<F::Seal> + Sync,
    X: Sync,
    for<'q> CasSelect<'q, F, S>: LoadQuery<'q, C, Loaded<F>> + LoadQuery<'q, C, Compared<F>>,
{
    fn save_on<'f>(self, connection: &'f mut C) -> BoxFuture<'f, Result<Done<F>, Refused<F>>>
    where
        Self: 'f,
    {
        let (at, input) = self.into_parts();
        let plan = Plan::new(Wish::Save, at.key(), at.condition(), input);
        Box::pin(run(plan, connection))
    }
}

impl<F, S, L, E, X, C> DeleteOn<F, C> for Submission<'_, F, S, L, E, X>
where
    C: AsyncConnection,
    C::Backend: CasBackend,
    F: Savable<C::Backend> + Portable,
    F::Key: Sync,
    F::Context: Sync,
    S: Scope<F::Table, C::Backend> + Sync,
    L: Permits<F::Lock> + Sync,
    E: Protects<F::Seal> + Sync,
    X: Sync,
    for<'q> CasSelect<'q, F, S>: LoadQuery<'q, C, Loaded<F>> + LoadQuery<'q, C, Compared<F>>,
{
    fn delete_on<'f>(self, connection: &'f mut C) -> BoxFuture<'f, Result<Done<F>, Refused<F>>>
    where
        Self: 'f,
    {
        let (at, input) = self.into_parts();
        let plan = Plan::new(Wish::Delete, at.key(), at.condition(), input);
        Box::pin(run(plan, connection))
    }
}

async fn run<F, S, C>(mut plan: Plan<'_, F, S>, connection: &mut C) -> Result<Done<F>, Refused<F>>
where
    C: AsyncConnection,
    C::Backend: CasBackend,
    F: Savable<C::Backend> + Portable,
    S: Scope<F::Table, C::Backend> + Sync,
    for<'q> CasSelect<'q, F, S>: LoadQuery<'q, C, Loaded<F>> + LoadQuery<'q, C, Compared<F>>,
{
    if let Some(reason) = plan.refusal() {
        return Err(plan.refuse(reason));
    }
    let mut lock = false;
    loop {
        let answer = if lock {
            under_lock(&mut plan, connection).await.map(|locked| plan.unlocked(locked))
        } else {
            attempt(&mut plan, connection).await
        };
        let next = match answer {
            Ok(next) => next,
            Err(error) => {
                let inside = is_in_transaction(connection);
                plan.failed::<C::Backend>(error, inside)
            }
        };
        match next {
            Next::Finish(result) => return result,
            Next::Again => lock = false,
            Next::Lock => lock = true,
        }
    }
}

/// The one statement and, if it misses, a look at the row.
async fn attempt<F, S, C>(plan: &mut Plan<'_, F, S>, connection: &mut C) -> QueryResult<Next<F>>
where
    C: AsyncConnection,
    C::Backend: CasBackend,
    F: Savable<C::Backend> + Portable,
    S: Scope<F::Table, C::Backend> + Sync,
    for<'q> CasSelect<'q, F, S>: LoadQuery<'q, C, Loaded<F>> + LoadQuery<'q, C, Compared<F>>,
{
    let writing = plan.at_once();
    let is_written = match writing {
        Some(writing) => write(plan.statement(writing), connection).await? > 0,
        None => false,
    };
    let row = if is_written { None } else { look(plan, false, connection).await? };
    // It may have been left in a transaction, which nobody will commit. Asked only now: while a
    // statement of a dropped future still runs on it, a connection does not say.
    if is_broken(connection) {
        return Err(Error::BrokenTransactionManager);
    }
    Ok(match writing {
        Some(writing) if is_written => Next::Finish(Ok(writing.done())),
        _ => plan.next(row),
    })
}

/// The number of rows that were written.
async fn write<F, S, C>(write: CasWrite<'_, F, S>, connection: &mut C) -> QueryResult<usize>
where
    C: AsyncConnection,
    C::Backend: CasBackend,
    F: Savable<C::Backend> + Portable,
    S: Scope<F::Table, C::Backend> + Sync,
{
    if write.is_of_all() {
        CasWriteAll(write).execute(connection).await
    } else {
        write.execute(connection).await
    }
}

async fn look<F, S, C>(
    plan: &Plan<'_, F, S>,
    lock: bool,
    connection: &mut C,
) -> QueryResult<Option<Compared<F>>>
where
    C: AsyncConnection,
    C::Backend: CasBackend,
    F: Savable<C::Backend> + Portable,
    S: Scope<F::Table, C::Backend> + Sync,
    for<'q> CasSelect<'q, F, S>: LoadQuery<'q, C, Loaded<F>> + LoadQuery<'q, C, Compared<F>>,
{
    let select = plan.select(lock);
    if plan.is_comparable() {
        select.get_result::<Compared<F>>(connection).await.optional()
    } else {
        let row = select.get_result::<Loaded<F>>(connection).await.optional()?;
        Ok(row.map(Compared::of_incomparable))
    }
}

/// Locks the row, looks again, and writes if that is still right.
async fn under_lock<F, S, C>(
    plan: &mut Plan<'_, F, S>,
    connection: &mut C,
) -> QueryResult<Locked<F>>
where
    C: AsyncConnection,
    C::Backend: CasBackend,
    F: Savable<C::Backend> + Portable,
    S: Scope<F::Table, C::Backend> + Sync,
    for<'q> CasSelect<'q, F, S>: LoadQuery<'q, C, Loaded<F>> + LoadQuery<'q, C, Compared<F>>,
{
    let section = Section::enter(connection).await?;
    let locked = locked(plan, connection).await;
    section.leave(connection, locked).await
}

async fn locked<F, S, C>(plan: &mut Plan<'_, F, S>, connection: &mut C) -> QueryResult<Locked<F>>
where
    C: AsyncConnection,
    C::Backend: CasBackend,
    F: Savable<C::Backend> + Portable,
    S: Scope<F::Table, C::Backend> + Sync,
    for<'q> CasSelect<'q, F, S>: LoadQuery<'q, C, Loaded<F>> + LoadQuery<'q, C, Compared<F>>,
{
    if C::Backend::LOCK == Lock::EmptyWrite {
        plan.lock_writes().execute(connection).await?;
    }
    let Some(row) = look(plan, true, connection).await? else { return Ok(Locked::Missed(None)) };
    let writing = match plan.after(&row) {
        After::Write(writing) => writing,
        after => return Ok(Locked::Settled(after, row.loaded)),
    };
    Ok(match write(plan.statement(writing), connection).await? {
        0 => Locked::Missed(Some(row)),
        _ => Locked::Written(writing),
    })
}
