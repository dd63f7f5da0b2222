//! The colours of a `color` control (HTML section 4.10.5.1.14): CSS colours go in, `#rrggbb` comes
//! out.
//!
//! Read are names, `#` notations, `rgb()`, `hsl()` and `hwb()` with or without an alpha, which is
//! dropped. `currentcolor` is black, as the standard says. So is here what needs colour spaces,
//! calculation or the machine's theme: `lab()`, `lch()`, `oklab()`, `oklch()`, `color()`,
//! `color-mix()`, relative colours, `calc()` and system colours.

mod names;

use self::names::NAMES;
use std::borrow::Cow;

/// What a `color` control holds when it is given `text`.
pub(super) fn sanitize(text: &str) -> Cow<'_, str> {
    let is_simple = |text: &str| {
        let [b'#', digits @ ..] = text.as_bytes() else { return false };
        digits.len() == 6 && digits.iter().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
    };
    if is_simple(text) {
        return Cow::Borrowed(text);
    }
    let [r, g, b] = parse(text).unwrap_or_default();
    Cow::Owned(format!("#{r:02x}{g:02x}{b:02x}"))
}

fn parse(text: &str) -> Option<[u8; 3]> {
    let text = text.to_ascii_lowercase();
    let trimmed = text.trim_ascii();
    if let Some(digits) = trimmed.strip_prefix('#') {
        return hex(digits);
    }
    if let Some((name, arguments)) = trimmed.split_once('(') {
        return function(name, arguments.strip_suffix(')').unwrap_or(arguments));
    }
    // Chromium wants no blanks around these.
    let at = NAMES.binary_search_by(|(name, _)| (*name).cmp(&text)).ok()?;
    let [_, r, g, b] = NAMES[at].1.to_be_bytes();
    Some([r, g, b])
}

fn hex(digits: &str) -> Option<[u8; 3]> {
    let digit = |at: usize| char::from(digits.as_bytes()[at]).to_digit(16);
    let pair = |high, low| u8::try_from(digit(high)? * 16 + digit(low)?).ok();
    if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    match digits.len() {
        3 | 4 => Some([pair(0, 0)?, pair(1, 1)?, pair(2, 2)?]),
        6 | 8 => Some([pair(0, 1)?, pair(2, 3)?, pair(4, 5)?]),
        _ => None,
    }
}

/// An argument of a colour function. In single precision, so that halves are rounded as in browsers.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Argument {
    Number(f32),
    Percent(f32),
    /// Degrees.
    Angle(f32),
    None,
}

impl Argument {
    fn parse(text: &str) -> Option<Self> {
        if text == "none" {
            return Some(Argument::None);
        }
        let end = text.rfind(|c: char| c.is_ascii_digit()).map_or(0, |last| last + 1);
        let (number, unit) = text.split_at(end);
        let unsigned = number.trim_start_matches(['+', '-']);
        // CSS knows no other spelling of a number that Rust knows, but wants digits behind a point.
        let is_number = number.len() - unsigned.len() <= 1
            && unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.')
            && !unsigned.contains(".e");
        let number: f32 =
            number.parse().ok().filter(|number: &f32| is_number && number.is_finite())?;
        Some(match unit {
            "" => Argument::Number(number),
            "%" => Argument::Percent(number),
            "deg" => Argument::Angle(number),
            "grad" => Argument::Angle(number * 0.9),
            "rad" => Argument::Angle(number.to_degrees()),
            "turn" => Argument::Angle(number * 360.0),
            _ => return None,
        })
    }

    /// A share: a percentage, or a number of hundredths where those are allowed.
    fn share(self, numbers: bool) -> Option<f32> {
        match self {
            Argument::Percent(percent) => Some((percent / 100.0).max(0.0)),
            Argument::Number(number) if numbers => Some((number / 100.0).max(0.0)),
            Argument::None => Some(0.0),
            _ => None,
        }
    }

    fn degrees(self) -> Option<f32> {
        match self {
            Argument::Number(degrees) | Argument::Angle(degrees) => Some(degrees.rem_euclid(360.0)),
            Argument::None => Some(0.0),
            Argument::Percent(_) => None,
        }
    }

    fn channel(self) -> Option<f32> {
        match self {
            Argument::Number(number) => Some(number / 255.0),
            other => other.share(false),
        }
    }
}

fn function(name: &str, arguments: &str) -> Option<[u8; 3]> {
    let is_legacy = arguments.contains(',');
    let has_slash = arguments.contains('/');
    let (main, alpha) = match arguments.split_once('/') {
        Some(_) if is_legacy => return None,
        Some((main, alpha)) => (main, Some(alpha.trim_ascii())),
        None => (arguments, None),
    };
    let mut parts = if is_legacy {
        main.split(',')
            .map(|part| Argument::parse(part.trim_ascii()))
            .collect::<Option<Vec<_>>>()?
    } else {
        main.split_ascii_whitespace().map(Argument::parse).collect::<Option<Vec<_>>>()?
    };
    let alpha = match alpha {
        Some(alpha) => Some(Argument::parse(alpha)?),
        None if is_legacy && parts.len() == 4 => parts.pop(),
        None => None,
    };
    if matches!(alpha, Some(Argument::Angle(_))) {
        return None;
    }
    let &[first, second, third] = parts.as_slice() else { return None };
    if is_legacy && (parts.contains(&Argument::None) || alpha == Some(Argument::None)) {
        return None;
    }
    let [r, g, b] = match name {
        "rgb" | "rgba" => {
            let is_percent = |argument: &Argument| matches!(argument, Argument::Percent(_));
            let percents = parts.iter().filter(|part| is_percent(part)).count();
            if is_legacy && percents != 0 && percents != 3 {
                return None;
            }
            [first.channel()?, second.channel()?, third.channel()?]
        }
        "hsl" | "hsla" => {
            let (saturation, lightness) = (second.share(!is_legacy)?, third.share(!is_legacy)?);
            // As it was before CSS Color 4, where it could be written like this already.
            let is_old = [second, third].iter().all(|share| matches!(share, Argument::Percent(_)));
            let most = if is_old && !has_slash { 1.0 } else { f32::MAX };
            hsl(first.degrees()?, saturation.min(most), lightness)
        }
        "hwb" if !is_legacy => hwb(first.degrees()?, second.share(true)?, third.share(true)?),
        _ => return None,
    };
    Some([byte(r), byte(g), byte(b)])
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped before")]
fn byte(channel: f32) -> u8 {
    (channel.clamp(0.0, 1.0) * 255.0).round() as u8
}

/// CSS Color 4, section 7.1.
fn hsl(hue: f32, saturation: f32, lightness: f32) -> [f32; 3] {
    let channel = |n: f32| {
        let k = (n + hue / 30.0) % 12.0;
        let a = saturation * lightness.min(1.0 - lightness);
        lightness - a * (-1.0f32).max((k - 3.0).min(9.0 - k).min(1.0))
    };
    [channel(0.0), channel(8.0), channel(4.0)]
}

/// CSS Color 4, section 8.1.
fn hwb(hue: f32, white: f32, black: f32) -> [f32; 3] {
    if white + black >= 1.0 {
        return [white / (white + black); 3];
    }
    hsl(hue, 1.0, 0.5).map(|channel| white + channel * (1.0 - black - white))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_in_order() {
        assert!(NAMES.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn each_notation_is_read() {
        for (text, color) in [
            ("#0F0F0F", "#0f0f0f"),
            ("#fA3", "#ffaa33"),
            ("#12345678", "#123456"),
            ("RED", "#ff0000"),
            (" #FF0000\r", "#ff0000"),
            ("transparent", "#000000"),
            ("rgb(255, 128, 0)", "#ff8000"),
            ("rgba(100%,50%,0%,.5)", "#ff8000"),
            ("rgb(300 -5 1e1 / 20%)", "#ff000a"),
            ("hsl(120, 100%, 25%)", "#008000"),
            ("hsl(0.5turn 100 50 / none)", "#00ffff"),
            ("hwb(194 0% 0%)", "#00c3ff"),
            ("hwb(none 80 80)", "#808080"),
            (" rgb(1 2 3", "#010203"),
            ("hsl(300 225% 128%)", "#ffffff"),
            ("hsl(300 225 128)", "#a6ffa6"),
            ("hsl(176.5,112%,73%)", "#75fff7"),
            ("hwb(172.5 16 161.5)", "#171717"),
            ("hwb(203 44.5 10)", "#71b9e6"),
            ("hwb(166 10.5 50 / 50%)", "#1b8068"),
        ] {
            assert_eq!(sanitize(text), color, "{text}");
        }
    }

    #[test]
    fn anything_else_is_black() {
        for text in [
            "",
            "#",
            "#12345",
            "#12 456",
            "#ffffff\0",
            "#FFFFF\u{1f4a9}",
            "rgb(calc(1+1),0,0)",
            "rgb(1,2)",
            "rgb(1,2,3%)",
            "rgb(1,2,none)",
            "rgb(1. 2 3)",
            "rgb(++1 2 3)",
            "rgb(é 2 3)",
            "rgb(inf 2 3)",
            " red",
            "hsl(1%, 2%, 3%)",
            "hwb(1,2%,3%)",
            "var(--x)",
            "url(x)",
            "none",
            "é(",
        ] {
            assert_eq!(sanitize(text), "#000000", "{text}");
        }
    }
}
