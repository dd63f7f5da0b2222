#![doc = include_str!("../docs/validation.md")]

use crate::cell::Slot;
use crate::decision::Mask;
use crate::error::{ErrorCode, FormError};
use crate::form::{CasForm, Field, Values};
use crate::value::FieldType;
use std::fmt;

/// What a check of the whole form has found.
pub struct Problems<F> {
    edited: Mask,
    pub(crate) fields: Vec<(Field<F>, ErrorCode)>,
    pub(crate) form: Vec<FormError>,
}

impl<F> Problems<F> {
    /// Something is wrong with a field: the error stands beside its control, edited or not.
    pub fn field(&mut self, field: Field<F>, error: impl Into<ErrorCode>) {
        self.fields.push((field, error.into()));
    }

    /// Something is wrong with the form as a whole: the error stands at its top.
    pub fn form(&mut self, error: impl Into<FormError>) {
        self.form.push(error.into());
    }

    /// Whether the user changed this field. A check that should let old values pass asks for it.
    pub fn is_edited(&self, field: Field<F>) -> bool {
        self.edited.has(field.index())
    }
}

impl<F> fmt::Debug for Problems<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Problems")
            .field("fields", &self.fields)
            .field("form", &self.form)
            .finish_non_exhaustive()
    }
}

/// Runs a form's checks, as the derive lists them.
#[doc(hidden)]
pub struct Judge<'j, F: CasForm> {
    context: &'j F::Context,
    original: &'j F::Values,
    edited: &'j F::Values,
    problems: Problems<F>,
    /// The form as it would be; inside is none where a value is missing.
    #[expect(
        clippy::option_option,
        reason = "not tried, not whole, and the form are three things"
    )]
    whole: Option<Option<F>>,
}

impl<'j, F: CasForm> Judge<'j, F> {
    pub(crate) fn new(
        context: &'j F::Context,
        original: &'j F::Values,
        edited: &'j F::Values,
        mask: Mask,
    ) -> Self {
        let problems = Problems { edited: mask, fields: Vec::new(), form: Vec::new() };
        Judge { context, original, edited, problems, whole: None }
    }

    /// Asks a check about a field, if it was edited and holds something: whether it may be empty
    /// is for `required` to say.
    pub fn field<T: FieldType, E: Into<ErrorCode>>(
        &mut self,
        index: usize,
        slot: &Slot<T>,
        check: impl FnOnce(&T::Plain, &F::Context) -> Result<(), E>,
    ) {
        let (true, Some(value)) = (self.problems.edited.has(index), &slot.0) else { return };
        let Some(plain) = value.plain() else { return };
        if FieldType::show(value, &mut String::new()).is_empty() {
            return;
        }
        if let Err(error) = check(plain, self.context) {
            self.problems.field(Field::new(index), error);
        }
    }

    /// Asks a check about the whole form, if all its values are there.
    pub fn form<N: Nothing>(&mut self, check: impl FnOnce(&F, &F::Context, &mut Problems<F>) -> N) {
        let (original, edited, mask) = (self.original, self.edited, self.problems.edited);
        let whole = self.whole.get_or_insert_with(|| merged(original, edited, mask));
        if let Some(form) = whole {
            check(form, self.context, &mut self.problems);
        }
    }

    pub(crate) fn finish(self) -> Problems<F> {
        self.problems
    }
}

impl<F: CasForm> fmt::Debug for Judge<'_, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Judge").field("problems", &self.problems).finish_non_exhaustive()
    }
}

/// The form with the edits of these fields in place of their originals; none if one is missing.
fn merged<F: CasForm>(original: &F::Values, edited: &F::Values, edits: Mask) -> Option<F> {
    let mut values = F::Values::default();
    original.visit(&mut |original| {
        edited.visit(&mut |edited| {
            values.visit_mut(&mut |slots| {
                for (index, slot) in slots.iter_mut().enumerate() {
                    slot.copy_from(if edits.has(index) { edited[index] } else { original[index] });
                }
            });
        });
    });
    values.build()
}

/// What a check of the form returns.
#[diagnostic::on_unimplemented(
    message = "a check of the form returns nothing, and this one returns `{Self}`",
    label = "returns `{Self}`",
    note = "what is wrong goes into its third argument: `problems.field(...)` or `problems.form(...)`"
)]
pub trait Nothing {}

impl Nothing for () {}
