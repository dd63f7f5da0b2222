//! Expansions as people would read them, and what no input may do.

use proc_macro2::TokenStream;
use quote::quote;

/// The expansion, formatted.
fn expansion(input: TokenStream) -> String {
    let file = syn::parse2(crate::derive(input)).expect("an expansion is a list of items");
    prettyplease::unparse(&file)
}

/// The form of the README.
fn customer() -> TokenStream {
    quote! {
        #[diesel(table_name = customers)]
        struct CustomerForm {
            #[pattern(r"\p{Lu}[\p{L} '\-]*", "Start with a capital letter")]
            #[cas(max_length = 80)]
            name: String,
            #[cas(widget = email)]
            email: String,
            #[cas(widget = textarea(rows = 4))]
            notes: Option<String>,
            #[cas(min = 0, max = 10_000, step = 50, help = "In euro")]
            credit: i32,
            since: chrono::NaiveDate,
        }
    }
}

#[test]
fn a_form_of_five_columns_takes_at_most_120_lines() {
    let expansion = expansion(customer());
    let lines = expansion.lines().count();
    assert!(lines <= 120, "{lines} lines:\n{expansion}");
}
