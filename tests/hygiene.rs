//! The derive is a polite guest: it compiles wherever the user's own code does.

#![deny(
    warnings,
    missing_docs,
    missing_debug_implementations,
    unreachable_pub,
    unused_qualifications,
    unused_results,
    single_use_lifetimes,
    elided_lifetimes_in_paths,
    let_underscore_drop,
    trivial_casts,
    variant_size_differences,
    clippy::all,
    clippy::pedantic,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::std_instead_of_core,
    clippy::missing_inline_in_public_items,
    clippy::exhaustive_structs
)]
#![allow(clippy::trivially_copy_pass_by_ref, reason = "checks are lent what they judge")]
#![forbid(unsafe_code)]

/// Every name that generated code might say without thinking.
mod shadowed {
    use super::renamed::{CasForm, ErrorCode, Problems as Faults};

    macro_rules! shadow {
        ($($name:ident)*) => { $( #[derive(Debug)] #[allow(dead_code, reason = "it is here to shadow")] struct $name; )* };
    }
    shadow! { Option Result Some None Ok Err Box Vec From Into Default Clone Debug Copy Send Sync Sized FnMut Field Slot Cell Values FormSpec FieldSpec Widget Pattern See Stub Judge Problems }

    #[allow(dead_code, non_upper_case_globals, reason = "it is here to shadow")]
    mod constants {
        /// In a pattern this name would mean the constant.
        pub(super) const name: i32 = 1;
        pub(super) static form: i32 = 2;
    }
    #[allow(unused_imports, reason = "it is here to shadow")]
    use constants::{form, name};

    #[allow(dead_code, reason = "it is here to shadow")]
    mod core {}
    #[allow(dead_code, reason = "it is here to shadow")]
    mod std {}
    #[allow(dead_code, reason = "it is here to shadow")]
    mod cas_forms {}

    type Text = ::std::string::String;

    #[derive(CasForm, ::core::fmt::Debug)]
    #[cas(crate = super::renamed, row = Row, check = Self::check, script = "null")]
    struct Page {
        #[cas(max_length = 80, check = checks::name, script = "null")]
        #[pattern("[a-z]+", "Small letters")]
        name: Text,
        #[cas(choices("a" = "A", "b"), widget = radio)]
        form: ::core::option::Option<Text>,
        #[cas(min = 0, step = 2, check = Self::judge)]
        spec: i32,
        #[cas(skip)]
        more: i32,
    }

    /// Functions of the user's own with the names of the library's.
    impl Page {
        fn check(&self, (): &(), problems: &mut Faults<Self>) {
            problems.field(Self::FIELDS.spec, self.name.clone());
        }

        fn judge(spec: &i32, (): &()) -> ::core::result::Result<(), &'static str> {
            if *spec == 4 {
                ::core::result::Result::Err("four")
            } else {
                ::core::result::Result::Ok(())
            }
        }
    }

    mod checks {
        pub(super) fn name(text: &str, (): &()) -> ::core::result::Result<(), super::Text> {
            ::core::result::Result::Err(super::Text::from(text))
        }
    }

    #[derive(::core::fmt::Debug)]
    struct Row {
        name: Text,
    }

    impl ::core::convert::From<&Row> for Page {
        fn from(row: &Row) -> Self {
            Self { name: row.name.clone(), form: ::core::option::Option::None, spec: 1, more: 2 }
        }
    }

    #[test]
    fn a_form_among_shadows_renders() {
        let row = Row { name: Text::from("ada") };
        let shown: Page = ::core::convert::From::from(&row);
        assert_eq!(shown.more, 2);
        let html = Page::at(()).form(shown).as_p();
        assert!(html.contains("value=\"ada\""));
    }

    #[test]
    fn a_form_among_shadows_is_checked() {
        let at = Page::at(());
        let body = "name=ada&original-name=&original-form=&spec=4&original-spec=";
        let refused = at.submit(body).validate().expect_err("all checks refuse");
        let errors: ::std::vec::Vec<_> =
            refused.form().errors().map(|(_, code)| code.clone()).collect();
        assert_eq!(errors, ["ada", "four", "ada"].map(ErrorCode::from));
    }
}

extern crate cas_forms as renamed;

/// Forms of every visibility, with and without a use.
mod visible {
    use cas_forms::CasForm;

    /// Nobody names its fields.
    #[derive(Debug, CasForm)]
    struct Private {
        name: String,
    }

    #[derive(Debug, CasForm)]
    pub(crate) struct Internal {
        pub(crate) name: String,
        age: i32,
    }

    impl Internal {
        pub(crate) const fn new(name: String) -> Self {
            Self { name, age: 36 }
        }
    }

    pub(crate) mod inner {
        use cas_forms::CasForm;

        #[derive(Debug, CasForm)]
        pub(in crate::visible) struct Restricted {
            pub(in crate::visible) name: String,
        }
    }

    #[test]
    fn constants_are_as_visible_as_their_struct() {
        let private = Private::at(()).form(Private { name: "a".to_owned() });
        let restricted = inner::Restricted::at(()).form(inner::Restricted { name: "b".to_owned() });
        assert_eq!(private.errors().count(), 0);
        assert_eq!(inner::Restricted::FIELDS.name.index(), 0);
        assert!(restricted.as_p().contains("value=\"b\""));
    }
}

#[test]
fn a_form_of_another_module_names_its_fields() {
    use cas_forms::CasForm as _;
    use visible::Internal;
    let form = Internal::at(()).form(Internal::new("Ada".to_owned()));
    assert_eq!(Internal::FIELDS.age.index(), 1);
    assert!(form.as_p().contains("Ada"));
}

/// Attributes and types that come out of a `macro_rules` macro.
mod in_a_macro {
    use cas_forms::CasForm;

    macro_rules! form {
        ($form:ident { $($field:ident: $ty:ty, $label:literal, $max:literal;)* }) => {
            #[derive(Debug, CasForm)]
            struct $form {
                fixed: bool,
                $( #[cas(label = $label, max_length = $max)] $field: $ty, )*
            }
        };
    }

    form! { Made { name: String, "Your name", 80; city: Option<String>, "Your city", 40; } }

    #[test]
    fn a_form_made_by_a_macro_has_its_labels() {
        let made = Made { fixed: true, name: String::new(), city: None };
        let html = Made::at(()).form(made).as_p();
        assert!(html.contains("Your city") && html.contains("maxlength=\"40\""));
    }
}
