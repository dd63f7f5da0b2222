//! What a run leaves to be judged: which pages were sent, and what was answered.

use serde::{Deserialize, Serialize};
use std::fs::{File, OpenOptions};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::sync::Mutex;

/// What a page shows of a row: the fields as they stand in their controls.
pub(crate) type State = [String; 4];

pub(crate) const FIELDS: [&str; 4] = ["title", "body", "stock", "seen"];

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Action {
    Save,
    /// Under `on_stale = merge`.
    Merge,
    Delete,
    Insert,
}

/// A page with what was typed into it. It may be sent more than once.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Sheet {
    pub(crate) id: usize,
    pub(crate) action: Action,
    /// Of a page for something new: 0.
    pub(crate) doc: i32,
    pub(crate) shown: State,
    /// By field; unique over the whole run.
    pub(crate) typed: Vec<(usize, String)>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Outcome {
    Written,
    Unchanged,
    AlreadyApplied,
    Deleted,
    Created(i32),
    Gone,
    /// With the row as the refusal shows it.
    Stale(State),
    /// The caller's transaction has to be started again.
    Retry,
    /// Another transaction was in the way each time: nothing was written.
    Failed(String),
    /// There was no answer.
    Lost(String),
    Other(String),
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) enum Record {
    Sent(Sheet),
    Answered(usize, Outcome),
}

/// Where records go: none is lost with the process that a file belongs to.
#[derive(Debug)]
pub(crate) enum Recorder {
    Memory(Mutex<Vec<Record>>),
    File(Mutex<File>),
}

impl Recorder {
    pub(crate) fn in_memory() -> Self {
        Recorder::Memory(Mutex::default())
    }

    pub(crate) fn in_file(path: &Path) -> Self {
        let file = OpenOptions::new().create(true).append(true).open(path).expect("a log");
        Recorder::File(Mutex::new(file))
    }

    pub(crate) fn add(&self, record: Record) {
        match self {
            Recorder::Memory(records) => records.lock().expect("not poisoned").push(record),
            Recorder::File(file) => {
                let line = serde_json::to_string(&record).expect("plain data") + "\n";
                file.lock().expect("not poisoned").write_all(line.as_bytes()).expect("written");
            }
        }
    }

    pub(crate) fn into_records(self) -> Vec<Record> {
        match self {
            Recorder::Memory(records) => records.into_inner().expect("not poisoned"),
            Recorder::File(_) => panic!("read the file"),
        }
    }
}

/// The records of a log, whose last line may have been cut off.
pub(crate) fn read(path: &Path) -> Vec<Record> {
    let lines = BufReader::new(File::open(path).expect("a log")).lines();
    lines.filter_map(|line| serde_json::from_str(&line.expect("text")).ok()).collect()
}

/// A write, as the trigger recorded it: no old state where a row was inserted, no new one where it
/// was deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) doc: i32,
    pub(crate) old: Option<State>,
    pub(crate) new: Option<State>,
}

impl Entry {
    /// From states as the triggers write them: with a bar between the fields.
    pub(crate) fn new(doc: i32, old: Option<&str>, new: Option<&str>) -> Self {
        let state = |text: &str| -> State {
            let fields: Vec<_> = text.split('|').map(ToOwned::to_owned).collect();
            fields.try_into().expect("four fields")
        };
        Entry { doc, old: old.map(state), new: new.map(state) }
    }
}
