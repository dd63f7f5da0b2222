//! Reading each field: the part that is the same for every form.

mod zoned;

use super::Reading;
use super::arrived::{Answer, Arrived, Seal};
use crate::canonical;
use crate::cell::{AnySlot, AnyValue};
use crate::control::sanitize;
use crate::error::ErrorCode;
use crate::pairs::Raw;
use crate::render::FieldLayout;
use crate::rule;
use crate::seal::{DIGESTS, Digested, PageSeal};
use crate::spec::{FieldSpec, FormSpec, Lists, Offer, Widget};
use crate::value::{Kind, set};
use crate::words::{self, equal};
use crate::zone::Stamp;
use std::borrow::Cow;

/// What a control said, as comparable text.
pub(crate) enum Said<'b> {
    /// Nothing: the control is untouched (disabled, or a group without a choice).
    Nothing,
    Text(Cow<'b, str>),
}

/// Reads one field's control by the rules for absent ones: an unchecked checkbox is absent.
pub(crate) fn said<'r>(
    spec: &FieldSpec,
    arrived: &Arrived<'r>,
    room: &'r mut Vec<u8>,
) -> (Said<'r>, Option<ErrorCode>) {
    let Some(raw) = arrived.control else {
        return match spec.widget {
            Widget::Checkbox if !spec.readonly && !arrived.is_cut => {
                (Said::Text("false".into()), None)
            }
            widget if widget.is_set() && !spec.readonly && !arrived.is_cut => {
                (Said::Text("".into()), None)
            }
            _ => (Said::Nothing, None),
        };
    };
    if spec.widget == Widget::Checkbox {
        // Whatever value a checkbox has, it is sent when checked.
        let checked = &*raw.bytes() != b"false";
        return (Said::Text(if checked { "true" } else { "false" }.into()), None);
    }
    if spec.widget.is_set() {
        return said_of_set(arrived);
    }
    match raw.text_in(room) {
        Ok(text) => {
            let nul = words::any(text.as_bytes(), |word| equal(word, 0));
            (Said::Text(text.into()), nul.then_some(ErrorCode::Nul))
        }
        Err(lossy) => (Said::Text(lossy.into()), Some(ErrorCode::NotUtf8)),
    }
}

/// Reads the values of a set: however they arrive, they are the same set.
fn said_of_set<'r>(arrived: &Arrived<'r>) -> (Said<'r>, Option<ErrorCode>) {
    let mut error = None;
    let texts = arrived.control.iter().chain(&arrived.more).map(|raw| {
        let text = raw.text().unwrap_or_else(|lossy| {
            error = Some(ErrorCode::NotUtf8);
            lossy.into()
        });
        if text.contains('\0') {
            error = Some(ErrorCode::Nul);
        }
        // As the option of a select is folded.
        sanitize(Widget::Select, &text).into_owned()
    });
    let texts: Vec<String> = texts.collect();
    let mut joined = String::new();
    set::join(texts, &mut joined);
    (Said::Text(joined.into()), error)
}

/// Reads all fields: originals into one row of slots, edits into the other.
pub(crate) fn read(
    spec: &'static FormSpec,
    lists: &Lists,
    seal: Option<&PageSeal>,
    arrived: &[Arrived<'_>],
    originals: &mut [&mut dyn AnySlot],
    edits: &mut [&mut dyn AnySlot],
) -> Reading {
    let layout = spec.layout();
    let mut reading = Reading::default();
    let mut scratch = Scratch::default();
    let slots = originals.iter_mut().zip(edits.iter_mut());
    for (index, ((spec, arrived), (original, edit))) in
        spec.fields.iter().zip(arrived).zip(slots).enumerate()
    {
        let (layout, offer) = (layout.field(index), lists.offer(spec, index));
        let stamp = if spec.zoned { zoned::stamp(arrived) } else { None };
        let stamp = stamp.as_ref();
        let field = FieldReader { index, spec, layout, offer, seal, arrived, stamp };
        field.read(&mut **original, &mut **edit, &mut scratch, &mut reading);
    }
    reading
}

/// Texts that are needed for one field only, kept for the next.
struct Scratch {
    arrived: Vec<u8>,
    shown: String,
    edited: String,
}

impl Default for Scratch {
    /// With room for texts, numbers and dates of usual length.
    fn default() -> Self {
        Scratch {
            arrived: Vec::with_capacity(512),
            shown: String::with_capacity(48),
            edited: String::with_capacity(48),
        }
    }
}

struct FieldReader<'r, 'b> {
    index: usize,
    spec: &'r FieldSpec,
    layout: &'r FieldLayout,
    offer: Offer<'r>,
    seal: Option<&'r PageSeal>,
    arrived: &'r Arrived<'b>,
    stamp: Option<&'r Stamp>,
}

impl FieldReader<'_, '_> {
    fn read(
        &self,
        original: &mut dyn AnySlot,
        edit: &mut dyn AnySlot,
        scratch: &mut Scratch,
        reading: &mut Reading,
    ) {
        if self.arrived.answer != Answer::NotAsked {
            reading.asked.insert(self.index);
        }
        let known = self.read_original(original, &mut scratch.arrived, reading);
        if self.spec.secret {
            if known {
                self.read_secret(edit, &mut scratch.arrived, reading);
            }
            return;
        }
        // An answer is an edit, even where both values look alike in the control.
        let is_mine = self.arrived.answer == Answer::Mine;
        if known && !is_mine && self.is_untouched_as_sent(original, &mut scratch.shown) {
            return;
        }
        if self.arrived.answer == Answer::Theirs {
            reading.theirs.insert(self.index);
            return;
        }
        self.read_control(known, original, edit, scratch, reading);
        // A text that has become theirs meanwhile overwrites nothing: there the question is moot.
        if self.arrived.answer == Answer::Unanswered && reading.dirty.has(self.index) {
            reading.errors.push((self.index, ErrorCode::Unanswered));
        }
    }

    /// Reads a secret: whatever was typed is an edit, an empty control is none.
    fn read_secret(&self, edit: &mut dyn AnySlot, room: &mut Vec<u8>, reading: &mut Reading) {
        let (said, mut error) = said(self.spec, self.arrived, room);
        let text = if let Said::Text(text) = said { text } else { "".into() };
        let (is_blank, clean) =
            (reading.blank.has(self.index), self.layout.sanitize(self.spec, &text));
        if clean.is_empty() && error.is_none() && !self.arrived.repeated && !is_blank {
            return;
        }
        if !is_blank {
            reading.dirty.insert(self.index);
        }
        if self.arrived.repeated {
            error = Some(ErrorCode::Duplicate);
        }
        match error {
            Some(code) => reading.errors.push((self.index, code)),
            None => self.take(edit, &text, &clean, "", reading),
        }
    }

    /// Reads what was typed or chosen.
    fn read_control(
        &self,
        known: bool,
        original: &dyn AnySlot,
        edit: &mut dyn AnySlot,
        scratch: &mut Scratch,
        reading: &mut Reading,
    ) {
        let Scratch { arrived, shown, edited } = scratch;
        let (said, mut error) = said(self.spec, self.arrived, arrived);
        if self.arrived.repeated {
            error = Some(ErrorCode::Duplicate);
        }
        let Said::Text(text) = said else {
            if reading.blank.has(self.index) {
                // A radio group without a choice on a page for something new.
                self.take(edit, "", "", "", reading);
            }
            return;
        };
        if let Some(code) = error {
            reading.dirty.insert(self.index);
            reading.errors.push((self.index, code));
            return;
        }
        let clean = self.layout.sanitize(self.spec, &text);
        if !known {
            return;
        }
        if reading.hidden.has(self.index) {
            return self.read_hidden(edit, &text, &clean, reading);
        }
        let Some(value) = original.value() else {
            return self.take(edit, &text, &clean, "", reading);
        };
        let shown = self.layout.sanitize(self.spec, self.show(value, shown));
        let is_mine = self.arrived.answer == Answer::Mine || self.is_other_instant(&clean);
        let is_garbage = self.is_garbage(&text, &clean);
        if clean == shown && !is_garbage && !is_mine {
            return;
        }
        if self.spec.readonly {
            reading.dirty.insert(self.index);
            reading.errors.push((self.index, ErrorCode::Readonly));
            return;
        }
        // Another spelling of the very value is no edit: "1.0" where "1" was shown.
        let may_be_same =
            self.spec.kind != Kind::Text && !is_garbage && !is_mine && !clean.is_empty();
        let parsed = may_be_same.then(|| self.parse(edit, Some(value), &clean, &shown));
        let is_same = |other: &dyn AnyValue| {
            other.same(value) || {
                let again = self.show(other, edited);
                again != clean && self.layout.sanitize(self.spec, again) == shown
            }
        };
        if matches!(parsed, Some(Ok(()))) && edit.value().is_some_and(is_same) {
            return;
        }
        reading.dirty.insert(self.index);
        let parse = || parsed.unwrap_or_else(|| self.parse(edit, Some(value), &clean, &shown));
        if let Err(code) = self.judge(&text, &clean, &shown).and_then(|()| parse()) {
            reading.errors.push((self.index, code));
        }
    }

    /// Reads what was typed where digests stand in place of what was shown.
    fn read_hidden(&self, edit: &mut dyn AnySlot, text: &str, clean: &str, reading: &mut Reading) {
        let is_shown = || {
            let is = |seal: &PageSeal| {
                seal.is_digested(Digested::Shown, self.spec.name, self.arrived, clean)
            };
            self.seal.is_some_and(is) && !self.is_garbage(text, clean)
        };
        if self.arrived.answer != Answer::Mine && is_shown() {
            return;
        }
        reading.dirty.insert(self.index);
        if self.spec.readonly {
            reading.errors.push((self.index, ErrorCode::Readonly));
        } else {
            self.take(edit, text, clean, "", reading);
        }
    }

    /// Reads the hidden original; false if there is none to compare with.
    fn read_original(
        &self,
        slot: &mut dyn AnySlot,
        room: &mut Vec<u8>,
        reading: &mut Reading,
    ) -> bool {
        let Some(raw) = self.arrived.original else {
            reading.missing.insert(self.index);
            return false;
        };
        if self.arrived.seal == Seal::Broken {
            reading.unsealed.insert(self.index);
            return false;
        }
        let arrived = raw.text_in(room);
        let text = *arrived.as_ref().unwrap_or(&"");
        if let Some(stamp) = self.stamp {
            reading.zones.push((self.index, stamp.zone));
        }
        // A control under another digest belongs to another original than this one.
        let same_page = self.arrived.digest.is_none_or(|named| named == canonical::digest(text));
        // Without its zone nobody knows what the page showed.
        let json = if self.spec.zoned { self.stamp.map(|stamp| &*stamp.json) } else { Some(text) };
        let is_blank = arrived.is_ok() && json == Some("");
        let is_hidden = self.spec.digested && text.starts_with(DIGESTS);
        let readable = is_blank
            || is_hidden
            || if self.spec.secret {
                // What it holds, nobody is told: it counts as empty until the row is read.
                text == canonical::SECRET && (slot.read(None) || slot.read(Some("")))
            } else {
                json.and_then(|json| canonical::decode(self.spec.kind, json))
                    .is_some_and(|text| slot.read(text.as_deref()))
            };
        if self.arrived.original_repeated || !same_page || !readable {
            reading.malformed.insert(self.index);
            return false;
        }
        if is_blank {
            reading.blank.insert(self.index);
        } else if is_hidden {
            reading.hidden.insert(self.index);
        }
        true
    }

    /// Whether the control says letter for letter what the original says, so that neither has to
    /// be decoded to be compared.
    fn is_untouched_as_sent(&self, original: &dyn AnySlot, scratch: &mut String) -> bool {
        let (Some(Raw::Encoded(control)), Some(Raw::Encoded(json))) =
            (self.arrived.control, self.arrived.original)
        else {
            return false;
        };
        let inner = match self.spec.kind {
            Kind::Text | Kind::Date => {
                json.strip_prefix(b"%22").and_then(|inner| inner.strip_suffix(b"%22"))
            }
            Kind::Integer | Kind::Float => Some(json),
            _ => None,
        };
        !control.is_empty()
            && inner == Some(control)
            // A backslash means that the JSON text is not the text itself.
            && !words::any(control, |word| equal(word, b'\\'))
            && !words::positions(control, |word| equal(word, b'%'))
                .any(|at| control[at + 1..].starts_with(b"5C") || control[at + 1..].starts_with(b"5c"))
            && original.value().is_some_and(|value| value.show_all(scratch).1)
            && !self.arrived.repeated
    }

    /// Whether no control of this kind could have sent the text.
    fn is_garbage(&self, text: &str, clean: &str) -> bool {
        let widget = self.spec.widget;
        if widget.is_never_empty() {
            // They send what they hold; what they would make of anything else, nobody meant.
            return !clean.eq_ignore_ascii_case(text);
        }
        (self.spec.kind != Kind::Text || widget.is_moment()) && clean.is_empty() && !text.is_empty()
    }

    /// Takes an edited text in place of the one that was shown: judged by the rules, then made a
    /// value.
    fn take(
        &self,
        edit: &mut dyn AnySlot,
        text: &str,
        clean: &str,
        shown: &str,
        reading: &mut Reading,
    ) {
        let judged = self.judge(text, clean, shown);
        if let Err(code) = judged.and_then(|()| self.parse(edit, None, clean, shown)) {
            reading.errors.push((self.index, code));
        }
    }

    fn judge(&self, text: &str, clean: &str, shown: &str) -> Result<(), ErrorCode> {
        if self.is_garbage(text, clean) {
            Err(self.spec.bad_input())
        } else if self.spec.widget.is_set() {
            rule::judge_set(self.spec, self.offer, clean, shown)
        } else {
            rule::judge(self.spec, self.layout, self.offer, clean)
        }
    }
}
