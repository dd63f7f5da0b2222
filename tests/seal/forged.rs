//! What can be done to the originals of a page.

use crate::*;

/// The page of row 1 after `forge`, which is refused.
fn refused(forge: impl FnOnce(&mut Desk, &mut Page)) {
    let mut desk = Desk::new();
    let mut page = desk.page(1);
    forge(&mut desk, &mut page);
    desk.refuses(&page.body());
}

#[test]
fn a_page_as_it_was_sent_is_saved() {
    let mut desk = Desk::new();
    let body = desk.page(1).body();
    desk.save(&body).expect("done");
    assert_eq!(desk.row(1), "'Typed' 'An' 'Typed too' 10 1");
}

#[test]
fn originals_stay_readable_behind_their_seals() {
    let mut desk = Desk::new();
    let page = desk.page(1);
    for (name, json) in
        [("name", "\"Anna\""), ("notes", "\"first\""), ("credit", "10"), ("active", "true")]
    {
        let (seal, text) = apart(page.original(name));
        assert_eq!(text, json);
        assert!(seal.starts_with(&format!("1.new.{NOON}.")) && seal.len() == 61, "{seal}");
    }
    let (_, fields) = apart(page.value("cas-fields"));
    assert_eq!(fields, "name,nick,notes,credit,active");
}

#[test]
fn a_forged_original_is_refused() {
    // What somebody else has written meanwhile would be overwritten unseen.
    for seal in [true, false] {
        refused(|desk, page| {
            desk.run("UPDATE people SET nick = 'Ann'");
            let (old, _) = apart(page.original("nick"));
            let forged = format!("{}\"Ann\"", if seal { old } else { "" });
            page.hide("original-nick", &forged);
        });
    }
}

#[test]
fn an_original_under_a_forged_seal_is_refused() {
    for (from, to) in [(".new.", ".old."), ("1.new", "2.new"), (".18", ".19"), ("1.new.", "1..")] {
        refused(|_, page| {
            let forged = page.original("nick").replacen(from, to, 1);
            assert_ne!(forged, page.original("nick"));
            page.hide("original-nick", &forged);
        });
    }
}

#[test]
fn a_dropped_original_is_refused() {
    for name in ["name", "nick", "active"] {
        refused(|_, page| {
            page.remove(&format!("original-{name}"));
        });
    }
}

#[test]
fn an_emptied_original_is_refused() {
    refused(|_, page| {
        page.hide("original-nick", "");
    });
}

#[test]
fn a_duplicated_original_is_refused() {
    for name in ["nick", "name"] {
        refused(|_, page| {
            let original = page.original(name).to_owned();
            add(page, &format!("original-{name}"), &original);
        });
    }
}

#[test]
fn originals_swapped_between_fields_are_refused() {
    refused(|desk, page| {
        // Both hold the same now, so that nothing but the seal tells them apart.
        desk.run("UPDATE people SET nick = name WHERE id = 1");
        let form = desk.at::<Person>(1).open(&mut desk.connection).expect("the row");
        *page = typed(Page::new(form.as_p()));
        let (name, nick) = (page.original("name").to_owned(), page.original("nick").to_owned());
        page.hide("original-name", &nick).hide("original-nick", &name);
        desk.run("UPDATE people SET nick = 'An' WHERE id = 1");
    });
}

#[test]
fn originals_of_another_row_are_refused() {
    refused(|desk, page| {
        desk.run("UPDATE people SET nick = 'An' WHERE id = 2");
        let other = desk.page(2);
        page.hide("original-nick", other.original("nick"));
    });
}

#[test]
fn the_page_of_another_row_is_refused() {
    refused(|desk, page| {
        desk.run("UPDATE people SET (name, nick, notes, credit, active) = ('Anna', 'An', 'first', 10, 1)");
        *page = desk.page(2);
    });
}

#[test]
fn originals_of_another_form_are_refused() {
    refused(|desk, page| {
        let at = desk.at::<elsewhere::Person>(1);
        let other = Page::new(at.open(&mut desk.connection).expect("the row").as_p());
        page.hide("original-nick", other.original("nick"));
    });
}

#[test]
fn a_page_that_another_user_was_sent_is_refused() {
    refused(|desk, page| {
        let at = Person::at(1).seal(&desk.keys, "ben");
        *page = typed(Page::new(at.open(&mut desk.connection).expect("the row").as_p()));
    });
}

#[test]
fn one_original_that_another_user_was_sent_is_refused() {
    refused(|desk, page| {
        let at = Person::at(1).seal(&desk.keys, "ben");
        let other = Page::new(at.open(&mut desk.connection).expect("the row").as_p());
        page.hide("original-nick", other.original("nick"));
    });
}

#[test]
fn a_page_counts_for_a_day_and_no_longer() {
    let mut desk = Desk::new();
    let body = desk.page(1).body();
    desk.wait(DAY);
    desk.save(&body).expect("a day is not over");
    refused(|desk, _| desk.wait(DAY + 1));
}

#[test]
fn a_page_that_is_too_old_says_so_once() {
    let mut desk = Desk::new();
    let body = desk.page(1).body();
    desk.wait(DAY + 1);
    let refused = desk.save(&body).expect_err("too old");
    assert_eq!(refused.form().form_errors(), [cas_forms::FormError::TooOld]);
    let errors: Vec<_> = refused.form().errors().map(|(spec, code)| (spec.name(), code)).collect();
    let old = &cas_forms::ErrorCode::TooOld;
    assert_eq!(errors, [("name", old), ("notes", old)], "the fields that differ are asked about");
    assert_eq!(refused.form().as_p().matches("The page is too old.").count(), 1);
}

#[test]
fn a_single_original_that_is_too_old_is_refused() {
    refused(|desk, page| {
        let old = page.original("nick").to_owned();
        desk.wait(DAY + 1);
        *page = desk.page(1);
        page.hide("original-nick", &old);
    });
}

#[test]
fn a_page_of_a_server_whose_clock_is_ahead_is_saved() {
    let mut desk = Desk::new();
    desk.wait(90);
    let body = desk.page(1).body();
    desk.clock.store(NOON, Ordering::SeqCst);
    desk.save(&body).expect("done");
}

#[test]
fn a_truncated_original_is_refused() {
    let whole = Desk::new().page(1).original("name").to_owned();
    for length in 0..whole.len() {
        refused(|_, page| {
            page.hide("original-name", &whole[..length]);
        });
    }
}

#[test]
fn a_seal_has_one_spelling() {
    let spell: [fn(&str, &str) -> String; 8] = [
        |seal, text| seal.to_uppercase() + text,
        |seal, text| seal.to_lowercase() + text,
        |seal, text| format!("{}=.{text}", seal.trim_end_matches('.')),
        |seal, text| format!("{seal}.{text}"),
        |seal, text| format!(" {seal}{text}"),
        |seal, text| format!("{seal} {text}"),
        |seal, text| seal.replace(".18", ".018") + text,
        // The alphabet of RFC 4648 section 4; what is the same in both is shifted.
        |seal, text| seal.replace(['-', '_'], "+").replacen(".new", "+new", 1) + text,
    ];
    for spell in spell {
        refused(|_, page| {
            let (seal, text) = apart(page.original("nick"));
            let other = spell(seal, text);
            assert_ne!(other, page.original("nick"));
            page.hide("original-nick", &other);
        });
    }
}

#[test]
fn another_spelling_of_the_same_value_is_refused() {
    for (name, text) in
        [("nick", "\"\\u0041n\""), ("credit", "010"), ("credit", "+10"), ("nick", " \"An\"")]
    {
        refused(|_, page| {
            let (seal, _) = apart(page.original(name));
            page.hide(&format!("original-{name}"), &format!("{seal}{text}"));
        });
    }
}

#[test]
fn percent_encoding_of_a_value_changes_nothing() {
    let mut desk = Desk::new();
    let body = desk.page(1).body();
    for (from, to) in [("%22Anna%22", "\"Anna\""), ("Anna", "%41nna"), ("%22An%22", "%22%41%6e%22")]
    {
        let other = body.replace(from, to);
        assert_ne!(other, body);
        let mut desk = Desk::new();
        desk.save(&other).expect("done");
        assert_eq!(desk.row(1), "'Typed' 'An' 'Typed too' 10 1");
    }
}

#[test]
fn a_seal_that_is_percent_encoded_is_refused() {
    let mut desk = Desk::new();
    let body = desk.page(1).body();
    for (from, to) in [("=1.new", "=%31.new"), ("=1.new", "=1%2Enew"), ("=1.new", "=+1.new")] {
        desk.refuses(&body.replace(from, to));
        desk = Desk::new();
    }
}

#[test]
fn a_page_under_a_key_that_is_gone_is_refused() {
    refused(|desk, _| desk.keys = keys(&desk.clock, SealKeys::new("newer", [3; 32])));
    // The id decides nothing.
    refused(|desk, _| desk.keys = keys(&desk.clock, SealKeys::new("new", [3; 32])));
}

#[test]
fn a_page_under_the_last_key_is_saved_and_the_next_is_under_the_new_one() {
    let mut desk = Desk::new();
    let body = desk.page(1).body();
    let ring = SealKeys::new("newer", [3; 32]).and_then(|keys| keys.accepting("new", [1; 32]));
    desk.keys = keys(&desk.clock, ring);
    desk.save(&body).expect("done");
    assert!(desk.page(1).original("name").starts_with("1.newer."));
}

#[test]
fn a_page_without_its_list_of_fields_is_refused() {
    refused(|_, page| {
        page.remove("cas-fields");
    });
    refused(|_, page| {
        page.hide("cas-fields", "");
    });
}

#[test]
fn a_list_of_fields_that_was_shortened_or_lengthened_is_refused() {
    let lists: [fn(&str) -> String; 3] = [
        |list| list.replace(",nick", ""),
        |list| format!("{list},id"),
        |list| list.replace("name,nick", "nick,name"),
    ];
    for change in lists {
        refused(|_, page| {
            let list = change(page.value("cas-fields"));
            page.hide("cas-fields", &list);
        });
    }
}

#[test]
fn a_list_of_fields_from_another_page_is_refused() {
    // Of another form, row, audience, and an original in its place.
    refused(|desk, page| {
        let at = desk.at::<elsewhere::Person>(1);
        let other = Page::new(at.open(&mut desk.connection).expect("the row").as_p());
        page.hide("cas-fields", other.value("cas-fields"));
    });
    refused(|desk, page| {
        page.hide("cas-fields", desk.page(2).value("cas-fields"));
    });
    refused(|desk, page| {
        let at = Person::at(1).seal(&desk.keys, "ben");
        let other = Page::new(at.open(&mut desk.connection).expect("the row").as_p());
        page.hide("cas-fields", other.value("cas-fields"));
    });
    refused(|_, page| {
        let original = page.original("name").to_owned();
        page.hide("cas-fields", &original);
    });
}

#[test]
fn a_list_of_fields_that_comes_twice_is_one() {
    let mut desk = Desk::new();
    let mut page = desk.page(1);
    let other = desk.page(2).value("cas-fields").to_owned();
    let list = page.value("cas-fields").to_owned();
    add(&mut page, "cas-fields", &list);
    // That of another form on the same page is for that form.
    add(&mut page, "cas-fields", &other);
    desk.save(&page.body()).expect("done");
}

#[test]
fn single_originals_can_be_replaced_by_younger_ones() {
    let mut desk = Desk::new();
    let mut page = desk.page(1);
    desk.wait(60);
    desk.run("UPDATE people SET nick = 'Ann'");
    let younger = desk.page(1);
    assert_ne!(younger.original("nick"), page.original("nick"));
    page.hide("original-nick", younger.original("nick")).set("nick", "Ann");
    desk.save(&page.body()).expect("done");
    assert_eq!(desk.row(1), "'Typed' 'Ann' 'Typed too' 10 1");
}

#[test]
fn a_replayed_original_is_compared_like_any_other() {
    // The user's own, for the same row, within its age: it says what the row held.
    let mut desk = Desk::new();
    let body = desk.page(1).body();
    desk.save(&body).expect("done");
    desk.run("UPDATE people SET name = 'Theirs'");
    let refused = desk.save(&body).expect_err("stale");
    assert_eq!(refused.reason(), Reason::Stale);
    assert_eq!(desk.row(1), "'Theirs' 'An' 'Typed too' 10 1");
}

#[derive(CasForm, Clone, Debug)]
#[diesel(table_name = people)]
#[cas(seal(max_age = "1h"))]
struct Versioned {
    #[cas(version)]
    credit: i32,
    name: String,
}

#[test]
fn a_version_in_the_first_place_is_sealed_and_carries_the_list() {
    let mut desk = Desk::new();
    let at = desk.at::<Versioned>(1);
    let mut page = Page::new(at.open(&mut desk.connection).expect("the row").as_p());
    assert_eq!(apart(page.value("cas-fields")).1, "credit,name");
    let body = page.set("name", "Typed").body();
    desk.run("UPDATE people SET credit = 11");
    let forged = page.hide("original-credit", "11").body();
    let refused = at.submit(&forged).save(&mut desk.connection).expect_err("forged");
    assert_eq!(refused.reason(), Reason::Originals);
    desk.run("UPDATE people SET credit = 10");
    at.submit(&body).save(&mut desk.connection).expect("done");
    assert_eq!(desk.row(1), "'Typed' 'An' 'first' 11 1");
}

#[test]
fn a_form_says_how_long_its_pages_count() {
    let mut desk = Desk::new();
    let at = desk.at::<Versioned>(1);
    let page = Page::new(at.open(&mut desk.connection).expect("the row").as_p());
    desk.wait(60 * 60);
    at.submit(&page.body()).save(&mut desk.connection).expect("an hour is not over");
    desk.wait(1);
    at.submit(&page.body()).save(&mut desk.connection).expect_err("it is");
}
