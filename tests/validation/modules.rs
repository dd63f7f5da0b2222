//! A form's scripts and sentences as a module.

use crate::*;
use cas_forms::assets;

#[test]
fn a_page_names_the_module_and_the_check_of_its_form() {
    let enhance = Enhance::module("/a/\"B\".js").check("/bookings/1/check?a=1&b");
    let at = Booking::at(()).context(&DESK).enhance(enhance);
    let expected = " data-cas-module=\"/a/&quot;B&quot;.js\" \
                    data-cas-check=\"/bookings/1/check?a=1&amp;b\"";
    let attrs = at.form(stored()).attrs();
    assert!(attrs.ends_with(expected), "{attrs}");
    assert!(at.blank().as_form("Book").contains(expected));
    let refused = at.submit("").validate().expect_err("incomplete");
    assert!(refused.form().attrs().ends_with(expected));
    let refused = at.submit("").clean(&stored()).expect_err("incomplete");
    assert!(refused.form().attrs().ends_with(expected));
    let plain = Form::new(stored()).attrs();
    assert!(!plain.contains("data-"), "{plain}");
    assert!(attrs.starts_with(plain.as_str()));
    let without_check = Form::new(stored()).enhance(Enhance::module("/m.js")).attrs();
    assert!(without_check.ends_with(" data-cas-module=\"/m.js\""), "{without_check}");
}

#[test]
fn a_modules_name_changes_with_its_content_only() {
    let (english, german) = (Booking::module(&English), Booking::module(&German));
    assert_eq!(english, Booking::module(&English));
    assert_ne!(english.path, german.path);
    for asset in [&english, &german, assets::script()] {
        assert_eq!(asset.content_type, "text/javascript; charset=utf-8");
        let (name, hash) =
            asset.path.strip_suffix(".js").and_then(|path| path.rsplit_once('-')).expect("a hash");
        assert!(["Booking", "cas-forms"].contains(&name), "{name}");
        assert!(hash.len() >= 12 && hash.chars().all(|c| c.is_ascii_hexdigit()), "{hash}");
    }
}

#[test]
fn nothing_of_it_stands_in_the_page() {
    let at = Booking::at(()).context(&DESK).enhance(Enhance::module("/m.js").check("/c"));
    let refused = at.submit("room=").validate().expect_err("incomplete");
    for html in [at.form(stored()).as_form("Save"), refused.form().as_form("Save")] {
        for inline in ["<script", "<style", " style=", " onclick", " oninput", "javascript:"] {
            assert!(!html.contains(inline), "{inline} in {html}");
        }
    }
    let module = Booking::module(&English).body;
    assert!(!module.contains("eval(") && !module.contains("Function("));
}

/// What JavaScript has to say of a module: `check` is a function body with the module as `form`.
fn ask_javascript(module: &cas_forms::Asset, body: &str) -> Value {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join(&module.path).with_extension("mjs");
    std::fs::write(&file, module.body.as_bytes()).expect("the module");
    let program = format!(
        "import form from {:?}; const answer = (() => {{ {body} }})(); console.log(JSON.stringify(answer));",
        file.display().to_string()
    );
    let output = std::process::Command::new("node")
        .args(["--input-type=module", "--eval", &program])
        .output()
        .expect("node");
    let problem = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{problem}\n{}", module.body);
    serde_json::from_slice(&output.stdout).expect("JSON")
}

#[test]
fn a_module_is_what_the_script_of_the_library_reads() {
    let answer = ask_javascript(
        &Booking::module(&English),
        "return [form.name, Object.keys(form.fields), form.fields.room.messages, form.fields.start.messages, \
         form.fields.note.messages, Object.keys(form.fields.note), form.texts.nothing, form.texts.changedTo]",
    );
    let (low, high) =
        ("The value must be -2147483648 or more.", "The value must be 2147483647 or less.");
    let whole = "Please enter a whole number.";
    assert_eq!(
        answer,
        json!([
            "Booking",
            ["room", "start", "end", "note"],
            {
                "valueMissing": "Please fill in this field.",
                "tooLong": "Please use at most 20 characters.",
            },
            {
                "valueMissing": "Please fill in this field.",
                "rangeUnderflow": low,
                "rangeOverflow": high,
                "stepMismatch": whole,
                "badInput": whole,
            },
            {},
            ["messages"],
            "nothing",
            "Somebody else changed this meanwhile to {now}.",
        ])
    );
}

#[test]
fn scripts_run_as_they_are_written() {
    let answer = ask_javascript(
        &Booking::module(&English),
        "const { script } = form.fields.room; \
         return [script('cellar'), script('hall') ?? null, form.script({ start: 2, end: 1 }), \
         form.script({ start: 1, end: 2 }) ?? null, script.length, form.script.length]",
    );
    assert_eq!(answer, json!(["No light there", null, { "end": "Too early" }, null, 3, 1]));
}

/// Whatever a script ends with, and whatever a message holds, the module can be read.
#[test]
fn comments_semicolons_and_quotes_do_not_break_a_module() {
    #[derive(CasForm)]
    #[cas(script = "({ text: form.text }) // all of it")]
    struct Odd {
        #[cas(script = "value && \"a\" // a comment")]
        #[pattern("[a-z]+", "\"Quotes\", \\ </script> and \u{2028}\u{0}\n")]
        text: String,
        #[cas(script = " value + '</b>' ; ")]
        r#type: String,
        #[cas(script = "{ /* { */ return [...value].length + '' } // done }")]
        größe: String,
    }
    let answer = ask_javascript(
        &Odd::module(&English),
        "const { text, type, größe } = form.fields; \
         return [text.script('x'), type.script('x'), größe.script('xy'), form.script({ text: 1 }), \
         text.messages.patternMismatch]",
    );
    let message = "\"Quotes\", \\ </script> and \u{2028}\u{0}\n";
    assert_eq!(answer, json!(["a", "x</b>", "2", { "text": 1 }, message]));
    assert!(!Odd::module(&English).body.contains("</script"));
}

#[test]
fn a_module_has_a_sentence_for_each_flaw_that_the_browser_can_find_and_for_no_other() {
    #[derive(CasForm)]
    struct Widgets {
        #[cas(widget = url, min_length = 9)]
        url: String,
        #[cas(widget = email)]
        email: Option<String>,
        #[cas(widget = month, min = "2024-01")]
        month: String,
        #[cas(widget = range, min = 0, max = 10, step = 5)]
        range: i32,
        #[cas(widget = color)]
        color: String,
        #[cas(min = 0.5)]
        ratio: Option<f64>,
        #[cas(widget = text)]
        typed: i16,
        #[cas(required)]
        agreed: bool,
        #[cas(choices("a", "b"), required)]
        choice: String,
        #[cas(widget = time, min = "00:00", step = 900)]
        time: chrono::NaiveTime,
        #[cas(readonly)]
        seen: i32,
    }
    let answer = ask_javascript(
        &Widgets::module(&English),
        "return Object.values(form.fields).map(field => Object.keys(field.messages).sort().join(' '))",
    );
    assert_eq!(
        answer,
        json!([
            "tooShort typeMismatch",
            "typeMismatch",
            "badInput rangeUnderflow",
            "rangeOverflow rangeUnderflow stepMismatch",
            "",
            "badInput rangeUnderflow",
            "valueMissing",
            "valueMissing",
            "valueMissing",
            "badInput rangeUnderflow stepMismatch valueMissing",
            "",
        ])
    );
}
