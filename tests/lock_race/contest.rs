//! Those who want one lease, all the time.

use crate::support::random::Random;
use cas_forms::{Answer, Ask, Claim, FencingToken, Held, Holder, LeaseError, LeaseKey, Secret};
use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

const CONTENDERS: usize = 64;
/// Longer than anybody holds it who means to give it up.
const LONG: Duration = Duration::from_secs(5);
/// What is not given up ends soon.
const SHORT: Duration = Duration::from_millis(15);

/// A way to the store, on a connection of its own.
pub(crate) type Way = Box<dyn FnMut(Ask<'_>) -> Result<Answer, LeaseError>>;

/// A contest for one lease.
pub(crate) struct Contest<'c> {
    pub(crate) title: &'c str,
    /// None while the server is away.
    pub(crate) connect: &'c (dyn Fn() -> Option<Way> + Sync),
    pub(crate) acquisitions: usize,
    /// What the clock of the store counts in: a lease may end so much earlier than it says.
    pub(crate) tick: Duration,
    /// What the store suffers, done by who is about to give the lease up.
    pub(crate) blows: &'c [Blow<'c>],
}

pub(crate) struct Blow<'b> {
    /// How often.
    pub(crate) times: usize,
    pub(crate) strike: &'b (dyn Fn() + Sync),
}

/// What became of it.
#[derive(Debug, Default)]
pub(crate) struct Course {
    pub(crate) fences: BTreeSet<FencingToken>,
    pub(crate) wrong: Vec<String>,
    expired: usize,
    late: usize,
    longest_wait: Duration,
    /// Who holds it, at least until then.
    inside: Option<(FencingToken, Instant)>,
}

struct Shared<'c> {
    contest: &'c Contest<'c>,
    course: Mutex<Course>,
    done: AtomicUsize,
    failures: AtomicUsize,
}

impl Contest<'_> {
    /// Runs it and judges it.
    pub(crate) fn run(&self) {
        let (course, failures) = self.observe();
        assert!(course.wrong.is_empty(), "{}: {:?}", self.title, course.wrong);
        assert!(course.expired > 0, "{}: no lease was left to end by itself", self.title);
        if self.blows.is_empty() {
            assert_eq!(failures, 0, "{}: questions without an answer", self.title);
        }
    }

    /// Runs it.
    pub(crate) fn observe(&self) -> (Course, usize) {
        let shared = Shared {
            contest: self,
            course: Mutex::default(),
            done: AtomicUsize::new(0),
            failures: AtomicUsize::new(0),
        };
        let key = LeaseKey::new("rows", &1).expect("a short key");
        thread::scope(|scope| {
            for number in 0..CONTENDERS {
                let (shared, key) = (&shared, &key);
                scope.spawn(move || Contender::new(shared, key, number).contend());
            }
        });
        let course = shared.course.into_inner().expect("not poisoned");
        let failures = shared.failures.into_inner();
        println!(
            "{}: {CONTENDERS} contenders, {} acquisitions, {} left to end, {} noticed too late, \
             longest wait {:?}, {failures} questions without an answer",
            self.title,
            course.fences.len(),
            course.expired,
            course.late,
            course.longest_wait,
        );
        (course, failures)
    }
}

struct Contender<'c> {
    shared: &'c Shared<'c>,
    key: &'c LeaseKey,
    random: Random,
    way: Option<Way>,
    acquired: usize,
}

impl<'c> Contender<'c> {
    fn new(shared: &'c Shared<'c>, key: &'c LeaseKey, number: usize) -> Self {
        let way = (shared.contest.connect)();
        Contender { shared, key, random: Random::new(number as u64), way, acquired: 0 }
    }

    /// Until there were enough acquisitions, and one of its own.
    fn contend(mut self) {
        while self.shared.done.load(Ordering::Relaxed) < self.shared.contest.acquisitions
            || self.acquired == 0
        {
            self.wait_for_it();
        }
    }

    fn ask(&mut self, ask: Ask<'_>) -> Option<Answer> {
        if self.way.is_none() {
            self.way = (self.shared.contest.connect)();
        }
        let answer = self.way.as_mut()?(ask);
        if answer.is_err() {
            self.shared.failures.fetch_add(1, Ordering::Relaxed);
            self.way = None;
        }
        answer.ok()
    }

    fn wait_for_it(&mut self) {
        let (start, holder) = (Instant::now(), Holder::new("contender"));
        let secret = Secret::fresh().expect("random numbers");
        let is_left = self.random.below(20) == 0;
        let ttl = if is_left { SHORT } else { LONG };
        let mut longest = 1_000;
        loop {
            assert!(start.elapsed() < Duration::from_mins(5), "waited in vain");
            let asked = Instant::now();
            let claim = Claim { key: self.key, secret: &secret, holder: &holder, ttl };
            if let Some(Answer { is_done: true, held }) = self.ask(Ask::Acquire(claim)) {
                return self.hold(&secret, held, asked, start, is_left);
            }
            // Without an answer it may be this one's own; the secret tells.
            thread::sleep(Duration::from_micros(self.random.below(longest) as u64));
            longest = (longest * 2).min(128_000);
        }
    }

    fn hold(
        &mut self,
        secret: &Secret,
        held: Option<Held>,
        asked: Instant,
        start: Instant,
        is_left: bool,
    ) {
        self.acquired += 1;
        let number = self.shared.done.fetch_add(1, Ordering::Relaxed);
        // One that ended before its answer was written says nothing of its token.
        if let Some(held) = held {
            // The store counts from a later moment.
            let end = asked + held.remaining.saturating_sub(self.shared.contest.tick);
            self.shared.enter(held.fence, end, start.elapsed());
            if self.random.below(4) == 0 {
                thread::sleep(Duration::from_micros(self.random.below(300) as u64));
            }
            self.shared.look_again(held.fence, end, is_left);
        }
        if is_left {
            return;
        }
        if let Some(blow) = self.shared.contest.blow(number) {
            blow();
        }
        let release = Ask::Release { key: self.key, secret };
        // The connection may have been the server's that is gone.
        if self.ask(release).is_none() {
            self.ask(release);
        }
    }
}

impl Contest<'_> {
    /// What happens at this acquisition, if anything.
    fn blow(&self, number: usize) -> Option<&(dyn Fn() + Sync)> {
        self.blows.iter().enumerate().find_map(|(index, blow)| {
            let distance = self.acquisitions / (blow.times + 1);
            let is_due =
                number % distance == distance / 2 + index && number / distance < blow.times;
            is_due.then_some(blow.strike)
        })
    }
}

impl Shared<'_> {
    fn enter(&self, fence: FencingToken, end: Instant, waited: Duration) {
        let mut course = self.course.lock().expect("not poisoned");
        let now = Instant::now();
        course.longest_wait = course.longest_wait.max(waited);
        let newest = course.fences.last().copied();
        if !course.fences.insert(fence) {
            course.wrong.push(format!("{fence} was given twice"));
        }
        if now >= end {
            // Others may have come and gone.
            course.late += 1;
            return;
        }
        if let Some(newest) = newest
            && newest >= fence
        {
            course.wrong.push(format!("{fence} was given after {newest}"));
        }
        if let Some((other, end)) = course.inside
            && now < end
        {
            course.wrong.push(format!("{fence} was given while {other} was valid"));
        }
        course.inside = Some((fence, end));
    }

    /// Nobody else came in while the lease was valid; from now on somebody may.
    fn look_again(&self, fence: FencingToken, end: Instant, is_left: bool) {
        let mut course = self.course.lock().expect("not poisoned");
        match course.inside {
            Some((inside, _)) if inside == fence && !is_left => course.inside = None,
            Some((inside, _)) if inside != fence && Instant::now() < end => {
                course.wrong.push(format!("{inside} came in while {fence} was valid"));
            }
            _ => {}
        }
        if is_left {
            course.expired += 1;
        }
    }
}
