//! Leases that are lost, and servers that do not answer.

use super::{NOTES, NOTICE, OPEN, announced, everywhere, freeze, go, look_at};
use super::{wait_for_holder, wait_for_notice};

const UNSURE: &str = "The server does not answer: this may not be locked for you any more.";

#[test]
fn whoever_it_was_taken_from_is_told_and_keeps_the_text() {
    everywhere(|office, session| {
        let (first, second) = (session.window(), session.open_window());
        go(office, &first, "/Ann/short/1");
        first.enter(NOTES, "by Ann");
        go(office, &second, "/Bob/long/1");
        second.click_through("[formaction$=take-over]");
        wait_for_notice(&first, "Bob is editing this.");
        assert!(announced(&first).starts_with("Bob is editing this."), "{}", announced(&first));
        assert_eq!(first.value(NOTES), "by Ann");
        assert_eq!(first.count(&format!("{NOTES}:disabled")), 0);
        // Saving stays possible, and the server decides.
        first.submit();
        assert_eq!(first.status(), 423);
        assert_eq!(first.value(NOTES), "by Ann");
        assert_eq!((office.notes(), office.holder().as_deref()), (String::new(), Some("Bob")));
    });
}

#[test]
fn when_the_other_is_done_the_page_says_so_and_typing_locks_it() {
    everywhere(|office, session| {
        let (first, second) = (session.window(), session.open_window());
        go(office, &first, "/Ann/short/1");
        first.enter(NOTES, "by Ann");
        go(office, &second, "/Bob/long/1");
        second.click_through("[formaction$=take-over]");
        wait_for_notice(&first, "Bob is editing this.");
        second.click_through("nav a");
        wait_for_notice(&first, "Nobody is editing this any more.");
        first.type_text(NOTES, "!");
        wait_for_notice(&first, OPEN);
        first.submit();
        assert!(first.url().ends_with("/?Written"), "{}", first.url());
        assert_eq!(office.notes(), "by Ann!");
    });
}

#[test]
fn a_page_that_was_refused_can_be_saved_when_the_other_is_done() {
    everywhere(|office, session| {
        let window = session.window();
        go(office, &window, "/Ann/long/1");
        window.enter(NOTES, "by Ann");
        office.lock_for("Bob");
        window.submit();
        assert_eq!(window.status(), 423);
        wait_for_notice(&window, "Bob is editing this.");
        office.end_lease();
        wait_for_notice(&window, "Nobody is editing this any more.");
        window.submit();
        assert!(window.url().ends_with("/?Written"), "{}", window.url());
        assert_eq!(office.notes(), "by Ann");
    });
}

#[test]
fn what_was_taken_while_the_tab_was_hidden_is_told_when_it_is_looked_at() {
    everywhere(|office, session| {
        let window = session.window();
        go(office, &window, "/Ann/long/1");
        window.enter(NOTES, "typed");
        freeze(&window);
        office.lock_for("Bob");
        look_at(&window);
        wait_for_notice(&window, "Bob is editing this.");
        assert_eq!(window.value(NOTES), "typed");
    });
}

#[test]
fn a_server_that_does_not_answer_is_no_news_until_the_lease_may_have_ended() {
    everywhere(|office, session| {
        let window = session.window();
        go(office, &window, "/Ann/short/1");
        window.enter(NOTES, "typed");
        let script = "
            window.said = [];
            new MutationObserver(() => said.push(document.querySelector('.cas-lease').innerText))
                .observe(document.querySelector('.cas-lease'), { childList: true })";
        wait_for_notice(&window, OPEN);
        window.execute(script, &[]);
        office.fail("/lease");
        wait_for_notice(&window, UNSURE);
        let said = window.execute("return said.length", &[]);
        assert_eq!(said, 1, "it was said at once, and once");
        office.fail("");
        wait_for_notice(&window, OPEN);
        assert_eq!(announced(&window), OPEN);
        assert_eq!(office.calls("lock"), 0);
        window.submit();
        assert_eq!(office.notes(), "typed");
    });
}

#[test]
fn a_page_that_comes_when_its_lease_has_ended_does_not_count_on_it() {
    everywhere(|office, session| {
        let window = session.window();
        office.arrive_late();
        office.fail("/lease");
        go(office, &window, "/Ann/long/1");
        wait_for_notice(&window, UNSURE);
        office.fail("");
        wait_for_notice(&window, OPEN);
    });
}

#[test]
fn a_network_that_comes_back_is_used_at_once() {
    everywhere(|office, session| {
        let window = session.window();
        go(office, &window, "/Ann/short/1");
        wait_for_notice(&window, OPEN);
        office.fail("/lease");
        wait_for_notice(&window, UNSURE);
        freeze(&window);
        office.fail("");
        let asked = office.calls("renew");
        window.execute("dispatchEvent(new Event('online'))", &[]);
        wait_for_notice(&window, OPEN);
        assert_eq!(office.calls("renew"), asked + 1);
        wait_for_holder(&window, office, Some("Ann"));
        assert_eq!(window.count(NOTICE), 1);
    });
}
