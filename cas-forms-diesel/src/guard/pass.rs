//! What a save shows to the guard.

use crate::backend::CasBackend;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::{QueryResult, RunQueryDsl};

/// What gets a save past the guard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[doc(hidden)]
pub enum PassBy {
    /// A setting of the transaction, which the saving statement makes.
    Setting,
    /// A row of `cas_passes`, inserted before the saving statement and deleted after it in one
    /// transaction: it is never there for anybody else, and gone whatever becomes of the save.
    Row(PassSql),
}

/// The two statements; a token ends each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[doc(hidden)]
pub struct PassSql {
    pub(super) enter: &'static str,
    pub(super) leave: &'static str,
}

/// A row of `cas_passes`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pass<'a> {
    pub(crate) sql: PassSql,
    pub(crate) token: &'a str,
}

impl<'a> Pass<'a> {
    pub(crate) fn enter(self) -> Stamp<'a> {
        Stamp { sql: self.sql.enter, token: self.token }
    }

    pub(crate) fn leave(self) -> Stamp<'a> {
        Stamp { sql: self.sql.leave, token: self.token }
    }
}

/// One of the two statements.
#[derive(Debug)]
pub(crate) struct Stamp<'a> {
    sql: &'static str,
    token: &'a str,
}

impl<DB: CasBackend> QueryFragment<DB> for Stamp<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(self.sql);
        DB::push_text(&mut out, self.token)
    }
}

impl QueryId for Stamp<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<C> RunQueryDsl<C> for Stamp<'_> {}
