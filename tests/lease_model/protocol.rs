//! What may happen, and what must never.

use super::lease::{Lease, TTL};
use stateright::{Model, Property};

/// The most pages.
const PAGES: usize = 3;
/// What a job writes; pages write their number and one more.
const JOB: u8 = 100;

/// Where leases are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Design {
    /// `Database`
    Database,
    /// `Fenced<S>`: another store is asked first, the row of the database decides.
    Fenced,
}

/// What is wrong on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flaw {
    None,
    /// Saves compare nothing: neither the lease nor what was shown.
    NothingCompared,
    /// Saves compare what was shown, and no lease.
    NoToken,
    /// Saves compare the lease, and not what was shown.
    NoOriginal,
    /// Saves read the lease row without locking it.
    Snapshot,
    /// Whoever releases, the lease is free.
    BlindRelease,
    /// A lease row is deleted when it is released.
    DeletedRow,
    /// Applications compare by their own clocks, which differ.
    OwnClocks,
    /// The other store alone decides, and the row follows.
    StoreAlone,
    /// A lease that is renewed lasts for ever.
    Endless,
}

pub(crate) struct Protocol {
    pub(crate) design: Design,
    pub(crate) flaw: Flaw,
    pub(crate) pages: u8,
    /// The last time of each clock.
    pub(crate) last: u8,
    /// Whether a job writes as well.
    pub(crate) has_job: bool,
    /// Whether pages take over from each other.
    pub(crate) has_take_over: bool,
    /// The greatest fencing token that is looked at.
    pub(crate) fences: u8,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct State {
    /// The database's.
    clock: u8,
    /// The other store's.
    store_clock: u8,
    row: Lease,
    store: Lease,
    data: u8,
    job_is_done: bool,
    /// The page whose save has passed the lease row and not committed.
    saving: Option<u8>,
    pages: [Page; PAGES],
    /// What the properties look at, and no step does.
    seen: Seen,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
struct Page {
    /// It was told that the lease is its own: it may renew, release, open and save.
    is_told: bool,
    /// What the other store gave it, which the row is asked with.
    floor: Option<u8>,
    /// Whose lease it wants to take over.
    victim: Option<u8>,
    /// The hidden original.
    shown: Option<u8>,
    /// Until when it was promised the lease, which nobody took over by force.
    promised: u8,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
struct Seen {
    greatest_fence: u8,
    fence_fell: bool,
    update_was_lost: bool,
    former_holder_wrote: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Action {
    /// The clock of the database: `CasBackend::NOW_US`.
    Tick,
    /// The clock of the other store: `TIME` in Redis, `Instant::now` in `Memory`.
    StoreTick,
    /// `FLUSHALL`, a failover or a restart of Redis; another process's `Memory`.
    Flush,
    /// Somebody writes without a lease.
    Job,
    /// The first half of `Fenced::ask` with `Ask::Acquire`, in `fenced.rs`.
    AcquireInStore(u8),
    /// `Database::ask` with `Ask::Acquire`, or the second half of `Fenced::ask`; then `lock` in
    /// `sync/lock.rs` answers. Whether the answer arrives.
    Acquire(u8, bool),
    /// The first half of `Fenced::ask` with `Ask::Renew`.
    RenewInStore(u8),
    /// `Database::ask` with `Ask::Renew`, or the second half of `Fenced::ask`.
    Renew(u8),
    /// The first half of `Fenced::ask` with `Ask::Release`, and what it tells the store after the row
    /// refused.
    ReleaseInStore(u8),
    /// `Database::ask` with `Ask::Release`, or the second half of `Fenced::ask`.
    Release(u8),
    /// `Ask::Holder`, as `take_over` in `sync/lock.rs` begins.
    Look(u8),
    /// `Database::ask` with `Ask::TakeOver`. Whether the answer arrives.
    TakeOver(u8, bool),
    /// `follow` in `fenced.rs`, and what `Fenced::ask` tells the store after a renewal.
    Follow(u8),
    /// `open` after `lock`: the page is rendered.
    Open(u8),
    /// The saving statement of `At::lease(..).submit(..).save(..)` finds `resource` and `token` in
    /// `cas_leases`, and locks that row.
    BeginSave(u8),
    /// It compares, writes and commits.
    EndSave,
    /// Its connection breaks.
    AbortSave,
}

impl Protocol {
    fn now(&self, state: &State, page: u8) -> u8 {
        let skew = if self.flaw == Flaw::OwnClocks { page } else { 0 };
        state.clock + skew
    }

    /// What asks the row of the database while a save has it waits.
    fn is_row_free(&self, state: &State) -> bool {
        state.saving.is_none() || self.flaw == Flaw::Snapshot
    }

    /// A page has the lease from now on.
    fn grant(state: &mut State, before: Lease, page: u8, is_told: bool) {
        let row = state.row;
        if !before.is_of(page) {
            state.seen.fence_fell |= row.fence <= state.seen.greatest_fence;
            state.seen.greatest_fence = state.seen.greatest_fence.max(row.fence);
        }
        let page = &mut state.pages[usize::from(page)];
        page.promised = row.ends;
        page.is_told |= is_told;
    }

    fn acquire(&self, state: &mut State, page: u8, is_told: bool) -> Option<()> {
        let floor = match self.design {
            Design::Database => 0,
            Design::Fenced => state.pages[usize::from(page)].floor?,
        };
        let (before, now) = (state.row, self.now(state, page));
        if self.flaw == Flaw::StoreAlone {
            state.row = Lease { page: Some(page), fence: floor, ends: now + TTL };
        } else if !state.row.acquire(page, now, floor) {
            return None;
        }
        Self::grant(state, before, page, is_told);
        Some(())
    }

    fn take_over(&self, state: &mut State, page: u8, is_told: bool) -> Option<()> {
        let seen = state.pages[usize::from(page)].victim?;
        let (before, now) = (state.row, self.now(state, page));
        state.row.take_over(page, now, seen).then_some(())?;
        // The loser is told so by its next renewal: it has no lease any more.
        if let Some(loser) = before.page {
            state.pages[usize::from(loser)].promised = 0;
        }
        Self::grant(state, before, page, is_told);
        Some(())
    }

    fn renew(&self, state: &mut State, page: u8) -> Option<()> {
        let now = self.now(state, page);
        state.row.renew(page, now).then_some(())?;
        if self.flaw == Flaw::Endless {
            state.row.ends = u8::MAX / 2;
        }
        state.pages[usize::from(page)].promised = state.row.ends;
        Some(())
    }

    fn release(&self, state: &mut State, page: u8) -> Option<()> {
        let is_own = state.row.is_of(page);
        match self.flaw {
            Flaw::BlindRelease => state.row = Lease { fence: state.row.fence, ..Lease::default() },
            Flaw::DeletedRow if is_own => state.row = Lease::default(),
            _ => state.row.release(page).then_some(())?,
        }
        if is_own {
            state.pages[usize::from(page)].promised = 0;
        }
        Some(())
    }

    fn begin_save(&self, state: &mut State, page: u8) -> Option<()> {
        state.pages[usize::from(page)].shown?;
        let compares = !matches!(self.flaw, Flaw::NothingCompared | Flaw::NoToken);
        (!compares || state.row.is_of(page)).then_some(())?;
        state.saving = Some(page);
        Some(())
    }

    fn end_save(&self, state: &mut State) -> Option<()> {
        let page = state.saving.take()?;
        let shown = state.pages[usize::from(page)].shown?;
        let compares = !matches!(self.flaw, Flaw::NothingCompared | Flaw::NoOriginal);
        if !compares || state.data == shown {
            state.seen.update_was_lost |= state.data != shown;
            state.seen.former_holder_wrote |= !state.row.is_of(page);
            state.data = page + 1;
        }
        Some(())
    }

    fn apply(&self, state: &mut State, action: Action) -> Option<()> {
        let (clock, store_clock) = (state.clock, state.store_clock);
        match action {
            Action::Tick => state.clock += 1,
            Action::StoreTick => state.store_clock += 1,
            Action::Flush => state.store = Lease::default(),
            Action::Job => (state.data, state.job_is_done) = (JOB, true),
            Action::AcquireInStore(page) => {
                state.store.acquire(page, store_clock, store_clock).then_some(())?;
                state.pages[usize::from(page)].floor = Some(state.store.fence);
            }
            Action::Acquire(page, is_told) => self.acquire(state, page, is_told)?,
            Action::RenewInStore(page) => state.store.renew(page, store_clock).then_some(())?,
            Action::Renew(page) => self.renew(state, page)?,
            Action::ReleaseInStore(page) => state.store.release(page).then_some(())?,
            Action::Release(page) => self.release(state, page)?,
            Action::Look(page) => {
                (state.row.ends > clock && !state.row.is_of(page)).then_some(())?;
                state.pages[usize::from(page)].victim = Some(state.row.fence);
            }
            Action::TakeOver(page, is_told) => self.take_over(state, page, is_told)?,
            Action::Follow(page) => {
                state.row.is_of(page).then_some(())?;
                let seen = state.store.fence;
                state.store.take_over(page, store_clock, seen);
            }
            Action::Open(page) => state.pages[usize::from(page)].shown = Some(state.data),
            Action::BeginSave(page) => self.begin_save(state, page)?,
            Action::EndSave => self.end_save(state)?,
            Action::AbortSave => state.saving = None,
        }
        Some(())
    }

    /// What there would be after a time to live, if a new page asked.
    fn is_had_after_a_while(&self, state: &State) -> bool {
        let (mut row, mut store, new) = (state.row, state.store, u8::MAX);
        let is_let_in = self.design == Design::Database
            || store.acquire(new, state.store_clock + TTL, state.store_clock + TTL);
        is_let_in && row.acquire(new, state.clock + TTL, store.fence)
    }
}

impl State {
    fn pages(&self) -> impl Iterator<Item = (u8, &Page)> {
        (0..).zip(&self.pages)
    }

    fn holders(&self) -> usize {
        self.pages().filter(|(_, page)| page.promised > self.clock).count()
    }
}

pub(crate) const NO_UPDATE_IS_LOST: &str = "no update is lost";
pub(crate) const NO_FORMER_HOLDER_WRITES: &str = "no former holder writes";
pub(crate) const ONE_HOLDER: &str = "at most one page holds the lease by the store's clock";
pub(crate) const FENCES_GROW: &str = "the fencing token grows with every new holder";
pub(crate) const EVENTUALLY_FREE: &str = "after a time to live whoever asks has the lease";

impl Model for Protocol {
    type State = State;
    type Action = Action;

    fn init_states(&self) -> Vec<State> {
        vec![State::default()]
    }

    fn actions(&self, state: &State, actions: &mut Vec<Action>) {
        let is_fenced = self.design == Design::Fenced;
        if state.clock < self.last {
            actions.push(Action::Tick);
        }
        if is_fenced && state.store_clock < self.last {
            actions.push(Action::StoreTick);
        }
        if is_fenced {
            actions.push(Action::Flush);
        }
        // It waits for the data row.
        if self.has_job && !state.job_is_done && state.saving.is_none() {
            actions.push(Action::Job);
        }
        if state.saving.is_some() {
            actions.extend([Action::EndSave, Action::AbortSave]);
        }
        for number in 0..self.pages {
            let page = &state.pages[usize::from(number)];
            if is_fenced {
                actions.extend([Action::AcquireInStore(number), Action::Follow(number)]);
                if page.is_told {
                    actions.push(Action::RenewInStore(number));
                }
                if page.floor.is_some() || page.is_told {
                    actions.push(Action::ReleaseInStore(number));
                }
            }
            if page.is_told {
                actions.push(Action::Open(number));
            } else if self.has_take_over {
                actions.push(Action::Look(number));
            }
            if !self.is_row_free(state) {
                continue;
            }
            actions.extend([true, false].map(|is_told| Action::Acquire(number, is_told)));
            actions.extend([true, false].map(|is_told| Action::TakeOver(number, is_told)));
            if page.is_told {
                actions.extend([Action::Renew(number), Action::Release(number)]);
            }
            if page.is_told && state.saving.is_none() {
                actions.push(Action::BeginSave(number));
            }
        }
    }

    fn next_state(&self, last: &State, action: Action) -> Option<State> {
        let mut state = last.clone();
        self.apply(&mut state, action)?;
        (state != *last).then_some(state)
    }

    fn within_boundary(&self, state: &State) -> bool {
        state.row.fence <= self.fences && state.store.fence <= self.fences
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::always(NO_UPDATE_IS_LOST, |_, state: &State| !state.seen.update_was_lost),
            Property::always(NO_FORMER_HOLDER_WRITES, |_, state: &State| {
                !state.seen.former_holder_wrote
            }),
            Property::always(ONE_HOLDER, |_, state: &State| state.holders() <= 1),
            Property::always(FENCES_GROW, |_, state: &State| !state.seen.fence_fell),
            Property::always(EVENTUALLY_FREE, |model: &Self, state| {
                model.is_had_after_a_while(state)
            }),
            // There is something to look at.
            Property::sometimes("a page saves", |_, state: &State| {
                state.data != 0 && state.data != JOB
            }),
            Property::sometimes("a lease that has ended can be resumed", |_, state: &State| {
                state.row.ends <= state.clock
                    && state.pages().any(|(page, own)| own.is_told && state.row.is_of(page))
            }),
            Property::sometimes("a lease is taken over", |model: &Self, state: &State| {
                !model.has_take_over
                    || state.pages().any(|(page, own)| {
                        state.row.is_of(page)
                            && own.victim.is_some_and(|seen| seen < state.row.fence)
                    })
            }),
            Property::sometimes("a former holder wants to save", |_, state: &State| {
                state.row.ends > state.clock
                    && state
                        .pages()
                        .any(|(page, own)| own.shown.is_some() && !state.row.is_of(page))
            }),
        ]
    }
}
