//! What is larger than a submission may be.

use crate::*;

#[test]
fn limits_are_errors_that_name_them_and_keep_what_was_seen() {
    let row = profile();
    let body = page(&row).set("name", "Bea").body();
    let many = format!("{body}{}", "&x=1".repeat(1000));
    let long = format!("{body}&x={}", "a".repeat(2 << 20));
    for (body, error) in
        [(&many, FormError::TooManyPairs(1000)), (&long, FormError::TooManyBytes(2 << 20))]
    {
        let at = Profile::at(());
        let refused = at.submit(body).validate().expect_err("refused");
        assert_eq!((refused.reason(), refused.status()), (Reason::TooLarge, 413));
        assert_eq!(refused.form().form_errors(), [error]);
        assert_eq!(Page::new(refused.form().as_p()).value("name"), "Bea");
    }
    let at = Profile::at(()).limits(Limits { pairs: 5000, bytes: 4 << 20 });
    assert!(at.submit(&many).validate().is_ok() && at.submit(&long).validate().is_ok());
    let at = Profile::at(()).limits(Limits { pairs: 3, bytes: 10 });
    let pairs = [("name", "Bea"), ("email", "x"), ("notes", "y"), ("level", "1")];
    assert_eq!(at.submit_pairs(&pairs).validate().expect_err("refused").reason(), Reason::TooLarge);
}

#[test]
fn a_checkbox_beyond_the_limit_is_not_unchecked() {
    #[derive(CasForm, Clone, Debug, PartialEq)]
    struct Terms {
        name: String,
        agreed: bool,
    }
    let row = Terms { name: "a".into(), agreed: true };
    let small = Terms::at(()).limits(Limits { pairs: 3, bytes: 1000 });
    let body = "original-name=%22a%22&original-agreed=true&name=b&agreed=true";
    let refused = small.submit(body).clean(&row).expect_err("too large");
    assert_eq!(refused.reason(), Reason::TooLarge);
    let again = Page::new(refused.form().as_p()).body();
    let saved = Terms::at(()).submit(&again).clean(&row).expect("clean").into_value();
    assert!(saved.agreed);
}

/// A form of what a limit may cut, with the originals first, as own markup may have them.
#[derive(CasForm, Clone, Debug, PartialEq)]
struct Report {
    note: String,
    #[cas(choices("a", "b", "c"))]
    parts: std::collections::BTreeSet<String>,
    done: bool,
}

/// The text on the page that comes back from a submission that is cut, and what is asked when that is
/// saved as it is.
fn saved_again(limits: Limits, body: &str, by_pairs: bool) -> (String, Vec<&'static str>) {
    let set = ["a", "b", "c"].map(str::to_owned).into();
    let row = Report { note: "was".into(), parts: set, done: true };
    let at = Report::at(()).limits(limits);
    let pairs: Vec<(String, String)> =
        form_urlencoded::parse(body.as_bytes()).into_owned().collect();
    let submission = if by_pairs { at.submit_pairs(&pairs) } else { at.submit(body) };
    let refused = submission.clean(&row).expect_err("too large");
    assert_eq!(refused.reason(), Reason::TooLarge);
    let page = Page::new(refused.form().as_p());
    let again = Report::at(());
    let refused = again.submit(&page.body()).clean(&row).expect_err("asked");
    let errors = refused.form().errors();
    let asked = errors.filter(|(_, code)| **code == ErrorCode::Unanswered);
    (page.value("note").to_owned(), asked.map(|(spec, _)| spec.name()).collect())
}

#[test]
fn a_text_that_was_cut_is_not_saved_without_a_question() {
    let originals = "original-note=%22was%22&original-parts=%5B%22a%22%2C%22b%22%2C%22c%22%5D\
        &original-done=true&parts=a&parts=b&parts=c&done=true";
    let body = format!("{originals}&note={}", "long+text+".repeat(9));
    let limits = Limits { bytes: body.len() - 40, ..Limits::default() };
    let text = "long text ".repeat(5);
    assert_eq!(saved_again(limits, &body, false), (text, vec!["note"]));
    // Names and values alone are counted here.
    let limits = Limits { bytes: 150, ..Limits::default() };
    let (text, asked) = saved_again(limits, &body, true);
    assert!(text.starts_with("long text ") && text.len() < 90, "{text}");
    assert_eq!(asked, ["note"]);
}

#[test]
fn a_set_that_may_have_been_cut_is_not_saved_without_a_question() {
    let body = "original-note=%22was%22&note=was&original-parts=%5B%22a%22%2C%22b%22%2C%22c%22%5D\
        &original-done=true&done=true&parts=a&parts=b&parts=c";
    let limits = Limits { pairs: 6, ..Limits::default() };
    assert_eq!(saved_again(limits, body, false), ("was".into(), vec!["parts"]));
    assert_eq!(saved_again(limits, body, true), ("was".into(), vec!["parts"]));
}
