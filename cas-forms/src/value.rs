//! What a field may hold: [`FieldValue`] for plain values, [`FieldType`] for them and their `Option`.
//!
//! A value has three texts, each with one use:
//!
//! | text | used for | must be |
//! | --- | --- | --- |
//! | [`write`](FieldValue::write) | hidden originals, equality | lossless |
//! | [`show`](FieldValue::show) | the control's value | what a person can edit |
//! | [`parse`](FieldValue::parse)'s argument | what was submitted | anything |
//!
//! # A type of your own
//!
//! Three members are enough; the rest follows from them.
//!
//! ```
//! use cas_forms::{FieldValue, Kind};
//!
//! #[derive(Clone, Debug, PartialEq)]
//! struct Iban(String);
//!
//! impl FieldValue for Iban {
//!     const KIND: Kind = Kind::Text;
//!     fn write<'a>(&'a self, _: &'a mut String) -> &'a str {
//!         &self.0
//!     }
//!     fn read(text: &str) -> Option<Self> {
//!         Some(Iban(text.to_owned()))
//!     }
//! }
//! ```

#[cfg(feature = "chrono")]
mod chrono;
#[cfg(any(feature = "rust_decimal", feature = "bigdecimal"))]
mod decimals;
#[cfg(feature = "json")]
mod json;
mod number;
pub(crate) mod set;
#[cfg(test)]
mod tests;
#[cfg(feature = "uuid")]
mod uuid;

use crate::ErrorCode;
use crate::spec::Choice;

/// The family a value belongs to. It decides the default widget, which widgets fit, and how
/// the canonical text is quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// Free text.
    Text,
    /// True or false, written `true` and `false`.
    Bool,
    /// A whole number, written in decimal.
    Integer,
    /// A binary floating point number.
    Float,
    /// A calendar date, written `YYYY-MM-DD`.
    Date,
    /// A time of day, written `HH:MM[:SS[.fraction]]`.
    Time,
    /// A date and a time of day, joined by `T`.
    DateTime,
    /// A moment in time, written as date and time of UTC with `Z` behind them.
    Instant,
    /// A decimal number, written with all its digits.
    Decimal,
    /// One of the values that the type lists; see [`FieldValue::CHOICES`].
    Choice,
    /// A text with a syntax of its own that is never empty, such as a UUID.
    Code,
    /// A JSON document.
    Json,
    /// A set of values, written as a sorted JSON array of their texts.
    Set,
}

impl Kind {
    /// The error for text that is no value of this kind.
    pub const fn error(self) -> ErrorCode {
        match self {
            Kind::Text | Kind::Code | Kind::Json => ErrorCode::Invalid,
            Kind::Bool | Kind::Choice | Kind::Set => ErrorCode::Choice,
            Kind::Integer => ErrorCode::Integer,
            Kind::Float | Kind::Decimal => ErrorCode::Number,
            Kind::Date => ErrorCode::Date,
            Kind::Time => ErrorCode::Time,
            Kind::DateTime | Kind::Instant => ErrorCode::DateTime,
        }
    }

    /// Whether an empty control is a value of this kind: an empty text, an empty set.
    pub(crate) const fn has_empty(self) -> bool {
        matches!(self, Kind::Text | Kind::Set)
    }

    /// Whether values are dates or times.
    pub(crate) const fn is_moment(self) -> bool {
        matches!(self, Kind::Date | Kind::Time | Kind::DateTime | Kind::Instant)
    }

    /// Whether values are numbers, to be compared as such.
    pub(crate) const fn is_number(self) -> bool {
        matches!(self, Kind::Integer | Kind::Float | Kind::Decimal)
    }
}

/// A plain (not nullable) value of a field.
///
/// Implemented for `String`, `bool`, every integer, `f32`, `f64`, a `BTreeSet` of values and, with
/// the features of these names,
///
/// | feature | types |
/// | --- | --- |
/// | `chrono` | `NaiveDate`, `NaiveTime`, `NaiveDateTime`, `DateTime<Utc>` |
/// | `uuid` | `uuid::Uuid` |
/// | `rust_decimal` | `rust_decimal::Decimal` |
/// | `bigdecimal` | `bigdecimal::BigDecimal` |
/// | `json` | `serde_json::Value` |
///
/// With `chrono-tz` a `DateTime<Utc>` may be shown in the zone of the user.
///
/// [`CasChoice`](macro@crate::CasChoice) derives it for enums. `Option` of each is a field type by
/// itself ([`FieldType`]), recognised by trait, never by name.
///
/// The law, tested for every type here: `read(write(v))` is `v` to the last bit.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a type that a form field can have",
    label = "not a field type",
    note = "implement `cas_forms::FieldValue` for it (three members, see its documentation), \
            derive `cas_forms::CasChoice` for an enum, \
            or leave the field out of the form with `#[cas(skip)]`",
    note = "for several values use `BTreeSet`, whose items are `PartialEq`, `Eq`, `PartialOrd`, `Ord`"
)]
pub trait FieldValue: Clone + Send + Sync + 'static {
    /// The family of the value.
    const KIND: Kind;

    /// The family of the values in a set; otherwise the same.
    const ITEM: Kind = Self::KIND;

    /// The least value the type holds, as the control's `min` (none by default).
    const MIN: Option<&'static str> = None;

    /// The greatest value the type holds, as the control's `max` (none by default).
    const MAX: Option<&'static str> = None;

    /// All values there are, as a control shows them, with their labels; empty for a type that
    /// has too many to be listed.
    const CHOICES: &'static [Choice] = &[];

    /// The lossless text of the value, either lent by the value or written to `scratch`
    /// (which arrives empty).
    fn write<'a>(&'a self, scratch: &'a mut String) -> &'a str;

    /// The value of a text that [`write`](Self::write) made; `None` for any other text.
    fn read(text: &str) -> Option<Self>;

    /// The text that a control shows. It may lose what a control cannot carry (microseconds);
    /// an untouched field keeps its value all the same.
    fn show<'a>(&'a self, scratch: &'a mut String) -> &'a str {
        self.write(scratch)
    }

    /// Whether [`show`](Self::show) gives the text of [`write`](Self::write), letter for letter.
    /// `false` is never wrong; `true` spares writing the value twice.
    fn shows_all(&self) -> bool {
        false
    }

    /// The value of a submitted text, after the widget's sanitization. Empty text arrives here
    /// for [`Kind::Text`] and [`Kind::Set`] only.
    ///
    /// # Errors
    ///
    /// The code of what is wrong with the text.
    fn parse(text: &str) -> Result<Self, ErrorCode> {
        Self::read(text).ok_or(Self::KIND.error())
    }

    /// The value of a submitted text where this one was shown: what of it the user left alone is kept,
    /// even if the control cannot show all of it. Only a set has such parts.
    ///
    /// # Errors
    ///
    /// Those of [`parse`](Self::parse).
    fn edit(&self, text: &str) -> Result<Self, ErrorCode> {
        Self::parse(text)
    }

    /// Whether both are the same value to the last bit (a NaN equals itself, `-0.0` is not `0.0`).
    fn same(&self, other: &Self) -> bool {
        let (mut a, mut b) = (String::new(), String::new());
        self.write(&mut a) == other.write(&mut b)
    }
}

/// A field's type: a [`FieldValue`] or an `Option` of one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a type that a form field can have",
    label = "not a field type",
    note = "implement `cas_forms::FieldValue` for it (three members, see its documentation), \
            derive `cas_forms::CasChoice` for an enum, \
            or leave the field out of the form with `#[cas(skip)]`",
    note = "for several values use `BTreeSet`, whose items are `PartialEq`, `Eq`, `PartialOrd`, `Ord`"
)]
pub trait FieldType: Clone + Send + Sync + 'static {
    /// The type without its `Option`: what checks are asked about.
    type Plain;
    /// The family of the value.
    const KIND: Kind;
    /// See [`FieldValue::ITEM`].
    const ITEM: Kind;
    /// Whether an emptied control means null.
    const NULLABLE: bool;
    /// See [`FieldValue::MIN`].
    const MIN: Option<&'static str>;
    /// See [`FieldValue::MAX`].
    const MAX: Option<&'static str>;
    /// See [`FieldValue::CHOICES`].
    const CHOICES: &'static [Choice];

    /// The lossless text, `None` for null.
    fn write<'a>(&'a self, scratch: &'a mut String) -> Option<&'a str>;
    /// The inverse of [`write`](Self::write).
    fn read(text: Option<&str>) -> Option<Self>;
    /// The text that a control shows; empty for null.
    fn show<'a>(&'a self, scratch: &'a mut String) -> &'a str;
    /// See [`FieldValue::shows_all`]; false for null.
    fn shows_all(&self) -> bool;
    /// The value of a submitted text.
    ///
    /// # Errors
    ///
    /// The code of what is wrong with the text.
    fn parse(text: &str) -> Result<Self, ErrorCode>;
    /// See [`FieldValue::edit`].
    ///
    /// # Errors
    ///
    /// Those of [`parse`](Self::parse).
    fn edit(&self, text: &str) -> Result<Self, ErrorCode>;
    /// Whether both are the same value to the last bit.
    fn same(&self, other: &Self) -> bool;
    /// The value, unless it is null.
    fn plain(&self) -> Option<&Self::Plain>;
}

impl<T: FieldValue> FieldType for T {
    type Plain = T;
    const KIND: Kind = T::KIND;
    const ITEM: Kind = T::ITEM;
    const NULLABLE: bool = false;
    const MIN: Option<&'static str> = T::MIN;
    const MAX: Option<&'static str> = T::MAX;
    const CHOICES: &'static [Choice] = T::CHOICES;

    fn write<'a>(&'a self, scratch: &'a mut String) -> Option<&'a str> {
        Some(FieldValue::write(self, scratch))
    }
    fn read(text: Option<&str>) -> Option<Self> {
        T::read(text?)
    }
    fn show<'a>(&'a self, scratch: &'a mut String) -> &'a str {
        FieldValue::show(self, scratch)
    }
    fn shows_all(&self) -> bool {
        FieldValue::shows_all(self)
    }
    fn parse(text: &str) -> Result<Self, ErrorCode> {
        if text.is_empty() && !T::KIND.has_empty() {
            return Err(ErrorCode::Required);
        }
        T::parse(text)
    }
    fn edit(&self, text: &str) -> Result<Self, ErrorCode> {
        FieldValue::edit(self, text)
    }
    fn same(&self, other: &Self) -> bool {
        FieldValue::same(self, other)
    }
    fn plain(&self) -> Option<&T> {
        Some(self)
    }
}

impl<T: FieldValue> FieldType for Option<T> {
    type Plain = T;
    const KIND: Kind = T::KIND;
    const ITEM: Kind = T::ITEM;
    const NULLABLE: bool = true;
    const MIN: Option<&'static str> = T::MIN;
    const MAX: Option<&'static str> = T::MAX;
    const CHOICES: &'static [Choice] = T::CHOICES;

    fn write<'a>(&'a self, scratch: &'a mut String) -> Option<&'a str> {
        self.as_ref().map(|value| FieldValue::write(value, scratch))
    }
    fn read(text: Option<&str>) -> Option<Self> {
        text.map_or(Some(None), |text| T::read(text).map(Some))
    }
    fn show<'a>(&'a self, scratch: &'a mut String) -> &'a str {
        self.as_ref().map_or("", |value| FieldValue::show(value, scratch))
    }
    fn shows_all(&self) -> bool {
        self.as_ref().is_some_and(FieldValue::shows_all)
    }
    fn parse(text: &str) -> Result<Self, ErrorCode> {
        if text.is_empty() { Ok(None) } else { T::parse(text).map(Some) }
    }
    fn edit(&self, text: &str) -> Result<Self, ErrorCode> {
        match self {
            Some(value) if !text.is_empty() => value.edit(text).map(Some),
            _ => Self::parse(text),
        }
    }
    fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Some(a), Some(b)) => FieldValue::same(a, b),
            (a, b) => a.is_none() && b.is_none(),
        }
    }
    fn plain(&self) -> Option<&T> {
        self.as_ref()
    }
}

impl FieldValue for String {
    const KIND: Kind = Kind::Text;

    fn write<'a>(&'a self, _: &'a mut String) -> &'a str {
        self
    }
    fn read(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }
    fn shows_all(&self) -> bool {
        true
    }
    fn same(&self, other: &Self) -> bool {
        self == other
    }
}

impl FieldValue for bool {
    const KIND: Kind = Kind::Bool;

    fn write<'a>(&'a self, _: &'a mut String) -> &'a str {
        if *self { "true" } else { "false" }
    }
    fn read(text: &str) -> Option<Self> {
        match text {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        }
    }
    fn shows_all(&self) -> bool {
        true
    }
    fn same(&self, other: &Self) -> bool {
        self == other
    }
}
