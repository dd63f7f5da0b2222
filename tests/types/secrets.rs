//! Secrets: typed, never shown, never compared.

use crate::*;

#[derive(CasForm, Clone, Debug, PartialEq)]
struct Account {
    name: String,
    #[cas(secret, required, min_length = 8, autocomplete = "new-password")]
    password: String,
    #[cas(secret, widget = textarea)]
    token: Option<String>,
}

const OLD: &str = "the old password";

fn account() -> Account {
    Account { name: "anna".into(), password: OLD.into(), token: Some("t0ken".into()) }
}

fn html<F: CasForm>(refused: &Refused<F>) -> String {
    let form = refused.form();
    format!("{}{}{form:?}", form.as_p(), form.as_form("Save"))
}

#[test]
fn neither_the_value_nor_what_it_was_is_on_the_page() {
    let row = account();
    let page = page(&row);
    assert!(!page.html.contains(OLD) && !page.html.contains("t0ken"), "{}", page.html);
    assert_eq!((page.value("password"), page.original("password")), ("", "\"unchanged\""));
    let control = page.controls.iter().find(|c| c.name.starts_with("password--")).expect("it");
    assert_eq!((control.kind.as_str(), control.required), ("password", false));
    // Nor is there anything that depends on it.
    let other = Account { password: "x".into(), token: None, ..account() };
    assert_eq!(crate::page(&other).html, page.html);
    let form = Account::at(()).form(row);
    let field = form.field(Account::FIELDS.password);
    assert_eq!((field.value(), field.value_label()), (String::new(), String::new()));
}

#[test]
fn an_empty_control_keeps_it() {
    assert_eq!(save(&account(), untouched).expect("done"), (DoneKind::Unchanged, account()));
    let (kind, after) = save(&account(), |page| page.set("name", "bea")).expect("done");
    assert_eq!((kind, after), (DoneKind::Written, Account { name: "bea".into(), ..account() }));
}

#[test]
fn what_is_typed_is_written_even_if_it_is_what_is_stored() {
    for text in ["another password", OLD] {
        let (kind, after) = save(&account(), |page| page.set("password", text)).expect("done");
        assert_eq!(kind, DoneKind::Written, "{text}");
        assert_eq!(after, Account { password: text.into(), ..account() });
    }
}

#[test]
fn a_change_by_somebody_else_is_neither_told_nor_in_the_way() {
    let body = page(&account()).set("name", "bea").body();
    let moved = Account { password: "changed meanwhile".into(), token: None, ..account() };
    let at = Account::at(());
    let cleaned = at.submit(&body).clean(&moved).expect("done");
    assert_eq!(cleaned.into_value(), Account { name: "bea".into(), ..moved });
}

#[test]
fn a_refusal_does_not_send_it_back_and_asks_for_it_again() {
    let body = page(&account()).set("password", "typed by me").set("name", "bea").body();
    let moved = Account { name: "carl".into(), ..account() };
    let at = Account::at(());
    for refused in [
        at.submit(&body).clean(&moved).expect_err("stale"),
        at.submit(&body).refuse(Reason::Unavailable),
    ] {
        let html = html(&refused);
        assert!(!html.contains("typed by me") && !html.contains(OLD), "{html}");
        assert_eq!(errors(&refused), [("password", ErrorCode::Reenter)]);
    }
}

#[test]
fn its_rules_judge_what_is_typed() {
    let refused = save(&account(), |page| page.set("password", "short")).expect_err("refused");
    assert_eq!(errors(&refused), [("password", ErrorCode::TooShort(8))]);
    assert!(!html(&refused).contains("short\""), "{}", html(&refused));
}

#[test]
fn for_something_new_it_is_required() {
    let mut page = Page::new(Account::at(()).blank().as_p());
    let control = page.controls.iter().find(|c| c.name.starts_with("password--")).expect("it");
    assert!(control.required);
    let at = Account::at(());
    let refused = at.submit(&page.set("name", "anna").body()).validate().expect_err("refused");
    assert_eq!(errors(&refused), [("password", ErrorCode::Required)]);
    let again = Page::new(refused.form().as_p());
    assert!(again.controls.iter().any(|c| c.name.starts_with("password--") && c.required));
    let made = at.submit(&page.set("password", "long enough").body()).validate().expect("a form");
    assert_eq!(made, Account { name: "anna".into(), password: "long enough".into(), token: None });
}

#[test]
fn a_page_that_says_nothing_of_it_is_refused_and_one_that_lies_as_well() {
    let at = Account::at(());
    let body = page(&account()).set("password", "typed by me").remove("original-password").body();
    let refused = at.submit(&body).clean(&account()).expect_err("refused");
    assert_eq!(refused.reason(), Reason::Originals);
    let forged = page(&account()).body().replace("unchanged", "known");
    let refused = at.submit(&forged).clean(&account()).expect_err("refused");
    assert_eq!(refused.reason(), Reason::Originals);
    assert!(!html(&refused).contains(OLD));
}

#[test]
fn a_question_about_it_is_never_asked() {
    let body = page(&account()).set("password", "typed by me").body();
    let at = Account::at(());
    let body = format!("{body}&resolve-password=theirs&cas-was-password=%22x%22");
    let refused = at.submit(&body).refuse(Reason::Unavailable);
    assert!(!html(&refused).contains("resolve-"), "{}", html(&refused));
}
