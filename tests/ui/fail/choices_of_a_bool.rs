use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    #[cas(widget = radio, choices("yes" = "Yes", "no" = "No"))]
    vip: bool,
}

fn main() {}
