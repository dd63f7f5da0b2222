use cas_forms::{CasForm, Listed};

#[derive(CasForm)]
struct Form {
    #[cas(choices = sizes, widget = text)]
    size: String,
}

fn sizes((): &()) -> Listed {
    Listed::default()
}

fn main() {}
