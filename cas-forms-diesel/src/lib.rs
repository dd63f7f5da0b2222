//! Compare-and-swap saves for [cas-forms](cas_forms) on [Diesel](diesel) connections.
//!
//! [`sync`] has `open` and `save` for Diesel's own connections, [`asynchronous`] (feature
//! `async`) the same for diesel-async's: the same statements, the same decision.
//!
//! # What is guaranteed
//!
//! * An accepted save replaced, for every field of the page, the very value that the page showed.
//!   The comparison is part of the one `UPDATE`; text is compared byte by byte whatever the
//!   column's collation, floats to the last bit.
//! * A refused save wrote nothing.
//! * Only edited fields are written. Columns that are not on the page take no part.
//!
//! # How it is saved
//!
//! 1. One statement, one round trip: `UPDATE ... SET edited WHERE key AND scope AND every field of
//!    the page is still the original`. Done if it met the row.
//! 2. If it did not, one `SELECT`, without a lock, says why: gone, changed (and which fields),
//!    already applied. Two statements in all for a refusal.
//! 3. Only where SQL says "different" and the loaded values are equal bit by bit, for the pairs of
//!    type and backend that are known for it (text timestamps and zeros on SQLite, padded `char(n)`), one
//!    transaction locks the row, compares in Rust, and writes.
//!
//! What it does not see: a value that changed and changed back between two page loads.
#![doc = include_str!("../docs/create.md")]

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
mod backend;
mod compare;
mod error;
mod insert;
mod names;
mod nonce;
mod plan;
mod row;
mod statement;
pub mod sync;
mod violation;

#[cfg(feature = "async")]
pub mod asynchronous;

pub use backend::CasBackend;
pub use compare::{Compare, Sides};
pub use error::{OpenError, UnknownChoice, Unreadable};
pub use insert::{Assigned, Assignment};
pub use row::{CasRow, ComparedWith, IsPrimaryKey, KeyType, Savable, Scope};
