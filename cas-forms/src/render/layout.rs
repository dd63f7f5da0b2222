//! What is computed once for each form: pieces of fresh markup, and the rules of its controls.

use super::fresh::Twice;
use super::markup::{self, Look, Part};
use super::pieces::Pieces;
use crate::constraint::{Control, Source};
use crate::control::sanitize;
use crate::rule;
use crate::spec::{FieldSpec, FormSpec, Widget};
use crate::value::set;
use std::borrow::Cow;
use std::sync::OnceLock;

/// The layout of a form.
#[derive(Debug)]
pub(crate) struct Layout {
    fields: Vec<FieldLayout>,
    sizes: [OnceLock<usize>; Part::COUNT],
}

impl Layout {
    pub(crate) fn new(fields: &'static [FieldSpec]) -> Self {
        let fields = fields.iter().map(|_| FieldLayout::default()).collect();
        Layout { fields, sizes: Default::default() }
    }

    /// Room for a part of all fields, fresh and with values of usual length.
    pub(crate) fn size(&self, form: &'static FormSpec, part: Part) -> usize {
        *self.sizes[part as usize].get_or_init(|| {
            let fields = self.fields.iter().zip(form.fields());
            fields.map(|(layout, spec)| layout.part(form.name(), spec, part).size() + 96).sum()
        })
    }

    /// The layouts of all fields.
    pub(super) fn fields(&self) -> &[FieldLayout] {
        &self.fields
    }

    /// The layout of a field. There is one for each field of the table.
    pub(crate) fn field(&self, index: usize) -> &FieldLayout {
        &self.fields[index]
    }
}

/// The layout of a field.
#[derive(Debug, Default)]
pub(crate) struct FieldLayout {
    parts: [OnceLock<Pieces>; Part::COUNT],
    quick: [OnceLock<Option<Twice>>; Part::COUNT],
    control: OnceLock<Control>,
}

impl FieldLayout {
    /// The pieces of a part of a fresh field.
    pub(crate) fn part(&self, form: &'static str, spec: &'static FieldSpec, part: Part) -> &Pieces {
        self.parts[part as usize].get_or_init(|| markup::build(form, spec, part, &Look::FRESH))
    }

    /// The quick way through that part, if there is one.
    pub(super) fn quick(
        &self,
        form: &'static str,
        spec: &'static FieldSpec,
        part: Part,
    ) -> Option<&Twice> {
        let quick = || Twice::new(spec, self.part(form, spec, part));
        self.quick[part as usize].get_or_init(quick).as_ref()
    }

    /// The field's control, with its rules.
    pub(crate) fn control(&self, spec: &FieldSpec) -> &Control {
        self.control.get_or_init(|| rule::control(spec))
    }

    /// What the control submits when it is given this text and left alone, with every line break
    /// as one `\n`.
    pub(crate) fn sanitize<'t>(&self, spec: &FieldSpec, text: &'t str) -> Cow<'t, str> {
        match spec.widget {
            // Its ends and steps decide.
            Widget::Range => self.control(spec).sanitize(text, Source::Rendered),
            widget if widget.is_set() => set::sanitize_all(text),
            widget => sanitize(widget, text),
        }
    }
}
