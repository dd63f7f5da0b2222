//! The statements, as query nodes of our own.

use super::Assignment;
use crate::backend::CasBackend;
use crate::names;
use crate::row::{Keyed, Savable, Write, builder_error};
use crate::statement::{FromClauseOf, write};
use diesel::expression::Expression;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::{QueryResult, RunQueryDsl};
use std::fmt::Write as _;
use std::marker::PhantomData;

/// `INSERT`, giving back the key where the database does.
pub(crate) struct CasInsert<'a, F: Keyed, A> {
    pub(super) from: FromClauseOf<F>,
    pub(super) assigned: &'a A,
    pub(super) values: &'a F::Values,
    pub(super) key: F::KeyColumns,
}

impl<F, A, DB> QueryFragment<DB> for CasInsert<'_, F, A>
where
    DB: CasBackend,
    F: Savable<DB>,
    A: Assignment<F::Table, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let is_alone = self.assigned.is_empty(out.backend())?;
        let fields = F::spec().settable();
        if is_alone && fields.is_empty() {
            return Err(builder_error("there is nothing to insert".to_owned()));
        }
        if !is_alone {
            let given = names::all::<DB>(&Assignees::<_, F::Table>(self.assigned, PhantomData))?;
            let names = names::of_fields::<DB, F>()?;
            // One of the two would be lost: without a word, if it were for SQLite.
            let twice = fields.iter().find(|index| given.contains(&names[*index]));
            if let Some(index) = twice {
                return Err(builder_error(format!(
                    "`with` assigns the column {}, which is on the page: make the field `readonly`, \
                     or leave the assignment out",
                    names[index]
                )));
            }
        }
        let first = if is_alone { "" } else { ", " };
        out.push_sql("INSERT INTO ");
        self.from.walk_ast(out.reborrow())?;
        out.push_sql(" (");
        if !is_alone {
            self.assigned.write_columns(out.reborrow())?;
        }
        let mut separator = first;
        for index in fields.iter() {
            out.push_sql(separator);
            separator = ", ";
            write(self.values, index, Write::Name, out.reborrow())?;
        }
        out.push_sql(") VALUES (");
        if !is_alone {
            self.assigned.write_values(out.reborrow())?;
        }
        let mut separator = first;
        for index in fields.iter() {
            out.push_sql(separator);
            separator = ", ";
            write(self.values, index, Write::Value, out.reborrow())?;
        }
        out.push_sql(")");
        if DB::RETURNS {
            out.push_sql(" RETURNING ");
            self.key.walk_ast(out.reborrow())?;
        }
        Ok(())
    }
}

/// The key of the row that was just inserted: by the columns of the key that were given, and the number
/// that the database gave for those that were not.
pub(crate) struct NewKey<'a, F: Keyed, A>(pub(super) CasInsert<'a, F, A>);

impl<F, A, DB> QueryFragment<DB> for NewKey<'_, F, A>
where
    DB: CasBackend,
    F: Savable<DB>,
    A: Assignment<F::Table, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let NewKey(CasInsert { from, assigned, values, key: columns }) = self;
        out.push_sql("SELECT ");
        columns.walk_ast(out.reborrow())?;
        out.push_sql(" FROM ");
        from.walk_ast(out.reborrow())?;
        let fields = names::of_fields::<DB, F>()?;
        let (mut key, mut separator) = (names::of_key::<DB, F>()?, " WHERE ");
        if !assigned.is_empty(out.backend())? {
            let given = names::all::<DB>(&Assignees::<_, F::Table>(*assigned, PhantomData))?;
            let count = key.len();
            key.retain(|name| !given.contains(name));
            if key.len() < count {
                out.push_sql(" WHERE (");
                assigned.write_columns(out.reborrow())?;
                out.push_sql(") = (");
                assigned.write_values(out.reborrow())?;
                out.push_sql(")");
                separator = " AND ";
            }
        }
        for name in key {
            out.push_sql(separator);
            separator = " AND ";
            let field = F::spec().settable().iter().find(|index| fields.get(*index) == Some(&name));
            if let Some(index) = field {
                write(*values, index, Write::Set, out.reborrow())?;
            } else {
                out.push_identifier(&name)?;
                out.push_sql(" = NULLIF(LAST_INSERT_ID(), 0)");
                // The number may be that of another column, and the key somebody else's.
                out.push_sql(&is_counted(&names::all::<DB>(from)?, &name));
            }
        }
        Ok(())
    }
}

/// ` AND` the column is the one that the table counts.
fn is_counted(table: &[String], column: &str) -> String {
    // As bytes, in which nothing has to be escaped.
    let text = |name: &str| {
        let mut hex = String::with_capacity(2 * name.len());
        for byte in name.bytes() {
            let _ = write!(hex, "{byte:02x}");
        }
        format!("CONVERT(X'{hex}' USING utf8mb4)")
    };
    let (schema, table) = match table {
        [schema, table] => (text(schema), table.as_str()),
        _ => ("DATABASE()".to_owned(), table.last().map_or("", String::as_str)),
    };
    format!(
        " AND EXISTS (SELECT 1 FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = {schema} AND \
         TABLE_NAME = {} AND COLUMN_NAME = {} AND EXTRA LIKE '%auto_increment%')",
        text(table),
        text(column),
    )
}

/// The columns of an assignment.
struct Assignees<'a, A, Table>(&'a A, PhantomData<fn() -> Table>);

impl<A, Table, DB> QueryFragment<DB> for Assignees<'_, A, Table>
where
    DB: CasBackend,
    A: Assignment<Table, DB>,
{
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.write_columns(out)
    }
}

macro_rules! nodes {
    ($($node:ident)*) => {$(
        // The text depends on what is assigned: cached by text.
        impl<F: Keyed, A> QueryId for $node<'_, F, A> {
            type QueryId = ();
            const HAS_STATIC_QUERY_ID: bool = false;
        }
        impl<F: Keyed, A, C> RunQueryDsl<C> for $node<'_, F, A> {}
        impl<F: Keyed<KeyColumns: Expression>, A> Query for $node<'_, F, A> {
            type SqlType = <F::KeyColumns as Expression>::SqlType;
        }
    )*};
}

nodes! { CasInsert NewKey }
