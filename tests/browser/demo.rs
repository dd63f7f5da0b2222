//! The demonstration: creating, deleting and merging by real clicks.

use crate::support::browser::{Browser, Scripts, Window, field};
use crate::support::demo::Demo;

/// Every browser, with scripts and without.
fn everywhere(test: impl Fn(&Demo, &Window)) {
    for browser in Browser::all() {
        for scripts in [Scripts::On, Scripts::Off] {
            test(&Demo::start(), &browser.start(scripts).window());
        }
    }
}

const DELETE: &str = "button[formaction$='/delete']";

/// The page for a new customer, filled in.
fn new_customer(demo: &Demo, window: &Window) {
    window.go(&demo.url("/"));
    window.click_through("a[href='/new']");
    for (name, value) in [
        ("number", "C-1007"),
        ("name", "Ann"),
        ("email", "ann@example.org"),
        ("plan", "team"),
        ("since", "2026-01-31"),
    ] {
        window.enter(&field(name), value);
    }
}

#[test]
fn a_double_click_creates_one_customer() {
    everywhere(|demo, window| {
        new_customer(demo, window);
        window.double_click_through("button[type=submit]");
        window.wait_until("the list is there", |window| window.url().contains("how=created"));
        assert_eq!(window.text(".saved"), "Ann is a customer now.");
        assert_eq!(demo.count("number = 'C-1007'"), 1);
        assert_eq!(demo.count("1 = 1"), 7);
    });
}

#[test]
fn what_is_taken_is_told_at_its_field_and_nothing_typed_is_lost() {
    everywhere(|demo, window| {
        new_customer(demo, window);
        window.enter(&field("email"), "chidi@okonkwo.example");
        window.submit();
        assert_eq!(window.status(), 422);
        assert_eq!(window.count(".cas-errors"), 1);
        assert_eq!(window.text("#id_email-errors"), "This is already taken.");
        for (name, value) in [
            ("number", "C-1007"),
            ("name", "Ann"),
            ("email", "chidi@okonkwo.example"),
            ("plan", "team"),
            ("since", "2026-01-31"),
        ] {
            assert_eq!(window.value(&field(name)), value);
        }
        window.enter(&field("email"), "ann@example.org");
        window.submit();
        assert_eq!(window.text(".saved"), "Ann is a customer now.");
        assert_eq!(demo.count("email = 'ann@example.org'"), 1);
    });
}

#[test]
fn enter_saves_and_does_not_delete() {
    everywhere(|demo, window| {
        window.go(&demo.url("/customers/3"));
        window.enter(&field("email"), "new@okonkwo.example");
        window.enter_through(&field("email"));
        assert!(window.url().contains("how=written"), "{}", window.url());
        assert_eq!(demo.count("id = 3 AND email = 'new@okonkwo.example'"), 1);
    });
}

#[test]
fn a_customer_is_deleted_whatever_was_typed() {
    everywhere(|demo, window| {
        window.go(&demo.url("/customers/3"));
        // No browser would send this to be saved.
        window.clear(&field("name"));
        window.click_through(DELETE);
        assert_eq!(window.text(".saved"), "The customer was deleted.");
        assert_eq!((demo.count("id = 3"), demo.count("1 = 1")), (0, 5));
    });
}

#[test]
fn a_customer_who_changed_elsewhere_is_deleted_by_the_second_press_only() {
    everywhere(|demo, window| {
        window.go(&demo.url("/customers/3"));
        window.enter(&field("phone"), "+234 1 5550123");
        demo.run("UPDATE customers SET notes = 'Do not delete' WHERE id = 3");
        window.click_through(DELETE);
        assert_eq!((window.status(), demo.count("id = 3")), (409, 1));
        assert_eq!(window.value(&field("notes")), "Do not delete");
        assert_eq!(window.value(&field("phone")), "+234 1 5550123");
        assert!(window.text(".notice").contains("Notes"), "{}", window.text(".notice"));
        window.click_through(DELETE);
        assert_eq!(window.text(".saved"), "The customer was deleted.");
        assert_eq!(demo.count("id = 3"), 0);
    });
}

#[test]
fn save_on_the_page_of_a_refused_delete_saves() {
    everywhere(|demo, window| {
        window.go(&demo.url("/customers/3"));
        window.enter(&field("phone"), "+234 1 5550123");
        demo.run("UPDATE customers SET notes = 'Do not delete' WHERE id = 3");
        window.click_through(DELETE);
        window.submit();
        assert!(window.url().contains("how=written"), "{}", window.url());
        assert_eq!(demo.count("phone = '+234 1 5550123' AND notes = 'Do not delete'"), 1);
    });
}

#[test]
fn a_merge_takes_over_the_fields_of_others_and_tells_which() {
    everywhere(|demo, window| {
        window.go(&demo.url("/customers/1/delivery"));
        window.enter(&field("street"), "3 rue Neuve");
        demo.run("UPDATE customers SET instructions = 'Theirs', closes = '18:00:00' WHERE id = 1");
        window.submit();
        let told = window.text(".saved");
        assert!(told.contains("Saved: Street."), "{told}");
        assert!(told.contains("Closes at, Instructions"), "{told}");
        assert_eq!(window.value(&field("instructions")), "Theirs");
        assert_eq!(demo.count("street = '3 rue Neuve' AND instructions = 'Theirs'"), 1);
    });
}

#[test]
fn a_conflict_inside_a_group_asks() {
    everywhere(|demo, window| {
        window.go(&demo.url("/customers/1/delivery"));
        window.enter(&field("city"), "Lyon");
        demo.run("UPDATE customers SET street = 'Theirs', instructions = 'Theirs' WHERE id = 1");
        window.submit();
        assert_eq!(window.status(), 409);
        assert_eq!(window.value(&field("city")), "Lyon");
        let shown = window.text("form");
        assert!(shown.contains("12 rue des Lilas"), "what it was, in {shown}");
        assert_eq!(demo.count("city = 'Paris' AND street = 'Theirs'"), 1);
        // Nothing is sent without an answer.
        window.click("button[type=submit]");
        assert_eq!(demo.count("city = 'Paris'"), 1);
        window.click("input[name=resolve-city][value=mine]");
        window.submit();
        assert_eq!(window.text(".saved"), "Saved: City.");
        assert_eq!(demo.count("city = 'Lyon' AND street = 'Theirs'"), 1);
    });
}

#[test]
fn a_locked_customer_is_taken_over_and_the_former_holder_keeps_the_text() {
    for browser in Browser::all() {
        for scripts in [Scripts::On, Scripts::Off] {
            let (demo, session) = (Demo::start(), browser.start(scripts));
            let (ann, bob) = (session.window(), session.open_window());
            ann.go(&demo.url("/customers/1"));
            ann.enter(&field("notes"), "By Ann");
            bob.go(&demo.url("/customers/1?as=Bob"));
            assert!(bob.text(".cas-lease").starts_with("Ann is editing this."));
            bob.click_through("[formaction*=take-over]");
            assert!(bob.text(".cas-lease").starts_with("This is locked for you"));
            ann.submit();
            assert_eq!(ann.status(), 423);
            assert!(ann.text(".cas-lease").starts_with("Bob is editing this."));
            assert_eq!(ann.value(&field("notes")), "By Ann");
            bob.enter(&field("phone"), "+33 1 70189901");
            bob.submit();
            assert!(bob.url().contains("how=written"), "{}", bob.url());
            // Somebody else has changed a field meanwhile: it is shown first.
            ann.click_through(".lease button");
            assert_eq!(ann.status(), 409);
            ann.submit();
            assert!(ann.url().contains("how=written"), "{}", ann.url());
            assert_eq!(demo.count("notes = 'By Ann' AND phone = '+33 1 70189901'"), 1);
        }
    }
}
