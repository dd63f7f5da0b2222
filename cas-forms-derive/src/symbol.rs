//! The names of all attributes, each written once, with the way it is used.

/// An attribute inside `#[cas(...)]`: its name and how it is written.
pub(crate) struct Symbol {
    pub(crate) name: &'static str,
    pub(crate) usage: &'static str,
}

const fn symbol(name: &'static str, usage: &'static str) -> Symbol {
    Symbol { name, usage }
}

pub(crate) const CAS: &str = "cas";
pub(crate) const LOCKABLE: &str = "lockable";
pub(crate) const DIESEL: &str = "diesel";
pub(crate) const PATTERN: &str = "pattern";
pub(crate) const PATTERN_USAGE: &str = "#[pattern(\"regular expression\", \"message\")]";

pub(crate) const TABLE_NAME: &str = "table_name";
pub(crate) const PRIMARY_KEY: &str = "primary_key";
pub(crate) const COLUMN_NAME: &str = "column_name";
pub(crate) const SQL_TYPE: &str = "sql_type";

pub(crate) const TABLE: &str = "table";
pub(crate) const ROW: &str = "row";
pub(crate) const KEY: &str = "key";
pub(crate) const CONTEXT: &str = "context";
pub(crate) const ON_STALE: &str = "on_stale";
pub(crate) const SEAL: &str = "seal";
pub(crate) const MAX_AGE: &str = "max_age";
pub(crate) const CHECK: &str = "check";
pub(crate) const SCRIPT: &str = "script";
pub(crate) const CONSTANT: &str = "constant";
pub(crate) const CRATE: &str = "crate";
pub(crate) const DIESEL_CRATE: &str = "diesel_crate";

const SCRIPT_USAGE: &str = "script = \"an expression, or { statements }\"";

/// What `#[cas(...)]` takes on the struct.
pub(crate) const ON_STRUCT: &[Symbol] = &[
    symbol(TABLE, "table = customers"),
    symbol(ROW, "row = Customer"),
    symbol(KEY, "key = i64"),
    symbol(CONTEXT, "context = User"),
    symbol(ON_STALE, "on_stale = merge"),
    symbol(SEAL, "seal` or `seal(max_age = \"12h\")"),
    symbol(CHECK, "check = path::to::function"),
    symbol(SCRIPT, SCRIPT_USAGE),
    symbol(CONSTANT, "constant = COLUMNS"),
    symbol(CRATE, "crate = my::cas_forms"),
    symbol(DIESEL_CRATE, "diesel_crate = my::cas_forms_diesel"),
];

pub(crate) const LABEL: &str = "label";
pub(crate) const HELP: &str = "help";
pub(crate) const PLACEHOLDER: &str = "placeholder";
pub(crate) const WIDGET: &str = "widget";
pub(crate) const CHOICES: &str = "choices";
pub(crate) const ZONE: &str = "zone";
pub(crate) const MIN: &str = "min";
pub(crate) const MAX: &str = "max";
pub(crate) const STEP: &str = "step";
pub(crate) const MIN_LENGTH: &str = "min_length";
pub(crate) const MAX_LENGTH: &str = "max_length";
pub(crate) const REQUIRED: &str = "required";
pub(crate) const READONLY: &str = "readonly";
pub(crate) const VERSION: &str = "version";
pub(crate) const GROUP: &str = "group";
pub(crate) const ORIGINAL: &str = "original";
pub(crate) const SECRET: &str = "secret";
pub(crate) const AUTOCOMPLETE: &str = "autocomplete";
pub(crate) const COLUMN: &str = "column";
pub(crate) const CONSTRAINT: &str = "constraint";
pub(crate) const SKIP: &str = "skip";

/// What `#[cas(...)]` takes on a field.
pub(crate) const ON_FIELD: &[Symbol] = &[
    symbol(LABEL, "label = \"First name\""),
    symbol(HELP, "help = \"As in your passport\""),
    symbol(PLACEHOLDER, "placeholder = \"Ada\""),
    symbol(WIDGET, "widget = textarea"),
    symbol(CHOICES, "choices(\"de\" = \"Germany\", \"at\" = \"Austria\")` or `choices = countries"),
    symbol(ZONE, "zone = path::to::function"),
    symbol(MIN, "min = 0` or `min = \"2024-01-01\""),
    symbol(MAX, "max = 100` or `max = \"2024-12-31\""),
    symbol(STEP, "step = 0.5"),
    symbol(MIN_LENGTH, "min_length = 2"),
    symbol(MAX_LENGTH, "max_length = 80"),
    symbol(REQUIRED, "required` or `required = false"),
    symbol(READONLY, "readonly"),
    symbol(SECRET, "secret"),
    symbol(ORIGINAL, "original = digest"),
    symbol(GROUP, "group = \"amount\""),
    symbol(VERSION, "version` or `version = database"),
    symbol(AUTOCOMPLETE, "autocomplete = \"email\""),
    symbol(CHECK, "check = path::to::function"),
    symbol(SCRIPT, SCRIPT_USAGE),
    symbol(COLUMN, "column = first_name"),
    symbol(CONSTRAINT, "constraint = \"customers_email_key\""),
    symbol(SKIP, "skip"),
];

pub(crate) const TTL: &str = "ttl";
pub(crate) const IDLE: &str = "idle";
pub(crate) const RESOURCE: &str = "resource";
pub(crate) const FALLBACK: &str = "fallback";
pub(crate) const GUARD: &str = "guard";

/// What `#[lockable(...)]` takes.
pub(crate) const ON_LOCK: &[Symbol] = &[
    symbol(TTL, "ttl = \"180s\""),
    symbol(IDLE, "idle = \"15m\""),
    symbol(RESOURCE, "resource = \"customers\""),
    symbol(FALLBACK, "fallback = cas"),
    symbol(GUARD, "guard"),
];

pub(crate) const VALUE: &str = "value";

/// What `seal(...)` takes.
pub(crate) const IN_SEAL: &[Symbol] = &[symbol(MAX_AGE, "max_age = \"12h\"")];

/// What `#[cas(...)]` takes on an enum of choices.
pub(crate) const ON_ENUM: &[Symbol] = &[
    symbol(CRATE, "crate = my::cas_forms"),
    symbol(DIESEL_CRATE, "diesel_crate = my::cas_forms_diesel"),
];

/// What `#[cas(...)]` takes on a variant of it.
pub(crate) const ON_VARIANT: &[Symbol] =
    &[symbol(VALUE, "value = \"s\""), symbol(LABEL, "label = \"Small\"")];

/// How the attribute is written.
pub(crate) fn usage(name: &str) -> &'static str {
    let symbols =
        || ON_STRUCT.iter().chain(ON_FIELD).chain(ON_VARIANT).chain(ON_LOCK).chain(IN_SEAL);
    symbols().find(|symbol| symbol.name == name).map_or("", |symbol| symbol.usage)
}

/// How to get what other libraries have an attribute for.
pub(crate) fn another_way(name: &str) -> Option<&'static str> {
    match name {
        "default" | "initial" | "value" => Some(
            "what a form shows at first is a value of the struct, `Form::new(...)` or `at(...).form(...)`",
        ),
        "hidden" => Some(
            "what the user does not see is no field: `skip` leaves it out, `readonly` shows it unchangeably",
        ),
        "lock" | "lockable" => Some("write `#[lockable(ttl = \"180s\")]` on the struct"),
        "disabled" => Some("what is shown and not to be changed is `readonly`"),
        _ => None,
    }
}

/// The known name that was most likely meant.
pub(crate) fn did_you_mean<'n>(
    name: &str,
    known: impl IntoIterator<Item = &'n str>,
) -> Option<&'n str> {
    let name: String = name.to_lowercase().chars().filter(|c| !matches!(c, '_' | '-')).collect();
    known
        .into_iter()
        .map(|known| {
            let plain: String = known.chars().filter(|c| !matches!(c, '_' | '-')).collect();
            let tolerance = 1 + plain.chars().count() / 4;
            (distance(&name, &plain), tolerance, known)
        })
        .filter(|(distance, tolerance, _)| distance <= tolerance)
        .min_by_key(|(distance, ..)| *distance)
        .map(|(.., known)| known)
}

/// How many letters have to be put in, left out, replaced or swapped with their neighbour.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            rows[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let replaced = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                let best = replaced.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
                let swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                if swapped { best.min(rows[i - 2][j - 2] + 1) } else { best }
            };
        }
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guess(name: &str) -> Option<&'static str> {
        did_you_mean(name, ON_FIELD.iter().map(|symbol| symbol.name))
    }

    #[test]
    fn slips_of_the_finger_find_the_name_that_was_meant() {
        assert_eq!(guess("lable"), Some("label"));
        assert_eq!(guess("maxlength"), Some("max_length"));
        assert_eq!(guess("max-lenght"), Some("max_length"));
        assert_eq!(guess("read_only"), Some("readonly"));
        assert_eq!(guess("SKIP"), Some("skip"));
        assert_eq!(guess("mn"), Some("min"));
    }

    #[test]
    fn a_name_that_resembles_nothing_is_not_guessed() {
        assert_eq!(guess("colour"), None);
        assert_eq!(guess(""), None);
    }

    #[test]
    fn every_name_is_in_the_reference() {
        let reference = include_str!("../../cas-forms/docs/attributes.md");
        for symbol in ON_STRUCT.iter().chain(ON_FIELD).chain(ON_LOCK).chain(IN_SEAL) {
            assert!(reference.contains(&format!("`{}`", symbol.name)), "{}", symbol.name);
        }
    }

    #[test]
    fn every_name_has_its_usage_and_is_written_once() {
        for symbol in ON_STRUCT.iter().chain(ON_FIELD).chain(ON_LOCK).chain(IN_SEAL) {
            assert!(symbol.usage.starts_with(symbol.name), "{}", symbol.name);
            assert_eq!(usage(symbol.name), symbol.usage);
        }
    }
}
