//! The page after a refusal: its question, and that saving it again overwrites nothing unseen.

use crate::*;

#[test]
fn a_conflict_page_needs_an_answer_and_either_answer_is_kept() {
    let row = profile();
    let body = page(&row).set("name", "Bea").body();
    let moved = Profile { name: "Cleo".into(), ..row.clone() };
    let (reason, mut conflict) = clean(&body, &moved).expect_err("stale");
    assert_eq!(reason, Reason::Stale);
    assert_eq!(conflict.original("name"), "\"Cleo\"");
    assert!(!conflict.is_sendable());
    let (reason, mut again) = clean(&conflict.body(), &moved).expect_err("unanswered");
    assert_eq!(reason, Reason::Invalid);
    assert!(again.html.contains("When you opened the page: <q>Anna</q>"), "{}", again.html);
    let mine = clean(&again.choose("resolve-name", "mine").body(), &moved);
    assert_eq!(mine.map(|(_, row)| row.name), Ok("Bea".into()));
    let theirs = clean(&conflict.choose("resolve-name", "theirs").body(), &moved);
    assert_eq!(theirs, Ok((DoneKind::Unchanged, moved)));
}

#[test]
fn an_answer_does_not_cover_a_further_change() {
    let row = profile();
    let body = page(&row).set("name", "Bea").body();
    let (_, mut conflict) =
        clean(&body, &Profile { name: "Cleo".into(), ..row.clone() }).expect_err("stale");
    let answered = conflict.choose("resolve-name", "mine").body();
    let (reason, page) =
        clean(&answered, &Profile { name: "Dora".into(), ..row }).expect_err("stale");
    assert_eq!(reason, Reason::Stale);
    assert!(page.html.contains("Dora") && page.html.contains("Cleo") && !page.is_sendable());
}

/// "Press Save twice without looking": after every refusal the page is sent as it is, in spite of
/// whatever the browser would ask first.
#[test]
fn pressing_save_again_and_again_overwrites_nothing_unseen() {
    type Named<T> = (&'static str, fn(&mut T));
    let row = profile();
    let edits: [Named<Page>; 6] = [
        ("valid", |page| {
            page.set("name", "Bea");
        }),
        ("invalid", |page| {
            page.set("level", "7");
        }),
        ("no number", |page| {
            page.set("level", "seven");
        }),
        ("no original", |page| {
            page.set("name", "Bea").remove("original-name");
        }),
        ("emptied original", |page| {
            page.set("name", "Bea");
            let original = page.controls.iter_mut().find(|c| c.name == "original-name");
            original.expect("the original").value.clear();
        }),
        ("no box", |page| {
            page.check("active", false);
        }),
    ];
    let moves: [Named<Profile>; 5] = [
        ("nothing", |_| {}),
        ("name", |row| row.name = "Cleo".into()),
        ("level", |row| row.level = 20),
        ("notes", |row| row.notes = None),
        ("active", |row| row.active = false),
    ];
    let mut refusals = 0;
    for (edit, apply) in edits {
        for (moved, change) in moves {
            let mut first = page(&row);
            apply(&mut first);
            let mut current = row.clone();
            change(&mut current);
            let mut body = first.body();
            for _ in 0..3 {
                match clean(&body, &current) {
                    Err((_, next)) => {
                        refusals += 1;
                        body = next.body();
                    }
                    Ok((_, saved)) => {
                        // What others wrote stands; what nobody edited stands.
                        let case = format!("{edit} while {moved} moved");
                        if moved == "name" || !matches!(edit, "valid") {
                            assert_eq!(saved.name, current.name, "{case}");
                        }
                        assert_eq!(
                            (saved.level, &saved.notes),
                            (current.level, &current.notes),
                            "{case}"
                        );
                        assert!(saved.active == current.active || edit == "no box", "{case}");
                        break;
                    }
                }
            }
        }
    }
    assert!(refusals > 30, "{refusals} refusals");
}

#[test]
fn an_emptied_original_keeps_the_text_and_asks() {
    let row = profile();
    let mut page = page(&row);
    let body =
        page.set("name", "Typed").body().replace("original-name=%22Anna%22", "original-name=");
    let (reason, page) = clean(&body, &row).expect_err("refused");
    assert_eq!((reason, page.value("name")), (Reason::Originals, "Typed"));
    assert!(!page.is_sendable());
}

#[test]
fn a_field_that_was_left_off_the_page_is_named() {
    let row = profile();
    let body = page(&row).remove("at").remove("original-at").set("name", "Bea").body();
    assert_eq!(errors(&body), [("at", ErrorCode::OriginalMissing)]);
}

#[test]
fn saving_twice_after_a_wrong_number_does_not_empty_the_field() {
    #[derive(CasForm, Clone, Debug, PartialEq)]
    struct Level {
        level: Option<i32>,
    }
    let row = Level { level: Some(5) };
    let at = Level::at(());
    let mut body = Page::new(Form::new(row.clone()).as_p()).set("level", "seven").body();
    for _ in 0..2 {
        let refused = at.submit(&body).clean(&row).expect_err("no number");
        assert_eq!(refused.reason(), Reason::Invalid);
        body = Page::new(refused.form().as_p()).body();
    }
}

#[test]
fn mine_is_written_even_where_both_values_look_alike() {
    let row = profile();
    let body = page(&row).set("at", "2024-03-01T12:00:00.123").body();
    let theirs = Profile { at: "2024-03-01T12:00:00.123999".parse().expect("a time"), ..row };
    let (_, mut conflict) = clean(&body, &theirs).expect_err("stale");
    let (_, saved) = clean(&conflict.choose("resolve-at", "mine").body(), &theirs).expect("clean");
    assert_eq!(saved.at, "2024-03-01T12:00:00.123".parse().expect("a time"));
}

#[test]
fn an_answer_that_could_not_be_acted_upon_is_kept() {
    let row = profile();
    let body = page(&row).set("name", "Bea").body();
    let moved = Profile { name: "Cleo".into(), ..row };
    let (_, mut conflict) = clean(&body, &moved).expect_err("stale");
    let body = conflict.choose("resolve-name", "theirs").body();
    let at = Profile::at(());
    let page = Page::new(at.submit(&body).refuse(Reason::Unavailable).form().as_p());
    assert!(page.is_sendable() && page.value("name") == "Bea", "{}", page.html);
    assert_eq!(clean(&page.body(), &moved).map(|(kind, _)| kind), Ok(DoneKind::Unchanged));
}

#[test]
fn a_refused_form_says_why_on_its_page() {
    let row = profile();
    let body = page(&row).body();
    for reason in [Reason::Gone, Reason::Unavailable, Reason::Locked] {
        let at = Profile::at(());
        let refused = at.submit(&body).refuse(reason);
        assert!(refused.form().as_form("Save").contains(reason.sentence()), "{reason:?}");
    }
}

#[test]
fn what_the_first_page_showed_is_still_said_after_a_second_refusal() {
    let moved = Profile { at: "2024-03-01T00:00:00".parse().expect("a time"), ..profile() };
    let body = page(&profile()).set("at", "2024-04-01T00:00").body();
    let at = Profile::at(());
    let mut refused = at.submit(&body).clean(&moved).expect_err("stale");
    for _ in 0..2 {
        let html = refused.form().as_p().into_string();
        assert!(html.contains("<q>2024-02-29T10:20:30.123</q>"), "{html}");
        refused = at.submit(&Page::new(html).body()).clean(&moved).expect_err("asked");
    }
}

#[test]
fn who_keeps_the_other_value_need_not_correct_what_they_had_typed() {
    let row = profile();
    let body = page(&row).set("name", "bea").body();
    let moved = Profile { name: "Cleo".into(), ..row.clone() };
    let (_, mut conflict) = clean(&body, &moved).expect_err("stale");
    // The browser asks for nothing but the answer.
    let name = conflict.html.split_once("name=\"name\"").expect("the control").1;
    let tag = name.split_once('>').expect("its end").0;
    assert!(tag.contains("value=\"bea\"") && !tag.contains("pattern"), "{tag}");
    assert!(!tag.contains(" required") && !tag.contains("maxlength"), "{tag}");
    let theirs = clean(&conflict.choose("resolve-name", "theirs").body(), &moved);
    assert_eq!(theirs, Ok((DoneKind::Unchanged, moved.clone())));
    let (reason, _) = clean(&conflict.choose("resolve-name", "mine").body(), &moved)
        .expect_err("judged all the same");
    assert_eq!(reason, Reason::Invalid);
}

#[test]
fn of_longer_texts_the_words_that_differ_are_marked() {
    let row = Profile { notes: Some("Call before noon & bring <b>".into()), ..profile() };
    let body = page(&row).set("notes", "Call me before noon & bring <b>").body();
    let moved = Profile { notes: Some("Call before ten & bring <b>".into()), ..row };
    let (_, conflict) = clean(&body, &moved).expect_err("stale");
    let theirs = "<q>Call before <del>noon</del><ins>ten</ins> &amp; bring &lt;b&gt;</q>";
    assert!(conflict.html.contains(theirs), "{}", conflict.html);
    let mine = "<q>Call <ins>me </ins>before noon &amp; bring &lt;b&gt;</q>";
    assert!(conflict.html.contains(mine), "{}", conflict.html);
}
