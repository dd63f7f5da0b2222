//! What a sealed page has besides.

use super::filler::Filler;
use super::markup::Builder;
use crate::seal::PageSeal;

impl Builder<'_> {
    /// The list of the page's fields. It goes with the first one.
    pub(super) fn list(&mut self) {
        let Some(list) = self.look.seal.and_then(PageSeal::fields) else { return };
        self.out.text("<input type=\"hidden\"").attribute("name", PageSeal::NAME);
        self.owner();
        self.out.attribute("autocomplete", "off").attribute("value", &list).text(">");
    }
}

impl Filler<'_> {
    /// Appends what stands in front of a sealed original.
    pub(super) fn put_seal(&self, out: &mut String) {
        let Some(seal) = self.view.seal else { return };
        match self.view.state.and_then(|state| state.seal.as_ref()) {
            Some(kept) => out.push_str(kept),
            None => out.push_str(&seal.original(self.view.spec.name(), &self.view.original())),
        }
    }
}
