use cas_forms::{CasForm, Listed};

#[derive(CasForm)]
struct Form {
    #[cas(choices = sizes)]
    size: f64,
}

fn sizes((): &()) -> Listed {
    Listed::new([(1.5, "Medium")])
}

fn main() {}
