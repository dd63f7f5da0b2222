//! Sets of values, for groups of checkboxes and lists of several choices.
//!
//! A `Vec` is no field type: it has an order and repetitions, which such a control cannot carry,
//! and one of bytes is a file more often than a set of numbers.

use super::{FieldValue, Kind};
use crate::ErrorCode;
use crate::canonical;
use crate::control::sanitize;
use crate::spec::{Choice, Widget};
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

/// The texts as one: a sorted JSON array in which none stands twice.
pub(crate) fn join<T: AsRef<str>>(mut texts: Vec<T>, out: &mut String) {
    texts.sort_unstable_by(|a, b| a.as_ref().cmp(b.as_ref()));
    texts.dedup_by(|a, b| a.as_ref() == b.as_ref());
    out.push('[');
    for (index, text) in texts.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        canonical::encode(Kind::Text, Some(text.as_ref()), out);
    }
    out.push(']');
}

/// What a control makes of a member's text.
fn clean(text: &str) -> Cow<'_, str> {
    sanitize(Widget::Select, text)
}

/// The texts of a set, each as its control has it: [`sanitize`] for the whole.
pub(crate) fn sanitize_all(text: &str) -> Cow<'_, str> {
    // In the whole, what could be another text is written as an escape.
    if !text.contains('\\') {
        return Cow::Borrowed(text);
    }
    let members = split(text).unwrap_or_default();
    let mut joined = String::new();
    join(members.iter().map(|member| clean(member)).collect(), &mut joined);
    Cow::Owned(joined)
}

/// The texts that [`join`] joined; none for empty text, which is the empty set in a control.
pub(crate) fn split(text: &str) -> Option<Vec<String>> {
    if text.is_empty() { Some(Vec::new()) } else { serde_json::from_str(text).ok() }
}

/// Written as a sorted JSON array of the values' own texts, and compared as that: in a set there
/// is no first. An empty one is shown, and submitted, as an empty control.
impl<T: FieldValue + Ord> FieldValue for BTreeSet<T> {
    const KIND: Kind = {
        assert!(!matches!(T::KIND, Kind::Set), "a set of sets has no control");
        Kind::Set
    };
    const ITEM: Kind = T::KIND;
    const CHOICES: &'static [Choice] = T::CHOICES;

    fn write<'a>(&'a self, scratch: &'a mut String) -> &'a str {
        let text = |value: &T| value.write(&mut String::new()).to_owned();
        join(self.iter().map(text).collect(), scratch);
        scratch
    }
    fn read(text: &str) -> Option<Self> {
        split(text).filter(|_| !text.is_empty())?.iter().map(|text| T::read(text)).collect()
    }
    fn show<'a>(&'a self, scratch: &'a mut String) -> &'a str {
        if !self.is_empty() {
            let text = |value: &T| value.show(&mut String::new()).to_owned();
            join(self.iter().map(text).collect(), scratch);
        }
        scratch
    }
    fn parse(text: &str) -> Result<Self, ErrorCode> {
        BTreeSet::new().edit(text)
    }
    /// Members that look alike stay, or go, together.
    fn edit(&self, text: &str) -> Result<Self, ErrorCode> {
        let shown = |member: &T| clean(member.show(&mut String::new())).into_owned();
        // By its text: a request says how many members there were, and how many there are.
        let mut members: HashMap<String, Vec<&T>> = HashMap::new();
        for member in self {
            members.entry(shown(member)).or_default().push(member);
        }
        let mut edited = BTreeSet::new();
        for text in split(text).ok_or(ErrorCode::Choice)? {
            match members.get(&text) {
                Some(kept) => edited.extend(kept.iter().copied().cloned()),
                None => _ = edited.insert(T::parse(&text)?),
            }
        }
        Ok(edited)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_arrival_and_repetitions_make_no_difference() {
        let mut joined = String::new();
        join(vec!["b", "a\"\n", "b", ""], &mut joined);
        assert_eq!(joined, r#"["","a\"\n","b"]"#);
        assert_eq!(
            split(&joined).as_deref(),
            Some(&[String::new(), "a\"\n".into(), "b".into()][..])
        );
    }

    #[test]
    fn what_is_no_list_of_texts_is_no_set() {
        for text in ["[", "[1]", "null", "{}", "\"a\"", "[\"a\",]"] {
            assert_eq!(split(text), None, "{text}");
        }
        assert_eq!(BTreeSet::<String>::read(""), None);
        assert_eq!(BTreeSet::<i32>::read("[\"x\"]"), None);
    }
}
