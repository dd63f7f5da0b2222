//! A model of leases, checked in every state that it can reach: one row, up to three pages that lock,
//! renew, release, take over and save it, in the database alone or in another store as well.
//!
//! What stands for what:
//! * A page that crashed is one that does nothing more; a page that was stopped does it later. Once a
//!   page may ask something, it may be asked at any time later, and again: messages are delayed,
//!   reordered and repeated as long as they like. An answer may be lost; one that is late is the same
//!   as a page that acts late on it.
//! * No page reads a clock of its own, so that clocks of applications need no place here. The clocks of
//!   the database and of the other store move independently of each other, and never back.
//! * A statement of one row is a step. A save has two, with everything else between them: the lease row
//!   is read and locked, the data row is compared, written and committed. Its connection may break
//!   between them.
//! * The other store forgets everything at any time, and its fencing tokens may then start below those
//!   that it gave before.
//! * A job writes the row once, without any lease.
//!
//! What is left out: several rows (their order is for the tests of `lock_all`), a caller's own
//! transaction around a save, which keeps the lease row from others as long as it stays open, clocks
//! of servers that are set back, databases that lose what they committed, guard triggers, the idle
//! cut-off, and everything about what SQL and Lua really do: the tests of the stores are for that.
//! Times, fencing tokens and pages are few; what needs more of them is not found.

#[path = "lease_model"]
mod lease_model {
    pub(crate) mod lease;
    pub(crate) mod protocol;

    mod planted;
    mod sound;
}
