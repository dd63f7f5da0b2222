//! What several test targets share.
#![allow(dead_code, reason = "each target uses a part")]

pub(crate) mod page;
pub(crate) mod random;
