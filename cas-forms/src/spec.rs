//! The static table that the derive writes: what a form and its fields are.

mod fit;

use crate::ErrorCode;
use crate::messages::Text;
use crate::render::Layout;
use crate::value::{FieldType, Kind};
use std::sync::OnceLock;

/// The control that a field is edited with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Widget {
    /// `<input type="text">`
    Text,
    /// `<textarea>` of so many rows.
    Textarea {
        /// The height in lines.
        rows: u32,
    },
    /// `<input type="email">`
    Email,
    /// `<input type="number">`
    Number,
    /// `<input type="checkbox">`
    Checkbox,
    /// A group of `<input type="radio">`, one for each choice.
    Radio,
    /// `<select>` of one choice.
    Select,
    /// `<input type="date">`
    Date,
    /// `<input type="time">`
    Time,
    /// `<input type="datetime-local">`
    DateTimeLocal,
}

/// One of the fixed values of a select or radio group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The submitted text.
    pub value: &'static str,
    /// What people read.
    pub label: &'static str,
}

/// A JavaScript regular expression with its translation for the server.
///
/// The derive writes it; the expressions in `all` and `none` are of the `regex` crate.
#[derive(Clone, Copy, Debug)]
pub struct Pattern {
    /// The expression as the browser gets it.
    pub source: &'static str,
    /// The sentence shown where it does not match.
    pub message: &'static str,
    /// Expressions that all have to match.
    pub all: &'static [&'static str],
    /// Expressions of which none may match.
    pub none: &'static [&'static str],
}

/// One field: name, control, rules. Written by the derive as a chain of `const` calls.
#[derive(Debug)]
pub struct FieldSpec {
    pub(crate) name: &'static str,
    pub(crate) label: &'static str,
    pub(crate) help: &'static str,
    pub(crate) placeholder: &'static str,
    pub(crate) autocomplete: &'static str,
    pub(crate) kind: Kind,
    pub(crate) nullable: bool,
    pub(crate) widget: Widget,
    pub(crate) choices: &'static [Choice],
    /// Whether the choices are [`YES_NO`], whose labels come from the catalogue.
    pub(crate) yes_no: bool,
    pub(crate) required: bool,
    pub(crate) readonly: bool,
    pub(crate) min: Option<&'static str>,
    pub(crate) max: Option<&'static str>,
    pub(crate) step: Option<&'static str>,
    pub(crate) min_length: Option<u32>,
    pub(crate) max_length: Option<u32>,
    pub(crate) pattern: Option<Pattern>,
    pub(crate) script: Option<&'static str>,
}

const YES_NO: &[Choice] =
    &[Choice { value: "true", label: "Yes" }, Choice { value: "false", label: "No" }];

impl FieldSpec {
    /// A field of the type `T` with the type's own widget and rules.
    pub const fn new<T: FieldType>(name: &'static str, label: &'static str) -> Self {
        let (widget, choices): (Widget, &'static [Choice]) = match T::KIND {
            Kind::Text => (Widget::Text, &[]),
            // A checkbox cannot say null.
            Kind::Bool if T::NULLABLE => (Widget::Select, YES_NO),
            Kind::Bool => (Widget::Checkbox, &[]),
            Kind::Integer | Kind::Float => (Widget::Number, &[]),
            Kind::Date => (Widget::Date, &[]),
            Kind::Time => (Widget::Time, &[]),
            Kind::DateTime => (Widget::DateTimeLocal, &[]),
        };
        FieldSpec {
            name,
            label,
            help: "",
            placeholder: "",
            autocomplete: "off",
            kind: T::KIND,
            nullable: T::NULLABLE,
            widget,
            choices,
            yes_no: !choices.is_empty(),
            required: !T::NULLABLE && !matches!(T::KIND, Kind::Text | Kind::Bool),
            readonly: false,
            min: T::MIN,
            max: T::MAX,
            step: None,
            min_length: None,
            max_length: None,
            pattern: None,
            script: None,
        }
    }

    /// The field's name, as in the struct.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// What people read beside the control.
    pub const fn label(&self) -> &'static str {
        self.label
    }

    /// The control.
    pub const fn widget(&self) -> Widget {
        self.widget
    }

    /// The fixed values of a select or radio group.
    pub const fn choices(&self) -> &'static [Choice] {
        self.choices
    }

    /// A sentence under the control.
    pub const fn with_help(mut self, help: &'static str) -> Self {
        self.help = help;
        self
    }

    /// A hint inside the empty control.
    ///
    /// # Panics
    ///
    /// At compile time, if the control is not one to type into.
    #[track_caller]
    pub const fn with_placeholder(mut self, placeholder: &'static str) -> Self {
        assert!(
            matches!(
                self.widget,
                Widget::Text | Widget::Textarea { .. } | Widget::Email | Widget::Number
            ),
            "this widget shows no placeholder: say it in `help`"
        );
        self.placeholder = placeholder;
        self
    }

    /// What the browser may fill in (HTML section 4.10.18.7.1); "off" where nothing is said.
    ///
    /// # Panics
    ///
    /// At compile time, if the control offers fixed values.
    #[track_caller]
    pub const fn with_autocomplete(mut self, autocomplete: &'static str) -> Self {
        assert!(
            !matches!(self.widget, Widget::Checkbox | Widget::Radio | Widget::Select),
            "browsers fill in only what people type: leave `autocomplete` out"
        );
        self.autocomplete = autocomplete;
        self
    }

    /// The values of a select or radio group; a select, unless
    /// [`with_widget`](Self::with_widget) says otherwise afterwards.
    ///
    /// # Panics
    ///
    /// At compile time, if one of them is no value of the field's type.
    #[track_caller]
    pub const fn with_choices(mut self, choices: &'static [Choice]) -> Self {
        fit::choices(self.kind, choices);
        self.choices = choices;
        self.yes_no = false;
        self.widget = Widget::Select;
        self
    }

    /// Another control than the type's own.
    ///
    /// # Panics
    ///
    /// At compile time, if the control cannot edit values of the field's type, or needs choices
    /// and there are none.
    #[track_caller]
    pub const fn with_widget(mut self, widget: Widget) -> Self {
        fit::widget(self.kind, self.nullable, self.choices, widget);
        if matches!(widget, Widget::Radio | Widget::Select) && self.choices.is_empty() {
            self.choices = YES_NO;
            self.yes_no = true;
        }
        self.widget = widget;
        self
    }

    /// Whether something must be given; a required checkbox must be checked.
    ///
    /// # Panics
    ///
    /// At compile time, if nothing need be given though the type has no value for it.
    #[track_caller]
    pub const fn with_required(mut self, required: bool) -> Self {
        assert!(
            required || self.nullable || matches!(self.kind, Kind::Text | Kind::Bool),
            "the field's type has no value for an empty control: make it an Option"
        );
        self.required = required;
        self
    }

    /// The field is shown and compared, never written.
    pub const fn with_readonly(mut self) -> Self {
        self.readonly = true;
        self
    }

    /// The least value: a number, or a date or time as its control spells it.
    ///
    /// # Panics
    ///
    /// At compile time, if it is no value of the field's type, or that has no order.
    #[track_caller]
    pub const fn with_min(mut self, min: &'static str) -> Self {
        fit::bound(self.kind, self.widget, min);
        fit::within(self.kind, self.min, Some(min));
        fit::within(self.kind, Some(min), self.max);
        self.min = Some(min);
        self
    }

    /// The greatest value.
    ///
    /// # Panics
    ///
    /// At compile time, if it is no value of the field's type, or that has no order.
    #[track_caller]
    pub const fn with_max(mut self, max: &'static str) -> Self {
        fit::bound(self.kind, self.widget, max);
        fit::within(self.kind, self.min, Some(max));
        fit::within(self.kind, Some(max), self.max);
        self.max = Some(max);
        self
    }

    /// The size of a step: of a number in its unit, of a date in days, of a time in seconds.
    /// Steps are counted from `min`.
    ///
    /// # Panics
    ///
    /// At compile time, if values of the field's type have no steps of this size.
    #[track_caller]
    pub const fn with_step(mut self, step: &'static str) -> Self {
        fit::step(self.kind, self.widget, step);
        self.step = Some(step);
        self
    }

    /// The least length of a text in UTF-16 units, line breaks counting one.
    ///
    /// # Panics
    ///
    /// At compile time, if the field is no text, or offers fixed values.
    #[track_caller]
    pub const fn with_min_length(mut self, length: u32) -> Self {
        fit::length(self.kind, self.widget);
        self.min_length = Some(length);
        self
    }

    /// The greatest length of a text in UTF-16 units, line breaks counting one.
    ///
    /// # Panics
    ///
    /// At compile time, if the field is no text, or offers fixed values.
    #[track_caller]
    pub const fn with_max_length(mut self, length: u32) -> Self {
        fit::length(self.kind, self.widget);
        self.max_length = Some(length);
        self
    }

    /// The expression that the whole text has to match.
    ///
    /// # Panics
    ///
    /// At compile time, if the field is no text on one line.
    #[track_caller]
    pub const fn with_pattern(mut self, pattern: Pattern) -> Self {
        assert!(matches!(self.kind, Kind::Text), "`pattern` needs a text field");
        assert!(
            matches!(self.widget, Widget::Text | Widget::Email),
            "browsers know no pattern on this widget: leave `pattern` or `widget` out"
        );
        self.pattern = Some(pattern);
        self
    }

    /// JavaScript that judges the control's text in the browser: what stands behind the arrow of
    /// `(value, form, input) => ...`. See [`assets`](crate::assets).
    pub const fn with_script(mut self, script: &'static str) -> Self {
        self.script = Some(script);
        self
    }

    /// The text of a choice's label that the catalogue has.
    pub(crate) fn text_of_choice(&self, value: &str) -> Option<Text> {
        self.yes_no.then_some(if value == "true" { Text::Yes } else { Text::No })
    }

    /// The error for text that the control's type does not allow.
    pub(crate) fn bad_input(&self) -> ErrorCode {
        match self.widget {
            Widget::Radio | Widget::Select => ErrorCode::Choice,
            _ => self.kind.error(),
        }
    }
}

/// A form: its name and fields in declaration order, and what is computed from them once.
#[derive(Debug)]
pub struct FormSpec {
    pub(crate) name: &'static str,
    pub(crate) fields: &'static [FieldSpec],
    pub(crate) script: Option<&'static str>,
    layout: OnceLock<Layout>,
}

impl FormSpec {
    /// A form of at most [`Mask::MAX_FIELDS`](crate::Mask::MAX_FIELDS) fields.
    ///
    /// # Panics
    ///
    /// At compile time, if there are more.
    pub const fn new(name: &'static str, fields: &'static [FieldSpec]) -> Self {
        assert!(fields.len() <= crate::Mask::MAX_FIELDS, "a form has at most 128 fields");
        FormSpec { name, fields, script: None, layout: OnceLock::new() }
    }

    /// JavaScript that judges the whole form in the browser: what stands behind the arrow of
    /// `form => ...`. See [`assets`](crate::assets).
    pub const fn with_script(mut self, script: &'static str) -> Self {
        self.script = Some(script);
        self
    }

    /// The name of the form struct.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The fields in declaration order.
    pub fn fields(&self) -> &'static [FieldSpec] {
        self.fields
    }

    /// Static markup and compiled patterns, made at the first use.
    pub(crate) fn layout(&self) -> &Layout {
        self.layout.get_or_init(|| Layout::new(self.fields))
    }
}
