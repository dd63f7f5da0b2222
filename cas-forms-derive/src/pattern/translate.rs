//! From a parsed pattern to the syntax of the `regex` crate.

use super::ast::{Disjunction, Flags, Item, Operator, Shorthand, Term, TermKind};
use super::property::Property;
use super::{Kind, PatternError, Translated};
use std::fmt::Write as _;

/// Alternatives with lookaheads of their own multiply; more expressions than this for one value to
/// match are not reasonable.
const MAX_CLAUSES: usize = 16;

const WAY_OUT: &str = "check the value with `#[cas(check = path)]` on the server and \
    `#[cas(script = \"…\")]` in the browser";

/// Every scalar value, and none.
const ANY: &str = r"[\x{0}-\x{10FFFF}]";
const NEVER: &str = r"[^\x{0}-\x{10FFFF}]";

/// `WhiteSpace` and `LineTerminator`: unlike `White_Space`, with U+FEFF and without U+0085.
const SPACE: &str =
    r"\t-\r \x{A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}\x{FEFF}";

pub(super) fn translate(body: &Disjunction) -> Result<Translated, PatternError> {
    let mut translator = Translator::default();
    let Formula { all, none } = translator.formula(body, Flags::default(), r"\z")?;
    let anchored = |text: String| format!(r"\A{text}");
    let translated = Translated {
        all: all.into_iter().map(anchored).collect(),
        none: none.into_iter().map(|(_, text)| anchored(text)).collect(),
    };
    for text in translated.all.iter().chain(&translated.none) {
        translator.compile(text)?;
    }
    Ok(translated)
}

/// Expressions for what starts at the start of the value. They hold no `|` outside a group.
#[derive(Default)]
struct Formula {
    all: Vec<String>,
    /// With the place of each.
    none: Vec<(usize, String)>,
}

#[derive(Default)]
struct Translator {
    /// The properties that were used and their places, should one turn out not to be known.
    properties: Vec<(usize, String)>,
}

impl Translator {
    /// What has to hold for `body` to match at the start, with `rest` to follow it.
    fn formula(
        &mut self,
        body: &Disjunction,
        flags: Flags,
        rest: &str,
    ) -> Result<Formula, PatternError> {
        if !leads(body) {
            let text = self.group(body, flags)? + rest;
            return Ok(Formula { all: vec![text], none: Vec::new() });
        }
        let branches = body.iter().map(|terms| self.branch(terms, flags, rest));
        either(branches.collect::<Result<_, _>>()?)
    }

    /// The same of one alternative: a lookahead at its start is a condition beside what follows.
    fn branch(
        &mut self,
        terms: &[Term],
        flags: Flags,
        rest: &str,
    ) -> Result<Formula, PatternError> {
        let mut formula = Formula::default();
        let mut terms = terms;
        while let [term, after @ ..] = terms {
            match &term.kind {
                // True here, under `m` as well.
                TermKind::Start => {}
                TermKind::Look { ahead: true, negated: false, body } => {
                    formula.and(self.formula(body, flags, "")?);
                }
                TermKind::Look { ahead: true, negated: true, body } => {
                    formula.none.push((term.at, self.group(body, flags)?));
                }
                TermKind::Group { modifiers, body } if leads(body) => {
                    let rest = self.group(&[after], flags)? + rest;
                    formula.and(self.formula(body, modifiers.apply(flags), &rest)?);
                    return Ok(formula);
                }
                _ => break,
            }
            terms = after;
        }
        formula.all.push(self.group(&[terms], flags)? + rest);
        Ok(formula)
    }

    fn group(&mut self, body: &[impl AsRef<[Term]>], flags: Flags) -> Result<String, PatternError> {
        let mut out = String::from(if flags.ignore_case { "(?i:" } else { "(?:" });
        self.disjunction(&mut out, body, flags)?;
        out.push(')');
        Ok(out)
    }

    fn disjunction(
        &mut self,
        out: &mut String,
        body: &[impl AsRef<[Term]>],
        flags: Flags,
    ) -> Result<(), PatternError> {
        for (index, terms) in body.iter().enumerate() {
            if index > 0 {
                out.push('|');
            }
            for term in terms.as_ref() {
                self.term(out, term, flags)?;
            }
        }
        Ok(())
    }

    fn term(&mut self, out: &mut String, term: &Term, flags: Flags) -> Result<(), PatternError> {
        match &term.kind {
            TermKind::Start | TermKind::End if flags.multiline => {
                return Err(untranslatable(
                    term.at,
                    "the `regex` crate knows fewer line terminators than `^` and `$` under `m`",
                ));
            }
            TermKind::Start => out.push_str(r"\A"),
            TermKind::End => out.push_str(r"\z"),
            // WordCharacters takes in U+017F and U+212A under `i`.
            TermKind::Boundary { .. } if flags.ignore_case => {
                return Err(untranslatable(
                    term.at,
                    r"`\b` and `\B` mean something else under `i`",
                ));
            }
            TermKind::Boundary { negated: false } => out.push_str(r"(?-u:\b)"),
            TermKind::Boundary { negated: true } => out.push_str(r"(?-u:\B)"),
            TermKind::Look { ahead: true, .. } => {
                return Err(untranslatable(
                    term.at,
                    "a lookahead can only stand at the start of the pattern",
                ));
            }
            TermKind::Look { ahead: false, .. } => {
                return Err(untranslatable(term.at, "the `regex` crate has no lookbehinds"));
            }
            TermKind::Reference => {
                return Err(untranslatable(term.at, "the `regex` crate has no backreferences"));
            }
            TermKind::Dot if flags.dot_all => out.push_str(ANY),
            // LineTerminator.
            TermKind::Dot => out.push_str(r"[^\n\r\x{2028}\x{2029}]"),
            TermKind::Set(item) => self.item(out, term.at, item, flags)?,
            TermKind::Group { modifiers, body } => {
                let inner = modifiers.apply(flags);
                out.push_str(match (flags.ignore_case, inner.ignore_case) {
                    (false, true) => "(?i:",
                    (true, false) => "(?-i:",
                    _ => "(?:",
                });
                self.disjunction(out, body, inner)?;
                out.push(')');
            }
            TermKind::Repeat { term, min, max } => {
                self.term(out, term, flags)?;
                match (min, max) {
                    (0, None) => out.push('*'),
                    (1, None) => out.push('+'),
                    (0, Some(1)) => out.push('?'),
                    (min, None) => write_in(out, format_args!("{{{min},}}")),
                    (min, Some(max)) if min == max => write_in(out, format_args!("{{{min}}}")),
                    (min, Some(max)) => write_in(out, format_args!("{{{min},{max}}}")),
                }
            }
        }
        Ok(())
    }

    fn item(
        &mut self,
        out: &mut String,
        at: usize,
        item: &Item,
        flags: Flags,
    ) -> Result<(), PatternError> {
        match item {
            Item::Char(c) => push_char(out, at, *c)?,
            Item::Range(low, high) => {
                push_char(out, at, *low)?;
                out.push('-');
                push_char(out, at, *high)?;
            }
            Item::Shorthand { set, negated } => {
                out.push_str(if *negated { "[^" } else { "[" });
                out.push_str(match set {
                    Shorthand::Digit => "0-9",
                    Shorthand::Space => SPACE,
                    Shorthand::Word => "0-9A-Z_a-z",
                });
                out.push(']');
            }
            Item::Property { property: Property::Characters(name), .. }
                if flags.ignore_case && name == "ASCII" =>
            {
                return Err(untranslatable(
                    at,
                    r"browsers do not fold the case of `\p{ASCII}` as ECMA-262 has it",
                ));
            }
            Item::Property { property: Property::Characters(name), negated } => {
                let text = format!(r"\{}{{{name}}}", if *negated { 'P' } else { 'p' });
                out.push_str(&text);
                self.properties.push((at, text));
            }
            Item::Property { property: Property::Strings, .. } => {
                return Err(untranslatable(at, "the `regex` crate has no properties of strings"));
            }
            Item::Strings(_) if flags.ignore_case => {
                return Err(untranslatable(
                    at,
                    r"browsers do not fold the case of `\q{…}` as ECMA-262 has it",
                ));
            }
            Item::Strings(strings) => {
                out.push('[');
                for string in strings {
                    let [c] = string[..] else {
                        return Err(untranslatable(
                            at,
                            r"a `\q{…}` is translated if it holds single characters only",
                        ));
                    };
                    push_char(out, at, c)?;
                }
                out.push(']');
            }
            Item::Class(class) if class.operands.is_empty() => {
                out.push_str(if class.negated { ANY } else { NEVER });
            }
            Item::Class(class) => {
                out.push_str(if class.negated { "[^" } else { "[" });
                for (index, (at, operand)) in class.operands.iter().enumerate() {
                    match class.operator {
                        Operator::Intersection if index > 0 => out.push_str("&&"),
                        Operator::Subtraction if index > 0 => out.push_str("--"),
                        _ => {}
                    }
                    self.item(out, *at, operand, flags)?;
                }
                out.push(']');
            }
        }
        Ok(())
    }

    /// Finds out whether the `regex` crate takes it.
    fn compile(&self, text: &str) -> Result<(), PatternError> {
        let error = match regex::Regex::new(text) {
            Ok(_) => return Ok(()),
            Err(regex::Error::CompiledTooBig(limit)) => {
                return Err(PatternError {
                    kind: Kind::TooLarge,
                    offset: 0,
                    message: format!("its automaton takes more than {limit} bytes"),
                    help:
                        "lower the counts of its quantifiers, or limit the length with `max_length`"
                            .to_owned(),
                });
            }
            Err(error) => error,
        };
        let unknown =
            self.properties.iter().find(|(_, property)| regex::Regex::new(property).is_err());
        Err(match unknown {
            Some((at, property)) => {
                untranslatable(*at, format!("the `regex` crate does not know `{property}`"))
            }
            None => untranslatable(0, format!("the `regex` crate does not take it: {error}")),
        })
    }
}

impl Formula {
    fn and(&mut self, more: Self) {
        self.all.extend(more.all);
        self.none.extend(more.none);
    }
}

/// Whether a lookahead stands where every match of `body`, or of an alternative, starts.
fn leads(body: &Disjunction) -> bool {
    let leading = |terms: &Vec<Term>| {
        let first = terms.iter().find(|term| !matches!(term.kind, TermKind::Start));
        first.is_some_and(|term| match &term.kind {
            TermKind::Look { ahead, .. } => *ahead,
            TermKind::Group { body, .. } => leads(body),
            _ => false,
        })
    };
    body.iter().any(leading)
}

/// One of `branches` has to hold: what they share stays a condition of its own, the rest is
/// multiplied out.
///
/// (A and B) or (C and D) is (A or C) and (A or D) and (B or C) and (B or D), and an "or" of
/// expressions is one expression. That "none of" cannot be a part of one is the limit.
fn either(mut branches: Vec<Formula>) -> Result<Formula, PatternError> {
    let Some(first) = branches.first() else { return Ok(Formula::default()) };
    let in_all = |clause: &&String| branches.iter().all(|branch| branch.all.contains(clause));
    let all: Vec<_> = first.all.iter().filter(in_all).cloned().collect();
    let forbidden =
        |branch: &Formula, text: &str| branch.none.iter().any(|(_, other)| other == text);
    let in_none =
        |clause: &&(usize, String)| branches.iter().all(|branch| forbidden(branch, &clause.1));
    let none: Vec<_> = first.none.iter().filter(in_none).cloned().collect();
    let mut shared = Formula { all, none };
    for branch in &mut branches {
        branch.all.retain(|clause| !shared.all.contains(clause));
        branch.none.retain(|(_, text)| !forbidden(&shared, text));
    }
    if branches.iter().any(|branch| branch.all.is_empty() && branch.none.is_empty()) {
        return Ok(shared);
    }
    if let Some((at, _)) = branches.iter().find_map(|branch| branch.none.first()) {
        return Err(untranslatable(
            *at,
            "a negative lookahead has to be the same in all alternatives",
        ));
    }
    let mut clauses = vec![String::new()];
    for branch in &branches {
        clauses = clauses
            .iter()
            .flat_map(|clause| {
                let separator = if clause.is_empty() { "" } else { "|" };
                branch.all.iter().map(move |next| format!("{clause}{separator}{next}"))
            })
            .collect();
        if clauses.len() > MAX_CLAUSES {
            return Err(untranslatable(0, "its alternatives have too many lookaheads"));
        }
    }
    shared.all.extend(clauses.into_iter().map(|clause| format!("(?:{clause})")));
    Ok(shared)
}

fn push_char(out: &mut String, at: usize, code_point: u32) -> Result<(), PatternError> {
    match char::from_u32(code_point) {
        Some(c) if c.is_ascii_alphanumeric() || " _<>\"'%!,/:;=@`".contains(c) => out.push(c),
        Some(c) if c.is_ascii_punctuation() => out.extend(['\\', c]),
        Some(c) => write_in(out, format_args!(r"\x{{{:X}}}", u32::from(c))),
        None => {
            return Err(PatternError {
                help: "leave it out: a submitted value never holds one".to_owned(),
                ..untranslatable(at, "half a surrogate pair is no character")
            });
        }
    }
    Ok(())
}

/// Writing to a string cannot fail.
fn write_in(out: &mut String, text: std::fmt::Arguments<'_>) {
    let _ = out.write_fmt(text);
}

fn untranslatable(offset: usize, message: impl Into<String>) -> PatternError {
    PatternError {
        kind: Kind::Untranslatable,
        offset,
        message: message.into(),
        help: WAY_OUT.to_owned(),
    }
}
