//! Where two texts differ, word by word.

/// A part of a comparison.
#[cfg_attr(not(feature = "diff"), expect(dead_code, reason = "nothing is compared"))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part<'t> {
    /// In both texts.
    Same(&'t str),
    /// In the old text only.
    Gone(&'t str),
    /// In the new text only.
    New(&'t str),
}

/// Texts of more bytes together are shown as they are: the work grows with the square of the
/// difference.
#[cfg(feature = "diff")]
const MOST: usize = 32 * 1024;

/// The new text, with what it lacks of the old one; none where marks would not help: two texts that
/// share no word, or are too long.
#[cfg(feature = "diff")]
pub(super) fn parts<'t>(old: &'t str, new: &'t str) -> Option<Vec<Part<'t>>> {
    use similar::{Algorithm, ChangeTag, utils};
    if old.len() + new.len() > MOST {
        return None;
    }
    let parts: Vec<Part<'t>> = utils::diff_words(Algorithm::Myers, old, new)
        .into_iter()
        .map(|(tag, text)| match tag {
            ChangeTag::Equal => Part::Same(text),
            ChangeTag::Delete => Part::Gone(text),
            ChangeTag::Insert => Part::New(text),
        })
        .collect();
    let is_word = |text: &str| text.chars().any(char::is_alphanumeric);
    let is_shared = parts.iter().any(|part| matches!(part, Part::Same(text) if is_word(text)));
    let is_marked = parts.iter().any(|part| !matches!(part, Part::Same(_)));
    (is_shared && is_marked).then_some(parts)
}

/// Without the feature `diff` nothing is marked.
#[cfg(not(feature = "diff"))]
pub(super) fn parts<'t>(_: &'t str, _: &'t str) -> Option<Vec<Part<'t>>> {
    None
}

#[cfg(all(test, feature = "diff"))]
mod tests {
    use super::{MOST, Part, parts};
    use proptest::prelude::*;

    #[test]
    fn what_was_replaced_is_told_from_what_stayed() {
        let (old, new) = ("Call before noon.", "Call before nine.");
        assert_eq!(
            parts(old, new).unwrap(),
            [Part::Same("Call before "), Part::Gone("noon."), Part::New("nine."),]
        );
    }

    #[test]
    fn nothing_is_marked_where_all_is_the_same_or_all_is_different_or_there_is_too_much() {
        assert_eq!(parts("Anna", "Anna"), None);
        assert_eq!(parts("Anna", "Bea"), None);
        assert_eq!(parts("", "Bea"), None);
        assert_eq!(parts("Anna", ""), None);
        let long = "word ".repeat(MOST / 8);
        assert_eq!(parts(&long, &format!("{long}more")), None);
    }

    proptest! {
        #[test]
        fn both_texts_are_in_the_parts_whole(old in "[ab \n]{0,40}", new in "[ab \n]{0,40}") {
            let Some(parts) = parts(&old, &new) else { return Ok(()) };
            let (mut left, mut right) = (String::new(), String::new());
            for part in parts {
                match part {
                    Part::Same(text) => { left.push_str(text); right.push_str(text); }
                    Part::Gone(text) => left.push_str(text),
                    Part::New(text) => right.push_str(text),
                }
            }
            prop_assert_eq!((left, right), (old, new));
        }
    }
}
