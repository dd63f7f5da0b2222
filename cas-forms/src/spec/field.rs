//! One field of the table, and what its attributes may say.

use super::{Choice, Pattern, Version, Widget, fit};
use crate::ErrorCode;
use crate::messages::Text;
use crate::value::{FieldType, Kind};

/// One field: name, control, rules. Written by the derive as a chain of `const` calls.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is an attribute of its own")]
pub struct FieldSpec {
    pub(crate) name: &'static str,
    pub(crate) label: &'static str,
    pub(crate) help: &'static str,
    pub(crate) placeholder: &'static str,
    pub(crate) autocomplete: &'static str,
    pub(crate) kind: Kind,
    /// Of the values of a set; otherwise the same.
    pub(crate) item: Kind,
    pub(crate) nullable: bool,
    pub(crate) widget: Widget,
    pub(crate) choices: &'static [Choice],
    /// Whether the choices are [`YES_NO`], whose labels come from the catalogue.
    pub(crate) yes_no: bool,
    /// Whether the choices are known at run time only.
    pub(crate) listed: bool,
    /// Whether it is shown as the wall time of a zone that is known at run time only.
    pub(crate) zoned: bool,
    pub(crate) secret: bool,
    /// Whether the page carries digests in place of the original.
    pub(crate) digested: bool,
    pub(crate) required: bool,
    pub(crate) readonly: bool,
    pub(crate) version: Option<Version>,
    pub(crate) min: Option<&'static str>,
    pub(crate) max: Option<&'static str>,
    pub(crate) step: Option<&'static str>,
    pub(crate) min_length: Option<u32>,
    pub(crate) max_length: Option<u32>,
    pub(crate) pattern: Option<Pattern>,
    pub(crate) script: Option<&'static str>,
    pub(crate) constraints: &'static [&'static str],
}

const YES_NO: &[Choice] =
    &[Choice { value: "true", label: "Yes" }, Choice { value: "false", label: "No" }];

impl FieldSpec {
    /// A field of the type `T` with the type's own widget and rules.
    ///
    /// # Panics
    ///
    /// At compile time, for a set of values that the type does not list: use
    /// [`of_choices`](Self::of_choices).
    #[track_caller]
    pub const fn new<T: FieldType>(name: &'static str, label: &'static str) -> Self {
        assert!(
            !matches!(T::KIND, Kind::Set) || !T::CHOICES.is_empty(),
            "a set is chosen from values, and this type lists none: add `choices(...)`"
        );
        Self::of_choices::<T>(name, label)
    }

    /// The same for a field whose choices follow: [`with_choices`](Self::with_choices) or
    /// [`with_listed_choices`](Self::with_listed_choices).
    pub const fn of_choices<T: FieldType>(name: &'static str, label: &'static str) -> Self {
        let (widget, choices): (Widget, &'static [Choice]) = match T::KIND {
            Kind::Text | Kind::Code => (Widget::Text, T::CHOICES),
            // A checkbox cannot say null.
            Kind::Bool if T::NULLABLE => (Widget::Select, YES_NO),
            Kind::Bool => (Widget::Checkbox, &[]),
            Kind::Integer | Kind::Float | Kind::Decimal => (Widget::Number, T::CHOICES),
            Kind::Date => (Widget::Date, T::CHOICES),
            Kind::Time => (Widget::Time, T::CHOICES),
            Kind::DateTime | Kind::Instant => (Widget::DateTimeLocal, T::CHOICES),
            Kind::Json => (Widget::Textarea { rows: 5 }, &[]),
            Kind::Choice => (Widget::Select, T::CHOICES),
            Kind::Set => (Widget::Checkboxes, T::CHOICES),
        };
        let widget = if choices.is_empty() || widget.is_set() { widget } else { Widget::Select };
        FieldSpec {
            name,
            label,
            help: "",
            placeholder: "",
            autocomplete: "off",
            kind: T::KIND,
            item: T::ITEM,
            nullable: T::NULLABLE,
            widget,
            choices,
            yes_no: matches!(T::KIND, Kind::Bool) && T::NULLABLE,
            listed: false,
            zoned: false,
            secret: false,
            digested: false,
            required: !T::NULLABLE && !matches!(T::KIND, Kind::Bool) && !T::KIND.has_empty(),
            readonly: false,
            version: None,
            min: T::MIN,
            max: T::MAX,
            step: None,
            min_length: None,
            max_length: None,
            pattern: None,
            script: None,
            constraints: &[],
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

    /// Whether the field is shown and compared, never written.
    pub const fn is_readonly(&self) -> bool {
        self.readonly
    }

    /// The control.
    pub const fn widget(&self) -> Widget {
        self.widget
    }

    /// The values that the control offers; none where they are known at run time only.
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
            self.widget.is_text() || matches!(self.widget, Widget::Number),
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
            !self.widget.has_choices() && !matches!(self.widget, Widget::Checkbox | Widget::Color),
            "browsers fill in only what people type: leave `autocomplete` out"
        );
        self.autocomplete = autocomplete;
        self
    }

    /// The values that are offered: in a select, or for a set in checkboxes, unless
    /// [`with_widget`](Self::with_widget) says otherwise afterwards.
    ///
    /// # Panics
    ///
    /// At compile time, if one of them is no value of the field's type.
    #[track_caller]
    pub const fn with_choices(mut self, choices: &'static [Choice]) -> Self {
        fit::choices(self.item, self.choices, choices);
        self.choices = choices;
        self.yes_no = false;
        self.widget = fit::widget_of_choices(self.kind);
        self
    }

    /// The choices are known at run time only: [`CasForm::choices`](crate::CasForm::choices) lists
    /// them.
    ///
    /// # Panics
    ///
    /// At compile time, if values of the field's type are not chosen.
    #[track_caller]
    pub const fn with_listed_choices(mut self) -> Self {
        fit::choices(self.item, &[], &[]);
        self.choices = &[];
        self.yes_no = false;
        self.listed = true;
        self.widget = fit::widget_of_choices(self.kind);
        self
    }

    /// An instant is shown and edited as the wall time of a zone that is known at run time only:
    /// [`CasForm::zone`](crate::CasForm::zone) gives it.
    ///
    /// # Panics
    ///
    /// At compile time, if the field is no instant.
    #[track_caller]
    pub const fn with_zone(mut self) -> Self {
        assert!(
            matches!(self.kind, Kind::Instant),
            "only an instant has another wall time in each zone: use `zone` on a DateTime<Utc>"
        );
        self.zoned = true;
        self
    }

    /// A text that is typed and never shown: a password. It takes no part in the comparison, and
    /// is written where something was typed.
    ///
    /// # Panics
    ///
    /// At compile time, if the field is no text.
    #[track_caller]
    pub const fn with_secret(mut self) -> Self {
        assert!(matches!(self.kind, Kind::Text), "a secret is typed: use it on a String");
        self.secret = true;
        self.widget = Widget::Password;
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
        fit::widget(self.kind, self.nullable, widget);
        fit::offer(self.kind, self.listed || !self.choices.is_empty(), widget);
        fit::secret(self.secret, widget);
        if widget.has_choices() && self.choices.is_empty() && !self.listed {
            self.choices = YES_NO;
            self.yes_no = true;
        }
        // Unlike a checkbox these can say nothing at all, which is no bool.
        if matches!(self.kind, Kind::Bool) && !self.nullable && widget.has_choices() {
            self.required = true;
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
            required || self.nullable || self.kind.has_empty() || matches!(self.kind, Kind::Bool),
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
        assert!(
            matches!(self.kind, Kind::Text),
            "`pattern` needs a text field: judge other values by `check`"
        );
        assert!(
            self.widget.is_line(),
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

    /// Constraints of the database whose violation is said at this field.
    pub const fn with_constraints(mut self, names: &'static [&'static str]) -> Self {
        self.constraints = names;
        self
    }

    /// Constraints of the database whose violation is said at this field, besides those that name its
    /// column.
    pub const fn constraints(&self) -> &'static [&'static str] {
        self.constraints
    }

    /// The text of a choice's label that the catalogue has.
    pub(crate) fn text_of_choice(&self, value: &str) -> Option<Text> {
        self.yes_no.then_some(if value == "true" { Text::Yes } else { Text::No })
    }

    /// The error for text that the control's type does not allow.
    pub(crate) fn bad_input(&self) -> ErrorCode {
        match self.widget {
            Widget::Month => ErrorCode::Month,
            Widget::Week => ErrorCode::Week,
            widget if widget.has_choices() => ErrorCode::Choice,
            _ => self.kind.error(),
        }
    }
}
