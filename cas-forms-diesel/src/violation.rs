//! What the database says about values that it does not take, and the fields that this concerns.
//!
//! The words of the server stay in the [source](std::error::Error::source) of a refusal: they quote
//! other rows and name what no page should.

mod columns;
mod said;

use crate::backend::CasBackend;
use crate::row::Savable;
use cas_forms::{ErrorCode, FormError, Input, Reason, Refused};
use columns::Columns;
use diesel::result::Error;

pub(crate) use said::Violation;

/// What is wrong with the values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Others have them.
    Taken,
    /// They refer to nothing.
    Reference,
    /// There has to be one.
    Missing,
    /// They break a rule of the database's own.
    Rejected,
    /// The column has no room.
    TooLarge,
}

impl Fault {
    fn at_field(self) -> ErrorCode {
        match self {
            Fault::Taken => ErrorCode::Taken,
            Fault::Reference => ErrorCode::Reference,
            Fault::Missing => ErrorCode::Required,
            Fault::Rejected => ErrorCode::Rejected,
            Fault::TooLarge => ErrorCode::TooLarge,
        }
    }

    fn at_form(self) -> FormError {
        match self {
            Fault::Taken => FormError::Taken,
            Fault::Reference => FormError::Reference,
            // Of a column that is not on the page.
            Fault::Missing | Fault::Rejected => FormError::Rejected,
            Fault::TooLarge => FormError::TooLarge,
        }
    }
}

/// Refuses what the database did not take, at the fields that it names: a deletion at none, for what
/// refers to the row is elsewhere.
pub(crate) fn refuse<DB, F>(mut input: Input<'_, F>, error: Error, is_deletion: bool) -> Refused<F>
where
    DB: CasBackend,
    F: Savable<DB>,
{
    if let Some(violation) = Violation::of(&error) {
        let fields = if is_deletion { Vec::new() } else { fields::<DB, F>(&violation) };
        for &index in &fields {
            input.add_error(index, violation.fault.at_field());
        }
        if fields.is_empty() {
            input.add_form_error(violation.fault.at_form());
        }
    }
    input.refuse(Reason::Invalid).with_source(error)
}

/// The fields that a violation belongs to; none where the database names no column of the form's.
fn fields<DB, F>(violation: &Violation) -> Vec<usize>
where
    DB: CasBackend,
    F: Savable<DB>,
{
    if let Some(name) = &violation.constraint {
        let specs = F::spec().fields().iter().enumerate();
        let named = specs.filter(|(_, spec)| spec.constraints().contains(&name.as_str()));
        let named: Vec<_> = named.map(|(index, _)| index).collect();
        if !named.is_empty() {
            return named;
        }
    }
    Columns::of::<DB, F>().map(|columns| columns.find(violation)).unwrap_or_default()
}
