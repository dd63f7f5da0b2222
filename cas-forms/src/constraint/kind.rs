//! The kinds of controls, and which attributes count on which (HTML section 4.10.5, the table
//! "Content attributes"; 4.10.7, 4.10.11).

/// The kind of a form control: the `type` of an `<input>`, or another element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ControlType {
    /// `<input type="hidden">`: any value, never validated.
    Hidden,
    /// `<input type="text">`, and every type that HTML does not know.
    Text,
    /// `<input type="search">`
    Search,
    /// `<input type="tel">`
    Tel,
    /// `<input type="url">`: an absolute URL.
    Url,
    /// `<input type="email">`: an address or, with `multiple`, several.
    Email,
    /// `<input type="password">`
    Password,
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
    /// `<input type="number">`
    Number,
    /// `<input type="range">`: a number that is never missing nor out of range.
    Range,
    /// `<input type="color">`: a colour that is never missing.
    Color,
    /// `<input type="checkbox">`
    Checkbox,
    /// `<input type="radio">`; a group of them is [`radio_group`](super::radio_group)'s.
    Radio,
    /// `<input type="file">` and the buttons: nothing here judges them.
    Other,
    /// `<textarea>`
    Textarea,
    /// `<select>`; its options are [`Select`](super::Select)'s.
    Select,
}

impl ControlType {
    /// What the `type` attribute of an `<input>` says: letter case does not matter, and what HTML
    /// does not know is a text control.
    #[must_use]
    pub fn from_attribute(name: &str) -> Self {
        use ControlType as T;
        const NAMES: [(&str, ControlType); 22] = [
            ("hidden", T::Hidden),
            ("text", T::Text),
            ("search", T::Search),
            ("tel", T::Tel),
            ("url", T::Url),
            ("email", T::Email),
            ("password", T::Password),
            ("date", T::Date),
            ("month", T::Month),
            ("week", T::Week),
            ("time", T::Time),
            ("datetime-local", T::DateTimeLocal),
            ("number", T::Number),
            ("range", T::Range),
            ("color", T::Color),
            ("checkbox", T::Checkbox),
            ("radio", T::Radio),
            ("file", T::Other),
            ("submit", T::Other),
            ("image", T::Other),
            ("reset", T::Other),
            ("button", T::Other),
        ];
        let known = NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        known.map_or(ControlType::Text, |&(_, kind)| kind)
    }

    /// Whether it is one line of text: there `pattern` counts.
    pub(super) const fn is_line(self) -> bool {
        matches!(
            self,
            Self::Text | Self::Search | Self::Tel | Self::Url | Self::Email | Self::Password
        )
    }

    /// Whether it is text: there `minlength` and `maxlength` count.
    pub(super) const fn is_text(self) -> bool {
        self.is_line() || matches!(self, Self::Textarea)
    }

    /// Whether its value is a date or a time.
    pub(super) const fn is_moment(self) -> bool {
        matches!(self, Self::Date | Self::Month | Self::Week | Self::Time | Self::DateTimeLocal)
    }

    /// Whether it holds nothing but values of its own grammar.
    pub(super) const fn is_strict(self) -> bool {
        self.is_moment() || matches!(self, Self::Number | Self::Range | Self::Color)
    }

    /// Whether it can be empty and must not be under `required`.
    pub(super) const fn can_be_required(self) -> bool {
        !matches!(self, Self::Hidden | Self::Range | Self::Color | Self::Other)
    }

    /// Whether `readonly` counts.
    pub(super) const fn can_be_readonly(self) -> bool {
        self.is_text() || self.is_moment() || matches!(self, Self::Number)
    }
}
