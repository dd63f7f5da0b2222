//! What a pattern means once it is translated.

use super::{Kind, PatternError, property, translate};
use regex::Regex;
use std::collections::BTreeMap;

/// A pattern as the server will run it.
pub(super) struct Compiled {
    all: Vec<Regex>,
    none: Vec<Regex>,
}

impl Compiled {
    fn new(pattern: &str) -> Result<Self, PatternError> {
        let compile = |text: &String| Regex::new(text).expect("translate has compiled it before");
        translate(pattern).map(|translated| Self {
            all: translated.all.iter().map(compile).collect(),
            none: translated.none.iter().map(compile).collect(),
        })
    }

    pub(super) fn matches(&self, value: &str) -> bool {
        self.all.iter().all(|regex| regex.is_match(value))
            && !self.none.iter().any(|regex| regex.is_match(value))
    }
}

pub(super) fn compiled(pattern: &str) -> Compiled {
    Compiled::new(pattern).unwrap_or_else(|error| panic!("{}", error.render(pattern)))
}

#[track_caller]
pub(super) fn accepts(pattern: &str, values: &[&str]) {
    let compiled = compiled(pattern);
    for value in values {
        assert!(compiled.matches(value), "`{pattern}` should match {value:?}");
    }
}

#[track_caller]
fn refuses(pattern: &str, values: &[&str]) {
    let compiled = compiled(pattern);
    for value in values {
        assert!(!compiled.matches(value), "`{pattern}` should not match {value:?}");
    }
}

#[track_caller]
pub(super) fn error(kind: Kind, pattern: &str) -> PatternError {
    match translate(pattern) {
        Ok(translated) => panic!("`{pattern}` became {translated:?}"),
        Err(error) => {
            assert_eq!(error.kind, kind, "`{pattern}`: {}", error.message);
            error
        }
    }
}

#[track_caller]
fn all_untranslatable(patterns: &[&str]) {
    for pattern in patterns {
        let error = error(Kind::Untranslatable, pattern);
        assert!(!error.help.is_empty());
    }
}

/// What a single character can be: all of the basic plane, and a sample beyond.
#[track_caller]
pub(super) fn is_exactly(pattern: &str, expected: impl Fn(char) -> bool) {
    let compiled = compiled(pattern);
    for c in ('\0'..='\u{FFFF}').chain(('\u{10000}'..=char::MAX).step_by(251)) {
        assert_eq!(compiled.matches(c.encode_utf8(&mut [0; 4])), expected(c), "`{pattern}`: {c:?}");
    }
}

#[test]
fn every_line_of_the_conformance_file_agrees() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/conformance/patterns.jsonl");
    let lines = std::fs::read_to_string(file).expect("the conformance file is in the repository");
    let (mut agreeing, mut apart) = (0, BTreeMap::<String, usize>::new());
    for line in lines.lines() {
        let row: serde_json::Value = serde_json::from_str(line).expect("a JSON object a line");
        let pattern = row["pattern"].as_str().expect("a row has a pattern");
        match (Compiled::new(pattern), row["matches"].as_bool()) {
            (Ok(compiled), Some(matches)) => {
                let value = row["value"].as_str().expect("a row that is valid has a value");
                assert_eq!(compiled.matches(value), matches, "{line}");
                agreeing += 1;
            }
            (Err(error), None) => {
                assert_eq!(error.kind, Kind::Invalid, "{line}");
                agreeing += 1;
            }
            (Err(error), Some(_)) => {
                assert_eq!(error.kind, Kind::Untranslatable, "{line}");
                *apart.entry(format!("{pattern} ({})", error.message)).or_default() += 1;
            }
            (Ok(_), None) => panic!("should be invalid: {line}"),
        }
    }
    println!("{agreeing} lines agree, {} are untranslatable:", apart.values().sum::<usize>());
    for (pattern, lines) in &apart {
        println!("{lines:4} {pattern}");
    }
    assert_eq!(apart.len(), 5, "patterns that cannot be translated: {apart:?}");
}

#[test]
fn the_whole_value_has_to_match() {
    accepts("a|b", &["a", "b"]);
    refuses("a|b", &["ab", "xa", "bx", "a\n", ""]);
    accepts("", &[""]);
    refuses("", &["a"]);
}

#[test]
fn shorthands_are_those_of_javascript() {
    is_exactly(r"\d", |c| c.is_ascii_digit());
    is_exactly(r"\W", |c| !(c.is_ascii_alphanumeric() || c == '_'));
    is_exactly(r"\s", |c| c == '\u{FEFF}' || c != '\u{85}' && c.is_whitespace());
    is_exactly(r"[^\S]", |c| c == '\u{FEFF}' || c != '\u{85}' && c.is_whitespace());
}

#[test]
fn a_dot_stops_at_javascript_s_line_terminators_unless_under_s() {
    is_exactly(".", |c| !matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}'));
    is_exactly("(?s:.)", |_| true);
    is_exactly("(?s:(?-s:.))", |c| !matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}'));
}

#[test]
fn empty_classes_match_nothing_or_anything() {
    is_exactly("[]", |_| false);
    is_exactly("[^]", |_| true);
    is_exactly("[a[]]", |c| c == 'a');
    is_exactly("[[^]--a]", |c| c != 'a');
}

#[test]
fn anchors_in_the_pattern_are_the_ends_of_the_value() {
    accepts("^a$|^$", &["a", ""]);
    refuses("^a$", &["a\n", "\na"]);
    refuses("a^b|a$b", &["ab"]);
}

#[test]
fn word_boundaries_know_ascii_only() {
    accepts(r"a\bé", &["aé"]);
    accepts(r"é\Bé", &["éé"]);
    refuses(r"a\Bé|é\bé", &["aé", "éé"]);
}

#[test]
fn class_operators_nest() {
    is_exactly("[[a-z]--[aeiou]--z]", |c| c.is_ascii_lowercase() && !"aeiouz".contains(c));
    is_exactly(r"[\w&&[^\d]&&[^_]]", |c| c.is_ascii_alphabetic());
    is_exactly("[^[a-z]--[b-y]]", |c| c != 'a' && c != 'z');
    is_exactly("[[a-c][x-z]0]", |c| "abcxyz0".contains(c));
}

#[test]
fn characters_that_the_regex_crate_reads_as_syntax_are_escaped() {
    is_exactly(r"[\^\-\[\]\\\&\~\#\{\}\(\)\|\/]", |c| r"^-[]\&~#{}()|/".contains(c));
    is_exactly("[a&b~c#<>=!^]", |c| "a&b~c#<>=!^".contains(c));
    accepts(r"<a>#&&--~~ \.\*\\", &[r"<a>#&&--~~ .*\"]);
}

#[test]
fn every_escape_of_a_character_is_that_character() {
    accepts(
        r"\t\n\v\f\r\0\cA\cz\x41\u0042\u{43}\u{00000044}",
        &["\t\n\u{B}\u{C}\r\0\u{1}\u{1A}ABCD"],
    );
    accepts(r"\uD83D\uDE00[\uD83D\uDE00-\u{1F601}][\b]", &["😀😁\u{8}"]);
    accepts(r"\^\$\\\.\*\+\?\(\)\[\]\{\}\|\/", &[r"^$\.*+?()[]{}|/"]);
}

#[test]
fn strings_of_one_character_are_characters() {
    is_exactly(r"[\q{a|b|\u{63}}x]", |c| "abcx".contains(c));
    is_exactly(r"[^\q{a|\-}]", |c| c != 'a' && c != '-');
}

#[test]
fn quantifiers_count_and_laziness_does_not_matter() {
    accepts("a{2}b{1,}?c{0,2}?d??e*?f+?", &["aabf", "aabbccdeeff"]);
    refuses("a{2}b{1,}?c{0,2}?", &["ab", "aab0", "aabccc"]);
    accepts("a{0}(?:){99999999999999999999}", &[""]);
}

#[test]
fn groups_of_all_kinds_group() {
    accepts(r"(a|b)(?:c|d)(?<$é>e|f)", &["ace", "bdf"]);
    accepts(r"(?<y>\d{4})-(?<m>\d\d)|(?<m>\d\d)\/(?<y>\d{4})", &["2024-05", "05/2024"]);
}

#[test]
fn case_folds_under_i_as_in_javascript() {
    is_exactly("(?i:k)", |c| "kK\u{212A}".contains(c));
    is_exactly(r"(?i:\w)", |c| c.is_ascii_alphanumeric() || "_\u{17F}\u{212A}".contains(c));
    is_exactly(r"(?i:\W)", |c| !(c.is_ascii_alphanumeric() || "_\u{17F}\u{212A}".contains(c)));
    is_exactly("(?i:[^K])", |c| !"kK\u{212A}".contains(c));
    is_exactly("(?i:[[a-c]--B])", |c| "acAC".contains(c));
    accepts("a(?i:b(?-i:c)d)e", &["aBcDe"]);
    refuses("a(?i:b(?-i:c)d)e", &["Abcde", "abCde", "abcdE"]);
}

#[test]
fn lookaheads_at_the_start_are_conditions_of_their_own() {
    let pattern = r"(?=.*\d)(?!.*\s).{8,}";
    accepts(pattern, &["password1"]);
    refuses(pattern, &["password", "pass word1", "pass1"]);
    let translated = translate(pattern).expect("it is translatable");
    assert_eq!((translated.all.len(), translated.none.len()), (2, 1));
}

#[test]
fn a_start_anchor_and_groups_may_stand_before_a_lookahead() {
    accepts(r"^(?:((?=.*\d)(?=(?!x).)[a-z\d]+)-)$", &["a1-"]);
    refuses(r"^(?:((?=.*\d)(?=(?!x).)[a-z\d]+)-)$", &["a-", "x1-", "a1"]);
    accepts("(?i:(?=A)b|a)c", &["Ac"]);
}

#[test]
fn lookaheads_of_alternatives_are_multiplied_out() {
    let pattern = r"(?=.*\d)[a-z\d]{3,}|(?=.*[A-Z])[A-Za-z]{2}|-";
    accepts(pattern, &["ab1", "aB", "-"]);
    refuses(pattern, &["abc", "ab", "aB1", "1", "--"]);
    accepts("(?!x)(?:.a|.b)|(?!x)c", &["aa", "c"]);
    refuses("(?!x).a|(?!x).b", &["xa", "xb"]);
}

#[test]
fn an_alternative_without_conditions_settles_it() {
    accepts("(?!a).|.", &["a", "b"]);
    refuses("(?!a).|.", &["ab"]);
}

#[test]
fn what_linear_matching_cannot_do_is_untranslatable() {
    all_untranslatable(&[
        r"(a)\1",
        r"(?<a>x)\k<a>",
        "a(?=b).",
        "a(?!b).",
        "(?<=a)b",
        "(?<!a)b",
        "(?!(?=a)b)c",
        "(?:(?=a)b)+",
        "(?!x)a|(?!y)b",
    ]);
}

#[test]
fn what_is_not_a_set_of_scalar_values_is_untranslatable() {
    all_untranslatable(&[
        r"[\q{ab}]",
        r"[\q{}]",
        r"\p{RGI_Emoji}",
        r"[\p{RGI_Emoji}--a]",
        r"\uD83D",
        r"\uDE00\uD83D",
        r"[\uD800-\uDFFF]",
        r"\u{D83D}\u{DE00}",
        r"[\u{0}-\uDBFF]",
    ]);
}

#[test]
fn flags_that_would_mean_something_else_are_untranslatable() {
    all_untranslatable(&[
        r"(?i:\bk)",
        r"(?i:a\B)",
        "(?m:a|^b)",
        "(?m:a$)",
        r"(?i:\p{ASCII})",
        r"(?i:[^\q{k}])",
    ]);
    accepts("(?m:a(?-m:$))", &["a"]);
}

#[test]
fn properties_that_the_regex_crate_lacks_are_untranslatable_and_not_invalid() {
    all_untranslatable(&[r"\p{Cs}", r"\p{CWKCF}", r"[\p{L}\p{sc=Zzzz}]", r"\p{scx=Hrkt}"]);
}

#[test]
fn the_regex_crate_knows_every_other_property_that_ecmascript_lists() {
    let unknown = [
        "gc=Cs",
        "gc=Surrogate",
        "CWKCF",
        "Changes_When_NFKC_Casefolded",
        // Unicode 17, and what covers no script.
        "Berf",
        "Beria_Erfe",
        "Hrkt",
        "Katakana_Or_Hiragana",
        "Sidetic",
        "Sidt",
        "Tai_Yo",
        "Tayo",
        "Tolong_Siki",
        "Tols",
        "Unknown",
        "Zzzz",
    ];
    for text in property::all() {
        let property::Property::Characters(query) = property::find(&text).expect("it is listed")
        else {
            continue;
        };
        let known = Regex::new(&format!(r"\p{{{query}}}")).is_ok();
        let expected =
            !unknown.iter().any(|name| query == *name || text.ends_with(&format!("={name}")));
        assert!(known || !expected, "{text}");
    }
}

#[test]
fn too_large_an_automaton_is_an_error() {
    error(Kind::TooLarge, r"\p{L}{1,5000}");
    error(Kind::TooLarge, "a{99999999999999999999}");
    error(Kind::TooLarge, "((a{0,999}){0,999}){0,999}");
}
