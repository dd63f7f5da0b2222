//! Sorting pairs to fields and reading each field: the part that is the same for every form.

mod zoned;

use super::Reading;
use crate::canonical;
use crate::cell::{AnySlot, AnyValue};
use crate::control::sanitize;
use crate::error::ErrorCode;
use crate::pairs::Raw;
use crate::render::FieldLayout;
use crate::rule;
use crate::spec::{FieldSpec, FormSpec, Lists, Offer, Widget};
use crate::value::{Kind, set};
use crate::words::{self, equal};
use crate::zone::{Offset, Stamp};
use std::borrow::Cow;
use std::ops::ControlFlow;

/// What arrived for one field.
#[derive(Clone, Debug, Default)]
pub(crate) struct Arrived<'b> {
    pub(crate) control: Option<Raw<'b>>,
    /// Of a set: all after the first.
    more: Vec<Raw<'b>>,
    pub(crate) original: Option<Raw<'b>>,
    /// What the page had shown before it asked.
    pub(crate) was: Option<Raw<'b>>,
    /// Which of two instants a wall time means.
    pub(crate) offset: Option<Offset>,
    /// The digest in the control's name, if there is one.
    digest: Option<u64>,
    pub(crate) answer: Answer,
    repeated: bool,
    original_repeated: bool,
    /// The submission ended before the control could arrive.
    is_cut: bool,
}

impl Arrived<'_> {
    /// Two answers that differ are none.
    fn answer(&mut self, answer: Answer) {
        let is_first = matches!(self.answer, Answer::NotAsked | Answer::Unanswered);
        self.answer = if is_first || self.answer == answer { answer } else { Answer::Unanswered };
    }

    /// Takes note that the submission was cut: what is absent says nothing then, and a value that
    /// may have been cut itself is compared with nothing.
    pub(crate) fn cut(&mut self, inside: bool) {
        self.is_cut = true;
        if inside {
            self.original = None;
        }
    }
}

/// What was answered to the question of a conflict page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Answer {
    #[default]
    NotAsked,
    Unanswered,
    Mine,
    Theirs,
}

/// Which of a field's inputs a name means.
enum Part {
    Control,
    Original,
    Was,
    Offset,
    Resolve,
}

/// Sorts the pairs to the fields, and says whether there are more than `most`. Names of nobody's are
/// left alone: other things live in forms. Of what is not `whole`, the last field may have been cut.
pub(crate) fn sort<'b>(
    spec: &FormSpec,
    mut pairs: impl Iterator<Item = (Raw<'b>, Raw<'b>)>,
    most: usize,
    whole: bool,
) -> (Vec<Arrived<'b>>, bool) {
    let mut arrived = vec![Arrived::default(); spec.fields.len()];
    // Browsers send in the order of the page: the next name is most likely where the last was.
    let mut hint = 0;
    let mut count = 0;
    let each = |(name, value): (Raw<'b>, Raw<'b>)| {
        if count == most {
            return ControlFlow::Break(());
        }
        count += 1;
        // No browser encodes anything in our names: decoded are those of others only.
        let (Raw::Encoded(sent) | Raw::Plain(sent)) = name;
        let found = locate(spec.fields, hint, sent)
            .filter(|found| found.2 != Some(NO_DIGEST))
            .or_else(|| locate(spec.fields, hint, &name.bytes()));
        let Some((part, index, digest)) = found else { return ControlFlow::Continue(()) };
        hint = index;
        let field = &mut arrived[index];
        match part {
            Part::Control if spec.fields[index].widget.is_set() && field.control.is_some() => {
                field.more.push(value);
            }
            Part::Control => {
                field.repeated |= field.control.is_some();
                field.digest = digest;
                field.control.get_or_insert(value);
            }
            Part::Original => {
                field.original_repeated |= field.original.is_some();
                field.original.get_or_insert(value);
            }
            Part::Was => field.was = Some(value),
            Part::Offset => {
                field.offset = str::from_utf8(&value.bytes()).ok().and_then(Offset::read);
            }
            // The question itself is an empty value; the answer follows it.
            Part::Resolve => match &*value.bytes() {
                b"mine" => field.answer(Answer::Mine),
                b"theirs" => field.answer(Answer::Theirs),
                _ if field.answer == Answer::NotAsked => field.answer = Answer::Unanswered,
                _ => {}
            },
        }
        ControlFlow::Continue(())
    };
    let too_many = pairs.try_for_each(each).is_break();
    if too_many || !whole {
        let fields = spec.fields.iter().zip(&mut arrived).enumerate();
        for (index, (spec, field)) in fields {
            // Of a set more may have followed.
            let is_part = spec.widget.is_set() && field.control.is_some();
            field.cut(is_part || index == hint && !whole);
        }
    }
    (arrived, too_many)
}

fn split_prefix(name: &[u8]) -> (Part, &[u8]) {
    if let Some(rest) = name.strip_prefix(b"original-") {
        (Part::Original, rest)
    } else if let Some(rest) = name.strip_prefix(b"resolve-") {
        (Part::Resolve, rest)
    } else if let Some(rest) = name.strip_prefix(b"cas-was-") {
        (Part::Was, rest)
    } else if let Some(rest) = name.strip_prefix(b"cas-offset-") {
        (Part::Offset, rest)
    } else {
        (Part::Control, name)
    }
}

/// The input, the field and the digest (as in [`Arrived`]) that a name means.
fn locate(fields: &[FieldSpec], hint: usize, name: &[u8]) -> Option<(Part, usize, Option<u64>)> {
    let (part, name) = split_prefix(name);
    if let Some(index) = find(fields, hint, name) {
        return Some((part, index, None));
    }
    // `email--1f2e3d4c`: no Rust identifier holds a hyphen.
    let at = name.windows(2).position(|pair| pair == b"--")?;
    let index = find(fields, hint, &name[..at])?;
    Some((part, index, Some(read_digest(&name[at + 2..]).unwrap_or(NO_DIGEST))))
}

/// What is called a digest and is none of ours, which have 48 bits.
const NO_DIGEST: u64 = u64::MAX;

/// The number that a digest of ours stands for.
fn read_digest(digits: &[u8]) -> Option<u64> {
    let ours = digits.len() == 12 && digits.iter().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    let digits = str::from_utf8(digits).ok().filter(|_| ours)?;
    u64::from_str_radix(digits, 16).ok()
}

fn find(fields: &[FieldSpec], hint: usize, name: &[u8]) -> Option<usize> {
    let is = |field: &FieldSpec| field.name.as_bytes() == name;
    (hint..fields.len()).chain(0..hint).find(|&index| is(&fields[index]))
}

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
        let field = FieldReader { index, spec, layout, offer, arrived, stamp: stamp.as_ref() };
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
        let readable = is_blank
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
