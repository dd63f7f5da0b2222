//! What to do next, from what the database answered. Pure: the two runners do the asking.

use crate::backend::CasBackend;
use crate::demand::{Demand, LeaseLook, LeaseRow, NamesLease};
use crate::error::Failure;
use crate::guard::Pass;
use crate::row::{Keyed, Savable};
use crate::statement::{Act, CasSelect, CasWrite, Compared, Loaded, LockWrites, Target};
use crate::violation;
use cas_forms::{
    At, CasForm, Done, DoneKind, ErrorCode, Facts, FormError, Held, Input, Mask, OnStale, Permits,
    Provisional, Reason, Refused, Verdict, decide,
};
use diesel::QueryResult;
use diesel::result::Error;

/// How often a save is started again by itself: after a passing failure, and where the row came
/// back to its originals between the write that missed and the look at it.
pub(crate) const ATTEMPTS: usize = 4;

/// What is to become of the row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wish {
    /// What was edited is written.
    Save,
    /// It is deleted, whatever was edited.
    Delete,
}

/// How the lease was found.
enum Standing {
    /// As it is demanded, or not looked at.
    Fine,
    /// Somebody else's, or nobody's.
    Lost(Option<Held>),
}

/// A save or a deletion under way.
pub(crate) struct Plan<'s, F: Keyed, S> {
    target: Target<'s, F, S>,
    demand: Option<Demand>,
    lease: Standing,
    input: Input<'s, F>,
    wish: Wish,
    attempts: usize,
}

/// What the row says to a plan that did not simply succeed.
#[derive(Clone, Copy)]
pub(crate) enum After {
    /// There is nothing to write; these fields were taken over.
    Done(DoneKind, Mask),
    /// It is refused for this reason; the fields are those that only SQL calls changed.
    Refuse(Reason, Mask),
    /// A value of this field cannot be read.
    Unreadable,
    /// It could be written or refused, but the lease is somebody else's by now, or nobody's.
    Locked,
    /// It may be written, under a lock.
    Write(Writing),
}

/// A write that was decided.
#[derive(Clone, Copy)]
pub(crate) struct Writing {
    act: Act,
    /// The fields to compare in SQL: what the others hold was seen under the lock.
    compare: Mask,
    /// The fields that were taken over.
    taken: Mask,
}

impl Writing {
    /// That it was done.
    pub(crate) fn done<F: Keyed>(self) -> Done<F> {
        let done = match self.act {
            Act::Set(set) => Done::new(DoneKind::Written, set),
            Act::Delete => Done::new(DoneKind::Deleted, Mask::EMPTY),
        };
        done.with_taken(self.taken)
    }
}

/// What came of looking again, and writing, under a lock. The plan goes on from it once the
/// transaction has ended: were that to fail, what was typed must still be there.
pub(crate) enum Locked<F: Keyed> {
    Written(Writing),
    /// The row, if there is one, is not as it was when it was decided about.
    Missed(Option<Compared<F>>),
    /// It is not to be written.
    Settled(After, Loaded<F>),
}

/// How a plan goes on.
pub(crate) enum Next<F: Keyed> {
    Finish(Result<Done<F>, Refused<F>>),
    /// From the start.
    Again,
    /// Under a lock.
    Lock,
}

impl<'s, F: Keyed, S> Plan<'s, F, S> {
    /// A plan that demands nothing of a lease.
    pub(crate) fn new(wish: Wish, key: &F::Key, scope: &'s S, input: Input<'s, F>) -> Self {
        let target = Target::new(key, scope);
        Plan { target, demand: None, lease: Standing::Fine, input, wish, attempts: 0 }
    }

    /// A plan that demands what the form's lock does, of the lease that is presented.
    pub(crate) fn under_lease<L, E, X>(
        wish: Wish,
        at: &'s At<F, S, L, E, X>,
        input: Input<'s, F>,
    ) -> Result<Self, Refused<F>>
    where
        F: CasForm<Lock: NamesLease<F::Key>>,
        L: Permits<F::Lock>,
    {
        let plan = Plan::new(wish, at.key(), at.condition(), input);
        match Demand::new::<F>(at.key(), at.presented().presented()) {
            Ok(demand) => Ok(Plan { demand, ..plan }),
            // Nobody can have locked it.
            Err(error) => Err(plan.input.refuse(Reason::Unavailable).with_source(error)),
        }
    }

    /// What refuses the plan without a look at the row.
    pub(crate) fn refusal(&self) -> Option<Reason> {
        self.input.problem().filter(|reason| *reason == Reason::TooLarge)
    }

    /// The write that does it all in one statement, if there is something to write and nothing
    /// against it.
    pub(crate) fn at_once(&self) -> Option<Writing> {
        let act = match self.wish {
            Wish::Save => {
                let set = self.input.dirty();
                let is_ready = self.input.problem().is_none() && !set.is_empty();
                is_ready.then_some(Act::Set(set))
            }
            Wish::Delete => Some(Act::Delete),
        };
        let act = act.filter(|_| self.input.is_comparable())?;
        if !self.demand.as_ref().is_none_or(Demand::may_be_met) {
            return None;
        }
        Some(Writing { act, compare: F::spec().compared(), taken: Mask::EMPTY })
    }

    pub(crate) fn statement(&self, writing: Writing) -> CasWrite<'_, F, S> {
        CasWrite {
            target: &self.target,
            demand: self.demand.as_ref(),
            original: self.input.original(),
            edited: self.input.edited(),
            act: writing.act,
            compare: writing.compare,
        }
    }

    /// Whether the originals are there to be compared in SQL.
    pub(crate) fn is_comparable(&self) -> bool {
        self.input.is_comparable()
    }

    pub(crate) fn select(&self, lock: bool) -> CasSelect<'_, F, S> {
        let names = self.input.original();
        let original = self.is_comparable().then_some(names);
        CasSelect { target: &self.target, original, names, lock }
    }

    pub(crate) fn lock_writes(&self) -> LockWrites<'_, F, S> {
        LockWrites { target: &self.target }
    }

    /// What gets a write past guard triggers, where that takes statements of its own.
    pub(crate) fn pass<DB: CasBackend>(&self) -> Option<Pass<'_>> {
        self.demand.as_ref()?.pass::<DB>()
    }

    /// A look at the lease, of a plan that demands something of it.
    pub(crate) fn lease_look(&self, keep: bool) -> Option<LeaseLook<'_>> {
        self.demand.as_ref().map(|demand| demand.look(keep))
    }

    /// Takes note of the lease as it was found.
    pub(crate) fn hear(&mut self, row: Option<LeaseRow>) {
        let is_met = self.demand.as_ref().is_none_or(|demand| demand.is_met(row.as_ref()));
        let lost = || Standing::Lost(row.and_then(|row| row.held));
        self.lease = if is_met { Standing::Fine } else { lost() };
    }

    /// Decides over the row as it was found.
    ///
    /// What is done already needs no lease: a double click arrives after the first one gave it back.
    /// Neither does what is not there any more.
    pub(crate) fn after(&mut self, row: &Compared<F>) -> After {
        match self.compare(row) {
            After::Refuse(..) | After::Write(_) if matches!(self.lease, Standing::Lost(_)) => {
                After::Locked
            }
            after => after,
        }
    }

    fn compare(&mut self, row: &Compared<F>) -> After {
        if row.loaded.unreadable.is_some() {
            return After::Unreadable;
        }
        self.input.reveal(&row.loaded.values);
        // What SQL calls different and Rust calls equal is a matter of spelling for the pairs
        // that are known for it, and a lossy load, so a change, for all others.
        let lossy = row.differs & !row.loaded.repairable;
        let facts = self.input.compare(&row.loaded.values, lossy);
        let (problem, verdict) = match self.wish {
            Wish::Save => (self.input.problem_against(facts), F::spec().decide(facts)),
            Wish::Delete => {
                let moved = Facts { moved: facts.moved, ..Facts::default() };
                (self.input.problem_of_deletion(), decide(OnStale::Strict, &[], moved))
            }
        };
        if let Some(reason) = problem {
            return After::Refuse(reason, lossy);
        }
        // What changed, or may have, was seen under the lock.
        let compare = F::spec().compared() & !(row.differs | facts.moved);
        match (self.wish, verdict) {
            (_, Verdict::Stale(_)) => After::Refuse(Reason::Stale, lossy),
            (Wish::Delete, _) => {
                After::Write(Writing { act: Act::Delete, compare, taken: Mask::EMPTY })
            }
            (Wish::Save, Verdict::Unchanged) => After::Done(DoneKind::Unchanged, Mask::EMPTY),
            (Wish::Save, Verdict::AlreadyApplied { taken }) => {
                After::Done(DoneKind::AlreadyApplied, taken)
            }
            (Wish::Save, Verdict::Write { set, taken }) => {
                if set.is_empty() {
                    After::Done(DoneKind::Unchanged, taken)
                } else if !taken.is_empty() && self.input.judge_merged(&row.loaded.values, set) {
                    After::Refuse(Reason::Stale, lossy)
                } else {
                    After::Write(Writing { act: Act::Set(set), compare, taken })
                }
            }
        }
    }

    /// Goes on from the row, `None` if there is none. Where it may not be committed yet, nobody is told
    /// that something is done already: it could be undone.
    pub(crate) fn next(&mut self, row: Option<Compared<F>>, is_uncommitted: bool) -> Next<F> {
        let may_lock = self.attempts < ATTEMPTS;
        let after = row.as_ref().map(|row| self.after(row));
        let wants_lock = match after {
            Some(After::Write(_)) => true,
            Some(After::Done(DoneKind::AlreadyApplied, _)) => is_uncommitted,
            None => is_uncommitted && self.wish == Wish::Delete,
            _ => false,
        };
        if wants_lock && may_lock {
            self.attempts += 1;
            return Next::Lock;
        }
        Next::Finish(match (after, row, self.wish) {
            (Some(after), Some(row), _) => self.finish(after, row.loaded),
            (_, _, Wish::Save) => Err(self.take_input().refuse(Reason::Gone)),
            (_, _, Wish::Delete) => Ok(Done::new(DoneKind::AlreadyApplied, Mask::EMPTY)),
        })
    }

    /// Goes on from what came of the lock.
    pub(crate) fn unlocked(&mut self, locked: Locked<F>) -> Next<F> {
        match locked {
            Locked::Written(writing) => Next::Finish(Ok(writing.done())),
            Locked::Missed(row) => self.next(row, false),
            Locked::Settled(after, row) => Next::Finish(self.finish(after, row)),
        }
    }

    /// Ends with what the row says.
    pub(crate) fn finish(&mut self, after: After, row: Loaded<F>) -> Result<Done<F>, Refused<F>> {
        match after {
            After::Done(kind, taken) => Ok(Done::new(kind, Mask::EMPTY).with_taken(taken)),
            After::Refuse(reason, also_moved) => {
                let mut input = self.take_input();
                if self.wish == Wish::Delete && reason == Reason::Stale {
                    input.add_form_error(FormError::NotDeleted);
                }
                Err(input.refuse_with(reason, row.values, also_moved))
            }
            After::Unreadable => Err(self.unreadable(row)),
            After::Locked => {
                let held = match std::mem::replace(&mut self.lease, Standing::Fine) {
                    Standing::Lost(held) => held,
                    Standing::Fine => None,
                };
                Err(self.take_input().refuse(Reason::Locked).with_holder(held))
            }
            // The row will not stand still, or the transaction around us shows an old one.
            After::Write(_) => Err(self.take_input().refuse(Reason::Retry)),
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
            After::Write(_) => Provisional::FINE,
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
                let is_deletion = self.wish == Wish::Delete;
                let refused = violation::refuse::<DB, F>(self.take_input(), error, is_deletion);
                return Next::Finish(Err(refused));
            }
            Failure::Guarded => Reason::Locked,
            Failure::Passing | Failure::Lasting => Reason::Unavailable,
        };
        Next::Finish(Err(self.take_input().refuse(reason).with_source(error)))
    }

    /// Refuses without a look at the row.
    pub(crate) fn refuse(&mut self, reason: Reason) -> Refused<F> {
        self.take_input().refuse(reason)
    }

    /// The input, at the end of the plan.
    fn take_input(&mut self) -> Input<'s, F> {
        std::mem::take(&mut self.input)
    }
}
