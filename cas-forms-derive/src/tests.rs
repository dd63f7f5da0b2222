//! Expansions as people would read them, and what no input may do.
//!
//! After a deliberate change: `INSTA_UPDATE=always cargo test -p cas-forms-derive`, and read the
//! difference; it shows what every form of every user grows by.

use proc_macro2::{Delimiter, Group, Literal, Punct, Spacing, TokenStream, TokenTree};
use quote::quote;

/// The expansion, formatted.
fn expansion(input: TokenStream) -> String {
    let output = crate::derive(input);
    let file = syn::parse2(output).expect("an expansion is a list of items");
    prettyplease::unparse(&file)
}

/// The form of the README, as it stands there.
fn customer() -> TokenStream {
    let readme = include_str!("../../README.md");
    let (_, from) = readme.split_once("\n#[derive(CasForm)]\n").expect("the README shows a form");
    let (form, _) = from.split_once("\n}\n").expect("the form has an end");
    format!("{form}\n}}").parse().expect("the form is Rust")
}

/// Whatever can be said, once.
fn everything() -> TokenStream {
    quote! {
        #[cas(table = crate::schema::parts, row = Part<'static>, key = (i32, i32), context = User)]
        #[cas(constant = PARTS, crate = crate::web::forms, diesel_crate = my::diesel_forms)]
        #[cas(seal(max_age = "12h"), check = Self::adds_up, check = rules::whole, script = "form.a && { b: 'c' }")]
        #[lockable(ttl = "90s", idle = "15m", resource = "part", fallback = cas, guard)]
        #[diesel(check_for_backend(Sqlite), primary_key(order, line), table_name = crate::schema::parts)]
        pub(crate) struct r#PartForm {
            #[cas(label = "Type", placeholder = "A7", autocomplete = "off", required)]
            #[diesel(column_name = type_, embed)]
            r#type: String,
            #[cas(choices("s" = "Small", "xl"), widget = radio, column = size_code)]
            size: String,
            #[cas(choices(-1 = "None", 1 = "One"))]
            count: i8,
            #[cas(widget = select, required = false)]
            sold: Option<bool>,
            #[pattern("(?=.*[0-9])(?!.* ).{8,}", "A digit, no blank")]
            #[cas(original = digest, min_length = 8, check = rules::code, check = is_free::<User>, script = "value")]
            code: String,
            #[cas(min = -0.5, max = 1e3, widget = number)]
            ratio: f64,
            #[cas(widget = datetime_local, readonly)]
            made: NaiveDateTime,
            #[cas(zone = User::zone, min = "2024-01-01T00:00")]
            starts: DateTime<Utc>,
            #[cas(skip)]
            loaded: Instant,
        }
    }
}

#[test]
fn a_form_of_five_columns_takes_at_most_120_lines() {
    let expansion = expansion(customer());
    let lines = expansion.lines().count();
    assert!(lines <= 120, "{lines} lines:\n{expansion}");
}

#[test]
fn a_form_with_a_table_is_its_data_and_its_columns() {
    insta::assert_snapshot!(expansion(customer()));
}

#[test]
fn a_form_without_a_table_is_its_data() {
    insta::assert_snapshot!(expansion(quote! {
        pub struct Login {
            name: String,
            stay: bool,
        }
    }));
}

#[test]
fn everything_that_can_be_said_is_carried_over() {
    insta::assert_snapshot!(expansion(everything()));
}

#[test]
fn a_table_may_have_its_key_in_one_named_column() {
    let expansion = expansion(quote! {
        #[cas(table = parts)]
        #[diesel(primary_key(code))]
        struct Part {
            name: String,
        }
    });
    assert!(expansion.contains("type KeyColumns = parts::code;"), "{expansion}");
}

#[test]
fn beside_errors_stands_a_form_without_values() {
    insta::assert_snapshot!(expansion(quote! {
        #[cas(table = parts, contxt = User)]
        struct Part {
            #[cas(lable = "Name")]
            name: String,
            #[cas(skip)]
            loaded: Instant,
            submit: bool,
        }
    }));
}

#[test]
fn a_struct_that_cannot_be_a_form_gets_a_stub() {
    insta::assert_snapshot!(expansion(quote! {
        struct Part<'a, T: Clone>(&'a T) where T: Send;
    }));
}

#[test]
fn the_same_struct_expands_to_the_same_text() {
    assert_eq!(expansion(everything()), expansion(everything()));
}

/// All streams that differ from this one in a single place.
fn mutations(stream: &TokenStream) -> Vec<TokenStream> {
    let trees: Vec<TokenTree> = stream.clone().into_iter().collect();
    let comma = || TokenTree::from(Punct::new(',', Spacing::Alone));
    let group = |tree: TokenTree| Group::new(Delimiter::Parenthesis, tree.into()).into();
    let mut all = Vec::new();
    for (i, tree) in trees.iter().enumerate() {
        let mut replace = |with: Vec<TokenTree>| {
            let (before, after) = (&trees[..i], &trees[i + 1..]);
            all.push(before.iter().cloned().chain(with).chain(after.iter().cloned()).collect());
        };
        replace(vec![]);
        replace(vec![tree.clone(), tree.clone()]);
        replace(vec![comma()]);
        replace(vec![tree.clone(), comma()]);
        replace(vec![Literal::u8_suffixed(5).into()]);
        replace(vec![Literal::string("\\").into()]);
        replace(vec![group(tree.clone())]);
        if let TokenTree::Group(inner) = tree {
            for stream in mutations(&inner.stream()) {
                replace(vec![Group::new(inner.delimiter(), stream).into()]);
            }
        }
    }
    all
}

#[test]
fn no_slip_of_a_token_makes_the_derive_panic() {
    let mutations: Vec<_> = [customer(), everything()].iter().flat_map(mutations).collect();
    assert!(mutations.len() > 1000);
    for input in mutations {
        let text = input.to_string();
        let output = crate::derive(input);
        assert!(syn::parse2::<syn::File>(output).is_ok(), "{text}");
    }
}
