use cas_forms::CasForm;
use std::collections::BTreeSet;

#[derive(CasForm)]
struct Select {
    #[cas(widget = select, choices("a" = "A", "b" = "B"))]
    tags: BTreeSet<String>,
}

#[derive(CasForm)]
struct Radio {
    #[cas(widget = radio, choices("a" = "A", "b" = "B"))]
    tags: BTreeSet<String>,
}

#[derive(CasForm)]
struct Text {
    #[cas(widget = text)]
    tags: BTreeSet<String>,
}

fn main() {}
