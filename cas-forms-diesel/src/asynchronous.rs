//! `open`, `check` and `save` on diesel-async connections: the statements and the decision of [`crate::sync`],
//! awaited.
//!
//! The futures are boxed: a future that borrows statements of every lifetime cannot be seen to be
//! `Send` otherwise.

use crate::backend::{CasBackend, Lock};
use crate::error::OpenError;
use crate::plan::{After, Next, Plan};
use crate::row::{Keyed, Savable, Scope};
use crate::statement::{CasSelect, Compared, Loaded, Target, compared};
use cas_forms::{
    At, CasForm, Done, Form, Informs, Permits, Protects, Provisional, Refused, Submission,
};
use diesel::QueryResult;
use diesel::QuerySource;
use diesel::result::{Error, OptionalExtension};
use diesel_async::methods::LoadQuery;
use diesel_async::{AsyncConnection, RunQueryDsl, TransactionManager};
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

impl<F: CasForm, S, L, E, X, K> Open<F> for At<F, S, L, E, X, K> {}
impl<F: CasForm, S, L, E, X, K> Check<F> for Submission<'_, F, S, L, E, X, K> {}
impl<F: CasForm, S, L, E, X, K> Save<F> for Submission<'_, F, S, L, E, X, K> {}

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
            let mut plan = Plan::new(at.key(), at.condition(), input);
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
        Box::pin(async move {
            let (at, input) = self.into_parts();
            let mut plan = Plan::new(at.key(), at.condition(), input);
            if let Some(reason) = plan.refusal() {
                return Err(plan.refuse(reason));
            }
            let in_transaction = is_in_transaction(connection);
            let mut lock = false;
            loop {
                let answer = if lock {
                    under_lock(&mut plan, connection).await
                } else {
                    attempt(&mut plan, connection).await
                };
                match answer
                    .unwrap_or_else(|error| plan.failed::<C::Backend>(error, in_transaction))
                {
                    Next::Finish(result) => return result,
                    Next::Again => lock = false,
                    Next::Lock => lock = true,
                }
            }
        })
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
    if let Some(update) = plan.update()
        && update.execute(connection).await? > 0
    {
        return Ok(Next::Finish(Ok(plan.written())));
    }
    let row = look(plan, false, connection).await?;
    Ok(plan.next(row))
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
    S: Sync,
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
async fn under_lock<F, S, C>(plan: &mut Plan<'_, F, S>, connection: &mut C) -> QueryResult<Next<F>>
where
    C: AsyncConnection,
    C::Backend: CasBackend,
    F: Savable<C::Backend> + Portable,
    S: Scope<F::Table, C::Backend> + Sync,
    for<'q> CasSelect<'q, F, S>: LoadQuery<'q, C, Loaded<F>> + LoadQuery<'q, C, Compared<F>>,
{
    connection
        .transaction(async |connection: &mut C| {
            if C::Backend::LOCK == Lock::EmptyWrite {
                plan.lock_writes().execute(connection).await?;
            }
            let Some(row) = look(plan, true, connection).await? else { return Ok(plan.next(None)) };
            let compare = match plan.after(&row) {
                After::Again => compared::<F>(),
                After::Repair(compare) => compare,
                after => return Ok(Next::Finish(plan.finish(after, row.loaded))),
            };
            match plan.update_comparing(compare).execute(connection).await? {
                0 => Ok(plan.next(Some(row))),
                _ => Ok(Next::Finish(Ok(plan.written()))),
            }
        })
        .await
}

fn is_in_transaction<C: AsyncConnection>(connection: &mut C) -> bool {
    let status = C::TransactionManager::transaction_manager_status_mut(connection);
    // A broken connection fails at its next statement, with its own error.
    !matches!(status.transaction_depth(), Ok(None) | Err(Error::BrokenTransactionManager))
}
