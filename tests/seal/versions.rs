//! Pages of another version of the program: a field added, removed, retyped. What was typed is kept.
//!
//! A form is known by its module and name: versions of one stand in functions of one module.

use crate::{Desk, Page};
use cas_forms::{CasForm, ErrorCode, FormError, Reason, Refused};

macro_rules! versions {
    ($module:ident, [$($seal:ident)?], $($at:tt)*) => {
        mod $module {
            use super::*;

            /// The page of `name: "Anna", age: 30, notes: "first"`, before something is typed.
            fn old(desk: &Desk) -> Page {
                #[derive(CasForm)]
                #[cas(key = i32 $(, $seal)?)]
                struct Thing {
                    name: String,
                    age: i32,
                    #[cas(widget = textarea)]
                    notes: Option<String>,
                }
                let _ = desk;
                let row = Thing { name: "Anna".into(), age: 30, notes: Some("first".into()) };
                Page::new(Thing::at(7)$($at)*(desk).form(row).as_p())
            }

            fn refused<F: CasForm>(refused: &Refused<F>) -> (u16, Page) {
                assert_eq!(refused.reason(), Reason::Originals);
                (refused.status(), Page::new(refused.form().as_p()))
            }

            #[test]
            fn a_field_that_was_added_is_asked_about_and_nothing_typed_is_lost() {
                #[derive(CasForm, Clone, Debug)]
                #[cas(key = i32 $(, $seal)?)]
                struct Thing {
                    name: String,
                    age: i32,
                    notes: Option<String>,
                    added: Option<String>,
                }
                let desk = Desk::new();
                let row = Thing {
                    name: "Anna".into(), age: 30, notes: Some("first".into()), added: Some("x".into()),
                };
                let body = old(&desk).set("name", "Typed").set("notes", "Typed too").body();
                let at = Thing::at(7)$($at)*(&desk);
                let (status, page) = refused(&at.submit(&body).clean(&row).expect_err("refused"));
                assert_eq!(status, 428);
                assert_eq!((page.value("name"), page.value("notes")), ("Typed", "Typed too"));
                assert_eq!(page.value("added"), "x");
                let saved = at.submit(&page.body()).clean(&row).expect("done").into_value();
                assert_eq!((saved.name.as_str(), saved.added.as_deref()), ("Typed", Some("x")));
            }

            #[test]
            fn what_was_typed_into_a_field_that_was_removed_is_shown() {
                #[derive(CasForm, Clone, Debug)]
                #[cas(key = i32 $(, $seal)?)]
                struct Thing {
                    name: String,
                    age: i32,
                }
                let desk = Desk::new();
                let row = Thing { name: "Anna".into(), age: 30 };
                let at = Thing::at(7)$($at)*(&desk);
                let body = old(&desk).set("name", "Typed").set("notes", "Typed\n<too>").body();
                let refusal = at.submit(&body).clean(&row).expect_err("refused");
                let gone = FormError::FieldGone {
                    field: "notes".into(), text: Some("Typed\n<too>".into()),
                };
                assert_eq!(refusal.form().form_errors(), [gone]);
                let (status, page) = refused(&refusal);
                assert_eq!((status, page.value("name")), (428, "Typed"));
                assert!(page.html.contains("You had entered: Typed\n&lt;too&gt;"), "{}", page.html);
                let saved = at.submit(&page.body()).clean(&row).expect("done").into_value();
                assert_eq!(saved.name, "Typed");
            }

            #[test]
            fn a_field_that_was_removed_and_left_alone_is_in_nobody_s_way() {
                #[derive(CasForm, Clone, Debug)]
                #[cas(key = i32 $(, $seal)?)]
                struct Thing {
                    name: String,
                }
                let desk = Desk::new();
                let row = Thing { name: "Anna".into() };
                let body = old(&desk).set("name", "Typed").body();
                let at = Thing::at(7)$($at)*(&desk);
                assert_eq!(at.submit(&body).clean(&row).expect("done").into_value().name, "Typed");
            }

            #[test]
            fn a_field_of_another_type_is_asked_about_and_nothing_typed_is_lost() {
                #[derive(CasForm, Clone, Debug)]
                #[cas(key = i32 $(, $seal)?)]
                struct Thing {
                    name: String,
                    age: Option<String>,
                    notes: Option<String>,
                }
                let desk = Desk::new();
                let row =
                    Thing { name: "Anna".into(), age: Some("thirty".into()), notes: Some("first".into()) };
                let body = old(&desk).set("name", "Typed").set("age", "31").body();
                let at = Thing::at(7)$($at)*(&desk);
                let refusal = at.submit(&body).clean(&row).expect_err("refused");
                let errors: Vec<_> = refusal.form().errors().collect();
                assert_eq!(errors.len(), 1);
                assert_eq!((errors[0].0.name(), errors[0].1), ("age", &ErrorCode::OriginalMalformed));
                let (status, mut page) = refused(&refusal);
                assert_eq!((status, page.value("name"), page.value("age")), (428, "Typed", "31"));
                assert!(!page.is_sendable(), "the age is in question");
                let body = page.choose("resolve-age", "theirs").body();
                let saved = at.submit(&body).clean(&row).expect("done").into_value();
                assert_eq!((saved.name.as_str(), saved.age.as_deref()), ("Typed", Some("thirty")));
            }

            #[test]
            fn a_secret_that_was_removed_is_not_shown() {
                fn old(desk: &Desk) -> Page {
                    #[derive(CasForm)]
                    #[cas(key = i32 $(, $seal)?)]
                    struct Thing {
                        name: String,
                        #[cas(secret)]
                        code: String,
                    }
                    let _ = desk;
                    let row = Thing { name: "Anna".into(), code: "0000".into() };
                    Page::new(Thing::at(7)$($at)*(desk).form(row).as_p())
                }
                #[derive(CasForm, Clone, Debug)]
                #[cas(key = i32 $(, $seal)?)]
                struct Thing {
                    name: String,
                }
                let desk = Desk::new();
                let row = Thing { name: "Anna".into() };
                let at = Thing::at(7)$($at)*(&desk);
                let body = old(&desk).set("code", "1234").body();
                let refused = at.submit(&body).clean(&row).expect_err("refused");
                let gone = FormError::FieldGone { field: "code".into(), text: None };
                assert_eq!(refused.form().form_errors(), [gone]);
                assert!(!refused.form().as_p().contains("1234"));
                at.submit(&old(&desk).body()).clean(&row).expect("nothing was typed");
            }
        }
    };
}

/// Seals in Anna's name, or not at all.
trait Sealing: Sized {
    type Place;
    fn sealed(self, desk: &Desk) -> Self::Place;
    fn unsealed(self, desk: &Desk) -> Self;
}

impl<F: CasForm<Key = i32>> Sealing
    for cas_forms::At<F, cas_forms::Unscoped, cas_forms::NoLease, cas_forms::Unsealed>
{
    type Place = crate::Place<F>;

    fn sealed(self, desk: &Desk) -> Self::Place {
        self.seal(&desk.keys, "anna")
    }
    fn unsealed(self, _: &Desk) -> Self {
        self
    }
}

versions!(sealed, [seal], .sealed);
versions!(unsealed, [], .unsealed);

#[test]
fn a_field_that_the_list_does_not_name_is_not_written() {
    // The page says of a field what only a page of the next version could.
    fn next(desk: &Desk) -> Page {
        #[derive(CasForm)]
        #[cas(key = i32, seal)]
        struct Thing {
            name: String,
            extra: String,
        }
        let row = Thing { name: "Anna".into(), extra: "x".into() };
        Page::new(Thing::at(7).sealed(desk).form(row).as_p())
    }
    fn last(desk: &Desk) -> Page {
        #[derive(CasForm)]
        #[cas(key = i32, seal)]
        struct Thing {
            name: String,
        }
        Page::new(Thing::at(7).sealed(desk).form(Thing { name: "Anna".into() }).as_p())
    }
    #[derive(CasForm, Clone, Debug)]
    #[cas(key = i32, seal)]
    struct Thing {
        name: String,
        extra: String,
    }
    let desk = Desk::new();
    let row = Thing { name: "Anna".into(), extra: "x".into() };
    let (mut page, list) = (next(&desk), last(&desk).value("cas-fields").to_owned());
    page.set("name", "Typed").set("extra", "y").hide("cas-fields", &list);
    let at = Thing::at(7).sealed(&desk);
    let refused = at.submit(&page.body()).clean(&row).expect_err("refused");
    assert_eq!(refused.reason(), Reason::Originals);
    let errors: Vec<_> = refused.form().errors().map(|(spec, code)| (spec.name(), code)).collect();
    assert_eq!(errors, [("extra", &ErrorCode::TooOld)]);
}

#[test]
fn an_original_of_a_form_within_the_form_is_nobody_s_business() {
    #[derive(CasForm, Clone, Debug)]
    struct Thing {
        name: String,
    }
    let row = Thing { name: "Anna".into() };
    let body = "name=Typed&original-name=%22Anna%22&lines-0-name=x&original-lines-0-name=%22y%22";
    assert_eq!(Thing::at(()).submit(body).clean(&row).expect("done").into_value().name, "Typed");
}
