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

impl How {
    /// As the address has it.
    fn name(self) -> &'static str {
        match self {
            How::Written => "written",
            How::Unchanged => "unchanged",
            How::Already => "already",
            How::Created => "created",
            How::Deleted => "deleted",
        }
    }
}

impl News {
    /// The query that tells how a customer was saved.
    pub(crate) fn of<F: CasForm>(id: i32, done: &Done<F>) -> String {
        let how = match done.kind() {
            DoneKind::Unchanged => How::Unchanged,
            DoneKind::AlreadyApplied => How::Already,
            _ => How::Written,
        };
        let written: Vec<_> = done.written().map(FieldSpec::name).collect();
        let taken: Vec<_> = done.taken().map(FieldSpec::name).collect();
        let about = News::about(id, how);
        format!("{about}&written={}&taken={}", written.join(","), taken.join(","))
    }

    /// The query that tells what became of a customer.
    pub(crate) fn about(id: i32, how: How) -> String {
        format!("?customer={id}&how={}", how.name())
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
    let label = |name| F::spec().fields().iter().find(|spec| spec.name() == name);
    let labels: Vec<_> = names.split(',').filter_map(label).map(FieldSpec::label).collect();
    labels.join(", ")
}
