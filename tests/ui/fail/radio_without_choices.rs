use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    #[cas(widget = radio)]
    count: i32,
}

fn main() {}
