//! A form of one column on one kind of connection, with its type forgotten.

use crate::support::page::Page;
use cas_forms::{
    At, CasForm, Done, DoneKind, FieldSpec, NoContext, NoLease, Reason, Refused, Submission,
    Unscoped, Unsealed,
};
use cas_forms_diesel::{OpenError, asynchronous, sync};
use std::sync::LazyLock;
use tokio::runtime::Runtime;

/// What became of a save, with the fields that it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Done(DoneKind, Vec<&'static str>),
    Refused(Reason, Vec<&'static str>),
}

/// How a form is opened and saved.
pub(crate) struct Runner<C> {
    pub(crate) open: fn(&mut C) -> Result<Page, OpenError>,
    pub(crate) save: fn(&mut C, &str) -> Outcome,
}

/// The same form on connections of both kinds.
pub(crate) struct Kind<S, A> {
    pub(crate) sync: Runner<S>,
    pub(crate) asynchronous: Runner<A>,
}

type Submitted<'s, F> = Submission<'s, F, Unscoped, NoLease, Unsealed, NoContext>;

impl<S, A> Kind<S, A> {
    pub(crate) fn of<F>() -> Self
    where
        F: CasForm<Key = i32, Lock = (), Seal = (), Context = ()>,
        At<F>: sync::OpenOn<F, S> + asynchronous::OpenOn<F, A>,
        for<'s> Submitted<'s, F>: sync::SaveOn<F, S> + asynchronous::SaveOn<F, A>,
    {
        Kind {
            sync: Runner {
                open: |connection| {
                    let form = sync::Open::open(&F::at(1), connection)?;
                    Ok(Page::new(form.as_p()))
                },
                save: |connection, body| {
                    outcome(sync::Save::save(F::at(1).submit(body), connection))
                },
            },
            asynchronous: Runner {
                open: |connection| {
                    let at = F::at(1);
                    let form = RUNTIME.block_on(asynchronous::Open::open(&at, connection))?;
                    Ok(Page::new(form.as_p()))
                },
                save: |connection, body| {
                    let at = F::at(1);
                    let saved = asynchronous::Save::save(at.submit(body), connection);
                    outcome(RUNTIME.block_on(saved))
                },
            },
        }
    }
}

pub(crate) static RUNTIME: LazyLock<Runtime> =
    LazyLock::new(|| Runtime::new().expect("threads for a runtime"));

fn outcome<F: CasForm>(saved: Result<Done<F>, Refused<F>>) -> Outcome {
    match saved {
        Ok(done) => Outcome::Done(done.kind(), done.written().map(FieldSpec::name).collect()),
        Err(refused) => {
            let changes = refused.form().changes().map(|(spec, _)| spec.name());
            Outcome::Refused(refused.reason(), changes.collect())
        }
    }
}
