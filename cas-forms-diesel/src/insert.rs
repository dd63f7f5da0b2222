//! Inserting, once for each page: the statement, and what to do next. Pure: the two runners do the
//! asking.

mod statement;

use crate::backend::CasBackend;
use crate::error::Failure;
use crate::nonce::{Mark, Remembered};
use crate::plan::ATTEMPTS;
use crate::row::{Keyed, Savable, builder_error};
use crate::violation;
use cas_forms::{CasForm, Created, Input, KeyText, Reason, Refused, Unscoped, With};
use diesel::insertable::{InsertValues, Insertable};
use diesel::query_builder::{AstPass, ValuesClause};
use diesel::result::Error;
use diesel::{QueryResult, QuerySource, Table};

pub(crate) use statement::{CasInsert, NewKey};

/// What [`At::with`](cas_forms::At::with) was given: nothing, or one assignment to a column of the table,
/// or a tuple of them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` assigns nothing to columns of the table `{Table}`",
    note = "give `with(...)` an assignment of Diesel's to a column of the form's table, such as \
            `customers::tenant.eq(7)`, or a tuple of them"
)]
pub trait Assigned<Table, DB: CasBackend> {
    /// The assignments as they are written.
    type Values: Assignment<Table, DB>;

    /// Makes them.
    fn values(&self) -> Self::Values;
}

/// Columns and their values, as Diesel has them.
pub trait Assignment<Table, DB: CasBackend> {
    /// Whether there is none.
    ///
    /// # Errors
    ///
    /// Those of the query builder.
    fn is_empty(&self, backend: &DB) -> QueryResult<bool>;

    /// Writes the columns, between commas.
    ///
    /// # Errors
    ///
    /// Those of the query builder.
    fn write_columns(&self, out: AstPass<'_, '_, DB>) -> QueryResult<()>;

    /// Writes their values, between commas.
    ///
    /// # Errors
    ///
    /// Those of the query builder.
    fn write_values<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()>;
}

impl<Table, DB: CasBackend> Assigned<Table, DB> for Unscoped {
    type Values = Unscoped;

    fn values(&self) -> Unscoped {
        Unscoped
    }
}

impl<Table, DB: CasBackend> Assignment<Table, DB> for Unscoped {
    fn is_empty(&self, _: &DB) -> QueryResult<bool> {
        Ok(true)
    }
    fn write_columns(&self, _: AstPass<'_, '_, DB>) -> QueryResult<()> {
        Ok(())
    }
    fn write_values<'b>(&'b self, _: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        Ok(())
    }
}

#[diagnostic::do_not_recommend]
impl<T, DB, A> Assigned<T, DB> for With<A>
where
    DB: CasBackend,
    A: Insertable<T, Values: Assignment<T, DB>> + Clone,
{
    type Values = A::Values;

    fn values(&self) -> A::Values {
        self.0.clone().values()
    }
}

#[diagnostic::do_not_recommend]
impl<Tab, DB, V> Assignment<Tab, DB> for ValuesClause<V, Tab>
where
    DB: CasBackend,
    Tab: Table,
    V: InsertValues<DB, Tab>,
{
    fn is_empty(&self, backend: &DB) -> QueryResult<bool> {
        self.values.is_noop(backend)
    }
    fn write_columns(&self, out: AstPass<'_, '_, DB>) -> QueryResult<()> {
        self.values.column_names(out)
    }
    fn write_values<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.values.walk_ast(out)
    }
}

/// A key that neither the page nor the program gave, nor the database as a number.
pub(crate) fn key_is_unknown() -> Error {
    builder_error("the key of the new row is unknown: assign it, by a value".to_owned())
}

/// A creation under way.
pub(crate) struct Creation<'s, F: Keyed, A> {
    assigned: A,
    input: Input<'s, F>,
    pub(crate) mark: Mark,
    attempts: usize,
}

/// What became of an attempt that did not fail.
pub(crate) enum Answer<F: CasForm> {
    Made(F::Key),
    /// The nonce is taken: by this, if it is still there.
    Taken(Option<Remembered>),
}

impl<'s, F: Keyed, A> Creation<'s, F, A> {
    /// Refused is what need not be tried.
    pub(crate) fn new(assigned: A, input: Input<'s, F>) -> Result<Self, Refused<F>> {
        match (input.problem(), input.nonce()) {
            (None, Some(nonce)) => {
                let mark = Mark::new(nonce, &input);
                Ok(Creation { assigned, input, mark, attempts: 0 })
            }
            (reason, _) => Err(input.refuse(reason.unwrap_or(Reason::Originals))),
        }
    }

    pub(crate) fn insert(&self) -> CasInsert<'_, F, A> {
        CasInsert {
            from: F::Table::default().from_clause(),
            assigned: &self.assigned,
            values: self.input.edited(),
            key: F::KeyColumns::default(),
        }
    }

    /// The key of what was just inserted, where that does not say it itself.
    pub(crate) fn new_key(&self) -> NewKey<'_, F, A> {
        NewKey(self.insert())
    }

    /// Ends the creation, or `None` to start it again.
    pub(crate) fn next<DB>(
        &mut self,
        answer: QueryResult<Answer<F>>,
        in_transaction: bool,
    ) -> Option<Result<Created<F>, Refused<F>>>
    where
        DB: CasBackend,
        F: Savable<DB> + CasForm<Key: KeyText>,
    {
        let error = match answer {
            Ok(Answer::Made(key)) => return Some(Ok(Created::new(key, false))),
            Ok(Answer::Taken(Some(before))) => return Some(self.repeated(&before)),
            // It was purged just now.
            Ok(Answer::Taken(None)) => Error::NotFound,
            Err(error) => error,
        };
        let failure = match &error {
            Error::NotFound => Failure::Passing,
            error => Failure::of(error),
        };
        let reason = match failure {
            Failure::Passing if in_transaction => Reason::Retry,
            Failure::Passing if self.attempts < ATTEMPTS => {
                self.attempts += 1;
                return None;
            }
            Failure::Rejected => {
                return Some(Err(violation::refuse::<DB, F>(self.take_input(), error, false)));
            }
            Failure::Guarded => Reason::Locked,
            Failure::Passing | Failure::Lasting => Reason::Unavailable,
        };
        Some(Err(self.take_input().refuse(reason).with_source(error)))
    }

    /// Answers a page that was sent before.
    fn repeated(&mut self, before: &Remembered) -> Result<Created<F>, Refused<F>>
    where
        F: CasForm<Key: KeyText>,
    {
        let mut input = self.take_input();
        if before.digest.as_ref() != Some(&self.mark.digest) {
            input.renew_nonce();
            return Err(input.refuse(Reason::Created));
        }
        match before.key.as_deref().and_then(KeyText::of_text) {
            Some(key) => Ok(Created::new(key, true)),
            None => Err(input.refuse(Reason::Unavailable)),
        }
    }

    /// The input, at the end.
    fn take_input(&mut self) -> Input<'s, F> {
        std::mem::take(&mut self.input)
    }
}
