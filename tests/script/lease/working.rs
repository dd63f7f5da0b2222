//! While somebody works, and while nobody does.

use super::{NOTES, NOTICE, OPEN, announced, everywhere, freeze, go, look_at};
use super::{wait_for_holder, wait_for_notice};

const IDLE: &str = "Nothing has happened here for a while. Soon";
const RESTED: &str = "Nothing has happened here for a while, so";

#[test]
fn an_open_page_is_renewed_in_time() {
    everywhere(|office, session| {
        let window = session.window();
        go(office, &window, "/Ann/short/1");
        window.wait_until("it is renewed", |_| office.calls("renew") > 4);
        // It was never lost between: a lost lease that is had again has a greater number.
        assert_eq!(office.ask("SELECT CAST(count(*) AS TEXT) AS answer FROM cas_leases"), "1");
        assert_eq!(office.calls("lock"), 0);
        assert_eq!(window.text(NOTICE), OPEN);
    });
}

#[test]
fn a_tab_whose_clock_stood_still_renews_when_it_is_looked_at() {
    everywhere(|office, session| {
        let window = session.window();
        go(office, &window, "/Ann/short/1");
        window.enter(NOTES, "typed");
        freeze(&window);
        office.end_lease();
        let fence = office.fence();
        look_at(&window);
        wait_for_holder(&window, office, Some("Ann"));
        // Ended and not taken: it goes on as if nothing had been.
        assert_eq!(office.fence(), fence);
        assert_eq!(window.value(NOTES), "typed");
        assert_eq!(window.text(NOTICE), OPEN);
    });
}

#[test]
fn before_a_page_that_nobody_touches_is_given_up_it_says_so_and_can_be_kept() {
    everywhere(|office, session| {
        let window = session.window();
        go(office, &window, "/Ann/idle/1");
        wait_for_notice(&window, IDLE);
        assert!(announced(&window).starts_with(IDLE), "{}", announced(&window));
        window.click(&format!("{NOTICE} button"));
        wait_for_notice(&window, OPEN);
        assert_eq!(office.holder().as_deref(), Some("Ann"));
        assert_eq!(office.calls("release"), 0);
    });
}

#[test]
fn a_page_that_nobody_touched_is_given_up_and_typing_locks_it_again() {
    everywhere(|office, session| {
        let window = session.window();
        go(office, &window, "/Ann/idle/1");
        wait_for_notice(&window, RESTED);
        assert!(announced(&window).starts_with(RESTED), "{}", announced(&window));
        wait_for_holder(&window, office, None);
        window.enter(NOTES, "typed");
        wait_for_notice(&window, OPEN);
        assert_eq!(office.holder().as_deref(), Some("Ann"));
        window.submit();
        assert!(window.url().ends_with("/?Written"), "{}", window.url());
        assert_eq!((office.notes(), office.holder()), ("typed".to_owned(), None));
    });
}

#[test]
fn a_page_that_was_given_up_is_saved_all_the_same_if_nobody_has_it() {
    everywhere(|office, session| {
        let window = session.window();
        go(office, &window, "/Ann/idle/1");
        window.enter(NOTES, "typed");
        wait_for_notice(&window, RESTED);
        window.submit();
        assert!(window.url().ends_with("/?Written"), "{}", window.url());
        assert_eq!(office.notes(), "typed");
    });
}
