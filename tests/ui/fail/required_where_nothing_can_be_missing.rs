use cas_forms::CasForm;
use std::collections::BTreeSet;

#[derive(CasForm)]
struct Form {
    #[cas(widget = checkboxes, choices("a" = "A", "b" = "B"), required)]
    tags: BTreeSet<String>,
    #[cas(widget = range, min = 0, max = 10, required)]
    volume: i32,
    #[cas(widget = color, required)]
    color: String,
}

fn main() {}
