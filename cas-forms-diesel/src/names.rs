//! Names as the database has them, read from the statements that use them.

use crate::backend::CasBackend;
use crate::row::{Columns, Savable, Write};
use crate::statement::{all as all_fields, write};
use diesel::QueryResult;
use diesel::query_builder::{AstPass, QueryBuilder as _, QueryFragment};

/// The columns of a form's fields, in their order.
pub(crate) fn of_fields<DB, F>() -> QueryResult<Vec<String>>
where
    DB: CasBackend,
    F: Savable<DB>,
{
    let values = F::Values::default();
    let name = |index| {
        let names = all::<DB>(&Name { values: &values, index })?;
        Ok(names.into_iter().next_back().unwrap_or_default())
    };
    all_fields::<F>().iter().map(name).collect()
}

/// The columns of a form's key.
pub(crate) fn of_key<DB, F>() -> QueryResult<Vec<String>>
where
    DB: CasBackend,
    F: Savable<DB>,
{
    let mut builder = DB::QueryBuilder::default();
    F::KeyColumns::default().to_sql(&mut builder, &DB::default())?;
    // Each stands there behind its table; a comma in a name would be no name that we know.
    let sql = builder.finish();
    Ok(sql.split(", ").filter_map(|column| unquote(column).pop()).collect())
}

/// The names that stand in a fragment, without their quotes.
pub(crate) fn all<DB: CasBackend>(fragment: &impl QueryFragment<DB>) -> QueryResult<Vec<String>> {
    let mut builder = DB::QueryBuilder::default();
    fragment.to_sql(&mut builder, &DB::default())?;
    Ok(unquote(&builder.finish()))
}

fn unquote(sql: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = sql.chars();
    while let Some(quote) = rest.find(|c| matches!(c, '"' | '`')) {
        let mut name = String::new();
        loop {
            match rest.next() {
                // Doubled it stands for itself.
                Some(c) if c == quote && rest.as_str().starts_with(quote) => {
                    name.push(c);
                    rest.next();
                }
                Some(c) if c != quote => name.push(c),
                _ => break,
            }
        }
        names.push(name);
    }
    names
}

/// The name of the column of one field.
struct Name<'a, V> {
    values: &'a V,
    index: usize,
}

impl<V: Columns<DB>, DB: CasBackend> QueryFragment<DB> for Name<'_, V> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        write(self.values, self.index, Write::Name, out)
    }
}
