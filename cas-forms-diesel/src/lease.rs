//! Leases in the table `cas_leases` of the database that is saved to.

#[cfg(feature = "async")]
mod asynchronous;
mod database;
mod fenced;
mod place;
mod sql;
mod statement;

pub use database::Database;
pub use fenced::{Fenced, Fencing};
pub use place::{Leasing, LockingAll, OfEach};
#[cfg(feature = "mysql")]
pub(crate) use sql::FUNCTIONS;
pub(crate) use sql::LeaseSql;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub(crate) use sql::RETURNING;

pub(crate) use database::{again, unavailable};
pub(crate) use place::{
    Exists, Look, Place, Seen, Set, Verdict, aged, all_last, fresh_secret, renewal,
};
