//! The static table that the derive writes: what a form and its fields are.

use crate::ErrorCode;
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
    pub(crate) required: bool,
    pub(crate) readonly: bool,
    pub(crate) min: Option<&'static str>,
    pub(crate) max: Option<&'static str>,
    pub(crate) step: Option<&'static str>,
    pub(crate) min_length: Option<u32>,
    pub(crate) max_length: Option<u32>,
    pub(crate) pattern: Option<Pattern>,
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
            required: !T::NULLABLE && !matches!(T::KIND, Kind::Text | Kind::Bool),
            readonly: false,
            min: T::MIN,
            max: T::MAX,
            step: None,
            min_length: None,
            max_length: None,
            pattern: None,
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

    /// A sentence under the control.
    pub const fn with_help(mut self, help: &'static str) -> Self {
        self.help = help;
        self
    }

    /// A hint inside the empty control.
    pub const fn with_placeholder(mut self, placeholder: &'static str) -> Self {
        self.placeholder = placeholder;
        self
    }

    /// What the browser may fill in (HTML section 4.10.18.7.1); "off" where nothing is said.
    pub const fn with_autocomplete(mut self, autocomplete: &'static str) -> Self {
        self.autocomplete = autocomplete;
        self
    }

    /// Another control than the type's own.
    ///
    /// # Panics
    ///
    /// At compile time, if the control cannot edit values of the field's type.
    pub const fn with_widget(mut self, widget: Widget) -> Self {
        match widget {
            Widget::Text => assert!(
                !matches!(self.kind, Kind::Bool),
                "a bool has no text control: use checkbox, radio or select"
            ),
            Widget::Textarea { .. } | Widget::Email => assert!(
                matches!(self.kind, Kind::Text),
                "this widget edits text: use it on a String, or leave `widget` out"
            ),
            Widget::Number => assert!(
                matches!(self.kind, Kind::Integer | Kind::Float),
                "this widget edits numbers: use it on an integer or float, or leave `widget` out"
            ),
            Widget::Checkbox => assert!(
                matches!(self.kind, Kind::Bool) && !self.nullable,
                "a checkbox edits a bool that is not null: use select or radio for Option<bool>"
            ),
            Widget::Date => assert!(
                matches!(self.kind, Kind::Date),
                "this widget edits dates: use it on a NaiveDate, or leave `widget` out"
            ),
            Widget::Time => assert!(
                matches!(self.kind, Kind::Time),
                "this widget edits times: use it on a NaiveTime, or leave `widget` out"
            ),
            Widget::DateTimeLocal => assert!(
                matches!(self.kind, Kind::DateTime),
                "this widget edits dates with times: use it on a NaiveDateTime or DateTime<Utc>, or leave `widget` out"
            ),
            Widget::Radio | Widget::Select => {}
        }
        if matches!(widget, Widget::Radio | Widget::Select) && matches!(self.kind, Kind::Bool) {
            self.choices = YES_NO;
        }
        self.widget = widget;
        self
    }

    /// The values of a select or radio group.
    pub const fn with_choices(mut self, choices: &'static [Choice]) -> Self {
        self.choices = choices;
        self
    }

    /// Whether something must be given; a required checkbox must be checked.
    pub const fn with_required(mut self, required: bool) -> Self {
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
    /// At compile time, if values of the field's type have no order.
    pub const fn with_min(mut self, min: &'static str) -> Self {
        assert!(
            !matches!(self.kind, Kind::Text | Kind::Bool),
            "`min` needs a number, date or time; for the length of a text use `min_length`"
        );
        self.min = Some(min);
        self
    }

    /// The greatest value.
    ///
    /// # Panics
    ///
    /// At compile time, if values of the field's type have no order.
    pub const fn with_max(mut self, max: &'static str) -> Self {
        assert!(
            !matches!(self.kind, Kind::Text | Kind::Bool),
            "`max` needs a number, date or time; for the length of a text use `max_length`"
        );
        self.max = Some(max);
        self
    }

    /// The size of a step: of a number in its unit, of a date in days, of a time in seconds.
    /// Steps are counted from `min`.
    ///
    /// # Panics
    ///
    /// At compile time, if values of the field's type have no order.
    pub const fn with_step(mut self, step: &'static str) -> Self {
        assert!(
            !matches!(self.kind, Kind::Text | Kind::Bool),
            "`step` needs a number, date or time"
        );
        self.step = Some(step);
        self
    }

    /// The least length of a text in UTF-16 units, line breaks counting one.
    ///
    /// # Panics
    ///
    /// At compile time, if the field is no text.
    pub const fn with_min_length(mut self, length: u32) -> Self {
        assert!(matches!(self.kind, Kind::Text), "`min_length` needs a text field; use `min`");
        self.min_length = Some(length);
        self
    }

    /// The greatest length of a text in UTF-16 units, line breaks counting one.
    ///
    /// # Panics
    ///
    /// At compile time, if the field is no text.
    pub const fn with_max_length(mut self, length: u32) -> Self {
        assert!(matches!(self.kind, Kind::Text), "`max_length` needs a text field; use `max`");
        self.max_length = Some(length);
        self
    }

    /// The expression that the whole text has to match.
    ///
    /// # Panics
    ///
    /// At compile time, if the field is no text.
    pub const fn with_pattern(mut self, pattern: Pattern) -> Self {
        assert!(matches!(self.kind, Kind::Text), "`pattern` needs a text field");
        self.pattern = Some(pattern);
        self
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
        FormSpec { name, fields, layout: OnceLock::new() }
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
