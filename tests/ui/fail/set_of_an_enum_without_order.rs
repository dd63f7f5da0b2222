use cas_forms::{CasChoice, CasForm};
use std::collections::BTreeSet;

#[derive(CasChoice, Clone, Debug, PartialEq)]
enum Plan {
    Basic,
    Gold,
}

#[derive(CasForm)]
struct Form {
    plans: BTreeSet<Plan>,
}

fn main() {}
