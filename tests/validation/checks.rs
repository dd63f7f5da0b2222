//! When the form's own checks are asked, and where what they say ends up.

use crate::*;

#[test]
fn what_a_check_says_stands_beside_its_field() {
    let found = errors(&stored(), |page| {
        page.set("room", "attic");
    });
    assert_eq!(found, [("room", "The attic is closed.".to_owned())]);
}

#[test]
fn every_check_of_a_field_is_asked() {
    let attic = Desk { closed: &["Attic"], ..DESK };
    let at = Booking::at(()).context(&attic);
    let body = page(stored()).set("room", "Attic").body();
    let refused = at.submit(&body).clean(&stored()).expect_err("two checks");
    let codes = refused.form().field(Booking::FIELDS.room).error_codes();
    assert_eq!(codes, ["The Attic is closed.", "Small letters, please."].map(ErrorCode::from));
    let html = refused.form().as_p();
    assert!(html.contains("The Attic is closed.<br>Small letters, please."), "{html}");
    assert!(html.contains("aria-invalid=\"true\""), "{html}");
}

#[test]
fn a_check_is_told_the_context() {
    let early = Desk { open_from: 5, ..DESK };
    let body = page(stored()).set("start", "6").body();
    let at = Booking::at(()).context(&early);
    assert!(at.submit(&body).clean(&stored()).is_ok());
    let found = errors(&stored(), |page| {
        page.set("start", "6");
    });
    assert_eq!(found, [("start", "Nobody is here yet.".to_owned())]);
}

#[test]
fn a_field_that_nobody_edited_is_not_judged_again() {
    let old = Booking { room: "attic".into(), start: 3, ..stored() };
    let found = errors(&old, |page| {
        page.set("note", "new");
    });
    assert_eq!(found, []);
}

#[test]
fn an_empty_field_is_asked_for_by_required_alone() {
    let full = Booking { note: Some("x".into()), ..stored() };
    let found = errors(&full, |page| {
        page.set("room", "").set("note", "");
    });
    assert_eq!(found, [("room", "Please fill in this field.".to_owned())]);
}

#[test]
fn a_value_that_breaks_a_rule_is_not_shown_to_the_checks() {
    let found = errors(&stored(), |page| {
        page.set("room", "ABCDEFGHIJKLMNOPQRSTUVWXYZ").set("start", "x");
    });
    let sentences = ["Please use at most 20 characters.", "Please enter a whole number."];
    assert_eq!(found.into_iter().map(|(_, said)| said).collect::<Vec<_>>(), sentences);
}

#[test]
fn the_check_of_the_form_may_find_fault_with_several_fields_and_with_the_whole() {
    let found = errors(&stored(), |page| {
        page.set("start", "12").set("room", "library").set("note", "psst");
    });
    let expected = [
        ("start", "Please choose one of the given values."),
        ("end", "It ends before it begins."),
        ("", "In the library nobody leaves notes."),
    ];
    assert_eq!(found, expected.map(|(field, said)| (field, said.to_owned())));
}

#[test]
fn the_check_of_the_form_sees_edits_among_originals() {
    let found = errors(&stored(), |page| {
        page.set("end", "8");
    });
    assert_eq!(found.len(), 2, "{found:?}");
    let found = errors(&stored(), |page| {
        page.set("end", "24");
    });
    assert_eq!(found, [("", "24 is no hour.".to_owned())]);
}

#[test]
fn the_check_of_the_form_waits_until_all_values_are_there() {
    let found = errors(&stored(), |page| {
        page.set("start", "12").set("note", &"x".repeat(9)).set("room", "");
    });
    assert_eq!(found, [("room", "Please fill in this field.".to_owned())]);
}

#[test]
fn the_check_of_the_form_is_not_asked_about_a_form_that_nobody_edited() {
    let old = Booking { start: 12, end: 8, ..stored() };
    assert_eq!(errors(&old, |_| ()), []);
}

#[test]
fn all_fields_of_a_blank_form_are_judged() {
    let at = Booking::at(()).context(&DESK);
    let mut page = Page::new(at.blank().as_p());
    let body = page.set("room", "attic").set("start", "7").set("end", "6").body();
    let refused = at.submit(&body).validate().expect_err("all is wrong");
    let found = said(refused.form());
    let fields: Vec<_> = found.iter().map(|(field, _)| *field).collect();
    assert_eq!(fields, ["room", "start", "start", "end", "end"], "{found:?}");
    let body = page.set("room", "hall").set("start", "9").set("end", "10").body();
    let booking = at.submit(&body).validate().expect("all is right");
    assert_eq!((booking.room.as_str(), booking.note), ("hall", None));
}

#[test]
fn checks_do_not_hide_that_somebody_else_was_faster() {
    let body = page(stored()).set("room", "attic").body();
    let now = Booking { note: Some("theirs".into()), ..stored() };
    let at = Booking::at(()).context(&DESK);
    let refused = at.submit(&body).clean(&now).expect_err("stale");
    assert_eq!(refused.reason(), Reason::Stale);
    assert_eq!(said(refused.form()), [("room", "The attic is closed.".to_owned())]);
    assert_eq!(refused.form().changes().count(), 1);
}

#[test]
fn what_the_row_holds_already_is_done_whatever_a_check_says() {
    let body = page(stored()).set("room", "attic").body();
    let now = Booking { room: "attic".into(), ..stored() };
    let at = Booking::at(()).context(&DESK);
    let cleaned = at.submit(&body).clean(&now).expect("applied already");
    assert_eq!(cleaned.done().kind(), DoneKind::AlreadyApplied);
}

#[test]
fn an_incomplete_page_is_checked_as_far_as_it_goes() {
    let body = page(stored()).set("room", "attic").remove("original-end").body();
    let at = Booking::at(()).context(&DESK);
    let refused = at.submit(&body).clean(&stored()).expect_err("incomplete");
    assert_eq!(refused.reason(), Reason::Originals);
    let missing = ErrorCode::OriginalMissing.to_string();
    let expected = [("room", "The attic is closed.".to_owned()), ("end", missing)];
    assert_eq!(said(refused.form()), expected);
}

/// A secret that was not typed stays what it is; the check of the form is told that it is empty.
#[test]
fn a_secret_that_nobody_typed_keeps_no_check_from_being_asked() {
    #[derive(CasForm, Debug)]
    #[cas(check = differ)]
    struct Account {
        name: String,
        #[cas(secret, check = is_long)]
        password: String,
    }
    fn is_long(password: &str, (): &()) -> Result<(), &'static str> {
        if password.len() < 4 { Err("Longer, please.") } else { Ok(()) }
    }
    fn differ(account: &Account, (): &(), problems: &mut Problems<Account>) {
        if account.name == "root" || account.name == account.password {
            problems.field(Account::FIELDS.name, "Not this one.");
        }
    }
    let row = || Account { name: "ada".into(), password: "stored".into() };
    let at = Account::at(());
    let again = "For your safety this is not sent back to you; please enter it again.";
    for (name, password, expected) in [
        ("root", "", &["Not this one."][..]),
        ("ada", "abc", &["Longer, please."]),
        ("abcd", "abcd", &["Not this one.", again]),
        ("eve", "", &[]),
        ("eve", "long enough", &[]),
    ] {
        let body =
            Page::new(at.form(row()).as_p()).set("name", name).set("password", password).body();
        let found = at.submit(&body).clean(&row());
        let found = found.map_or_else(|refused| said(refused.form()), |_| Vec::new());
        let found: Vec<_> = found.iter().map(|(_, sentence)| sentence.as_str()).collect();
        assert_eq!(found, expected, "{name} {password}");
        // A page that stays keeps what was typed.
        let json = at.submit(&body).provisional(&row()).to_json();
        assert!(!json.contains(again), "{json}");
        let fine = expected.is_empty();
        assert_eq!(json.contains(r#""reason":null"#), fine, "{json}");
    }
}
