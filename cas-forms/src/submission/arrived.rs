//! Sorting what arrived to the fields that it is for.

use crate::pairs::Raw;
use crate::spec::{FieldSpec, FormSpec};
use crate::zone::Offset;
use std::ops::ControlFlow;

/// A name and its value.
pub(crate) type Pair<'b> = (Raw<'b>, Raw<'b>);

/// What arrived for one field.
#[derive(Clone, Debug, Default)]
pub(crate) struct Arrived<'b> {
    pub(crate) control: Option<Raw<'b>>,
    /// Of a set: all after the first.
    pub(super) more: Vec<Raw<'b>>,
    pub(crate) original: Option<Raw<'b>>,
    pub(crate) seal: Seal,
    /// What the page had shown before it asked.
    pub(crate) was: Option<Raw<'b>>,
    /// Which of two instants a wall time means.
    pub(crate) offset: Option<Offset>,
    /// The digest in the control's name, if there is one.
    pub(super) digest: Option<u64>,
    pub(crate) answer: Answer,
    pub(super) repeated: bool,
    pub(super) original_repeated: bool,
    /// The submission ended before the control could arrive.
    pub(super) is_cut: bool,
}

impl Arrived<'_> {
    /// Two answers that differ are none.
    fn answer(&mut self, answer: Answer) {
        let is_first = matches!(self.answer, Answer::NotAsked | Answer::Unanswered);
        self.answer = if is_first || self.answer == answer { answer } else { Answer::Unanswered };
    }

    /// Takes note that the submission was cut: what is absent says nothing then, and a value that
    /// may have been cut itself is compared with nothing.
    fn cut(&mut self, inside: bool) {
        self.is_cut = true;
        if inside {
            self.original = None;
        }
    }
}

/// What stood in front of an original.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Seal {
    /// Nothing: the form has no seal.
    #[default]
    None,
    /// None that holds for it: nobody knows whose it is.
    Broken,
    #[cfg_attr(not(feature = "seal"), expect(dead_code, reason = "no page is sealed"))]
    Whole(String),
}

impl Seal {
    pub(crate) fn text(&self) -> &str {
        if let Seal::Whole(text) = self { text } else { "" }
    }
}

/// What was answered to the question of a conflict page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Answer {
    #[default]
    NotAsked,
    Unanswered,
    Mine,
    Theirs,
}

/// Which of a field's inputs a name means.
enum Part {
    Control,
    Original,
    Was,
    Offset,
    Resolve,
}

/// Sorts the pairs to the fields, and says whether there are more than `most`, and what is nobody's:
/// other things live in forms. Of what is not `whole`, the last field may have been cut.
pub(crate) fn sort<'b>(
    spec: &FormSpec,
    mut pairs: impl Iterator<Item = Pair<'b>>,
    most: usize,
    whole: bool,
) -> (Vec<Arrived<'b>>, bool, Vec<Pair<'b>>) {
    let mut arrived = vec![Arrived::default(); spec.fields.len()];
    // Browsers send in the order of the page: the next name is most likely where the last was.
    let mut hint = 0;
    let mut count = 0;
    let mut others = Vec::new();
    let each = |(name, value): Pair<'b>| {
        if count == most {
            return ControlFlow::Break(());
        }
        count += 1;
        // No browser encodes anything in our names: decoded are those of others only.
        let (Raw::Encoded(sent) | Raw::Plain(sent)) = name;
        let found = locate(spec.fields, hint, sent)
            .filter(|found| found.2 != Some(NO_DIGEST))
            .or_else(|| locate(spec.fields, hint, &name.bytes()));
        let Some((part, index, digest)) = found else {
            others.push((name, value));
            return ControlFlow::Continue(());
        };
        hint = index;
        let field = &mut arrived[index];
        match part {
            Part::Control if spec.fields[index].widget.is_set() && field.control.is_some() => {
                field.more.push(value);
            }
            Part::Control => {
                field.repeated |= field.control.is_some();
                field.digest = digest;
                field.control.get_or_insert(value);
            }
            Part::Original => {
                field.original_repeated |= field.original.is_some();
                field.original.get_or_insert(value);
            }
            Part::Was => field.was = Some(value),
            Part::Offset => {
                field.offset = str::from_utf8(&value.bytes()).ok().and_then(Offset::read);
            }
            // The question itself is an empty value; the answer follows it.
            Part::Resolve => match &*value.bytes() {
                b"mine" => field.answer(Answer::Mine),
                b"theirs" => field.answer(Answer::Theirs),
                _ if field.answer == Answer::NotAsked => field.answer = Answer::Unanswered,
                _ => {}
            },
        }
        ControlFlow::Continue(())
    };
    let too_many = pairs.try_for_each(each).is_break();
    if too_many || !whole {
        let fields = spec.fields.iter().zip(&mut arrived).enumerate();
        for (index, (spec, field)) in fields {
            // Of a set more may have followed.
            let is_part = spec.widget.is_set() && field.control.is_some();
            field.cut(is_part || index == hint && !whole);
        }
    }
    (arrived, too_many, others)
}

fn split_prefix(name: &[u8]) -> (Part, &[u8]) {
    if let Some(rest) = name.strip_prefix(b"original-") {
        (Part::Original, rest)
    } else if let Some(rest) = name.strip_prefix(b"resolve-") {
        (Part::Resolve, rest)
    } else if let Some(rest) = name.strip_prefix(b"cas-was-") {
        (Part::Was, rest)
    } else if let Some(rest) = name.strip_prefix(b"cas-offset-") {
        (Part::Offset, rest)
    } else {
        (Part::Control, name)
    }
}

/// The input, the field and the digest (as in [`Arrived`]) that a name means.
fn locate(fields: &[FieldSpec], hint: usize, name: &[u8]) -> Option<(Part, usize, Option<u64>)> {
    let (part, name) = split_prefix(name);
    if let Some(index) = find(fields, hint, name) {
        return Some((part, index, None));
    }
    // `email--1f2e3d4c`: no Rust identifier holds a hyphen.
    let at = name.windows(2).position(|pair| pair == b"--")?;
    let index = find(fields, hint, &name[..at])?;
    Some((part, index, Some(read_digest(&name[at + 2..]).unwrap_or(NO_DIGEST))))
}

/// What is called a digest and is none of ours, which have 48 bits.
const NO_DIGEST: u64 = u64::MAX;

/// The number that a digest of ours stands for.
fn read_digest(digits: &[u8]) -> Option<u64> {
    let ours = digits.len() == 12 && digits.iter().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    let digits = str::from_utf8(digits).ok().filter(|_| ours)?;
    u64::from_str_radix(digits, 16).ok()
}

fn find(fields: &[FieldSpec], hint: usize, name: &[u8]) -> Option<usize> {
    let is = |field: &FieldSpec| field.name.as_bytes() == name;
    (hint..fields.len()).chain(0..hint).find(|&index| is(&fields[index]))
}
