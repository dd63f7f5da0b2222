#![doc = include_str!("../../README.md")]

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
mod at;
mod canonical;
mod cell;
mod control;
mod decimal;
mod decision;
mod error;
mod form;
mod outcome;
mod pairs;
mod render;
mod rule;
mod spec;
mod submission;
mod temporal;
pub mod value;
mod words;

pub use at::{At, NoLease, Permits, Protects, Unscoped, Unsealed, Where};
#[cfg(feature = "derive")]
pub use cas_forms_derive::CasForm;
pub use cell::{AnySlot, AnyValue, Cell, Slot};
pub use decision::{Facts, Mask, OnStale, Verdict, decide};
pub use error::{ErrorCode, FormError};
pub use form::{CasForm, Change, Current, Field, Form, Values};
pub use outcome::{Done, DoneKind, Reason, Refused};
pub use pairs::Limits;
pub use render::{BoundField, Html};
pub use spec::{Choice, FieldSpec, FormSpec, Pattern, Widget};
pub use submission::{Cleaned, Input, Submission};
pub use value::{FieldType, FieldValue, Kind};

/// A small stylesheet for the states that the library renders: invalid, changed, in question. Its
/// colours are custom properties; it follows light and dark.
pub const CSS: &str = include_str!("../assets/cas-forms.css");
