//! The row that is locked, and what is decided from the answers of a store.

use crate::backend::CasBackend;
use crate::names;
use crate::row::{Keyed, Savable};
use crate::scope::{Scope, ScopeId};
use crate::statement::Target;
use cas_forms::{
    Answer, Ask, CasForm, Claim, Held, Holder, KeyText, Lease, LeaseError, LeaseKey, Leased,
    LockSpec, Renewal, Secret, Unscoped,
};
use diesel::deserialize::{self, QueryableByName};
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::row::NamedRow;
use diesel::sql_types::Untyped;
use diesel::{QueryResult, RunQueryDsl};
use std::time::Instant;

/// A form with `#[lockable]`.
#[diagnostic::on_unimplemented(
    message = "this form is not saved under a lease: its rows cannot be locked",
    label = "put `#[lockable(ttl = \"180s\")]` on the form"
)]
pub trait Leasing {}

impl Leasing for Leased {}

/// What came of trying to lock a set of rows: all of them, or none.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "whether they are locked decides about what is shown"]
pub enum LockingAll<K> {
    /// They are locked for this page, each by a lease of its own, and by one secret.
    Mine(Vec<(K, Lease)>),
    /// Somebody else holds the lease of this one.
    Taken(K, Held),
    /// The store does not answer, and the forms may be saved by comparison alone then.
    Unfenced,
}

/// What is known of each row of a set, by its key.
pub type OfEach<K, T> = Vec<(K, T)>;

/// Rows with their keys.
pub(crate) type Set<F> = Vec<(<F as CasForm>::Key, Place<'static, F, Unscoped>)>;

/// The same, each with whom its lease is to be taken from.
pub(crate) type Seen<F> = Vec<(<F as CasForm>::Key, Place<'static, F, Unscoped>, Option<Held>)>;

/// One row, and its lease.
pub(crate) struct Place<'a, F: Keyed, S> {
    pub(crate) target: Target<'a, F, S>,
    pub(crate) lease: LeaseKey,
    /// Of the key's parts, those that the row has to hold as they are spelled.
    texts: Vec<Option<String>>,
    spec: &'static LockSpec,
}

impl<'a, F, S> Place<'a, F, S>
where
    F: Keyed + CasForm<Key: KeyText>,
{
    pub(crate) fn new(key: &F::Key, scope: &'a S) -> Result<Self, LeaseError> {
        let spec = F::spec().lock().ok_or_else(|| failed("the form is not lockable"))?;
        let lease = LeaseKey::new(spec.resource(), key)?;
        let mut texts = Vec::new();
        key.write_texts(&mut texts);
        Ok(Place { target: Target::new(key, scope), lease, texts, spec })
    }

    /// The rows of these keys, each once, in an order that is the same for everybody.
    pub(crate) fn sorted(keys: impl IntoIterator<Item = F::Key>) -> Result<Set<F>, LeaseError> {
        let mut places = keys
            .into_iter()
            .map(|key| Place::new(&key, &Unscoped).map(|place| (key, place)))
            .collect::<Result<Vec<_>, _>>()?;
        places.sort_by(|(_, one), (_, other)| one.lease.cmp(&other.lease));
        places.dedup_by(|(_, one), (_, other)| one.lease == other.lease);
        Ok(places)
    }

    pub(crate) fn look(&self) -> Look<'_, F, S, false> {
        Look { target: &self.target, texts: &self.texts }
    }

    /// A look that waits for whoever writes the row.
    pub(crate) fn drain(&self) -> Look<'_, F, S, true> {
        Look { target: &self.target, texts: &self.texts }
    }

    pub(crate) fn who(&self) -> Ask<'_> {
        Ask::Holder { key: &self.lease }
    }

    pub(crate) fn renew<'c>(&'c self, secret: &'c Secret) -> Ask<'c> {
        Ask::Renew { key: &self.lease, secret, ttl: self.spec.ttl() }
    }

    pub(crate) fn release<'c>(&'c self, secret: &'c Secret) -> Ask<'c> {
        Ask::Release { key: &self.lease, secret }
    }

    /// Takes over from who holds it, if that may be.
    pub(crate) fn take_over<'c>(
        &'c self,
        secret: &'c Secret,
        holder: &'c Holder,
        held: Option<Held>,
        may: impl FnOnce(&Held) -> bool,
    ) -> Result<Ask<'c>, LeaseError> {
        match held {
            Some(held) if !may(&held) => Err(LeaseError::Denied(held)),
            held => Ok(self.claim(secret, holder, held.as_ref())),
        }
    }

    /// Takes over from who was seen to hold it; otherwise acquires.
    pub(crate) fn claim<'c>(
        &'c self,
        secret: &'c Secret,
        holder: &'c Holder,
        held: Option<&Held>,
    ) -> Ask<'c> {
        let claim = Claim { key: &self.lease, secret, holder, ttl: self.spec.ttl() };
        held.map_or(Ask::Acquire(claim), |held| Ask::TakeOver(claim, held.fence))
    }

    /// What a store answered; `None` if it did not, and that is provided for.
    pub(crate) fn settle(
        &self,
        answer: Result<Answer, LeaseError>,
    ) -> Result<Option<Verdict>, LeaseError> {
        match answer {
            Err(LeaseError::Unavailable(_)) if self.spec.has_fallback() => Ok(None),
            Err(error) => Err(error),
            Ok(Answer { is_done, held: Some(held) }) => {
                Ok(Some(if is_done { Verdict::Mine(held) } else { Verdict::Taken(held) }))
            }
            Ok(Answer { held: None, .. }) => {
                Err(failed("the lease ended before it was of any use"))
            }
        }
    }
}

/// What a store answered to a claim.
pub(crate) enum Verdict {
    Mine(Held),
    Taken(Held),
}

/// What came of renewing.
pub(crate) fn renewal(answer: Answer) -> Renewal {
    match answer {
        Answer { is_done: true, held: Some(held) } => Renewal::Renewed(held),
        Answer { held, .. } => Renewal::Lost(held),
    }
}

pub(crate) fn fresh_secret() -> Result<Secret, LeaseError> {
    Secret::fresh().ok_or_else(|| failed("there are no random numbers"))
}

/// Whether all of them last still, by a clock that began before the store was asked.
pub(crate) fn all_last<K>(leases: &[(K, Lease)]) -> Result<(), LeaseError> {
    if leases.iter().all(|(_, lease)| !lease.remaining().is_zero()) {
        return Ok(());
    }
    Err(failed("some leases of a set ended while others were waited for"))
}

/// A lease after a while: what has been waited for is no longer left of it.
pub(crate) fn aged(lease: &Lease, since: Instant) -> Lease {
    let held = lease.held().clone();
    let remaining = held.remaining.saturating_sub(since.elapsed());
    Lease::new(lease.secret().clone(), Held { remaining, ..held })
}

fn failed(what: &'static str) -> LeaseError {
    LeaseError::Unavailable(what.into())
}

/// Whether the row is there, and in scope. A key that the database merely takes for the row's own, in a
/// collation that folds or pads, is none: its lease would have another name.
pub(crate) struct Look<'a, F: Keyed, S, const DRAINS: bool> {
    target: &'a Target<'a, F, S>,
    texts: &'a [Option<String>],
}

impl<F: Keyed, S, const DRAINS: bool> Clone for Look<'_, F, S, DRAINS> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<F: Keyed, S, const DRAINS: bool> Copy for Look<'_, F, S, DRAINS> {}

impl<F, S, DB, const DRAINS: bool> QueryFragment<DB> for Look<'_, F, S, DRAINS>
where
    DB: CasBackend,
    F: Savable<DB>,
    S: Scope<F::Table, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("SELECT 1 FROM ");
        self.target.write_from(out.reborrow())?;
        self.target.write_where(out.reborrow())?;
        if self.texts.iter().any(Option::is_some) {
            for (column, text) in names::of_key::<DB, F>()?.iter().zip(self.texts) {
                let Some(text) = text else { continue };
                out.push_sql(" AND ");
                DB::push_exactly(out.reborrow(), column, text)?;
            }
        }
        if DRAINS {
            out.push_sql(DB::FOR_SHARE);
        }
        Ok(())
    }
}

impl<F: Keyed, S: ScopeId, const DRAINS: bool> QueryId for Look<'_, F, S, DRAINS> {
    type QueryId = Look<'static, F, S::Id, DRAINS>;
    const HAS_STATIC_QUERY_ID: bool = F::Filter::HAS_STATIC_QUERY_ID && S::IS_STATIC;
}

impl<F: Keyed, S, const DRAINS: bool> Query for Look<'_, F, S, DRAINS> {
    type SqlType = Untyped;
}

impl<F: Keyed, S, C, const DRAINS: bool> RunQueryDsl<C> for Look<'_, F, S, DRAINS> {}

/// That there is a row.
#[derive(Debug)]
pub(crate) struct Exists;

impl<DB: CasBackend> QueryableByName<DB> for Exists {
    fn build<'a>(_: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        Ok(Exists)
    }
}
