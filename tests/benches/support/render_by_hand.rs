//! The yardstick: `push_str` into one buffer, an escaper with a table of bytes, numbers by `itoa`.

use crate::support::Customer;
use std::fmt::Write as _;

/// What the page needs besides the row: ids of checkboxes and names of text areas end in a digest
/// of the original.
pub(crate) fn digest(json: &str) -> u64 {
    let (words, rest) = json.as_bytes().as_chunks();
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    let hash = words.iter().chain([&last]).fold(json.len() as u64, |hash, word| {
        let hash = (hash ^ u64::from_le_bytes(*word)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        hash ^ (hash >> 32)
    });
    hash.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 16
}

/// What a byte becomes in an attribute or in text; empty if it stays.
const HTML: [&str; 256] = {
    let mut table = [""; 256];
    table[b'&' as usize] = "&amp;";
    table[b'<' as usize] = "&lt;";
    table[b'>' as usize] = "&gt;";
    table[b'"' as usize] = "&quot;";
    table
};

/// What a byte becomes in a JSON string in an attribute, in one go. (Of the control characters
/// only those that the rows hold.)
const JSON_IN_HTML: [&str; 256] = {
    let mut table = HTML;
    table[b'"' as usize] = "\\&quot;";
    table[b'\\' as usize] = "\\\\";
    table[b'\n' as usize] = "\\n";
    table[b'\r' as usize] = "\\r";
    table[b'\t' as usize] = "\\t";
    table
};

fn escape(out: &mut String, text: &str, table: &[&str; 256]) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escaped = table[usize::from(byte)];
        if !escaped.is_empty() {
            out.push_str(&text[from..at]);
            out.push_str(escaped);
            from = at + 1;
        }
    }
    out.push_str(&text[from..]);
}

fn text(out: &mut String, value: &str) {
    escape(out, value, &HTML);
}

/// A hidden original in one pass, by a table of its own: the fastest that we could write.
pub(crate) fn in_one_pass(out: &mut String, value: &str) {
    out.push_str("&quot;");
    escape(out, value, &JSON_IN_HTML);
    out.push_str("&quot;");
}

/// A hidden original as one writes it who has other things to do: the yardstick.
pub(crate) fn by_serde_json(out: &mut String, value: &str) {
    escape(out, &serde_json::to_string(value).expect("a string"), &HTML);
}

pub(crate) fn render(row: &Customer, room: usize, original: impl Fn(&mut String, &str)) -> String {
    let mut page = String::with_capacity(room);
    let out = &mut page;
    out.push_str("<p class=\"cas-field\"><label for=\"id_name\">Name</label> <input type=\"text\" name=\"name\" id=\"id_name\" autocomplete=\"off\" required maxlength=\"80\" pattern=\"\\p{Lu}[\\p{L} '.\\-]*\" title=\"Start with a capital letter\" value=\"");
    text(out, &row.name);
    out.push_str("\"><input type=\"hidden\" name=\"original-name\" autocomplete=\"off\" value=\"");
    original(out, &row.name);
    out.push_str("\"></p><p class=\"cas-field\"><label for=\"id_company\">Company</label> <input type=\"text\" name=\"company\" id=\"id_company\" autocomplete=\"off\" maxlength=\"120\" value=\"");
    text(out, &row.company);
    out.push_str(
        "\"><input type=\"hidden\" name=\"original-company\" autocomplete=\"off\" value=\"",
    );
    original(out, &row.company);
    out.push_str("\"></p><p class=\"cas-field\"><label for=\"id_email\">Email</label> <input type=\"email\" name=\"email\" id=\"id_email\" autocomplete=\"off\" required maxlength=\"120\" value=\"");
    text(out, &row.email);
    out.push_str("\"><input type=\"hidden\" name=\"original-email\" autocomplete=\"off\" value=\"");
    original(out, &row.email);
    out.push_str("\"></p><p class=\"cas-field\"><label for=\"id_notes\">Notes</label> <textarea rows=\"4\" name=\"notes--");
    let json = serde_json::to_string(&row.notes).expect("a string");
    let _ = write!(out, "{:012x}", digest(&json));
    out.push_str("\" id=\"id_notes\" autocomplete=\"off\" maxlength=\"2000\">\n");
    text(out, &row.notes);
    out.push_str(
        "</textarea><input type=\"hidden\" name=\"original-notes\" autocomplete=\"off\" value=\"",
    );
    original(out, &row.notes);
    out.push_str("\"></p><p class=\"cas-field\"><label for=\"id_credit\">Credit</label> <input type=\"number\" name=\"credit\" id=\"id_credit\" autocomplete=\"off\" required aria-describedby=\"id_credit-help\" min=\"0\" max=\"10000\" value=\"");
    let mut digits = itoa::Buffer::new();
    let credit = digits.format(row.credit);
    out.push_str(credit);
    out.push_str("\"> <small class=\"cas-help\" id=\"id_credit-help\">In euro</small><input type=\"hidden\" name=\"original-credit\" autocomplete=\"off\" value=\"");
    out.push_str(credit);
    out.push_str("\"></p><p class=\"cas-field\"><label for=\"id_discount\">Discount</label> <input type=\"number\" name=\"discount\" id=\"id_discount\" autocomplete=\"off\" required min=\"0\" max=\"100\" step=\"any\" value=\"");
    let _ = write!(out, "{}", row.discount);
    out.push_str(
        "\"><input type=\"hidden\" name=\"original-discount\" autocomplete=\"off\" value=\"",
    );
    let _ = write!(out, "{}", row.discount);
    let digest = digest(if row.active { "true" } else { "false" });
    let _ = write!(
        out,
        "\"></p><p class=\"cas-field\"><label for=\"id_active--{digest:012x}\">Active</label> <input type=\"checkbox\" value=\"true\" name=\"active\" id=\"id_active--{digest:012x}\" autocomplete=\"off\""
    );
    if row.active {
        out.push_str(" checked");
    }
    out.push_str("><input type=\"hidden\" name=\"original-active\" autocomplete=\"off\" value=\"");
    out.push_str(if row.active { "true" } else { "false" });
    out.push_str("\"></p><p class=\"cas-field\"><label for=\"id_since\">Since</label> <input type=\"date\" name=\"since\" id=\"id_since\" autocomplete=\"off\" max=\"9999-12-31\" value=\"");
    if let Some(since) = row.since {
        let _ = write!(out, "{since}");
    }
    out.push_str("\"><input type=\"hidden\" name=\"original-since\" autocomplete=\"off\" value=\"");
    match row.since {
        Some(since) => {
            let _ = write!(out, "&quot;{since}&quot;");
        }
        None => out.push_str("null"),
    }
    out.push_str("\"></p>");
    page
}
