//! A submission of a page for something new.

use super::{Input, Pair};
use crate::error::FormError;
use crate::form::{CasForm, Values};
use crate::nonce::Nonce;
use crate::pairs::Raw;
use crate::zone::Offset;

impl<F: CasForm> Input<'_, F> {
    /// Judges what only a page for something new sends, or sends otherwise.
    pub(super) fn read_as_new(&mut self, others: &[Pair<'_>]) {
        match Nonce::read(others) {
            Some(nonce) => self.setting.nonce = Some(nonce),
            None => self.reading.form_errors.push(FormError::NonceMissing),
        }
        let fields = F::spec().fields().iter().enumerate();
        for (index, spec) in fields {
            if spec.is_readonly() {
                // Nobody could have typed it: it is left to the store, whatever arrived.
                self.reading.errors.retain(|(at, _)| *at != index);
                self.edited.visit_mut(&mut |slots| {
                    let _ = slots[index].read(None) || slots[index].read(Some(""));
                });
            }
            // The original of a row: as an untouched value it would pass by every rule.
            let is_known = !(self.reading.blank | self.reading.unknown()).has(index);
            if is_known {
                self.reading.malformed.insert(index);
            }
        }
    }

    /// What tells this page for something new from others; for stores.
    pub fn nonce(&self) -> Option<&Nonce> {
        self.setting.nonce.as_ref()
    }

    /// What was typed and chosen, as it arrived, in pieces: two submissions that give the same pieces
    /// say the same. For stores, to know a submission again; secrets are among it.
    pub fn each_typed(&self, see: &mut dyn FnMut(&[u8])) {
        for (spec, arrived) in F::spec().fields().iter().zip(&self.arrived) {
            see(spec.name().as_bytes());
            let offset = arrived.offset.map(Offset::text).unwrap_or_default();
            see(offset.as_bytes());
            // It says in which zone the page was made.
            see(&arrived.original.map(Raw::bytes).unwrap_or_default());
            let values = arrived.control.iter().chain(&arrived.more);
            see(&values.clone().count().to_le_bytes());
            for value in values {
                see(&value.bytes());
            }
        }
    }

    /// The same submission, as a page of its own: sent again, it is no repeat. For stores.
    pub fn renew_nonce(&mut self) {
        self.setting.nonce = Nonce::fresh();
    }

    /// Whether it is for something new and nothing tells it from others.
    pub(super) fn is_nonce_missing(&self) -> bool {
        self.reading.form_errors.contains(&FormError::NonceMissing)
    }
}
