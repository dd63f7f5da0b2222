//! The table: one chain of `const` calls for each field.

use super::at;
use crate::ast::{Choice, Field, Pattern, Widget};
use crate::attr::{Set, Version, WidgetKind};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;

/// `FieldSpec::new::<Type>("name", "Label")` and a call for each attribute: what the constructor
/// refuses, knowing the type, is reported at the attribute.
///
/// The control comes first, since it decides what else may be said.
pub(super) fn field(field: &Field) -> TokenStream {
    let Field { name, ty, label, .. } = field;
    let label = label.value();
    let calls = [
        call("with_secret", field.secret.as_ref(), |()| TokenStream::new()),
        call("with_zone", field.zone.as_ref(), |_| TokenStream::new()),
        call("with_listed_choices", field.listed.as_ref(), |_| TokenStream::new()),
        call("with_choices", field.choices.as_ref(), |choices| {
            let choices = choices.iter().map(choice);
            quote!(&[#(#choices),*])
        }),
        call("with_widget", field.widget.as_ref(), |named| widget(*named)),
        call("with_help", field.help.as_ref(), |text| text_of(&text.value())),
        call("with_placeholder", field.placeholder.as_ref(), |text| text_of(&text.value())),
        call("with_autocomplete", field.autocomplete.as_ref(), |text| text_of(&text.value())),
        call("with_required", field.required.as_ref(), |required| quote!(#required)),
        call("with_min", field.min.as_ref(), |min| text_of(&min.text)),
        call("with_max", field.max.as_ref(), |max| text_of(&max.text)),
        call("with_step", field.step.as_ref(), |step| text_of(&step.text)),
        call("with_min_length", field.min_length.as_ref(), |length| count(*length)),
        call("with_max_length", field.max_length.as_ref(), |length| count(*length)),
        call("with_pattern", field.pattern.as_ref(), pattern),
        call("with_script", field.script.as_ref(), |script| text_of(&script.value())),
        call("with_readonly", field.readonly.as_ref(), |()| TokenStream::new()),
        call("with_digest", field.digest.as_ref(), |_| TokenStream::new()),
        call("with_version", field.version.as_ref(), |version| match version {
            Version::Counted => quote!(__p::Version::Counted),
            Version::Database => quote!(__p::Version::Database),
        }),
        call("with_constraints", field.constraints.first(), |_| {
            let names = field.constraints.iter().map(|name| &name.value);
            quote!(&[#(#names),*])
        }),
    ];
    let calls: Vec<Call> = calls.into_iter().flatten().collect();
    // The compiler underlines a chain from its first call, so that is put where the attributes are.
    let start = calls.first().map_or_else(|| at(ty.span()), |call| call.span);
    let calls = calls.iter().map(|call| &call.tokens);
    let has_choices = field.choices.is_some() || field.listed.is_some();
    let new = Ident::new(if has_choices { "of_choices" } else { "new" }, start);
    let new = quote_spanned!(start=> __p::FieldSpec::#new::<#ty>(#name, #label));
    quote!(#new #(#calls)*)
}

struct Call {
    span: Span,
    tokens: TokenStream,
}

fn call<T>(
    method: &str,
    attr: Option<&Set<T>>,
    argument: impl FnOnce(&T) -> TokenStream,
) -> Option<Call> {
    attr.map(|attr| {
        let span = at(attr.span);
        let method = Ident::new(method, span);
        let argument = argument(&attr.value);
        Call { span, tokens: quote_spanned!(span=> .#method(#argument)) }
    })
}

fn text_of(text: &str) -> TokenStream {
    quote!(#text)
}

fn count(count: u32) -> TokenStream {
    Literal::u32_unsuffixed(count).into_token_stream()
}

fn choice(choice: &Choice) -> TokenStream {
    let Choice { value, label } = choice;
    let value = &value.text;
    quote!(__p::Choice { value: #value, label: #label })
}

fn widget(widget: Widget) -> TokenStream {
    let variant = match widget.kind {
        WidgetKind::Text => "Text",
        WidgetKind::Textarea => {
            let rows = count(widget.rows);
            return quote!(__p::Widget::Textarea { rows: #rows });
        }
        WidgetKind::Search => "Search",
        WidgetKind::Tel => "Tel",
        WidgetKind::Url => "Url",
        WidgetKind::Email => "Email",
        WidgetKind::Password => "Password",
        WidgetKind::Number => "Number",
        WidgetKind::Range => "Range",
        WidgetKind::Checkbox => "Checkbox",
        WidgetKind::Radio => "Radio",
        WidgetKind::Select => "Select",
        WidgetKind::Checkboxes => "Checkboxes",
        WidgetKind::SelectMultiple => "SelectMultiple",
        WidgetKind::Date => "Date",
        WidgetKind::Month => "Month",
        WidgetKind::Week => "Week",
        WidgetKind::Time => "Time",
        WidgetKind::DateTimeLocal => "DateTimeLocal",
        WidgetKind::Color => "Color",
    };
    let variant = Ident::new(variant, Span::call_site());
    quote!(__p::Widget::#variant)
}

fn pattern(pattern: &Pattern) -> TokenStream {
    let (source, message) = (pattern.source.value(), pattern.message.value());
    let (all, none) = (&pattern.translated.all, &pattern.translated.none);
    quote! {
        __p::Pattern { source: #source, message: #message, all: &[#(#all),*], none: &[#(#none),*] }
    }
}
