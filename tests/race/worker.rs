//! Those who open pages on one connection and send them on another.

use crate::race::desk::{Connect, Desk};
use crate::race::model::{Action, FIELDS, Outcome, Record, Recorder, Sheet, State};
use crate::race::text;
use crate::support::page::Page;
use crate::support::random::Random;
use std::collections::HashSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

pub(crate) const CONNECTIONS: usize = 8;
/// More than the numbers that a run needs which starts at a multiple of it.
pub(crate) const LIFE: usize = 100_000;
/// The rows that everybody fights for; they are never deleted.
pub(crate) const ROWS: i32 = 4;

/// A run.
pub(crate) struct Race<'r> {
    pub(crate) connect: &'r Connect<'r>,
    pub(crate) cycles: usize,
    pub(crate) recorder: &'r Recorder,
    /// Where the numbers of pages and texts start.
    pub(crate) first: usize,
    /// What somebody else does to a row that no page shows.
    pub(crate) jobs: &'r [&'r str],
    /// How often the server dies, at regular distances.
    pub(crate) deaths: usize,
}

/// What the workers share.
struct Shared<'r> {
    race: &'r Race<'r>,
    desks: Vec<Mutex<Box<dyn Desk>>>,
    done: AtomicUsize,
    unique: AtomicUsize,
    /// The rows that were inserted and not deleted.
    inserted: Mutex<Vec<i32>>,
}

impl Race<'_> {
    /// Runs all cycles. `die` kills the server and starts it again.
    pub(crate) fn run(&self, mut die: impl FnMut()) {
        let connect = |_| Mutex::new((self.connect)().expect("the database answers"));
        let shared = Shared {
            race: self,
            desks: (0..CONNECTIONS).map(connect).collect(),
            done: AtomicUsize::new(0),
            unique: AtomicUsize::new(self.first),
            inserted: Mutex::default(),
        };
        std::thread::scope(|scope| {
            let workers: Vec<_> = (0..CONNECTIONS)
                .map(|number| {
                    let shared = &shared;
                    scope.spawn(move || Worker::new(shared, number).work())
                })
                .collect();
            for death in 1..=self.deaths {
                let when = self.cycles * death / (self.deaths + 1);
                while shared.done.load(Ordering::Relaxed) < when
                    && !workers.iter().all(std::thread::ScopedJoinHandle::is_finished)
                {
                    std::thread::sleep(Duration::from_millis(2));
                }
                die();
            }
        });
    }
}

struct Worker<'s> {
    shared: &'s Shared<'s>,
    random: Random,
    number: usize,
    padded: HashSet<String>,
}

impl<'s> Worker<'s> {
    fn new(shared: &'s Shared<'s>, number: usize) -> Self {
        let seed = shared.race.first + number;
        Worker { shared, random: Random::new(seed as u64), number, padded: HashSet::new() }
    }

    fn work(&mut self) {
        while self.shared.done.fetch_add(1, Ordering::Relaxed) < self.shared.race.cycles {
            match self.random.below(20) {
                0 => self.insert(),
                1 => self.delete(),
                2..7 => self.save(Action::Merge),
                _ => self.save(Action::Save),
            }
        }
    }

    fn number(&self) -> usize {
        self.shared.unique.fetch_add(1, Ordering::Relaxed)
    }

    /// The numbers of two different connections.
    fn pair(&mut self) -> (usize, usize) {
        let reader = self.random.below(CONNECTIONS);
        (reader, (reader + 1 + self.random.below(CONNECTIONS - 1)) % CONNECTIONS)
    }

    /// One that everybody has, or one that somebody made.
    fn choose(&mut self) -> i32 {
        let inserted = self.shared.inserted.lock().expect("not poisoned");
        if inserted.is_empty() || self.random.below(4) > 0 {
            1 + i32::try_from(self.random.below(4)).expect("small") % ROWS
        } else {
            inserted[self.random.below(inserted.len())]
        }
    }

    fn open(&mut self, reader: usize, doc: i32, action: Action) -> Option<Page> {
        let start = Instant::now();
        loop {
            let mut desk = self.shared.desks[reader].lock().expect("not poisoned");
            match desk.open(doc, action) {
                Ok(page) => return page,
                Err(error) => self.reconnect(&mut desk, start, &error),
            }
        }
    }

    /// Opens, waits, edits, sends; now and then twice, now and then untouched.
    fn save(&mut self, action: Action) {
        let (doc, (reader, writer)) = (self.choose(), self.pair());
        let Some(mut page) = self.open(reader, doc, action) else { return };
        let shown = text::shown(&page);
        self.wait();
        let mut typed = Vec::new();
        for (index, field) in FIELDS.iter().enumerate() {
            if self.random.below(3) == 0 {
                let text = self.text(index, &shown[index]);
                page.set(field, &text);
                typed.push((index, text));
            }
        }
        let times = if self.random.below(10) == 0 { 2 } else { 1 };
        let sheet = Sheet { id: self.number(), action, doc, shown, typed };
        self.send(writer, &sheet, &page, times);
    }

    fn delete(&mut self) {
        let doc = self.shared.inserted.lock().expect("not poisoned").pop();
        let Some(doc) = doc else { return };
        let (reader, writer) = self.pair();
        let Some(page) = self.open(reader, doc, Action::Delete) else { return };
        self.wait();
        let sheet = Sheet {
            id: self.number(),
            action: Action::Delete,
            doc,
            shown: text::shown(&page),
            typed: Vec::new(),
        };
        if let Outcome::Stale(_) | Outcome::Failed(_) = self.send(writer, &sheet, &page, 1) {
            self.shared.inserted.lock().expect("not poisoned").push(doc);
        }
    }

    fn insert(&mut self) {
        let mut page = text::blank();
        let mut typed = Vec::new();
        for (index, field) in FIELDS.iter().enumerate() {
            let text = text::fresh(index, self.number());
            page.set(field, &text);
            typed.push((index, text));
        }
        let (_, writer) = self.pair();
        let times = if self.random.below(4) == 0 { 2 } else { 1 };
        let shown = State::default();
        let sheet = Sheet { id: self.number(), action: Action::Insert, doc: 0, shown, typed };
        if let Outcome::Created(doc) = self.send(writer, &sheet, &page, times) {
            let mut inserted = self.shared.inserted.lock().expect("not poisoned");
            if !inserted.contains(&doc) {
                inserted.push(doc);
            }
        }
    }

    /// A text that nobody else types.
    fn text(&mut self, index: usize, shown: &str) -> String {
        let number = self.number();
        match (index, self.random.below(3)) {
            // What a collation may call equal: other cases, other blanks at the end.
            (0, 0) => text::in_other_cases(shown, number),
            (1, 0) if !shown.trim_end().is_empty() => {
                let lives = self.shared.race.first / LIFE;
                let text = text::padded(shown, 1 + self.number + CONNECTIONS * lives);
                if text != shown && self.padded.insert(text.clone()) {
                    text
                } else {
                    text::fresh(index, number)
                }
            }
            _ => text::fresh(index, number),
        }
    }

    fn wait(&mut self) {
        match self.random.below(4) {
            0 => std::thread::yield_now(),
            1 => std::thread::sleep(Duration::from_micros(self.random.below(500) as u64)),
            _ => {}
        }
    }

    /// Sends a page so often, and again while there is no answer, as it comes back from the refusal.
    /// The last outcome.
    fn send(&mut self, writer: usize, sheet: &Sheet, page: &Page, times: usize) -> Outcome {
        let start = Instant::now();
        let mut desk = self.shared.desks[writer].lock().expect("not poisoned");
        for job in self.shared.race.jobs {
            if self.random.below(6) == 0 {
                // It may be in the way of somebody else, who then goes first.
                let _ = desk.run(&job.replace("{doc}", &sheet.doc.to_string()));
            }
        }
        let mut body = page.body();
        let mut left = times;
        loop {
            self.shared.race.recorder.add(Record::Sent(sheet.clone()));
            let answer = desk.send(sheet, &body);
            self.shared.race.recorder.add(Record::Answered(sheet.id, answer.outcome.clone()));
            match (&answer.outcome, answer.page) {
                (Outcome::Lost(error), page) => {
                    // Without a page the transaction around the save ended: it is sent as it was.
                    if let Some(page) = page {
                        for (index, text) in &sheet.typed {
                            assert_eq!(page.value(FIELDS[*index]), text, "typed and lost");
                        }
                        body = page.body();
                    }
                    self.reconnect(&mut desk, start, error);
                }
                (Outcome::Retry, _) => {}
                _ => {
                    left -= 1;
                    if left == 0 {
                        return answer.outcome;
                    }
                }
            }
        }
    }

    fn reconnect(&self, desk: &mut Box<dyn Desk>, start: Instant, error: &str) {
        assert!(self.shared.race.deaths > 0, "nobody broke the connection: {error}");
        loop {
            match (self.shared.race.connect)() {
                Ok(fresh) => return *desk = fresh,
                Err(again) => {
                    let waited = start.elapsed();
                    assert!(waited < Duration::from_mins(2), "{error}, then {again}");
                    std::thread::sleep(Duration::from_millis(10));
                }
            }
        }
    }
}
