//! `insert` on diesel-async connections.

use super::section::{Section, Turn};
use super::{BoxFuture, Portable};
use crate::backend::CasBackend;
use crate::insert::{Answer, Assigned, Assignment, CasInsert, Creation, NewKey, key_is_unknown};
use crate::nonce::{Claim, Fill, Find, Purge, Remembered};
use crate::row::Savable;
use cas_forms::{CasForm, Created, KeyText, New, Protects, Refused, Submission};
use diesel::QueryResult;
use diesel::result::{DatabaseErrorKind, Error, OptionalExtension};
use diesel_async::methods::LoadQuery;
use diesel_async::{AsyncConnection, RunQueryDsl};
use std::time::Duration;

/// Inserts a submission of a page for something new.
pub trait Insert<F: CasForm>: Sized {
    /// See [`sync::Insert::insert`](crate::sync::Insert::insert).
    fn insert<'f, C>(self, connection: &'f mut C) -> BoxFuture<'f, Result<Created<F>, Refused<F>>>
    where
        Self: InsertOn<F, C> + 'f,
    {
        self.insert_on(connection)
    }
}

impl<F: CasForm, S, L, E, X, K> Insert<F> for Submission<'_, F, S, L, E, X, K> {}

/// See [`sync::InsertOn`](crate::sync::InsertOn).
#[diagnostic::on_unimplemented(
    message = "there is a row already: the form is for one with a key",
    note = "save it: `at(key).submit(...).save(...)`; something new is inserted by \
            `create().submit(...).insert(...)`"
)]
pub trait InsertOn<F: CasForm, C> {
    /// See [`Insert::insert`].
    fn insert_on<'f>(self, connection: &'f mut C) -> BoxFuture<'f, Result<Created<F>, Refused<F>>>
    where
        Self: 'f;
}

impl<F, S, L, E, X, C> InsertOn<F, C> for Submission<'_, F, S, L, E, X, New>
where
    C: AsyncConnection,
    C::Backend: CasBackend,
    F: Savable<C::Backend> + Portable + CasForm<Key: KeyText + Send + Sync>,
    F::KeyColumns: Send + Sync,
    F::Context: Sync,
    S: Assigned<F::Table, C::Backend, Values: Send + Sync> + Sync,
    L: Sync,
    E: Protects<F::Seal> + Sync,
    X: Sync,
    for<'q> CasInsert<'q, F, S::Values>: LoadQuery<'q, C, F::Key>,
    for<'q> NewKey<'q, F, S::Values>: LoadQuery<'q, C, F::Key>,
    for<'q> Find<'q>: LoadQuery<'q, C, Remembered>,
{
    fn insert_on<'f>(self, connection: &'f mut C) -> BoxFuture<'f, Result<Created<F>, Refused<F>>>
    where
        Self: 'f,
    {
        Box::pin(async move {
            let (at, input) = self.into_parts();
            let mut creation = Creation::new(at.condition().values(), input)?;
            loop {
                let (answer, inside) = match Section::enter(connection).await {
                    Ok(section) => {
                        let inside = section.is_inside;
                        let answer = attempt(&creation, connection).await;
                        (section.leave(connection, answer).await, inside)
                    }
                    Err(error) => (Err(error), false),
                };
                if let Some(end) = creation.next::<C::Backend>(answer, inside) {
                    return end;
                }
            }
        })
    }
}

async fn attempt<F, A, C>(
    creation: &Creation<'_, F, A>,
    connection: &mut C,
) -> QueryResult<Answer<F>>
where
    C: AsyncConnection,
    C::Backend: CasBackend,
    F: Savable<C::Backend> + Portable + CasForm<Key: KeyText + Send + Sync>,
    F::KeyColumns: Send + Sync,
    A: Assignment<F::Table, C::Backend> + Sync,
    for<'q> CasInsert<'q, F, A>: LoadQuery<'q, C, F::Key>,
    for<'q> NewKey<'q, F, A>: LoadQuery<'q, C, F::Key>,
    for<'q> Find<'q>: LoadQuery<'q, C, Remembered>,
{
    let mark = &creation.mark;
    let is_taken = match Claim(mark).execute(connection).await {
        Ok(count) => count == 0,
        Err(Error::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => true,
        Err(error) => return Err(error),
    };
    if is_taken {
        return Find(mark).get_result(connection).await.optional().map(Answer::Taken);
    }
    let key: F::Key = if C::Backend::RETURNS {
        creation.insert().get_result(connection).await?
    } else {
        creation.insert().execute(connection).await?;
        let key = creation.new_key().get_result(connection).await;
        key.optional()?.ok_or_else(key_is_unknown)?
    };
    let text = key.to_text();
    Fill { mark, key: &text }.execute(connection).await?;
    Ok(Answer::Made(key))
}

/// See [`sync::purge_nonces`](crate::sync::purge_nonces).
///
/// # Errors
///
/// Those of the database.
pub async fn purge_nonces<C>(connection: &mut C, older_than: Duration) -> QueryResult<usize>
where
    C: AsyncConnection,
    C::Backend: CasBackend,
{
    let turn = Turn::begin(connection)?;
    let purged = Purge(older_than).execute(connection).await;
    turn.end(connection, purged)
}
