//! What every store of leases does.

use cas_forms::{Answer, Ask, Claim, FencingToken, Held, Holder, LeaseError, LeaseKey, Secret};
use std::thread;
use std::time::{Duration, Instant};

/// A way to a store.
pub(crate) type Way = Box<dyn FnMut(Ask<'_>) -> Result<Answer, LeaseError> + Send>;

const LONG: Duration = Duration::from_mins(10);
const SHORT: Duration = Duration::from_millis(100);

/// A page that wants leases.
pub(crate) struct Page {
    pub(crate) secret: Secret,
    pub(crate) holder: Holder,
}

impl Page {
    pub(crate) fn new(user: &str) -> Self {
        Page { secret: Secret::fresh().expect("random numbers"), holder: Holder::new(user) }
    }
}

/// A store, seen through one way.
pub(crate) struct Store(pub(crate) Way);

impl Store {
    pub(crate) fn ask(&mut self, ask: Ask<'_>) -> Answer {
        (self.0)(ask).expect("the store answers")
    }

    pub(crate) fn acquire(&mut self, key: &LeaseKey, page: &Page, ttl: Duration) -> Answer {
        let Page { secret, holder } = page;
        self.ask(Ask::Acquire(Claim { key, secret, holder, ttl }))
    }

    /// Acquires what nobody else can have.
    pub(crate) fn have(&mut self, key: &LeaseKey, page: &Page, ttl: Duration) -> Held {
        let answer = self.acquire(key, page, ttl);
        assert!(answer.is_done, "{answer:?}");
        answer.held.expect("it is held")
    }

    fn take_over(&mut self, key: &LeaseKey, page: &Page, seen: FencingToken) -> Answer {
        let Page { secret, holder } = page;
        self.ask(Ask::TakeOver(Claim { key, secret, holder, ttl: LONG }, seen))
    }

    pub(crate) fn renew(&mut self, key: &LeaseKey, page: &Page, ttl: Duration) -> Answer {
        self.ask(Ask::Renew { key, secret: &page.secret, ttl })
    }

    pub(crate) fn release(&mut self, key: &LeaseKey, page: &Page) -> Answer {
        self.ask(Ask::Release { key, secret: &page.secret })
    }

    pub(crate) fn holder(&mut self, key: &LeaseKey) -> Option<Held> {
        let answer = self.ask(Ask::Holder { key });
        assert!(!answer.is_done, "nothing was asked for");
        answer.held
    }

    /// Acquires as soon as nobody else has it.
    fn have_in_the_end(&mut self, key: &LeaseKey, page: &Page) -> Held {
        let mut held = None;
        until(|| {
            let answer = self.acquire(key, page, LONG);
            held = answer.held;
            answer.is_done
        });
        held.expect("it is held")
    }

    fn wait_for_the_end(&mut self, key: &LeaseKey) {
        until(|| self.holder(key).is_none());
    }
}

/// Tries until it is so.
pub(crate) fn until(mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < Duration::from_mins(1), "waited in vain");
        thread::sleep(Duration::from_millis(5));
    }
}

/// A key that nobody has used, in whatever store.
pub(crate) fn new_key() -> LeaseKey {
    let unique = Holder::new("").instance().to_owned();
    LeaseKey::new("rows", &unique).expect("a short key")
}

fn refused(answer: &Answer) -> &Held {
    assert!(!answer.is_done, "{answer:?}");
    answer.held.as_ref().expect("somebody is in the way")
}

pub(crate) fn a_second_page_is_told_who_holds_it_and_for_how_long(way: &dyn Fn() -> Way) {
    let (mut store, key) = (Store(way()), new_key());
    let (ann, bob) = (Page::new("Ann"), Page::new("Bob"));
    let mine = store.have(&key, &ann, LONG);
    assert_eq!(mine.holder, ann.holder);
    let answer = Store(way()).acquire(&key, &bob, SHORT);
    let held = refused(&answer);
    assert_eq!((&held.holder, held.fence), (&ann.holder, mine.fence));
    assert!(held.remaining <= mine.remaining && held.remaining > LONG / 2, "{held:?}");
    let held = store.holder(&key).expect("Ann");
    assert_eq!((held.holder, held.fence), (ann.holder, mine.fence));
}

pub(crate) fn two_pages_of_one_user_are_two(way: &dyn Fn() -> Way) {
    let (mut store, key) = (Store(way()), new_key());
    let (one, other) = (Page::new("Ann"), Page::new("Ann"));
    store.have(&key, &one, LONG);
    let answer = store.acquire(&key, &other, LONG);
    assert!(refused(&answer).holder.is_same_user(&other.holder));
    assert_eq!(refused(&answer).holder, one.holder);
}

pub(crate) fn the_same_secret_extends_and_keeps_its_fence(way: &dyn Fn() -> Way) {
    let (mut store, key, ann) = (Store(way()), new_key(), Page::new("Ann"));
    let first = store.have(&key, &ann, LONG / 2);
    let again = store.have(&key, &ann, LONG);
    assert_eq!(again.fence, first.fence);
    assert!(again.remaining > LONG / 2, "{again:?}");
    let renewed = store.renew(&key, &ann, 2 * LONG);
    assert!(renewed.is_done);
    let held = renewed.held.expect("it is held");
    assert_eq!((held.fence, &held.holder), (first.fence, &ann.holder));
    assert!(held.remaining > LONG, "{held:?}");
}

pub(crate) fn nobody_holds_what_nobody_asked_for(way: &dyn Fn() -> Way) {
    let (mut store, key, ann) = (Store(way()), new_key(), Page::new("Ann"));
    assert_eq!(store.holder(&key), None);
    assert_eq!(store.renew(&key, &ann, LONG), Answer { is_done: false, held: None });
    assert_eq!(store.release(&key, &ann), Answer { is_done: false, held: None });
    assert_eq!(store.holder(&key), None);
}

pub(crate) fn what_has_ended_and_nobody_took_is_resumed(way: &dyn Fn() -> Way) {
    let (mut store, key, ann) = (Store(way()), new_key(), Page::new("Ann"));
    let first = store.have(&key, &ann, SHORT);
    store.wait_for_the_end(&key);
    let renewed = store.renew(&key, &ann, LONG);
    assert!(renewed.is_done);
    assert_eq!(renewed.held.map(|held| held.fence), Some(first.fence));
    assert_eq!(refused(&store.acquire(&key, &Page::new("Bob"), LONG)).holder, ann.holder);
}

pub(crate) fn what_has_ended_and_was_taken_is_lost_to_the_new_holder(way: &dyn Fn() -> Way) {
    let (mut store, key) = (Store(way()), new_key());
    let (ann, bob) = (Page::new("Ann"), Page::new("Bob"));
    store.have(&key, &ann, SHORT);
    assert_eq!(store.have_in_the_end(&key, &bob).holder, bob.holder);
    assert_eq!(refused(&store.renew(&key, &ann, LONG)).holder, bob.holder);
}

pub(crate) fn only_who_has_the_secret_releases(way: &dyn Fn() -> Way) {
    let (mut store, key) = (Store(way()), new_key());
    let (ann, bob) = (Page::new("Ann"), Page::new("Bob"));
    store.have(&key, &ann, LONG);
    assert_eq!(refused(&store.release(&key, &bob)).holder, ann.holder);
    assert_eq!(refused(&store.renew(&key, &bob, LONG)).holder, ann.holder);
    assert_eq!(store.holder(&key).map(|held| held.holder), Some(ann.holder));
}

pub(crate) fn what_is_released_is_free_at_once(way: &dyn Fn() -> Way) {
    let (mut store, key) = (Store(way()), new_key());
    let (ann, bob) = (Page::new("Ann"), Page::new("Bob"));
    store.have(&key, &ann, LONG);
    assert_eq!(store.release(&key, &ann), Answer { is_done: true, held: None });
    assert_eq!(store.holder(&key), None);
    assert_eq!(store.have(&key, &bob, LONG).holder, bob.holder);
}

pub(crate) fn what_is_released_is_not_resumed(way: &dyn Fn() -> Way) {
    let (mut store, key, ann) = (Store(way()), new_key(), Page::new("Ann"));
    store.have(&key, &ann, LONG);
    assert!(store.release(&key, &ann).is_done);
    assert_eq!(store.renew(&key, &ann, LONG), Answer { is_done: false, held: None });
    assert!(!store.release(&key, &ann).is_done);
}

pub(crate) fn fences_grow_across_release_expiry_and_take_over(way: &dyn Fn() -> Way) {
    let (mut store, key) = (Store(way()), new_key());
    let mut fences = Vec::new();
    for _ in 0..4 {
        // Ended, given up, taken over, given up.
        fences.push(store.have(&key, &Page::new("Ann"), SHORT).fence);
        let bob = Page::new("Bob");
        fences.push(store.have_in_the_end(&key, &bob).fence);
        assert!(store.release(&key, &bob).is_done);
        // The same page has a new secret each time that it is opened.
        let seen = store.have(&key, &Page::new("Bob"), LONG).fence;
        let cleo = Page::new("Cleo");
        let taken = store.take_over(&key, &cleo, seen);
        assert!(taken.is_done, "{taken:?}");
        fences.extend([seen, taken.held.expect("it is held").fence]);
        assert!(store.release(&key, &cleo).is_done);
    }
    assert!(fences.is_sorted_by(|one, other| one < other), "{fences:?}");
}

pub(crate) fn a_lease_is_taken_over_from_who_was_seen(way: &dyn Fn() -> Way) {
    let (mut store, key) = (Store(way()), new_key());
    let (ann, bob) = (Page::new("Ann"), Page::new("Bob"));
    store.have(&key, &ann, LONG);
    let seen = store.holder(&key).expect("Ann");
    let answer = store.take_over(&key, &bob, seen.fence);
    assert!(answer.is_done);
    let held = answer.held.expect("it is held");
    assert_eq!(held.holder, bob.holder);
    assert!(held.fence > seen.fence);
    // Ann is told.
    assert_eq!(refused(&store.renew(&key, &ann, LONG)).holder, bob.holder);
    assert!(!store.release(&key, &ann).is_done);
    assert!(store.renew(&key, &bob, LONG).is_done);
}

pub(crate) fn what_changed_hands_since_is_not_taken_over(way: &dyn Fn() -> Way) {
    let (mut store, key) = (Store(way()), new_key());
    let (ann, bob, cleo) = (Page::new("Ann"), Page::new("Bob"), Page::new("Cleo"));
    let seen = store.have(&key, &ann, LONG).fence;
    assert!(store.take_over(&key, &bob, seen).is_done);
    assert_eq!(refused(&store.take_over(&key, &cleo, seen)).holder, bob.holder);
    assert!(store.renew(&key, &bob, LONG).is_done);
}

pub(crate) fn what_remains_never_exceeds_the_time_to_live(way: &dyn Fn() -> Way) {
    let (mut store, key, ann) = (Store(way()), new_key(), Page::new("Ann"));
    for ttl in [SHORT, Duration::from_millis(1), LONG, Duration::from_millis(70_007)] {
        // A very short one may have ended before the answer.
        let held = store.acquire(&key, &ann, ttl).held;
        assert!(held.is_none_or(|held| held.remaining <= ttl));
        let held = store.renew(&key, &ann, ttl).held;
        assert!(held.is_none_or(|held| held.remaining <= ttl));
        assert!(store.holder(&key).is_none_or(|held| held.remaining <= ttl));
    }
}

pub(crate) fn names_of_any_letters_come_back(way: &dyn Fn() -> Way) {
    let mut store = Store(way());
    let names = ["", " ", "a  b ", "Zoë", "😀😀 12 7", "\u{202e}x", "'\"\\%_:now", "1 2 3 4 5"];
    for (user, instance) in names.iter().zip(names.iter().rev()) {
        let (key, mut page) = (new_key(), Page::new(user));
        page.holder = Holder::of_page(*user, *instance);
        assert_eq!(store.have(&key, &page, LONG).holder, page.holder);
        assert_eq!(store.holder(&key).map(|held| held.holder), Some(page.holder));
    }
}

pub(crate) fn keys_may_be_as_long_as_they_are_allowed_to(way: &dyn Fn() -> Way) {
    let mut store = Store(way());
    let unique = Holder::new("").instance().to_owned();
    for filling in ["x", "é", "😀"] {
        let count = (LeaseKey::MAX_BYTES - "rows/".len() - unique.len() - 1) / filling.len();
        let key = |end: &str| {
            let text = format!("{unique}{}{end}", filling.repeat(count));
            LeaseKey::new("rows", &text).expect("short enough")
        };
        let (ann, bob) = (Page::new("Ann"), Page::new("Bob"));
        store.have(&key("1"), &ann, LONG);
        store.have(&key("2"), &bob, LONG);
        assert_eq!(store.holder(&key("1")).map(|held| held.holder), Some(ann.holder));
    }
}

pub(crate) fn keys_that_differ_in_anything_are_different(way: &dyn Fn() -> Way) {
    let mut store = Store(way());
    let unique = Holder::new("").instance().to_owned();
    let ends = ["a", "A", "a ", "a  ", " a", "á", "a\u{301}", "a\t", "{a}", "a}", "", "%", "_"];
    for end in ends {
        let key = LeaseKey::new("rows", &format!("{unique}{end}")).expect("a short key");
        let page = Page::new(end);
        assert_eq!(store.have(&key, &page, LONG).holder, page.holder, "{end:?}");
    }
}

pub(crate) fn of_many_who_want_what_is_new_exactly_one_gets_it(way: &dyn Fn() -> Way) {
    let keys: Vec<_> = (0..25).map(|_| new_key()).collect();
    let ways: Vec<_> = (0..6).map(|_| way()).collect();
    let wins: Vec<Vec<bool>> = thread::scope(|scope| {
        let contenders: Vec<_> = ways
            .into_iter()
            .map(|way| {
                let keys = &keys;
                scope.spawn(move || {
                    let (mut store, page) = (Store(way), Page::new("Ann"));
                    keys.iter().map(|key| store.acquire(key, &page, LONG).is_done).collect()
                })
            })
            .collect();
        contenders.into_iter().map(|one| one.join().expect("no panic")).collect()
    });
    for (index, _) in keys.iter().enumerate() {
        assert_eq!(wins.iter().filter(|wins| wins[index]).count(), 1, "{wins:?}");
    }
}

pub(crate) fn of_many_who_want_what_has_ended_exactly_one_gets_it(way: &dyn Fn() -> Way) {
    let mut store = Store(way());
    let mut fence = FencingToken(0);
    for _ in 0..10 {
        let key = new_key();
        store.have(&key, &Page::new("Ann"), Duration::from_millis(20));
        let ways: Vec<_> = (0..4).map(|_| way()).collect();
        let wins: Vec<Answer> = thread::scope(|scope| {
            let contenders: Vec<_> = ways
                .into_iter()
                .map(|way| {
                    let key = &key;
                    scope.spawn(move || {
                        let (mut store, page) = (Store(way), Page::new("Bob"));
                        let mut answer = None;
                        until(|| {
                            let found = store.acquire(key, &page, LONG);
                            let is_over = found.is_done
                                || found
                                    .held
                                    .as_ref()
                                    .is_some_and(|held| held.holder.user() == "Bob");
                            answer = Some(found);
                            is_over
                        });
                        answer.expect("it was asked")
                    })
                })
                .collect();
            contenders.into_iter().map(|one| one.join().expect("no panic")).collect()
        });
        let winner: Vec<_> = wins.iter().filter(|answer| answer.is_done).collect();
        assert_eq!(winner.len(), 1, "{wins:?}");
        fence = fence.max(winner[0].held.as_ref().expect("it is held").fence);
        assert_eq!(
            store.holder(&key).map(|held| held.fence),
            winner[0].held.as_ref().map(|held| held.fence)
        );
    }
    assert!(fence > FencingToken(1), "{fence}");
}

/// A module of tests for each store: what is asked of all of them.
macro_rules! contract {
    ($($store:ident: $way:expr;)*) => {
        $(mod $store {
            use super::*;
            contract! { @sentences $way =>
                a_second_page_is_told_who_holds_it_and_for_how_long
                two_pages_of_one_user_are_two
                the_same_secret_extends_and_keeps_its_fence
                nobody_holds_what_nobody_asked_for
                what_has_ended_and_nobody_took_is_resumed
                what_has_ended_and_was_taken_is_lost_to_the_new_holder
                only_who_has_the_secret_releases
                what_is_released_is_free_at_once
                what_is_released_is_not_resumed
                fences_grow_across_release_expiry_and_take_over
                a_lease_is_taken_over_from_who_was_seen
                what_changed_hands_since_is_not_taken_over
                what_remains_never_exceeds_the_time_to_live
                names_of_any_letters_come_back
                keys_may_be_as_long_as_they_are_allowed_to
                keys_that_differ_in_anything_are_different
                of_many_who_want_what_is_new_exactly_one_gets_it
                of_many_who_want_what_has_ended_exactly_one_gets_it
            }
        })*
    };
    (@sentences $way:expr => $($sentence:ident)*) => {
        $(#[test]
        fn $sentence() {
            crate::lease::contract::$sentence(&$way);
        })*
    };
}

pub(crate) use contract;
