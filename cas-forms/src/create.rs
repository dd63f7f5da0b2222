//! Creating something that does not exist yet.

/// Something that does not exist yet: what [`CasForm::create`](crate::CasForm::create) addresses in
/// place of a key.
#[derive(Clone, Copy, Debug, Default)]
pub struct New;
