//! The second window.

use super::{NOTES, NOTICE, OPEN, everywhere, go, wait_for_holder, wait_for_notice};
use crate::support::browser::{Browser, Scripts};
use crate::support::office::Office;

#[test]
fn the_second_window_sees_who_edits_and_for_how_long_and_cannot_type() {
    everywhere(|office, session| {
        let (first, second) = (session.window(), session.open_window());
        go(office, &first, "/Ann/long/1");
        wait_for_notice(&first, OPEN);
        go(office, &second, "/Bob/long/1");
        let notice = second.text(NOTICE);
        assert_eq!(
            notice,
            "Ann is editing this. Once they have left, it is free in 10 minutes at most."
        );
        assert_eq!(second.count(&format!("{NOTES}:disabled")), 1);
        assert_eq!(second.count("[name=cas-lease][value]:not([value=''])"), 0);
    });
}

#[test]
fn whoever_waits_gets_the_page_with_what_was_saved_meanwhile() {
    everywhere(|office, session| {
        let (first, second) = (session.window(), session.open_window());
        go(office, &first, "/Ann/long/1");
        go(office, &second, "/Bob/long/1");
        first.enter(NOTES, "by Ann");
        first.submit();
        assert!(first.url().ends_with("/?Written"), "{}", first.url());
        wait_for_notice(&second, OPEN);
        assert_eq!(second.value(NOTES), "by Ann");
        assert_eq!(office.holder().as_deref(), Some("Bob"));
    });
}

#[test]
fn a_lease_that_nobody_renews_ends_and_whoever_waits_has_it() {
    everywhere(|office, session| {
        let window = session.window();
        office.lock_for("Ann");
        go(office, &window, "/Bob/short/1");
        wait_for_notice(&window, "Ann is editing this.");
        office.end_lease();
        wait_for_notice(&window, OPEN);
        assert_eq!(office.holder().as_deref(), Some("Bob"));
    });
}

#[test]
fn ones_own_other_tab_is_called_that() {
    everywhere(|office, session| {
        let (first, second) = (session.window(), session.open_window());
        go(office, &first, "/Ann/long/1");
        go(office, &second, "/Ann/long/1");
        wait_for_notice(&second, "You are editing this in another tab or window, or were");
    });
}

#[test]
fn a_name_is_text_whatever_is_in_it() {
    everywhere(|office, session| {
        let window = session.window();
        office.lock_for("<img src=x onerror=alert(1)>");
        go(office, &window, "/Bob/short/1");
        let start = "<img src=x onerror=alert(1)> is editing this.";
        wait_for_notice(&window, start);
        window.wait_until("it was looked at again", |_| office.calls("look") > 1);
        wait_for_notice(&window, start);
        assert_eq!(window.count(&format!("{NOTICE} img")), 0);
    });
}

#[test]
fn a_page_that_is_loaded_again_is_locked_again() {
    everywhere(|office, session| {
        let window = session.window();
        go(office, &window, "/Ann/long/1");
        wait_for_notice(&window, OPEN);
        window.reload();
        wait_for_notice(&window, OPEN);
        assert_eq!(office.holder().as_deref(), Some("Ann"));
    });
}

#[test]
fn a_page_that_waits_after_a_post_is_fetched_anew_and_not_sent_again() {
    everywhere(|office, session| {
        let window = session.window();
        office.lock_for("Ann");
        office.forbid_taking_over();
        go(office, &window, "/Bob/short/1");
        window.click_through("[formaction$=take-over]");
        wait_for_notice(&window, "Ann is editing this.");
        office.end_lease();
        wait_for_notice(&window, OPEN);
        assert_eq!(office.seen("/take-over").len(), 1);
        assert_eq!(office.holder().as_deref(), Some("Bob"));
    });
}

#[test]
fn without_scripts_all_of_it_is_done_by_buttons_and_reloads() {
    for browser in Browser::all() {
        let (office, session) = (Office::start(), browser.start(Scripts::Off));
        let (first, second) = (session.window(), session.open_window());
        first.go(&office.url("/Ann/long/1"));
        assert_eq!(first.text(NOTICE), "This is locked for you for 10 minutes.");
        second.go(&office.url("/Bob/long/1"));
        assert!(second.text(NOTICE).starts_with("Ann is editing this."));
        second.click_through("[formaction$=take-over]");
        assert_eq!(second.text(NOTICE), "This is locked for you for 10 minutes.");
        // The former holder keeps what was typed, and is told.
        first.enter(NOTES, "by Ann");
        first.submit();
        assert_eq!(first.status(), 423);
        assert!(first.text(NOTICE).starts_with("Bob is editing this."));
        assert_eq!(first.value(NOTES), "by Ann");
        second.enter(NOTES, "by Bob");
        second.submit();
        assert!(second.url().ends_with("/?Written"), "{}", second.url());
        // Saved again, it is compared with what the other has saved.
        first.submit();
        assert_eq!(first.status(), 409);
        assert_eq!(first.value(NOTES), "by Ann");
        first.click("input[name=resolve-notes][value=mine]");
        first.submit();
        assert_eq!(office.notes(), "by Ann");
        assert_eq!(office.holder(), None);
        // A page that was left open ends by itself.
        first.go(&office.url("/Ann/long/1"));
        office.end_lease();
        second.go(&office.url("/Bob/long/1"));
        assert_eq!(second.text(NOTICE), "This is locked for you for 10 minutes.");
        wait_for_holder(&second, &office, Some("Bob"));
    }
}
