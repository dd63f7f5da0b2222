use cas_forms::CasForm;
use std::collections::HashSet;

#[derive(CasForm)]
struct Form {
    names: Vec<String>,
    words: HashSet<String>,
}

fn main() {}
