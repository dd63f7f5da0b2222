//! No zone: what stands in place of chrono-tz's where that is left out.

use crate::error::ErrorCode;

/// There is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Inner {}

impl Inner {
    pub(super) fn name(self) -> &'static str {
        match self {}
    }
    pub(super) fn named(_: &str) -> Option<Self> {
        None
    }
    pub(super) fn offset(self, _: &str) -> Option<i32> {
        match self {}
    }
    pub(super) fn fold(self, _: &str) -> Option<[i32; 2]> {
        match self {}
    }
    pub(super) fn is_same_wall(_: &str, _: &str) -> bool {
        false
    }
    pub(super) fn resolve(self, _: &str, _: Option<i32>) -> Result<String, ErrorCode> {
        match self {}
    }
    pub(super) fn show(_: &str, _: i32, _: &mut String) {}
    pub(super) fn wall(_: &str, _: i32, _: &mut String) -> bool {
        false
    }
    pub(super) fn instant(_: &str, _: i32) -> Option<String> {
        None
    }
    pub(super) fn instant_of(_: &str, _: i32) -> Option<String> {
        None
    }
}
