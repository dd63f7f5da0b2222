//! What a save demands of the lease of its row.
//!
//! The row of `cas_leases` is locked by the very statement that writes, and before it meets the row that
//! it writes: whoever takes the lease over waits until that write is committed, or the write does not
//! happen. A condition that merely reads is not enough, since it reads what was before it waited.

use crate::backend::CasBackend;
use crate::guard::{Pass, PassBy};
use cas_forms::{
    CasForm, FencingToken, Held, Holder, KeyText, LeaseError, LeaseKey, Leased, Presented, Secret,
};
use diesel::backend::Backend;
use diesel::deserialize::{self, QueryableByName};
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::row::NamedRow;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::{Text, Untyped};
use diesel::{QueryResult, RunQueryDsl};
use std::time::Duration;

/// How a form's [`Lock`](CasForm::Lock) names the lease of a row with such a key.
#[diagnostic::on_unimplemented(
    message = "a row with the key `{K}` has no lease",
    note = "a form with `#[lockable]` needs a key that can be written down: `cas_forms::KeyText`"
)]
pub trait NamesLease<K> {
    /// The name; none of a form that is saved without a lease.
    ///
    /// # Errors
    ///
    /// [`LeaseError::KeyTooLong`].
    fn lease_of(resource: &str, key: &K) -> Result<Option<LeaseKey>, LeaseError>;
}

impl<K> NamesLease<K> for () {
    fn lease_of(_: &str, _: &K) -> Result<Option<LeaseKey>, LeaseError> {
        Ok(None)
    }
}

#[diagnostic::do_not_recommend]
impl<K: KeyText> NamesLease<K> for Leased {
    fn lease_of(resource: &str, key: &K) -> Result<Option<LeaseKey>, LeaseError> {
        LeaseKey::new(resource, key).map(Some)
    }
}

/// A secret as it is bound: Diesel shows instrumentation the values of a statement, and those get into logs.
#[derive(Debug)]
pub struct Unlogged(Secret);

impl<DB: Backend> ToSql<Text, DB> for Unlogged
where
    str: ToSql<Text, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.0.reveal().to_sql(out)
    }
}

/// What has to be so of the lease of a row for the row to be written.
#[derive(Debug)]
pub(crate) struct Demand {
    key: LeaseKey,
    proof: Proof,
}

#[derive(Debug)]
enum Proof {
    /// It is held by this token. That it has ended does not matter: nobody has taken it since.
    Mine { token: String, secret: Option<Unlogged> },
    /// Nobody holds it: the page was opened while none could be had.
    Free,
    /// Nothing was presented that could be proof.
    Missing,
}

impl Demand {
    /// What the lock of the form demands, with what was presented; nothing of a form without.
    pub(crate) fn new<F>(
        key: &F::Key,
        presented: Option<&Presented>,
    ) -> Result<Option<Self>, LeaseError>
    where
        F: CasForm<Lock: NamesLease<F::Key>>,
    {
        let Some(lock) = F::spec().lock() else { return Ok(None) };
        let Some(key) = F::Lock::lease_of(lock.resource(), key)? else { return Ok(None) };
        let proof = match presented.and_then(Presented::secret) {
            Some(secret) => {
                let pass = lock.has_guard().then(|| Unlogged(secret.clone()));
                Proof::Mine { token: secret.digest(), secret: pass }
            }
            None if lock.has_fallback() && presented.is_some_and(Presented::is_unfenced) => {
                Proof::Free
            }
            None => Proof::Missing,
        };
        Ok(Some(Demand { key, proof }))
    }

    /// Whether it can be met at all.
    pub(crate) fn may_be_met(&self) -> bool {
        !matches!(self.proof, Proof::Missing)
    }

    /// Whether its condition is the one that all leased pages of the form have.
    pub(crate) fn is_usual(&self) -> bool {
        matches!(self.proof, Proof::Mine { .. })
    }

    /// What gets the write past the guard triggers, where that takes statements of its own.
    pub(crate) fn pass<DB: CasBackend>(&self) -> Option<Pass<'_>> {
        match (&self.proof, DB::PASS_BY) {
            (Proof::Mine { token, secret: Some(_) }, PassBy::Row(sql)) => Some(Pass { sql, token }),
            _ => None,
        }
    }

    /// Writes ` AND (condition)`. It names no column of the row that is written, so that it is decided
    /// once, before any row is met.
    pub(crate) fn write<'b, DB: CasBackend>(
        &'b self,
        mut out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        match &self.proof {
            Proof::Mine { token, secret } => {
                out.push_sql(" AND (SELECT ");
                match (secret, DB::PASS_BY) {
                    // It ends with the transaction, whatever becomes of that.
                    (Some(secret), PassBy::Setting) => {
                        out.push_sql("set_config('cas.lease', ");
                        DB::push_secret(&mut out, secret)?;
                        out.push_sql(", true)");
                    }
                    _ => out.push_sql("1"),
                }
                out.push_sql(" FROM cas_leases WHERE cas_leases.resource = ");
                DB::push_text(&mut out, self.key.as_str())?;
                out.push_sql(" AND cas_leases.token = ");
                DB::push_text(&mut out, token)?;
                out.push_sql(DB::FOR_SHARE);
                out.push_sql(") IS NOT NULL");
            }
            Proof::Free => {
                // The row is locked whatever it says, or somebody could take the lease meanwhile.
                out.push_sql(
                    " AND COALESCE((SELECT cas_leases.token IS NULL OR cas_leases.expires_us <= ",
                );
                out.push_sql(DB::NOW_US);
                out.push_sql(" FROM cas_leases WHERE cas_leases.resource = ");
                DB::push_text(&mut out, self.key.as_str())?;
                out.push_sql(DB::FOR_SHARE);
                out.push_sql("), 1 = 1)");
            }
            Proof::Missing => out.push_sql(" AND 0 = 1"),
        }
        Ok(())
    }

    /// Whether this row of the table, `None` if there is none, meets it.
    pub(crate) fn is_met(&self, row: Option<&LeaseRow>) -> bool {
        match &self.proof {
            Proof::Mine { token, .. } => {
                row.is_some_and(|row| row.token.as_deref() == Some(token.as_str()))
            }
            Proof::Free => row.is_none_or(|row| row.held.is_none()),
            Proof::Missing => false,
        }
    }

    /// A look at the row of the table.
    pub(crate) fn look(&self, keep: bool) -> LeaseLook<'_> {
        LeaseLook { key: &self.key, keep }
    }
}

/// Reads the lease of a row.
#[derive(Debug)]
pub(crate) struct LeaseLook<'a> {
    key: &'a LeaseKey,
    /// Whether nobody else may take it until the transaction ends.
    keep: bool,
}

impl<DB: CasBackend> QueryFragment<DB> for LeaseLook<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(
            "SELECT token, holder, page, CAST(fence AS CHAR(20)) AS fence, CAST(expires_us - ",
        );
        out.push_sql(DB::NOW_US);
        out.push_sql(" AS CHAR(20)) AS remaining FROM cas_leases WHERE resource = ");
        DB::push_text(&mut out, self.key.as_str())?;
        if self.keep {
            out.push_sql(DB::FOR_SHARE);
        }
        Ok(())
    }
}

impl QueryId for LeaseLook<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<C> RunQueryDsl<C> for LeaseLook<'_> {}

impl Query for LeaseLook<'_> {
    type SqlType = Untyped;
}

/// A row of the table.
#[derive(Debug)]
pub(crate) struct LeaseRow {
    token: Option<String>,
    /// Who holds it; none if nobody does, or it has ended.
    pub(crate) held: Option<Held>,
}

impl<DB: CasBackend> QueryableByName<DB> for LeaseRow {
    fn build<'a>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        let text = |name| DB::text(row, name).map(Option::unwrap_or_default);
        let fence = FencingToken(text("fence")?.trim().parse()?);
        let remaining: i64 = text("remaining")?.trim().parse()?;
        let remaining = Duration::from_micros(remaining.try_into().unwrap_or(0));
        let holder = Holder::of_page(text("holder")?, text("page")?);
        let token = DB::text(row, "token")?;
        let is_held = token.is_some() && !remaining.is_zero();
        Ok(LeaseRow { token, held: is_held.then_some(Held { holder, fence, remaining }) })
    }
}
