//! `insert` on Diesel's own connections.

use super::is_in_transaction;
use crate::backend::CasBackend;
use crate::insert::{Answer, Assigned, Assignment, CasInsert, Creation, NewKey, key_is_unknown};
use crate::nonce::{Claim, Fill, Find, Purge};
use crate::row::Savable;
use cas_forms::{CasForm, Created, KeyText, New, Protects, Refused, Submission};
use diesel::connection::LoadConnection;
use diesel::query_dsl::methods::LoadQuery;
use diesel::result::{DatabaseErrorKind, Error, OptionalExtension};
use diesel::{QueryResult, RunQueryDsl};
use std::time::Duration;

/// Inserts a submission of a page for something new.
pub trait Insert<F: CasForm>: Sized {
    /// Inserts a row, once for each page, and gives its key.
    ///
    /// A page that comes again with the same entries (a double click, a retry after a lost answer) makes
    /// no second row: the answer is the key of the first, also where that is deleted meanwhile. With
    /// other entries it is refused ([`Reason::Created`](cas_forms::Reason::Created)), as a page of its own.
    ///
    /// It takes one transaction, or a savepoint inside the caller's, so that what is refused leaves
    /// nothing there. Outside a transaction it is started again up to four times after a passing failure.
    ///
    /// # Errors
    ///
    /// Every [`Reason`](cas_forms::Reason) but those about a row; nothing was written then, unless the
    /// answer was lost. The form keeps what was typed and which page it is: sent again, it is inserted, or
    /// turns out to be there.
    fn insert<C>(self, connection: &mut C) -> Result<Created<F>, Refused<F>>
    where
        Self: InsertOn<F, C>,
    {
        self.insert_on(connection)
    }
}

impl<F: CasForm, S, L, E, X, K> Insert<F> for Submission<'_, F, S, L, E, X, K> {}

/// What [`Insert`] needs of a form and a connection.
#[diagnostic::on_unimplemented(
    message = "there is a row already: the form is for one with a key",
    note = "save it: `at(key).submit(...).save(...)`; something new is inserted by \
            `create().submit(...).insert(...)`"
)]
pub trait InsertOn<F: CasForm, C> {
    /// See [`Insert::insert`].
    ///
    /// # Errors
    ///
    /// Those of [`Insert::insert`].
    fn insert_on(self, connection: &mut C) -> Result<Created<F>, Refused<F>>;
}

impl<F, S, L, E, X, C> InsertOn<F, C> for Submission<'_, F, S, L, E, X, New>
where
    C: LoadConnection,
    C::Backend: CasBackend,
    F: Savable<C::Backend> + CasForm<Key: KeyText>,
    S: Assigned<F::Table, C::Backend>,
    E: Protects<F::Seal>,
    for<'q> CasInsert<'q, F, S::Values>: LoadQuery<'q, C, F::Key>,
    for<'q> NewKey<'q, F, S::Values>: LoadQuery<'q, C, F::Key>,
{
    fn insert_on(self, connection: &mut C) -> Result<Created<F>, Refused<F>> {
        let (at, input) = self.into_parts();
        let mut creation = Creation::new(at.condition().values(), input)?;
        let in_transaction = is_in_transaction(connection);
        loop {
            let answer = connection.transaction(|connection| attempt(&creation, connection));
            if let Some(end) = creation.next::<C::Backend>(answer, in_transaction) {
                return end;
            }
        }
    }
}

fn attempt<F, A, C>(creation: &Creation<'_, F, A>, connection: &mut C) -> QueryResult<Answer<F>>
where
    C: LoadConnection,
    C::Backend: CasBackend,
    F: Savable<C::Backend> + CasForm<Key: KeyText>,
    A: Assignment<F::Table, C::Backend>,
    for<'q> CasInsert<'q, F, A>: LoadQuery<'q, C, F::Key>,
    for<'q> NewKey<'q, F, A>: LoadQuery<'q, C, F::Key>,
{
    let mark = &creation.mark;
    let is_taken = match Claim(mark).execute(connection) {
        Ok(count) => count == 0,
        Err(Error::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => true,
        Err(error) => return Err(error),
    };
    if is_taken {
        return Find(mark).get_result(connection).optional().map(Answer::Taken);
    }
    let key: F::Key = if C::Backend::RETURNS {
        creation.insert().get_result(connection)?
    } else {
        creation.insert().execute(connection)?;
        let key = creation.new_key().get_result(connection);
        key.optional()?.ok_or_else(key_is_unknown)?
    };
    Fill { mark, key: &key.to_text() }.execute(connection)?;
    Ok(Answer::Made(key))
}

/// Forgets which pages for something new were sent longer ago than this, by the database's clock, and
/// says how many. A page that is sent again later than this makes a second row: a few days are
/// usual.
///
/// # Errors
///
/// Those of the database.
pub fn purge_nonces<C>(connection: &mut C, older_than: Duration) -> QueryResult<usize>
where
    C: LoadConnection,
    C::Backend: CasBackend,
{
    Purge(older_than).execute(connection)
}
