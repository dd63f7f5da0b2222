//! Texts for each type of control.

use super::super::random::Random;
use super::{once_in, pick};

/// A text for such a control.
pub(super) fn value(random: &mut Random, kind: &str) -> String {
    loop {
        let text = any_value(random, kind);
        if kind != "datetime-local" || !is_late(&text) {
            return text;
        }
    }
}

/// In late years Chromium counts a millisecond too many where there are minutes.
fn is_late(date: &str) -> bool {
    year_of(date).is_some_and(|year| year > 2999)
}

/// A text for such a control; sometimes for another one, sometimes with a letter changed.
fn any_value(random: &mut Random, kind: &str) -> String {
    let kind = if once_in(random, 25) { pick(random, &super::KINDS) } else { kind };
    let mut text = match kind {
        "number" | "range" => number(random),
        "date" => date(random),
        "month" => {
            date(random)[..].rsplit_once('-').map_or(String::new(), |(month, _)| month.into())
        }
        "week" => format!("{}-W{:02}", year(random), random.below(55)),
        "time" => time(random),
        "datetime-local" => {
            let separator = pick(random, &["T", "T", "T", " ", "t", "  "]);
            let (date, time) = (date(random), time(random));
            format!("{date}{separator}{time}")
        }
        "email" => emails(random),
        "url" => url(random),
        "color" => color(random),
        _ => words(random),
    };
    if once_in(random, 10) {
        let whole = text.clone();
        mutate(random, &mut text);
        if has_long_exponent(&text) || text.contains(".e") {
            text = whole;
        }
    }
    text
}

/// Beyond what browsers' decimals can count with, verdicts are accidents. (So they are for `.e1`,
/// which Chromium reads in an attribute and not in a value.)
fn has_long_exponent(text: &str) -> bool {
    let digits = text.rsplit(['e', 'E']).next().unwrap_or_default().trim_start_matches(['+', '-']);
    digits.len() < text.len() && digits.len() > 1 && digits.bytes().all(|b| b.is_ascii_digit())
}

/// Puts in, takes out or replaces a letter.
pub(crate) fn mutate(random: &mut Random, text: &mut String) {
    const LETTERS: &[char] = &[
        ' ', '-', '+', '.', ',', ':', '0', '1', '9', 'a', 'e', 'T', 'W', 'Z', '@', '/', '#', '%',
        '\t', '\n', '\r', '\u{A0}', 'é', '١', '１', '💩', '_', '"', '<', '&',
    ];
    let mut letters: Vec<char> = text.chars().collect();
    let at = random.below(letters.len() + 1);
    let new = pick(random, LETTERS);
    match random.below(3) {
        0 if at < letters.len() => drop(letters.remove(at)),
        1 if at < letters.len() => letters[at] = new,
        _ => letters.insert(at, new),
    }
    *text = letters.into_iter().collect();
}

/// Up to fifteen digits: browsers look at no more than eighteen.
fn number(random: &mut Random) -> String {
    let sign = pick(random, &["", "", "", "-", "-", "+"]);
    let whole = match random.below(6) {
        0 => String::new(),
        1 => random.below(1_000_000_000).to_string(),
        2 => "0".into(),
        _ => random.below(120).to_string(),
    };
    let fraction = match random.below(5) {
        0 => format!(".{:01}", random.below(10)),
        1 => format!(".{:02}", random.below(100)),
        2 => format!(".{:04}", random.below(10_000)),
        _ => String::new(),
    };
    let exponent = match random.below(8) {
        0 => format!("e{}", random.below(6)),
        1 => format!("E-{}", random.below(4)),
        2 => pick(random, &["e", "e+2", "e+", "e"]).into(),
        _ => String::new(),
    };
    format!("{sign}{whole}{fraction}{exponent}")
}

fn year(random: &mut Random) -> String {
    match random.below(4) {
        0 => format!("{:04}", random.below(10_000)),
        1 => (pick(random, &["0000", "0001", "9999", "10000", "275760", "275761", "999", "02024"]))
            .into(),
        _ => (1965 + random.below(65)).to_string(),
    }
}

/// The year that a date begins with.
pub(crate) fn year_of(date: &str) -> Option<u64> {
    date.split_once('-')?.0.parse().ok()
}

fn date(random: &mut Random) -> String {
    let (month, day) = match random.below(4) {
        0 => (random.below(14), random.below(33)),
        1 => (2, 27 + random.below(4)),
        _ => (1 + random.below(12), 1 + random.below(28)),
    };
    format!("{}-{month:02}-{day:02}", year(random))
}

fn time(random: &mut Random) -> String {
    let minute = pick(random, &[0, 0, 1, 15, 30, 59, 60]);
    let mut text = format!("{:02}:{minute:02}", random.below(25));
    if once_in(random, 2) {
        let second = pick(random, &[0, 0, 1, 30, 59, 60]);
        text = format!("{text}:{second:02}");
        if once_in(random, 2) {
            text += pick(random, &[".0", ".000", ".5", ".50", ".001", ".123", ".1234", ".", ".12"]);
        }
    }
    text
}

fn emails(random: &mut Random) -> String {
    let count = if once_in(random, 3) { 1 + random.below(3) } else { 1 };
    let list: Vec<_> = (0..count).map(|_| email(random)).collect();
    list.join(pick(random, &[",", ", ", " ,", ",,", ";"]))
}

fn email(random: &mut Random) -> String {
    let locals = [
        "a",
        "user",
        "first.last",
        ".",
        "a+b",
        "o'neil",
        "a..b",
        "\"a\"",
        "a b",
        "",
        "üser",
        "x_y",
        "!#$%&*/=?^`{|}~-",
        "a(b)",
    ];
    let labels =
        ["example", "a", "x-y", "-a", "a-", "1", "xn--t8j", "a_b", "", "EXAMPLE", "[1", "a--b"];
    let mut domain = (pick(random, &labels)).to_owned();
    for _ in 0..random.below(3) {
        domain.push('.');
        domain += pick(random, &labels);
    }
    if once_in(random, 20) {
        domain = "b".repeat(62 + random.below(3));
    }
    let blanks = pick(random, &["", "", "", " ", "\t", "\n"]);
    format!("{blanks}{}@{domain}{blanks}", pick(random, &locals))
}

fn url(random: &mut Random) -> String {
    let schemes = [
        "http://",
        "https://",
        "HTTP://",
        "ftp://",
        "ws://",
        "file://",
        "mailto:",
        "javascript:",
        "data:",
        "urn:",
        "foo://",
        "foo:",
        "http:",
        "https:/",
        "http:///",
        "//",
        "",
        "1a:",
        "a+b-.c:",
        "view-source:http://",
    ];
    let hosts = [
        "example.com",
        "a",
        "EXAMPLE.com",
        "127.0.0.1",
        "256.1.1.1",
        "1.2.3.4.5",
        "0x7f.1",
        "[::1]",
        "[::g]",
        "[::1",
        "user@a",
        "user:pw@a",
        "user@",
        ":80",
        "a:80",
        "a:",
        "a:65536",
        "a:8o",
        "a..b",
        "a.",
        "a_b",
        "a,b",
        "a b",
        "a%41",
        "a%zz",
        "a%20b",
        "bücher.de",
        "例え.jp",
        "xn--a",
        "a\u{AD}b",
        "a<b",
        "a^b",
        "a|b",
        "",
        ".",
    ];
    let rests = [
        "", "/", "/a/b", "/a b", "/%41", "/%zz", "?q", "?a b#c", "#", "#é", "\\a", "/../..", "/é",
        "/\"<>`{}",
    ];
    let mut url =
        format!("{}{}{}", pick(random, &schemes), pick(random, &hosts), pick(random, &rests));
    if once_in(random, 8) {
        url = format!(" {url}\n");
    }
    url
}

/// What the library says that it does not read is left out.
fn color(random: &mut Random) -> String {
    let number = |random: &mut Random| match random.below(6) {
        0 => format!("{}%", random.below(120)),
        1 => format!("{}.5", random.below(256)),
        2 => (pick(random, &["none", "-5", "300", "1e2", "0.5turn", "90deg", "+7", "1."])).into(),
        _ => random.below(256).to_string(),
    };
    match random.below(5) {
        0 => {
            let digits = pick(random, &[3, 4, 6, 6, 6, 8, 5, 7]);
            let hex: Vec<char> = "0123456789abcdefABCDEFg".chars().collect();
            let digits: String = (0..digits).map(|_| pick(random, &hex)).collect();
            format!("#{digits}")
        }
        1 => (pick(
            random,
            &[
                "red",
                "Blue",
                " tan ",
                "rebeccapurple",
                "transparent",
                "currentcolor",
                "greyy",
                "inherit",
            ],
        ))
        .into(),
        _ => {
            let name = pick(random, &["rgb", "rgba", "RGB", "hsl", "hsla", "hwb"]);
            let between = pick(random, &[",", ", ", " ", " "]);
            let count = pick(random, &[3, 3, 3, 4, 2]);
            let mut numbers: Vec<_> = (0..count).map(|_| number(random)).collect();
            if name.to_lowercase().starts_with("hsl") && numbers.len() > 2 && once_in(random, 2) {
                numbers[1] = format!("{}%", random.below(101));
                numbers[2] = format!("{}%", random.below(101));
            }
            let alpha = if once_in(random, 5) { " / 50%" } else { "" };
            format!("{name}({}{alpha})", numbers.join(between))
        }
    }
}

fn words(random: &mut Random) -> String {
    const WORDS: &[&str] = &[
        "a",
        "abc",
        "Straße",
        "é",
        "e\u{301}",
        "💩",
        "👍🏽",
        " ",
        "  ",
        "\t",
        "\n",
        "\r\n",
        "\r",
        "\u{2028}",
        "0",
        "-",
        "<b>",
        "&amp;",
        "\u{1}",
        "\u{FFFD}",
        "\u{10FFFF}",
        "ﬃ",
        "١٢",
        "'",
        "\"",
        "`",
        "\0",
    ];
    (0..random.below(6)).map(|_| pick(random, WORDS)).collect()
}
