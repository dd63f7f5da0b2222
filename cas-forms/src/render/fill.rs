//! One field of a form that is being rendered: what its control shows, and why it looks as it does.

use super::carried::Carried;
use super::choices;
use super::escape;
use super::filler::Filler;
use super::fold::FoldLook;
use super::layout::FieldLayout;
use super::markup::{self, ChangeLook, Kept, Look, Part};
use super::pieces::Pieces;
use crate::canonical;
use crate::cell::{AnyValue, Cell};
use crate::constraint::Decimal;
use crate::control::sanitize_plain;
use crate::form::{FieldState, Original};
use crate::messages::{Messages, Text};
use crate::rule;
use crate::seal::PageSeal;
use crate::setting::Setting;
use crate::spec::{FieldSpec, FormSpec, Offer, Widget};
use crate::value::set;
use crate::zone::{self, Zone};
use std::borrow::Cow;
use std::cmp::Ordering;

/// Texts that are needed for one field only, kept for the next.
pub(crate) struct Scratch {
    pub(super) shown: String,
    pub(super) written: String,
}

impl Default for Scratch {
    fn default() -> Self {
        // Numbers and dates fit; texts are lent by their values, and few values are written too.
        Scratch { shown: String::with_capacity(48), written: String::new() }
    }
}

/// Appends a part of every field.
pub(crate) fn write_all(
    form: &'static FormSpec,
    cells: &[&dyn Cell],
    states: &[FieldState],
    setting: &Setting,
    part: Part,
    out: &mut String,
) {
    let mut scratch = Scratch::default();
    let fields = form.fields().iter().zip(form.layout().fields());
    let is_fresh = states.is_empty() && setting.seal.is_none();
    // What the page carries goes with its first field.
    let first = usize::from(!Carried::of(setting).is_nothing());
    for ((index, cell), (spec, layout)) in cells.iter().enumerate().zip(fields) {
        let is_done = is_fresh
            && index >= first
            && layout
                .quick(form.name(), spec, part)
                .is_some_and(|quick| quick.write(spec, layout, *cell, out, &mut scratch));
        if is_done {
            continue;
        }
        if let Some(view) = FieldView::new(form, index, *cell, states.get(index), setting) {
            view.write(part, out, &mut scratch);
        }
    }
}

/// One field of a form that is being rendered.
#[derive(Clone, Copy)]
pub(crate) struct FieldView<'a> {
    pub(crate) form: &'static FormSpec,
    pub(crate) index: usize,
    pub(crate) spec: &'static FieldSpec,
    pub(crate) value: Option<&'a dyn AnyValue>,
    pub(crate) state: Option<&'a FieldState>,
    pub(super) messages: &'static dyn Messages,
    pub(super) offer: Offer<'a>,
    pub(super) zone: Option<Zone>,
    carried: Carried<'a>,
    pub(super) seal: Option<&'a PageSeal>,
}

impl<'a> FieldView<'a> {
    pub(crate) fn new(
        form: &'static FormSpec,
        index: usize,
        cell: &'a dyn Cell,
        state: Option<&'a FieldState>,
        setting: &'a Setting,
    ) -> Option<Self> {
        let spec = form.fields().get(index)?;
        let value = cell.value().filter(|_| !spec.secret);
        let (messages, offer) = (setting.messages, setting.lists.offer(spec, index));
        let zone = setting.zones.of(spec, index);
        let carried = if index == 0 { Carried::of(setting) } else { Carried::default() };
        let seal = setting.seal.as_ref();
        Some(FieldView { form, index, spec, value, state, messages, offer, zone, carried, seal })
    }

    fn layout(&self) -> &'static FieldLayout {
        self.form.layout().field(self.index)
    }

    pub(super) fn typed(&self) -> Option<&'a str> {
        self.state.and_then(|state| state.text.as_deref())
    }

    /// Appends a part of the field.
    pub(crate) fn write(&self, part: Part, out: &mut String, scratch: &mut Scratch) {
        let Scratch { shown, written } = scratch;
        let (raw, all) = match (self.value, self.zone) {
            (Some(value), None) => value.show_all(shown),
            (Some(value), zone) => (zone::show(zone, value, shown), false),
            (None, _) => ("", false),
        };
        let (text, plain) = match self.typed() {
            Some(typed) => (self.sanitize_typed(typed), false),
            None => self.shown_text(raw),
        };
        // What is lent can only have been cut, unless its control is never empty.
        let is_lent = matches!(text, Cow::Borrowed(_)) && !self.spec.widget.is_never_empty();
        let whole = plain && all && is_lent && text.len() == raw.len();
        let members = self.spec.widget.is_set().then(|| set::split(&text).unwrap_or_default());
        let members = members.as_deref();
        let filler = Filler { view: self, text: &text, members, count: 0, plain, whole };
        let layout = self.layout();
        let kept = self.kept(layout, raw, &text, written);
        let fold = self.fold(&text);
        if kept.is_none() && fold.is_none() && self.is_plain() {
            filler.fill(layout.part(self.form.name(), self.spec, part), out, written);
        } else {
            filler.fill(&self.unusual(part, kept, fold), out, written);
        }
    }

    /// The pieces of a part that is not as it is in a fresh form.
    #[cold]
    fn unusual(&self, part: Part, kept: Option<Kept>, fold: Option<FoldLook>) -> Pieces {
        markup::build(self.form.name(), self.spec, part, &self.look(kept, fold))
    }

    /// Whether nothing but the value makes the field differ from a fresh one.
    fn is_plain(&self) -> bool {
        let is_usual = !(self.spec.listed || self.spec.secret && self.spec.required);
        let is_fixed = is_usual && self.carried.is_nothing() && self.listing().is_none();
        is_fixed
            && self.state.is_none_or(|state| {
                state.errors.is_empty()
                    && state.change.is_none()
                    && !matches!(state.original, Original::Missing)
            })
    }

    /// The seal, where the list of fields goes: with the first of them.
    fn listing(&self) -> Option<&'a PageSeal> {
        self.seal.filter(|_| self.index == 0)
    }

    /// Why the rules do not stand on the control: they would block a form that nobody touched.
    fn kept(&self, layout: &FieldLayout, raw: &str, text: &str, room: &mut String) -> Option<Kept> {
        if self.typed().is_some() {
            return None;
        }
        let value = self.value?;
        let is_lost = if self.spec.widget == Widget::Range {
            // The slider may spell the number otherwise.
            let number = |text| Decimal::parse(text);
            number(text).zip(number(raw)).is_none_or(|(a, b)| a.compare(&b) != Ordering::Equal)
        } else if self.spec.widget.is_never_empty() {
            !text.eq_ignore_ascii_case(raw)
        } else if self.spec.kind.has_empty() {
            text.is_empty() && !raw.is_empty()
        } else {
            text.is_empty() && value.write(room).is_some()
        };
        if is_lost {
            return Some(Kept::NotShown);
        }
        let judged = if self.spec.widget.is_set() {
            rule::judge_set(self.spec, self.offer, text, text)
        } else {
            rule::judge(self.spec, layout, self.offer, text)
        };
        judged.is_err().then_some(Kept::BreaksRule)
    }

    fn look(&self, kept: Option<Kept>, fold: Option<FoldLook>) -> Look<'a> {
        let (messages, carried) = (self.messages, self.carried);
        let (offer, seal) = (Some(self.offer), self.listing());
        let Some(state) = self.state else {
            return Look { messages, kept, offer, fold, carried, seal, ..Look::FRESH };
        };
        Look {
            messages,
            offer,
            fold,
            carried,
            seal,
            is_blank: matches!(&state.original, Original::Raw(raw) if raw.is_empty()),
            errors: &state.errors,
            is_no_value: self
                .typed()
                .is_some_and(|typed| !typed.is_empty() && self.sanitize(typed).is_empty()),
            change: state.change.as_ref().map(|change| ChangeLook {
                change,
                was: change.was().map(|was| self.in_words(was)),
                theirs: self.theirs(),
                mine: self.mine(),
            }),
            kept,
            has_original: !matches!(state.original, Original::Missing),
        }
    }

    /// The current value as people read it.
    pub(crate) fn theirs(&self) -> String {
        self.in_words(&self.shown_or_written())
    }

    /// The current value as text, in full where the control cannot show it.
    fn shown_or_written(&self) -> String {
        let mut scratch = String::new();
        let Some(value) = self.value else { return scratch };
        let words = self.zone.and_then(|zone| Some(zone.words(value.write(&mut scratch)?)));
        let shown = words.unwrap_or_else(|| self.sanitize(value.show(&mut scratch)).into_owned());
        if shown.is_empty() {
            value.write(&mut scratch).unwrap_or_default().to_owned()
        } else {
            shown
        }
    }

    /// A control's text as people read it: the label of a choice.
    pub(crate) fn in_words(&self, text: &str) -> String {
        if self.spec.widget == Widget::Checkbox {
            let word = if text == "true" { Text::Yes } else { Text::No };
            return self.messages.text(word).into_owned();
        }
        if let (false, Some(word)) = (text.is_empty(), self.spec.text_of_choice(text)) {
            return self.messages.text(word).into_owned();
        }
        let label = |text| self.offer.label(text).unwrap_or(text).to_owned();
        if self.spec.widget.is_set() {
            let members = set::split(text).unwrap_or_default();
            return members.iter().map(|text| label(text)).collect::<Vec<_>>().join(", ");
        }
        label(text)
    }

    /// See [`FieldLayout::sanitize`].
    pub(crate) fn sanitize<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.layout().sanitize(self.spec, text)
    }

    /// What was typed goes back as it was typed, except for what a control cannot hold anyway.
    fn sanitize_typed<'t>(&self, text: &'t str) -> Cow<'t, str> {
        // A browser empties what is no date; the text then stands in the error's place only.
        if self.spec.widget.is_ordered() { Cow::Borrowed(text) } else { self.sanitize(text) }
    }

    /// The text that a control shows of a value.
    pub(crate) fn show<'t>(&self, value: &'t dyn AnyValue, scratch: &'t mut String) -> &'t str {
        zone::show(self.zone, value, scratch)
    }

    /// What a control makes of a value's text, and whether that stands as it is in HTML and in JSON.
    fn shown_text<'t>(&self, raw: &'t str) -> (Cow<'t, str>, bool) {
        match self.spec.widget {
            // They hold digits and a few signs.
            widget if widget.is_ordered() || widget == Widget::Color => (self.sanitize(raw), true),
            widget if escape::is_plain(raw) => (sanitize_plain(widget, raw), true),
            _ => (self.sanitize(raw), false),
        }
    }

    /// The text of the hidden original.
    pub(crate) fn original(&self) -> String {
        let (mut json, mut written) = (String::new(), String::new());
        self.put_original(&mut json, &mut written);
        json
    }

    fn put_original(&self, json: &mut String, written: &mut String) {
        if let Some(zone) = self.zone
            && !matches!(self.state.map(|state| &state.original), Some(Original::Raw(raw)) if !raw.is_empty())
        {
            let mut plain = String::new();
            FieldView { zone: None, ..*self }.put_original(&mut plain, written);
            return json.push_str(&zone.wrap(&plain));
        }
        match (self.state.map(|state| &state.original), self.value) {
            (Some(Original::Raw(raw)), _) => json.push_str(raw),
            (_, Some(value)) => {
                let start = json.len();
                canonical::encode(self.spec.kind, value.write(written), json);
                if let Some(seal) = self.seal.filter(|_| self.spec.digested) {
                    let mut shown = String::new();
                    let shown = self.sanitize(self.show(value, &mut shown));
                    let digests = seal.digests(self.spec.name, &json[start..], &shown);
                    json.truncate(start);
                    json.push_str(&digests);
                }
            }
            (_, None) if self.spec.secret => json.push_str(canonical::SECRET),
            (_, None) => {}
        }
    }

    /// The id of what a link to the field leads to, which has to take the focus: a control, the
    /// first of a group, or the first answer to the question which value to keep.
    pub(super) fn link_id(&self, is_question: bool) -> String {
        let name = self.spec.name();
        let digest = || super::digest_text(&self.original());
        if is_question {
            return format!("id_resolve-{name}-theirs--{}", digest());
        }
        if !self.spec.widget.is_group() || self.spec.readonly {
            return self.target_id();
        }
        match choices::first_button(self.spec, self.offer) {
            Some(button) => format!("id_{name}-{button}--{}", digest()),
            None => self.target_id(),
        }
    }

    /// The id of the control, or of its group.
    pub(crate) fn target_id(&self) -> String {
        let name = self.spec.name();
        if markup::has_digest_in_id(self.spec) && !self.spec.widget.is_group() {
            format!("id_{name}--{}", super::digest_text(&self.original()))
        } else {
            format!("id_{name}")
        }
    }

    /// The name that the control submits.
    pub(crate) fn control_name(&self) -> String {
        let name = self.spec.name();
        if markup::has_digest_in_name(self.spec) {
            format!("{name}--{}", super::digest_text(&self.original()))
        } else {
            name.to_owned()
        }
    }
}
