//! What stands on a field.

use super::script::script;
use super::{
    Literal, LiteralKind, Set, each_item, function, in_parentheses, not_blank, parse, place, set,
    skip_item, text, unknown, value,
};
use crate::ctxt::Ctxt;
use crate::symbol::{self, ON_FIELD, ON_STRUCT, PATTERN_USAGE};
use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, ExprPath, LitBool, LitInt, LitStr, Meta, Token};

/// The attributes of a field, as written.
#[derive(Default)]
pub(crate) struct FieldAttrs {
    pub(crate) label: Option<Set<LitStr>>,
    pub(crate) help: Option<Set<LitStr>>,
    pub(crate) placeholder: Option<Set<LitStr>>,
    pub(crate) widget: Option<Set<Widget>>,
    pub(crate) choices: Option<Set<Vec<Choice>>>,
    /// `choices = path`: the function that lists them.
    pub(crate) listed: Option<Set<ExprPath>>,
    /// `zone = path`: the function that gives it.
    pub(crate) zone: Option<Set<ExprPath>>,
    pub(crate) min: Option<Set<Literal>>,
    pub(crate) max: Option<Set<Literal>>,
    pub(crate) step: Option<Set<Literal>>,
    pub(crate) min_length: Option<Set<LitInt>>,
    pub(crate) max_length: Option<Set<LitInt>>,
    pub(crate) required: Option<Set<bool>>,
    pub(crate) readonly: Option<Set<()>>,
    pub(crate) secret: Option<Set<()>>,
    /// `original = digest`
    pub(crate) digest: Option<Set<Digest>>,
    pub(crate) group: Option<Set<LitStr>>,
    pub(crate) version: Option<Set<Version>>,
    pub(crate) autocomplete: Option<Set<LitStr>>,
    pub(crate) checks: Vec<ExprPath>,
    pub(crate) script: Option<Set<LitStr>>,
    pub(crate) column: Option<Set<Ident>>,
    pub(crate) constraints: Vec<Set<LitStr>>,
    pub(crate) skip: Option<Set<()>>,
    pub(crate) pattern: Option<Set<Pattern>>,
    /// Of `#[diesel(...)]`.
    pub(crate) column_name: Option<Set<Ident>>,
}

/// `version` or `version = database`
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Version {
    Counted,
    Database,
}

impl Parse for Version {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let word: Ident = input.parse()?;
        match word.to_string().as_str() {
            "database" => Ok(Version::Database),
            _ => Err(syn::Error::new(word.span(), "`database`")),
        }
    }
}

/// `original = digest`
pub(crate) struct Digest;

impl Parse for Digest {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let word: Ident = input.parse()?;
        if word == "digest" { Ok(Digest) } else { Err(syn::Error::new(word.span(), "`digest`")) }
    }
}

/// `widget = kind` or `widget = textarea(rows = 4)`.
#[derive(Clone)]
pub(crate) struct Widget {
    pub(crate) kind: WidgetKind,
    pub(crate) rows: Option<LitInt>,
    pub(crate) span: Span,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum WidgetKind {
    Text,
    Textarea,
    Search,
    Tel,
    Url,
    Email,
    Password,
    Number,
    Range,
    Checkbox,
    Radio,
    Select,
    Checkboxes,
    SelectMultiple,
    Date,
    Month,
    Week,
    Time,
    DateTimeLocal,
    Color,
}

impl WidgetKind {
    const ALL: [(&str, WidgetKind); 20] = [
        ("text", WidgetKind::Text),
        ("textarea", WidgetKind::Textarea),
        ("search", WidgetKind::Search),
        ("tel", WidgetKind::Tel),
        ("url", WidgetKind::Url),
        ("email", WidgetKind::Email),
        ("password", WidgetKind::Password),
        ("number", WidgetKind::Number),
        ("range", WidgetKind::Range),
        ("checkbox", WidgetKind::Checkbox),
        ("radio", WidgetKind::Radio),
        ("select", WidgetKind::Select),
        ("checkboxes", WidgetKind::Checkboxes),
        ("select_multiple", WidgetKind::SelectMultiple),
        ("date", WidgetKind::Date),
        ("month", WidgetKind::Month),
        ("week", WidgetKind::Week),
        ("time", WidgetKind::Time),
        ("datetime_local", WidgetKind::DateTimeLocal),
        ("color", WidgetKind::Color),
    ];

    /// As it is written in the attribute.
    pub(crate) fn name(self) -> &'static str {
        WidgetKind::ALL.iter().find(|(_, kind)| *kind == self).map_or("", |(name, _)| name)
    }
}

/// `"value" = "label"`; without a label the value is its own.
#[derive(Clone)]
pub(crate) struct Choice {
    pub(crate) value: Literal,
    pub(crate) label: Option<LitStr>,
}

/// `#[pattern("source", "message")]`.
#[derive(Clone)]
pub(crate) struct Pattern {
    pub(crate) source: LitStr,
    pub(crate) message: LitStr,
}

impl FieldAttrs {
    pub(crate) fn new(ctxt: &Ctxt, attrs: &[Attribute]) -> Self {
        let mut all = FieldAttrs::default();
        for attr in attrs {
            if attr.path().is_ident(symbol::CAS) {
                each_item(ctxt, attr, "#[cas(label = \"First name\")]", |name, input| {
                    all.cas(ctxt, name, input)
                });
            } else if attr.path().is_ident(symbol::PATTERN) {
                all.pattern(ctxt, attr);
            } else if attr.path().is_ident(symbol::DIESEL) {
                all.diesel(attr);
            } else if attr.path().is_ident(symbol::LOCKABLE) {
                let message = "`lockable` belongs on the struct: a row is locked as a whole";
                ctxt.error_on(attr.path(), message);
            }
        }
        all
    }

    fn cas(&mut self, ctxt: &Ctxt, name: &Ident, input: ParseStream<'_>) -> syn::Result<()> {
        match name.to_string().as_str() {
            symbol::LABEL => set(&mut self.label, name, text(ctxt, name, input)?),
            symbol::HELP => set(&mut self.help, name, text(ctxt, name, input)?),
            symbol::PLACEHOLDER => set(&mut self.placeholder, name, text(ctxt, name, input)?),
            symbol::AUTOCOMPLETE => set(&mut self.autocomplete, name, text(ctxt, name, input)?),
            symbol::WIDGET => set(&mut self.widget, name, widget(ctxt, name, input)?),
            symbol::CHOICES if input.peek(Token![=]) => {
                set(&mut self.listed, name, value(name, input, ExprPath::parse)?)
            }
            symbol::CHOICES => set(&mut self.choices, name, choices(ctxt, name, input)?),
            symbol::ZONE => set(&mut self.zone, name, function(name, input)?),
            symbol::MIN => parse(&mut self.min, name, input),
            symbol::MAX => parse(&mut self.max, name, input),
            symbol::STEP => parse(&mut self.step, name, input),
            symbol::MIN_LENGTH => parse(&mut self.min_length, name, input),
            symbol::MAX_LENGTH => parse(&mut self.max_length, name, input),
            symbol::REQUIRED if input.peek(Token![=]) => {
                set(&mut self.required, name, value(name, input, LitBool::parse)?.value)
            }
            symbol::REQUIRED => set(&mut self.required, name, true),
            symbol::READONLY => set(&mut self.readonly, name, ()),
            symbol::SECRET => set(&mut self.secret, name, ()),
            symbol::ORIGINAL => parse(&mut self.digest, name, input),
            symbol::GROUP => set(&mut self.group, name, text(ctxt, name, input)?),
            symbol::VERSION if input.peek(Token![=]) => parse(&mut self.version, name, input),
            symbol::VERSION => set(&mut self.version, name, Version::Counted),
            symbol::CHECK => {
                self.checks.push(function(name, input)?);
                Ok(())
            }
            symbol::SCRIPT => set(&mut self.script, name, script(ctxt, name, input)?),
            symbol::COLUMN => set(&mut self.column, name, value(name, input, Ident::parse_any)?),
            symbol::CONSTRAINT => {
                let value = text(ctxt, name, input)?;
                self.constraints.push(Set { value, span: name.span() });
                Ok(())
            }
            symbol::SKIP => set(&mut self.skip, name, ()),
            _ => Err(unknown(name, ON_FIELD, (ON_STRUCT, "the struct"))),
        }
    }

    fn pattern(&mut self, ctxt: &Ctxt, attr: &Attribute) {
        let usage = || format!("it is written `{PATTERN_USAGE}`");
        let Some(name) = attr.path().get_ident() else { return };
        let Meta::List(list) = &attr.meta else {
            return ctxt.error_on(&attr.meta, usage());
        };
        let parsed = list.parse_args_with(|input: ParseStream<'_>| {
            let place_of_source = place(input, name.span());
            let source: LitStr =
                input.parse().map_err(|_| syn::Error::new(place_of_source, usage()))?;
            if input.parse::<Option<Token![,]>>()?.is_none() || input.is_empty() {
                let message = "what should people read where it does not match? Add a sentence: \
                               `#[pattern(\"...\", \"Start with a capital letter\")]`";
                return Err(syn::Error::new(place(input, source.span()), message));
            }
            let place_of_message = place(input, source.span());
            let message: LitStr =
                input.parse().map_err(|_| syn::Error::new(place_of_message, usage()))?;
            input.parse::<Option<Token![,]>>()?;
            if !input.is_empty() {
                return Err(input.error(usage()));
            }
            Ok(Pattern { source, message })
        });
        let Some(pattern) = ctxt.ok(parsed) else { return };
        not_blank(ctxt, &pattern.message, "the message is empty: say what people should enter");
        if self.pattern.is_some() {
            let message = "a field has one pattern: join them by lookaheads, `(?=first$)second`";
            return ctxt.error_at(name.span(), message);
        }
        self.pattern = Some(Set { value: pattern, span: name.span() });
    }

    /// Reads what both derives need. Whatever else stands there, mistakes included, is for
    /// Diesel's own derives to judge.
    fn diesel(&mut self, attr: &Attribute) {
        let silent = Ctxt::new();
        each_item(&silent, attr, "", |name, input| {
            if name == symbol::COLUMN_NAME {
                let column = value(name, input, |input| {
                    if input.peek(LitStr) {
                        input.parse::<LitStr>()?.parse()
                    } else {
                        input.parse()
                    }
                })?;
                return set(&mut self.column_name, name, column);
            }
            skip_item(input);
            Ok(())
        });
        // Diesel reports the same mistakes better.
        drop(silent.finish());
    }
}

fn widget(ctxt: &Ctxt, name: &Ident, input: ParseStream<'_>) -> syn::Result<Widget> {
    let names = || WidgetKind::ALL.iter().map(|(name, _)| *name);
    let known = || names().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    input.parse::<Token![=]>().map_err(|_| {
        syn::Error::new(
            name.span(),
            format!("`widget` is written `widget = textarea`, with one of {}", known()),
        )
    })?;
    let place = place(input, name.span());
    if input.peek(LitStr) {
        let quoted: LitStr = input.parse()?;
        let message = format!("write the widget without quotes; there are {}", known());
        return Err(syn::Error::new(quoted.span(), message));
    }
    let word = Ident::parse_any(input)
        .map_err(|_| syn::Error::new(place, format!("expected a widget: one of {}", known())))?;
    let mut text = word.to_string();
    // As HTML spells it.
    if text == "datetime" && input.peek(Token![-]) {
        input.parse::<Token![-]>()?;
        Ident::parse_any(input).map(|rest| text = format!("{text}_{rest}")).ok();
    }
    if text == "file" {
        let message = "a file is no part of what a form protects: no browser fills it in again after a refusal, \
                       so it would be lost. Upload it by a form of its own, and keep in this field what the \
                       upload gave it: a name or an id";
        return Err(syn::Error::new(word.span(), message));
    }
    let Some((_, kind)) = WidgetKind::ALL.iter().find(|(name, _)| *name == text) else {
        let message = match symbol::did_you_mean(&text, names()) {
            Some(meant) => format!("there is no widget `{text}`; did you mean `{meant}`?"),
            None => format!("there is no widget `{text}`; there are {}", known()),
        };
        return Err(syn::Error::new(word.span(), message));
    };
    let mut rows = None;
    if input.peek(syn::token::Paren) {
        let parenthesis = input.span();
        let given = in_parentheses(input, |content| {
            let name: Ident = content.parse()?;
            content.parse::<Token![=]>()?;
            let rows: LitInt = content.parse()?;
            content.parse::<Option<Token![,]>>()?;
            if name == "rows" { Ok(rows) } else { Err(content.error("unknown")) }
        });
        match given {
            Ok(given) if *kind == WidgetKind::Textarea => rows = Some(given),
            Ok(_) => {
                ctxt.error_at(parenthesis, "only `textarea` has rows: leave the parentheses out");
            }
            Err(_) => ctxt.error_at(parenthesis, "expected `textarea(rows = 4)`"),
        }
    }
    Ok(Widget { kind: *kind, rows, span: word.span() })
}

fn choices(ctxt: &Ctxt, name: &Ident, input: ParseStream<'_>) -> syn::Result<Vec<Choice>> {
    let usage = || format!("`choices` is written `{}`", symbol::usage(symbol::CHOICES));
    if !input.peek(syn::token::Paren) {
        return Err(syn::Error::new(name.span(), usage()));
    }
    let choices = in_parentheses(input, |content| {
        let mut choices = Vec::new();
        while !content.is_empty() {
            choices.push(choice(ctxt, content, name.span())?);
            if !content.is_empty() {
                let place = content.span();
                content.parse::<Token![,]>().map_err(|_| syn::Error::new(place, usage()))?;
            }
        }
        Ok(choices)
    })?;
    Ok(choices)
}

fn choice(ctxt: &Ctxt, input: ParseStream<'_>, before: Span) -> syn::Result<Choice> {
    let place_of_value = place(input, before);
    let value: Literal = input.parse().map_err(|_| {
        syn::Error::new(
            place_of_value,
            "expected a choice such as `\"de\" = \"Germany\"` or `1 = \"One\"`",
        )
    })?;
    if value.kind == LiteralKind::Float {
        // 1.0 would be shown, and submitted, as 1.
        ctxt.error_on(&value.tokens, "a choice is a text, a whole number or a bool");
    }
    let mut label = None;
    if input.parse::<Option<Token![=]>>()?.is_some() {
        let place = place(input, before);
        let text: LitStr = input
            .parse()
            .map_err(|_| syn::Error::new(place, "the label of a choice is a text in quotes"))?;
        not_blank(ctxt, &text, "a choice needs a label that people can read");
        label = Some(text);
    }
    Ok(Choice { value, label })
}
