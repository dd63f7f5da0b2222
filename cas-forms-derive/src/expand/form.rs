//! The form: its constant, its values and the implementation of `CasForm`.

use super::{at, indices, quiet, respan, spec};
use crate::ast::{Field, Form, Lock};
use crate::attr::Set;
use crate::check::members;
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{quote, quote_spanned};
use std::time::Duration;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Member, Visibility};

/// The constant `FIELDS`, and the struct behind it.
pub(crate) fn fields(form: &Form) -> TokenStream {
    let Form { ident, vis, .. } = form;
    let constant = quiet(&form.constant);
    let names: Vec<Ident> = form.fields.iter().map(|field| quiet(&field.ident)).collect();
    let indices = indices(&form.fields);
    let about = (!matches!(vis, Visibility::Inherited))
        .then(|| quote!(#[doc = "The fields of the form, to name one of them."]));
    quote! {
        #vis struct __Fields { #( #vis #names: __p::Field<#ident>, )* }
        impl #ident {
            #about
            #vis const #constant: __Fields = __Fields { #( #names: __p::Field::new(#indices), )* };
        }
    }
}

/// Room for the values of some of the fields: a slot for each, by its index in the table.
pub(super) fn values(form: &Form) -> TokenStream {
    let Form { ident, vis, fields, skipped, .. } = form;
    let types = fields.iter().map(|field| &field.ty);
    let names = fields.iter().map(|field| quiet(&field.ident));
    let indices = indices(&form.fields);
    let slots = || fields.iter().zip(0_usize..);
    let shared = slots().map(|(field, index)| borrow(field, &quote!(&), index));
    let exclusive = slots().map(|(field, index)| borrow(field, &quote!(&mut), index));
    let others = skipped.iter().map(|member| quiet(&member.ident));
    let defaults = skipped.iter().map(|member| {
        let ty = &member.ty;
        quote!(<#ty as __p::Default>::default())
    });
    quote! {
        #[derive(::core::default::Default, ::core::fmt::Debug)]
        #vis struct __Values(#( __p::Slot<#types> ),*);
        impl __p::Values for __Values {
            type Form = #ident;
            fn visit(&self, __f: &mut __p::See<'_>) {
                __f(&[#( #shared ),*]);
            }
            fn visit_mut(&mut self, __f: &mut __p::SeeMut<'_>) {
                __f(&mut [#( #exclusive ),*]);
            }
            fn build(self) -> __p::Option<#ident> {
                __p::Option::Some(#ident { #( #names: self.#indices.0?, )* #( #others: #defaults, )* })
            }
        }
    }
}

/// The table. It comes before all that uses the fields' types, so that what the compiler says first
/// of a type that is none is what the table's constructor asks for.
pub(super) fn table(form: &Form) -> TokenStream {
    let name = form.ident.unraw().to_string();
    let count = Literal::usize_unsuffixed(form.fields.len());
    let specs = form.fields.iter().map(spec::field);
    let script = form.script.as_ref().map(|script| {
        let text = script.value.value();
        quote!(.with_script(#text))
    });
    let merge = form.merges.then(|| {
        let groups = groups(form).map(|group| quote!(__p::Mask::of(&[#(#group),*])));
        quote!(.with_merge(&[#(#groups),*]))
    });
    let lock = form.lock.as_ref().map(lock);
    let seal = form.seal.as_ref().map(|seal| {
        let max_age = Literal::u64_unsuffixed(seal.max_age().as_secs());
        quote!(.with_seal(__p::SealSpec::new(::core::module_path!(), #max_age)))
    });
    quote! {
        static __TABLE: [__p::FieldSpec; #count] = [#( #specs, )*];
        static __SPEC: __p::FormSpec = __p::FormSpec::new(#name, &__TABLE)#merge #lock #seal #script;
    }
}

/// How the form is locked.
fn lock(lock: &Lock) -> TokenStream {
    let resource = &lock.resource;
    let ms = |duration: Duration| {
        Literal::u64_unsuffixed(duration.as_millis().try_into().unwrap_or(u64::MAX))
    };
    let ttl = ms(lock.ttl());
    let idle = lock.idle.as_ref().map(|idle| {
        let idle = ms(idle.duration);
        quote!(.with_idle(#idle))
    });
    let fallback = lock.fallback.then(|| quote!(.with_fallback()));
    let guard = lock.guard.is_some().then(|| quote!(.with_guard()));
    quote!(.with_lock(__p::LockSpec::new(#resource, #ttl) #idle #fallback #guard))
}

/// The fields of each group, in the order of their first ones.
fn groups(form: &Form) -> impl Iterator<Item = Vec<Literal>> {
    let mut names: Vec<String> = Vec::new();
    for name in form.fields.iter().filter_map(|field| Some(field.group.as_ref()?.value.value())) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.into_iter().map(|name| members(form, &name).map(Literal::usize_unsuffixed).collect())
}

/// The implementation of `CasForm`.
pub(super) fn form_impl(form: &Form) -> TokenStream {
    let ident = &form.ident;
    let types = types(form);
    let members = form.fields.iter().map(|field| borrow(field, &quote!(&), field.ident.clone()));
    let judge = judge(form);
    let choices = choices(form);
    let zones = zones(form);
    quote! {
        impl __p::CasForm for #ident {
            #types
            type Values = __Values;
            fn spec() -> &'static __p::FormSpec {
                &__SPEC
            }
            fn visit(&self, __f: &mut __p::See<'_>) {
                __f(&[#( #members ),*]);
            }
            #judge
            #choices
            #zones
        }
    }
}

/// What functions list as the choices of fields.
fn choices(form: &Form) -> Option<TokenStream> {
    let listed = form.fields.iter().zip(0_usize..).filter_map(|(field, index)| {
        let Set { value: path, .. } = field.listed.as_ref()?;
        let index = Literal::usize_unsuffixed(index);
        let call = quote_spanned!(at(path.span())=> __p::Listed::new(#path(__c)));
        Some(quote!(#index => __p::Option::Some(#call),))
    });
    let listed: Vec<_> = listed.collect();
    (!listed.is_empty()).then(|| {
        quote! {
            fn choices(__i: usize, __c: &Self::Context) -> __p::Option<__p::Listed> {
                match __i {
                    #(#listed)*
                    _ => __p::Option::None,
                }
            }
        }
    })
}

/// What functions give as the zones of fields.
fn zones(form: &Form) -> Option<TokenStream> {
    let zoned = form.fields.iter().zip(0_usize..).filter_map(|(field, index)| {
        let Set { value: path, .. } = field.zone.as_ref()?;
        let index = Literal::usize_unsuffixed(index);
        let call = quote_spanned!(at(path.span())=> __p::zone(#path(__c)));
        Some(quote!(#index => __p::Option::Some(#call),))
    });
    let zoned: Vec<_> = zoned.collect();
    (!zoned.is_empty()).then(|| {
        quote! {
            fn zone(__i: usize, __c: &Self::Context) -> __p::Option<__p::Zone> {
                match __i {
                    #(#zoned)*
                    _ => __p::Option::None,
                }
            }
        }
    })
}

/// The checks: of each field, then of the form.
///
/// They are called, not handed over, so that they may take what a reference to the value becomes by
/// itself: `&str` for a `String`.
fn judge(form: &Form) -> Option<TokenStream> {
    let of_fields = form.fields.iter().zip(0_usize..).flat_map(|(field, index)| {
        let index = Literal::usize_unsuffixed(index);
        field.checks.iter().map(move |check| {
            let span = at(check.span());
            quote_spanned!(span=> __j.field(#index, &__e.#index, |__v, __c| #check(__v, __c));)
        })
    });
    let of_form = form.checks.iter().map(|check| {
        let span = at(check.span());
        quote_spanned!(span=> __j.form(|__f, __c, __o| #check(__f, __c, __o));)
    });
    let calls: Vec<_> = of_fields.chain(of_form).collect();
    (!calls.is_empty()).then(|| {
        quote! {
            fn judge(__e: &__Values, __j: &mut __p::Judge<'_, Self>) {
                #(#calls)*
            }
        }
    })
}

/// Borrows a member of `self`, at the place of its type: one that no form can have is reported
/// there.
fn borrow(field: &Field, how: &TokenStream, member: impl Into<Member>) -> TokenStream {
    let member = member.into();
    let span = at(field.ty.span());
    respan(quote!(#how self.#member), span)
}

/// The associated types that the struct's attributes decide.
pub(crate) fn types(form: &Form) -> TokenStream {
    let key = match (&form.key, &form.table) {
        (Some(key), _) => quote!(#key),
        (None, Some(_)) => quote!(__d::KeyOf<Self>),
        (None, None) => quote!(()),
    };
    let context = form.context.as_ref().map_or_else(|| quote!(()), |context| quote!(#context));
    let lock = if form.lock.is_some() { quote!(__p::Leased) } else { quote!(()) };
    let seal = if form.seal.is_some() { quote!(__p::Sealed) } else { quote!(()) };
    quote! {
        type Key = #key;
        type Context = #context;
        type Lock = #lock;
        type Seal = #seal;
    }
}

/// How `clean` compares with the row struct.
pub(super) fn current_impl(form: &Form) -> Option<TokenStream> {
    let ident = &form.ident;
    form.row.as_ref().map(|row| {
        // A missing conversion is missed where the row is named.
        let mut form = ident.clone();
        form.set_span(at(row.span()));
        let convert = quote_spanned!(at(row.span())=> <#form as __p::From<&#row>>::from(self));
        quote! {
            impl __p::Current<#ident> for #row {
                fn visit_current(&self, __f: &mut __p::See<'_>) {
                    __p::CasForm::visit(&#convert, __f);
                }
            }
        }
    })
}
