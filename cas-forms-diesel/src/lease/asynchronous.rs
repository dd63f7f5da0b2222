//! The stores, awaited: the same questions in the same order as in [`Database`] and [`Fenced`].

use super::Database;
use super::database::is_done;
use super::fenced::{Fenced, floor, follow, mend, release};
use super::statement::{
    Acquire, Asking, NOBODY, Question, Release, Renew, Statement, TakeOver, Told, Verb, Who,
};
use crate::asynchronous::BoxFuture;
use crate::asynchronous::section::{Turn, is_in_transaction};
use crate::backend::CasBackend;
use cas_forms::{Answer, Ask, AsyncLeaseStore, FencingToken, LeaseError};
use diesel::QueryResult;
use diesel::result::OptionalExtension;
use diesel_async::{AsyncConnection, RunQueryDsl};

impl<C> AsyncLeaseStore<C> for Database
where
    C: AsyncConnection,
    C::Backend: CasBackend,
{
    fn ask<'f>(
        &'f self,
        ask: Ask<'f>,
        connection: &'f mut C,
    ) -> BoxFuture<'f, Result<Answer, LeaseError>> {
        Box::pin(ask_above(ask, FencingToken(0), connection))
    }
}

/// Asks; a new holder's fencing token is this one at least.
async fn ask_above<C>(
    ask: Ask<'_>,
    floor: FencingToken,
    connection: &mut C,
) -> Result<Answer, LeaseError>
where
    C: AsyncConnection,
    C::Backend: CasBackend,
{
    let question = Question::new(ask, floor);
    let mut attempts = 0;
    loop {
        attempts += 1;
        let answer = match Turn::begin(connection) {
            Ok(turn) => {
                let answer = attempt(&question, connection).await;
                turn.end(connection, answer)
            }
            Err(error) => Err(error),
        };
        if let Some(end) = question.end(answer, attempts, || is_in_transaction(connection)) {
            return end;
        }
    }
}

/// The statement and, if it was refused and said no more, a look at who is in the way.
async fn attempt<C>(question: &Question<'_>, connection: &mut C) -> QueryResult<Answer>
where
    C: AsyncConnection,
    C::Backend: CasBackend,
{
    let told = match question.verb {
        Verb::Acquire => tell::<Acquire, C>(question, connection).await?,
        Verb::TakeOver => tell::<TakeOver, C>(question, connection).await?,
        Verb::Renew => tell::<Renew, C>(question, connection).await?,
        Verb::Release => tell::<Release, C>(question, connection).await?,
        Verb::Holder => None,
    };
    let told = match told {
        None => tell::<Who, C>(question, connection).await?,
        told => told,
    };
    Ok(told.unwrap_or(NOBODY))
}

async fn tell<V, C>(question: &Question<'_>, connection: &mut C) -> QueryResult<Option<Answer>>
where
    V: Statement,
    C: AsyncConnection,
    C::Backend: CasBackend,
{
    let told = Asking::<V>::new(question).get_result::<Told>(connection).await.optional()?;
    Ok(told.map(|told| told.0))
}

impl<S, C> AsyncLeaseStore<C> for Fenced<S>
where
    S: AsyncLeaseStore<C> + Sync,
    C: AsyncConnection,
    C::Backend: CasBackend,
{
    fn ask<'f>(
        &'f self,
        ask: Ask<'f>,
        connection: &'f mut C,
    ) -> BoxFuture<'f, Result<Answer, LeaseError>> {
        let Fenced(store) = self;
        Box::pin(async move {
            match ask {
                Ask::Acquire(claim) => {
                    let mut stored = store.ask(ask, connection).await?;
                    if !stored.is_done {
                        let known = Ask::Holder { key: claim.key };
                        let known = ask_above(known, FencingToken(0), connection).await?;
                        if known.held.is_some() {
                            return Ok(known);
                        }
                        stored = store.ask(follow(claim, &stored), connection).await?;
                        if !stored.is_done {
                            return Ok(stored);
                        }
                    }
                    let answer = ask_above(ask, floor(&stored), connection).await;
                    if !is_done(&answer) {
                        let _ = store.ask(release(claim), connection).await;
                    }
                    answer
                }
                Ask::TakeOver(claim, _) => {
                    let stored = store.ask(Ask::Holder { key: claim.key }, connection).await?;
                    let answer = ask_above(ask, FencingToken(0), connection).await?;
                    if answer.is_done {
                        let _ = store.ask(follow(claim, &stored), connection).await;
                    }
                    Ok(answer)
                }
                Ask::Renew { key, secret, ttl } => {
                    let stored = store.ask(ask, connection).await?;
                    let answer = ask_above(ask, FencingToken(0), connection).await?;
                    if let Some(ask) = mend(key, secret, ttl, &stored, &answer) {
                        let _ = store.ask(ask, connection).await;
                    }
                    Ok(answer)
                }
                Ask::Release { .. } => {
                    let _ = store.ask(ask, connection).await;
                    ask_above(ask, FencingToken(0), connection).await
                }
                Ask::Holder { .. } => ask_above(ask, FencingToken(0), connection).await,
            }
        })
    }
}
