//! All that generated code names. Not part of the public interface.

pub use crate::cell::{AnySlot, Cell, Slot};
pub use crate::decision::Mask;
pub use crate::form::{CasForm, Current, Field, Values};
pub use crate::lease::{Leased, LockSpec};
pub use crate::seal::{SealSpec, Sealed};
pub use crate::spec::{Choice, FieldSpec, FormSpec, Listed, Pattern, Version, Widget};
pub use crate::validation::Judge;
pub use crate::value::{FieldValue, Kind};
pub use crate::zone::Zone;
pub use core::clone::Clone;
pub use core::convert::From;
pub use core::default::Default;
pub use core::marker::{Send, Sync};
pub use core::option::Option;
pub use std::string::String;

use core::fmt;
use core::marker::PhantomData;

/// The zone that a function of the user's gives.
pub fn zone<Z: crate::zone::IntoZone>(zone: Z) -> Zone {
    zone.into_zone()
}

/// What `visit` of a form or its values is given.
pub type See<'a> = dyn FnMut(&[&dyn Cell]) + 'a;

/// What `visit_mut` of a form's values is given.
pub type SeeMut<'a> = dyn FnMut(&mut [&mut dyn AnySlot]) + 'a;

/// The values of a form whose derive reported errors: none. It lets the rest of the program
/// compile, so that only those errors are reported; nothing of it ever runs.
pub struct Stub<F>(PhantomData<fn() -> F>);

impl<F> Stub<F> {
    /// The table of a form without fields.
    pub const SPEC: &'static FormSpec = {
        static SPEC: FormSpec = FormSpec::new("", &[]);
        &SPEC
    };
}

impl<F: CasForm<Values = Stub<F>>> Values for Stub<F> {
    type Form = F;

    fn visit(&self, see: &mut dyn FnMut(&[&dyn Cell])) {
        see(&[]);
    }
    fn visit_mut(&mut self, see: &mut dyn FnMut(&mut [&mut dyn AnySlot])) {
        see(&mut []);
    }
    fn build(self) -> Option<F> {
        None
    }
}

impl<F> Default for Stub<F> {
    fn default() -> Self {
        Stub(PhantomData)
    }
}

impl<F> fmt::Debug for Stub<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Stub")
    }
}
