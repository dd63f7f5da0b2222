use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    name: String,
}

impl Form {
    const FIELDS: usize = 1;
}

fn main() {}
