//! A writing process on SQLite that is killed at any moment, and started again.

use crate::race::database::{USES, sqlite};
use crate::race::model::{Recorder, read};
use crate::race::worker::{LIFE, Race};
use crate::support::random::Random;
use crate::{is_long, judge};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Tells the process that it is a writer, and which of its lives it lives in which folder.
const LIVES: &str = "CAS_RACE_LIFE";

fn log(folder: &Path, life: usize) -> PathBuf {
    folder.join(format!("log-{life}"))
}

fn database(folder: &Path) -> String {
    folder.join("race.sqlite").display().to_string()
}

/// Races until it is killed.
fn live(folder: &Path, life: usize) {
    let file = database(folder);
    Race {
        connect: &|| sqlite::desk(&file, sqlite::SETTINGS, USES[life % USES.len()]),
        cycles: LIFE / 5,
        recorder: &Recorder::in_file(&log(folder, life)),
        first: LIFE * (life + 1),
        jobs: sqlite::JOBS,
        deaths: 0,
    }
    .run(|| {});
}

/// Lets a writer live until it has written so much in its log.
fn let_live(folder: &Path, life: usize, bytes: u64) {
    let mut writer = Command::new(std::env::current_exe().expect("this test"))
        .args(["a_writer_that_is_killed_loses_nothing", "--nocapture"])
        .env(LIVES, format!("{life} {}", folder.display()))
        .stdout(Stdio::null())
        .spawn()
        .expect("a writer");
    let start = Instant::now();
    while fs::metadata(log(folder, life)).map_or(0, |log| log.len()) < bytes {
        assert!(start.elapsed() < Duration::from_mins(2), "the writer does not write");
        assert!(writer.try_wait().expect("our own child").is_none(), "the writer ended by itself");
        std::thread::sleep(Duration::from_millis(1));
    }
    writer.kill().expect("our own child");
    writer.wait().expect("our own child");
}

#[test]
fn a_writer_that_is_killed_loses_nothing() {
    if let Ok(life) = std::env::var(LIVES) {
        let (life, folder) = life.split_once(' ').expect("a life and a folder");
        return live(Path::new(folder), life.parse().expect("a number"));
    }
    let mut random = Random::new(7);
    let lives = if is_long() { 30 } else { 6 };
    for journal in sqlite::JOURNALS {
        let folder = tempfile::tempdir().expect("a folder");
        sqlite::create(&database(folder.path()), journal);
        let mut records = Vec::new();
        for life in 0..lives {
            let_live(folder.path(), life, 50_000 + random.below(100_000) as u64);
            records.extend(read(&log(folder.path(), life)));
        }
        let history = sqlite::history(&database(folder.path()), sqlite::SETTINGS);
        judge(&format!("SQLite {journal}, {lives} lives"), &records, &history);
    }
}
