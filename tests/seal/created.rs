//! Pages for something new.

use crate::*;
use cas_forms::{Created, FormError, New};
use cas_forms_diesel::sync::Insert as _;

type Fresh = At<Person, Unscoped, NoLease, SealedWith, NoContext, New>;

fn at(desk: &Desk, audience: &str) -> Fresh {
    Person::create().seal(&desk.keys, audience)
}

fn desk() -> Desk {
    let mut desk = Desk::new();
    desk.run(include_str!(
        "../../cas-forms-diesel/migrations/sqlite/2026-01-01-000000_cas_nonces/up.sql"
    ));
    desk
}

fn page(at: &Fresh) -> Page {
    let mut page = typed(Page::new(at.blank().as_p()));
    page.set("nick", "Ty").set("credit", "5");
    page
}

fn insert(desk: &mut Desk, body: &str) -> Result<Created<Person>, Refused<Person>> {
    at(desk, "anna").submit(body).insert(&mut desk.connection)
}

#[test]
fn a_sealed_page_is_inserted_once() {
    let mut desk = desk();
    let body = page(&at(&desk, "anna")).body();
    let first = insert(&mut desk, &body).expect("done");
    let again = insert(&mut desk, &body).expect("done already");
    assert_eq!((first.key(), again.key(), again.is_repeat()), (&3, &3, true));
    assert_eq!(desk.row(3), "'Typed' 'Ty' 'Typed too' 5 0");
}

#[test]
fn a_page_that_is_too_old_or_of_another_user_or_without_its_list_comes_back_to_be_sent_again() {
    let forgeries: [fn(&mut Desk, &mut Page); 4] = [
        |desk, _| desk.wait(DAY + 1),
        |desk, other| *other = page(&at(desk, "ben")),
        |_, page| {
            page.remove("cas-fields");
        },
        |_, page| {
            page.hide("original-nick", "");
        },
    ];
    for forge in forgeries {
        let mut desk = desk();
        let mut page = page(&at(&desk, "anna"));
        forge(&mut desk, &mut page);
        let refused = insert(&mut desk, &page.body()).expect_err("refused");
        assert_eq!((refused.reason(), refused.status()), (Reason::Originals, 428));
        let again = Page::new(refused.form().as_p());
        assert_eq!((again.value("name"), again.value("credit")), ("Typed", "5"));
        assert_eq!(insert(&mut desk, &again.body()).expect("done").key(), &3);
    }
}

#[test]
fn the_page_of_a_row_is_none_for_something_new_and_the_other_way_round() {
    let mut desk = desk();
    let mut of_row = desk.page(1);
    let new = page(&at(&desk, "anna"));
    add(&mut of_row, "cas-nonce", new.value("cas-nonce"));
    let refused = insert(&mut desk, &of_row.body()).expect_err("refused");
    assert_eq!(refused.form().form_errors(), [FormError::TooOld]);
    desk.refuses(&new.set_nick());
}

impl Page {
    /// As row 1 has it, so that it is not in question.
    fn set_nick(mut self) -> String {
        self.set("nick", "An").set("credit", "10").check("active", true).body()
    }
}
