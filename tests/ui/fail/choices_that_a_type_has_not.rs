use cas_forms::{CasChoice, CasForm};

#[derive(CasChoice, Clone)]
enum Size {
    Small,
    Large,
}

#[derive(CasForm)]
struct Form {
    #[cas(choices("small" = "Small", "medium" = "Medium"))]
    size: Size,
}

fn main() {}
