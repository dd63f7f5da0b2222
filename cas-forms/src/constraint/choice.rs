//! Controls that offer values: groups of radio buttons, and `<select>`.

use super::{Flaw, Validity};

/// One `<input type="radio">` of a form.
#[derive(Clone, Copy, Debug, Default)]
pub struct Radio<'a> {
    /// Buttons of one name are one group; without a name a button is in none.
    pub name: &'a str,
    /// What is submitted if it is chosen.
    pub value: &'a str,
    /// Whether it asks for a choice in its group.
    pub required: bool,
    /// Whether the markup says that it is chosen.
    pub checked: bool,
    /// Whether it can neither be chosen nor submitted.
    pub disabled: bool,
}

/// The verdict on the radio buttons of a form, in their order, and which of them is chosen
/// (HTML section 4.10.5.1.16).
///
/// ```
/// use cas_forms::constraint::{Flaw, Radio, radio_group};
///
/// let size = |value| Radio { name: "size", value, ..Radio::default() };
/// let buttons = [Radio { required: true, ..size("S") }, size("M")];
/// // One that asks for a choice asks on behalf of its group.
/// assert!(radio_group(&buttons).iter().all(|button| button.validity.has(Flaw::ValueMissing)));
/// ```
#[must_use]
pub fn radio_group(buttons: &[Radio<'_>]) -> Vec<JudgedRadio> {
    let is_checked = |index: usize| {
        let Radio { name, checked, .. } = buttons[index];
        // Of several the last counts.
        let later = |other: &Radio<'_>| other.checked && other.name == name && !name.is_empty();
        checked && !buttons[index + 1..].iter().any(later)
    };
    let missing = |button: &Radio<'_>| {
        let mut group = buttons.iter().filter(|other| other.name == button.name);
        !button.name.is_empty()
            && group.clone().any(|other| other.required)
            && !group.any(|other| other.checked)
    };
    let judge = |(index, button): (usize, &Radio<'_>)| JudgedRadio {
        checked: is_checked(index),
        validity: Validity::VALID.with(Flaw::ValueMissing, missing(button)),
        is_barred: button.disabled,
    };
    buttons.iter().enumerate().map(judge).collect()
}

/// What [`radio_group`] says of a button.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JudgedRadio {
    /// Whether it is the one that is chosen.
    pub checked: bool,
    /// Its flaws.
    pub validity: Validity,
    /// Whether the browser submits the form all the same.
    pub is_barred: bool,
}

/// One `<option>`.
#[derive(Clone, Copy, Debug, Default)]
pub struct SelectOption<'a> {
    /// The `value` attribute; the text without one.
    pub value: Option<&'a str>,
    /// What people read.
    pub text: &'a str,
    /// Whether the markup says that it is chosen.
    pub selected: bool,
    /// Whether it, or its `<optgroup>`, is disabled.
    pub disabled: bool,
    /// Whether it stands in an `<optgroup>`.
    pub in_group: bool,
}

impl SelectOption<'_> {
    /// What is submitted if it is chosen.
    #[must_use]
    pub fn value(&self) -> String {
        match self.value {
            Some(value) => value.to_owned(),
            None => self.text.split_ascii_whitespace().collect::<Vec<_>>().join(" "),
        }
    }
}

/// A `<select>` and what is chosen in it (HTML section 4.10.7).
#[derive(Clone, Debug)]
pub struct Select<'a> {
    required: bool,
    options: &'a [SelectOption<'a>],
    /// In rising order.
    selected: Vec<usize>,
    /// Whether it shows one option at a time.
    is_drop_down: bool,
}

impl<'a> Select<'a> {
    /// A select with its attributes, and chosen what its markup says.
    #[must_use]
    pub fn new(attributes: &[(&str, &str)], options: &'a [SelectOption<'a>]) -> Self {
        let attribute = |name| super::attribute(attributes, name);
        let multiple = attribute("multiple").is_some();
        let size = attribute("size").and_then(super::non_negative).filter(|&size| size > 0);
        let is_drop_down = !multiple && size.is_none_or(|size| size == 1);
        let marked = options.iter().enumerate().filter(|(_, option)| option.selected);
        let mut selected: Vec<_> = marked.map(|(index, _)| index).collect();
        if !multiple && selected.len() > 1 {
            selected.drain(..selected.len() - 1);
        }
        if is_drop_down && selected.is_empty() {
            // "Ask for a reset": the first that can be chosen is.
            selected.extend(options.iter().position(|option| !option.disabled));
        }
        let required = attribute("required").is_some();
        Select { required, options, selected, is_drop_down }
    }

    /// Chooses the first option of this value, and no other; none if there is no such option.
    pub fn choose(&mut self, value: &str) {
        self.selected.clear();
        self.selected.extend(self.options.iter().position(|option| option.value() == value));
    }

    /// The values that are chosen.
    pub fn values(&self) -> impl Iterator<Item = String> {
        self.selected.iter().map(|&index| self.options[index].value())
    }

    /// The flaws of the choice.
    #[must_use]
    pub fn validity(&self) -> Validity {
        // The first option, if it is empty, only says that one shall choose ("placeholder label
        // option").
        let is_placeholder = |index: usize| {
            let option = &self.options[index];
            self.is_drop_down && index == 0 && !option.in_group && option.value().is_empty()
        };
        let missing = self.required && self.selected.iter().all(|&index| is_placeholder(index));
        Validity::VALID.with(Flaw::ValueMissing, missing)
    }
}
