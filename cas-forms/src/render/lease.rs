//! What a page says of its lease.

use super::escape;
use super::html::Html;
use super::markup;
use crate::form::{CasForm, Form};
use crate::lease::LeaseState;
use crate::messages::{Text, holes};
use crate::setting::Setting;
use std::fmt::Write as _;

/// What a sentence is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum For {
    Text,
    Markup,
}

impl For {
    fn push(self, out: &mut String, text: &str) {
        match self {
            For::Text => out.push_str(text),
            For::Markup => escape::push(out, text),
        }
    }
}

/// What people read.
pub(crate) fn lease_sentence(state: &LeaseState, setting: &Setting, purpose: For) -> String {
    let is_viewer = |user: &str| setting.viewer.as_deref() == Some(user);
    let text = match state {
        LeaseState::Mine(_, Some(_)) => Text::LeaseMine,
        LeaseState::Mine(_, None) => Text::LeaseStill,
        LeaseState::Taken(held) if is_viewer(held.holder.user()) => Text::LeaseYours,
        LeaseState::Taken(_) => Text::LeaseTaken,
        LeaseState::Free => Text::LeaseFree,
        LeaseState::Unfenced => Text::LeaseUnfenced,
    };
    let text = setting.messages.text(text);
    let (parts, end) = holes(&text);
    let mut out = String::with_capacity(text.len() + 32);
    for (before, hole) in parts {
        purpose.push(&mut out, before);
        match (hole, state.taken(), state.remaining()) {
            ("user", Some(held), _) if purpose == For::Markup => {
                // A name in another direction of writing keeps to itself.
                out.push_str("<bdi>");
                purpose.push(&mut out, held.holder.user());
                out.push_str("</bdi>");
            }
            ("user", Some(held), _) => purpose.push(&mut out, held.holder.user()),
            ("time", _, Some(remaining)) => {
                let seconds = remaining.as_millis().div_ceil(1000);
                let seconds = u64::try_from(seconds).unwrap_or(u64::MAX);
                purpose.push(&mut out, &setting.messages.lasting(seconds));
            }
            _ => {}
        }
    }
    purpose.push(&mut out, end);
    out
}

impl<F: CasForm> Form<F> {
    /// Whom the form is locked for and how long: a sentence in a `<div>`, for forms that are laid out
    /// by hand. Empty unless [`with_lease`](Self::with_lease) was told.
    pub fn lease(&self) -> Html {
        let mut out = String::new();
        self.write_lease("", "", &mut out);
        Html(out)
    }

    pub(super) fn write_lease(&self, open: &str, close: &str, out: &mut String) {
        let Some(state) = &self.setting.lease else { return };
        let (id, name) = (markup::form_id(F::spec().name()), state.name());
        let sentence = lease_sentence(state, &self.setting, For::Markup);
        let _ = write!(
            out,
            "{open}<div class=\"cas-lease cas-lease-{name}\" id=\"{id}-lease\" role=\"status\">\
             {sentence}</div>{close}"
        );
    }

    /// What the form's tag says to the script that keeps the lease.
    pub(super) fn write_lease_attributes(&self, out: &mut String) {
        let url = self.setting.enhance.as_ref().and_then(|enhance| enhance.lease.as_deref());
        let (Some(url), Some(lock), Some(state)) = (url, F::spec().lock(), &self.setting.lease)
        else {
            return;
        };
        // Where nothing was entered, the page may be fetched anew as soon as it can be locked.
        let waits = state.taken().is_some() && self.reason.is_none() && self.states.is_empty();
        super::bound::attribute(out, "data-cas-lease", url);
        let holds = if waits { "waits" } else { state.name() };
        let _ = write!(
            out,
            " data-cas-holds=\"{holds}\" data-cas-ttl=\"{}\"",
            lock.ttl().as_secs_f64()
        );
        if let Some(idle) = lock.idle() {
            let _ = write!(out, " data-cas-idle=\"{}\"", idle.as_secs_f64());
        }
        if let Some(remaining) = state.remaining() {
            let _ = write!(out, " data-cas-left=\"{:.3}\"", remaining.as_secs_f64());
        }
    }
}
