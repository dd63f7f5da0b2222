use cas_forms::{CasChoice, CasForm};

#[derive(CasChoice, Clone)]
#[cas(value = "size", label = "Size", vlaue = "x")]
enum Size {
    #[cas(crate = cas_forms)]
    Small,
    #[cas(lable = "Large", value = "l", value = "xl")]
    Large,
    #[cas]
    Huge,
}

/// Beside the errors stands a type that fields may have.
#[derive(CasForm)]
struct Form {
    size: Size,
    other: Option<Size>,
}

fn main() {}
