//! Pages that are left, and come back.

use super::{NOTES, OPEN, everywhere, go, wait_for_holder, wait_for_notice};
use crate::support::browser::{Browser, Scripts};
use crate::support::office::Office;

#[test]
fn a_page_that_is_left_gives_its_lease_back() {
    everywhere(|office, session| {
        let window = session.window();
        go(office, &window, "/Ann/long/1");
        assert_eq!(office.holder().as_deref(), Some("Ann"));
        window.click_through("nav a");
        wait_for_holder(&window, office, None);
    });
}

#[test]
fn a_tab_that_is_closed_gives_its_lease_back() {
    everywhere(|office, session| {
        let other = session.window();
        other.go(&office.url("/"));
        // Opened from there, it shares its process, which lives on: with its process, Firefox at times
        // ends the last word as well.
        let script = "
            const link = document.createElement('a');
            link.target = '_blank';
            link.rel = 'opener';
            link.href = '/Ann/long/1';
            link.append('Open');
            document.querySelector('main').append(link)";
        other.execute(script, &[]);
        other.click("a[target]");
        let window = session.window_showing("/Ann/long/1");
        window.wait_until("the script has begun", |window| window.count("form .cas-news") == 1);
        assert_eq!(office.holder().as_deref(), Some("Ann"));
        window.close();
        wait_for_holder(&other, office, None);
    });
}

#[test]
fn a_tab_whose_last_word_is_lost_has_a_lease_that_ends_by_itself() {
    everywhere(|office, session| {
        let (window, other) = (session.window(), session.open_window());
        go(office, &window, "/Ann/short/1");
        office.fail("/Ann/short/1/lease");
        window.close();
        go(office, &other, "/Bob/long/1");
        wait_for_notice(&other, "Ann is editing this.");
        wait_for_notice(&other, OPEN);
        assert_eq!(office.calls("release"), 0);
    });
}

#[test]
fn a_page_that_is_sent_and_refused_keeps_its_lease() {
    everywhere(|office, session| {
        let window = session.window();
        go(office, &window, "/Ann/long/1");
        let fence = office.fence();
        window.execute("document.forms[0].noValidate = true", &[]);
        window.clear("[name^=name]");
        window.submit();
        assert_eq!(window.status(), 422);
        wait_for_notice(&window, OPEN);
        assert_eq!((office.holder().as_deref(), office.fence()), (Some("Ann"), fence));
        assert_eq!(office.calls("release"), 0);
    });
}

/// Leaves a page that the browser keeps, does something meanwhile, and comes back to it.
fn come_back(meanwhile: impl Fn(&Office), notice: &str) {
    for browser in Browser::all() {
        let (office, session) = (Office::start(), browser.start_keeping_pages(Scripts::On));
        let window = session.window();
        go(&office, &window, "/Ann/long/1");
        window.execute("document.documentElement.dataset.kept = 'yes'", &[]);
        window.enter(NOTES, "typed");
        // Firefox keeps no page that its driver is watching, which it does at a click.
        window.execute("setTimeout(() => document.querySelector('nav a').click())", &[]);
        window.wait_until("it is left", |window| window.url() == office.url("/"));
        wait_for_holder(&window, &office, None);
        meanwhile(&office);
        window.back();
        let kept = window.attribute("html", "data-kept");
        assert_eq!(kept.as_deref(), Some("yes"), "{browser:?}: the page was not kept");
        wait_for_notice(&window, notice);
        assert_eq!(window.value(NOTES), "typed");
    }
}

#[test]
fn a_page_that_the_browser_kept_is_locked_again() {
    come_back(|_| (), OPEN);
}

#[test]
fn a_page_that_the_browser_kept_says_who_has_it_meanwhile() {
    come_back(|office| office.lock_for("Bob"), "Bob is editing this.");
}
