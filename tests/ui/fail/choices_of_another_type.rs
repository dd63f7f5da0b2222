use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    #[cas(choices("one" = "One"))]
    count: i32,
}

fn main() {}
