//! The controls, and what they have in common.

use crate::constraint::ControlType;

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
    /// `<input type="search">`
    Search,
    /// `<input type="tel">`
    Tel,
    /// `<input type="url">`
    Url,
    /// `<input type="email">`
    Email,
    /// `<input type="password">`
    Password,
    /// `<input type="number">`
    Number,
    /// `<input type="range">`
    Range,
    /// `<input type="checkbox">`
    Checkbox,
    /// A group of `<input type="radio">`, one for each choice.
    Radio,
    /// `<select>` of one choice.
    Select,
    /// A group of `<input type="checkbox">`, one for each choice of a set.
    Checkboxes,
    /// `<select multiple>` of the choices of a set.
    SelectMultiple,
    /// `<input type="date">`
    Date,
    /// `<input type="month">`
    Month,
    /// `<input type="week">`
    Week,
    /// `<input type="time">`
    Time,
    /// `<input type="datetime-local">`
    DateTimeLocal,
    /// `<input type="color">`
    Color,
}

impl Widget {
    /// The control as HTML has it.
    pub(crate) const fn control_type(self) -> ControlType {
        match self {
            Widget::Text => ControlType::Text,
            Widget::Textarea { .. } => ControlType::Textarea,
            Widget::Search => ControlType::Search,
            Widget::Tel => ControlType::Tel,
            Widget::Url => ControlType::Url,
            Widget::Email => ControlType::Email,
            Widget::Password => ControlType::Password,
            Widget::Number => ControlType::Number,
            Widget::Range => ControlType::Range,
            Widget::Checkbox | Widget::Checkboxes => ControlType::Checkbox,
            Widget::Radio => ControlType::Radio,
            Widget::Select | Widget::SelectMultiple => ControlType::Select,
            Widget::Date => ControlType::Date,
            Widget::Month => ControlType::Month,
            Widget::Week => ControlType::Week,
            Widget::Time => ControlType::Time,
            Widget::DateTimeLocal => ControlType::DateTimeLocal,
            Widget::Color => ControlType::Color,
        }
    }

    /// One line of text, which may have a pattern.
    pub(crate) const fn is_line(self) -> bool {
        use Widget::{Email, Password, Search, Tel, Text, Url};
        matches!(self, Text | Search | Tel | Url | Email | Password)
    }

    /// Text, which may have a length.
    pub(crate) const fn is_text(self) -> bool {
        self.is_line() || matches!(self, Widget::Textarea { .. })
    }

    /// A number, date or time, which may have bounds.
    pub(crate) const fn is_ordered(self) -> bool {
        matches!(self, Widget::Number | Widget::Range) || self.is_moment()
    }

    /// A date or time.
    pub(crate) const fn is_moment(self) -> bool {
        use Widget::{Date, DateTimeLocal, Month, Time, Week};
        matches!(self, Date | Month | Week | Time | DateTimeLocal)
    }

    /// What it offers is fixed.
    pub(crate) const fn has_choices(self) -> bool {
        matches!(self, Widget::Radio | Widget::Select) || self.is_set()
    }

    /// Several of the choices may be chosen.
    pub(crate) const fn is_set(self) -> bool {
        matches!(self, Widget::Checkboxes | Widget::SelectMultiple)
    }

    /// Several controls under one label.
    pub(crate) const fn is_group(self) -> bool {
        matches!(self, Widget::Radio | Widget::Checkboxes)
    }

    /// HTML knows no readonly one; it is shown disabled.
    pub(crate) const fn knows_no_readonly(self) -> bool {
        self.has_choices() || matches!(self, Widget::Checkbox | Widget::Range | Widget::Color)
    }

    /// It always holds a value: what cannot be shown becomes another one.
    pub(crate) const fn is_never_empty(self) -> bool {
        matches!(self, Widget::Range | Widget::Color)
    }
}
