//! Keys: which are taken, and that none is shown.

use cas_forms::{CasForm as _, SealKeyError, SealKeys};

use crate::{Desk, Person};

#[test]
fn a_key_has_at_least_32_bytes() {
    for bytes in [0, 1, 31] {
        let error = SealKeys::new("k", vec![7; bytes]).expect_err("short");
        assert_eq!(error, SealKeyError::Short { id: "k".into(), bytes });
        assert!(error.to_string().contains("a seal needs 32 random ones"), "{error}");
    }
    for bytes in [32, 33, 64, 200] {
        SealKeys::new("k", vec![7; bytes]).expect("long enough");
    }
    let ring = SealKeys::new("k", [7; 32]).expect("a key");
    let error = ring.accepting("old", [7; 16]).expect_err("short");
    assert_eq!(error, SealKeyError::Short { id: "old".into(), bytes: 16 });
}

#[test]
fn an_id_is_a_word_and_no_two_keys_have_it() {
    for id in ["", "a.b", "a b", "é", "%", &"a".repeat(33)] {
        let error = SealKeys::new(id, [7; 32]).expect_err(id);
        assert_eq!(error, SealKeyError::Id(id.to_owned()));
    }
    for id in ["1", "2026-11", "a_B", &"a".repeat(32)] {
        let ring = SealKeys::new(id, [7; 32]).expect("an id");
        assert_eq!(ring.accepting(id, [8; 32]).expect_err(id), SealKeyError::Twice(id.to_owned()));
    }
}

#[test]
fn no_output_for_logs_shows_a_key_or_an_audience() {
    let desk = Desk::new();
    let key = b"0123456789abcdef0123456789abcdef";
    let keys = SealKeys::new("k", key).expect("a key");
    let at = Person::at(1).seal(&keys, "session-4711");
    let row = Person { name: "a".into(), nick: "b".into(), notes: None, credit: 1, active: true };
    let form = at.form(row);
    let submission = at.submit("name=x");
    let refused = at.submit("name=x").validate().expect_err("no originals");
    let text = format!("{keys:?} {at:?} {form:?} {submission:?} {refused:?} {:?}", desk.keys);
    for secret in ["0123456789abcdef", "session-4711", "48, 49, 50", "115, 101", "1, 1, 1"] {
        assert!(!text.contains(secret), "{text}");
    }
    assert!(text.contains("SealKeys([\"k\"])"), "{text}");
}

#[test]
fn sealed_places_and_forms_may_be_shared_and_sent() {
    fn is_shared<T: Send + Sync>(_: &T) {}
    let desk = Desk::new();
    let at = desk.at::<Person>(1);
    is_shared(&desk.keys);
    is_shared(&at);
    is_shared(&at.blank());
}
