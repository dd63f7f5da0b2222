//! Sealing a page, and opening what comes back of it.

use super::Digested;
use super::fields::{self, Listed};
use super::keys::SealKeys;
use super::stamp::{Stamp, VERSION};
use crate::error::FormError;
use crate::pairs::Raw;
use crate::spec::FormSpec;
use crate::submission::{Arrived, Pair, Seal, gone};
use std::fmt;
use std::sync::Arc;

/// The seal of one page.
#[derive(Clone)]
pub(crate) struct PageSeal {
    form: &'static FormSpec,
    place: Arc<Place>,
    /// When the page is made.
    time: u64,
    /// The list of fields as it arrived, where the originals are kept as they arrived; empty if none
    /// did.
    kept: Option<String>,
}

/// What a page is bound to besides its form.
struct Place {
    keys: SealKeys,
    /// The key of the row, or that there is none yet.
    address: String,
    audience: Vec<u8>,
}

/// What a seal is of.
#[derive(Clone, Copy)]
pub(super) enum Subject<'n> {
    Original(&'n str),
    Fields,
    /// A text of this field, not known to be what arrived.
    Digest(Digested, &'n str),
}

impl PageSeal {
    /// The name of the hidden input that lists the fields.
    pub(crate) const NAME: &'static str = "cas-fields";

    pub(crate) fn new(
        form: &'static FormSpec,
        keys: SealKeys,
        address: String,
        audience: &[u8],
    ) -> Self {
        let (time, audience) = (keys.now(), audience.to_owned());
        let place = Arc::new(Place { keys, address, audience });
        PageSeal { form, place, time, kept: None }
    }

    /// For a page that is made now, with nothing kept of another one.
    pub(crate) fn renew(&mut self) {
        self.time = self.place.keys.now();
        self.kept = None;
    }

    /// The seal of an original.
    pub(crate) fn original(&self, field: &str, text: &str) -> String {
        self.seal(Subject::Original(field), text)
    }

    /// The sealed list of the page's fields; none where there was none to be kept.
    pub(crate) fn fields(&self) -> Option<String> {
        if let Some(kept) = &self.kept {
            return (!kept.is_empty()).then(|| kept.clone());
        }
        let list = fields::write(self.form.fields());
        Some(self.seal(Subject::Fields, &list) + &list)
    }

    /// Opens the originals: behind their seals they are what they were. Those whose seal is none, or of
    /// another field, row, form or audience, or too old, or that the page's list does not name, are
    /// marked. Gives what is to be said of the page as a whole.
    pub(crate) fn open(
        &mut self,
        arrived: &mut [Arrived<'_>],
        others: &[Pair<'_>],
    ) -> Vec<FormError> {
        let list = self.list(others);
        for (spec, arrived) in self.form.fields().iter().zip(&mut *arrived) {
            let opened = arrived.original.and_then(|raw| self.opened(spec.name(), raw));
            match opened.filter(|_| list.as_ref().is_some_and(|list| list.names(spec.name()))) {
                Some((stamp, rest)) => {
                    arrived.seal = Seal::Whole(stamp);
                    arrived.original = Some(rest);
                }
                None => arrived.seal = Seal::Broken,
            }
        }
        let Some(list) = list else {
            self.kept = Some(String::new());
            return vec![FormError::TooOld];
        };
        let errors = list.beyond(self.form.fields()).filter_map(|name| {
            let original = gone::original(name, others).and_then(|raw| self.opened(name, raw));
            gone::gone(name, others, original.map(|(_, rest)| rest))
        });
        let errors = errors.collect();
        self.kept = Some(list.text);
        errors
    }

    /// The list of the page's fields. Two that say the same are one.
    fn list(&self, others: &[Pair<'_>]) -> Option<Listed> {
        let sent = others.iter().filter(|(name, _)| *name.bytes() == *Self::NAME.as_bytes());
        let mut lists = sent.filter_map(|(_, raw)| {
            let (stamp, rest) = self.unseal(Subject::Fields, *raw)?;
            Some(Listed::new(&stamp, &rest.text().ok()?))
        });
        let first = lists.next()?;
        lists.all(|other| other.is_same(&first)).then_some(first)
    }

    /// The text of the seal, and the original behind it.
    fn opened<'b>(&self, field: &str, raw: Raw<'b>) -> Option<(String, Raw<'b>)> {
        self.unseal(Subject::Original(field), raw)
    }

    fn seal(&self, subject: Subject<'_>, text: &str) -> String {
        let (key, code) = self.with_parts(subject, text, self.time, |parts| {
            let (key, code) = self.place.keys.sign(parts);
            (key.to_owned(), code)
        });
        let mut out = String::with_capacity(96);
        Stamp { key: &key, time: self.time, code }.write(&mut out);
        out
    }

    fn unseal<'b>(&self, subject: Subject<'_>, raw: Raw<'b>) -> Option<(String, Raw<'b>)> {
        let (stamp, rest) = raw.split_at(Stamp::length(raw.sent())?)?;
        let text = str::from_utf8(stamp.sent()).ok()?;
        let stamp = Stamp::read(text)?;
        let value = rest.text().ok()?;
        let is_ours = self.with_parts(subject, &value, stamp.time, |parts| {
            self.place.keys.verify(stamp.key, parts, &stamp.code)
        });
        let max_age = self.form.seal()?.max_age().as_secs();
        // What another server made a moment ago may be a moment ahead.
        let is_young = self.time.saturating_sub(stamp.time) <= max_age;
        (is_ours && is_young).then(|| (text.to_owned(), rest))
    }

    pub(super) fn keys(&self) -> &SealKeys {
        &self.place.keys
    }

    /// All that a code is over.
    pub(super) fn with_parts<T>(
        &self,
        subject: Subject<'_>,
        text: &str,
        time: u64,
        see: impl FnOnce(&[&[u8]]) -> T,
    ) -> T {
        let Place { address, audience, .. } = &*self.place;
        let module = self.form.seal().map_or("", |seal| seal.module());
        let (kind, field) = match subject {
            Subject::Original(field) => ("original", field),
            Subject::Fields => ("fields", ""),
            Subject::Digest(Digested::Original, field) => ("digest", field),
            Subject::Digest(Digested::Shown, field) => ("shown", field),
        };
        let texts = [VERSION, module, self.form.name(), address].map(str::as_bytes);
        let [version, module, form, address] = texts;
        let (kind, field, text) = (kind.as_bytes(), field.as_bytes(), text.as_bytes());
        see(&[version, module, form, address, audience, kind, field, text, &time.to_be_bytes()])
    }
}

impl fmt::Debug for PageSeal {
    /// Audiences may be secrets: of sessions.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PageSeal").field("keys", &self.place.keys).finish_non_exhaustive()
    }
}
