//! The form after a refusal. Written carelessly, this page would itself create lost updates: the
//! next Save must not overwrite anything that was not shown.
//!
//! | field | control | original | besides |
//! | --- | --- | --- | --- |
//! | not compared | what was typed | as it arrived | |
//! | not dirty | current | current | a note, if it moved |
//! | dirty, not moved | what was typed | current (= original) | |
//! | dirty, moved, the same value | current | current | a note |
//! | dirty, moved | what was typed | current | the question: mine or theirs |
//! | dirty, another field of its group moved (merge) | what was typed | current | the question |
//! | original missing or malformed, text differs | what was typed | current | the question |

use super::arrived::{Answer, Arrived};
use super::read::{self, Said};
use super::{Input, Reading};
use crate::canonical;
use crate::cell::{AnyValue, Cell};
use crate::decision::{Facts, Mask, Verdict};
use crate::error::{ErrorCode, FormError};
use crate::form::{CasForm, Change, FieldState, Form, Original, Record, Values, Was};
use crate::outcome::{Reason, Refused};
use crate::render::FieldLayout;
use crate::spec::FieldSpec;
use crate::zone::{self, Zone};
use std::borrow::Cow;

impl<F: CasForm> Input<'_, F> {
    /// Refuses without having compared: everything stays as it arrived.
    pub fn refuse(mut self, reason: Reason) -> Refused<F> {
        let form = self.uncompared();
        Refused::new(reason, form)
    }

    /// Refuses after a comparison with `current`. `also_moved` as in [`compare`](Self::compare).
    pub fn refuse_with(
        mut self,
        reason: Reason,
        current: F::Values,
        also_moved: Mask,
    ) -> Refused<F> {
        let facts = self.compare(&current, also_moved);
        let conflicts = match F::spec().decide(facts) {
            Verdict::Stale(fields) => fields,
            _ => Mask::EMPTY,
        };
        if reason == Reason::Stale && !(facts.moved & F::spec().versions()).is_empty() {
            self.add_form_error(FormError::Version);
        }
        let was = self.was();
        let mut states = Vec::with_capacity(self.arrived.len());
        let fields = F::spec().fields;
        current.visit(&mut |current| {
            self.original.visit(&mut |original| {
                for (index, spec) in fields.iter().enumerate() {
                    let field = FieldRefusal {
                        index,
                        spec,
                        layout: F::spec().layout().field(index),
                        arrived: &self.arrived[index],
                        reading: &self.reading,
                        facts,
                        conflicts,
                        zone: self.setting.zones.of(spec, index),
                        was: was.get(index).and_then(Option::as_ref),
                    };
                    states.push(field.compared(original[index], current[index]));
                }
            });
        });
        self.add_errors(&mut states, facts);
        if let Some(seal) = &mut self.setting.seal {
            seal.renew();
        }
        // A row exists: a page that was made for something new lacks its originals.
        for index in self.reading.blank.iter() {
            states[index].errors.push(ErrorCode::OriginalMissing);
        }
        let errors = std::mem::take(&mut self.reading.form_errors);
        let setting = std::mem::take(&mut self.setting);
        Refused::new(
            reason,
            Form { record: Record::Parts(current), states, errors, reason: None, setting },
        )
    }

    /// The form as it arrived.
    pub(super) fn uncompared(&mut self) -> Form<F> {
        let fields = F::spec().fields;
        let facts = self.reading.facts();
        let was = self.was();
        let mut states: Vec<_> = (fields.iter().enumerate())
            .map(|(index, spec)| {
                let arrived = &self.arrived[index];
                let (layout, reading) = (F::spec().layout().field(index), &self.reading);
                let zone = self.setting.zones.of(spec, index);
                let was = was.get(index).and_then(Option::as_ref);
                let conflicts = Mask::EMPTY;
                FieldRefusal { index, spec, layout, arrived, reading, facts, conflicts, zone, was }
                    .uncompared()
            })
            .collect();
        if self.setting.creates {
            make_new(fields, &mut states);
            if let Some(seal) = &mut self.setting.seal {
                seal.renew();
            }
        }
        self.add_errors(&mut states, facts);
        Form {
            record: Record::Parts(std::mem::take(&mut self.original)),
            states,
            errors: std::mem::take(&mut self.reading.form_errors),
            reason: None,
            setting: std::mem::take(&mut self.setting),
        }
    }

    /// What the conflict page said that the page before it had shown, by field; empty if it said
    /// nothing. It is only shown, never written.
    fn was(&self) -> Vec<Option<Was>> {
        if self.arrived.iter().all(|arrived| arrived.was.is_none()) {
            return Vec::new();
        }
        let (mut values, mut was) = (F::Values::default(), Vec::new());
        values.visit_mut(&mut |slots| {
            let fields = F::spec().fields.iter().zip(&self.arrived).zip(slots.iter_mut());
            was = fields
                .enumerate()
                .map(|(index, ((spec, arrived), slot))| {
                    let zone = self.setting.zones.of(spec, index);
                    let json = arrived.was?.text().ok()?;
                    let text = canonical::decode(spec.kind, &json)?;
                    let value = slot.read(text.as_deref()).then(|| slot.value())??;
                    let json = json.into_owned();
                    let shown = shown(spec, F::spec().layout().field(index), zone, value);
                    Some(Was { json, shown })
                })
                .collect();
        });
        was
    }

    /// Attaches the errors that still hold: of fields that the row has not overtaken.
    fn add_errors(&mut self, states: &mut [FieldState], facts: Facts) {
        for (index, code) in self.reading.errors.drain(..) {
            if !facts.arrived.has(index) {
                states[index].errors.push(code);
            }
        }
        // What was typed and is not sent back must not get lost in silence.
        for index in F::spec().secrets().iter() {
            let arrived = self.arrived[index].control;
            if states[index].errors.is_empty() && arrived.is_some_and(|raw| !raw.bytes().is_empty())
            {
                states[index].errors.push(ErrorCode::Reenter);
            }
        }
        // A page that is too old has said so, and is asked about what differs.
        let is_page_old = self.reading.form_errors.contains(&FormError::TooOld);
        for index in self.reading.unsealed.iter() {
            if !is_page_old || states[index].change.is_some() {
                states[index].errors.push(ErrorCode::TooOld);
            }
        }
        for (mask, code) in [
            (self.reading.missing, ErrorCode::OriginalMissing),
            (self.reading.malformed, ErrorCode::OriginalMalformed),
        ] {
            for index in mask.iter() {
                states[index].errors.push(code.clone());
            }
        }
    }
}

/// What the page showed of a value, as people read it.
fn shown(
    spec: &FieldSpec,
    layout: &FieldLayout,
    zone: Option<Zone>,
    value: &dyn AnyValue,
) -> String {
    let mut scratch = String::new();
    match (zone, value.write(&mut scratch)) {
        (Some(zone), Some(written)) => zone.words(written),
        _ => layout.sanitize(spec, value.show(&mut scratch)).into_owned(),
    }
}

/// Makes a page for something new of whatever it was: no field has an original.
fn make_new(fields: &[FieldSpec], states: &mut [FieldState]) {
    for (spec, state) in fields.iter().zip(states) {
        state.original = Original::Raw(String::new());
        state.seal = None;
        state.change = None;
        if spec.readonly {
            state.text = None;
        }
    }
}

struct FieldRefusal<'r, 'b> {
    index: usize,
    spec: &'r FieldSpec,
    layout: &'r FieldLayout,
    arrived: &'r Arrived<'b>,
    reading: &'r Reading,
    facts: Facts,
    /// The fields that stand against the submission; in a group also those that did not move.
    conflicts: Mask,
    zone: Option<Zone>,
    was: Option<&'r Was>,
}

impl FieldRefusal<'_, '_> {
    /// What was typed, ready for the control; of a secret nothing goes back.
    fn typed(&self) -> Option<String> {
        if self.spec.secret {
            return None;
        }
        match read::said(self.spec, self.arrived, &mut Vec::new()).0 {
            Said::Text(text) => Some(text.into_owned()),
            Said::Nothing => None,
        }
    }

    fn uncompared(&self) -> FieldState {
        let raw =
            self.arrived.original.map(|raw| raw.text().unwrap_or_else(Cow::Owned).into_owned());
        let unreadable = (self.reading.unknown() | self.reading.blank).has(self.index);
        let is_hidden = self.reading.hidden.has(self.index);
        let text = self.typed();
        let original = match raw {
            // Without what was shown its control would be empty.
            Some(_) if is_hidden && text.is_none() => Original::Missing,
            // A seal holds for the very text.
            Some(raw) if unreadable || !self.arrived.seal.text().is_empty() => Original::Raw(raw),
            Some(_) => Original::Value,
            None => Original::Missing,
        };
        let is_edited = (self.facts.dirty | self.reading.theirs).has(self.index);
        let text = text.filter(|_| unreadable || is_hidden || is_edited);
        // A question that was on the page stays on it.
        let is_asked = self.reading.asked.has(self.index) && !self.spec.secret;
        let change = is_asked.then(|| Change::asking(self.was.cloned(), self.arrived.answer));
        // Nothing that arrived is sealed by us.
        let seal = Some(self.arrived.seal.text().to_owned());
        FieldState { text, offset: self.arrived.offset, original, seal, errors: Vec::new(), change }
    }

    fn compared(&self, original: &dyn Cell, current: &dyn Cell) -> FieldState {
        let i = self.index;
        if self.spec.secret {
            return FieldState::default();
        }
        let Some(current) = current.value() else {
            // The row's value could not be read: nothing may be written over it.
            return FieldState {
                original: Original::Missing,
                text: self.typed(),
                offset: self.arrived.offset,
                ..FieldState::default()
            };
        };
        if (self.reading.unknown() | self.reading.blank).has(i) {
            let mut scratch = String::new();
            let shown = self.sanitize(zone::show(self.zone, current, &mut scratch));
            let is_shown = |typed: &String| self.sanitize(typed) == shown;
            let typed = self.typed().filter(|typed| !self.spec.readonly && !is_shown(typed));
            let change = typed.is_some().then_some(Change::asking(None, Answer::Unanswered));
            let offset = self.arrived.offset;
            return FieldState { text: typed, offset, change, ..FieldState::default() };
        }
        let Facts { dirty, moved, arrived } = self.facts;
        let keeps_text = dirty.has(i) && !(moved.has(i) && arrived.has(i)) && !self.spec.readonly;
        let text = if keeps_text { self.typed() } else { None };
        let is_asked = keeps_text && (moved | self.conflicts).has(i);
        let change = if self.spec.version.is_some() {
            None
        } else if moved.has(i) || is_asked {
            let was = original.value().map(|value| self.was_value(value));
            Some(Change { was, asked: is_asked, answer: Answer::Unanswered })
        } else if self.reading.asked.has(i) && keeps_text && self.is_unanswered() {
            Some(Change::asking(self.was.cloned(), Answer::Unanswered))
        } else {
            None
        };
        FieldState { text, offset: self.arrived.offset, change, ..FieldState::default() }
    }

    fn is_unanswered(&self) -> bool {
        self.reading
            .errors
            .iter()
            .any(|(i, code)| *i == self.index && *code == ErrorCode::Unanswered)
    }

    fn was_value(&self, value: &dyn AnyValue) -> Was {
        let mut json = String::new();
        canonical::encode(self.spec.kind, value.write(&mut String::new()), &mut json);
        Was { json, shown: shown(self.spec, self.layout, self.zone, value) }
    }

    fn sanitize<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.layout.sanitize(self.spec, text)
    }
}
