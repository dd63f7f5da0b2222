//! Classes with their set notation. ECMA-262, `CharacterClass`, under the `v` flag.

use super::ast::{Class, Item, Operator};
use super::fault::Fault;
use super::parse::Parser;

/// `ClassSetSyntaxCharacter`, but for the backslash.
const SYNTAX: &str = "()[]{}/-|";
/// What must not stand twice in a row: `ClassSetReservedDoublePunctuator`.
const DOUBLE: &str = "&!#$%*+,.:;<=>?@^`~";
/// What may be escaped besides the syntax characters: `ClassSetReservedPunctuator`.
const PUNCTUATION: &str = "&-!#%,:;<=>@`~";

impl Parser<'_> {
    /// What follows the `[` at `open`.
    pub(super) fn class(&mut self, open: usize) -> Result<Class, Fault> {
        let negated = self.eat("^");
        let mut class = Class { negated, operator: Operator::Union, operands: Vec::new() };
        while !self.eat("]") {
            if self.peek().is_none() {
                return Err(unclosed(open, &class));
            }
            self.operand_of(&mut class)?;
        }
        if negated && class.contents_may_contain_strings() {
            return Err(Fault::new(
                open,
                "a class with strings has no complement",
                r"take `\q{…}` and properties of strings out of it",
            ));
        }
        Ok(class)
    }

    /// The next operand, with the operator before it.
    fn operand_of(&mut self, class: &mut Class) -> Result<(), Fault> {
        let before = self.at;
        let operator = if class.operands.is_empty() {
            None
        } else if self.eat("&&") {
            Some(Operator::Intersection)
        } else if self.rest().starts_with("--]") {
            return Err(dangling(before, class));
        } else if self.eat("--") {
            Some(Operator::Subtraction)
        } else {
            None
        };
        let first = class.operands.len() == 1 && !matches!(class.operands[0].1, Item::Range(..));
        match operator {
            Some(operator) if first || class.operator == operator => class.operator = operator,
            None if class.operator == Operator::Union => {}
            _ => {
                return Err(Fault::new(
                    before,
                    "`&&` and `--` stand between single operands, and do not mix",
                    "put brackets around each operand that is a range or more than one item, as in \
                     `[[a-z_]--[aeiou]]`",
                ));
            }
        }
        let at = self.at;
        let triple = operator == Some(Operator::Intersection) && self.peek() == Some('&');
        if triple || matches!(self.peek(), None | Some(']')) {
            return Err(Fault::new(
                before,
                "this operator has no operand on its right",
                "write one, as in `[[a-z]--[aeiou]]`",
            ));
        }
        let mut item = self.operand()?;
        if let (None, Item::Char(low)) = (operator, &item) {
            item = self.range_from(at, *low)?;
        }
        class.operands.push((at, item));
        Ok(())
    }

    fn operand(&mut self) -> Result<Item, Fault> {
        let at = self.at;
        if self.eat("[") {
            return Ok(Item::Class(self.nested(at, |inner| inner.class(at))?));
        }
        if self.eat(r"\q{") {
            return self.strings(at);
        }
        self.character()
    }

    /// `low-high`, or only the `low` that was read already.
    fn range_from(&mut self, at: usize, low: u32) -> Result<Item, Fault> {
        let dash = self.at;
        if self.rest().starts_with("--") || !self.eat("-") {
            return Ok(Item::Char(low));
        }
        // Without the flag such a `-` is a character, and so it was meant.
        let literal =
            || Fault::escape(dash, '-', "`-` that is not part of a range has to be escaped");
        if matches!(self.peek(), None | Some('[' | ']')) || self.rest().starts_with(r"\q{") {
            return Err(literal());
        }
        match self.character()? {
            Item::Char(high) if low <= high => Ok(Item::Range(low, high)),
            Item::Char(_) => Err(Fault::new(
                at,
                "this range ends before it starts",
                r"swap its ends, or write `\-` if the `-` is a character",
            )),
            _ => Err(literal()),
        }
    }

    /// `ClassSetCharacter`, or a `CharacterClassEscape`.
    fn character(&mut self) -> Result<Item, Fault> {
        let at = self.at;
        let Some(c) = self.bump() else {
            return Err(Fault::new(at, "this class is not closed", "write `]` at its end"));
        };
        if c == '\\' {
            return self.class_escape(at);
        }
        if SYNTAX.contains(c) {
            return Err(Fault::escape(at, c, format!("`{c}` has to be escaped in a class")));
        }
        if DOUBLE.contains(c) && self.peek() == Some(c) {
            return Err(Fault::escape(
                at,
                c,
                format!("`{c}{c}` is reserved in a class and has to be escaped"),
            ));
        }
        Ok(Item::Char(c.into()))
    }

    fn class_escape(&mut self, at: usize) -> Result<Item, Fault> {
        if self.eat("b") {
            return Ok(Item::Char(8));
        }
        match self.peek() {
            Some(c) if PUNCTUATION.contains(c) => {
                self.bump();
                Ok(Item::Char(c.into()))
            }
            _ => self.common_escape(at),
        }
    }

    /// `ClassStringDisjunction`, after its `\q{`.
    fn strings(&mut self, at: usize) -> Result<Item, Fault> {
        let mut strings = vec![Vec::new()];
        loop {
            if self.eat("}") {
                return Ok(Item::Strings(strings));
            }
            if self.eat("|") {
                strings.push(Vec::new());
                continue;
            }
            if self.peek().is_none() {
                return Err(Fault::new(at, r"this `\q{` is not closed", "write `}` at its end"));
            }
            let place = self.at;
            let Item::Char(c) = self.character()? else {
                return Err(Fault::new(
                    place,
                    r"only characters can stand in `\q{…}`",
                    "write the set next to it",
                ));
            };
            if let Some(last) = strings.last_mut() {
                last.push(c);
            }
        }
    }
}

/// Most often a `[` inside was meant as a character, as it is without the flag.
fn unclosed(open: usize, class: &Class) -> Fault {
    let message = "this class is not closed";
    match class.operands.iter().find(|(_, item)| matches!(item, Item::Class(_))) {
        Some((inner, _)) => Fault::escape(*inner, '[', message).at(open),
        None => Fault::new(open, message, r"write `]` at its end, or `\[` for the character"),
    }
}

/// `--` at the end: without the flag a range up to `-`, or just characters.
fn dangling(at: usize, class: &Class) -> Fault {
    let message = "`--` has no operand on its right";
    match class.operands.last() {
        Some((_, Item::Char(low))) if *low <= u32::from('-') => {
            Fault::replace(at..at + 2, message, r"-\-")
        }
        _ => Fault::escape(at, '-', message),
    }
}
