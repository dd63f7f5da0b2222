//! Which patterns are valid, and what is said of those that are not.

use super::parse::parse;
use super::tests::{accepts, compiled, error, is_exactly};
use super::{Kind, translate};

#[track_caller]
fn all_invalid(patterns: &[&str]) {
    for pattern in patterns {
        error(Kind::Invalid, pattern);
    }
}

#[track_caller]
fn all_valid(patterns: &[&str]) {
    for pattern in patterns {
        if let Err(fault) = parse(pattern) {
            panic!("{}", fault.explain(pattern).render(pattern));
        }
    }
}

#[test]
fn deep_nesting_is_an_error_and_no_stack_overflow() {
    for open in ["(", "[", "[^a", "(?:a|b", "(?=", "(?<!", "(?i:"] {
        error(Kind::TooLarge, &open.repeat(10_000));
    }
    accepts(&format!("{}y{}", "(?:a|x".repeat(50), "z)*w".repeat(50)), &["w"]);
    accepts(&format!("{}{}", "[a".repeat(50), "]".repeat(50)), &["a"]);
}

#[test]
fn no_prefix_of_anything_panics() {
    let all = r"(?=(?!(?<é>(?i-s:[^\w--[\q{a|\-}&&\p{sc=Greek}]]{2,3}?))))\k<é>|\uD83D\uDE00[+-\]";
    for (end, _) in all.char_indices() {
        for start in (0..end).filter(|start| all.is_char_boundary(*start)) {
            let pattern = &all[start..end];
            if let Err(error) = translate(pattern) {
                assert!(
                    pattern.is_char_boundary(error.offset) && !error.render(pattern).is_empty()
                );
            }
        }
    }
}

#[test]
fn what_v_reserves_in_classes_is_invalid() {
    all_invalid(&[
        "[(]",
        "[)]",
        "[{]",
        "[}]",
        "[/]",
        "[|]",
        "[-]",
        "[a-]",
        "[-a]",
        "[&&]",
        "[!!]",
        "[a..b]",
        "[``]",
        "[a&&b--c]",
        "[a-z&&b]",
        "[ab&&c]",
        "[a&&&b]",
        "[a--]",
        "[z-a]",
        r"[\w-a]",
        r"[a-\w]",
        "[a",
        r"[\q{a]",
    ]);
    all_valid(&["[%+]", "[.,]", r"[\w.+\-]", "[a=<>~b]", r"[\!\!]", "[a&b]", "[^^]", r"[\--a]"]);
}

#[test]
fn a_class_with_strings_has_no_complement() {
    all_invalid(&[
        r"[^\q{ab}]",
        r"[^\q{}]",
        r"[^\p{RGI_Emoji}]",
        r"\P{RGI_Emoji}",
        r"[^[[\q{ab}]&&\q{cd}]]",
    ]);
    all_valid(&[r"[^\q{a|b}]", r"[^\q{ab}&&a]", r"[^a--\q{ab}]"]);
}

#[test]
fn unknown_escapes_are_invalid() {
    all_invalid(&[
        r"\-",
        r"\_",
        r"\ ",
        r"\a",
        r"\z",
        r"\é",
        "\\",
        r"\c",
        r"\c1",
        r"\x4",
        r"\u00",
        r"\u{}",
        r"\u{110000}",
        r"\00",
        r"\1",
        r"(a)\2",
        r"\k",
        r"\k<a>",
        r"[\1]",
        r"[\B]",
        r"[\k]",
        r"[\qa]",
        r"[\é]",
    ]);
}

#[test]
fn quantifiers_need_something_to_repeat_and_a_range_in_order() {
    all_invalid(&[
        "*",
        "+a",
        "a|?",
        "a**",
        "a{2}{3}",
        "^*",
        r"\b+",
        "(?=a)*",
        "(?<=a)?",
        "{1}",
        "a{,3}",
        "a{",
        "a{1",
        "a{ 1}",
        "a{2,1}",
        "a{18446744073709551617,18446744073709551616}",
        "}",
        "]",
        "a{0001,0}",
    ]);
    all_valid(&["a{1,18446744073709551616}", "a{0000000000000000000002,3}"]);
}

#[test]
fn groups_and_modifiers_follow_the_grammar() {
    all_invalid(&[
        "(",
        ")",
        "(?",
        "(?)",
        "(?a)",
        "(?>a)",
        "(?P<a>b)",
        "(?i)",
        "(?ii:a)",
        "(?i-i:a)",
        "(?-:a)",
        "(?u:a)",
        "(?#a)",
        "(?<a",
        "(?<>a)",
        "(?<1>a)",
        "(?<a b>c)",
        r"(?<\u{D83D}>a)",
    ]);
    all_valid(&[
        "(?i-:a)",
        "(?-i:a)",
        "(?ims:a)",
        "(?i-ms:a)",
        r"(?<\u0061\u{62}$_>a)",
        r"(?<\uD835\uDC9C>a)",
    ]);
}

#[test]
fn a_group_name_is_unique_among_what_can_match_together() {
    all_invalid(&[
        "(?<a>.)(?<a>.)",
        "(?<a>(?<a>.))",
        "(?<a>.)(?:(?<a>.)|b)",
        "(?:(?<a>.)|b)(?<a>.)",
    ]);
    all_valid(&["(?<a>.)|(?<a>.)", "(?:(?<a>.)|(?<a>.))|(?<a>.)", r"\k<a>(?<a>.)"]);
}

#[test]
fn property_names_count_in_their_exact_spelling() {
    all_invalid(&[
        r"\p",
        r"\pL",
        r"\p{}",
        r"\p{l}",
        r"\p{ L}",
        r"\p{Greek}",
        r"\p{sc=greek}",
        r"\p{Block=Latin}",
        r"\p{gc}",
        r"\p{WSpace}",
        r"\p{Hyphen}",
        r"\p{^L}",
        r"\p{L=L}",
        r"\p{sc=L}",
        r"\p{General_Category=ASCII}",
    ]);
    all_valid(&[
        r"\p{Lu}",
        r"\p{gc=Lu}",
        r"\P{Script=Greek}",
        r"\p{scx=Grek}",
        r"\p{Any}",
        r"\p{space}",
        r"\p{punct}",
    ]);
}

#[test]
fn lone_categories_are_not_taken_for_other_properties() {
    for (lone, keyed) in [("Sc", "Currency_Symbol"), ("Cf", "Format"), ("LC", "Cased_Letter")] {
        let keyed = compiled(&format!(r"\p{{gc={keyed}}}"));
        is_exactly(&format!(r"\p{{{lone}}}"), |c| keyed.matches(c.encode_utf8(&mut [0; 4])));
    }
}

#[test]
fn a_pattern_of_another_reading_is_corrected() {
    for (pattern, corrected) in [
        (r"[\d\s+()-]+", r"[\d\s+\(\)\-]+"),
        (r"[0-9]+([,|.][0-9]+)?", r"[0-9]+([,\|.][0-9]+)?"),
        (r"[\w-.]+@[^/]", r"[\w\-.]+@[^\/]"),
        ("[--a]", r"[\--a]"),
        ("[+--]", r"[+-\-]"),
        ("[a-z--]", r"[a-z\-\-]"),
        ("[[a-z]", r"[\[a-z]"),
        ("[a||z]+", r"[a\|\|z]+"),
        (r"\-\_\ a]", r"-_ a\]"),
        (r"a\{1}", r"a\{1\}"),
        ("a{,3}", "a{0,3}"),
        (r"(?P<y>\p{letter})", r"(?<y>\p{Letter})"),
        (r"\p{IsGreek}", r"\p{Script=Greek}"),
    ] {
        let error = error(Kind::Invalid, pattern);
        assert_eq!(error.help, format!("write `{corrected}`"));
        all_valid(&[corrected]);
    }
}

#[test]
fn no_correction_makes_sets_of_characters() {
    for (pattern, remedy) in [
        (r"[-&&\ ]", r"write `\-` here, and `\&\&` or `\-\-` in a class where they are characters"),
        (
            r"(?:x[a&&\_]|y)*\-",
            r"write `_` here, and `\&\&` or `\-\-` in a class where they are characters",
        ),
        ("[[]-]", r"write `\-` here"),
    ] {
        let error = error(Kind::Invalid, pattern);
        assert_eq!(error.help, remedy, "{pattern}");
    }
}

#[test]
fn an_error_points_at_its_place() {
    let pattern = "é\t[a(]";
    assert_eq!(
        error(Kind::Invalid, pattern).render(pattern),
        "not a valid pattern, a browser would ignore it: `(` has to be escaped in a class\n\n    \
         é\\t[a(]\n         ^\n\nhelp: write `é\t[a\\(]`"
    );
}

#[test]
fn an_untranslatable_pattern_is_told_the_way_out() {
    let error = error(Kind::Untranslatable, r"(a)\1");
    assert_eq!(error.offset, 3);
    assert!(error.help.contains("#[cas(check = path)]") && error.help.contains("#[cas(script = "));
}

#[test]
fn what_is_invalid_further_on_is_not_taken_for_untranslatable() {
    all_invalid(&[r"(a)\1[(]", r"(?<=a)\-", r"\p{sc=Zzzz}("]);
}
