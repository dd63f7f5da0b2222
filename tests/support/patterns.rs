//! Generated `pattern` attributes, each with a text that it most likely matches.

use super::cases::{once_in, pick};
use super::random::Random;

/// A pattern and a text.
pub(crate) struct PatternCase {
    pub(crate) pattern: String,
    pub(crate) text: String,
}

/// Letters, and texts that are not letters alone. The last are new in Unicode 17.
const TEXTS: &[&str] = &[
    "a",
    "b",
    "z",
    "A",
    "K",
    "0",
    "7",
    "_",
    "-",
    " ",
    ".",
    "@",
    "é",
    "ß",
    "ſ",
    "\u{212A}",
    "١",
    "\u{3000}",
    "💩",
    "\u{2028}",
    "/",
    "'",
    "İ",
    "ǆ",
    "\u{323B0}",
    "\u{A7D4}",
];

impl PatternCase {
    pub(crate) fn new(random: &mut Random) -> Self {
        let mut out = Self { pattern: String::new(), text: String::new() };
        out.disjunction(random, 3);
        if once_in(random, 8) {
            let mut ahead = Self { pattern: String::new(), text: String::new() };
            ahead.disjunction(random, 1);
            let sign = pick(random, &["=", "!"]);
            out.pattern = format!("(?{sign}.*{}){}", ahead.pattern, out.pattern);
        }
        if once_in(random, 6) {
            let mut letters: Vec<char> = out.pattern.chars().collect();
            let at = random.below(letters.len() + 1);
            let new = pick(
                random,
                &['(', ')', '[', ']', '{', '}', '\\', '|', '-', '&', '+', '?', '*', '^', '1'],
            );
            if once_in(random, 2) && at < letters.len() {
                letters.remove(at);
            } else {
                letters.insert(at, new);
            }
            out.pattern = letters.into_iter().collect();
        }
        match random.below(4) {
            0 => out.text.push_str(pick(random, TEXTS)),
            1 => drop(out.text.pop()),
            _ => {}
        }
        if out.text.is_empty() {
            // An empty value never mismatches.
            out.text.push_str(pick(random, TEXTS));
        }
        out.text.retain(|c| !matches!(c, '\r' | '\n'));
        out
    }

    fn disjunction(&mut self, random: &mut Random, depth: usize) {
        let (ways, chosen) = (1 + random.below(3) / 2, random.below(2));
        for way in 0..ways {
            if way > 0 {
                self.pattern.push('|');
            }
            let text = self.text.clone();
            for _ in 0..=random.below(3) {
                self.term(random, depth);
            }
            if ways == 2 && way != chosen {
                self.text = text;
            }
        }
    }

    fn term(&mut self, random: &mut Random, depth: usize) {
        if once_in(random, 15) {
            self.pattern.push_str(pick(random, &["^", "$", "\\b", "\\B"]));
            return;
        }
        let mut atom = Self { pattern: String::new(), text: String::new() };
        match random.below(if depth == 0 { 5 } else { 7 }) {
            0 | 1 => atom.literal(random),
            2 => atom.escape(random),
            3 | 4 => atom.class(random, depth),
            5 => {
                atom.disjunction(random, depth - 1);
                let group = pick(random, &["(", "(?:", "(?<n>", "(?i:", "(?s:", "(?-i:", "(?m:"]);
                atom.pattern = format!("{group}{})", atom.pattern);
            }
            _ => {
                atom.pattern.push('.');
                atom.text.push_str(pick(random, TEXTS));
            }
        }
        let (quantifier, times) = match random.below(9) {
            0 => ("*", random.below(3)),
            1 => ("+", 1 + random.below(2)),
            2 => ("?", random.below(2)),
            3 => ("{2}", 2),
            4 => ("{1,3}", 1 + random.below(3)),
            5 => ("{2,}?", 2),
            _ => ("", 1),
        };
        self.pattern += &atom.pattern;
        self.pattern += quantifier;
        self.text += &atom.text.repeat(times);
    }

    fn literal(&mut self, random: &mut Random) {
        let text = pick(random, TEXTS);
        if matches!(text, "." | "/") {
            self.pattern.push('\\');
        }
        self.pattern += text;
        self.text += text;
    }

    fn escape(&mut self, random: &mut Random) {
        const ESCAPES: &[(&str, &str)] = &[
            ("\\d", "7"),
            ("\\D", "a"),
            ("\\w", "_"),
            ("\\W", "é"),
            ("\\s", "\u{3000}"),
            ("\\S", "-"),
            ("\\p{L}", "ß"),
            ("\\P{L}", "0"),
            ("\\p{Lu}", "K"),
            ("\\p{Script=Greek}", "α"),
            ("\\p{Nd}", "١"),
            ("\\p{Alphabetic}", "ǆ"),
            ("\\p{Lowercase}", "ſ"),
            ("\\p{ASCII}", "@"),
            ("\\x41", "A"),
            ("\\u0061", "a"),
            ("\\u{1F4A9}", "💩"),
            ("\\uD83D\\uDCA9", "💩"),
            ("\\t", "\t"),
            ("\\cI", "\t"),
            ("\\-", "-"),
            ("\\@", "@"),
            ("\\/", "/"),
            ("\\p{RGI_Emoji}", "💩"),
            ("\\1", "a"),
            ("\\p{Foo}", "a"),
            ("\\0", "\0"),
            ("\\p{Emoji}", "0"),
        ];
        let (pattern, text) = pick(random, ESCAPES);
        self.pattern += pattern;
        self.text += text;
    }

    fn class(&mut self, random: &mut Random, depth: usize) {
        const ITEMS: &[(&str, &str)] = &[
            ("a", "a"),
            ("a-z", "b"),
            ("A-Z", "K"),
            ("0-9", "7"),
            ("\\-", "-"),
            ("_", "_"),
            ("\\.", "."),
            ("\\w", "_"),
            ("\\d", "0"),
            ("\\s", " "),
            ("\\p{L}", "é"),
            ("\\P{Lu}", "ß"),
            ("é-ÿ", "é"),
            ("[ab]", "b"),
            ("[^a]", "z"),
            ("\\q{a|b}", "a"),
            ("\\q{ab}", "ab"),
            ("@", "@"),
            ("z-a", "a"),
            ("\\u{323B0}", "\u{323B0}"),
            (".", "."),
            ("!!", "a"),
            ("'", "'"),
        ];
        self.pattern += if once_in(random, 4) { "[^" } else { "[" };
        let operator = pick(random, &["", "", "", "--", "&&"]);
        for index in 0..random.below(4) {
            if index > 0 {
                self.pattern += operator;
            }
            if depth > 0 && once_in(random, 8) {
                self.class(random, depth - 1);
            } else {
                let (pattern, text) = pick(random, ITEMS);
                self.pattern += pattern;
                if index == 0 {
                    self.text += text;
                }
            }
        }
        self.pattern.push(']');
    }
}
