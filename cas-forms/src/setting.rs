//! What a form takes along from the place it was made at.

use crate::lease::LeaseState;
use crate::messages::{English, Messages};
use crate::nonce::Nonce;
use crate::seal::PageSeal;
use crate::spec::Lists;
use crate::zone::Zones;
use std::borrow::Cow;
use std::fmt;

/// Where the page finds what makes the news come earlier; see [`At::enhance`](crate::At::enhance).
///
/// The form's tag then names the form's module and the address for provisional validation. Nothing
/// depends on either.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enhance {
    pub(crate) module: Cow<'static, str>,
    pub(crate) check: Option<Cow<'static, str>>,
    pub(crate) lease: Option<Cow<'static, str>>,
}

impl Enhance {
    /// With the form's module ([`CasForm::module`](crate::CasForm::module)) at this address.
    pub fn module(url: impl Into<Cow<'static, str>>) -> Self {
        Enhance { module: url.into(), check: None, lease: None }
    }

    /// The form as it stands is posted to this address while it is filled in; what is answered
    /// there is [`Provisional::to_json`](crate::Provisional::to_json).
    pub fn check(self, url: impl Into<Cow<'static, str>>) -> Self {
        Enhance { check: Some(url.into()), ..self }
    }

    /// The page of a form with `#[lockable]` keeps its lease by posting to this address, and gives it
    /// back when it is left. What arrives there is a [`LeaseCall`](crate::LeaseCall), what is answered
    /// [`LeaseNews::to_json`](crate::LeaseNews::to_json).
    pub fn lease(self, url: impl Into<Cow<'static, str>>) -> Self {
        Enhance { lease: Some(url.into()), ..self }
    }
}

/// Language, enhancement, lists of choices and zones of a form, and whether it is for something new.
#[derive(Clone)]
pub(crate) struct Setting {
    pub(crate) messages: &'static dyn Messages,
    pub(crate) enhance: Option<Enhance>,
    pub(crate) lists: Lists,
    pub(crate) zones: Zones,
    pub(crate) creates: bool,
    /// Of a form that is sealed.
    pub(crate) seal: Option<PageSeal>,
    /// Of a page for something new.
    pub(crate) nonce: Option<Nonce>,
    /// Of a page that is saved under one.
    pub(crate) lease: Option<LeaseState>,
    /// Who looks at the page.
    pub(crate) viewer: Option<String>,
}

impl Default for Setting {
    fn default() -> Self {
        Setting {
            messages: &English,
            enhance: None,
            lists: Lists::default(),
            zones: Zones::default(),
            creates: false,
            seal: None,
            nonce: None,
            lease: None,
            viewer: None,
        }
    }
}

impl fmt::Debug for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Setting").field("enhance", &self.enhance).finish_non_exhaustive()
    }
}
