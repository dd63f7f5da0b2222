//! What a control offers: the choices of the table, or those of the request.

use super::{Choice, FieldSpec, Widget};
use crate::control::sanitize;
use crate::form::CasForm;
use std::sync::Arc;

/// The choices of a field that are known at run time only, such as the rows of another table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed(Vec<(String, String)>);

impl Listed {
    /// From the values, as the control submits them (line breaks as `\n`), with their labels. An empty
    /// value is left out, and so is a second one of the same text.
    pub fn new<P: Pair>(choices: impl IntoIterator<Item = P>) -> Self {
        let mut seen = std::collections::HashSet::new();
        let fold = |(value, label): (String, String)| {
            (sanitize(Widget::Select, &value).into_owned(), label)
        };
        let choices = choices.into_iter().map(|pair| fold(pair.texts()));
        let is_new =
            |(value, _): &(String, String)| !value.is_empty() && seen.insert(value.clone());
        Listed(choices.filter(is_new).collect())
    }
}

/// A choice of a list.
#[diagnostic::on_unimplemented(
    message = "the choices of a list are pairs of a value and its label, not `{Self}`",
    label = "gives `{Self}`, not a pair",
    note = "the function of `choices` returns such as `Vec<(i32, String)>`"
)]
pub trait Pair {
    /// The value, as the control submits it, and the label.
    fn texts(self) -> (String, String);
}

impl<V: ToString, L: Into<String>> Pair for (V, L) {
    fn texts(self) -> (String, String) {
        (self.0.to_string(), self.1.into())
    }
}

impl IntoIterator for Listed {
    type Item = (String, String);
    type IntoIter = std::vec::IntoIter<(String, String)>;

    /// The values with their labels.
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// The lists of all fields of a form that have one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lists(Option<Arc<[Option<Listed>]>>);

impl Lists {
    /// Asks the form for its lists.
    pub(crate) fn new<F: CasForm>(context: &F::Context) -> Self {
        let fields = F::spec().fields();
        if !fields.iter().any(|spec| spec.listed) {
            return Lists(None);
        }
        Lists(Some((0..fields.len()).map(|index| F::choices(index, context)).collect()))
    }

    /// What a field of the form offers.
    pub(crate) fn offer(&self, spec: &'static FieldSpec, index: usize) -> Offer<'_> {
        const NONE: &Listed = &Listed(Vec::new());
        if !spec.listed {
            return Offer::Fixed(spec.choices);
        }
        let list = self.0.as_ref().and_then(|lists| lists.get(index)?.as_ref());
        Offer::Listed(list.unwrap_or(NONE))
    }
}

/// What a control offers.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Offer<'a> {
    Fixed(&'static [Choice]),
    Listed(&'a Listed),
}

impl<'a> Offer<'a> {
    /// All values with their labels.
    pub(crate) fn iter(self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let (fixed, listed): (&[Choice], &'a [(String, String)]) = match self {
            Offer::Fixed(choices) => (choices, &[]),
            Offer::Listed(Listed(choices)) => (&[], choices),
        };
        let fixed = fixed.iter().map(|choice| (choice.value, choice.label));
        fixed.chain(listed.iter().map(|(value, label)| (value.as_str(), label.as_str())))
    }

    /// The label of a value.
    pub(crate) fn label(self, value: &str) -> Option<&'a str> {
        self.iter().find(|(offered, _)| *offered == value).map(|(_, label)| label)
    }

    pub(crate) fn has(self, value: &str) -> bool {
        self.label(value).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_any_type_are_offered_once_each() {
        let listed = Listed::new([(1_i64, "One"), (2, "Two"), (1, "Again")]);
        let offer = Offer::Listed(&listed);
        assert_eq!(offer.iter().collect::<Vec<_>>(), [("1", "One"), ("2", "Two")]);
        assert!(offer.has("2") && !offer.has("3"));
        assert_eq!(Listed::new([("", "Nothing")]), Listed::default());
    }
}
