//! What the benches share: the form of eight fields, its rows, the stopwatch.

pub(crate) mod stopwatch;
pub(crate) mod submitted;

use cas_forms::CasForm;
use chrono::NaiveDate;
use std::fmt::{self, Display};

/// Every contestant handles this row under these rules.
#[derive(CasForm, Clone, Debug, PartialEq)]
pub(crate) struct Customer {
    #[pattern(r"\p{Lu}[\p{L} '.\-]*", "Start with a capital letter")]
    #[cas(max_length = 80, required)]
    pub(crate) name: String,
    #[cas(max_length = 120)]
    pub(crate) company: String,
    #[cas(widget = email, max_length = 120, required)]
    pub(crate) email: String,
    #[cas(widget = textarea(rows = 4), max_length = 2000)]
    pub(crate) notes: String,
    #[cas(min = 0, max = 10_000, help = "In euro")]
    pub(crate) credit: i32,
    #[cas(min = 0, max = 100)]
    pub(crate) discount: f64,
    pub(crate) active: bool,
    pub(crate) since: Option<NaiveDate>,
}

impl Customer {
    /// What stands in the hidden original of the date, which may be missing.
    pub(crate) fn since_json(&self) -> String {
        self.since.map_or_else(|| "null".to_owned(), |since| format!("\"{since}\""))
    }
}

/// Rows as they are found in tables: some with characters to escape, one with a longer text.
pub(crate) fn rows() -> [Customer; 4] {
    let row = |name: &str, company: &str, email: &str, notes: &str| Customer {
        name: name.into(),
        company: company.into(),
        email: email.into(),
        notes: notes.into(),
        credit: 2500,
        discount: 12.5,
        active: true,
        since: NaiveDate::from_ymd_opt(2019, 11, 4),
    };
    [
        row("Anna Schmidt", "Schmidt Logistik", "anna.schmidt@example.org", "Prefers e-mail."),
        Customer {
            credit: 0,
            discount: 0.0,
            active: false,
            since: None,
            ..row("Jean-Luc O'Neill", "O'Neill & Fils <Paris>", "jl+shop@oneill.example", "")
        },
        Customer {
            credit: 10_000,
            discount: 2.75,
            ..row(
                "Žofie Dvořáková",
                "Dvořák \"Stavby\" s.r.o.",
                "zofie@stavby.example",
                "Delivery:\nMon & Tue only\nCall before you come, the gate is < 3 m wide.",
            )
        },
        Customer {
            credit: 480,
            active: false,
            ..row(
                "Mehmet Yılmaz",
                "Yılmaz Tekstil",
                "m.yilmaz@tekstil.example",
                "Met at the fair in March. Wants samples of the heavier cotton in two widths, the \
                 price list for the whole year, and an answer before the end of the month. Pays by \
                 bank transfer within ten days.\nSecond contact: his sister, who runs the warehouse.",
            )
        },
    ]
}

/// A text as a JSON string.
pub(crate) struct Json<'t>(pub(crate) &'t str);

impl Display for Json<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&serde_json::to_string(self.0).map_err(|_| fmt::Error)?)
    }
}
