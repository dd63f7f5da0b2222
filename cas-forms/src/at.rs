//! Where a form is: which row, seen through which condition, by whom, under what protection.

use crate::form::{CasForm, Form};
use crate::pairs::Limits;
use crate::submission::Submission;
use std::fmt;

/// No condition beside the key.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unscoped;

/// A condition beside the key, such as the tenant; the store says which types it takes
/// (cas-forms-diesel: a boolean expression on the table).
#[derive(Clone, Copy, Debug)]
pub struct Where<C>(pub C);

/// No lease is presented.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoLease;

/// Originals are not sealed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unsealed;

/// That what is presented satisfies a form's [`Lock`](CasForm::Lock).
#[diagnostic::on_unimplemented(
    message = "this form is saved under a lease, and none is presented",
    label = "call `.lease(&lease)` on `at(...)` first"
)]
pub trait Permits<Lock> {}

impl Permits<()> for NoLease {}

/// That a protection satisfies a form's [`Seal`](CasForm::Seal).
#[diagnostic::on_unimplemented(
    message = "this form's originals are sealed, and no keys are given",
    label = "call `.seal(&keys, audience)` on `at(...)` first"
)]
pub trait Protects<Seal> {}

impl Protects<()> for Unsealed {}

/// The place that a form edits; see [`CasForm::at`].
///
/// `S` is the scope, `L` the lease, `E` the seal.
pub struct At<'c, F: CasForm, S = Unscoped, L = NoLease, E = Unsealed> {
    key: F::Key,
    scope: S,
    lease: L,
    seal: E,
    context: Option<&'c F::Context>,
    limits: Limits,
}

impl<F: CasForm> At<'static, F> {
    pub(crate) fn new(key: F::Key) -> Self {
        At {
            key,
            scope: Unscoped,
            lease: NoLease,
            seal: Unsealed,
            context: None,
            limits: Limits::default(),
        }
    }
}

impl<'c, F: CasForm, S, L, E> At<'c, F, S, L, E> {
    /// Sees only rows that satisfy the condition; any other counts as gone.
    pub fn scope<C>(self, condition: C) -> At<'c, F, Where<C>, L, E> {
        let At { key, scope: _, lease, seal, context, limits } = self;
        At { key, scope: Where(condition), lease, seal, context, limits }
    }

    /// What checks and choices are told.
    pub fn context(self, context: &F::Context) -> At<'_, F, S, L, E> {
        let At { key, scope, lease, seal, context: _, limits } = self;
        At { key, scope, lease, seal, context: Some(context), limits }
    }

    /// Other limits than [`Limits::default`].
    pub fn limits(self, limits: Limits) -> Self {
        At { limits, ..self }
    }

    /// The key.
    pub fn key(&self) -> &F::Key {
        &self.key
    }

    /// The scope; for stores.
    pub fn get_scope(&self) -> &S {
        &self.scope
    }

    /// The lease; for stores.
    pub fn get_lease(&self) -> &L {
        &self.lease
    }

    /// The context, if one was given.
    pub fn get_context(&self) -> Option<&'c F::Context> {
        self.context
    }
}

impl<'c, F: CasForm, S, L, E: Protects<F::Seal>> At<'c, F, S, L, E> {
    /// The form of a row that is at hand.
    pub fn form(&self, row: F) -> Form<F> {
        Form::new(row)
    }

    /// Reads a submission from the bytes of an `application/x-www-form-urlencoded` body. It never
    /// fails: whatever arrives, there is a form to show again.
    pub fn submit<'s, B: AsRef<[u8]> + ?Sized>(
        &'s self,
        body: &'s B,
    ) -> Submission<'s, 'c, F, S, L, E> {
        Submission::of_body(self, self.limits, body.as_ref())
    }

    /// Reads a submission from decoded name/value pairs: of `multipart/form-data`, or whatever a
    /// framework hands over.
    pub fn submit_pairs<'s, N, V>(&'s self, pairs: &'s [(N, V)]) -> Submission<'s, 'c, F, S, L, E>
    where
        N: AsRef<[u8]>,
        V: AsRef<[u8]>,
    {
        Submission::of_pairs(
            self,
            self.limits,
            pairs.iter().map(|(name, value)| (name.as_ref(), value.as_ref())),
        )
    }
}

impl<F: CasForm, S, L, E> fmt::Debug for At<'_, F, S, L, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("At").field("form", &F::spec().name()).finish_non_exhaustive()
    }
}
