//! Compare-and-swap saves for [cas-forms](cas_forms) on [Diesel](diesel) connections.
//!
//! [`sync`] has `open`, `check`, `save`, `delete` and `insert` for Diesel's own connections,
//! [`asynchronous`] (feature `async`) the same for diesel-async's: the same statements, the same decision.
//!
//! # What is guaranteed
//!
//! * An accepted save replaced, for every field of the page, the very value that the page showed.
//!   The comparison is part of the one `UPDATE`; text is compared byte by byte whatever the
//!   column's collation, floats to the last bit. An accepted deletion deleted what the page showed.
//! * A refused save wrote nothing. Only of one that is refused as
//!   [`Unavailable`](cas_forms::Reason::Unavailable), since no answer came, nobody knows: saved again, what
//!   was written counts as already applied.
//! * Only edited fields are written. Columns that are not on the page take no part.
//!
//! This holds at every isolation level, and whatever is killed in between.
//!
//! # How it is saved
//!
//! 1. One statement, one round trip: `UPDATE ... SET edited WHERE key AND scope AND every field of
//!    the page is still the original`. Done if it met the row.
//! 2. If it did not, one `SELECT`, without a lock, says why: gone, changed (and which fields),
//!    already applied. Two statements in all for a refusal.
//! 3. Only where that finds that the row may be written after all, one transaction locks it, looks
//!    again, decides in Rust, and writes: where changes are merged, and where SQL says "different" and
//!    the loaded values are equal bit by bit, for the pairs of type and backend that are known for it
//!    (JSON, and on SQLite text timestamps and zeros). [`Compare`] has the table.
//!
//! The row of a form with `#[lockable]` is written under a lease. The same one statement locks the lease in
//! the table `cas_leases` before it meets the row, and writes if the token there is the one that is presented:
//! whoever takes the lease over waits for the write, or the write is refused as
//! [`Locked`](cas_forms::Reason::Locked). A lease that has ended, and that nobody has taken since, is still
//! one's own. After a miss, one more statement looks at the lease, three in all. [`Guard`] makes triggers by
//! which the database keeps other programs out.
//!
//! A deletion goes the same way, and compares every field whatever was edited. Something new is inserted
//! in one transaction with the nonce of its page.
//!
//! # Transactions
//!
//! Outside a transaction, what fails in passing (a deadlock, a serialization failure, a busy
//! database) is tried again, up to four times. Inside one of yours nothing is: the refusal is
//! [`Reason::Retry`](cas_forms::Reason::Retry) with the form, and your transaction has to be started
//! again. Return an error from its closure then: MariaDB ends the whole transaction on a deadlock, and
//! Diesel does not know. A constraint that is broken undoes the save alone: on PostgreSQL, where it would undo
//! everything, a save inside a transaction has a savepoint of its own.
//!
//! Which failures pass is read from the servers' messages where Diesel has no kind for them: let
//! PostgreSQL speak English (`lc_messages = C`), or some are not tried again.
//!
//! # What gets past it
//!
//! * A value that changed and changed back between two page loads, unless the form has a `version`.
//! * On PostgreSQL a view with an `INSTEAD OF` trigger or a rule, and a trigger that returns `OLD`: they
//!   report a row that they did not write. Forms belong on tables and on plain views. On SQLite views with
//!   such triggers cannot be saved to: the count is always 0, and the save ends as
//!   [`Reason::Retry`](cas_forms::Reason::Retry).
//! * A page that was made from a lagging replica is refused until the replica has caught up: open where
//!   you save.
//!
#![doc = include_str!("../docs/delete.md")]
#![doc = include_str!("../docs/create.md")]
#![doc = include_str!("../docs/leases.md")]

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
mod backend;
mod compare;
mod demand;
mod error;
mod guard;
mod insert;
mod lease;
mod names;
mod nonce;
mod plan;
mod row;
mod scope;
mod statement;
pub mod sync;
mod violation;
#[cfg(feature = "postgres")]
mod xid;

#[cfg(feature = "async")]
pub mod asynchronous;

pub use backend::CasBackend;
pub use compare::{Compare, Sides};
pub use demand::NamesLease;
pub use error::{OpenError, UnknownChoice, Unreadable};
pub use guard::{Guard, GuardedKey};
pub use insert::{Assigned, Assignment};
pub use lease::{Database, Fenced, Fencing, Leasing, LockingAll, OfEach};
pub use row::{CasRow, ComparedWith, IsPrimaryKey, KeyType, Savable};
pub use scope::Scope;
#[cfg(feature = "postgres")]
pub use xid::{Xid, sql_types};
