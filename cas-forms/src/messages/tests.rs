use super::{English, German, Messages, Text, holes};
use crate::error::{ErrorCode, FormError};
use crate::outcome::Reason;

/// One of each; a code that is new is missing here only as long as nobody asks for its sentence.
fn errors() -> Vec<ErrorCode> {
    use ErrorCode::*;
    let codes = vec![
        Required,
        Invalid,
        Integer,
        Number,
        Date,
        Time,
        DateTime,
        Email,
        Min("17"),
        Max("18"),
        Step { step: "19", base: "20" },
        TooShort(21),
        TooLong(22),
        Choice,
        ChoiceGone,
        TimeTwice { zone: "A/B", first: "+27:00".into(), second: "+28:00".into() },
        TimeMissing { zone: "A/B", from: "2029".into(), to: "2030".into() },
        Month,
        Week,
        Url,
        Uuid,
        Json { line: 25, column: 26 },
        Digits,
        Reenter,
        Readonly,
        Duplicate,
        NotUtf8,
        Nul,
        Unanswered,
        OriginalMissing,
        OriginalMalformed,
        Unreadable,
        Taken,
        Reference,
        Rejected,
        TooLarge,
    ];
    codes
}

fn reasons() -> [Reason; 9] {
    use Reason::*;
    [Invalid, Stale, Locked, Gone, Originals, Unavailable, Retry, Created, TooLarge]
}

fn numbers(text: &str) -> Vec<&str> {
    let mut numbers: Vec<_> =
        text.split(|c: char| !c.is_ascii_digit()).filter(|number| number.len() > 1).collect();
    numbers.sort_unstable();
    numbers
}

#[test]
fn every_error_has_its_own_german_sentence_with_the_same_numbers() {
    use FormError::{NonceMissing, NotDeleted, Reference, Rejected, Taken, TooLarge, Version};
    let mut seen = std::collections::HashSet::new();
    for error in errors() {
        let (english, german) = (English.error(&error), German.error(&error));
        assert_ne!(english, german);
        assert_eq!(numbers(&english), numbers(&german));
        assert!(seen.insert(german.into_owned()), "{error:?}");
    }
    let errors = [FormError::TooManyBytes(23), FormError::TooManyPairs(24)];
    for error in errors.into_iter().chain([
        NonceMissing,
        Rejected,
        Taken,
        Reference,
        TooLarge,
        Version,
        NotDeleted,
    ]) {
        let (english, german) = (English.form_error(&error), German.form_error(&error));
        assert_ne!(english, german);
        assert_eq!(numbers(&english), numbers(&german));
        assert!(seen.insert(german.into_owned()), "{error:?}");
    }
}

#[test]
fn every_reason_has_its_own_german_sentence() {
    let mut seen = std::collections::HashSet::new();
    for reason in reasons() {
        assert_ne!(English.reason(reason), German.reason(reason));
        assert!(seen.insert(German.reason(reason).into_owned()), "{reason:?}");
    }
}

#[test]
fn every_text_has_its_own_german_text_with_the_same_holes() {
    let mut seen = std::collections::HashSet::new();
    for &text in Text::ALL {
        let (english, german) = (English.text(text), German.text(text));
        let names = |text: &str| -> Vec<String> {
            let mut names: Vec<_> =
                holes(text).0.into_iter().map(|(_, name)| name.to_owned()).collect();
            names.sort();
            names
        };
        assert_ne!(english, german);
        assert_eq!(names(&english), names(&german));
        assert!(seen.insert(german.to_string()), "{text:?}");
        assert!(seen.insert(text.key().to_owned()), "{text:?}");
    }
}

#[test]
fn what_a_form_says_itself_is_not_translated() {
    for code in [ErrorCode::Pattern("As it is"), ErrorCode::from("As it is")] {
        assert_eq!(German.error(&code), "As it is");
    }
    assert_eq!(German.form_error(&FormError::from("As it is")), "As it is");
}

#[test]
fn texts_are_cut_at_their_holes() {
    assert_eq!(holes("from {was} to {now}."), (vec![("from ", "was"), (" to ", "now")], "."));
    assert_eq!(holes("none"), (vec![], "none"));
    assert_eq!(holes("a { brace"), (vec![], "a { brace"));
}

#[test]
fn spans_of_time_are_rounded_to_what_is_easy_to_read() {
    for (seconds, english, german) in [
        (0, "0 seconds", "0 Sekunden"),
        (1, "1 second", "1 Sekunde"),
        (89, "89 seconds", "89 Sekunden"),
        (90, "2 minutes", "2 Minuten"),
        (149, "2 minutes", "2 Minuten"),
        (180, "3 minutes", "3 Minuten"),
        (3600, "60 minutes", "60 Minuten"),
        (86_400, "24 hours", "24 Stunden"),
        (u64::MAX, "5124095576030431 hours", "5124095576030431 Stunden"),
    ] {
        assert_eq!((&*English.lasting(seconds), &*German.lasting(seconds)), (english, german));
    }
}
