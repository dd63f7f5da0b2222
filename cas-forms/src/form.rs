//! The trait that the derive implements, and the form that is rendered.

use crate::assets::{self, Asset};
use crate::at::{At, Existing, Protects, Unsealed};
#[cfg(feature = "create")]
use crate::at::{NoContext, NoLease, Unscoped};
use crate::cell::{AnySlot, Cell};
#[cfg(feature = "create")]
use crate::create::New;
use crate::error::{ErrorCode, FormError};
use crate::lease::{Held, LeaseState};
use crate::messages::{Messages, Text};
use crate::outcome::Reason;
use crate::setting::{Enhance, Setting};
use crate::spec::{FieldSpec, FormSpec, Listed, Lists};
use crate::submission::Answer;
use crate::validation::Judge;
use crate::zone::{Offset, Zone, Zones};
use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

/// A struct whose fields are the fields of a form. Implemented by `#[derive(CasForm)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a form",
    note = "add `#[derive(cas_forms::CasForm)]` to the struct"
)]
pub trait CasForm: Sized + Send + Sync + 'static {
    /// What identifies the row: the type of the table's primary key, or `()` without a table.
    type Key;
    /// What checks and choices are told about the request.
    type Context: ?Sized;
    /// What a save has to present: `()` for nothing.
    type Lock;
    /// How originals are protected: `()` for not at all.
    type Seal;
    /// Room for the values of some of the fields.
    type Values: Values<Form = Self>;

    /// The static table of the form.
    fn spec() -> &'static FormSpec;

    /// Lends all fields, in the order of the table.
    fn visit(&self, see: &mut dyn FnMut(&[&dyn Cell]));

    /// Asks the form's checks about edited values. Written by the derive.
    #[doc(hidden)]
    fn judge(_edited: &Self::Values, _judge: &mut Judge<'_, Self>) {}

    /// The choices of a field that are known at run time only; none for a field of any other kind.
    /// Written by the derive for `#[cas(choices = path)]`.
    fn choices(_index: usize, _context: &Self::Context) -> Option<Listed> {
        None
    }

    /// The zone that a field is shown in, where that is known at run time only; none for a field of
    /// any other kind. Written by the derive for `#[cas(zone = path)]`.
    fn zone(_index: usize, _context: &Self::Context) -> Option<Zone> {
        None
    }

    /// The place that a form edits: the row with this key.
    ///
    /// The same value serves the GET and the POST, so that key, scope and context cannot differ
    /// between them.
    fn at(key: Self::Key) -> At<Self> {
        At::new(Existing(key))
    }

    /// The place of something that does not exist yet: its form is [`blank`](At::blank), and what is
    /// submitted to it is inserted, once for each page that was shown.
    #[cfg(feature = "create")]
    fn create() -> At<Self, Unscoped, NoLease, Unsealed, NoContext, New> {
        At::of_new()
    }

    /// The form's scripts and sentences as a JavaScript module, to be served under its
    /// [path](Asset::path); see [`assets`](crate::assets). Make it once for each language.
    fn module(messages: &dyn Messages) -> Asset {
        assets::module(Self::spec(), messages)
    }
}

/// Room for the values of some fields of a form. Written by the derive.
pub trait Values: Default + Send + Sync + 'static {
    /// The form.
    type Form: CasForm<Values = Self>;

    /// Lends all slots, in the order of the table.
    fn visit(&self, see: &mut dyn FnMut(&[&dyn Cell]));

    /// Lends all slots for writing, in the order of the table.
    fn visit_mut(&mut self, see: &mut dyn FnMut(&mut [&mut dyn AnySlot]));

    /// The form, if no slot is empty.
    fn build(self) -> Option<Self::Form>;
}

/// A field of the form `F`: a constant that the derive makes, `F::FIELDS.name`.
pub struct Field<F> {
    index: usize,
    form: PhantomData<fn() -> F>,
}

impl<F> Field<F> {
    /// The field at this index of the table. The derive calls it; an index that does not exist
    /// is met with an empty field, never a panic.
    #[doc(hidden)]
    pub const fn new(index: usize) -> Self {
        Field { index, form: PhantomData }
    }

    /// The field's place in the table.
    pub const fn index(self) -> usize {
        self.index
    }
}

impl<F> Clone for Field<F> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<F> Copy for Field<F> {}

impl<F> fmt::Debug for Field<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Field({})", self.index)
    }
}

/// What a row currently holds, as `clean` compares with it: the form struct itself, or the row
/// struct named by `#[cas(row = ...)]`.
pub trait Current<F: CasForm> {
    /// Lends the form's fields.
    fn visit_current(&self, see: &mut dyn FnMut(&[&dyn Cell]));
}

impl<F: CasForm> Current<F> for F {
    fn visit_current(&self, see: &mut dyn FnMut(&[&dyn Cell])) {
        self.visit(see);
    }
}

/// Where the hidden original of a field comes from.
#[derive(Clone, Debug, Default)]
pub(crate) enum Original {
    /// The value in the form.
    #[default]
    Value,
    /// This text, as it arrived (it did not make a value).
    Raw(String),
    /// There is none.
    Missing,
}

/// That somebody else changed a field while it was edited here.
#[derive(Clone, Debug)]
pub struct Change {
    pub(crate) was: Option<Was>,
    pub(crate) asked: bool,
    /// What was answered already, where that could not be acted upon.
    pub(crate) answer: Answer,
}

/// What a field held when the page was made.
#[derive(Clone, Debug)]
pub(crate) struct Was {
    pub(crate) json: String,
    pub(crate) shown: String,
}

impl Change {
    pub(crate) fn asking(was: Option<Was>, answer: Answer) -> Self {
        Change { was, asked: true, answer }
    }

    /// What the page showed, if the submission said so.
    pub fn was(&self) -> Option<&str> {
        self.was.as_ref().map(|was| was.shown.as_str())
    }

    /// Whether the user has to choose, since both changed the field.
    pub fn is_conflict(&self) -> bool {
        self.asked
    }
}

/// What a submission left on one field.
#[derive(Clone, Debug, Default)]
pub(crate) struct FieldState {
    /// The text in the control, where it is not the value's own.
    pub(crate) text: Option<String>,
    /// Which of two instants the text means, as far as that was answered.
    pub(crate) offset: Option<Offset>,
    pub(crate) original: Original,
    /// The seal of the original as it arrived; else it is sealed anew, if the form is sealed.
    pub(crate) seal: Option<String>,
    pub(crate) errors: Vec<ErrorCode>,
    pub(crate) change: Option<Change>,
}

/// Where the values of a form live.
pub(crate) enum Record<F: CasForm> {
    Whole(F),
    Parts(F::Values),
}

/// A form ready to be rendered: fresh from a row, or with what a submission left on it.
pub struct Form<F: CasForm> {
    pub(crate) record: Record<F>,
    /// One for each field, or none at all for a fresh form.
    pub(crate) states: Vec<FieldState>,
    pub(crate) errors: Vec<FormError>,
    /// Why it comes back, if it does.
    pub(crate) reason: Option<Reason>,
    pub(crate) setting: Setting,
}

impl<F: CasForm> Form<F> {
    /// A form that shows this row, with its values as originals. That of a sealed form is made where its
    /// keys are: by [`At::form`].
    pub fn new(row: F) -> Self
    where
        Unsealed: Protects<F::Seal>,
    {
        Form::of_record(Record::Whole(row), Vec::new())
    }

    /// A form that shows these values; for stores.
    pub fn of_values(values: F::Values) -> Self
    where
        Unsealed: Protects<F::Seal>,
    {
        Form::of_record(Record::Parts(values), Vec::new())
    }

    pub(crate) fn of_record(record: Record<F>, states: Vec<FieldState>) -> Self {
        Form { record, states, errors: Vec::new(), reason: None, setting: Setting::default() }
    }

    /// An empty form, for something that does not exist yet: every control is empty and every
    /// rule is judged.
    pub fn blank() -> Self
    where
        Unsealed: Protects<F::Seal>,
    {
        Form::of_nothing()
    }

    pub(crate) fn of_nothing() -> Self {
        let blank =
            || FieldState { original: Original::Raw(String::new()), ..FieldState::default() };
        let states = F::spec().fields().iter().map(|_| blank()).collect();
        Form::of_record(Record::Parts(F::Values::default()), states)
    }

    /// With another catalogue of sentences; see [`At::messages`].
    pub fn messages(self, messages: &'static dyn Messages) -> Self {
        Form { setting: Setting { messages, ..self.setting }, ..self }
    }

    /// With what makes the news come earlier; see [`At::enhance`].
    pub fn enhance(self, enhance: Enhance) -> Self {
        Form { setting: Setting { enhance: Some(enhance), ..self.setting }, ..self }
    }

    /// With what came of locking its row (`&Locking`): the page carries the lease, or says who else
    /// holds it.
    pub fn with_lease(self, state: impl Into<LeaseState>) -> Self {
        Form { setting: Setting { lease: Some(state.into()), ..self.setting }, ..self }
    }

    /// Who else holds the lease of the form's row, as far as the form was told.
    pub fn taken(&self) -> Option<&Held> {
        self.setting.lease.as_ref()?.taken()
    }

    /// With the choices and zones that the form's functions give in this context; [`At`] does it by
    /// itself.
    pub fn context(self, context: &F::Context) -> Self {
        let (lists, zones) = (Lists::new::<F>(context), Zones::new::<F>(context));
        Form { setting: Setting { lists, zones, ..self.setting }, ..self }
    }

    /// What stands above all that is wrong.
    pub(crate) fn head(&self, reason: Reason) -> Cow<'_, str> {
        let messages = self.setting.messages;
        if self.errors.contains(&FormError::NotDeleted) {
            messages.form_error(&FormError::NotDeleted).into_owned().into()
        } else if reason == Reason::Locked && self.setting.lease.is_some() && self.taken().is_none()
        {
            messages.text(Text::LeaseEnded)
        } else {
            messages.reason(reason)
        }
    }

    pub(crate) fn with_setting(self, setting: Setting) -> Self {
        Form { setting, ..self }
    }

    pub(crate) fn visit(&self, see: &mut dyn FnMut(&[&dyn Cell])) {
        match &self.record {
            Record::Whole(form) => form.visit(see),
            Record::Parts(values) => values.visit(see),
        }
    }

    /// Everything that is wrong, field by field in declaration order.
    pub fn errors(&self) -> impl Iterator<Item = (&'static FieldSpec, &ErrorCode)> {
        let fields = F::spec().fields().iter();
        fields
            .zip(&self.states)
            .flat_map(|(spec, state)| state.errors.iter().map(move |e| (spec, e)))
    }

    /// What is wrong with the submission as a whole.
    pub fn form_errors(&self) -> &[FormError] {
        &self.errors
    }

    /// Every field that somebody else changed meanwhile, in declaration order.
    pub fn changes(&self) -> impl Iterator<Item = (&'static FieldSpec, &Change)> {
        let fields = F::spec().fields().iter();
        fields
            .zip(&self.states)
            .filter_map(|(spec, state)| state.change.as_ref().map(|c| (spec, c)))
    }
}

impl<F: CasForm> fmt::Debug for Form<F> {
    /// Says what is wrong and what changed; values are people's data and stay out of logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let errors: Vec<_> = self.errors().map(|(spec, error)| (spec.name(), error)).collect();
        let changes: Vec<_> = self.changes().map(|(spec, _)| spec.name()).collect();
        f.debug_struct(F::spec().name())
            .field("errors", &errors)
            .field("form_errors", &self.errors)
            .field("changes", &changes)
            .finish_non_exhaustive()
    }
}
