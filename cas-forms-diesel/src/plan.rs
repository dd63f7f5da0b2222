//! What to do next, from what the database answered. Pure: the two runners do the asking.

use crate::backend::CasBackend;
use crate::error::Failure;
use crate::row::{Keyed, Savable};
use crate::statement::{CasSelect, CasUpdate, Compared, Loaded, LockWrites, Target, compared};
use crate::violation;
use cas_forms::{
    Done, DoneKind, ErrorCode, Input, Mask, OnStale, Provisional, Reason, Refused, Verdict, decide,
};
use diesel::QueryResult;
use diesel::result::Error;

/// How often a save is started again by itself: after a passing failure, and where the row came
/// back to its originals between the write that missed and the look at it.
pub(crate) const ATTEMPTS: usize = 4;

/// A save under way.
pub(crate) struct Plan<'s, F: Keyed, S> {
    target: Target<'s, F, S>,
    input: Input<'s, F>,
    /// Lends columns their names.
    names: F::Values,
    attempts: usize,
}

/// What the row says to a save that did not simply write.
#[derive(Clone, Copy)]
pub(crate) enum After {
    /// It is done.
    Done(DoneKind),
    /// It is refused for this reason; the fields are those that only SQL calls changed.
    Refuse(Reason, Mask),
    /// A value of this field cannot be read.
    Unreadable,
    /// The row is as it was shown: write again.
    Again,
    /// Lock, look again, and write with a comparison of these fields in SQL: the others differ in
    /// spelling only.
    Repair(Mask),
}

/// How a save goes on.
pub(crate) enum Next<F: Keyed> {
    Finish(Result<Done<F>, Refused<F>>),
    /// From the start.
    Again,
    /// Under a lock.
    Lock,
}

impl<'s, F: Keyed, S> Plan<'s, F, S> {
    pub(crate) fn new(key: &F::Key, scope: &'s S, input: Input<'s, F>) -> Self {
        Plan { target: Target::new(key, scope), input, names: F::Values::default(), attempts: 0 }
    }

    /// What refuses the save without a look at the row.
    pub(crate) fn refusal(&self) -> Option<Reason> {
        self.input.problem().filter(|reason| *reason == Reason::TooLarge)
    }

    /// The statement that does it all, if there is something to write and nothing against it.
    pub(crate) fn update(&self) -> Option<CasUpdate<'_, F, S>> {
        let ready = self.input.problem().is_none() && self.input.is_comparable();
        (ready && !self.input.dirty().is_empty()).then(|| self.update_comparing(compared::<F>()))
    }

    /// The same, comparing these fields only; the others were compared under a lock.
    pub(crate) fn update_comparing(&self, compare: Mask) -> CasUpdate<'_, F, S> {
        CasUpdate {
            target: &self.target,
            original: self.input.original(),
            edited: self.input.edited(),
            set: self.input.dirty(),
            compare,
        }
    }

    /// Whether the originals are there to be compared in SQL.
    pub(crate) fn is_comparable(&self) -> bool {
        self.input.is_comparable()
    }

    pub(crate) fn select(&self, lock: bool) -> CasSelect<'_, F, S> {
        let original = self.is_comparable().then(|| self.input.original());
        CasSelect { target: &self.target, original, names: &self.names, lock }
    }

    pub(crate) fn lock_writes(&self) -> LockWrites<'_, F, S> {
        let column = self.input.dirty().iter().next().unwrap_or_default();
        LockWrites { target: &self.target, names: &self.names, column }
    }

    pub(crate) fn written(&self) -> Done<F> {
        Done::new(DoneKind::Written, self.input.dirty())
    }

    /// Decides over the row as it was found.
    pub(crate) fn after(&self, row: &Compared<F>) -> After {
        if row.loaded.unreadable.is_some() {
            return After::Unreadable;
        }
        // What SQL calls different and Rust calls equal is a matter of spelling for the pairs
        // that are known for it, and a lossy load, so a change, for all others.
        let lossy = row.differs & !row.loaded.repairable;
        let facts = self.input.compare(&row.loaded.values, lossy);
        if let Some(reason) = self.input.problem_against(facts) {
            return After::Refuse(reason, lossy);
        }
        match decide(OnStale::Strict, &[], facts) {
            Verdict::Stale(_) => After::Refuse(Reason::Stale, lossy),
            Verdict::Unchanged => After::Done(DoneKind::Unchanged),
            Verdict::AlreadyApplied => After::Done(DoneKind::AlreadyApplied),
            Verdict::Write { .. } if row.differs.is_empty() => After::Again,
            Verdict::Write { .. } => After::Repair(compared::<F>() & !row.differs),
        }
    }

    /// Goes on from the row, `None` if there is none.
    pub(crate) fn next(&mut self, row: Option<Compared<F>>) -> Next<F> {
        let Some(row) = row else {
            return Next::Finish(Err(self.take_input().refuse(Reason::Gone)));
        };
        match self.after(&row) {
            After::Again if self.attempts < ATTEMPTS => {
                self.attempts += 1;
                Next::Again
            }
            After::Repair(_) if self.attempts < ATTEMPTS => {
                self.attempts += 1;
                Next::Lock
            }
            after => Next::Finish(self.finish(after, row.loaded)),
        }
    }

    /// Ends the save with what the row says.
    pub(crate) fn finish(&mut self, after: After, row: Loaded<F>) -> Result<Done<F>, Refused<F>> {
        match after {
            After::Done(kind) => Ok(Done::new(kind, Mask::EMPTY)),
            After::Refuse(reason, also_moved) => {
                Err(self.take_input().refuse_with(reason, row.values, also_moved))
            }
            After::Unreadable => Err(self.unreadable(row)),
            // The row will not stand still, or the transaction around us shows an old one.
            After::Again | After::Repair(_) => Err(self.take_input().refuse(Reason::Retry)),
        }
    }

    /// What a save would say, from one look at the row.
    pub(crate) fn foresee(mut self, row: QueryResult<Option<Compared<F>>>) -> Provisional<F> {
        let row = match row {
            Ok(Some(row)) => row,
            Ok(None) => return self.refuse(Reason::Gone).into(),
            Err(error) => return self.refuse(Reason::Unavailable).with_source(error).into(),
        };
        match self.after(&row) {
            After::Again | After::Repair(_) => Provisional::FINE,
            after => self.finish(after, row.loaded).into(),
        }
    }

    fn unreadable(&mut self, row: Loaded<F>) -> Refused<F> {
        let mut input = self.take_input();
        let Some((index, error)) = row.unreadable else { return input.refuse(Reason::Unavailable) };
        input.add_error(index, ErrorCode::Unreadable);
        input.refuse(Reason::Unavailable).with_source(error)
    }

    /// Goes on from a database error. Inside a caller's transaction nothing is repeated: what
    /// was done before in it cannot be.
    pub(crate) fn failed<DB>(&mut self, error: Error, in_transaction: bool) -> Next<F>
    where
        DB: CasBackend,
        F: Savable<DB>,
    {
        let reason = match Failure::of(&error) {
            Failure::Passing if in_transaction => Reason::Retry,
            Failure::Passing if self.attempts < ATTEMPTS => {
                self.attempts += 1;
                return Next::Again;
            }
            Failure::Rejected => {
                let refused = violation::refuse::<DB, F>(self.take_input(), error);
                return Next::Finish(Err(refused));
            }
            Failure::Passing | Failure::Lasting => Reason::Unavailable,
        };
        Next::Finish(Err(self.take_input().refuse(reason).with_source(error)))
    }

    /// Refuses without a look at the row.
    pub(crate) fn refuse(&mut self, reason: Reason) -> Refused<F> {
        self.take_input().refuse(reason)
    }

    /// The input, at the end of the save.
    fn take_input(&mut self) -> Input<'s, F> {
        std::mem::take(&mut self.input)
    }
}
