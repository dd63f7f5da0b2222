//! Without the feature `seal` no page is sealed: keys cannot be made.

use super::Digested;
use crate::error::FormError;
use crate::submission::{Arrived, Pair};

#[derive(Clone, Debug)]
pub(crate) enum PageSeal {}

impl PageSeal {
    /// The name of the hidden input that lists the fields.
    pub(crate) const NAME: &'static str = "cas-fields";

    pub(crate) fn renew(&mut self) {
        match *self {}
    }

    pub(crate) fn open(&mut self, _: &mut [Arrived<'_>], _: &[Pair<'_>]) -> Vec<FormError> {
        match *self {}
    }

    pub(crate) fn original(&self, _: &str, _: &str) -> String {
        match *self {}
    }

    pub(crate) fn digests(&self, _: &str, _: &str, _: &str) -> String {
        match *self {}
    }

    pub(crate) fn is_digested(&self, _: Digested, _: &str, _: &Arrived<'_>, _: &str) -> bool {
        match *self {}
    }

    pub(crate) fn fields(&self) -> Option<String> {
        match *self {}
    }
}
