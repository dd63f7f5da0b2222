//! The same without a seal: what is refused all the same, and what is not.

use crate::*;

fn page(desk: &mut Desk, id: i32) -> Page {
    typed(Page::new(Open::at(id).open(&mut desk.connection).expect("the row").as_p()))
}

/// What becomes of the page of row 1 after `forge`, and of the row.
fn outcome(forge: impl FnOnce(&mut Desk, &mut Page)) -> (Option<Reason>, String) {
    let mut desk = Desk::new();
    let mut page = page(&mut desk, 1);
    forge(&mut desk, &mut page);
    let result = Open::at(1).submit(&page.body()).save(&mut desk.connection);
    if let Err(refused) = &result {
        let page = Page::new(refused.form().as_p());
        assert_eq!((page.value("name"), page.value("notes")), ("Typed", "Typed too"));
    }
    (result.err().map(|refused| refused.reason()), desk.row(1))
}

const UNTOUCHED: &str = "'Anna' 'An' 'first' 10 1";
const SAVED: &str = "'Typed' 'An' 'Typed too' 10 1";

#[test]
fn dropped_malformed_and_repeated_originals_are_refused() {
    let refused = (Some(Reason::Originals), UNTOUCHED.to_owned());
    let forgeries: [fn(&mut Page); 5] = [
        |page| {
            page.remove("original-nick");
        },
        |page| {
            page.hide("original-nick", "");
        },
        |page| {
            page.hide("original-nick", "\"A");
        },
        |page| {
            page.hide("original-nick", "10");
        },
        |page| add(page, "original-nick", "\"An\""),
    ];
    for forge in forgeries {
        assert_eq!(outcome(|_, page| forge(page)), refused);
    }
}

#[test]
fn a_truncated_number_is_another_number_and_stale() {
    let outcome = outcome(|_, page| {
        page.hide("original-credit", "1").set("credit", "1");
    });
    assert_eq!(outcome, (Some(Reason::Stale), UNTOUCHED.to_owned()));
}

#[test]
fn a_forged_original_overwrites_what_nobody_was_shown() {
    let (reason, row) = outcome(|desk, page| {
        desk.run("UPDATE people SET name = 'Theirs'");
        page.hide("original-name", "\"Theirs\"");
    });
    assert_eq!((reason, row.as_str()), (None, SAVED));
}

#[test]
fn originals_swapped_between_fields_are_compared() {
    let swap = |page: &mut Page| {
        let (name, nick) = (page.original("name").to_owned(), page.original("nick").to_owned());
        page.hide("original-name", &nick).hide("original-nick", &name);
    };
    assert_eq!(outcome(|_, page| swap(page)), (Some(Reason::Stale), UNTOUCHED.to_owned()));
}

#[test]
fn the_page_of_another_row_is_compared_and_equal_rows_are_taken_for_each_other() {
    let other = outcome(|desk, other| *other = page(desk, 2));
    assert_eq!(other, (Some(Reason::Stale), UNTOUCHED.to_owned()));
    let equal = outcome(|desk, other| {
        desk.run("UPDATE people SET (name, nick, notes, credit, active) = ('Anna', 'An', 'first', 10, 1)");
        *other = page(desk, 2);
    });
    assert_eq!(equal, (None, SAVED.to_owned()));
}

#[test]
fn a_page_is_saved_whoever_was_sent_it_and_however_old_it_is() {
    assert_eq!(outcome(|desk, _| desk.wait(1000 * DAY)), (None, SAVED.to_owned()));
}

#[test]
fn another_spelling_of_the_same_value_is_the_same() {
    let outcome = outcome(|_, page| {
        page.hide("original-nick", "\"\\u0041n\"");
    });
    assert_eq!(outcome, (None, SAVED.to_owned()));
}

#[test]
fn a_column_without_a_field_is_not_written() {
    let outcome = outcome(|_, page| {
        add(page, "id", "7");
        add(page, "original-id", "1");
    });
    assert_eq!(outcome, (Some(Reason::Originals), UNTOUCHED.to_owned()));
}

#[test]
fn nothing_of_a_seal_is_on_the_page() {
    let mut desk = Desk::new();
    let page = page(&mut desk, 1);
    assert_eq!((page.original("name"), page.original("credit")), ("\"Anna\"", "10"));
    assert!(!page.html.contains("cas-fields"));
}
