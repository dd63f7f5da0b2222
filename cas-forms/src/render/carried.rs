//! What a page carries beside its fields: hidden inputs that go with the first of them.

use super::markup::Builder;
use crate::lease::{LeaseState, Presented};
use crate::nonce::Nonce;
use crate::setting::Setting;

/// What the page carries beside its fields.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Carried<'a> {
    /// What tells a page for something new from others.
    nonce: Option<&'a str>,
    /// The lease that it is saved under.
    lease: Option<&'a str>,
}

impl<'a> Carried<'a> {
    pub(crate) fn of(setting: &'a Setting) -> Self {
        Carried {
            nonce: setting.nonce.as_ref().map(Nonce::as_str),
            lease: setting.lease.as_ref().and_then(LeaseState::carried),
        }
    }

    pub(crate) fn is_nothing(self) -> bool {
        self.nonce.is_none() && self.lease.is_none()
    }

    pub(crate) const NOTHING: Self = Carried { nonce: None, lease: None };
}

impl Builder<'_> {
    /// It goes with the first field's original.
    pub(super) fn carried(&mut self) {
        let Carried { nonce, lease } = self.look.carried;
        for (name, value) in [(Nonce::NAME, nonce), (Presented::NAME, lease)] {
            let Some(value) = value else { continue };
            self.out.text("<input type=\"hidden\"").attribute("name", name);
            self.owner();
            self.out.attribute("autocomplete", "off").attribute("value", value).text(">");
        }
    }
}
