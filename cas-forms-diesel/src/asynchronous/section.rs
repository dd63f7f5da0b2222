//! A transaction whose future may be dropped at any await.

use crate::backend::CasBackend;
use diesel::QueryResult;
use diesel::connection::TransactionManagerStatus;
use diesel::result::Error;
use diesel_async::{AsyncConnection, TransactionManager};
use std::mem;

/// Statements outside a transaction. On some databases whoever drops their future leaves an answer
/// behind, which the next statement would take for its own: there the connection is marked as broken
/// meanwhile.
pub(crate) struct Turn {
    /// What the connection said of itself before, where it is marked.
    before: Option<TransactionManagerStatus>,
}

impl Turn {
    /// Before the first of them.
    pub(crate) fn begin<C>(connection: &mut C) -> QueryResult<Self>
    where
        C: AsyncConnection<Backend: CasBackend>,
    {
        if !C::Backend::MIXES_ANSWERS {
            return Ok(Turn { before: None });
        }
        if is_broken(connection) {
            return Err(Error::BrokenTransactionManager);
        }
        Ok(Turn { before: Some(mark(connection)) })
    }

    /// After the last, with what came of them.
    pub(crate) fn end<C, T>(self, connection: &mut C, result: QueryResult<T>) -> QueryResult<T>
    where
        C: AsyncConnection,
    {
        if let Some(before) = self.before {
            *status::<C>(connection) = before;
            return result;
        }
        // It may have been left in a transaction, which nobody will commit. Asked only now: while a
        // statement of a dropped future still runs on it, a connection does not say.
        let value = result?;
        if is_broken(connection) { Err(Error::BrokenTransactionManager) } else { Ok(value) }
    }
}

/// Marks the connection as broken.
fn mark<C: AsyncConnection>(connection: &mut C) -> TransactionManagerStatus {
    let slot = status::<C>(connection);
    let before = mem::take(slot);
    slot.set_in_error();
    before
}

/// A transaction, or a savepoint in the caller's.
///
/// Nobody can end a transaction in a destructor that cannot wait. So the connection is marked as broken
/// before it begins, and the mark is taken away after it has ended: whoever drops the future in between
/// leaves a connection that no pool takes back, and that saves nothing more. Closing it ends the
/// transaction.
pub(crate) struct Section {
    /// What the connection said of itself before.
    before: TransactionManagerStatus,
    statements: [&'static str; 2],
    /// Whether it is in a transaction of the caller's.
    pub(crate) is_inside: bool,
}

impl Section {
    /// Begins it.
    pub(crate) async fn enter<C>(connection: &mut C) -> QueryResult<Self>
    where
        C: AsyncConnection,
    {
        if is_broken(connection) {
            return Err(Error::BrokenTransactionManager);
        }
        let is_inside = is_in_transaction(connection);
        let [begin, commit, rollback] = if is_inside {
            [
                "SAVEPOINT cas_forms",
                "RELEASE SAVEPOINT cas_forms",
                "ROLLBACK TO SAVEPOINT cas_forms",
            ]
        } else {
            ["BEGIN", "COMMIT", "ROLLBACK"]
        };
        let before = mark(connection);
        if let Err(error) = connection.batch_execute(begin).await {
            *status::<C>(connection) = before;
            return Err(error);
        }
        Ok(Section { before, statements: [commit, rollback], is_inside })
    }

    /// Ends it: with what was done, or without where it failed.
    pub(crate) async fn leave<C, T>(
        self,
        connection: &mut C,
        result: QueryResult<T>,
    ) -> QueryResult<T>
    where
        C: AsyncConnection,
    {
        let [commit, rollback] = self.statements;
        let error = match result {
            Ok(value) => match connection.batch_execute(commit).await {
                Ok(()) => {
                    *status::<C>(connection) = self.before;
                    return Ok(value);
                }
                Err(error) => error,
            },
            Err(error) => error,
        };
        // One that cannot be rolled back keeps the mark.
        if connection.batch_execute(rollback).await.is_ok() {
            *status::<C>(connection) = self.before;
        }
        Err(error)
    }
}

fn status<C: AsyncConnection>(connection: &mut C) -> &mut TransactionManagerStatus {
    C::TransactionManager::transaction_manager_status_mut(connection)
}

/// Whether the connection is in a transaction, or was left in one.
pub(crate) fn is_broken<C: AsyncConnection>(connection: &mut C) -> bool {
    status(connection).transaction_depth().is_err()
}

/// Whether the caller has begun a transaction.
pub(crate) fn is_in_transaction<C: AsyncConnection>(connection: &mut C) -> bool {
    // A broken connection fails at its next statement, with its own error.
    matches!(status(connection).transaction_depth(), Ok(Some(_)))
}
