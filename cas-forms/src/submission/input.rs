//! What was read of a submission, and the questions that decide about it.

use super::Reading;
use super::arrived::{self, Arrived, Pair, Seal};
use super::{gone, read};
use crate::canonical;
use crate::cell::Cell;
use crate::decision::{Facts, Mask, Verdict};
use crate::error::{ErrorCode, FormError};
use crate::form::{CasForm, Values};
use crate::outcome::{Reason, Refused};
use crate::pairs::Limits;
use crate::seal::Digested;
use crate::setting::Setting;
use crate::validation::{Judge, Problems};
use std::fmt;

/// A submission without its place: typed originals, typed edits and everything that is wrong.
///
/// Applications have [`Submission`](super::Submission); this is for those who write a store.
pub struct Input<'b, F: CasForm> {
    pub(super) arrived: Vec<Arrived<'b>>,
    pub(super) original: F::Values,
    pub(super) edited: F::Values,
    pub(super) reading: Reading,
    pub(super) setting: Setting,
    /// What the form's checks are told, once they were asked.
    context: Option<&'b F::Context>,
}

impl<'b, F: CasForm> Input<'b, F> {
    pub(super) fn read(
        limits: Limits,
        whole: bool,
        pairs: impl Iterator<Item = Pair<'b>>,
        mut setting: Setting,
    ) -> Self {
        let spec = F::spec();
        let (mut arrived, too_many, others) = arrived::sort(spec, pairs, limits.pairs, whole);
        let of_page = of_page::<F>(&mut setting, &mut arrived, &others);
        let (mut original, mut edited) = (F::Values::default(), F::Values::default());
        let mut reading = Reading::default();
        original.visit_mut(&mut |originals| {
            edited.visit_mut(&mut |edits| {
                let seal = setting.seal.as_ref();
                reading = read::read(spec, &setting.lists, seal, &arrived, originals, edits);
            });
        });
        reading.form_errors = of_page;
        setting.zones.keep(reading.zones.drain(..));
        if !whole {
            reading.form_errors.push(FormError::TooManyBytes(limits.bytes));
        }
        if too_many {
            reading.form_errors.push(FormError::TooManyPairs(limits.pairs));
        }
        let mut input = Input { arrived, original, edited, reading, setting, context: None };
        if input.setting.creates {
            input.read_as_new(&others);
        }
        input
    }

    /// Asks the form's checks about what was edited; all of a form for something new.
    pub(super) fn judge(&mut self, context: &'b F::Context) {
        self.context = Some(context);
        let edits = self.reading.dirty | self.reading.blank;
        // What a check has to see may not be known yet.
        if edits.is_empty() || self.is_too_large() || !self.reading.hidden.is_empty() {
            return;
        }
        let mut judge = Judge::new(context, &self.original, &self.edited, edits);
        F::judge(&self.edited, &mut judge);
        let problems = judge.finish();
        self.add_problems(problems);
    }

    /// Asks the form's checks again, about the row as it would be with the edits of these fields: two
    /// edits that are fine alone can break a rule together. What they say is added; true if they say
    /// anything.
    pub fn judge_merged(&mut self, current: &F::Values, set: Mask) -> bool {
        let Some(context) = self.context else { return false };
        let mut judge = Judge::new(context, current, &self.edited, set);
        F::judge(&self.edited, &mut judge);
        let problems = judge.finish();
        let is_broken = !problems.fields.is_empty() || !problems.form.is_empty();
        self.add_problems(problems);
        is_broken
    }

    fn add_problems(&mut self, problems: Problems<F>) {
        for (field, code) in problems.fields {
            self.add_error(field.index(), code);
        }
        self.reading.form_errors.extend(problems.form);
    }

    /// The fields whose submitted text is not what the page showed.
    pub fn dirty(&self) -> Mask {
        self.reading.dirty
    }

    /// The fields of a page that was made for something that does not exist yet.
    pub fn blank(&self) -> Mask {
        self.reading.blank
    }

    /// The original values, as far as they arrived.
    pub fn original(&self) -> &F::Values {
        &self.original
    }

    /// The edited values; only the dirty fields that are valid are filled.
    pub fn edited(&self) -> &F::Values {
        &self.edited
    }

    /// Whether a row can be compared: every original arrived and is one of a row.
    pub fn is_comparable(&self) -> bool {
        let Reading { blank, hidden, .. } = self.reading;
        (self.reading.unknown() | blank | hidden).is_empty() && !self.is_too_large()
    }

    fn is_too_large(&self) -> bool {
        self.reading.form_errors.iter().any(FormError::is_of_size)
    }

    /// What refuses this submission whatever the row holds.
    pub fn problem(&self) -> Option<Reason> {
        if self.is_too_large() {
            Some(Reason::TooLarge)
        } else if !self.reading.unknown().is_empty() || self.is_nonce_missing() || self.is_old() {
            Some(Reason::Originals)
        } else if !self.reading.errors.is_empty() || !self.reading.form_errors.is_empty() {
            Some(Reason::Invalid)
        } else {
            None
        }
    }

    /// Whether the page is of another version of the program.
    fn is_old(&self) -> bool {
        self.reading.form_errors.iter().any(FormError::is_of_age)
    }

    /// What refuses this submission against a row with these facts, staleness alone apart.
    pub fn problem_against(&self, facts: Facts) -> Option<Reason> {
        match self.problem() {
            None if !self.reading.blank.is_empty() => Some(Reason::Originals),
            Some(Reason::Invalid) => match F::spec().decide(facts) {
                Verdict::Stale(_) => Some(Reason::Stale),
                // The row holds it already: there is nothing left to be refused.
                Verdict::AlreadyApplied { .. } if self.reading.blank.is_empty() => None,
                _ => Some(Reason::Invalid),
            },
            problem => problem,
        }
    }

    /// What refuses to delete the row whatever it holds: what was typed does not matter, what was
    /// shown does.
    pub fn problem_of_deletion(&self) -> Option<Reason> {
        if self.is_too_large() {
            Some(Reason::TooLarge)
        } else {
            // What is hidden is compared, as changed.
            let is_known = (self.reading.unknown() | self.reading.blank).is_empty();
            (!is_known).then_some(Reason::Originals)
        }
    }

    /// The fields with digests in place of their originals, as long as it is not known what of. They
    /// cannot be compared by the database; for stores.
    pub fn hidden(&self) -> Mask {
        self.reading.hidden
    }

    /// Finds the originals that the page has digests of, where the row still holds them, and asks the
    /// checks that waited for them. Before [`compare`](Self::compare), which else calls them changed;
    /// for stores.
    pub fn reveal(&mut self, current: &F::Values) {
        let (Some(seal), false) = (&self.setting.seal, self.reading.hidden.is_empty()) else {
            return;
        };
        let (original, hidden, arrived) =
            (&mut self.original, &mut self.reading.hidden, &self.arrived);
        current.visit(&mut |current| {
            original.visit_mut(&mut |original| {
                for index in hidden.iter() {
                    let Some(value) = current[index].value() else { continue };
                    let spec = &F::spec().fields()[index];
                    let (mut json, mut written) = (String::new(), String::new());
                    canonical::encode(spec.kind, value.write(&mut written), &mut json);
                    if seal.is_digested(Digested::Original, spec.name, &arrived[index], &json) {
                        original[index].copy_from(current[index]);
                        hidden.remove(index);
                    }
                }
            });
        });
        if let (true, Some(context)) = (self.reading.hidden.is_empty(), self.context) {
            self.judge(context);
        }
    }

    /// Compares with what the row holds. `also_moved` are fields that the database itself calls
    /// changed, though they load to an equal value.
    pub fn compare(&self, current: &F::Values, also_moved: Mask) -> Facts {
        // What is still hidden is not what the row holds.
        let mut facts = Facts { moved: also_moved | self.hidden(), ..self.reading.facts() };
        let same = |a: &dyn Cell, b: &dyn Cell| match (a.value(), b.value()) {
            (Some(a), Some(b)) => Some(a.same(b)),
            _ => None,
        };
        let secrets = F::spec().secrets();
        current.visit(&mut |current| {
            self.original.visit(&mut |original| {
                self.edited.visit(&mut |edited| {
                    for (index, current) in current.iter().enumerate() {
                        // Whether a secret is what was typed, nobody is told.
                        if secrets.has(index) {
                            continue;
                        }
                        if same(original[index], *current) == Some(false) {
                            facts.moved.insert(index);
                        }
                        if facts.dirty.has(index) && same(edited[index], *current) == Some(true) {
                            facts.arrived.insert(index);
                        }
                    }
                });
            });
        });
        facts
    }

    /// Adds an error of the store's own to a field.
    pub fn add_error(&mut self, index: usize, code: ErrorCode) {
        if index < self.arrived.len() {
            self.reading.errors.push((index, code));
        }
    }

    /// Adds an error of the store's own to the form as a whole.
    pub fn add_form_error(&mut self, error: FormError) {
        self.reading.form_errors.push(error);
    }

    /// What was shown counts as this from now on.
    pub(super) fn take_originals(&mut self, current: F::Values) {
        self.original = current;
    }

    /// The form, with the edits of these fields in place of their originals.
    pub(super) fn build(&mut self, edits: Mask) -> Result<F, Refused<F>> {
        let mut original = std::mem::take(&mut self.original);
        let mut edited = std::mem::take(&mut self.edited);
        original.visit_mut(&mut |originals| {
            edited.visit_mut(&mut |edited| {
                for index in edits.iter() {
                    originals[index].take_from(&mut *edited[index]);
                }
            });
        });
        original.build().ok_or_else(|| Refused::new(Reason::Originals, self.uncompared()))
    }
}

/// Opens the seals of a page that has them, and gives what is to be said of it as a whole.
fn of_page<F: CasForm>(
    setting: &mut Setting,
    arrived: &mut [Arrived<'_>],
    others: &[Pair<'_>],
) -> Vec<FormError> {
    match (&mut setting.seal, F::spec().seal()) {
        (Some(seal), _) => seal.open(arrived, others),
        (None, Some(_)) => {
            for arrived in arrived {
                arrived.seal = Seal::Broken;
            }
            vec![FormError::TooOld]
        }
        (None, None) => {
            let gone = gone::named(others);
            gone.filter_map(|name| gone::gone(&name, others, gone::original(&name, others)))
                .collect()
        }
    }
}

impl<F: CasForm> Default for Input<'_, F> {
    /// An empty submission: no field arrived.
    fn default() -> Self {
        Input::read(Limits::default(), true, std::iter::empty(), Setting::default())
    }
}

impl<F: CasForm> fmt::Debug for Input<'_, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Input")
            .field("form", &F::spec().name())
            .field("dirty", &self.reading.dirty)
            .field("errors", &self.reading.errors)
            .field("form_errors", &self.reading.form_errors)
            .finish_non_exhaustive()
    }
}
