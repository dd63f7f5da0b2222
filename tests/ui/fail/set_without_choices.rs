use cas_forms::CasForm;
use std::collections::BTreeSet;

#[derive(CasForm)]
struct Bare {
    name: String,
    tags: BTreeSet<String>,
}

#[derive(CasForm)]
struct Told {
    name: String,
    #[cas(widget = select_multiple)]
    tags: BTreeSet<String>,
}

fn main() {}
