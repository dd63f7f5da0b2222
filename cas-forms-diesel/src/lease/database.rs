//! The store that is the database itself.

use super::statement::{
    Acquire, Asking, NOBODY, Question, Release, Renew, Statement, TakeOver, Told, Verb, Who,
};
use crate::backend::CasBackend;
use crate::error::Failure;
use crate::plan::ATTEMPTS;
use crate::sync::is_in_transaction;
use cas_forms::{Answer, Ask, FencingToken, LeaseError, LeaseStore};
use diesel::connection::LoadConnection;
use diesel::result::{Error, OptionalExtension};
use diesel::{QueryResult, RunQueryDsl};

/// Leases in the table `cas_leases` of the database that is saved to, by the database's clock. One
/// statement each, and a second one where it is refused: who holds it?
///
/// Ask outside a transaction: what is asked inside one is undone with it, and whoever else asks for the
/// same lease waits until it ends.
#[derive(Clone, Copy, Debug, Default)]
pub struct Database;

impl<C> LeaseStore<C> for Database
where
    C: LoadConnection,
    C::Backend: CasBackend,
{
    fn ask(&self, ask: Ask<'_>, connection: &mut C) -> Result<Answer, LeaseError> {
        ask_above(ask, FencingToken(0), connection)
    }
}

/// Asks; a new holder's fencing token is this one at least.
pub(super) fn ask_above<C>(
    ask: Ask<'_>,
    floor: FencingToken,
    connection: &mut C,
) -> Result<Answer, LeaseError>
where
    C: LoadConnection,
    C::Backend: CasBackend,
{
    let question = Question::new(ask, floor);
    let mut attempts = 0;
    loop {
        attempts += 1;
        let answer = attempt(&question, connection);
        if let Some(end) = question.end(answer, attempts, || is_in_transaction(connection)) {
            return end;
        }
    }
}

/// The statement and, if it was refused and said no more, a look at who is in the way.
fn attempt<C>(question: &Question<'_>, connection: &mut C) -> QueryResult<Answer>
where
    C: LoadConnection,
    C::Backend: CasBackend,
{
    let told = match question.verb {
        Verb::Acquire => tell::<Acquire, C>(question, connection)?,
        Verb::TakeOver => tell::<TakeOver, C>(question, connection)?,
        Verb::Renew => tell::<Renew, C>(question, connection)?,
        Verb::Release => tell::<Release, C>(question, connection)?,
        Verb::Holder => None,
    };
    let told = match told {
        None => tell::<Who, C>(question, connection)?,
        told => told,
    };
    Ok(told.unwrap_or(NOBODY))
}

fn tell<V, C>(question: &Question<'_>, connection: &mut C) -> QueryResult<Option<Answer>>
where
    V: Statement,
    C: LoadConnection,
    C::Backend: CasBackend,
{
    let told = Asking::<V>::new(question).get_result::<Told>(connection).optional()?;
    Ok(told.map(|told| told.0))
}

impl Question<'_> {
    /// Ends with the answer, or not yet: what fails in passing is asked again outside a transaction, and
    /// so is a lease that was refused and has become free since.
    pub(super) fn end(
        &self,
        answer: QueryResult<Answer>,
        attempts: usize,
        is_inside: impl FnOnce() -> bool,
    ) -> Option<Result<Answer, LeaseError>> {
        match answer {
            Ok(Answer { held: None, is_done }) if !is_done && self.verb == Verb::Acquire => {
                let error = "the lease changes hands faster than it can be had";
                (attempts > ATTEMPTS).then(|| Err(LeaseError::Unavailable(error.into())))
            }
            Ok(answer) => Some(Ok(answer)),
            Err(error) if again(&error, attempts, is_inside) => None,
            Err(error) => Some(Err(unavailable(error))),
        }
    }
}

pub(crate) fn unavailable(error: Error) -> LeaseError {
    LeaseError::Unavailable(error.into())
}

/// Whether to ask again after so many attempts: what fails in passing, outside a transaction.
pub(crate) fn again(error: &Error, attempts: usize, is_inside: impl FnOnce() -> bool) -> bool {
    attempts <= ATTEMPTS && Failure::of(error) == Failure::Passing && !is_inside()
}

/// Whether it was done; who does not answer may have done it.
pub(super) fn is_done(answer: &Result<Answer, LeaseError>) -> bool {
    answer.as_ref().is_ok_and(|answer| answer.is_done)
}
