//! How a submission was done, as the next page is told in its address: it needs no session, and a page
//! that is loaded again says the same again.

use cas_forms::{CasForm, Done, DoneKind, FieldSpec};
use serde::Deserialize;

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct News {
    pub(crate) how: How,
    /// Whom it is about.
    #[serde(default)]
    pub(crate) customer: i32,
    /// The names of the fields that were written.
    #[serde(default)]
    written: String,
    /// ... and of those that were taken over from somebody else.
    #[serde(default)]
    taken: String,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum How {
    Written,
    Unchanged,
    Already,
    Created,
    Deleted,
}

impl News {
    /// The query that tells the news of a save or a delete.
    pub(crate) fn of<F: CasForm>(id: i32, done: &Done<F>) -> String {
        let how = match done.kind() {
            DoneKind::Unchanged => "unchanged",
            DoneKind::AlreadyApplied => "already",
            _ => "written",
        };
        let names = |fields: Vec<_>| fields.join(",");
        let written = names(done.written().map(FieldSpec::name).collect());
        let taken = names(done.taken().map(FieldSpec::name).collect());
        format!("?customer={id}&how={how}&written={written}&taken={taken}")
    }

    /// The query that tells of something that is there now, or is not there any more.
    pub(crate) fn about(id: i32, how: How) -> String {
        let how = match how {
            How::Created => "created",
            _ => "deleted",
        };
        format!("?customer={id}&how={how}")
    }

    /// What was written, in the words of the page.
    pub(crate) fn written<F: CasForm>(&self) -> String {
        labels::<F>(&self.written)
    }

    /// What was taken over, in the words of the page.
    pub(crate) fn taken<F: CasForm>(&self) -> String {
        labels::<F>(&self.taken)
    }
}

/// Anybody can write an address: names that are no field's are left out.
fn labels<F: CasForm>(names: &str) -> String {
    let named = |name| F::spec().fields().iter().find(|spec| spec.name() == name);
    let labels: Vec<_> = names.split(',').filter_map(named).map(FieldSpec::label).collect();
    labels.join(", ")
}
