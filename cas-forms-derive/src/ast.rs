//! The form as a typed tree. What contradicts itself in the attributes has no place in it and is
//! reported on the way here; what is merely wrong is found by [`check`](crate::check).

mod lock;

pub(crate) use lock::Lock;

use crate::attr::{
    self, FieldAttrs, Literal, OnStale, SealAttrs, Set, StructAttrs, Version, WidgetKind,
};
use crate::ctxt::Ctxt;
use crate::pattern::{self, Translated};
use crate::symbol::{COLUMN, COLUMN_NAME, SKIP, TABLE, TABLE_NAME};
use proc_macro2::{Ident, Span};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{
    Data, DeriveInput, ExprPath, Fields, Generics, LitInt, LitStr, Path, Token, Type, Visibility,
    parse_quote,
};

/// The struct.
pub(crate) struct Form {
    pub(crate) ident: Ident,
    pub(crate) vis: Visibility,
    /// Empty in whatever passes the checks; the stubs beside errors need them.
    pub(crate) generics: Generics,
    /// The path of the crate cas-forms.
    pub(crate) core: Path,
    /// The path of the crate cas-forms-diesel.
    pub(crate) diesel: Path,
    /// What `FIELDS` is called.
    pub(crate) constant: Ident,
    pub(crate) key: Option<Type>,
    pub(crate) context: Option<Type>,
    /// What others changed is taken over.
    pub(crate) merges: bool,
    /// Functions that judge the whole form.
    pub(crate) checks: Vec<ExprPath>,
    pub(crate) script: Option<Set<LitStr>>,
    pub(crate) lock: Option<Lock>,
    pub(crate) seal: Option<SealAttrs>,
    pub(crate) row: Option<Type>,
    pub(crate) table: Option<Table>,
    /// Whether it is a struct with named fields; otherwise that was reported.
    pub(crate) has_named_members: bool,
    pub(crate) fields: Vec<Field>,
    /// Members that are no fields of the form.
    pub(crate) skipped: Vec<Skipped>,
}

pub(crate) struct Table {
    pub(crate) path: Path,
    /// Empty for the table's own.
    pub(crate) primary_key: Vec<Ident>,
}

pub(crate) struct Skipped {
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
}

/// A field of the form.
pub(crate) struct Field {
    pub(crate) ident: Ident,
    /// What goes over the wire: the identifier without `r#`.
    pub(crate) name: String,
    pub(crate) ty: Type,
    pub(crate) column: Column,
    pub(crate) label: LitStr,
    pub(crate) help: Option<Set<LitStr>>,
    pub(crate) placeholder: Option<Set<LitStr>>,
    pub(crate) autocomplete: Option<Set<LitStr>>,
    pub(crate) widget: Option<Set<Widget>>,
    pub(crate) choices: Option<Set<Vec<Choice>>>,
    /// The function that lists the choices.
    pub(crate) listed: Option<Set<ExprPath>>,
    /// The function that gives the zone.
    pub(crate) zone: Option<Set<ExprPath>>,
    pub(crate) min: Option<Set<Literal>>,
    pub(crate) max: Option<Set<Literal>>,
    pub(crate) step: Option<Set<Literal>>,
    pub(crate) min_length: Option<Set<u32>>,
    pub(crate) max_length: Option<Set<u32>>,
    pub(crate) required: Option<Set<bool>>,
    pub(crate) readonly: Option<Set<()>>,
    pub(crate) secret: Option<Set<()>>,
    /// The page carries digests in place of the original.
    pub(crate) digest: Option<Set<attr::Digest>>,
    /// The fields with the same name count as one where others' changes are merged.
    pub(crate) group: Option<Set<LitStr>>,
    pub(crate) version: Option<Set<Version>>,
    pub(crate) pattern: Option<Set<Pattern>>,
    /// Constraints of the database whose violation is said here.
    pub(crate) constraints: Vec<Set<LitStr>>,
    /// Functions that judge the value.
    pub(crate) checks: Vec<ExprPath>,
    pub(crate) script: Option<Set<LitStr>>,
}

/// The column of a field.
pub(crate) struct Column {
    pub(crate) ident: Ident,
    /// Where `#[cas(column = ...)]` named it.
    pub(crate) renamed: Option<Span>,
}

#[derive(Clone, Copy)]
pub(crate) struct Widget {
    pub(crate) kind: WidgetKind,
    /// Of a textarea.
    pub(crate) rows: u32,
}

pub(crate) struct Choice {
    pub(crate) value: Literal,
    pub(crate) label: String,
}

pub(crate) struct Pattern {
    pub(crate) source: LitStr,
    pub(crate) message: LitStr,
    pub(crate) translated: Translated,
}

impl Form {
    /// Reads the struct. Whatever is wrong is reported and left out.
    pub(crate) fn new(ctxt: &Ctxt, input: &DeriveInput) -> Self {
        let attrs = StructAttrs::new(ctxt, &input.attrs);
        let mut fields = Vec::new();
        let mut skipped = Vec::new();
        let named = members(ctxt, input);
        for member in named.into_iter().flatten() {
            match Member::new(ctxt, member) {
                Some(Member::Field(field)) => fields.push(*field),
                Some(Member::Skipped(member)) => skipped.push(*member),
                None => {}
            }
        }
        let table = table(ctxt, &attrs);
        Form {
            ident: input.ident.clone(),
            vis: input.vis.clone(),
            generics: input.generics.clone(),
            lock: attrs.lock.map(|lock| Lock::new(&input.ident, table.as_ref(), lock.value)),
            seal: attrs.seal.map(|seal| seal.value),
            table,
            core: attrs.krate.map_or_else(|| parse_quote!(::cas_forms), |path| path.value),
            diesel: attrs
                .diesel_crate
                .map_or_else(|| parse_quote!(::cas_forms_diesel), |path| path.value),
            constant: attrs.constant.map_or_else(|| parse_quote!(FIELDS), |ident| ident.value),
            key: attrs.key.map(|key| key.value),
            context: attrs.context.map(|context| context.value),
            merges: attrs.on_stale.is_some_and(|policy| policy.value == OnStale::Merge),
            checks: attrs.checks,
            script: attrs.script,
            row: attrs.row.map(|row| row.value),
            has_named_members: named.is_some(),
            fields,
            skipped,
        }
    }
}

/// The members of a struct with named fields; anything else is an error.
fn members<'i>(
    ctxt: &Ctxt,
    input: &'i DeriveInput,
) -> Option<&'i Punctuated<syn::Field, Token![,]>> {
    let (place, message): (&dyn ToTokens, _) = match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => return Some(&fields.named),
            Fields::Unnamed(fields) => {
                (fields, "a form's fields have names: write `struct Form { name: String }`")
            }
            Fields::Unit => {
                (&input.ident, "a form has fields: write `struct Form { name: String }`")
            }
        },
        Data::Enum(data) => (
            &data.enum_token,
            "a form is a struct: where one of several values is to be chosen, use `choices(...)` on a field",
        ),
        Data::Union(data) => {
            (&data.union_token, "a form is a struct: which member a union holds, nobody can tell")
        }
    };
    ctxt.error_on(place, message);
    None
}

/// The table, which either attribute may name.
fn table(ctxt: &Ctxt, attrs: &StructAttrs) -> Option<Table> {
    let text = |path: &Path| path.to_token_stream().to_string().replace(' ', "");
    if let (Some(ours), Some(diesels)) = (&attrs.table, &attrs.table_name)
        && text(&ours.value) != text(&diesels.value)
    {
        let message = format!(
            "`{TABLE}` and `#[diesel({TABLE_NAME} = {})]` name different tables: leave `{TABLE}` out",
            text(&diesels.value)
        );
        ctxt.error_on(&ours.value, message);
    }
    let path = attrs.table_name.as_ref().or(attrs.table.as_ref())?.value.clone();
    let primary_key = attrs.primary_key.as_ref().map_or_else(Vec::new, |key| key.value.clone());
    Some(Table { path, primary_key })
}

enum Member {
    Field(Box<Field>),
    Skipped(Box<Skipped>),
}

impl Member {
    fn new(ctxt: &Ctxt, member: &syn::Field) -> Option<Self> {
        let ident = member.ident.clone()?;
        let attrs = FieldAttrs::new(ctxt, &member.attrs);
        if attrs.skip.is_some() {
            refuse_beside_skip(ctxt, &attrs);
            let skipped = Skipped { ident, ty: member.ty.clone() };
            return Some(Member::Skipped(Box::new(skipped)));
        }
        Some(Member::Field(Box::new(Field::new(ctxt, ident, member.ty.clone(), attrs))))
    }
}

/// A skipped member is not on the page: nothing that says how it looks there means anything.
fn refuse_beside_skip(ctxt: &Ctxt, attrs: &FieldAttrs) {
    fn at<T>(attr: Option<&Set<T>>) -> Option<Span> {
        attr.map(|attr| attr.span)
    }
    let others = [
        at(attrs.label.as_ref()),
        at(attrs.help.as_ref()),
        at(attrs.placeholder.as_ref()),
        at(attrs.autocomplete.as_ref()),
        at(attrs.widget.as_ref()),
        at(attrs.choices.as_ref()),
        at(attrs.listed.as_ref()),
        at(attrs.zone.as_ref()),
        at(attrs.min.as_ref()),
        at(attrs.max.as_ref()),
        at(attrs.step.as_ref()),
        at(attrs.min_length.as_ref()),
        at(attrs.max_length.as_ref()),
        at(attrs.required.as_ref()),
        at(attrs.readonly.as_ref()),
        at(attrs.secret.as_ref()),
        at(attrs.digest.as_ref()),
        at(attrs.group.as_ref()),
        at(attrs.version.as_ref()),
        at(attrs.column.as_ref()),
        at(attrs.pattern.as_ref()),
        at(attrs.script.as_ref()),
        at(attrs.constraints.first()),
        attrs.checks.first().map(Spanned::span),
    ];
    for span in others.into_iter().flatten() {
        let message =
            format!("a field with `{SKIP}` is no part of the form: leave this out, or `{SKIP}`");
        ctxt.error_at(span, message);
    }
}

impl Field {
    fn new(ctxt: &Ctxt, ident: Ident, ty: Type, attrs: FieldAttrs) -> Self {
        let name = ident.unraw().to_string();
        Field {
            label: attrs
                .label
                .map_or_else(|| LitStr::new(&humanised(&name), ident.span()), |label| label.value),
            column: column(ctxt, &ident, attrs.column, attrs.column_name),
            help: attrs.help,
            placeholder: attrs.placeholder,
            autocomplete: attrs.autocomplete,
            widget: attrs.widget.map(|widget| Widget::new(ctxt, &widget.value)),
            choices: attrs.choices.map(|choices| {
                choices.map(|choices| choices.into_iter().map(Choice::new).collect())
            }),
            listed: attrs.listed,
            zone: attrs.zone,
            min: attrs.min,
            max: attrs.max,
            step: attrs.step,
            min_length: attrs.min_length.map(|length| length.map(|length| count(ctxt, &length))),
            max_length: attrs.max_length.map(|length| length.map(|length| count(ctxt, &length))),
            required: attrs.required,
            readonly: attrs.readonly,
            secret: attrs.secret,
            digest: attrs.digest,
            group: attrs.group,
            version: attrs.version,
            pattern: attrs.pattern.and_then(|pattern| Pattern::new(ctxt, pattern)),
            constraints: attrs.constraints,
            checks: attrs.checks,
            script: attrs.script,
            ident,
            name,
            ty,
        }
    }
}

impl<T> Set<T> {
    fn map<U>(self, change: impl FnOnce(T) -> U) -> Set<U> {
        Set { value: change(self.value), span: self.span }
    }
}

impl Widget {
    fn new(ctxt: &Ctxt, widget: &attr::Widget) -> Set<Self> {
        // HTML's own default is two rows, too few to see what one edits.
        let rows = widget.rows.as_ref().map_or(3, |rows| {
            let count = count(ctxt, rows);
            if count == 0 {
                ctxt.error_on(rows, "a textarea has at least one row");
            }
            count
        });
        Set { value: Widget { kind: widget.kind, rows }, span: widget.span }
    }
}

impl Choice {
    fn new(choice: attr::Choice) -> Self {
        let label = choice.label.map_or_else(|| choice.value.text.clone(), |label| label.value());
        Choice { value: choice.value, label }
    }
}

impl Pattern {
    fn new(ctxt: &Ctxt, pattern: Set<attr::Pattern>) -> Option<Set<Self>> {
        let Set { value: attr::Pattern { source, message }, span } = pattern;
        match pattern::translate(&source.value()) {
            Ok(translated) => Some(Set { value: Pattern { source, message, translated }, span }),
            Err(error) => {
                ctxt.error_at(source.span(), error.render(&source.value()));
                None
            }
        }
    }
}

/// The column: the field's own name, unless an attribute says otherwise.
fn column(
    ctxt: &Ctxt,
    field: &Ident,
    ours: Option<Set<Ident>>,
    diesels: Option<Set<Ident>>,
) -> Column {
    if let (Some(ours), Some(diesels)) = (&ours, &diesels)
        && ours.value != diesels.value
    {
        let message = format!(
            "`{COLUMN}` and `#[diesel({COLUMN_NAME} = {})]` name different columns: leave `{COLUMN}` out",
            diesels.value
        );
        ctxt.error_on(&ours.value, message);
    }
    let renamed = ours.as_ref().map(|ours| ours.span);
    let ident = diesels.or(ours).map_or_else(|| field.clone(), |column| column.value);
    Column { ident, renamed }
}

/// A count as HTML attributes hold it: browsers read them as signed 32-bit numbers and ignore
/// greater ones.
fn count(ctxt: &Ctxt, literal: &LitInt) -> u32 {
    let count = literal.base10_parse::<u32>().ok().filter(|count| i32::try_from(*count).is_ok());
    count.unwrap_or_else(|| {
        ctxt.error_on(literal, format_args!("expected a number up to {}", i32::MAX));
        1
    })
}

/// `first_name` as people write it: "First name".
pub(crate) fn humanised(name: &str) -> String {
    let words: Vec<&str> = name.split('_').filter(|word| !word.is_empty()).collect();
    let text = words.join(" ");
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::humanised;

    #[test]
    fn names_become_labels_that_people_can_read() {
        for (name, label) in
            [("first_name", "First name"), ("type", "Type"), ("_x__y_", "X y"), ("élan", "Élan")]
        {
            assert_eq!(humanised(name), label);
        }
    }
}
