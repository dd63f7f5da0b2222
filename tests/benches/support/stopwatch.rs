//! Measures contestants against each other in one process.
//!
//! Each round times every contestant once, in an order that rotates; what counts is the ratio to
//! the first contestant within the same round, so that a machine that is slow for a while is slow
//! for all of them.

#![allow(dead_code, reason = "each bench uses a part")]

use std::hint::black_box;
use std::time::Instant;

const ROUNDS: usize = 401;
/// Long enough for the clock, short enough for a round to be over before the weather changes.
const BATCH_NANOS: f64 = 2.0e5;

/// One way of doing the same work.
pub(crate) struct Contestant<'c> {
    pub(crate) name: &'c str,
    /// Does the whole work once and says how many bytes came of it, so that it is not optimised
    /// away.
    pub(crate) run: &'c mut dyn FnMut() -> usize,
}

/// How long a contestant took, in comparison.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Figure {
    pub(crate) nanos: f64,
    /// The median ratio to the first contestant, between its quartiles.
    pub(crate) ratio: f64,
    pub(crate) quartiles: (f64, f64),
}

/// Runs all contestants in turns. A run is so many `pieces` of work; nanoseconds are for one.
pub(crate) fn race(pieces: u32, contestants: &mut [Contestant<'_>]) -> Vec<Figure> {
    let nanos = rounds(contestants);
    nanos.iter().map(|own| figure(pieces, own, &nanos[0])).collect()
}

/// Runs all contestants in turns: nanoseconds for one run, by contestant and round.
pub(crate) fn rounds(contestants: &mut [Contestant<'_>]) -> Vec<Vec<f64>> {
    let batch = batch_size(contestants);
    let mut nanos = vec![Vec::with_capacity(ROUNDS); contestants.len()];
    for round in 0..ROUNDS {
        for turn in 0..contestants.len() {
            let index = (round + turn) % contestants.len();
            nanos[index].push(time(&mut contestants[index], batch));
        }
    }
    nanos
}

/// How often a contestant runs each time: all of them equally often.
fn batch_size(contestants: &mut [Contestant<'_>]) -> u32 {
    let mut batch = 1;
    // Warm, too: caches, lazy tables and the branch predictor of every contestant.
    while contestants.iter_mut().any(|own| (time(own, batch) * f64::from(batch)) < 1.0e6) {
        batch *= 2;
    }
    let fastest = contestants.iter_mut().map(|own| time(own, batch)).fold(f64::INFINITY, f64::min);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small number")]
    let batch = (BATCH_NANOS / fastest) as u32;
    batch.max(1)
}

/// Nanoseconds for one run, from a batch of them.
fn time(contestant: &mut Contestant<'_>, batch: u32) -> f64 {
    let start = Instant::now();
    for _ in 0..batch {
        black_box((contestant.run)());
    }
    start.elapsed().as_secs_f64() * 1.0e9 / f64::from(batch)
}

/// What the rounds of a contestant come to, in comparison with those of the first.
pub(crate) fn figure(pieces: u32, own: &[f64], first: &[f64]) -> Figure {
    let ratios = sorted(own.iter().zip(first).map(|(own, first)| own / first));
    let at = |sorted: &[f64], part: usize| sorted[(sorted.len() - 1) * part / 4];
    Figure {
        nanos: at(&sorted(own.iter().copied()), 2) / f64::from(pieces),
        ratio: at(&ratios, 2),
        quartiles: (at(&ratios, 1), at(&ratios, 3)),
    }
}

fn sorted(numbers: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut numbers: Vec<f64> = numbers.collect();
    numbers.sort_by(f64::total_cmp);
    numbers
}

/// Prints one line for each contestant.
pub(crate) fn print(title: &str, contestants: &[Contestant<'_>], figures: &[Figure]) {
    println!("{title}");
    for (contestant, figure) in contestants.iter().zip(figures) {
        print_line(contestant.name, figure);
    }
}

pub(crate) fn print_line(name: &str, figure: &Figure) {
    let Figure { nanos, ratio, quartiles: (low, high) } = figure;
    println!(
        "  {name:<30} {nanos:>8.0} ns  {ratio:>5.2}  (half of the rounds {low:.2} to {high:.2})"
    );
}

/// Says whether a ratio is at most its bar.
pub(crate) fn bar(what: &str, ratio: f64, bar: f64) {
    let verdict = if ratio <= bar { "met" } else { "missed" };
    println!("  bar {bar} for {what}: {verdict} ({ratio:.2})");
}
