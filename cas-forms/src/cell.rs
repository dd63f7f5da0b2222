//! Values of a form behind one face: a field of the struct or a slot that may be empty.

use crate::ErrorCode;
use crate::value::FieldType;
use std::any::Any;
use std::fmt;

/// A value of any field type.
pub trait AnyValue: Send + Sync {
    /// The lossless text, `None` for null; see [`FieldType::write`].
    fn write<'a>(&'a self, scratch: &'a mut String) -> Option<&'a str>;
    /// What a control shows; see [`FieldType::show`].
    fn show<'a>(&'a self, scratch: &'a mut String) -> &'a str;
    /// [`show`](Self::show), and whether that is all there is: see [`FieldType::shows_all`].
    fn show_all<'a>(&'a self, scratch: &'a mut String) -> (&'a str, bool);
    /// Whether both have one type and are the same to the last bit.
    fn same(&self, other: &dyn AnyValue) -> bool;
    /// For downcasts.
    fn as_any(&self) -> &dyn Any;
}

impl<T: FieldType> AnyValue for T {
    fn write<'a>(&'a self, scratch: &'a mut String) -> Option<&'a str> {
        scratch.clear();
        FieldType::write(self, scratch)
    }
    fn show<'a>(&'a self, scratch: &'a mut String) -> &'a str {
        scratch.clear();
        FieldType::show(self, scratch)
    }
    fn show_all<'a>(&'a self, scratch: &'a mut String) -> (&'a str, bool) {
        scratch.clear();
        (FieldType::show(self, scratch), FieldType::shows_all(self))
    }
    fn same(&self, other: &dyn AnyValue) -> bool {
        other.as_any().downcast_ref::<T>().is_some_and(|other| FieldType::same(self, other))
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// Something that may hold a value: a field of a form struct (always) or a [`Slot`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a type that a form field can have",
    label = "not a field type",
    note = "implement `cas_forms::FieldValue` for it, or leave the field out of the form with `#[cas(skip)]`",
    note = "for several values use `BTreeSet`, whose items are `PartialEq`, `Eq`, `PartialOrd`, `Ord`"
)]
pub trait Cell: Send + Sync {
    /// The value, if there is one.
    fn value(&self) -> Option<&dyn AnyValue>;
}

impl<T: FieldType> Cell for T {
    fn value(&self) -> Option<&dyn AnyValue> {
        Some(self)
    }
}

/// Room for the value of one field. Empty where the page did not show the field, or where
/// nothing valid arrived.
#[derive(Clone)]
pub struct Slot<T>(pub Option<T>);

impl<T> Default for Slot<T> {
    fn default() -> Self {
        Slot(None)
    }
}

impl<T> fmt::Debug for Slot<T> {
    /// Values of forms are people's data: only whether there is one is shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Slot(..)" } else { "Slot(empty)" })
    }
}

impl<T: FieldType> Cell for Slot<T> {
    fn value(&self) -> Option<&dyn AnyValue> {
        self.0.as_ref().map(|value| value as &dyn AnyValue)
    }
}

/// A [`Slot`] whose type is not known here.
pub trait AnySlot: Cell {
    /// Fills the slot from a lossless text (`None` is null); false if it is not one.
    fn read(&mut self, text: Option<&str>) -> bool;
    /// Fills the slot from a submitted text.
    ///
    /// # Errors
    ///
    /// The code of what is wrong with the text; the slot is then empty.
    fn parse(&mut self, text: &str) -> Result<(), ErrorCode>;
    /// Fills the slot from a submitted text where this value was shown; see [`FieldType::edit`].
    ///
    /// # Errors
    ///
    /// Those of [`parse`](Self::parse).
    fn edit(&mut self, shown: &dyn AnyValue, text: &str) -> Result<(), ErrorCode>;
    /// Fills the slot with a copy of a value of the same type; false for another type or none.
    fn copy_from(&mut self, cell: &dyn Cell) -> bool;
    /// Moves the value out of another slot of the same type; false for another type or none.
    fn take_from(&mut self, slot: &mut dyn AnySlot) -> bool;
    /// For downcasts.
    fn as_any_mut(&mut self) -> &mut dyn Any;
}

impl<T: FieldType> AnySlot for Slot<T> {
    fn read(&mut self, text: Option<&str>) -> bool {
        self.0 = T::read(text);
        self.0.is_some()
    }
    fn parse(&mut self, text: &str) -> Result<(), ErrorCode> {
        self.0 = None;
        self.0 = Some(T::parse(text)?);
        Ok(())
    }
    fn edit(&mut self, shown: &dyn AnyValue, text: &str) -> Result<(), ErrorCode> {
        let Some(shown) = shown.as_any().downcast_ref::<T>() else { return self.parse(text) };
        self.0 = None;
        self.0 = Some(shown.edit(text)?);
        Ok(())
    }
    fn copy_from(&mut self, cell: &dyn Cell) -> bool {
        self.0 = cell.value().and_then(|value| value.as_any().downcast_ref::<T>()).cloned();
        self.0.is_some()
    }
    fn take_from(&mut self, slot: &mut dyn AnySlot) -> bool {
        self.0 = slot.as_any_mut().downcast_mut::<Self>().and_then(|slot| slot.0.take());
        self.0.is_some()
    }
    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }
}
