//! The statements, as query nodes of our own: Diesel caches these by their text or type, and prepares
//! its own `UPDATE` anew each time.

use crate::backend::{CasBackend, Lock};
use crate::demand::Demand;
use crate::error::{OpenError, Unreadable};
use crate::row::{Columns, Keyed, Savable, Write, Writer};
use crate::scope::{Scope, ScopeId};
use cas_forms::{CasForm, Mask};
use diesel::deserialize::{self, QueryableByName};
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::row::NamedRow;
use diesel::sql_types::Untyped;
use diesel::{QueryResult, QuerySource, RunQueryDsl};

pub(crate) type FromClauseOf<F> = <<F as crate::row::CasRow>::Table as QuerySource>::FromClause;

/// Which row: the table, the key and the scope, as every statement needs them.
pub(crate) struct Target<'a, F: Keyed, S> {
    from: FromClauseOf<F>,
    filter: F::Filter,
    scope: &'a S,
}

impl<'a, F: Keyed, S> Target<'a, F, S> {
    pub(crate) fn new(key: &F::Key, scope: &'a S) -> Self {
        Target { from: F::Table::default().from_clause(), filter: F::filter(key), scope }
    }

    pub(crate) fn write_from<'b, DB>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()>
    where
        DB: CasBackend,
        F: Savable<DB>,
    {
        self.from.walk_ast(out.reborrow())
    }

    pub(crate) fn write_where<'b, DB>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()>
    where
        DB: CasBackend,
        F: Savable<DB>,
        S: Scope<F::Table, DB>,
    {
        out.push_sql(" WHERE (");
        self.filter.walk_ast(out.reborrow())?;
        out.push_sql(")");
        self.scope.write(out.reborrow())
    }
}

/// All fields of a form.
pub(crate) fn all<F: CasForm>() -> Mask {
    Mask::first(F::spec().fields().len())
}

/// What a compare and swap does to the row that is still as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    /// Set these fields to the edited values.
    Set(Mask),
    Delete,
}

/// Compare and swap: acts if every field of `compare` still holds its original.
pub(crate) struct CasWrite<'a, F: Keyed, S> {
    pub(crate) target: &'a Target<'a, F, S>,
    /// What the lease of the row has to be, of a form that is saved under one.
    pub(crate) demand: Option<&'a Demand>,
    pub(crate) original: &'a F::Values,
    pub(crate) edited: &'a F::Values,
    pub(crate) act: Act,
    pub(crate) compare: Mask,
}

impl<F: Keyed, S> CasWrite<'_, F, S> {
    /// A client chooses which fields are dirty. The number of texts that it can make the cache hold
    /// stays bounded: one for each field, one for all of them, one to delete.
    fn is_usual(&self) -> bool {
        let is_usual = match self.act {
            Act::Set(set) => set.count() == 1 || set == F::spec().settable(),
            Act::Delete => true,
        };
        is_usual && self.compare == F::spec().compared()
    }

    /// Whether there is one text for it in the form.
    pub(crate) fn is_of_all(&self) -> bool {
        self.act == Act::Set(F::spec().settable())
            && self.compare == F::spec().compared()
            && self.demand.is_none_or(Demand::is_usual)
    }
}

impl<F: Keyed, S, DB> QueryFragment<DB> for CasWrite<'_, F, S>
where
    DB: CasBackend,
    F: Savable<DB>,
    S: Scope<F::Table, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        if !self.is_usual() {
            out.unsafe_to_cache_prepared();
        }
        match self.act {
            Act::Set(set) => {
                out.push_sql("UPDATE ");
                self.target.write_from(out.reborrow())?;
                let mut separator = " SET ";
                for index in set.iter() {
                    out.push_sql(separator);
                    separator = ", ";
                    write(self.edited, index, Write::Set, out.reborrow())?;
                }
                for index in F::spec().counted().iter() {
                    out.push_sql(", ");
                    write(self.original, index, Write::Name, out.reborrow())?;
                    out.push_sql(" = ");
                    write(self.original, index, Write::Name, out.reborrow())?;
                    out.push_sql(" + 1");
                }
            }
            Act::Delete => {
                out.push_sql("DELETE FROM ");
                self.target.write_from(out.reborrow())?;
            }
        }
        self.target.write_where(out.reborrow())?;
        if let Some(demand) = self.demand {
            demand.write(out.reborrow())?;
        }
        for index in self.compare.iter() {
            out.push_sql(" AND ");
            write(self.original, index, Write::Same, out.reborrow())?;
        }
        Ok(())
    }
}

/// A write that [is of all](CasWrite::is_of_all) fields. Its text is the same for every value: Diesel
/// finds it by its type, and builds the text once.
pub(crate) struct CasWriteAll<'a, F: Keyed, S>(pub(crate) CasWrite<'a, F, S>);

impl<F: Keyed, S, DB> QueryFragment<DB> for CasWriteAll<'_, F, S>
where
    DB: CasBackend,
    F: Savable<DB>,
    S: Scope<F::Table, DB>,
{
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.walk_ast(out)
    }
}

impl<F: Keyed, S: ScopeId> QueryId for CasWriteAll<'_, F, S> {
    type QueryId = CasWriteAll<'static, F, S::Id>;
    const HAS_STATIC_QUERY_ID: bool = F::Filter::HAS_STATIC_QUERY_ID && S::IS_STATIC;
}

impl<F: Keyed, S, C> RunQueryDsl<C> for CasWriteAll<'_, F, S> {}

pub(crate) fn write<'b, V: Columns<DB>, DB: CasBackend>(
    values: &'b V,
    index: usize,
    write: Write,
    out: AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    values.write(index, &mut Writer { out, write })
}

/// The row as it is, and for each field whether SQL calls it unchanged.
pub(crate) struct CasSelect<'a, F: Keyed, S> {
    pub(crate) target: &'a Target<'a, F, S>,
    /// The values to compare with; none to load only.
    pub(crate) original: Option<&'a F::Values>,
    /// Whatever values: they lend the columns their names.
    pub(crate) names: &'a F::Values,
    /// Whether to keep the row from others.
    pub(crate) lock: bool,
}

/// The name of the comparison of a column in the result, where it has to differ from every column
/// of the form: no name in Rust has such signs, so only `#[sql_name]` could give one.
fn same_name(index: usize) -> String {
    format!("={index}=")
}

impl<F: Keyed, S, DB> QueryFragment<DB> for CasSelect<'_, F, S>
where
    DB: CasBackend,
    F: Savable<DB>,
    S: Scope<F::Table, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let mut separator = "SELECT ";
        for index in all::<F>().iter() {
            out.push_sql(separator);
            separator = ", ";
            write(self.names, index, Write::Select, out.reborrow())?;
        }
        if let Some(original) = self.original {
            for index in F::spec().compared().iter() {
                out.push_sql(separator);
                write(original, index, Write::Same, out.reborrow())?;
                out.push_sql(" AS ");
                out.push_identifier(&same_name(index))?;
            }
        }
        out.push_sql(" FROM ");
        self.target.write_from(out.reborrow())?;
        self.target.write_where(out.reborrow())?;
        if self.lock && DB::LOCK == Lock::ForUpdate {
            out.push_sql(" FOR UPDATE");
        }
        Ok(())
    }
}

/// Takes the write lock of a database that has no row locks.
pub(crate) struct LockWrites<'a, F: Keyed, S> {
    pub(crate) target: &'a Target<'a, F, S>,
}

impl<F: Keyed, S, DB> QueryFragment<DB> for LockWrites<'_, F, S>
where
    DB: CasBackend,
    F: Savable<DB>,
    S: Scope<F::Table, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("DELETE FROM ");
        self.target.write_from(out.reborrow())?;
        out.push_sql(" WHERE 0 = 1");
        Ok(())
    }
}

macro_rules! nodes {
    ($($node:ident)*) => {$(
        // The text depends on which fields are dirty and on the scope: cached by text.
        impl<F: Keyed, S> QueryId for $node<'_, F, S> {
            type QueryId = ();
            const HAS_STATIC_QUERY_ID: bool = false;
        }
        impl<F: Keyed, S, C> RunQueryDsl<C> for $node<'_, F, S> {}
    )*};
}

nodes! { CasWrite CasSelect LockWrites }

impl<F: Keyed, S> Query for CasSelect<'_, F, S> {
    type SqlType = Untyped;
}

/// A row that was loaded to be shown.
pub(crate) struct Loaded<F: CasForm> {
    pub(crate) values: F::Values,
    /// The first value that did not load.
    pub(crate) unreadable: Option<(usize, Unreadable)>,
    /// The fields whose comparison in SQL may fail although the loaded values are equal.
    pub(crate) repairable: Mask,
}

impl<F: CasForm> Loaded<F> {
    /// The row's values, to be shown.
    pub(crate) fn into_values(self) -> Result<F::Values, OpenError> {
        match self.unreadable {
            Some((_, error)) => Err(OpenError::Unreadable(error)),
            None => Ok(self.values),
        }
    }
}

/// A row that was loaded to be compared.
pub(crate) struct Compared<F: CasForm> {
    pub(crate) loaded: Loaded<F>,
    /// The fields that SQL calls changed.
    pub(crate) differs: Mask,
}

impl<F: CasForm> Compared<F> {
    /// A row whose originals did not arrive, so that SQL had nothing to compare.
    pub(crate) fn of_incomparable(loaded: Loaded<F>) -> Self {
        Compared { loaded, differs: Mask::EMPTY }
    }
}

impl<F, DB> QueryableByName<DB> for Loaded<F>
where
    DB: CasBackend,
    F: CasForm<Values: Columns<DB>>,
{
    fn build<'a>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        let mut loaded: Loaded<F> =
            Loaded { values: F::Values::default(), unreadable: None, repairable: Mask::EMPTY };
        for (index, spec) in F::spec().fields().iter().enumerate() {
            match Columns::<DB>::load(&mut loaded.values, index, row) {
                Ok(true) => loaded.repairable.insert(index),
                Ok(false) => {}
                Err(source) => {
                    loaded
                        .unreadable
                        .get_or_insert((index, Unreadable { field: spec.name(), source }));
                }
            }
        }
        Ok(loaded)
    }
}

impl<F, DB> QueryableByName<DB> for Compared<F>
where
    DB: CasBackend,
    F: CasForm<Values: Columns<DB>>,
{
    fn build<'a>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        let loaded = Loaded::<F>::build(row)?;
        let mut differs = Mask::EMPTY;
        for index in F::spec().compared().iter() {
            if !DB::flag(row, &same_name(index))? {
                differs.insert(index);
            }
        }
        Ok(Compared { loaded, differs })
    }
}
