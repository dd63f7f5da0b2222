//! Arithmetic, checked against integers and by hand.

use super::*;
use proptest::prelude::*;

fn d(text: &str) -> Decimal {
    Decimal::parse(text).expect(text)
}

#[test]
fn spellings_of_one_number_are_one_decimal() {
    for (a, b) in [
        ("1e3", "1000"),
        ("5.0", "5"),
        (".5", "0.5"),
        ("1200e-2", "12"),
        ("007", "7"),
        ("5.e1", "50"),
        ("0.0001230000000000000000000", "123e-6"),
    ] {
        assert_eq!(d(a), d(b), "{a} {b}");
    }
    assert_eq!(d("-0").compare(&d("0")), Ordering::Equal);
}

#[test]
fn only_the_standard_grammar_is_a_number() {
    for text in [
        "", "+1", "1.", ".", "e5", "1e", "1e+", "0x10", "1,5", " 1", "1 ", "-", "--1", "∞", "NaN",
        ".e1", "-.e1", "1.2.3", "inf",
    ] {
        assert_eq!(Decimal::parse(text), None, "{text}");
        assert!(!is_number(text), "{text}");
    }
    assert!(is_number("1e308") && !is_number("1e309") && is_number("-.5e-3"));
}

#[test]
fn digits_beyond_the_thirty_eighth_are_no_whole_number() {
    let long = "1.00000000000000000000000000000000000000000000001";
    assert!(!d(long).is_integer() && d(long).to_i128().is_none());
    assert_eq!(d(long).compare(&d("1")), Ordering::Equal);
    let huge = "9".repeat(60);
    assert_eq!(d(&huge).compare(&d("9e59")), Ordering::Greater);
    assert_eq!(d(&huge).compare(&d("1e60")), Ordering::Less);
    let max = u128::MAX.to_string();
    assert_eq!(d(&format!("{max}.0")).digits, u128::MAX);
}

#[test]
fn numbers_compare_across_all_sizes() {
    let rising =
        ["-1e300", "-2", "-1.5", "-1e-300", "0", "1e-300", "0.1", "0.11", "1", "2", "10", "1e300"];
    for pair in rising.windows(2) {
        assert_eq!(d(pair[0]).compare(&d(pair[1])), Ordering::Less, "{pair:?}");
        assert_eq!(d(pair[1]).compare(&d(pair[0])), Ordering::Greater, "{pair:?}");
    }
    let big = "340282366920938463463374607431768211455";
    assert_eq!(d(big).compare(&d("340282366920938463463374607431768211454")), Ordering::Greater);
    assert_eq!(d(big).compare(&d("4e38")), Ordering::Less);
}

#[test]
fn steps_are_counted_without_rounding() {
    let matches = |value, base, step| d(value).matches_step(d(base), d(step));
    assert!(matches("0.3", "0", "0.1") && matches("0.7", "0.1", "0.2"));
    assert!(!matches("0.35", "0", "0.1") && !matches("0.1000001", "0", "0.1"));
    assert!(matches("-6", "3", "3") && !matches("-5", "3", "3"));
    assert!(!matches("1000000000000000.5", "0", "1"));
}

#[test]
fn what_is_no_step_to_a_browser_alone_is_one() {
    let matches = |value, base, step| d(value).matches_step(d(base), d(step));
    assert!(matches("5.9e-8", "0", "1") && !matches("6e-8", "0", "1"));
    assert!(matches("-5.9e-8", "0", "1") && matches("0.99999995", "0", "1"));
    assert!(
        matches("1e300", "0", "7") && matches("7", "1e300", "7") && matches("1e-300", "0", "5")
    );
}

#[test]
fn numbers_are_written_as_in_javascript() {
    for text in [
        "0",
        "7",
        "-1",
        "99.9",
        "0.5",
        "-0.000001",
        "1e-7",
        "5.9e-8",
        "1.25e-10",
        "1e+21",
        "100000000000000000000",
        "123456789012345680000",
        "1.5e+300",
    ] {
        assert_eq!(d(text).to_string(), text);
    }
}

#[test]
fn the_nearest_step_is_the_greater_of_two() {
    let nearest = |value, base, step, more| {
        d(value).nearest_step(d(base), d(step), more).expect(value).to_string()
    };
    assert_eq!(nearest("9.99", "0", "2", 0), "10");
    assert_eq!(nearest("0", "-1", "3", 0), "-1");
    assert_eq!(nearest("100", "0", "0.3", 0), "99.9");
    assert_eq!(nearest("-1.5", "0", "1", 0), "-1");
    assert_eq!(nearest("100", "0", "1.5", -1), "99");
    assert_eq!(d("0").middle(d("0.3")).expect("a number").to_string(), "0.15");
    assert_eq!(d("-5").middle(d("100")).expect("a number").to_string(), "47.5");
}

proptest! {
    #[test]
    fn the_short_way_is_the_long_way(text in "-?[0-9.]{0,20}") {
        // An exponent is read the long way, and lets a point stand at the end.
        let long = format!("{text}e0");
        if !text.ends_with('.') {
            prop_assert_eq!(Decimal::parse(&text), Decimal::parse(&long));
            prop_assert_eq!(is_number(&text), is_number(&long));
        }
    }

    #[test]
    fn decimals_compare_as_their_integers_do(a in any::<i64>(), b in any::<i64>()) {
        prop_assert_eq!(d(&a.to_string()).compare(&d(&b.to_string())), a.cmp(&b));
        let thousandths = |int: i64| d(&format!("{int}e-3"));
        prop_assert_eq!(thousandths(a).compare(&thousandths(b)), a.cmp(&b));
    }

    #[test]
    fn thousandths_are_exact_and_in_order(a in "-?[0-9]{1,17}(\\.[0-9]{1,3})?", b in "-?[0-9]{1,20}(e[0-9]{1,3})?") {
        if let (Some(value), Some(bound)) = (thousandths(&a), d(&b).thousandths()) {
            prop_assert_eq!(value.cmp(&bound), d(&a).compare(&d(&b)));
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "-?[0-9]{0,45}(\\.[0-9]{0,45})?([eE][-+]?[0-9]{0,6})?") {
        prop_assert_eq!(Decimal::parse(&text).is_none(), parts(text.trim_start_matches('-')).is_none());
    }
}
