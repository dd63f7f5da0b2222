//! The grammar: alternatives, terms, groups and quantifiers. ECMA-262, "Patterns".

use super::ast::{Disjunction, Flags, Item, Modifiers, Term, TermKind};
use super::fault::Fault;

/// Deep enough for anything legible, and within the nesting that the `regex` crate allows.
const MAX_DEPTH: usize = 50;

pub(super) struct Parser<'a> {
    source: &'a str,
    pub(super) at: usize,
    depth: usize,
    groups: usize,
    /// Names of the groups that can take part in a match together with what comes next.
    names: Vec<String>,
    references: Vec<(usize, Reference)>,
}

enum Reference {
    /// As large as it gets where it does not fit.
    Number(usize),
    Name(String),
}

/// Decides whether `pattern` is valid under the `v` flag.
pub(super) fn parse(pattern: &str) -> Result<Disjunction, Fault> {
    let mut parser = Parser {
        source: pattern,
        at: 0,
        depth: 0,
        groups: 0,
        names: Vec::new(),
        references: Vec::new(),
    };
    let body = parser.disjunction()?;
    if parser.peek().is_some() {
        return Err(Fault::new(
            parser.at,
            "this `)` closes nothing",
            r"open its group, or write `\)` for the character",
        ));
    }
    parser.check_references()?;
    Ok(body)
}

impl<'a> Parser<'a> {
    pub(super) fn rest(&self) -> &'a str {
        &self.source[self.at..]
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn bump(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += next.len_utf8();
        Some(next)
    }

    pub(super) fn eat(&mut self, token: &str) -> bool {
        let found = self.rest().starts_with(token);
        if found {
            self.at += token.len();
        }
        found
    }

    /// The digits that follow.
    fn digits(&mut self) -> &'a str {
        let rest = self.rest();
        let digits = &rest[..rest.bytes().take_while(u8::is_ascii_digit).count()];
        self.at += digits.len();
        digits
    }

    /// Runs `inner` one level deeper.
    pub(super) fn nested<T>(
        &mut self,
        at: usize,
        inner: impl FnOnce(&mut Self) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        if self.depth == MAX_DEPTH {
            return Err(Fault::too_deep(at, MAX_DEPTH));
        }
        self.depth += 1;
        let result = inner(self);
        self.depth -= 1;
        result
    }

    fn disjunction(&mut self) -> Result<Disjunction, Fault> {
        let mut alternatives = Vec::new();
        // Two groups may share a name if they are in different alternatives (Static Semantics:
        // MightBothParticipate): an alternative does not see the names of the one before.
        let seen = self.names.len();
        let mut names = Vec::new();
        loop {
            alternatives.push(self.alternative()?);
            names.extend(self.names.drain(seen..));
            if !self.eat("|") {
                self.names.append(&mut names);
                return Ok(alternatives);
            }
        }
    }

    fn alternative(&mut self) -> Result<Vec<Term>, Fault> {
        let mut terms = Vec::new();
        while !matches!(self.peek(), None | Some('|' | ')')) {
            terms.push(self.term()?);
        }
        Ok(terms)
    }

    fn term(&mut self) -> Result<Term, Fault> {
        let at = self.at;
        let kind = match self.bump() {
            Some('^') => TermKind::Start,
            Some('$') => TermKind::End,
            Some('.') => TermKind::Dot,
            Some('(') => self.nested(at, |inner| inner.group(at))?,
            Some('[') => TermKind::Set(Item::Class(self.nested(at, |inner| inner.class(at))?)),
            Some('\\') => self.atom_escape(at)?,
            Some(c @ ('*' | '+' | '?')) => {
                return Err(Fault::new(
                    at,
                    format!("there is nothing for `{c}` to repeat"),
                    format!(r"write `\{c}` for the character, or put it after what it repeats"),
                ));
            }
            Some('{') => {
                self.at = at;
                self.braces()?;
                return Err(Fault::new(
                    at,
                    "there is nothing for this quantifier to repeat",
                    r"put it after what it repeats, or write `\{` for the character",
                ));
            }
            Some(c @ ('}' | ']')) => {
                return Err(Fault::escape(at, c, format!("`{c}` has to be escaped")));
            }
            // The caller saw a character.
            c => TermKind::Set(Item::Char(c.map_or(0, u32::from))),
        };
        let term = Term { at, kind };
        match term.kind {
            // Not quantifiable: a quantifier that follows has nothing to repeat.
            TermKind::Start | TermKind::End | TermKind::Boundary { .. } | TermKind::Look { .. } => {
                Ok(term)
            }
            _ => self.quantified(term),
        }
    }

    fn quantified(&mut self, term: Term) -> Result<Term, Fault> {
        let (min, max) = if self.peek() == Some('{') {
            self.braces()?
        } else if self.eat("*") {
            (0, None)
        } else if self.eat("+") {
            (1, None)
        } else if self.eat("?") {
            (0, Some(1))
        } else {
            return Ok(term);
        };
        // Lazy or not decides what a group captures, never whether the value matches.
        self.eat("?");
        Ok(Term { at: term.at, kind: TermKind::Repeat { term: Box::new(term), min, max } })
    }

    /// `{n}`, `{n,}` or `{n,m}`.
    fn braces(&mut self) -> Result<(u32, Option<u32>), Fault> {
        let at = self.at;
        self.eat("{");
        let min = self.digits();
        let open_ended = self.eat(",");
        let max = if open_ended { self.digits() } else { min };
        if !self.eat("}") || min.is_empty() {
            let upper_only =
                min.is_empty() && !max.is_empty() && self.source[..self.at].ends_with('}');
            return Err(if upper_only {
                Fault::replace(
                    at..self.at,
                    "a quantifier has to say its minimum",
                    format!("{{0,{max}}}"),
                )
            } else {
                Fault::escape(at, '{', "`{` that starts no quantifier has to be escaped")
            });
        }
        if !max.is_empty() && magnitude(min) > magnitude(max) {
            return Err(Fault::new(
                at,
                "the minimum of this quantifier is greater than its maximum",
                format!("write `{{{max},{min}}}`"),
            ));
        }
        // So large a count is either beyond any automaton or repeats the empty string.
        let count = |digits: &str| digits.parse().unwrap_or(u32::MAX);
        Ok((count(min), (!max.is_empty()).then(|| count(max))))
    }

    /// What follows `(`.
    fn group(&mut self, at: usize) -> Result<TermKind, Fault> {
        let kind = if !self.eat("?") {
            self.groups += 1;
            TermKind::Group { modifiers: Modifiers::default(), body: self.disjunction()? }
        } else if self.eat("=") {
            TermKind::Look { ahead: true, negated: false, body: self.disjunction()? }
        } else if self.eat("!") {
            TermKind::Look { ahead: true, negated: true, body: self.disjunction()? }
        } else if self.eat("<=") {
            TermKind::Look { ahead: false, negated: false, body: self.disjunction()? }
        } else if self.eat("<!") {
            TermKind::Look { ahead: false, negated: true, body: self.disjunction()? }
        } else if self.rest().starts_with('<') {
            self.groups += 1;
            let named_at = self.at;
            let name = self.group_name()?;
            if self.names.contains(&name) {
                return Err(Fault::new(
                    named_at,
                    format!("there is another group named `{name}`"),
                    "give each its own name, or none",
                ));
            }
            self.names.push(name);
            TermKind::Group { modifiers: Modifiers::default(), body: self.disjunction()? }
        } else {
            TermKind::Group { modifiers: self.modifiers()?, body: self.disjunction()? }
        };
        if self.eat(")") {
            return Ok(kind);
        }
        Err(Fault::new(
            at,
            "this group is not closed",
            r"close it, or write `\(` for the character",
        ))
    }

    /// `on-off:`, or only `:`.
    fn modifiers(&mut self) -> Result<Modifiers, Fault> {
        let at = self.at;
        let on = self.flags()?;
        let dash = self.eat("-");
        let off = if dash { self.flags()? } else { Flags::default() };
        if self.eat(":") {
            let none = Flags::default();
            let both = on.ignore_case && off.ignore_case
                || on.multiline && off.multiline
                || on.dot_all && off.dot_all;
            return if both {
                Err(Fault::new(at, "these modifiers set and clear the same flag", "decide for one"))
            } else if dash && on == none && off == none {
                Err(Fault::replace(at..self.at, "`-` clears no flag", ":"))
            } else {
                Ok(Modifiers { on, off })
            };
        }
        Err(if self.rest().starts_with("P<") {
            Fault::replace(self.at..self.at + 1, "JavaScript names groups `(?<name>…)`", "")
        } else if self.rest().starts_with(')') && self.at > at {
            let flags = &self.source[at..self.at];
            Fault::new(
                at,
                "modifiers change a group, not the rest of the pattern",
                format!("put what they are for into `(?{flags}:…)`"),
            )
        } else {
            Fault::new(
                at,
                "JavaScript has no such kind of group",
                r"write `(?:…)`, `(?<name>…)` or `(?ims-ims:…)`, or `\(` for the character",
            )
        })
    }

    fn flags(&mut self) -> Result<Flags, Fault> {
        let mut flags = Flags::default();
        loop {
            let at = self.at;
            let flag = match self.peek() {
                Some('i') => &mut flags.ignore_case,
                Some('m') => &mut flags.multiline,
                Some('s') => &mut flags.dot_all,
                _ => return Ok(flags),
            };
            if std::mem::replace(flag, true) {
                return Err(Fault::replace(at..at + 1, "this flag is there twice", ""));
            }
            self.bump();
        }
    }

    /// `<name>`
    fn group_name(&mut self) -> Result<String, Fault> {
        let at = self.at;
        let fault =
            |message| Fault::new(at, message, "a name is a JavaScript identifier, as in `<year>`");
        if !self.eat("<") {
            return Err(fault("a group's name is missing"));
        }
        let mut name = String::new();
        loop {
            let code_point = match self.bump() {
                Some('>') if is_identifier(&name) => return Ok(name),
                Some('>') | None => return Err(fault("this is not a name for a group")),
                Some('\\') if self.eat("u") => self.unicode_escape(self.at - 2)?,
                Some(c) => c.into(),
            };
            let c = char::from_u32(code_point)
                .ok_or_else(|| fault("this is not a name for a group"))?;
            name.push(c);
        }
    }

    /// `\k<name>`, after the `k`.
    pub(super) fn named_reference(&mut self, at: usize) -> Result<TermKind, Fault> {
        let name = self.group_name()?;
        self.references.push((at, Reference::Name(name)));
        Ok(TermKind::Reference)
    }

    /// `\1`, before its digits.
    pub(super) fn numbered_reference(&mut self, at: usize) -> TermKind {
        let number = self.digits().parse().unwrap_or(usize::MAX);
        self.references.push((at, Reference::Number(number)));
        TermKind::Reference
    }

    /// A reference may stand before its group, so that this has to wait for the end.
    fn check_references(&mut self) -> Result<(), Fault> {
        for (at, reference) in &self.references {
            let message = match reference {
                Reference::Number(number) if *number > self.groups => {
                    "there are not that many groups to refer to".to_owned()
                }
                Reference::Name(name) if !self.names.contains(name) => {
                    format!("there is no group named `{name}`")
                }
                _ => continue,
            };
            return Err(Fault::new(
                *at,
                message,
                r"add the group; for a character by its code write `\xHH` or `\u{…}`",
            ));
        }
        Ok(())
    }
}

/// Orders strings of digits by their value, whatever their length.
fn magnitude(digits: &str) -> (usize, &str) {
    let digits = digits.trim_start_matches('0');
    (digits.len(), digits)
}

/// `RegExpIdentifierName`, by the Unicode version of the `regex` crate.
fn is_identifier(name: &str) -> bool {
    if name.is_ascii() {
        let mut bytes = name.bytes();
        return bytes.next().is_some_and(|first| !first.is_ascii_digit())
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'$' || b == b'_');
    }
    regex::Regex::new(r"\A[\p{ID_Start}$_][\p{ID_Continue}$\x{200C}\x{200D}]*\z")
        .is_ok_and(|identifier| identifier.is_match(name))
}
