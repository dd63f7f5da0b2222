//! How a submission ends: [`Done`] or [`Refused`].

use crate::decision::Mask;
use crate::error::ErrorCode;
use crate::form::{CasForm, Field, FieldState, Form};
use crate::lease::Held;
use crate::spec::FieldSpec;
use std::borrow::Cow;
use std::error::Error;
use std::fmt;
use std::marker::PhantomData;

/// How a submission was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DoneKind {
    /// The row was written.
    Written,
    /// The row was deleted.
    Deleted,
    /// Nothing was changed here, and nothing elsewhere that refuses it.
    Unchanged,
    /// The row already held everything that was submitted, or was to be deleted and is not there: a
    /// double click, or a repeat after a lost answer.
    AlreadyApplied,
}

/// The submission is done: written, or nothing left to write.
pub struct Done<F> {
    kind: DoneKind,
    written: Mask,
    taken: Mask,
    form: PhantomData<fn() -> F>,
}

impl<F: CasForm> Done<F> {
    /// For stores.
    pub fn new(kind: DoneKind, written: Mask) -> Self {
        Done { kind, written, taken: Mask::EMPTY, form: PhantomData }
    }

    /// With the fields that were taken over; for stores.
    pub fn with_taken(self, taken: Mask) -> Self {
        Done { taken, ..self }
    }

    /// How it was done.
    pub fn kind(&self) -> DoneKind {
        self.kind
    }

    /// The fields that were written, in declaration order.
    pub fn written(&self) -> impl Iterator<Item = &'static FieldSpec> {
        named::<F>(self.written)
    }

    /// The fields that hold another value than the page showed, since somebody else changed them and
    /// `on_stale = merge` took that over. Tell the user which.
    pub fn taken(&self) -> impl Iterator<Item = &'static FieldSpec> {
        named::<F>(self.taken)
    }
}

fn named<F: CasForm>(mask: Mask) -> impl Iterator<Item = &'static FieldSpec> {
    let fields = F::spec().fields();
    mask.iter().filter_map(move |index| fields.get(index))
}

impl<F: CasForm> fmt::Debug for Done<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let written: Vec<_> = self.written().map(FieldSpec::name).collect();
        let taken: Vec<_> = self.taken().map(FieldSpec::name).collect();
        f.debug_struct("Done")
            .field("kind", &self.kind)
            .field("written", &written)
            .field("taken", &taken)
            .finish()
    }
}

/// Why a submission was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// A field broke a rule: 422.
    Invalid,
    /// Somebody else changed a field of this page: 409, also when something is invalid as well.
    Stale,
    /// Somebody else holds the lease: 423.
    Locked,
    /// The row does not exist any more, or is out of scope: 410.
    Gone,
    /// Hidden originals are missing, malformed or not under the seal that they need, so nothing can be
    /// compared; or the page is of another version of the program: 428.
    Originals,
    /// The database failed: 503. [`Refused::source`](Error::source) has its error. Where its answer was
    /// lost, it may have written all the same: what is saved again is then done already.
    Unavailable,
    /// The caller's transaction has to be started again: 503.
    Retry,
    /// The page created something already, and comes again with other entries: 409. The form is a
    /// new page, so that sending it again creates another.
    Created,
    /// The submission is beyond its [`Limits`](crate::Limits): 413.
    TooLarge,
}

impl Reason {
    /// The HTTP status (RFC 9110, RFC 4918 and RFC 6585).
    pub const fn status(self) -> u16 {
        match self {
            Reason::Invalid => 422,
            Reason::Stale | Reason::Created => 409,
            Reason::Locked => 423,
            Reason::Gone => 410,
            Reason::Originals => 428,
            Reason::Unavailable | Reason::Retry => 503,
            Reason::TooLarge => 413,
        }
    }

    /// One word for it, as [`Provisional::to_json`](crate::Provisional::to_json) has it.
    pub const fn name(self) -> &'static str {
        match self {
            Reason::Invalid => "invalid",
            Reason::Stale => "stale",
            Reason::Locked => "locked",
            Reason::Gone => "gone",
            Reason::Originals => "originals",
            Reason::Unavailable => "unavailable",
            Reason::Retry => "retry",
            Reason::Created => "created",
            Reason::TooLarge => "too-large",
        }
    }

    /// One English sentence for the top of the page; [`Refused::sentence`] has it in the form's
    /// own language.
    pub const fn sentence(self) -> &'static str {
        match self {
            Reason::Invalid => "Nothing was saved yet: please correct what is marked.",
            Reason::Stale => {
                "Nothing was saved yet: somebody else changed this meanwhile. Please look at what is marked and save again."
            }
            Reason::Locked => "Nothing was saved yet: somebody else is editing this.",
            Reason::Gone => {
                "This was deleted meanwhile. What you typed is still here, to be copied."
            }
            Reason::Originals => {
                "Nothing was saved yet: the page was incomplete. Please look at what is marked and save again."
            }
            Reason::Unavailable => {
                "The database did not answer, so that this may not have been saved. Please save again in a moment."
            }
            Reason::Retry => "Nothing was saved yet: please save again.",
            Reason::Created => {
                "This page has already created something, and what you changed since is not in it. Saving again creates another one."
            }
            Reason::TooLarge => "Nothing was saved: this is more than the form accepts.",
        }
    }
}

/// The submission was refused. Nothing was written (but see [`Reason::Unavailable`]) and nothing typed is
/// lost: [`Refused::form`] is ready to be shown.
pub struct Refused<F: CasForm> {
    inner: Box<Inner<F>>,
}

struct Inner<F: CasForm> {
    reason: Reason,
    form: Form<F>,
    source: Option<Box<dyn Error + Send + Sync>>,
}

impl<F: CasForm> Refused<F> {
    /// For stores.
    pub fn new(reason: Reason, form: Form<F>) -> Self {
        let form = Form { reason: Some(reason), ..form };
        Refused { inner: Box::new(Inner { reason, form, source: None }) }
    }

    /// Since this is who holds the lease, if anybody does; for stores. The form does not carry the lease
    /// that it presented any more.
    pub fn with_holder(mut self, held: Option<Held>) -> Self {
        self.inner.form.setting.lease = Some(held.into());
        self
    }

    /// Who holds the lease, where it is refused as [`Reason::Locked`]; none where nobody does any more.
    /// What was typed can be saved once the form has a lease again: [`Form::with_lease`].
    pub fn holder(&self) -> Option<&Held> {
        self.inner.form.taken()
    }

    /// The error behind the refusal.
    pub fn with_source(mut self, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.inner.source = Some(source.into());
        self
    }

    /// Says at a field what the source of the refusal means, such as the constraint that the database
    /// named. It takes the place of the general sentence on constraints, at the field or at the top of
    /// the form.
    ///
    /// ```
    /// use cas_forms::CasForm;
    ///
    /// #[derive(CasForm)]
    /// struct Account {
    ///     #[cas(required)]
    ///     name: String,
    /// }
    ///
    /// let body = "name=&original-name=%22ann%22";
    /// let refused = Account::at(()).submit(body).validate().err().unwrap();
    /// let refused = refused.with_error(Account::FIELDS.name, "The name `ann` was given up.");
    /// assert!(refused.form().as_p().contains("was given up"));
    /// ```
    pub fn with_error(mut self, field: Field<F>, error: impl Into<ErrorCode>) -> Self {
        let form = &mut self.inner.form;
        let fields = F::spec().fields().len();
        if field.index() < fields {
            form.states.resize_with(fields, FieldState::default);
            let errors = &mut form.states[field.index()].errors;
            errors.retain(|error| !error.is_of_database());
            errors.push(error.into());
            form.errors.retain(|error| !error.is_of_database());
        }
        self
    }

    /// Why.
    pub fn reason(&self) -> Reason {
        self.inner.reason
    }

    /// The HTTP status; see [`Reason::status`].
    pub fn status(&self) -> u16 {
        self.inner.reason.status()
    }

    /// Why, in one sentence of the form's catalogue.
    pub fn sentence(&self) -> Cow<'_, str> {
        self.inner.form.head(self.inner.reason)
    }

    /// The form with everything that was typed, and what stands in its way.
    pub fn form(&self) -> &Form<F> {
        &self.inner.form
    }

    /// The form, to be kept.
    pub fn into_form(self) -> Form<F> {
        self.inner.form
    }
}

impl<F: CasForm> fmt::Debug for Refused<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Refused")
            .field("reason", &self.inner.reason)
            .field("form", &self.inner.form)
            .field("source", &self.inner.source)
            .finish()
    }
}

impl<F: CasForm> fmt::Display for Refused<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.inner.reason.sentence())
    }
}

impl<F: CasForm> Error for Refused<F> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.inner.source.as_deref().map(|source| source as &(dyn Error + 'static))
    }
}
