//! Judges a run by the history that triggers wrote in the same transactions.

use crate::race::model::{Action, Entry, Outcome, Record, Sheet, State};
use std::collections::{HashMap, HashSet};

/// The history by row: writes of one row wait for each other, and the numbers of the history are
/// given under the row's lock, so that they are in the order of the commits. Those of different
/// rows need not be.
struct History<'h> {
    entries: &'h [Entry],
    /// Which write a text came with: every write has a text of its own.
    write_of: HashMap<&'h str, usize>,
    /// A state's place in the time of its row.
    place_of: HashMap<(i32, &'h State), usize>,
    deleted: HashMap<i32, usize>,
}

/// All submissions of one page.
struct Sending<'r> {
    sheet: &'r Sheet,
    times: usize,
    outcomes: Vec<&'r Outcome>,
}

/// Everything that is wrong with a run.
pub(crate) fn check(records: &[Record], entries: &[Entry]) -> Vec<String> {
    let mut wrong = Vec::new();
    let history = History::new(entries, &mut wrong);
    let mut sendings: HashMap<usize, Sending<'_>> = HashMap::new();
    for record in records {
        match record {
            Record::Sent(sheet) => {
                let first = Sending { sheet, times: 0, outcomes: Vec::new() };
                sendings.entry(sheet.id).or_insert(first).times += 1;
            }
            Record::Answered(id, outcome) => match sendings.get_mut(id) {
                Some(sending) => sending.outcomes.push(outcome),
                None => wrong.push(format!("an answer to nothing: {outcome:?}")),
            },
        }
    }
    let mut accounted = HashSet::new();
    for sending in sendings.values() {
        for problem in history.judge(sending, &mut accounted) {
            wrong.push(format!("{problem}: {:?}, {:?}", sending.sheet, sending.outcomes));
        }
    }
    if accounted.len() != entries.len() {
        let all = entries.len();
        wrong.push(format!("{all} writes, of which pages account for {}", accounted.len()));
    }
    wrong
}

impl<'h> History<'h> {
    fn new(entries: &'h [Entry], wrong: &mut Vec<String>) -> Self {
        let mut history = History {
            entries,
            write_of: HashMap::new(),
            place_of: HashMap::new(),
            deleted: HashMap::new(),
        };
        let mut last: HashMap<i32, &Entry> = HashMap::new();
        for (seq, entry) in entries.iter().enumerate() {
            if let Some(before) = last.insert(entry.doc, entry)
                && before.new != entry.old
            {
                wrong.push(format!("{before:?} is not what {entry:?} follows"));
            }
            if let Some(old) = &entry.old {
                history.place_of.entry((entry.doc, old)).or_insert(seq);
            }
            let Some(new) = &entry.new else {
                history.deleted.insert(entry.doc, seq);
                continue;
            };
            history.place_of.insert((entry.doc, new), seq + 1);
            for (index, text) in new.iter().enumerate() {
                let is_old = entry.old.as_ref().is_some_and(|old| old[index] == *text);
                if !is_old
                    && !text.is_empty()
                    && history.write_of.insert(text, seq).is_some_and(|other| other != seq)
                {
                    wrong.push(format!("{text:?} was written twice"));
                }
            }
        }
        history
    }

    fn judge(&self, sending: &Sending<'_>, accounted: &mut HashSet<usize>) -> Vec<String> {
        let Sending { sheet, times, outcomes } = sending;
        let mut wrong = Vec::new();
        let mut accepted = 0;
        for outcome in outcomes {
            match (sheet.action, outcome) {
                (Action::Save | Action::Merge, Outcome::Written)
                | (Action::Delete, Outcome::Deleted)
                | (Action::Insert, Outcome::Created(_)) => accepted += 1,
                (Action::Save | Action::Merge | Action::Delete, Outcome::AlreadyApplied)
                | (_, Outcome::Failed(_) | Outcome::Retry | Outcome::Lost(_)) => {}
                (Action::Save | Action::Merge, Outcome::Unchanged) if sheet.typed.is_empty() => {}
                (Action::Save | Action::Merge | Action::Delete, Outcome::Stale(now)) => {
                    if let Some(problem) = self.cause(sheet, now) {
                        wrong.push(problem);
                    }
                }
                (Action::Save | Action::Merge, Outcome::Gone)
                    if self.deleted.contains_key(&sheet.doc) => {}
                _ => wrong.push(format!("{outcome:?} is no answer")),
            }
        }
        let is_lost = |outcome: &&&Outcome| matches!(outcome, Outcome::Lost(_));
        let lost = times - outcomes.len() + outcomes.iter().filter(is_lost).count();
        let applied = outcomes.contains(&&Outcome::AlreadyApplied);
        let mut writes = self.writes(sheet);
        // A row is deleted by one page at most, but not always by the first that tries.
        if sheet.action == Action::Delete && accepted == 0 && !applied && *times == outcomes.len() {
            writes.clear();
        }
        for seq in &writes {
            wrong.extend(compare(sheet, &self.entries[*seq]));
        }
        match sheet.action {
            // Sent again, a page for something new is answered with the same key.
            Action::Insert => {
                let keys: HashSet<_> = outcomes.iter().filter_map(|o| created(o)).collect();
                let stored: HashSet<_> = writes.iter().map(|seq| self.entries[*seq].doc).collect();
                if stored.len() > 1 || (accepted > 0 && keys != stored) {
                    wrong.push(format!("created {keys:?}, but inserted {stored:?}"));
                }
                if accepted == 0 && lost == 0 && !stored.is_empty() {
                    wrong.push("refused, but inserted".to_owned());
                }
            }
            Action::Delete => {
                if (accepted > 0 || applied) && writes.is_empty() {
                    wrong.push("deleted, but not in the history".to_owned());
                }
            }
            Action::Save | Action::Merge => {
                let written = writes.len();
                if accepted > 1 || written > 1 || (accepted == 1 && written == 0) {
                    wrong.push(format!("accepted {accepted} times, written {written} times"));
                }
                if applied && (sheet.typed.is_empty() || written != 1) {
                    wrong.push("applied, but not in the history".to_owned());
                }
                if accepted == 0 && lost == 0 && written > 0 {
                    wrong.push("refused, but written".to_owned());
                }
            }
        }
        for seq in writes {
            if !accounted.insert(seq) {
                wrong.push("two pages account for one write".to_owned());
            }
        }
        wrong
    }

    /// The writes that the page may have made, by its texts or, of a deletion, by the row.
    fn writes(&self, sheet: &Sheet) -> HashSet<usize> {
        if sheet.action == Action::Delete {
            return self.deleted.get(&sheet.doc).copied().into_iter().collect();
        }
        let texts = sheet.typed.iter().map(|(_, text)| text.as_str());
        texts.filter_map(|text| self.write_of.get(text).copied()).collect()
    }

    /// Why it was wrong to call the page stale, if it was.
    fn cause(&self, sheet: &Sheet, now: &State) -> Option<String> {
        let place = |state| self.place_of.get(&(sheet.doc, state)).copied();
        let places = (place(&sheet.shown), place(now));
        if !matches!(places, (Some(then), Some(now)) if then < now) {
            return Some(format!("refused without cause {places:?}"));
        }
        let is_in_the_way = |(index, text): &(usize, String)| {
            now[*index] != sheet.shown[*index] && now[*index] != *text
        };
        if sheet.action == Action::Merge && !sheet.typed.iter().any(is_in_the_way) {
            return Some("nothing was in the way of merging".to_owned());
        }
        None
    }
}

fn created(outcome: &Outcome) -> Option<i32> {
    match outcome {
        Outcome::Created(doc) => Some(*doc),
        _ => None,
    }
}

/// Whether a write replaced exactly what the page showed by what was typed.
fn compare(sheet: &Sheet, entry: &Entry) -> Vec<String> {
    let mut wrong = Vec::new();
    if entry.doc != sheet.doc && sheet.action != Action::Insert {
        wrong.push("another row was written".to_owned());
    }
    let is_typed = |index| sheet.typed.iter().any(|(typed, _)| *typed == index);
    let mut expected = match (sheet.action, &entry.old) {
        // What was not edited may have changed: it is taken over.
        (Action::Merge, Some(old)) => {
            let moved = (0..4).any(|index| is_typed(index) && old[index] != sheet.shown[index]);
            if moved {
                wrong.push(format!("lost update: replaced {old:?}"));
            }
            old.clone()
        }
        (Action::Insert, old) => {
            if old.is_some() {
                wrong.push(format!("inserted over {old:?}"));
            }
            State::default()
        }
        (_, old) => {
            if old.as_ref() != Some(&sheet.shown) {
                wrong.push(format!("lost update: replaced {old:?}"));
            }
            sheet.shown.clone()
        }
    };
    for (index, text) in &sheet.typed {
        expected[*index].clone_from(text);
    }
    let expected = Some(expected).filter(|_| sheet.action != Action::Delete);
    if entry.new != expected && wrong.is_empty() {
        wrong.push(format!("wrote {:?} instead of {expected:?}", entry.new));
    }
    wrong
}
