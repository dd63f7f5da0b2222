//! Where a form is: which row, seen through which condition, by whom, under what protection.

use crate::create::{New, With};
use crate::form::{CasForm, Form, Record};
#[cfg(feature = "seal")]
use crate::key::KeyText;
use crate::lease::{LeaseNews, LeaseState, Presented, Under};
use crate::messages::Messages;
use crate::nonce::Nonce;
use crate::pairs::Limits;
#[cfg(feature = "seal")]
use crate::seal::{PageSeal, SealKeys, SealedWith};
use crate::setting::{Enhance, Setting};
use crate::spec::Lists;
use crate::submission::Submission;
use crate::zone::Zones;
use std::fmt;
use std::marker::PhantomData;

/// No condition beside the key.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unscoped;

/// A condition beside the key, such as the tenant; the store says which types it takes
/// (cas-forms-diesel: a boolean expression on the table).
#[derive(Clone, Copy, Debug)]
pub struct Where<C>(pub C);

/// The key of something that exists.
#[derive(Clone, Copy, Debug)]
pub struct Existing<K>(pub(crate) K);

/// No lease is presented.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoLease;

/// Originals are not sealed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unsealed;

/// Checks are told nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoContext;

/// Checks are told this; see [`At::context`].
#[derive(Debug)]
pub struct Told<'c, C: ?Sized>(&'c C);

/// That what is presented satisfies a form's [`Lock`](CasForm::Lock).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not what this form is saved under: its lock is `{Lock}`",
    note = "a form with `#[lockable]` is saved under the lease that its page carries: call \
            `.lease(&Presented::of_body(&body))` on `at(...)`",
    note = "a form without `#[lockable]` presents none: leave `.lease(...)` out"
)]
pub trait Permits<Lock> {
    /// What is presented, of a form that is saved under a lease.
    fn presented(&self) -> Option<&Presented>;
}

impl Permits<()> for NoLease {
    fn presented(&self) -> Option<&Presented> {
        None
    }
}

/// That a protection satisfies a form's [`Seal`](CasForm::Seal).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not how this form's originals are protected: its seal is `{Seal}`",
    note = "a form with `#[cas(seal)]` is neither shown nor read without its keys: call \
            `.seal(&keys, audience)` on `at(...)` or `create()` first",
    note = "a form without it has no seal: leave `.seal(...)` out"
)]
pub trait Protects<Seal> {}

impl Protects<()> for Unsealed {}

/// That a form's checks get their [`Context`](CasForm::Context).
#[diagnostic::on_unimplemented(
    message = "this form is told a context of the type `{Context}`, and none is given",
    label = "call `.context(...)` on `at(...)` first"
)]
pub trait Informs<Context: ?Sized> {
    /// What checks are told.
    fn told(&self) -> &Context;
}

impl Informs<()> for NoContext {
    fn told(&self) -> &() {
        &()
    }
}

impl<C: ?Sized> Informs<C> for Told<'_, C> {
    fn told(&self) -> &C {
        self.0
    }
}

/// The place that a form edits; see [`CasForm::at`] and [`CasForm::create`].
///
/// `S` is the scope, `L` the lease, `E` the seal, `X` the context, `K` the key of what exists, or
/// [`New`].
pub struct At<
    F: CasForm,
    S = Unscoped,
    L = NoLease,
    E = Unsealed,
    X = NoContext,
    K = Existing<<F as CasForm>::Key>,
> {
    form: PhantomData<fn() -> F>,
    key: K,
    scope: S,
    lease: L,
    seal: E,
    context: X,
    limits: Limits,
    setting: Setting,
}

impl<F: CasForm, K> At<F, Unscoped, NoLease, Unsealed, NoContext, K> {
    pub(crate) fn new(key: K) -> Self {
        At {
            form: PhantomData,
            key,
            scope: Unscoped,
            lease: NoLease,
            seal: Unsealed,
            context: NoContext,
            limits: Limits::default(),
            setting: Setting::default(),
        }
    }
}

impl<F: CasForm, L, E, X> At<F, Unscoped, L, E, X> {
    /// Sees only rows that satisfy the condition; any other counts as gone. There is one scope:
    /// join conditions with `and`.
    pub fn scope<C>(self, condition: C) -> At<F, Where<C>, L, E, X> {
        let At { form, key, scope: Unscoped, lease, seal, context, limits, setting } = self;
        At { form, key, scope: Where(condition), lease, seal, context, limits, setting }
    }
}

impl<F: CasForm> At<F, Unscoped, NoLease, Unsealed, NoContext, New> {
    /// The place of something new.
    #[cfg(feature = "create")]
    pub(crate) fn of_new() -> Self {
        let at = At::new(New);
        At { setting: Setting { creates: true, ..at.setting }, ..at }
    }
}

impl<F: CasForm, L, E, X> At<F, Unscoped, L, E, X, New> {
    /// Gives columns that are not on the page their values: the tenant, the parent, a natural key. The
    /// store says which types it takes (cas-forms-diesel: an assignment such as
    /// `customers::tenant.eq(7)`, or a tuple of them).
    pub fn with<A>(self, assignment: A) -> At<F, With<A>, L, E, X, New> {
        let At { form, key, scope: Unscoped, lease, seal, context, limits, setting } = self;
        At { form, key, scope: With(assignment), lease, seal, context, limits, setting }
    }
}

impl<F: CasForm, S, L, E, X> At<F, S, L, E, X> {
    /// The key.
    pub fn key(&self) -> &F::Key {
        &self.key.0
    }
}

#[cfg(feature = "seal")]
impl<F: CasForm<Key: KeyText>, S, L, X> At<F, S, L, Unsealed, X> {
    /// Seals the originals of the row for an audience: the user, or the session. What another audience
    /// was sent counts for nothing here; see [`seal`](crate::seal).
    pub fn seal(self, keys: &SealKeys, audience: impl AsRef<[u8]>) -> At<F, S, L, SealedWith, X> {
        let address = self.key().to_text();
        self.sealed(PageSeal::new(F::spec(), keys.clone(), address, audience.as_ref()))
    }
}

#[cfg(feature = "seal")]
impl<F: CasForm, S, L, X> At<F, S, L, Unsealed, X, New> {
    /// Seals the pages for something new for an audience: the user, or the session.
    pub fn seal(
        self,
        keys: &SealKeys,
        audience: impl AsRef<[u8]>,
    ) -> At<F, S, L, SealedWith, X, New> {
        let address = "new".to_owned();
        self.sealed(PageSeal::new(F::spec(), keys.clone(), address, audience.as_ref()))
    }
}

#[cfg(feature = "seal")]
impl<F: CasForm, S, L, X, K> At<F, S, L, Unsealed, X, K> {
    fn sealed(self, seal: PageSeal) -> At<F, S, L, SealedWith, X, K> {
        let At { form, key, scope, lease, seal: Unsealed, context, limits, setting } = self;
        let setting = Setting { seal: Some(seal), ..setting };
        At { form, key, scope, lease, seal: SealedWith::KEYS, context, limits, setting }
    }
}

impl<F: CasForm, S, L, E, X, K> At<F, S, L, E, X, K> {
    /// What the form's checks, lists of choices and zones are told: the user, the tenant, the language. A
    /// form with `#[cas(context = ...)]` is neither shown nor submitted without it.
    pub fn context(self, context: &F::Context) -> At<F, S, L, E, Told<'_, F::Context>, K> {
        let At { form, key, scope, lease, seal, context: _, limits, setting } = self;
        At { form, key, scope, lease, seal, context: Told(context), limits, setting }
    }

    /// Presents the lease that the submission carries: a form with `#[lockable]` is not saved without.
    /// Where it is refused, the form carries the same lease again.
    pub fn lease(self, lease: &Presented) -> At<F, S, Under, E, X, K> {
        let At { form, key, scope, lease: _, seal, context, limits, setting } = self;
        let setting = Setting { lease: Some(lease.into()), ..setting };
        At { form, key, scope, lease: Under(lease.clone()), seal, context, limits, setting }
    }

    /// Other limits than [`Limits::default`].
    pub fn limits(self, limits: Limits) -> Self {
        At { limits, ..self }
    }

    /// Another catalogue of sentences than [`English`](crate::English), for every form that is
    /// made here: opened ones and refused ones.
    pub fn messages(self, messages: &'static dyn Messages) -> Self {
        At { setting: Setting { messages, ..self.setting }, ..self }
    }

    /// Lets the page judge entries as they are typed: the form's tag
    /// ([`Form::attrs`]) names its module and the address for provisional validation.
    pub fn enhance(self, enhance: Enhance) -> Self {
        At { setting: Setting { enhance: Some(enhance), ..self.setting }, ..self }
    }

    /// Who looks at the page, by the name that its [`Holder`](crate::Holder) has: a lease that they hold
    /// themselves is theirs "in another tab".
    pub fn viewer(self, user: impl Into<String>) -> Self {
        At { setting: Setting { viewer: Some(user.into()), ..self.setting }, ..self }
    }

    /// What the script of a page is answered to a [`LeaseCall`](crate::LeaseCall).
    pub fn lease_news(&self, state: impl Into<LeaseState>) -> LeaseNews {
        LeaseNews::new(state.into(), self.setting.clone())
    }

    /// What `scope` was given or, of something new, `with`; for stores.
    pub fn condition(&self) -> &S {
        &self.scope
    }

    /// The lease that is presented; for stores.
    pub fn presented(&self) -> &L {
        &self.lease
    }

    /// What the form's checks are told: what [`context`](Self::context) was given.
    pub fn told(&self) -> &F::Context
    where
        X: Informs<F::Context>,
    {
        self.context.told()
    }

    /// What every form that is made here takes along.
    pub(crate) fn setting(&self) -> Setting
    where
        X: Informs<F::Context>,
    {
        let context = self.context.told();
        let (lists, zones) = (Lists::new::<F>(context), Zones::new::<F>(context));
        // A submission keeps the one that it brings.
        let nonce = if self.setting.creates { Nonce::fresh() } else { None };
        let mut setting = Setting { lists, zones, nonce, ..self.setting.clone() };
        if let Some(seal) = &mut setting.seal {
            seal.renew();
        }
        setting
    }
}

// Seal and context are asked for by each method, not by the block: only so the compiler says what to do
// where one is missing.
impl<F: CasForm, S, L, E, X> At<F, S, L, E, X> {
    /// The form of a row that is at hand.
    pub fn form(&self, row: F) -> Form<F>
    where
        X: Informs<F::Context>,
        E: Protects<F::Seal>,
    {
        Form::of_record(Record::Whole(row), Vec::new()).with_setting(self.setting())
    }

    /// The form of values that are at hand; for stores.
    pub fn form_of_values(&self, values: F::Values) -> Form<F>
    where
        X: Informs<F::Context>,
        E: Protects<F::Seal>,
    {
        Form::of_record(Record::Parts(values), Vec::new()).with_setting(self.setting())
    }
}

impl<F: CasForm, S, L, E, X, K> At<F, S, L, E, X, K> {
    /// An empty form, for something that does not exist yet; see [`Form::blank`].
    pub fn blank(&self) -> Form<F>
    where
        X: Informs<F::Context>,
        E: Protects<F::Seal>,
    {
        Form::of_nothing().with_setting(self.setting())
    }

    /// Reads a submission from the bytes of an `application/x-www-form-urlencoded` body. It never
    /// fails: whatever arrives, there is a form to show again.
    pub fn submit<'s, B: AsRef<[u8]> + ?Sized>(
        &'s self,
        body: &'s B,
    ) -> Submission<'s, F, S, L, E, X, K>
    where
        X: Informs<F::Context>,
        E: Protects<F::Seal>,
    {
        Submission::of_body(self, self.limits, body.as_ref())
    }

    /// Reads a submission from decoded name/value pairs: of `multipart/form-data`, or whatever a
    /// framework hands over.
    pub fn submit_pairs<'s, N, V>(&'s self, pairs: &'s [(N, V)]) -> Submission<'s, F, S, L, E, X, K>
    where
        N: AsRef<[u8]>,
        V: AsRef<[u8]>,
        X: Informs<F::Context>,
        E: Protects<F::Seal>,
    {
        Submission::of_pairs(
            self,
            self.limits,
            pairs.iter().map(|(name, value)| (name.as_ref(), value.as_ref())),
        )
    }
}

impl<F: CasForm, S, L, E, X, K> fmt::Debug for At<F, S, L, E, X, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("At").field("form", &F::spec().name()).finish_non_exhaustive()
    }
}
