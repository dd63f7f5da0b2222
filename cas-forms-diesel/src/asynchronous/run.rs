//! Saves and deletions, awaited: the statements that a plan asks for.

use super::Portable;
use super::section::{Section, Turn, is_in_transaction};
use crate::backend::{CasBackend, Lock};
use crate::demand::{LeaseLook, LeaseRow};
use crate::plan::{After, Locked, Next, Plan, Writing};
use crate::row::Savable;
use crate::scope::Scope;
use crate::statement::{CasSelect, CasWriteAll, Compared, Loaded};
use cas_forms::{Done, Refused};
use diesel::QueryResult;
use diesel::result::OptionalExtension;
use diesel_async::methods::LoadQuery;
use diesel_async::{AsyncConnection, RunQueryDsl};

pub(super) async fn run<F, S, C>(
    mut plan: Plan<'_, F, S>,
    connection: &mut C,
) -> Result<Done<F>, Refused<F>>
where
    C: AsyncConnection,
    C::Backend: CasBackend,
    F: Savable<C::Backend> + Portable,
    S: Scope<F::Table, C::Backend> + Sync,
    for<'q> CasSelect<'q, F, S>: LoadQuery<'q, C, Loaded<F>> + LoadQuery<'q, C, Compared<F>>,
    for<'q> LeaseLook<'q>: LoadQuery<'q, C, LeaseRow>,
{
    if let Some(reason) = plan.refusal() {
        return Err(plan.refuse(reason));
    }
    let (mut lock, mut inside) = (false, false);
    loop {
        let answer = if lock {
            let locked = under_lock(&mut plan, connection, &mut inside).await;
            locked.map(|locked| plan.unlocked(locked))
        } else {
            attempt(&mut plan, connection, &mut inside).await
        };
        match answer.unwrap_or_else(|error| plan.failed::<C::Backend>(error, inside)) {
            Next::Finish(result) => return result,
            Next::Again => lock = false,
            Next::Lock => lock = true,
        }
    }
}

/// The one statement and, if it misses, a look at the lease and the row.
async fn attempt<F, S, C>(
    plan: &mut Plan<'_, F, S>,
    connection: &mut C,
    inside: &mut bool,
) -> QueryResult<Next<F>>
where
    C: AsyncConnection,
    C::Backend: CasBackend,
    F: Savable<C::Backend> + Portable,
    S: Scope<F::Table, C::Backend> + Sync,
    for<'q> CasSelect<'q, F, S>: LoadQuery<'q, C, Loaded<F>> + LoadQuery<'q, C, Compared<F>>,
    for<'q> LeaseLook<'q>: LoadQuery<'q, C, LeaseRow>,
{
    let writing = plan.at_once();
    let needs_pass = writing.is_some() && plan.pass::<C::Backend>().is_some();
    let answer = if needs_pass || C::Backend::UNDOES_ALL && is_in_transaction(connection) {
        // What fails takes nothing else of the caller's transaction along; and a pass is for a
        // transaction only.
        let section = Section::enter(connection).await?;
        *inside = section.is_inside;
        let answer = ask(plan, writing, connection).await;
        section.leave(connection, answer).await
    } else {
        let turn = Turn::begin(connection)?;
        let answer = ask(plan, writing, connection).await;
        let answer = turn.end(connection, answer);
        *inside = is_in_transaction(connection);
        answer
    };
    let (is_written, row) = answer?;
    Ok(match writing {
        Some(writing) if is_written => Next::Finish(Ok(writing.done())),
        _ => plan.next(row, C::Backend::READS_UNCOMMITTED),
    })
}

/// Whether it was written and, if not, the row.
async fn ask<F, S, C>(
    plan: &mut Plan<'_, F, S>,
    writing: Option<Writing>,
    connection: &mut C,
) -> QueryResult<(bool, Option<Compared<F>>)>
where
    C: AsyncConnection,
    C::Backend: CasBackend,
    F: Savable<C::Backend> + Portable,
    S: Scope<F::Table, C::Backend> + Sync,
    for<'q> CasSelect<'q, F, S>: LoadQuery<'q, C, Loaded<F>> + LoadQuery<'q, C, Compared<F>>,
    for<'q> LeaseLook<'q>: LoadQuery<'q, C, LeaseRow>,
{
    if let Some(writing) = writing
        && write(plan, writing, connection).await? > 0
    {
        return Ok((true, None));
    }
    hear(plan, false, connection).await?;
    Ok((false, look(plan, false, connection).await?))
}

/// The number of rows that were written. A pass is for a transaction only: it does not outlive it.
async fn write<F, S, C>(
    plan: &Plan<'_, F, S>,
    writing: Writing,
    connection: &mut C,
) -> QueryResult<usize>
where
    C: AsyncConnection,
    C::Backend: CasBackend,
    F: Savable<C::Backend> + Portable,
    S: Scope<F::Table, C::Backend> + Sync,
{
    let pass = plan.pass::<C::Backend>();
    if let Some(pass) = &pass {
        pass.enter().execute(connection).await?;
    }
    let write = plan.statement(writing);
    let count = if write.is_of_all() {
        CasWriteAll(write).execute(connection).await?
    } else {
        write.execute(connection).await?
    };
    if let Some(pass) = &pass {
        pass.leave().execute(connection).await?;
    }
    Ok(count)
}

/// Looks at the lease, where one is demanded.
async fn hear<F, S, C>(plan: &mut Plan<'_, F, S>, keep: bool, connection: &mut C) -> QueryResult<()>
where
    C: AsyncConnection,
    C::Backend: CasBackend,
    F: Savable<C::Backend> + Portable,
    S: Scope<F::Table, C::Backend> + Sync,
    for<'q> LeaseLook<'q>: LoadQuery<'q, C, LeaseRow>,
{
    let Some(look) = plan.lease_look(keep) else { return Ok(()) };
    let row = look.get_result::<LeaseRow>(connection).await.optional()?;
    plan.hear(row);
    Ok(())
}

pub(super) async fn look<F, S, C>(
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

/// Locks the lease and then the row, looks again, and writes if that is still right.
async fn under_lock<F, S, C>(
    plan: &mut Plan<'_, F, S>,
    connection: &mut C,
    inside: &mut bool,
) -> QueryResult<Locked<F>>
where
    C: AsyncConnection,
    C::Backend: CasBackend,
    F: Savable<C::Backend> + Portable,
    S: Scope<F::Table, C::Backend> + Sync,
    for<'q> CasSelect<'q, F, S>: LoadQuery<'q, C, Loaded<F>> + LoadQuery<'q, C, Compared<F>>,
    for<'q> LeaseLook<'q>: LoadQuery<'q, C, LeaseRow>,
{
    let section = Section::enter(connection).await?;
    *inside = section.is_inside;
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
    for<'q> LeaseLook<'q>: LoadQuery<'q, C, LeaseRow>,
{
    if C::Backend::LOCK == Lock::EmptyWrite {
        plan.lock_writes().execute(connection).await?;
    }
    hear(plan, true, connection).await?;
    let Some(row) = look(plan, true, connection).await? else { return Ok(Locked::Missed(None)) };
    let writing = match plan.after(&row) {
        After::Write(writing) => writing,
        after => return Ok(Locked::Settled(after, row.loaded)),
    };
    Ok(match write(plan, writing, connection).await? {
        0 => Locked::Missed(Some(row)),
        _ => Locked::Written(writing),
    })
}
