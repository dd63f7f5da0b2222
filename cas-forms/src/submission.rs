//! From name/value pairs to typed originals and typed edits, collecting every error.
//!
//! Field names in, never positions. A control is named as its field, perhaps with `--` and the
//! digest of its original; the hidden original, the question of a conflict page and what the page
//! had shown before it are told apart by their prefixes.

mod arrived;
pub(crate) mod gone;
mod input;
mod new;
mod provisional;
mod read;
mod refuse;

#[cfg(feature = "seal")]
pub(crate) use arrived::Seal;
pub(crate) use arrived::{Answer, Arrived, Pair};
pub use input::Input;
pub use provisional::Provisional;

use crate::at::{At, Existing, Informs};
use crate::decision::{Facts, Mask, Verdict};
use crate::form::{CasForm, Current, Values};
use crate::outcome::{Done, DoneKind, Reason, Refused};
use crate::pairs::{self, Limits, Raw};
use crate::zone::Zone;
use std::fmt;

/// A submission, read and waiting to be validated, cleaned or saved.
pub struct Submission<'s, F: CasForm, S, L, E, X, K = Existing<<F as CasForm>::Key>> {
    at: &'s At<F, S, L, E, X, K>,
    context: &'s F::Context,
    input: Input<'s, F>,
}

/// A submission that may be written: what [`Submission::clean`] gives.
pub struct Cleaned<F: CasForm> {
    value: F,
    done: Done<F>,
    set: Mask,
}

impl<F: CasForm> Cleaned<F> {
    /// The form as it will be: edited fields as submitted, all others as they are. Members that
    /// the form skips have their default value, whatever the row holds: write the fields of
    /// [`set`](Self::set), not the whole.
    pub fn value(&self) -> &F {
        &self.value
    }

    /// The row as it will be, to be kept.
    pub fn into_value(self) -> F {
        self.value
    }

    /// The fields that have to be written; none for [`DoneKind::Unchanged`] and
    /// [`DoneKind::AlreadyApplied`].
    pub fn set(&self) -> Mask {
        self.set
    }

    /// What became of the submission, once these fields are written.
    pub fn done(&self) -> &Done<F> {
        &self.done
    }
}

impl<F: CasForm> fmt::Debug for Cleaned<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cleaned").field("done", &self.done).finish_non_exhaustive()
    }
}

impl<'s, F: CasForm, S, L, E, X: Informs<F::Context>, K> Submission<'s, F, S, L, E, X, K> {
    pub(crate) fn of_body(at: &'s At<F, S, L, E, X, K>, limits: Limits, body: &'s [u8]) -> Self {
        // What lies beyond the limit is not looked at; what lies before it is kept to be shown.
        let whole = body.len() <= limits.bytes;
        let seen = if whole { body } else { &body[..limits.bytes] };
        Submission::new(at, Input::read(limits, whole, pairs::of_body(seen), at.setting()))
    }

    pub(crate) fn of_pairs(
        at: &'s At<F, S, L, E, X, K>,
        limits: Limits,
        pairs: impl Iterator<Item = (&'s [u8], &'s [u8])>,
    ) -> Self {
        let mut room = limits.bytes;
        let mut whole = true;
        let fitting = pairs.map_while(|(name, value)| {
            if !whole {
                return None;
            }
            let Some(left) = room.checked_sub(name.len()) else {
                whole = false;
                return None;
            };
            let seen = &value[..value.len().min(left)];
            whole = seen.len() == value.len();
            room = left - seen.len();
            Some((Raw::Plain(name), Raw::Plain(seen)))
        });
        // Collected first: only then is it known whether everything fitted.
        let fitting: Vec<_> = fitting.take(limits.pairs.saturating_add(1)).collect();
        Submission::new(at, Input::read(limits, whole, fitting.into_iter(), at.setting()))
    }

    fn new(at: &'s At<F, S, L, E, X, K>, input: Input<'s, F>) -> Self {
        Submission { at, context: at.told(), input }
    }
}

impl<'s, F: CasForm, S, L, E, X, K> Submission<'s, F, S, L, E, X, K> {
    /// The form as it would be: edited fields as submitted, all others as they were shown, and a
    /// secret that was not typed empty. Nothing is compared with any row.
    ///
    /// # Errors
    ///
    /// [`Reason::Invalid`], [`Reason::Originals`] or [`Reason::TooLarge`], with the form.
    pub fn validate(self) -> Result<F, Refused<F>> {
        let mut input = self.judged();
        if let Some(reason) = input.problem() {
            return Err(input.refuse(reason));
        }
        let wanted = input.dirty() | input.blank();
        input.build(wanted)
    }

    /// Refuses the submission without a look at any row, with everything that was typed: where no
    /// connection could be had ([`Reason::Unavailable`]), or the request itself is not trusted.
    pub fn refuse(self, reason: Reason) -> Refused<F> {
        self.input.refuse(reason)
    }

    /// The place, and what was read and judged; for stores.
    #[expect(clippy::type_complexity, reason = "a place has that many sides")]
    pub fn into_parts(self) -> (&'s At<F, S, L, E, X, K>, Input<'s, F>) {
        (self.at, self.judged())
    }

    /// What was read, after the form's own checks.
    fn judged(self) -> Input<'s, F> {
        let mut input = self.input;
        input.judge(self.context);
        input
    }

    /// The place; for stores.
    pub fn at(&self) -> &'s At<F, S, L, E, X, K> {
        self.at
    }
}

impl<F: CasForm, S, L, E, X> Submission<'_, F, S, L, E, X> {
    /// Compares with what the row holds now, field by field. The caller sees to it that nobody
    /// changes the row between this and the write (a lock, a mutex, a single writer);
    /// cas-forms-diesel's `save` does so by itself.
    ///
    /// # Errors
    ///
    /// The reasons of [`validate`](Self::validate), or [`Reason::Stale`]; the form then shows
    /// for each field what was, what is, and what was typed.
    pub fn clean<R: Current<F> + ?Sized>(self, row: &R) -> Result<Cleaned<F>, Refused<F>> {
        let mut input = self.judged();
        let mut current = F::Values::default();
        row.visit_current(&mut |cells| {
            current.visit_mut(&mut |slots| {
                for (slot, cell) in slots.iter_mut().zip(cells) {
                    slot.copy_from(*cell);
                }
            });
        });
        input.reveal(&current);
        let facts = input.compare(&current, Mask::EMPTY);
        if let Some(reason) = input.problem_against(facts) {
            return Err(input.refuse_with(reason, current, Mask::EMPTY));
        }
        let (set, taken, kind) = match F::spec().decide(facts) {
            Verdict::Unchanged => (Mask::EMPTY, Mask::EMPTY, DoneKind::Unchanged),
            Verdict::AlreadyApplied { taken } => (Mask::EMPTY, taken, DoneKind::AlreadyApplied),
            Verdict::Write { set, taken } if set.is_empty() => (set, taken, DoneKind::Unchanged),
            Verdict::Write { set, taken }
                if taken.is_empty() || !input.judge_merged(&current, set) =>
            {
                (set, taken, DoneKind::Written)
            }
            Verdict::Write { .. } | Verdict::Stale(_) => {
                return Err(input.refuse_with(Reason::Stale, current, Mask::EMPTY));
            }
        };
        input.take_originals(current);
        let value = input.build(set)?;
        Ok(Cleaned { value, done: Done::new(kind, set).with_taken(taken), set })
    }

    /// What [`clean`](Self::clean) would say, without anything being done: for a form that is
    /// still being filled in. Missing originals, a row that moved, nonsense: all are ordinary
    /// answers. For something that does not exist yet, use `Provisional::from(validate())`.
    pub fn provisional<R: Current<F> + ?Sized>(self, row: &R) -> Provisional<F> {
        self.clean(row).into()
    }
}

impl<F: CasForm, S, L, E, X, K> fmt::Debug for Submission<'_, F, S, L, E, X, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Submission").field("input", &self.input).finish_non_exhaustive()
    }
}

/// What a submission says of the fields, apart from their values.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reading {
    /// Submitted is not what was shown.
    pub(crate) dirty: Mask,
    /// No original arrived.
    pub(crate) missing: Mask,
    /// An original arrived that is none.
    pub(crate) malformed: Mask,
    /// What arrived is not sealed as an original of this field, or no longer.
    pub(crate) unsealed: Mask,
    /// Digests arrived in place of the original, and nobody knows of what.
    pub(crate) hidden: Mask,
    /// The page was made for something that does not exist yet.
    pub(crate) blank: Mask,
    /// The page asked which value to keep.
    pub(crate) asked: Mask,
    /// ... and the answer was: theirs.
    pub(crate) theirs: Mask,
    /// The zones that the page was made in.
    pub(crate) zones: Vec<(usize, Zone)>,
    pub(crate) errors: Vec<(usize, crate::ErrorCode)>,
    pub(crate) form_errors: Vec<crate::FormError>,
}

impl Reading {
    /// Fields that cannot be compared.
    pub(crate) fn unknown(&self) -> Mask {
        self.missing | self.malformed | self.unsealed
    }

    /// What is known before a row is read.
    pub(crate) fn facts(&self) -> Facts {
        Facts { dirty: self.dirty, ..Facts::default() }
    }
}
