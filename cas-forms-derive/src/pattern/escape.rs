//! Escapes, in a class and outside. ECMA-262, `AtomEscape`, `CharacterEscape` and
//! `CharacterClassEscape`.

use super::ast::{Item, Shorthand, TermKind};
use super::fault::Fault;
use super::parse::Parser;
use super::property;

/// `SyntaxCharacter`, and the `/` that may be escaped as well.
const SYNTAX: &str = r"^$\.*+?()[]{}|/";

impl Parser<'_> {
    /// What follows a backslash outside a class.
    pub(super) fn atom_escape(&mut self, at: usize) -> Result<TermKind, Fault> {
        match self.peek() {
            Some('1'..='9') => Ok(self.numbered_reference(at)),
            Some('b') => {
                self.bump();
                Ok(TermKind::Boundary { negated: false })
            }
            Some('B') => {
                self.bump();
                Ok(TermKind::Boundary { negated: true })
            }
            Some('k') => {
                self.bump();
                self.named_reference(at)
            }
            _ => Ok(TermKind::Set(self.common_escape(at)?)),
        }
    }

    /// What may follow a backslash anywhere.
    pub(super) fn common_escape(&mut self, at: usize) -> Result<Item, Fault> {
        let Some(c) = self.bump() else {
            return Err(Fault::new(
                at,
                "there is nothing after this backslash",
                r"write `\\` for a backslash",
            ));
        };
        let code_point = match c {
            'd' | 'D' => return Ok(Item::Shorthand { set: Shorthand::Digit, negated: c == 'D' }),
            's' | 'S' => return Ok(Item::Shorthand { set: Shorthand::Space, negated: c == 'S' }),
            'w' | 'W' => return Ok(Item::Shorthand { set: Shorthand::Word, negated: c == 'W' }),
            'p' | 'P' => return self.property(at, c == 'P'),
            't' => 0x09,
            'n' => 0x0A,
            'v' => 0x0B,
            'f' => 0x0C,
            'r' => 0x0D,
            '0' if !self.peek().is_some_and(|next| next.is_ascii_digit()) => 0,
            'c' => match self.bump() {
                Some(letter) if letter.is_ascii_alphabetic() => u32::from(letter) % 32,
                _ => {
                    return Err(Fault::new(
                        at,
                        r"`\c` has to be followed by a letter",
                        r"write `\cA`, or `\x01`",
                    ));
                }
            },
            'x' => self.hex(2).ok_or_else(|| {
                Fault::new(
                    at,
                    r"`\x` has to be followed by two hexadecimal digits",
                    r"write `\x41`, or `\u{41}`",
                )
            })?,
            'u' => self.unicode_escape(at)?,
            _ if SYNTAX.contains(c) => c.into(),
            '0'..='9' => {
                return Err(Fault::new(
                    at,
                    "octal escapes are not allowed",
                    r"write `\xHH` with hexadecimal digits",
                ));
            }
            'a'..='z' | 'A'..='Z' => return Err(unknown_letter(at, c)),
            _ => {
                let range = at..self.at;
                return Err(Fault::replace(range, format!("`{c}` must not be escaped here"), c));
            }
        };
        Ok(Item::Char(code_point))
    }

    /// `RegExpUnicodeEscapeSequence`, after its `u`.
    pub(super) fn unicode_escape(&mut self, at: usize) -> Result<u32, Fault> {
        let fault = || {
            Fault::new(
                at,
                r"`\u` has to be followed by four hexadecimal digits or a code point in braces",
                r"write `\u0041`, or `\u{1F600}` up to `\u{10FFFF}`",
            )
        };
        if self.eat("{") {
            let digits = self.rest().bytes().take_while(u8::is_ascii_hexdigit).count();
            let significant = self.rest()[..digits].trim_start_matches('0');
            let value =
                if significant.is_empty() { Ok(0) } else { u32::from_str_radix(significant, 16) };
            self.at += digits;
            return match value {
                Ok(code_point @ ..=0x0010_FFFF) if digits > 0 && self.eat("}") => Ok(code_point),
                _ => Err(fault()),
            };
        }
        let lead = self.hex(4).ok_or_else(fault)?;
        if let 0xD800..=0xDBFF = lead {
            let after_lead = self.at;
            if self.eat(r"\u")
                && let Some(trail @ 0xDC00..=0xDFFF) = self.hex(4)
            {
                return Ok(0x1_0000 + ((lead - 0xD800) << 10) + (trail - 0xDC00));
            }
            self.at = after_lead;
        }
        Ok(lead)
    }

    /// Exactly so many hexadecimal digits.
    fn hex(&mut self, count: usize) -> Option<u32> {
        let digits = self.rest().get(..count)?;
        if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return None;
        }
        let value = u32::from_str_radix(digits, 16).ok();
        self.at += count;
        value
    }

    /// `\p{…}`, after its `p`.
    fn property(&mut self, at: usize, negated: bool) -> Result<Item, Fault> {
        let text = self.rest().strip_prefix('{').and_then(|rest| rest.split_once('}'));
        let Some((text, _)) = text else {
            return Err(Fault::new(
                at,
                "the property is missing",
                r"write `\p{L}`, or `\p{Script=Greek}`",
            ));
        };
        let start = self.at + 1;
        self.at = start + text.len() + 1;
        match property::find(text) {
            Some(property::Property::Strings) if negated => Err(Fault::new(
                at,
                "a property of strings has no complement",
                "use a property of characters",
            )),
            Some(property) => Ok(Item::Property { property, negated }),
            None => Err(match property::similar(text) {
                Some(name) => Fault::replace(
                    start..start + text.len(),
                    "JavaScript spells this property differently",
                    name,
                ),
                None => Fault::new(
                    start,
                    "there is no such property",
                    "ECMAScript's are the general categories (`L`, `Lu`, …), `Script=…`, \
                     `Script_Extensions=…` and the binary properties of its table, in exactly \
                     that spelling",
                ),
            }),
        }
    }
}

fn unknown_letter(at: usize, c: char) -> Fault {
    let advice = match c {
        'A' | 'z' | 'Z' | 'G' => "leave it out: a pattern always has to match the whole value",
        'h' => r"write `[\t\p{Zs}]`",
        'R' => r"write `(?:\r\n|[\n\r\u2028\u2029])`",
        'e' => r"write `\x1B`",
        'a' => r"write `\x07`",
        'q' => r"write `\q{…}`, in a class",
        _ => "drop the backslash if the letter itself is meant",
    };
    Fault::new(at, format!(r"JavaScript has no `\{c}` here"), advice)
}
