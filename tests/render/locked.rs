//! What a page carries and says of its lease.

use crate::support::page::Page;
use cas_forms::{
    At, CasForm, Enhance, FencingToken, Form, German, Held, Holder, Lease, LeaseState, Locking,
    Presented, Reason, Secret,
};
use std::time::Duration;

const SECRET: &str = "0123456789abcdef0123456789abcdef";

#[derive(CasForm, Debug)]
#[lockable(ttl = "180s", idle = "15m", resource = "rooms")]
struct Room {
    #[cas(required)]
    name: String,
    floor: i32,
}

fn held(user: &str) -> Held {
    let holder = Holder::of_page(user, "1");
    Held { holder, fence: FencingToken(1), remaining: Duration::from_secs(45) }
}

fn mine() -> Locking {
    let secret = Secret::of_text(SECRET).expect("a secret");
    Locking::Mine(Lease::new(secret, held("Ann")))
}

fn at() -> At<Room> {
    Room::at(()).enhance(Enhance::module("/m.js").lease("/lease?a=1&b"))
}

fn fresh(state: impl Into<LeaseState>) -> Form<Room> {
    at().form(Room { name: "Attic".to_owned(), floor: 4 }).with_lease(state)
}

fn carried(markup: impl std::fmt::Display) -> Vec<String> {
    let page = Page::new(markup);
    let leases = page.controls.into_iter().filter(|control| control.name == Presented::NAME);
    leases.map(|control| control.value).collect()
}

#[test]
fn a_fresh_page_carries_its_lease_once_in_every_shape() {
    let form = fresh(&mine());
    for markup in [form.as_p(), form.as_div(), form.as_ul(), form.as_table()] {
        assert_eq!(carried(&markup), [SECRET], "{markup}");
    }
    assert_eq!(carried(form.field(Room::FIELDS.name).control()), [SECRET]);
    assert_eq!(carried(form.field(Room::FIELDS.name).original()), [SECRET]);
    assert_eq!(carried(form.field(Room::FIELDS.floor).control()), [""; 0]);
}

#[test]
fn a_refused_page_carries_the_lease_that_it_presented() {
    let body =
        format!("cas-lease={SECRET}&name=&original-name=%22Attic%22&floor=4&original-floor=4");
    let at = at().lease(&Presented::of_body(&body));
    let refused = at.submit(&body).validate().expect_err("a name is required");
    assert_eq!(carried(refused.form().as_p()), [SECRET]);
    assert!(refused.form().lease().contains("This is locked for you.<"));
}

#[test]
fn a_page_that_lost_its_lease_carries_none_and_says_who_has_it() {
    let body =
        format!("cas-lease={SECRET}&name=A&original-name=%22Attic%22&floor=4&original-floor=4");
    let at = at().lease(&Presented::of_body(&body));
    let refused = at.submit(&body).refuse(Reason::Locked).with_holder(Some(held("<Bob>")));
    let markup = refused.form().as_p();
    assert_eq!(carried(&markup), [""; 0]);
    assert!(
        markup.contains("<bdi>&lt;Bob&gt;</bdi> is editing this. Once they have left"),
        "{markup}"
    );
    assert!(markup.contains("free in 45 seconds at most."), "{markup}");
    assert_eq!(refused.sentence(), "Nothing was saved yet: somebody else is editing this.");
    let free = at.submit(&body).refuse(Reason::Locked).with_holder(None);
    assert!(free.form().lease().contains("Saving locks it again."));
    assert!(free.sentence().starts_with("Nothing was saved yet: this was not locked for you"));
}

#[test]
fn the_viewer_has_it_in_another_tab() {
    let body = "name=A&original-name=%22Attic%22&floor=4&original-floor=4";
    let at = at().viewer("Ann").lease(&Presented::default());
    let refused = at.submit(body).refuse(Reason::Locked).with_holder(Some(held("Ann")));
    assert!(refused.form().lease().contains("You are editing this in another tab"));
}

#[test]
fn the_tag_says_what_the_script_needs() {
    let attrs = fresh(&mine()).attrs();
    for text in [
        " data-cas-lease=\"/lease?a=1&amp;b\"",
        " data-cas-holds=\"mine\"",
        " data-cas-ttl=\"180\"",
        " data-cas-idle=\"900\"",
        " data-cas-left=\"45.000\"",
    ] {
        assert!(attrs.contains(text), "{text} in {attrs}");
    }
    assert!(fresh(Some(held("Bob"))).attrs().contains(" data-cas-holds=\"waits\""));
}

#[test]
fn a_page_that_was_told_of_no_lease_says_nothing() {
    let form = at().form(Room { name: "Attic".to_owned(), floor: 4 });
    assert!(!form.as_form("Save").contains("lease"), "{}", form.as_form("Save"));
    assert_eq!(form.lease().as_str(), "");
}

#[test]
fn it_is_said_in_the_language_of_the_form() {
    let form = fresh(&mine()).messages(&German);
    assert!(form.lease().contains("Das ist für Sie reserviert, 45 Sekunden lang."));
    let form = fresh(&Locking::Unfenced).messages(&German);
    assert!(form.lease().contains("Das kann gerade nicht reserviert werden"));
    assert_eq!(carried(form.as_p()), ["unfenced"]);
}
