//! `open`, `check`, `save` and `delete` on diesel-async connections: the statements and the decision of
//! [`crate::sync`], awaited.
//!
//! Whoever drops a future here, because the client went away, leaves no half of it behind: a statement
//! by itself is written or not, and a connection that is left in a transaction is marked as broken, so
//! that no pool takes it back and no further save goes through it.
//!
//! The futures are boxed: a future that borrows statements of every lifetime cannot be seen to be
//! `Send` otherwise.

mod run;
pub(crate) mod section;

use crate::backend::CasBackend;
use crate::demand::{LeaseLook, LeaseRow};
use crate::error::OpenError;
use crate::plan::{Plan, Wish};
use crate::row::{Keyed, Savable};
use crate::scope::Scope;
use crate::statement::{CasSelect, Compared, Loaded, Target};
use cas_forms::{
    At, CasForm, Done, Form, Informs, Permits, Protects, Provisional, Refused, Submission,
};
use diesel::QuerySource;
use diesel::result::OptionalExtension;
use diesel_async::methods::LoadQuery;
use diesel_async::{AsyncConnection, RunQueryDsl};
use run::{look, run};
use section::Turn;
use std::pin::Pin;

mod insert;
mod lock;

pub use insert::{Insert, InsertOn, purge_nonces};
pub use lock::{Lock, LockOn, LockSet, LockSetOn};

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
#[diagnostic::on_unimplemented(
    message = "there is no row to delete: the form is for something new",
    note = "delete a row by `at(key).submit(...).delete(...)`"
)]
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
            let turn = Turn::begin(connection).map_err(OpenError::Database)?;
            let row = select.get_result(connection).await.optional();
            let row: Option<Loaded<F>> = turn.end(connection, row).map_err(OpenError::Database)?;
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
            let row = match Turn::begin(connection) {
                Ok(turn) => {
                    let row = look(&plan, false, connection).await;
                    turn.end(connection, row)
                }
                Err(error) => Err(error),
            };
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
    for<'q> LeaseLook<'q>: LoadQuery<'q, C, LeaseRow>,
{
    fn save_on<'f>(self, connection: &'f mut C) -> BoxFuture<'f, Result<Done<F>, Refused<F>>>
    where
        Self: 'f,
    {
        let (at, input) = self.into_parts();
        let plan = Plan::under_lease(Wish::Save, at, input);
        Box::pin(async move { run(plan?, connection).await })
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
    for<'q> LeaseLook<'q>: LoadQuery<'q, C, LeaseRow>,
{
    fn delete_on<'f>(self, connection: &'f mut C) -> BoxFuture<'f, Result<Done<F>, Refused<F>>>
    where
        Self: 'f,
    {
        let (at, input) = self.into_parts();
        let plan = Plan::under_lease(Wish::Delete, at, input);
        Box::pin(async move { run(plan?, connection).await })
    }
}
