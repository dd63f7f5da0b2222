//! Stored values that break a rule of today.

use crate::{everywhere, field, visit, wait_for_error};

#[test]
fn a_stored_value_may_stay_and_any_other_is_judged() {
    everywhere("/visits/1", |server, window| {
        server.run("UPDATE visits SET guests = 99, email = 'nobody'");
        visit(server, window, "/visits/1");
        let note = "#id_guests-kept";
        assert!(window.text(note).starts_with("The stored value breaks a rule"));
        assert_eq!(window.attribute(&field("guests"), "max"), None);
        window.enter(&field("guests"), "50");
        wait_for_error(window, "guests", "The value must be 10 or less.");
        assert_eq!(window.text(note), "");
        window.enter(&field("email"), "somebody");
        wait_for_error(window, "email", "Please enter an e-mail address.");
        window.click("button[type=submit]");
        window.wait_until("the first has the focus", |window| {
            window.execute("return document.activeElement.name", &[]) == "email"
        });
        assert_eq!(server.seen("/visits/1").len(), 0);
        // Back to what is stored: no edit, and nothing to judge.
        window.enter(&field("guests"), "99");
        window.enter(&field("email"), "nobody");
        wait_for_error(window, "guests", "");
        // Its type changes only when it is left.
        window.focus(&field("notes"));
        wait_for_error(window, "email", "");
        assert!(window.text(note).starts_with("The stored value breaks a rule"));
        window.enter(&field("notes"), "new");
        window.submit();
        assert!(window.url().ends_with("/?Written"), "{}", window.url());
    });
}
