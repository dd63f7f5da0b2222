//! Conditions beside the key.

use crate::backend::CasBackend;
use cas_forms::{Unscoped, Where};
use diesel::QueryResult;
use diesel::expression::{AppearsOnTable, Expression};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::BoolOrNullableBool;

/// A condition beside the key: [`Unscoped`], or a boolean expression on the table in
/// [`Where`] (which [`At::scope`](cas_forms::At::scope) makes).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a condition on the table `{Table}`",
    note = "give `scope(...)` a boolean expression of Diesel's on columns of the form's table, such as \
            `customers::tenant.eq(7)`"
)]
pub trait Scope<Table, DB: CasBackend>: ScopeId {
    /// Writes ` AND (condition)`, or nothing.
    ///
    /// # Errors
    ///
    /// Those of the query builder.
    fn write<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()>;
}

/// Whether the text of a scope is the same for every value: statements of one text are found by
/// their type, see [`QueryId`].
pub trait ScopeId {
    /// The text, as a type.
    type Id: 'static;
    /// Whether it is the text.
    const IS_STATIC: bool;
}

impl ScopeId for Unscoped {
    type Id = ();
    const IS_STATIC: bool = true;
}

#[diagnostic::do_not_recommend]
impl<E: QueryId> ScopeId for Where<E> {
    type Id = Where<E::QueryId>;
    const IS_STATIC: bool = E::HAS_STATIC_QUERY_ID;
}

impl<Table, DB: CasBackend> Scope<Table, DB> for Unscoped {
    fn write<'b>(&'b self, _: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        Ok(())
    }
}

#[diagnostic::do_not_recommend]
impl<Table, DB: CasBackend, E> Scope<Table, DB> for Where<E>
where
    E: QueryFragment<DB> + QueryId + Expression + AppearsOnTable<Table>,
    E::SqlType: BoolOrNullableBool,
{
    fn write<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(" AND (");
        self.0.walk_ast(out.reborrow())?;
        out.push_sql(")");
        Ok(())
    }
}
