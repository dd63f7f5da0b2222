use cas_forms::{CasForm, Listed};

#[derive(CasForm)]
struct Form {
    #[cas(choices("de" = "Germany"), choices = countries)]
    country: String,
    #[cas(choices("s" = "Small"), choices("l" = "Large"))]
    size: String,
}

fn countries((): &()) -> Listed {
    Listed::default()
}

fn main() {}
