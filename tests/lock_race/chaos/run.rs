//! Who stops, resumes, kills and replaces the workers.

use super::WORKER;
use super::journal::{Reads, former};
use super::worker::{Order, Store};
use crate::is_long;
use crate::support::random::Random;
use rustix::process::{Pid, Signal, kill_process};
use std::collections::BTreeMap;
use std::fs;
use std::marker::PhantomData;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant, SystemTime};
use tempfile::TempDir;

const WORKERS: usize = 6;
/// Longer than a lease lasts.
const STOPPED: Duration = Duration::from_millis(1300);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Clocks {
    Shared,
    /// Half of the processes have one that is an hour ahead.
    HalfAhead,
}

pub(crate) struct Chaos<C> {
    title: &'static str,
    order: Order,
    clocks: Clocks,
    folder: TempDir,
    connection: PhantomData<fn() -> C>,
}

/// What became of it.
pub(crate) struct Judged {
    title: &'static str,
    former: Vec<(i64, i64)>,
}

impl Judged {
    pub(crate) fn expect_nothing_wrong(&self) {
        assert!(self.former.is_empty(), "{}: former holders wrote: {:?}", self.title, self.former);
    }

    pub(crate) fn expect_a_former_holder(&self) {
        assert!(!self.former.is_empty(), "{}: nobody noticed a former holder", self.title);
    }
}

/// A running worker.
struct Worker {
    process: Child,
    log: PathBuf,
}

impl Worker {
    fn send(&self, signal: Signal) {
        let pid = i32::try_from(self.process.id()).ok().and_then(Pid::from_raw);
        kill_process(pid.expect("a process has an id"), signal).expect("our own child");
    }

    fn is_locked(&self) -> bool {
        fs::read_to_string(&self.log).unwrap_or_default().ends_with("locked\n")
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.process.kill().expect("our own child");
        self.process.wait().expect("our own child");
    }
}

impl<C: Reads> Chaos<C> {
    pub(crate) fn new(title: &'static str, store: Store, url: &str, clocks: Clocks) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let (url, redis, log) = (url.to_owned(), String::new(), String::new());
        let order = Order { store, has_token: true, seed: 0, url, redis, log };
        Chaos { title, order, clocks, folder, connection: PhantomData }
    }

    pub(crate) fn with_redis(mut self, url: &str) -> Self {
        url.clone_into(&mut self.order.redis);
        self
    }

    pub(crate) fn without_token(mut self) -> Self {
        self.order.has_token = false;
        self
    }

    /// Runs until enough former holders tried to save, with these blows in between.
    pub(crate) fn run(self, blows: &[&dyn Fn()]) -> Judged {
        let (rounds, mut random) = (if is_long() { 100 } else { 6 }, Random::new(3));
        let mut next = 0..;
        let mut start = || self.start(next.next().expect("no end"));
        let mut workers: Vec<_> = (0..WORKERS).map(|_| start()).collect();
        for round in 0..rounds {
            // Between the blows they work in peace.
            thread::sleep(Duration::from_millis(300));
            let holder = Self::holder(&workers);
            workers[holder].send(Signal::STOP);
            if let Some(blow) = blows.get(round % (2 * blows.len().max(1))) {
                blow();
            }
            // Somebody else shall have written by then, unless it was stopped within a transaction of
            // SQLite, which keeps everybody out.
            let (stopped, written) = (Instant::now(), C::writers(&self.order.url).len());
            until(|| {
                let elapsed = stopped.elapsed();
                let has_written = C::writers(&self.order.url).len() > written;
                elapsed > STOPPED && has_written || elapsed > 3 * STOPPED
            });
            workers[holder].send(Signal::CONT);
            // It has its say.
            until(|| !workers[holder].is_locked());
            if round % 3 == 2 {
                let victim = random.below(WORKERS);
                workers[victim] = start();
            }
        }
        drop(workers);
        self.judge()
    }

    fn start(&self, number: u64) -> Worker {
        let log = self.folder.path().join(format!("log-{number}"));
        let order = Order { seed: number, log: log.display().to_string(), ..self.order.clone() };
        let mut command = Command::new("setpriv");
        command.args(["--pdeathsig", "KILL"]).arg(std::env::current_exe().expect("this test"));
        command.args(["--exact", "lock_race::chaos::a_worker"]).env(WORKER, order.text());
        command.stdout(Stdio::null());
        if self.clocks == Clocks::HalfAhead && number % 2 == 1 {
            command.env("LD_PRELOAD", faketime()).env("FAKETIME", "+1h");
        }
        Worker { process: command.spawn().expect("a worker"), log }
    }

    /// One that holds the lease now, as far as its log says.
    fn holder(workers: &[Worker]) -> usize {
        let mut holder = None;
        until(|| {
            holder = workers.iter().position(Worker::is_locked);
            holder.is_some()
        });
        holder.expect("found")
    }

    fn judge(&self) -> Judged {
        let (counts, skews) = read_logs(self.folder.path());
        let writers = C::writers(&self.order.url);
        let former = former(&writers);
        let clocks = match self.clocks {
            Clocks::Shared => "all processes share one clock".to_owned(),
            Clocks::HalfAhead => format!("clocks ahead by {skews:?} s"),
        };
        println!(
            "{}: {} writes, {counts:?}, {} by former holders; {clocks}",
            self.title,
            writers.len(),
            former.len()
        );
        let is_skewed = |range: std::ops::Range<i64>| skews.iter().any(|skew| range.contains(skew));
        if self.clocks == Clocks::HalfAhead {
            assert!(is_skewed(3000..4200) && is_skewed(-600..600), "{skews:?}");
        }
        if self.order.has_token {
            let refused = counts.get("refused").copied().unwrap_or_default();
            assert!(refused > 0, "{}: no former holder tried to write", self.title);
        }
        Judged { title: self.title, former }
    }
}

/// How often what was logged, and by how many seconds the clocks of processes are ahead.
fn read_logs(folder: &Path) -> (BTreeMap<String, usize>, Vec<i64>) {
    let (mut counts, mut skews) = (BTreeMap::new(), Vec::new());
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("after 1970");
    let now = i64::try_from(now.as_secs()).expect("not that late");
    for entry in fs::read_dir(folder).expect("our folder") {
        let log = fs::read_to_string(entry.expect("a log").path()).expect("a log");
        for line in log.lines() {
            let mut words = line.split(' ');
            match (words.next(), words.next()) {
                (Some("clock"), Some(seconds)) => {
                    skews.push(seconds.parse::<i64>().expect("a number") - now);
                }
                (Some(word), _) => *counts.entry(word.to_owned()).or_insert(0) += 1,
                _ => {}
            }
        }
    }
    (counts, skews)
}

fn faketime() -> PathBuf {
    let folders = fs::read_dir("/usr/lib").into_iter().flatten().flatten();
    let mut libraries = folders.map(|folder| folder.path().join("faketime/libfaketime.so.1"));
    libraries.find(|library| library.is_file()).unwrap_or_else(|| {
        panic!("there is no libfaketime: the tests need it (apt-get install libfaketime)")
    })
}

fn until(mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < Duration::from_mins(2), "waited in vain");
        thread::sleep(Duration::from_millis(5));
    }
}
