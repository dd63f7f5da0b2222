//! Judges a run by the history that a trigger wrote in the same transactions.

use crate::*;

/// A write, as the trigger recorded it.
pub(crate) struct Entry {
    doc: i32,
    old: State,
    new: State,
}

/// All writes in their order.
pub(crate) fn read_history(file: &Path) -> Vec<Entry> {
    type Time = chrono::NaiveDateTime;
    type Row = (i32, String, Option<String>, i32, Time, String, Option<String>, i32, Time);
    let rows: Vec<Row> = history::table
        .select((
            history::doc,
            history::old_title,
            history::old_body,
            history::old_stock,
            history::old_seen,
            history::title,
            history::body,
            history::stock,
            history::seen,
        ))
        .order(history::seq)
        .load(&mut connect(file))
        .expect("the history");
    let state = |title, body: Option<String>, stock: i32, seen: Time| {
        [title, body.unwrap_or_default(), stock.to_string(), seen.format(FORMAT).to_string()]
    };
    rows.into_iter()
        .map(|(doc, ot, ob, os, on, t, b, s, n)| Entry {
            doc,
            old: state(ot, ob, os, on),
            new: state(t, b, s, n),
        })
        .collect()
}

/// Everything that is wrong with a run, by the history alone.
pub(crate) fn check(attempts: &[Attempt], history: &[Entry]) -> Vec<String> {
    let mut wrong = Vec::new();
    // Every write has a text of its own, so a text finds its write and a state its place in time.
    let mut write_of: HashMap<&str, usize> = HashMap::new();
    let mut place_of: HashMap<(i32, &State), usize> = HashMap::new();
    for (seq, entry) in history.iter().enumerate() {
        place_of.entry((entry.doc, &entry.old)).or_insert(0);
        place_of.insert((entry.doc, &entry.new), seq + 1);
        for (old, new) in entry.old.iter().zip(&entry.new) {
            if old != new && write_of.insert(new, seq).is_some() {
                wrong.push(format!("{new:?} was written twice"));
            }
        }
    }
    let mut accepted = HashSet::new();
    for attempt in attempts {
        let writes: HashSet<_> =
            attempt.typed.iter().filter_map(|(_, text)| write_of.get(text.as_str())).collect();
        match &attempt.outcome {
            Outcome::Written => {
                let [seq] = writes.into_iter().collect::<Vec<_>>()[..] else {
                    wrong.push(format!("accepted, but not one write in the history: {attempt:?}"));
                    continue;
                };
                accepted.insert(*seq);
                let entry = &history[*seq];
                if entry.old != attempt.shown {
                    wrong.push(format!("lost update: replaced {:?}, {attempt:?}", entry.old));
                }
                let mut expected = attempt.shown.clone();
                for (index, text) in &attempt.typed {
                    expected[*index].clone_from(text);
                }
                if entry.new != expected {
                    wrong.push(format!("wrote {:?} instead of {expected:?}", entry.new));
                }
            }
            Outcome::AlreadyApplied if attempt.typed.is_empty() || writes.len() != 1 => {
                wrong.push(format!("applied, but not in the history: {attempt:?}"));
            }
            Outcome::Unchanged if !attempt.typed.is_empty() => {
                wrong.push(format!("edited, but called unchanged: {attempt:?}"));
            }
            Outcome::Stale(now) => {
                let place = |state| place_of.get(&(attempt.doc, state));
                match (place(&attempt.shown), place(now)) {
                    (Some(then), Some(now)) if then < now => {}
                    places => wrong.push(format!("refused without cause {places:?}: {attempt:?}")),
                }
            }
            Outcome::Other(reason) => wrong.push(format!("{reason:?}: {attempt:?}")),
            Outcome::AlreadyApplied | Outcome::Unchanged => {}
        }
    }
    // A double submission is refused or applied, never written again: every write has its attempt.
    if accepted.len() != history.len() {
        wrong.push(format!("{} writes, {} of them accepted", history.len(), accepted.len()));
    }
    wrong
}
