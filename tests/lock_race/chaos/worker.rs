//! A process that locks, thinks and saves until it is killed.

use super::super::places::Place as _;
use super::journal::papers;
use crate::support::page::Page;
use crate::support::random::Random;
use cas_forms::{CasForm, Holder, LeaseStore, Locking, Memory, Presented, Reason, Redis};
use cas_forms_diesel::sync::{Lock as _, Open as _, Save as _};
use cas_forms_diesel::{Database, Fenced, Fencing};
use diesel::{MysqlConnection, PgConnection, SqliteConnection};
use std::fs::File;
use std::io::Write as _;
use std::thread;
use std::time::{Duration, SystemTime};

#[derive(CasForm, Clone, Debug)]
#[diesel(table_name = papers)]
#[lockable(ttl = "1s")]
struct Paper {
    writer: i64,
    title: String,
}

/// The same row, without asking for a lease.
#[derive(CasForm, Clone, Debug)]
#[diesel(table_name = papers)]
struct Unlocked {
    writer: i64,
    title: String,
}

/// Where the leases are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Store {
    Sqlite,
    Postgres,
    MariaDb,
    /// Of each process its own, fenced by SQLite.
    Memory,
    /// Fenced by PostgreSQL.
    Redis,
}

impl Store {
    const ALL: [Store; 5] =
        [Store::Sqlite, Store::Postgres, Store::MariaDb, Store::Memory, Store::Redis];
}

/// What a worker is told, as text.
#[derive(Clone, Debug)]
pub(crate) struct Order {
    pub(crate) store: Store,
    pub(crate) has_token: bool,
    pub(crate) seed: u64,
    pub(crate) url: String,
    pub(crate) redis: String,
    pub(crate) log: String,
}

impl Order {
    pub(crate) fn text(&self) -> String {
        let store = Store::ALL.iter().position(|store| *store == self.store).expect("one of all");
        let Order { has_token, seed, url, redis, log, .. } = self;
        format!("{store}|{has_token}|{seed}|{url}|{redis}|{log}")
    }

    fn of_text(text: &str) -> Option<Self> {
        let mut words = text.split('|');
        Some(Order {
            store: *Store::ALL.get(words.next()?.parse::<usize>().ok()?)?,
            has_token: words.next()?.parse().ok()?,
            seed: words.next()?.parse().ok()?,
            url: words.next()?.to_owned(),
            redis: words.next()?.to_owned(),
            log: words.next()?.to_owned(),
        })
    }
}

pub(crate) fn work(order: &str) {
    let order = Order::of_text(order).expect("an order");
    let redis = || Redis::open(&order.redis, "chaos").expect("an address");
    match order.store {
        Store::Sqlite => on_sqlite(&Database, &order),
        Store::Postgres => on_postgres(&Database, &order),
        Store::MariaDb => on_mariadb(&Database, &order),
        Store::Memory => on_sqlite(&Fenced::new(Memory::default()), &order),
        Store::Redis => on_postgres(&Fenced::new(redis()), &order),
    }
}

/// One line for each step, which the other process reads.
struct Log(File);

impl Log {
    fn open(order: &Order) -> Self {
        let log = File::options().create(true).append(true).open(&order.log);
        let mut log = Log(log.expect("a log file"));
        let since_1970 = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        log.say(&format!("clock {}", since_1970.expect("after 1970").as_secs()));
        log
    }

    fn say(&mut self, what: &str) {
        writeln!(self.0, "{what}").expect("the log is ours");
    }
}

/// Generic code would need a bound for every column and statement; the text is the same for every
/// connection.
macro_rules! worker {
    ($name:ident, $connection:ty) => {
        fn $name<S: LeaseStore<$connection> + Fencing>(leases: &S, order: &Order) {
            let (mut random, mut log) = (Random::new(order.seed), Log::open(order));
            let mut connection = <$connection>::reach(&order.url).expect("the database answers");
            let (holder, at) = (Holder::new(order.seed.to_string()), Paper::at(1));
            loop {
                let lease = match at.lock(leases, &holder, &mut connection) {
                    Ok(Locking::Mine(lease)) => lease,
                    Ok(_) => {
                        thread::sleep(Duration::from_millis(5 + random.below(30) as u64));
                        continue;
                    }
                    Err(error) => {
                        log.say(&format!("error {error}"));
                        thread::sleep(Duration::from_millis(20));
                        continue;
                    }
                };
                log.say("locked");
                let presented = Presented::from(&lease);
                thread::sleep(Duration::from_millis(40 + random.below(60) as u64));
                if random.below(4) == 0 {
                    let _ = at.renew(leases, &presented, &mut connection);
                }
                let title = format!("{} {}", order.seed, random.next());
                let filled = |html: String| {
                    let mut page = Page::new(html);
                    page.set("writer", &lease.fence().to_string()).set("title", &title);
                    page.body()
                };
                let outcome = if order.has_token {
                    let form = at.open(&mut connection).expect("the row");
                    let body = filled(form.as_p().to_string());
                    let saved = Paper::at(1).lease(&presented).submit(&body).save(&mut connection);
                    saved.map(|_| ()).map_err(|refused| refused.reason())
                } else {
                    let form = Unlocked::at(1).open(&mut connection).expect("the row");
                    let body = filled(form.as_p().to_string());
                    let saved = Unlocked::at(1).submit(&body).save(&mut connection);
                    saved.map(|_| ()).map_err(|refused| refused.reason())
                };
                log.say(match outcome {
                    Ok(()) => "saved",
                    Err(Reason::Locked) => "refused",
                    Err(Reason::Stale) => "stale",
                    Err(_) => "failed",
                });
                // Others leave without a word.
                if random.below(16) > 0 {
                    let _ = at.unlock(leases, &presented, &mut connection);
                }
            }
        }
    };
}

worker! { on_sqlite, SqliteConnection }
worker! { on_postgres, PgConnection }
worker! { on_mariadb, MysqlConnection }
