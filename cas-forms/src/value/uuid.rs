//! UUIDs.

use super::{FieldValue, Kind};
use crate::ErrorCode;
use uuid::Uuid;
use uuid::fmt::Hyphenated;

/// Written in lower case with hyphens; typed in every spelling that the crate reads, blanks around
/// it included.
impl FieldValue for Uuid {
    const KIND: Kind = Kind::Code;

    fn write<'a>(&'a self, scratch: &'a mut String) -> &'a str {
        scratch.push_str(self.hyphenated().encode_lower(&mut [0; Hyphenated::LENGTH]));
        scratch
    }
    fn read(text: &str) -> Option<Self> {
        Uuid::try_parse(text).ok()
    }
    fn shows_all(&self) -> bool {
        true
    }
    fn parse(text: &str) -> Result<Self, ErrorCode> {
        Uuid::try_parse(text.trim()).map_err(|_| ErrorCode::Uuid)
    }
    fn same(&self, other: &Self) -> bool {
        self == other
    }
}
