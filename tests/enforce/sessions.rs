//! Three sessions: the holder saves, somebody takes the lease over, somebody holds the row.
//!
//! Beside the save, each story is told of a statement whose condition merely reads the lease: that one does
//! let a former holder write, so that the story would tell.

use super::{Backend, Db, LEVELS, Place, READS_OLD, SET_LEVEL, WAITING};
use crate::enforce::papers::*;
use crate::run;
use cas_forms::CasForm;
use cas_forms_diesel::sync::{Open as _, Save as _};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

/// How the holder writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Writer {
    /// By saving the form.
    Save,
    /// By merging with somebody else's change, which takes a transaction.
    Merge,
    /// By deleting.
    Delete,
    /// By a statement that only reads the lease.
    Planted,
}

struct Room {
    place: Place,
    watcher: Db,
    mine: Pass,
    body: String,
}

#[derive(QueryableByName)]
struct Waiting {
    #[diesel(sql_type = BigInt)]
    sessions: i64,
}

impl Room {
    fn new(writer: Writer) -> Self {
        let place = Place::new();
        let (mut watcher, mine) = (place.connect(), Pass::fresh());
        furnish::<Backend>(&mut watcher);
        hold::<Backend>(&mut watcher, "papers/1", "Ann", &mine, 90);
        let html = Paper::at(1).open(&mut watcher).expect("the row").as_p().to_string();
        let body = typed(html, &[("title", "new")]);
        if writer == Writer::Merge {
            run(&mut watcher, "UPDATE papers SET state = 'done' WHERE id = 1");
        }
        Room { place, watcher, mine, body }
    }

    /// The holder's connection.
    fn holder(&self, level: &str) -> Db {
        let mut db = self.place.connect();
        run(&mut db, &format!("{SET_LEVEL} {level}"));
        db
    }

    fn take_over() -> String {
        holding::<Backend>("papers/1", "Bob", &Pass::fresh(), 90)
    }

    /// Whether it was written.
    fn write(writer: Writer, db: &mut Db, mine: &Pass, body: &str) -> bool {
        match writer {
            Writer::Save => Paper::at(1).lease(&mine.presented()).submit(body).save(db).is_ok(),
            Writer::Merge => Merged::at(1).lease(&mine.presented()).submit(body).save(db).is_ok(),
            Writer::Delete => Paper::at(1).lease(&mine.presented()).submit(body).delete(db).is_ok(),
            Writer::Planted => {
                let planted = format!(
                    "UPDATE papers SET title = 'new' WHERE id = 1 AND title = 'old' AND EXISTS \
                     (SELECT 1 FROM cas_leases WHERE resource = 'papers/1' AND token = '{}')",
                    mine.0.digest()
                );
                diesel::sql_query(planted).execute(db).is_ok_and(|count| count == 1)
            }
        }
    }

    /// Lets the holder write in a thread of its own.
    fn writing(&self, writer: Writer, mut db: Db) -> Receiver<bool> {
        let (mine, body) = (self.mine.clone(), self.body.clone());
        doing(move || Room::write(writer, &mut db, &mine, &body))
    }

    /// Lets somebody take the lease over in a thread of its own.
    fn taking_over(&self) -> Receiver<bool> {
        let mut db = self.place.connect();
        doing(move || db.batch_execute(&Room::take_over()).is_ok())
    }

    /// Waits until it has come to something, or so many sessions wait for locks.
    fn settled(&mut self, what: &Receiver<bool>, sessions: i64) -> Option<bool> {
        let start = Instant::now();
        loop {
            if let Ok(result) = what.try_recv() {
                return Some(result);
            }
            let waiting: Waiting =
                diesel::sql_query(WAITING).get_result(&mut self.watcher).expect("a number");
            if waiting.sessions >= sessions {
                return None;
            }
            assert!(start.elapsed() < Duration::from_mins(1), "it neither waits nor ends");
            // MariaDB shows news only to those who have not asked for a tenth of a second.
            thread::sleep(Duration::from_millis(150));
        }
    }
}

fn doing(what: impl FnOnce() -> bool + Send + 'static) -> Receiver<bool> {
    let (give, take) = mpsc::channel();
    thread::spawn(move || give.send(what()));
    take
}

fn ends(what: &Receiver<bool>) -> bool {
    what.recv_timeout(Duration::from_mins(1)).expect("it ends")
}

/// Taken over between the write and its commit: whether the write was committed all the same.
fn before_the_commit(writer: Writer, level: &str) -> bool {
    let mut room = Room::new(writer);
    let mut holder = room.holder(level);
    let mut was_written = false;
    let mut early = None;
    let mut taking = None;
    let committed: QueryResult<()> = holder.transaction(|db| {
        was_written = Room::write(writer, db, &room.mine, &room.body);
        let other = room.taking_over();
        early = room.settled(&other, 1);
        taking = Some(other);
        Ok(())
    });
    let is_stale = early == Some(true) && was_written && committed.is_ok();
    if early.is_none() {
        assert!(ends(&taking.expect("it was begun")), "{level}: it waits and succeeds");
    }
    assert!(was_written, "{level}: the holder writes");
    is_stale
}

/// Taken over while the write waits for the row: whether it was written all the same.
fn while_it_waits(writer: Writer, level: &str) -> bool {
    let mut room = Room::new(writer);
    let mut busy = room.place.connect();
    run(&mut busy, "BEGIN");
    run(&mut busy, "UPDATE papers SET state = 'busy' WHERE id = 1");
    let writing = room.writing(writer, room.holder(level));
    assert_eq!(room.settled(&writing, 1), None, "{level}: the row is held");
    let taking = room.taking_over();
    let early = room.settled(&taking, 2);
    run(&mut busy, "ROLLBACK");
    let was_written = ends(&writing);
    if early.is_none() {
        assert!(ends(&taking), "{level}: it waits and succeeds");
    }
    early == Some(true) && was_written
}

/// Written while a take-over is under way: whether it was written although that had begun first.
fn while_it_is_taken_over(writer: Writer, level: &str) -> bool {
    let mut room = Room::new(writer);
    let mut other = room.place.connect();
    run(&mut other, "BEGIN");
    run(&mut other, &Room::take_over());
    let writing = room.writing(writer, room.holder(level));
    let early = room.settled(&writing, 1);
    run(&mut other, "COMMIT");
    early.unwrap_or_else(|| ends(&writing))
}

/// How forms write.
const WRITERS: [Writer; 3] = [Writer::Save, Writer::Merge, Writer::Delete];

#[test]
fn nobody_takes_a_lease_over_between_the_save_and_its_commit() {
    for (writer, level) in
        WRITERS.into_iter().flat_map(|writer| LEVELS.iter().map(move |level| (writer, level)))
    {
        assert!(!before_the_commit(writer, level), "{writer:?} {level}");
    }
}

#[test]
fn a_lease_that_is_taken_over_while_the_save_waits_for_the_row_refuses_it() {
    for (writer, level) in
        WRITERS.into_iter().flat_map(|writer| LEVELS.iter().map(move |level| (writer, level)))
    {
        assert!(!while_it_waits(writer, level), "{writer:?} {level}");
    }
}

#[test]
fn a_save_waits_for_a_take_over_that_was_first_and_is_refused() {
    for (writer, level) in
        WRITERS.into_iter().flat_map(|writer| LEVELS.iter().map(move |level| (writer, level)))
    {
        assert!(!while_it_is_taken_over(writer, level), "{writer:?} {level}");
    }
}

#[test]
fn a_condition_that_only_reads_lets_a_former_holder_write() {
    for level in READS_OLD {
        assert!(before_the_commit(Writer::Planted, level), "{level}");
        assert!(while_it_waits(Writer::Planted, level), "{level}");
        assert!(while_it_is_taken_over(Writer::Planted, level), "{level}");
    }
}
