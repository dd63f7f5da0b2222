//! What the control of an instant says, in the zone that its page was made in.

use super::super::arrived::Arrived;
use super::FieldReader;
use crate::cell::{AnySlot, AnyValue};
use crate::error::ErrorCode;
use crate::zone::Stamp;

/// What the page says of the zone that it was made in.
#[cold]
pub(super) fn stamp(arrived: &Arrived<'_>) -> Option<Stamp> {
    Stamp::read(&arrived.original?.text().ok()?)
}

impl FieldReader<'_, '_> {
    /// The text that the page showed of a value.
    pub(super) fn show<'t>(&self, value: &'t dyn AnyValue, scratch: &'t mut String) -> &'t str {
        let Some(stamp) = self.stamp else { return value.show(scratch) };
        let mut written = String::new();
        scratch.clear();
        if let Some(written) = value.write(&mut written) {
            stamp.show(written, scratch);
        }
        scratch
    }

    /// Makes a text a value; `shown` is what the page showed in its place, of `original`.
    pub(super) fn parse(
        &self,
        edit: &mut dyn AnySlot,
        original: Option<&dyn AnyValue>,
        text: &str,
        shown: &str,
    ) -> Result<(), ErrorCode> {
        let Some(stamp) = self.stamp.filter(|_| !text.is_empty()) else {
            return match original.filter(|_| self.spec.widget.is_set()) {
                Some(original) => edit.edit(original, text),
                None => edit.parse(text),
            };
        };
        let instant = stamp.resolve(text, self.arrived.offset, shown)?;
        if edit.read(Some(&instant)) { Ok(()) } else { Err(ErrorCode::DateTime) }
    }

    /// Whether the other one of two instants was chosen, which look alike in the control.
    pub(super) fn is_other_instant(&self, clean: &str) -> bool {
        let (Some(stamp), Some(answer)) = (self.stamp, self.arrived.offset) else { return false };
        stamp.offset.is_some_and(|shown| shown != answer)
            && stamp.zone.fold(clean).is_some_and(|offsets| offsets.contains(&answer))
    }
}
