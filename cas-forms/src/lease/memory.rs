//! Leases in the memory of one process.

use super::{Answer, Ask, AsyncLeaseStore, Claim, FencingToken, Held, Holder};
use super::{LeaseError, LeaseKey, LeaseStore, Secret};
use std::collections::HashMap;
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

/// A store of leases for applications of one process; a clone is the same store.
///
/// A clock that is set has no influence on how long a lease lasts. Leases are gone when the process
/// ends, and fencing tokens grow all the same, unless the clock was set back meanwhile: only a
/// database remembers them for sure.
#[derive(Clone, Default)]
pub struct Memory {
    leases: Arc<Mutex<Leases>>,
}

#[derive(Default)]
struct Leases {
    entries: HashMap<LeaseKey, Entry>,
    /// The greatest fencing token so far, of all keys: whoever is forgotten had a lesser one than
    /// whoever comes next.
    last: i64,
    /// With so many entries, the old ones are forgotten.
    many: usize,
}

/// The latest holder of a key. It is kept when its lease has ended: it may resume.
struct Entry {
    /// Of its secret; none where it was released.
    digest: Option<String>,
    holder: Holder,
    fence: FencingToken,
    end: Instant,
}

/// How long the latest holder of a key is remembered, and the longest that a lease lasts.
const DAY: Duration = Duration::from_hours(24);

/// So many entries are not worth looking for old ones.
const FEW: usize = 1024;

impl Memory {
    /// An empty store.
    pub fn new() -> Self {
        Memory::default()
    }

    fn answer(&self, ask: Ask<'_>) -> Answer {
        let mut leases = self.leases.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        let is_done = match ask {
            Ask::Acquire(claim) => leases.acquire(claim, now),
            Ask::TakeOver(claim, seen) => leases.take_over(claim, seen, now),
            Ask::Renew { key, secret, ttl } => leases.renew(key, secret, ttl, now),
            Ask::Release { key, secret } => leases.release(key, secret, now),
            Ask::Holder { .. } => false,
        };
        let held = leases.entries.get(ask.key()).and_then(|entry| entry.held(now));
        Answer { is_done, held }
    }
}

impl<C> LeaseStore<C> for Memory {
    fn ask(&self, ask: Ask<'_>, _: &mut C) -> Result<Answer, LeaseError> {
        Ok(self.answer(ask))
    }
}

impl<C> AsyncLeaseStore<C> for Memory {
    fn ask<'f>(
        &'f self,
        ask: Ask<'f>,
        _: &'f mut C,
    ) -> Pin<Box<dyn Future<Output = Result<Answer, LeaseError>> + Send + 'f>> {
        Box::pin(async move { Ok(self.answer(ask)) })
    }
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Memory").finish_non_exhaustive()
    }
}

impl Leases {
    fn acquire(&mut self, claim: Claim<'_>, now: Instant) -> bool {
        match self.entries.get(claim.key) {
            Some(entry) if entry.is_of(claim.secret) => self.give(claim, entry.fence, now),
            Some(entry) if entry.held(now).is_some() => return false,
            _ => {
                let fence = self.next_fence();
                self.give(claim, fence, now);
            }
        }
        true
    }

    fn take_over(&mut self, claim: Claim<'_>, seen: FencingToken, now: Instant) -> bool {
        // Who is not remembered does not hold it.
        let is_same = self.entries.get(claim.key).is_none_or(|entry| entry.fence == seen);
        if is_same {
            let fence = self.next_fence();
            self.give(claim, fence, now);
        }
        is_same
    }

    fn renew(&mut self, key: &LeaseKey, secret: &Secret, ttl: Duration, now: Instant) -> bool {
        let Some(entry) = self.of(key, secret) else { return false };
        entry.end = now + ttl.min(DAY);
        true
    }

    fn release(&mut self, key: &LeaseKey, secret: &Secret, now: Instant) -> bool {
        let Some(entry) = self.of(key, secret) else { return false };
        entry.digest = None;
        entry.end = now;
        true
    }

    fn of(&mut self, key: &LeaseKey, secret: &Secret) -> Option<&mut Entry> {
        self.entries.get_mut(key).filter(|entry| entry.is_of(secret))
    }

    fn give(&mut self, claim: Claim<'_>, fence: FencingToken, now: Instant) {
        self.forget(now);
        let entry = Entry {
            digest: Some(claim.secret.digest()),
            holder: claim.holder.clone(),
            fence,
            end: now + claim.ttl.min(DAY),
        };
        self.entries.insert(claim.key.clone(), entry);
    }

    fn next_fence(&mut self) -> FencingToken {
        let since_1970 = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        let micros = since_1970.map_or(0, |since| since.as_micros());
        let micros = i64::try_from(micros).unwrap_or(i64::MAX);
        self.last = micros.max(self.last.saturating_add(1));
        FencingToken(self.last)
    }

    /// Forgets what ended long ago, each time that there is twice as much as was left before.
    fn forget(&mut self, now: Instant) {
        if self.entries.len() < self.many.max(FEW) {
            return;
        }
        self.entries.retain(|_, entry| now.saturating_duration_since(entry.end) < DAY);
        self.many = 2 * self.entries.len();
    }
}

impl Entry {
    fn is_of(&self, secret: &Secret) -> bool {
        // Of digests, how long it takes to compare them tells nobody a secret.
        self.digest.as_ref().is_some_and(|digest| *digest == secret.digest())
    }

    fn held(&self, now: Instant) -> Option<Held> {
        let remaining = self.end.saturating_duration_since(now);
        let is_held = self.digest.is_some() && !remaining.is_zero();
        is_held.then(|| Held { holder: self.holder.clone(), fence: self.fence, remaining })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_mins(1);
    const ENDED: Duration = Duration::ZERO;

    struct Page {
        secret: Secret,
        holder: Holder,
    }

    fn page(user: &str) -> Page {
        Page { secret: Secret::fresh().unwrap(), holder: Holder::new(user) }
    }

    fn key() -> LeaseKey {
        LeaseKey::new("customers", &7).unwrap()
    }

    fn claim<'a>(key: &'a LeaseKey, page: &'a Page, ttl: Duration) -> Claim<'a> {
        Claim { key, secret: &page.secret, holder: &page.holder, ttl }
    }

    fn acquire(memory: &Memory, page: &Page, ttl: Duration) -> Answer {
        memory.answer(Ask::Acquire(claim(&key(), page, ttl)))
    }

    fn renew(memory: &Memory, page: &Page) -> Answer {
        memory.answer(Ask::Renew { key: &key(), secret: &page.secret, ttl: LONG })
    }

    fn release(memory: &Memory, page: &Page) -> Answer {
        memory.answer(Ask::Release { key: &key(), secret: &page.secret })
    }

    fn user(answer: &Answer) -> Option<&str> {
        answer.held.as_ref().map(|held| held.holder.user())
    }

    #[test]
    fn whoever_comes_second_is_told_who_holds_it() {
        let (memory, ann, bob) = (Memory::default(), page("Ann"), page("Bob"));
        assert!(acquire(&memory, &ann, LONG).is_done);
        let answer = acquire(&memory, &bob, LONG);
        assert!(!answer.is_done);
        assert_eq!(user(&answer), Some("Ann"));
        assert!(answer.held.unwrap().remaining <= LONG);
    }

    #[test]
    fn the_same_page_keeps_its_token_and_the_next_gets_a_greater_one() {
        let (memory, ann, bob) = (Memory::default(), page("Ann"), page("Bob"));
        let first = acquire(&memory, &ann, LONG).held.unwrap().fence;
        assert_eq!(acquire(&memory, &ann, LONG).held.unwrap().fence, first);
        assert!(release(&memory, &ann).is_done);
        assert!(acquire(&memory, &bob, LONG).held.unwrap().fence > first);
    }

    #[test]
    fn a_store_that_starts_anew_gives_greater_tokens_than_the_one_before() {
        let [before, after] = [(); 2].map(|()| Memory::default());
        let fence = |memory| acquire(memory, &page("Ann"), LONG).held.unwrap().fence;
        let last = fence(&before);
        assert!(fence(&after) > last);
    }

    #[test]
    fn what_ended_is_resumed_unless_somebody_took_it() {
        let (memory, ann, bob) = (Memory::default(), page("Ann"), page("Bob"));
        acquire(&memory, &ann, ENDED);
        assert_eq!(memory.answer(Ask::Holder { key: &key() }).held, None);
        assert!(renew(&memory, &ann).is_done);
        release(&memory, &ann);
        acquire(&memory, &ann, ENDED);
        assert!(acquire(&memory, &bob, LONG).is_done);
        let answer = renew(&memory, &ann);
        assert!(!answer.is_done);
        assert_eq!(user(&answer), Some("Bob"));
    }

    #[test]
    fn what_was_released_is_not_renewed() {
        let (memory, ann) = (Memory::default(), page("Ann"));
        acquire(&memory, &ann, LONG);
        assert!(release(&memory, &ann).is_done && !release(&memory, &ann).is_done);
        assert_eq!(renew(&memory, &ann), Answer { is_done: false, held: None });
    }

    #[test]
    fn nobody_releases_what_another_page_holds() {
        let (memory, ann, bob) = (Memory::default(), page("Ann"), page("Bob"));
        acquire(&memory, &ann, LONG);
        assert!(!release(&memory, &bob).is_done);
        assert_eq!(user(&memory.answer(Ask::Holder { key: &key() })), Some("Ann"));
    }

    #[test]
    fn it_is_taken_over_from_whom_was_seen_and_from_nobody_else() {
        let memory = Memory::default();
        let [ann, bob, eve] = ["Ann", "Bob", "Eve"].map(page);
        let seen = acquire(&memory, &ann, LONG).held.unwrap().fence;
        let take = |page| memory.answer(Ask::TakeOver(claim(&key(), page, LONG), seen));
        let taken = take(&bob);
        assert!(taken.is_done && taken.held.unwrap().fence > seen);
        let answer = take(&eve);
        assert!(!answer.is_done);
        assert_eq!(user(&answer), Some("Bob"));
        assert!(!renew(&memory, &ann).is_done);
    }

    #[test]
    fn keys_that_nobody_asks_for_are_forgotten_a_day_after_their_end() {
        let (memory, ann) = (Memory::default(), page("Ann"));
        let mut leases = memory.leases.lock().unwrap();
        let start = Instant::now();
        for id in 0..4 * FEW {
            let key = LeaseKey::new("customers", &id.to_string()).unwrap();
            let late = if id < 2 * FEW { Duration::ZERO } else { DAY + LONG };
            assert!(leases.acquire(claim(&key, &ann, ENDED), start + late));
        }
        assert!(leases.entries.len() <= 2 * FEW + 1, "{}", leases.entries.len());
    }
}
