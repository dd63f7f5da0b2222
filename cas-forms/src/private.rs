//! All that generated code names. Not part of the public interface.

pub use crate::cell::{AnySlot, Cell, Slot};
pub use crate::form::{CasForm, Current, Field, Values};
pub use crate::spec::{Choice, FieldSpec, FormSpec, Pattern, Widget};
pub use core::default::Default;
pub use core::option::Option;
