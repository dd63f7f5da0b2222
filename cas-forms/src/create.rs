//! Creating something that does not exist yet.

use crate::form::CasForm;
use crate::submission::{Provisional, Submission};
use std::fmt;

/// Something that does not exist yet: what [`CasForm::create`] addresses in place of a key.
#[derive(Clone, Copy, Debug, Default)]
pub struct New;

/// What the page does not give of something new; see [`At::with`](crate::At::with).
#[derive(Clone, Copy, Debug)]
pub struct With<A>(pub A);

/// It was created: by this submission or, if it is a repeat, by the same one before.
pub struct Created<F: CasForm> {
    key: F::Key,
    is_repeat: bool,
}

impl<F: CasForm> Created<F> {
    /// For stores.
    pub fn new(key: F::Key, is_repeat: bool) -> Self {
        Created { key, is_repeat }
    }

    /// The key of what was created.
    pub fn key(&self) -> &F::Key {
        &self.key
    }

    /// The key, to be kept.
    pub fn into_key(self) -> F::Key {
        self.key
    }

    /// Whether the same page was sent with the same entries before: a double click, or a repeat
    /// after a lost answer. The key is that of the first time.
    pub fn is_repeat(&self) -> bool {
        self.is_repeat
    }
}

impl<F: CasForm<Key: fmt::Debug>> fmt::Debug for Created<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Created")
            .field("key", &self.key)
            .field("is_repeat", &self.is_repeat)
            .finish()
    }
}

impl<F: CasForm, S, L, E, X> Submission<'_, F, S, L, E, X, New> {
    /// What can be said without a connection while the form is still being filled in: rules and
    /// checks. Nothing is created.
    pub fn foresee(self) -> Provisional<F> {
        let (_, input) = self.into_parts();
        match input.problem() {
            Some(reason) => input.refuse(reason).into(),
            None => Provisional::FINE,
        }
    }
}
