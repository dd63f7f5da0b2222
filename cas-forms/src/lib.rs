#![doc = include_str!("../../README.md")]

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
pub mod assets;
mod at;
mod canonical;
mod cell;
pub mod constraint;
mod control;
mod create;
mod decision;
mod error;
mod form;
mod key;
mod lease;
mod messages;
mod nonce;
mod outcome;
mod pairs;
mod render;
mod rule;
pub mod seal;
mod setting;
mod spec;
mod submission;
pub mod validation;
pub mod value;
mod words;
mod zone;

pub use assets::Asset;
pub use at::{
    At, Existing, Informs, NoContext, NoLease, Permits, Protects, Told, Unscoped, Unsealed, Where,
};
#[cfg(feature = "derive")]
#[doc = include_str!("../docs/choices.md")]
pub use cas_forms_derive::CasChoice;
#[cfg(feature = "derive")]
#[doc = include_str!("../docs/attributes.md")]
#[cfg_attr(feature = "lease", doc = include_str!("../docs/locks.md"))]
#[cfg_attr(feature = "chrono-tz", doc = include_str!("../docs/zones.md"))]
pub use cas_forms_derive::CasForm;
pub use cell::{AnySlot, AnyValue, Cell, Slot};
pub use create::{Created, New, With};
pub use decision::{Facts, Mask, OnStale, Verdict, decide};
pub use error::{ErrorCode, FormError};
pub use form::{CasForm, Change, Current, Field, Form, Values};
pub use key::KeyText;
#[cfg(feature = "lease")]
pub use lease::Memory;
#[cfg(feature = "redis")]
pub use lease::Redis;
pub use lease::{
    Answer, Ask, AsyncLeaseStore, Claim, FencingToken, Held, Holder, Lease, LeaseCall, LeaseError,
    LeaseKey, LeaseNews, LeaseState, LeaseStore, Leased, LockSpec, Locking, Presented, Renewal,
    Secret, Under,
};
pub use messages::{English, German, Messages, Text};
pub use nonce::Nonce;
pub use outcome::{Done, DoneKind, Reason, Refused};
pub use pairs::Limits;
pub use render::{BoundField, Html};
#[cfg(feature = "seal")]
pub use seal::{SealKeyError, SealKeys};
pub use seal::{SealSpec, Sealed, SealedWith};
pub use setting::Enhance;
pub use spec::{Choice, FieldSpec, FormSpec, Listed, Pattern, Version, Widget};
pub use submission::{Cleaned, Input, Provisional, Submission};
pub use validation::Problems;
pub use value::{FieldType, FieldValue, Kind};
pub use zone::Zone;

/// A small stylesheet for the states that the library renders: invalid, changed, in question. Its
/// colours are custom properties; it follows light and dark.
pub const CSS: &str = include_str!("../assets/cas-forms.css");
