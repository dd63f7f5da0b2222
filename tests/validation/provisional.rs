//! The answer to a form that is still being filled in.

use crate::*;

fn answer(row: &Booking, body: &str) -> Value {
    let at = Booking::at(()).context(&DESK);
    let answer = at.submit(body).provisional(row);
    assert_eq!(answer.reason().is_none(), answer.form().is_none());
    serde_json::from_str(&answer.to_json()).expect("JSON")
}

#[test]
fn a_form_that_could_be_saved_gets_an_empty_answer() {
    let empty = json!({ "errors": {}, "changes": {}, "form": [], "reason": null });
    assert_eq!(answer(&stored(), &page(stored()).body()), empty);
    assert_eq!(answer(&stored(), &page(stored()).set("room", "roof").body()), empty);
}

#[test]
fn errors_come_by_field_and_for_the_form() {
    let mut page = page(stored());
    let page = page.set("room", "library").set("note", "A").set("start", "6").set("end", "5");
    assert_eq!(
        answer(&stored(), &page.body()),
        json!({
            "errors": {
                "start": ["Nobody is here yet.", "Please choose one of the given values."],
                "end": ["Nobody is here yet.", "It ends before it begins."],
                "note": ["Small letters, please."],
            },
            "changes": {},
            "form": ["In the library nobody leaves notes."],
            "reason": "invalid",
        })
    );
}

#[test]
fn what_somebody_else_changed_is_told_in_words() {
    let now = Booking { start: 10, note: Some("a \"b\" </script>".into()), ..stored() };
    let body = page(stored()).set("room", "attic").body();
    assert_eq!(
        answer(&now, &body),
        json!({
            "errors": { "room": ["The attic is closed."] },
            "changes": { "note": { "now": "a \"b\" </script>" }, "start": { "now": "10" } },
            "form": [],
            "reason": "stale",
        })
    );
}

#[test]
fn missing_originals_and_nonsense_are_ordinary_answers() {
    for body in ["", "room=x", "original-room=5&room=%FF", "%%%&&&===", "original-start=%22"] {
        assert_eq!(answer(&stored(), body)["reason"], "originals", "{body}");
    }
    let large = "room=".to_owned() + &"x".repeat(3_000_000);
    let answer = answer(&stored(), &large);
    assert_eq!(answer["reason"], "too-large");
    assert_eq!(answer["form"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_form_for_something_new_is_judged_without_a_row() {
    let at = Booking::at(()).context(&DESK);
    let body = Page::new(at.blank().as_p()).set("room", "attic").body();
    let answer = Provisional::from(at.submit(&body).validate());
    assert_eq!(answer.reason(), Some(Reason::Invalid));
    let json: Value = serde_json::from_str(&answer.to_json()).expect("JSON");
    assert_eq!(json["errors"]["room"], json!(["The attic is closed."]));
    assert_eq!(json["errors"]["start"], json!(["Please fill in this field."]));
}

#[test]
fn the_sentences_are_of_the_forms_catalogue() {
    let at = Booking::at(()).context(&DESK).messages(&German);
    let body = page(stored()).set("room", "").body();
    let json = at.submit(&body).provisional(&stored()).to_json();
    assert!(json.contains("Bitte füllen Sie dieses Feld aus."), "{json}");
}
