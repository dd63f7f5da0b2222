//! Types and controls beyond the everyday ones: what they show, what they take, how they are
//! compared.
#![allow(missing_docs, reason = "`table!` makes public items")]

#[path = "support"]
mod support {
    pub(crate) mod page;
}
#[path = "types"]
mod types {
    mod choices;
    mod listed;
    mod numbers;
    mod secrets;
    mod sets;
    mod sqlite;
    mod widgets;
    mod zones;
}

use cas_forms::{CasForm, DoneKind, ErrorCode, FieldSpec, Reason, Refused};
use chrono::NaiveTime;
use support::page::Page;

/// A form that needs nothing but its values.
trait Plain: CasForm<Key = (), Context = (), Lock = (), Seal = ()> + Clone {}

impl<F: CasForm<Key = (), Context = (), Lock = (), Seal = ()> + Clone> Plain for F {}

fn page<F: Plain>(row: &F) -> Page {
    Page::new(F::at(()).form(row.clone()).as_p())
}

/// What the page of a row, filled in, makes of the row.
fn save<F: Plain>(
    row: &F,
    fill_in: impl FnOnce(&mut Page) -> &mut Page,
) -> Result<(DoneKind, F), Refused<F>> {
    let mut page = page(row);
    let body = fill_in(&mut page).body();
    let at = F::at(());
    at.submit(&body).clean(row).map(|cleaned| (cleaned.done().kind(), cleaned.into_value()))
}

fn untouched(page: &mut Page) -> &mut Page {
    page
}

/// What is wrong with a submission, by field.
fn errors<F: CasForm>(refused: &Refused<F>) -> Vec<(&'static str, ErrorCode)> {
    refused.form().errors().map(|(spec, code)| (spec.name(), code.clone())).collect()
}

fn spec<F: CasForm>(name: &str) -> &'static FieldSpec {
    F::spec().fields().iter().find(|spec| spec.name() == name).expect(name)
}
